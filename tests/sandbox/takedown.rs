//! Taking a sandbox down, from its record alone: by `down`, by the supervisor itself and by its keeper. Safe to do twice.

use crate::{
    Error, databases, node,
    places::Places,
    process::{self, Process},
    record::Record,
};
use std::{fs, io, path::Path, time::Duration};

/// How long servers may take to end by themselves; the control plane drains for a few seconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// The supervisor waits for its servers first.
const SUPERVISOR_PATIENCE: Duration = Duration::from_secs(30);

/// Everything, the supervisor first: it takes down what it started.
pub(crate) fn all(places: &Places, record: &Record) -> Result<(), Error> {
    process::stop(record.supervisor.as_slice(), SUPERVISOR_PATIENCE);
    // The supervisor may have added to its record since.
    let latest = Record::load(places).ok().flatten();
    children(places, latest.as_ref().unwrap_or(record))
}

/// What the supervisor started, and every file of the sandbox.
pub(crate) fn children(places: &Places, record: &Record) -> Result<(), Error> {
    let servers: Vec<Process> = record.servers.iter().map(|server| server.process.clone()).collect();
    if places.node().exists() {
        node::stop_pods(places, record);
    }
    process::stop(&servers, PATIENCE);
    databases::clear(places)?;
    if places.node().exists() {
        node::clear(places)?;
    }
    for folder in record.scratch.iter().map(std::path::PathBuf::as_path).chain([places.dir()]) {
        remove(folder)?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::File { doing: "remove", path: folder.to_path_buf(), source: error })
        }
        _ => Ok(()),
    }
}
