//! The network namespace of a real node: made with the machine's `ip`, entered with `nsenter` (`ip netns exec` would remount
//! /sys and hide the cgroups from containerd and the kubelet).

use super::{NODE, SERVICES};
use crate::{Error, places::Places, supervisor::Supervisor};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Where `ip` keeps named namespaces.
pub(super) const FOLDER: &str = "/run/netns";

pub(crate) struct Namespace(String);

impl Namespace {
    /// The one of a sandbox, whether it exists or not.
    pub(crate) fn of(places: &Places) -> Self {
        Self(places.short_name())
    }

    pub(crate) fn path(&self) -> PathBuf {
        Path::new(FOLDER).join(&self.0)
    }

    /// The same command, inside.
    pub(crate) fn enter(&self, command: &Command) -> Command {
        let mut entered = Command::new("nsenter");
        entered.arg(format!("--net={}", self.path().display())).arg("--").arg(command.get_program());
        entered.args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => entered.env(name, value),
                None => entered.env_remove(name),
            };
        }
        entered
    }

    pub(crate) fn create(&self, supervisor: &Supervisor) -> Result<(), Error> {
        supervisor.run(words(&["ip", "netns", "add", &self.0]))?;
        let node = format!("{NODE}/32");
        for inside in [
            &["ip", "link", "set", "lo", "up"][..],
            &["ip", "addr", "add", &node, "dev", "lo"],
            // So that local packets to a Service have a route; kube-proxy then turns them to a pod.
            &["ip", "route", "add", SERVICES, "dev", "lo", "src", NODE],
            &["sysctl", "-qw", "net.ipv4.ip_forward=1"],
        ] {
            supervisor.run(self.enter(&words(inside)))?;
        }
        // Without the bridge module there is nothing to set, and nothing that needs it.
        let bridge = words(&["sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=1"]);
        let _ = supervisor.run(self.enter(&bridge));
        Ok(())
    }

    /// Removes it; one that is gone is no failure.
    pub(crate) fn delete(&self) {
        delete(&self.0);
    }
}

pub(super) fn delete(name: &str) {
    if Path::new(FOLDER).join(name).exists() {
        // What cannot be removed is still in use, which `clear` reports by its folder.
        let _ = words(&["ip", "netns", "delete", name]).output();
    }
}

/// Whether the machine has no named namespace.
pub(super) fn none() -> bool {
    std::fs::read_dir(FOLDER).is_ok_and(|mut entries| entries.next().is_none())
}

fn words(words: &[&str]) -> Command {
    let mut command = Command::new(words.first().copied().unwrap_or_default());
    command.args(words.get(1..).unwrap_or_default());
    command
}
