//! The local AWS and Kubernetes that the demo and the tests run against: a real control plane with simulated or real nodes,
//! AWS emulators with an EKS cluster that leads to it, on loopback, started and taken down as one. Knows nothing of the
//! provider but the path of its executable.

mod aws;
mod cache;
pub mod clients;
mod databases;
mod error;
mod executable;
mod gateway;
mod golang;
mod kubernetes;
mod node;
mod options;
mod places;
mod prerequisites;
mod process;
mod progress;
mod record;
mod running;
mod simulation;
mod supervisor;
mod supply;
mod takedown;
mod terraform;
mod tool;
pub mod zero_downtime;

pub use aws::{Secret, backup, iam, rds, subnets};
pub use databases::query;
pub use error::Error;
pub use executable::build_provider;
pub use options::{Addon, Aws, Nodes, Options};
pub use progress::{Progress, Stage};
pub use running::{Running, Status, down, find, up};
pub use service::{keep, serve};

/// Parts of the program `sandbox` that are processes of their own, not calls.
mod service {
    use crate::{Error, supervisor};
    use std::path::Path;

    /// Runs the supervisor of the sandbox in a folder until the sandbox goes down.
    ///
    /// # Errors
    ///
    /// When it does not come up, or leaves something behind.
    pub fn serve(dir: &Path) -> Result<(), Error> {
        supervisor::serve(dir)
    }

    /// Waits for the supervisor to end and clears up after it when it was killed.
    ///
    /// # Errors
    ///
    /// When something cannot be removed.
    pub fn keep(dir: &Path) -> Result<(), Error> {
        supervisor::keep(dir)
    }
}
