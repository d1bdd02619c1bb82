//! One PostgreSQL server: its folder, its settings, its process. Knows nothing of RDS.

use super::{
    discard::discard,
    installation::{ADMINISTRATOR, Installation, copy},
    tls,
};
use crate::{
    Error,
    error::file,
    process::{self, Process},
    tool,
};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a server may take to answer, or to end.
const PATIENCE: Duration = Duration::from_secs(30);
const TICK: Duration = Duration::from_millis(10);
/// Names the process of a server, for whoever must end it without having started it.
pub(super) const PROCESS: &str = "process.json";

/// Where a server is reached and whom it follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) port: u16,
    /// A server that follows another one gets its data from there and takes none from clients.
    pub(super) primary: Option<Address>,
}

/// Where the administrator reaches a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    folder: PathBuf,
    port: u16,
}

/// A server, running or not.
#[derive(Debug)]
pub(super) struct Server {
    installation: Installation,
    /// Below the folder of all servers.
    folder: PathBuf,
    log: PathBuf,
    settings: Settings,
    child: Option<Child>,
}

impl Server {
    /// A server in a new folder, whose cluster `fill` puts into the path that it is given.
    pub(super) fn new(
        installation: &Installation,
        folder: PathBuf,
        log: PathBuf,
        fill: impl FnOnce(&Path) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        installation.private_folder(&folder)?;
        let settings = Settings { port: 0, primary: None };
        let server = Self { installation: installation.clone(), folder, log, settings, child: None };
        fill(&server.data())?;
        Ok(server)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn lock(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    /// What all servers share.
    fn shared(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings.clone()
    }

    pub(super) fn address(&self) -> Address {
        Address { folder: self.data(), port: self.settings.port }
    }

    pub(super) fn runs(&self) -> bool {
        self.child.is_some()
    }

    /// Starts it with these settings, again if it runs.
    pub(super) fn start(&mut self, settings: Settings) -> Result<(), Error> {
        self.stop()?;
        self.settings = settings;
        self.configure()?;
        // One that was killed leaves its lock file, which says that it is ready.
        let _ = fs::remove_file(self.lock());
        let log = File::options().append(true).create(true).open(&self.log);
        let log = log.map_err(file("open", &self.log))?;
        let copy = log.try_clone().map_err(file("open", &self.log))?;
        let mut command = self.installation.command("postgres");
        command.arg("-D").arg(self.data()).current_dir("/").stdin(Stdio::null()).stdout(log).stderr(copy);
        let child =
            command.spawn().map_err(|source| Error::Start { program: "postgres".to_owned(), source })?;
        let process = Process::find(child.id());
        self.child = Some(child);
        if let Some(process) = process {
            let path = self.folder.join(PROCESS);
            let text = serde_json::to_vec(&process)
                .map_err(|source| Error::Record { path: path.clone(), source })?;
            fs::write(&path, text).map_err(file("write", &path))?;
        }
        self.wait()
    }

    /// A server says in its own lock file that it takes connections.
    fn wait(&mut self) -> Result<(), Error> {
        let begun = Instant::now();
        let lock = self.lock();
        let is_ready = || fs::read_to_string(&lock).ok()?.lines().nth(7).map(|line| line.trim() == "ready");
        while is_ready() != Some(true) {
            let ended = self.child.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None)));
            if ended || begun.elapsed() > PATIENCE {
                let problem = if ended { "stopped" } else { "did not answer" }.to_owned();
                let said = tool::tail(&fs::read(&self.log).unwrap_or_default());
                self.stop()?;
                return Err(Error::Server {
                    server: "postgres".to_owned(),
                    problem,
                    log: self.log.clone(),
                    said,
                });
            }
            thread::sleep(TICK);
        }
        Ok(())
    }

    /// Ends it: its clients are cut off, what they committed is kept.
    pub(super) fn stop(&mut self) -> Result<(), Error> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        if let Some(process) = Process::find(child.id()) {
            process::interrupt(&[process], PATIENCE);
        }
        child.wait().map_err(file("wait for", &self.folder))?;
        let path = self.folder.join(PROCESS);
        fs::remove_file(&path).map_err(file("remove", &path))
    }

    /// Follows a server that has moved.
    pub(super) fn follow(&mut self, primary: Address) -> Result<(), Error> {
        self.settings.primary = Some(primary);
        self.configure()?;
        if self.runs() { self.run_sql("SELECT pg_reload_conf()").map(drop) } else { Ok(()) }
    }

    /// Follows nobody any more, once it has all that its primary has, if that is there.
    pub(super) fn promote(&mut self, primary: Option<&Self>) -> Result<(), Error> {
        if !self.runs() {
            self.settings.primary = None;
            return self.configure();
        }
        if let Some(primary) = primary.filter(|primary| primary.runs()) {
            self.catch_up(&primary.run_sql("SELECT pg_current_wal_lsn()")?)?;
        }
        self.run_sql(&format!("SELECT pg_promote(true, {})", PATIENCE.as_secs()))?;
        self.settings.primary = None;
        self.configure()
    }

    fn catch_up(&self, position: &str) -> Result<(), Error> {
        let sql = format!("SELECT pg_last_wal_replay_lsn() >= '{position}'");
        let begun = Instant::now();
        while self.run_sql(&sql)? != "t" {
            if begun.elapsed() > PATIENCE {
                return Err(Error::Answer {
                    doing: "follow the primary",
                    answer: "it is too far away".to_owned(),
                });
            }
            thread::sleep(TICK);
        }
        Ok(())
    }

    /// The same cluster in a new place, as it is now; clients are not disturbed.
    pub(super) fn copy_to(&self, data: &Path) -> Result<(), Error> {
        if !self.runs() {
            return copy(&self.data(), data);
        }
        let mut backup = self.administer("pg_basebackup");
        backup.args(["--checkpoint", "fast", "--wal-method", "fetch", "--no-sync", "--no-manifest"]);
        tool::run(backup.arg("--pgdata").arg(data), "copy a database", &mut |_| {})
    }

    /// Runs statements as the administrator; they may hold passwords and go neither to a command line nor to a log.
    /// What they select.
    pub(super) fn run_sql(&self, sql: &str) -> Result<String, Error> {
        let failed = |source| Error::Start { program: "psql".to_owned(), source };
        let mut psql = self.administer("psql");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-f", "-"]);
        psql.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = psql.spawn().map_err(failed)?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(sql.as_bytes()).map_err(failed)?;
        }
        let said = child.wait_with_output().map_err(failed)?;
        if said.status.success() {
            return Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned());
        }
        Err(Error::Program { program: "psql".to_owned(), said: tool::tail(&said.stderr) })
    }

    /// Ends it and removes all that it wrote.
    pub(super) fn remove(mut self) -> Result<(), Error> {
        self.stop()?;
        discard(&self.folder)
    }

    /// A client program as the administrator, by the socket in the server's own folder.
    fn administer(&self, program: &str) -> Command {
        let mut command = self.installation.command(program);
        command.current_dir("/").arg("-h").arg(self.data());
        command.args(["-p", &self.settings.port.to_string(), "-U", ADMINISTRATOR]);
        command
    }

    fn configure(&self) -> Result<(), Error> {
        let (data, tls) = (self.data(), self.shared());
        let settings = format!(
            "listen_addresses = '127.0.0.1'\n\
             port = {port}\n\
             unix_socket_directories = {data}\n\
             ssl = on\n\
             ssl_cert_file = {certificate}\n\
             ssl_key_file = {key}\n\
             password_encryption = 'scram-sha-256'\n\
             primary_conninfo = '{primary}'\n\
             wal_retrieve_retry_interval = '200ms'\n\
             max_connections = 50\n\
             shared_buffers = '16MB'\n\
             dynamic_shared_memory_type = 'mmap'\n\
             min_wal_size = '2MB'\n\
             max_wal_size = '64MB'\n\
             wal_level = 'replica'\n\
             max_wal_senders = 10\n\
             wal_keep_size = '32MB'\n\
             jit = off\n\
             fsync = off\n\
             log_min_error_statement = 'panic'\n",
            port = self.settings.port,
            primary = self.settings.primary.as_ref().map(Address::connection).unwrap_or_default(),
            data = quoted_path(&data),
            certificate = quoted_path(&tls::certificate(tls)),
            key = quoted_path(&tls::key(tls)),
        );
        let clients = format!(
            "local all {ADMINISTRATOR} trust\n\
             local replication {ADMINISTRATOR} trust\n\
             hostssl all {ADMINISTRATOR} all reject\n\
             hostssl all all 127.0.0.1/32 scram-sha-256\n"
        );
        for (name, text) in [("postgresql.conf", settings), ("pg_hba.conf", clients)] {
            let path = data.join(name);
            fs::write(&path, text).map_err(file("write", &path))?;
            self.installation.give(&path)?;
        }
        let standby = data.join("standby.signal");
        if self.settings.primary.is_some() {
            fs::write(&standby, "").map_err(file("write", &standby))?;
            return self.installation.give(&standby);
        }
        match fs::remove_file(&standby) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file("remove", &standby)(error)),
            _ => Ok(()),
        }
    }
}

impl Address {
    fn connection(&self) -> String {
        let folder = self.folder.display().to_string().replace('\'', "\\''");
        format!("host=''{folder}'' port={} user={ADMINISTRATOR}", self.port)
    }
}

fn quoted_path(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "''"))
}
