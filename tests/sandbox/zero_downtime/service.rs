//! The service under test, as its user handles it: write, apply, plan, and look with kubectl. Knows no phase.

use super::{
    certificate,
    release::{NAME, NAMESPACE, Release},
    traffic::{Route, reach},
};
use crate::{
    Error, Running,
    clients::{Client, WorkingDirectory},
    error::file,
    node, tool,
};
use std::{
    fs,
    process::Output,
    time::{Duration, Instant},
};

pub(super) struct Service<'a> {
    pub(super) running: &'a Running,
    /// What is applied now.
    pub(super) release: Release,
    pub(super) routes: Vec<Route>,
    pub(super) directory: WorkingDirectory,
}

impl<'a> Service<'a> {
    pub(super) fn new(running: &'a Running, client: Client, release: Release) -> Result<Self, Error> {
        let directory = WorkingDirectory::new(client, running.places().zero_downtime(), running)?;
        Ok(Self { running, release, routes: Vec::new(), directory })
    }

    /// Applies the first release and reaches it by every way in.
    pub(super) fn start(&mut self) -> Result<(), Error> {
        self.running.ask_kubectl(&["create", "namespace", NAMESPACE])?;
        let tls = match &self.release.tls_secret {
            Some(_) => Some(certificate::issue(self.running, self.directory.path())?),
            None => None,
        };
        self.write(&self.release)?;
        self.expect_success(&["init"])?;
        self.apply()?;
        let address = self.kubectl(&["get", "service", NAME, "--output=jsonpath={.spec.clusterIP}"])?;
        self.routes.push(Route { name: "service", url: format!("http://{address}/"), tls: None });
        if tls.is_some() {
            self.routes.push(Route { name: "ingress", url: format!("https://{}/", node::INGRESS), tls });
        }
        self.routes.iter().try_for_each(|route| reach(self.running, route))?;
        self.expect_no_changes()
    }

    /// Makes the release real, and says how long that took.
    pub(super) fn apply(&self) -> Result<Duration, Error> {
        self.write(&self.release)?;
        let begun = Instant::now();
        self.expect_success(&["apply", "-auto-approve"])?;
        Ok(begun.elapsed())
    }

    /// Applies a release that cannot work; says how long the client took to find that out, and what it said. The good one is
    /// written again afterwards.
    pub(super) fn apply_in_vain(&self, release: &Release) -> Result<(Duration, String), Error> {
        self.write(release)?;
        let begun = Instant::now();
        let output = self.directory.output(&["apply", "-auto-approve"])?;
        let took = begun.elapsed();
        self.write(&self.release)?;
        if output.status.code() == Some(1) {
            return Ok((took, first_error(&String::from_utf8_lossy(&output.stderr))));
        }
        let answer = format!("{} apply ended with {}", self.directory.client(), output.status);
        Err(Error::Answer { doing: "be refused", answer })
    }

    /// A plan of what is applied already must be empty.
    pub(super) fn expect_no_changes(&self) -> Result<(), Error> {
        let output = self.directory.output(&["plan", "-detailed-exitcode"])?;
        match output.status.code() {
            Some(0) => Ok(()),
            Some(2) => {
                let said = String::from_utf8_lossy(&output.stdout);
                Err(Error::Answer { doing: "plan no change", answer: planned(&said).to_owned() })
            }
            _ => Err(self.failure("plan", &output)),
        }
    }

    fn expect_success(&self, arguments: &[&str]) -> Result<(), Error> {
        let output = self.directory.output(arguments)?;
        if output.status.success() {
            return Ok(());
        }
        Err(self.failure(arguments.first().copied().unwrap_or_default(), &output))
    }

    fn failure(&self, verb: &str, output: &Output) -> Error {
        // Warnings are on the other stream, and do not say why.
        let said = tool::tail(&output.stderr).trim().to_owned();
        Error::Program { program: format!("{} {verb}", self.directory.client()), said }
    }

    fn write(&self, release: &Release) -> Result<(), Error> {
        let path = self.directory.path().join("main.tf.json");
        fs::write(&path, format!("{:#}\n", release.configuration())).map_err(file("write", &path))
    }

    /// What kubectl says of the service's namespace.
    pub(super) fn kubectl(&self, arguments: &[&str]) -> Result<String, Error> {
        self.running.ask_kubectl(&[arguments, &["--namespace", NAMESPACE]].concat())
    }
}

/// The changes of a plan, without what a client says before them.
fn planned(said: &str) -> &str {
    said.split_once("following actions:").map_or(said, |(_, changes)| changes).trim()
}

/// The line of a diagnostic that says what went wrong.
fn first_error(said: &str) -> String {
    let line = said.lines().find_map(|line| line.split_once("Error: ").map(|(_, what)| what.trim()));
    line.unwrap_or_else(|| said.trim()).to_owned()
}

#[cfg(test)]
mod tests;
