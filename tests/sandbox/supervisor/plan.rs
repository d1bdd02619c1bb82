//! What `up` has found and built for the supervisor to start: written before it, read by it once.

use crate::{Addon, Aws, Error, Nodes, databases::Installation, error::file, places::Places};
use serde::{Deserialize, Serialize};
use std::{fs, path::PathBuf};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) nodes: Nodes,
    pub(crate) aws: Aws,
    /// Ends the sandbox with it.
    pub(crate) while_pid: Option<u32>,
    /// The program `sandbox-kubernetes`.
    pub(crate) kubernetes: PathBuf,
    /// Folder of the program that plays the kubelets; real nodes need none.
    pub(crate) simulation: Option<PathBuf>,
    /// Folder of the image tarballs of a real node.
    pub(crate) images: Option<PathBuf>,
    /// What runs beside a real node, each with the folder of its program.
    pub(crate) addons: Vec<(Addon, PathBuf)>,
    /// The virtual environment of the emulators.
    pub(crate) emulators: PathBuf,
    /// What database servers are made of, where the machine has it.
    pub(crate) postgres: Option<Installation>,
    /// What the sandbox lacks, each a sentence for people.
    pub(crate) notes: Vec<String>,
}

impl Plan {
    pub(crate) fn load(places: &Places) -> Result<Self, Error> {
        let path = places.plan();
        let text = fs::read(&path).map_err(file("read", &path))?;
        serde_json::from_slice(&text).map_err(|source| Error::Record { path, source })
    }

    pub(crate) fn save(&self, places: &Places) -> Result<(), Error> {
        let path = places.plan();
        let text =
            serde_json::to_vec_pretty(self).map_err(|source| Error::Record { path: path.clone(), source })?;
        fs::write(&path, text).map_err(file("write", &path))
    }
}
