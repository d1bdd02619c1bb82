//! A sandbox as its user sees it: bring it up, ask it, take it down.

use crate::{
    Error, Nodes, Options, Progress, databases,
    error::file,
    executable, gateway, kubernetes, node,
    places::Places,
    process::Process,
    progress::{Report, Stage as Step},
    record::{Record, Stage},
    supervisor::{Message, Plan},
    supply, takedown, terraform, tool,
};
use std::{
    fs::{self, File, TryLockError},
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A sandbox that runs.
#[derive(Debug)]
pub struct Running {
    places: Places,
    record: Record,
}

/// What is known about the sandbox in a folder.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Status {
    /// Whether everything that was started runs and answers.
    pub healthy: bool,
    /// What is wrong, when something is.
    pub problem: Option<String>,
    /// What the pods run on.
    pub nodes: Nodes,
    /// What it lacks, each a sentence.
    pub notes: Vec<String>,
    /// Each server, its process id and whether it runs.
    pub servers: Vec<(String, u32, bool)>,
}

/// Brings a sandbox up, or finds it up. Returns when everything answers.
///
/// # Errors
///
/// When something that the machine must bring is missing, a build fails or a server does not come up. Nothing is left
/// running then.
pub fn up(options: &Options, report: &mut dyn FnMut(Progress)) -> Result<Running, Error> {
    let places = Places::new(&options.dir);
    loop {
        let _lock = lock(&places, report)?;
        match Record::load(&places)? {
            Some(record) if healthy(&record) => return found(places, record, options),
            // Its folder goes, and the lock on it: so all is looked at anew.
            Some(record) => {
                let step = "clear what an earlier run left";
                tool::timed(step, "a few seconds", report, &mut |_| takedown::all(&places, &record))?;
            }
            None if is_empty(places.dir())? => return make(places, options, report),
            None => return Err(Error::ForeignFolder(places.dir().to_path_buf())),
        }
    }
}

/// The sandbox that runs in a folder.
///
/// # Errors
///
/// When its record cannot be read.
pub fn find(dir: &Path) -> Result<Option<Running>, Error> {
    let places = Places::new(dir);
    Ok(Record::load(&places)?.map(|record| Running { places, record }))
}

/// Takes the sandbox in a folder down, with everything it wrote; false when there was none.
///
/// # Errors
///
/// When something of it cannot be removed.
pub fn down(dir: &Path, report: &mut dyn FnMut(Progress)) -> Result<bool, Error> {
    let places = Places::new(dir);
    if Record::load(&places)?.is_none() {
        return Ok(false);
    }
    let _lock = lock(&places, report)?;
    let begun = Instant::now();
    match Record::load(&places)? {
        Some(record) => takedown::all(&places, &record)?,
        // Another `down` was faster; the lock made the folder anew.
        None => takedown::all(&places, &Record::new(Nodes::default()))?,
    }
    report(Progress::done("everything is stopped and removed", begun.elapsed()));
    Ok(true)
}

impl Running {
    /// The environment that a program needs to find the sandbox: names and values.
    #[must_use]
    pub fn env(&self) -> &[(String, String)] {
        &self.record.env
    }

    /// The folder it lives in.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.places.dir()
    }

    /// The administrator's kubeconfig.
    #[must_use]
    pub fn kubeconfig(&self) -> PathBuf {
        self.places.kubeconfig("admin")
    }

    /// The kubeconfig of a user whom the API server knows and who may do nothing.
    #[must_use]
    pub fn unprivileged_kubeconfig(&self) -> PathBuf {
        self.places.kubeconfig("nobody")
    }

    /// The built-in kubectl, as the administrator: add arguments and run it.
    #[must_use]
    pub fn kubectl(&self) -> Command {
        kubernetes::kubectl(&self.record.kubernetes, &self.places, "admin")
    }

    /// What kubectl prints, as the administrator.
    ///
    /// # Errors
    ///
    /// When it does not start or fails; the error carries what it said.
    pub fn ask_kubectl(&self, arguments: &[&str]) -> Result<String, Error> {
        let program = || "kubectl".to_owned();
        let output = self.kubectl().args(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|source| Error::Start { program: program(), source })?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(Error::Program { program: program(), said });
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// The same command, where the pods' and Services' addresses lead somewhere: a real node is a network namespace.
    pub(crate) fn on_the_node(&self, command: &Command) -> Command {
        node::inside(&self.places, command)
    }

    /// How it is now.
    #[must_use]
    pub fn status(&self) -> Status {
        let problem = match &self.record.stage {
            Stage::Starting => Some("it is coming up, or whoever brought it up was killed".to_owned()),
            Stage::Failed(problem) => Some(problem.clone()),
            Stage::Ready if healthy(&self.record) => None,
            Stage::Ready => Some("something that was started does not run or answer any more".to_owned()),
        };
        let row = |name: &str, process: &Process| (name.to_owned(), process.pid(), process.alive());
        let mut servers: Vec<_> =
            self.record.supervisor.iter().map(|process| row("supervisor and gateway", process)).collect();
        servers.extend(self.record.servers.iter().map(|server| row(&server.name, &server.process)));
        servers.extend(databases::running(&self.places).iter().map(|process| row("database", process)));
        let notes = self.record.notes.clone();
        Status { healthy: problem.is_none(), problem, nodes: self.record.nodes, notes, servers }
    }

    /// Takes it down.
    ///
    /// # Errors
    ///
    /// As [`down`].
    pub fn down(self, report: &mut dyn FnMut(Progress)) -> Result<(), Error> {
        down(self.places.dir(), report).map(drop)
    }
}

fn found(places: Places, record: Record, options: &Options) -> Result<Running, Error> {
    if record.nodes != options.nodes {
        return Err(Error::OtherNodes { dir: options.dir.clone(), running: record.nodes.word() });
    }
    terraform::write(&places, &options.provider)?;
    Ok(Running { places, record })
}

fn make(places: Places, options: &Options, report: Report<'_>) -> Result<Running, Error> {
    let started = start(&places, options, report);
    if started.is_err() {
        // The supervisor clears up after itself; this is for one that could not even start.
        let record = Record::load(&places)?.unwrap_or_else(|| Record::new(options.nodes));
        takedown::all(&places, &record)?;
    }
    started?;
    match Record::load(&places)? {
        Some(record) => Ok(Running { places, record }),
        None => Err(Error::Supervisor("the sandbox was taken down while it came up".to_owned())),
    }
}

fn start(places: &Places, options: &Options, report: Report<'_>) -> Result<(), Error> {
    let plan = supply::make(options, report)?;
    Record::new(options.nodes).save(places)?;
    supervise(places, &plan, options, report)
}

/// Starts the supervisor and passes on what it tells until it is ready.
fn supervise(places: &Places, plan: &Plan, options: &Options, report: Report<'_>) -> Result<(), Error> {
    terraform::write(places, &options.provider)?;
    plan.save(places)?;
    let log = places.dir().join("supervisor.log");
    let errors = File::create(&log).map_err(file("create", &log))?;
    let mut command = Command::new(executable::find(report)?);
    command.arg("serve").arg("--dir").arg(places.dir()).current_dir(places.dir());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors);
    for (name, _) in std::env::vars_os() {
        // What the user has set for the real AWS has no place in the emulators.
        if name.as_encoded_bytes().starts_with(b"AWS_") {
            command.env_remove(name);
        }
    }
    let started =
        command.spawn().map_err(|source| Error::Start { program: "the supervisor".to_owned(), source })?;
    for line in started.stdout.into_iter().flat_map(|out| BufReader::new(out).lines()) {
        match line.ok().and_then(|line| serde_json::from_str(&line).ok()) {
            Some(Message::Progress(progress)) => report(progress),
            Some(Message::Ready) => return Ok(()),
            Some(Message::Failed(problem)) => return Err(Error::Supervisor(problem)),
            None => {}
        }
    }
    let said = tool::tail(&fs::read(&log).unwrap_or_default());
    Err(Error::Supervisor(format!("the supervisor ended without a word: {}", said.trim())))
}

/// Makes the folder and holds it, so that two commands on one sandbox come one after the other.
fn lock(places: &Places, report: Report<'_>) -> Result<File, Error> {
    let dir = places.dir();
    let begun = Instant::now();
    let mut told = false;
    loop {
        private_folder(dir)?;
        let held = File::open(dir).map_err(file("open", dir))?;
        match held.try_lock() {
            // The folder may have been removed, and made anew, before the lock was had.
            Ok(()) if same_file(&held, dir) => return Ok(held),
            Ok(()) => continue,
            Err(TryLockError::Error(source)) => {
                return Err(Error::File { doing: "lock", path: dir.to_path_buf(), source });
            }
            Err(TryLockError::WouldBlock) => {}
        }
        if !told && begun.elapsed() > Duration::from_secs(1) {
            report(Progress {
                step: "another command works on this sandbox".to_owned(),
                stage: Step::Waiting,
                elapsed: begun.elapsed(),
            });
            told = true;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Keys and kubeconfigs go there: nobody else may look.
fn private_folder(dir: &Path) -> Result<(), Error> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(file("create", dir))
}

fn same_file(held: &File, path: &Path) -> bool {
    let identity = |meta: fs::Metadata| (meta.dev(), meta.ino());
    match (held.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(now)) => identity(held) == identity(now),
        _ => false,
    }
}

fn is_empty(dir: &Path) -> Result<bool, Error> {
    Ok(fs::read_dir(dir).map_err(file("read", dir))?.next().is_none())
}

/// Whether every process runs and the gateway says that all is well.
fn healthy(record: &Record) -> bool {
    record.alive() && record.gateway.as_deref().is_some_and(|gateway| says_ready(gateway).unwrap_or(false))
}

/// One request by hand: an HTTP client would be the only asynchronous thing on this side.
fn says_ready(gateway: &str) -> io::Result<bool> {
    let mut stream = TcpStream::connect(gateway)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET {} HTTP/1.1\r\nHost: {gateway}\r\nConnection: close\r\n\r\n", gateway::HEALTH)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.contains("\"ready\":true"))
}
