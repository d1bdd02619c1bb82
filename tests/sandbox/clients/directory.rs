//! A folder with a configuration, in which a client is run as a user of the sandbox would run it. What the user has set for the
//! real AWS and the real clusters stays outside. Judges nothing that a client says.

use super::Client;
use crate::{Error, Running};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// What begins a setting of the user's own that has no place in a sandbox.
const SETTINGS: [&str; 4] = ["ACME_", "AWS_", "KUBE", "TF_"];

/// Terraform's working directory, in the environment of a sandbox.
#[derive(Debug)]
pub struct WorkingDirectory {
    client: Client,
    path: PathBuf,
    env: Vec<(String, String)>,
}

impl WorkingDirectory {
    /// The folder `path`, made where it does not exist.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn new(client: Client, path: PathBuf, running: &Running) -> Result<Self, Error> {
        fs::create_dir_all(&path).map_err(crate::error::file("create", &path))?;
        Ok(Self { client, path, env: running.env().to_vec() })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The client as it is called: `terraform`, `tofu`.
    #[must_use]
    pub fn client(&self) -> String {
        self.client.name()
    }

    /// Runs the client to its end, without a terminal.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub fn output(&self, arguments: &[&str]) -> Result<Output, Error> {
        let mut command = Command::new(&self.client.program);
        command.args(arguments).current_dir(&self.path).stdin(Stdio::null());
        for (name, _) in env::vars_os() {
            if SETTINGS.iter().any(|prefix| name.as_encoded_bytes().starts_with(prefix.as_bytes())) {
                command.env_remove(name);
            }
        }
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command.env("TF_IN_AUTOMATION", "1").env("TF_INPUT", "0").env("CHECKPOINT_DISABLE", "1");
        command.env("TF_CLI_ARGS", "-no-color");
        command.output().map_err(|source| Error::Start { program: self.client(), source })
    }
}
