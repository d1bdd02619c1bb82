//! What a sandbox has started, on disk: enough for another process to take all of it down, also when the supervisor died.

use crate::{Error, Nodes, error::file, places::Places, process::Process};
use serde::{Deserialize, Serialize};
use std::{fs, io, path::PathBuf};

/// The file that makes a folder a sandbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) nodes: Nodes,
    pub(crate) stage: Stage,
    pub(crate) supervisor: Option<Process>,
    /// Host and port of the gateway.
    pub(crate) gateway: Option<String>,
    pub(crate) servers: Vec<Server>,
    /// Folders outside the sandbox's own.
    pub(crate) scratch: Vec<PathBuf>,
    /// The program `sandbox-kubernetes`.
    pub(crate) kubernetes: PathBuf,
    pub(crate) env: Vec<(String, String)>,
    /// What it lacks, each a sentence for people.
    #[serde(default)]
    pub(crate) notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stage {
    Starting,
    Ready,
    Failed(String),
}

/// One process that the supervisor started.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Server {
    pub(crate) name: String,
    pub(crate) process: Process,
}

impl Record {
    pub(crate) fn new(nodes: Nodes) -> Self {
        Self {
            nodes,
            stage: Stage::Starting,
            supervisor: None,
            gateway: None,
            servers: Vec::new(),
            scratch: Vec::new(),
            kubernetes: PathBuf::new(),
            env: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The record in a sandbox's folder; none when there is no sandbox.
    pub(crate) fn load(places: &Places) -> Result<Option<Self>, Error> {
        let path = places.record();
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(source) => return Err(Error::File { doing: "read", path, source }),
        };
        serde_json::from_slice(&text).map(Some).map_err(|source| Error::Record { path, source })
    }

    /// Replaces the file in one step: a reader sees the old one or the new one.
    pub(crate) fn save(&self, places: &Places) -> Result<(), Error> {
        let path = places.record();
        let text =
            serde_json::to_vec_pretty(self).map_err(|source| Error::Record { path: path.clone(), source })?;
        let next = path.with_extension("json.next");
        fs::write(&next, text).map_err(file("write", &next))?;
        fs::rename(&next, &path).map_err(file("write", &path))
    }

    /// Whether everything that was started still runs.
    pub(crate) fn alive(&self) -> bool {
        self.stage == Stage::Ready
            && self.supervisor.as_ref().is_some_and(Process::alive)
            && self.servers.iter().all(|server| server.process.alive())
    }
}
