//! The PostgreSQL servers behind the RDS of the sandbox: one for each instance, with its data, on a port that belongs to
//! the instance's name; and the copies that are its snapshots. Told what to do step by step; speaks no AWS.

mod discard;
mod installation;
mod query;
mod remains;
mod server;
mod sql;
mod tls;

pub(crate) use installation::{Installation, find};
pub use query::query;
pub(crate) use remains::{clear, running};

use crate::{Error, places::Places};
use server::{Server, Settings};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fmt,
    net::TcpListener,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Below the ports that the system gives to whoever asks for any: a port stays free while its server is down.
const PORTS: std::ops::Range<u16> = 20_000..30_000;

/// An instance or a snapshot: names are unique within a region.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    region: String,
    name: String,
}

impl Key {
    /// Case does not count.
    pub(crate) fn new(region: &str, name: &str) -> Self {
        Self { region: region.to_owned(), name: name.to_lowercase() }
    }

    /// What an identifier of an API call means: a name in the region of the call, or an ARN.
    pub(crate) fn of(identifier: &str, region: &str) -> Self {
        let parts: Vec<_> = identifier.splitn(7, ':').collect();
        match parts[..] {
            ["arn", _, "rds", region, _, _, name] => Self::new(region, name),
            _ => Self::new(region, identifier),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The same instance under another name.
    pub(crate) fn renamed(&self, name: &str) -> Self {
        Self::new(&self.region, name)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.region, self.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
    }
}

/// What a new instance begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nothing but a master user and, perhaps, a database.
    Empty {
        master: String,
        database: Option<String>,
    },
    Snapshot(Key),
    /// The data of another instance as they are now.
    Instance(Key),
    /// The data of another instance, now and later; clients can only read.
    Replica(Key),
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Create(Key, Origin),
    Rename {
        from: Key,
        to: Key,
    },
    /// Makes a replica one no longer.
    Promote(Key),
    Start(Key),
    Stop(Key),
    Restart(Key),
    Remove(Key),
    /// Removes every instance of a region that is not among these.
    Keep {
        region: String,
        names: Vec<String>,
    },
    Snapshot {
        instance: Key,
        snapshot: Key,
    },
    CopySnapshot {
        from: Key,
        to: Key,
    },
    RemoveSnapshot(Key),
}

/// A password for the master user of an instance.
pub(crate) struct Password {
    pub(crate) master: String,
    pub(crate) password: String,
    /// Version of the secret that it is from.
    pub(crate) version: Option<String>,
}

struct Instance {
    server: Server,
    /// Version of the secret that the master user's password was set from.
    version: Option<String>,
    /// What it is a replica of.
    source: Option<Key>,
}

#[derive(Default)]
struct State {
    instances: HashMap<Key, Instance>,
    /// Folders of copies.
    snapshots: HashMap<Key, PathBuf>,
    ports: HashMap<Key, u16>,
    /// The identifier that an instance keeps when it is renamed.
    resources: HashMap<Key, String>,
    folders: u32,
}

/// Every server of a sandbox.
pub(crate) struct Databases {
    installation: Installation,
    places: Places,
    state: Mutex<State>,
}

impl Databases {
    /// Makes ready for servers; starts none.
    pub(crate) fn new(installation: Installation, places: &Places) -> Result<Self, Error> {
        let folder = places.databases();
        // Outside the sandbox's folder it may be left over, or somebody else's: then this fails.
        discard::discard(&folder)?;
        installation.private_folder(&folder)?;
        tls::issue(&installation, places)?;
        Ok(Self { installation, places: places.clone(), state: Mutex::default() })
    }

    /// Where the server of this name answers, or answered.
    pub(crate) fn port(&self, instance: &Key) -> Option<u16> {
        self.state().ports.get(instance).copied()
    }

    /// The identifier that the instance keeps for life.
    pub(crate) fn resource(&self, instance: &Key) -> Option<String> {
        self.state().resources.get(instance).cloned()
    }

    /// The instances of a region by that identifier.
    pub(crate) fn resources(&self, region: &str) -> Vec<(String, String)> {
        let state = self.state();
        let here = state.instances.keys().filter(|key| key.region == region);
        here.filter_map(|key| Some((state.resources.get(key)?.clone(), key.name.clone()))).collect()
    }

    /// Whether the instance has a server, and the version of the secret that its password is from.
    pub(crate) fn secret(&self, instance: &Key) -> Option<Option<String>> {
        self.state().instances.get(instance).map(|instance| instance.version.clone())
    }

    pub(crate) fn set_password(&self, instance: &Key, password: &Password) -> Result<(), Error> {
        let mut state = self.state();
        let Some(instance) = state.instances.get_mut(instance) else { return Ok(()) };
        // A replica gets it from its source.
        if instance.server.runs() && instance.source.is_none() {
            instance.server.run_sql(&sql::password(&password.master, &password.password))?;
            instance.version.clone_from(&password.version);
        }
        Ok(())
    }

    /// Does one thing; what is asked of an instance without a server is not its business.
    pub(crate) fn take(&self, step: Step) -> Result<(), Error> {
        let mut state = self.state();
        match step {
            Step::Create(instance, origin) => self.create(&mut state, instance, origin),
            Step::Rename { from, to } => rename(&mut state, &from, to),
            Step::Promote(instance) => promote(&mut state, &instance),
            Step::Start(instance) | Step::Restart(instance) => with(&mut state, &instance, |server| {
                let settings = server.settings();
                server.start(settings)
            }),
            Step::Stop(instance) => with(&mut state, &instance, Server::stop),
            Step::Remove(instance) => remove(&mut state, &instance),
            Step::Keep { region, names } => {
                let unwanted = |key: &&Key| key.region == region && !names.contains(&key.name);
                let gone: Vec<_> = state.instances.keys().filter(unwanted).cloned().collect();
                gone.iter().try_for_each(|instance| remove(&mut state, instance))
            }
            Step::Snapshot { instance, snapshot } => self.snapshot(&mut state, &instance, snapshot),
            Step::CopySnapshot { from, to } => self.copy_snapshot(&mut state, &from, to),
            Step::RemoveSnapshot(snapshot) => match state.snapshots.remove(&snapshot) {
                Some(folder) => discard::discard(&folder),
                None => Ok(()),
            },
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A folder that is not there yet. Short: sockets go below it.
    fn folder(&self, state: &mut State) -> PathBuf {
        state.folders += 1;
        self.places.databases().join(state.folders.to_string())
    }

    fn create(&self, state: &mut State, instance: Key, origin: Origin) -> Result<(), Error> {
        let (folder, log) = (self.folder(state), self.places.log(&format!("postgres-{instance}")));
        let new = |fill: &dyn Fn(&std::path::Path) -> Result<(), Error>| {
            Server::new(&self.installation, folder.clone(), log.clone(), fill)
        };
        let (mut primary, mut source, mut setup) = (None, None, None);
        let mut server = match origin {
            Origin::Empty { master, database } => {
                setup = Some(sql::setup(&master, database.as_deref()));
                new(&|data| self.installation.unpack(data))?
            }
            Origin::Snapshot(snapshot) => {
                let Some(copy) = state.snapshots.get(&snapshot) else { return Ok(()) };
                new(&|data| installation::copy(&copy.join("data"), data))?
            }
            Origin::Instance(from) => {
                let Some(from) = state.instances.get(&from) else { return Ok(()) };
                new(&|data| from.server.copy_to(data))?
            }
            Origin::Replica(from) => {
                let Some(followed) = state.instances.get(&from) else { return Ok(()) };
                (primary, source) = (Some(followed.server.address()), Some(from));
                new(&|data| followed.server.copy_to(data))?
            }
        };
        let port = port(state, &instance)?;
        server.start(Settings { port, primary })?;
        if let Some(setup) = setup {
            server.run_sql(&setup)?;
        }
        let made = format!("{} {}", self.places.dir().display(), state.folders);
        let digest = hex::encode_upper(Sha256::digest(made));
        let resource = format!("db-{}", digest.get(..26).unwrap_or(&digest));
        state.resources.insert(instance.clone(), resource);
        state.instances.insert(instance, Instance { server, version: None, source });
        Ok(())
    }

    fn snapshot(&self, state: &mut State, instance: &Key, snapshot: Key) -> Result<(), Error> {
        if !state.instances.contains_key(instance) {
            return Ok(());
        }
        let folder = self.folder(state);
        self.installation.private_folder(&folder)?;
        if let Some(instance) = state.instances.get(instance) {
            instance.server.copy_to(&folder.join("data"))?;
        }
        state.snapshots.insert(snapshot, folder);
        Ok(())
    }

    fn copy_snapshot(&self, state: &mut State, from: &Key, to: Key) -> Result<(), Error> {
        let Some(source) = state.snapshots.get(from).cloned() else { return Ok(()) };
        let folder = self.folder(state);
        installation::copy(&source, &folder)?;
        state.snapshots.insert(to, folder);
        Ok(())
    }
}

fn with(
    state: &mut State,
    instance: &Key,
    act: impl FnOnce(&mut Server) -> Result<(), Error>,
) -> Result<(), Error> {
    state.instances.get_mut(instance).map_or(Ok(()), |instance| act(&mut instance.server))
}

fn promote(state: &mut State, instance: &Key) -> Result<(), Error> {
    let Some(mut replica) = state.instances.remove(instance) else { return Ok(()) };
    let promoted = match replica.source.take() {
        Some(source) => replica.server.promote(state.instances.get(&source).map(|source| &source.server)),
        None => Ok(()),
    };
    state.instances.insert(instance.clone(), replica);
    promoted
}

/// The replicas of an instance that goes are promoted.
fn remove(state: &mut State, instance: &Key) -> Result<(), Error> {
    let replicas = state.instances.iter().filter(|(_, other)| other.source.as_ref() == Some(instance));
    let replicas: Vec<_> = replicas.map(|(key, _)| key.clone()).collect();
    replicas.iter().try_for_each(|replica| promote(state, replica))?;
    state.instances.remove(instance).map_or(Ok(()), |instance| instance.server.remove())
}

/// The server moves to the port of its new name; the port of the old one is free for who takes that name.
fn rename(state: &mut State, from: &Key, to: Key) -> Result<(), Error> {
    let Some(mut instance) = state.instances.remove(from) else { return Ok(()) };
    remove(state, &to)?;
    if let Some(resource) = state.resources.remove(from) {
        state.resources.insert(to.clone(), resource);
    }
    let settings = Settings { port: port(state, &to)?, ..instance.server.settings() };
    let runs = instance.server.runs();
    let moved = instance.server.start(settings);
    let moved = if runs { moved } else { moved.and_then(|()| instance.server.stop()) };
    let address = instance.server.address();
    let replicas = state.instances.values_mut().filter(|other| other.source.as_ref() == Some(from));
    let mut followed = moved;
    for replica in replicas {
        replica.source = Some(to.clone());
        followed = followed.and_then(|()| replica.server.follow(address.clone()));
    }
    state.instances.insert(to, instance);
    followed
}

/// The port of a name, for as long as the sandbox lives.
fn port(state: &mut State, instance: &Key) -> Result<u16, Error> {
    if let Some(port) = state.ports.get(instance) {
        return Ok(*port);
    }
    // Two sandboxes begin to look in different places.
    let begin = u16::try_from(std::process::id() % u32::from(PORTS.end - PORTS.start)).unwrap_or_default();
    let candidates = (PORTS.start + begin..PORTS.end).chain(PORTS.start..PORTS.start + begin);
    let taken = |port: &u16| state.ports.values().any(|other| other == port);
    let is_free = |port: &u16| !taken(port) && TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let found = candidates.into_iter().find(is_free).ok_or_else(|| Error::Answer {
        doing: "find a port for a database",
        answer: "all are taken".to_owned(),
    })?;
    state.ports.insert(instance.clone(), found);
    Ok(found)
}

#[cfg(test)]
mod tests;
