//! The one long-lived process of a sandbox: it starts every server in order, is the gateway, watches, and takes everything
//! down when it is told to, when the process it was started for ends, or when whoever started it goes away too early.

mod keeper;
mod plan;
mod start;

pub(crate) use keeper::keep;
pub(crate) use plan::Plan;

use crate::{
    Error, Progress,
    databases::Databases,
    error::file,
    gateway::{Gateway, Upstreams},
    places::Places,
    process::Process,
    record::{Record, Server, Stage},
    takedown, tool,
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::{
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
};

const TICK: Duration = Duration::from_millis(50);

/// What the supervisor tells the process that started it, one JSON document a line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Message {
    Progress(Progress),
    Ready,
    Failed(String),
}

/// Everything the supervisor holds while it runs.
pub(crate) struct Supervisor {
    places: Places,
    plan: Plan,
    record: Record,
    children: Vec<(String, Child)>,
    gateway: Arc<Gateway>,
    upstreams: Upstreams,
    runtime: Runtime,
    stop: Arc<AtomicBool>,
    /// The process that the sandbox is for.
    client: Option<Process>,
}

/// Runs until the sandbox is to go down, and takes it down.
pub(crate) fn serve(dir: &Path) -> Result<(), Error> {
    // A session of its own: a Ctrl-C at the terminal of `up` is none of its business. It fails only when it is one already.
    let _ = rustix::process::setsid();
    let places = Places::new(dir);
    let result = Supervisor::new(&places).and_then(|mut supervisor| {
        let started = supervisor.start();
        if started.is_ok() && say(&Message::Ready) {
            supervisor.watch();
        }
        let shut = takedown::children(&supervisor.places, &supervisor.record);
        started.and(shut)
    });
    if let Err(error) = &result {
        say(&Message::Failed(error.chain()));
    }
    result
}

/// False when nobody listens any more.
fn say(message: &Message) -> bool {
    let Ok(line) = serde_json::to_string(message) else { return false };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).is_ok()
}

fn broken(what: &'static str) -> impl FnOnce(std::io::Error) -> Error {
    move |source| Error::Start { program: what.to_owned(), source }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(broken("a server on loopback"))?;
    listener.local_addr().map(|address| address.port()).map_err(broken("a server on loopback"))
}

impl Supervisor {
    fn new(places: &Places) -> Result<Self, Error> {
        let plan = Plan::load(places)?;
        let log = places.log("x");
        let logs = log.parent().unwrap_or(places.dir());
        fs::create_dir_all(logs).map_err(file("create", logs))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(broken("the runtime"))?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(broken("the gateway"))?;
        listener.set_nonblocking(true).map_err(broken("the gateway"))?;
        let address = listener.local_addr().map_err(broken("the gateway"))?.to_string();
        let upstreams = Upstreams {
            general: format!("127.0.0.1:{}", free_port()?),
            databases: format!("127.0.0.1:{}", free_port()?),
        };
        let databases = plan.postgres.clone().map(|postgres| Databases::new(postgres, places));
        let gateway = Gateway::new(address.clone(), upstreams.clone(), databases.transpose()?.map(Arc::new));
        let stop = Arc::new(AtomicBool::new(false));
        {
            let _inside = runtime.enter();
            let listener = tokio::net::TcpListener::from_std(listener).map_err(broken("the gateway"))?;
            runtime.spawn(Arc::clone(&gateway).serve(listener));
            for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
                let mut signals = signal(kind).map_err(broken("the signal handler"))?;
                let stop = Arc::clone(&stop);
                runtime.spawn(async move {
                    signals.recv().await;
                    stop.store(true, Ordering::Relaxed);
                });
            }
        }
        let mut record = Record::new(plan.nodes);
        record.supervisor = Process::find(std::process::id());
        record.gateway = Some(address);
        record.kubernetes.clone_from(&plan.kubernetes);
        if !places.sockets().starts_with(places.dir()) {
            record.scratch.push(places.sockets());
        }
        record.notes.clone_from(&plan.notes);
        record.save(places)?;
        let client = plan.while_pid.map(|pid| {
            // A client that is gone already is found to be gone by the first look at it.
            Process::find(pid).unwrap_or_else(|| Process::gone(pid))
        });
        Ok(Self {
            places: places.clone(),
            plan,
            record,
            children: Vec::new(),
            gateway,
            upstreams,
            runtime,
            stop,
            client,
        })
    }

    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// The program `sandbox-kubernetes`.
    pub(crate) fn kubernetes(&self) -> &Path {
        &self.plan.kubernetes
    }

    /// Host and port of the gateway.
    pub(crate) fn gateway_address(&self) -> &str {
        self.record.gateway.as_deref().unwrap_or_default()
    }

    /// Starts a server in the background, with a log of its own, and records it at once.
    pub(crate) fn spawn(&mut self, name: &str, mut command: Command) -> Result<(), Error> {
        let path = self.places.log(name);
        let log = File::create(&path).map_err(file("create", &path))?;
        let copy = log.try_clone().map_err(file("create", &path))?;
        command.current_dir(self.places.dir()).stdin(Stdio::null()).stdout(log).stderr(copy);
        let program = tool::name(&command);
        let child = command.spawn().map_err(|source| Error::Start { program, source })?;
        if let Some(process) = Process::find(child.id()) {
            self.record.servers.push(Server { name: name.to_owned(), process });
        }
        self.children.push((name.to_owned(), child));
        self.record.save(&self.places)
    }

    /// Waits until `ready` finds what it looks for.
    pub(crate) fn wait<T>(
        &mut self,
        name: &str,
        patience: Duration,
        ready: &mut dyn FnMut(&Self) -> Option<T>,
    ) -> Result<T, Error> {
        let begun = Instant::now();
        loop {
            if let Some(found) = ready(self) {
                return Ok(found);
            }
            if self.ended(name) {
                return Err(self.failure(name, "stopped".to_owned()));
            }
            if begun.elapsed() > patience {
                return Err(self.failure(name, format!("did not answer within {} s", patience.as_secs())));
            }
            if self.unwanted() {
                return Err(Error::Supervisor("the sandbox was told to stop while it came up".to_owned()));
            }
            thread::sleep(TICK);
        }
    }

    /// Whether a server has ended; looking also buries it.
    fn ended(&mut self, name: &str) -> bool {
        let child = self.children.iter_mut().find(|(found, _)| found == name);
        child.is_some_and(|(_, child)| !matches!(child.try_wait(), Ok(None)))
    }

    fn failure(&self, name: &str, problem: String) -> Error {
        let log = self.places.log(name);
        let said = tool::tail(&fs::read(&log).unwrap_or_default());
        Error::Server { server: name.to_owned(), problem, log, said: said.trim().to_owned() }
    }

    /// Whether nobody wants the sandbox any more: it was told so, its client is gone, or its folder was removed.
    fn unwanted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
            || self.client.as_ref().is_some_and(|client| !client.alive())
            || !self.places.record().exists()
    }

    /// Stays until the sandbox is unwanted; a server that stops on its own is reported, and the rest goes on.
    fn watch(&mut self) {
        while !self.unwanted() {
            thread::sleep(TICK);
            let names: Vec<String> = self.children.iter().map(|(name, _)| name.clone()).collect();
            let Some(stopped) = names.into_iter().find(|name| self.ended(name)) else { continue };
            let failure = self.failure(&stopped, "stopped".to_owned()).chain();
            self.children.retain(|(name, _)| *name != stopped);
            self.gateway.say(serde_json::json!({ "ready": false, "problem": failure }));
            self.record.stage = Stage::Failed(failure);
            // The health of the gateway says it too; there is nobody else to tell.
            let _ = self.record.save(&self.places);
        }
    }
}
