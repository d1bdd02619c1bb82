//! What a caller may choose about a sandbox. Nothing here looks at the machine except the defaults of the folders.

use crate::places;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What the pods run on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nodes {
    /// Three nodes in three zones whose kubelet is simulated: a pod is ready at once, or fails as its image tag says.
    #[default]
    Simulated,
    /// One node with a real kubelet and containerd, in a network namespace. Linux and root only.
    Real,
}

impl Nodes {
    /// The word used on the command line and in messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Simulated => "simulated",
            Self::Real => "real",
        }
    }
}

/// Which emulators make up the AWS of the sandbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Aws {
    /// Installed in seconds; enough for clusters, networks, identities and managed database passwords.
    #[default]
    Light,
}

/// What runs beside a real node only where it is asked for: each takes minutes to build, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Addon {
    /// metrics-server, without which the horizontal autoscaler does nothing.
    Metrics,
    /// Traefik, which serves Ingresses of the class `traefik`.
    Ingress,
}

impl Addon {
    /// The program that it is, as it is called in messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Metrics => "metrics-server",
            Self::Ingress => "traefik",
        }
    }
}

/// One sandbox: where it lives and what it is made of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Folder that holds everything a run writes. `down` removes it.
    pub dir: PathBuf,
    /// What the pods run on.
    pub nodes: Nodes,
    /// What runs beside a real node; a sandbox that is up already keeps what it has.
    pub addons: Vec<Addon>,
    /// Which emulators make up AWS.
    pub aws: Aws,
    /// The provider's executable that the Terraform configuration of the sandbox leads to. It need not exist yet.
    pub provider: PathBuf,
    /// When this process ends, however it ends, the sandbox takes itself down.
    pub while_pid: Option<u32>,
}

impl Options {
    /// A sandbox with simulated nodes in `dir`.
    #[must_use]
    pub fn in_dir(dir: impl AsRef<Path>) -> Self {
        Self {
            dir: places::absolute(dir.as_ref()),
            nodes: Nodes::default(),
            addons: Vec::new(),
            aws: Aws::default(),
            provider: places::default_provider(),
            while_pid: None,
        }
    }
}

impl Default for Options {
    /// The user's own sandbox, which outlives the command that started it.
    fn default() -> Self {
        Self::in_dir(places::default_dir())
    }
}
