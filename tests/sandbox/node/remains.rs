//! Putting the machine back: a kubelet and a containerd write outside any folder they are given. What that was before is
//! remembered, and restored by whoever takes the sandbox down. Safe to do twice.

use super::{KUBE_PROXY, KUBELET, ctr, namespace, namespace::Namespace, socket};
use crate::{
    Error,
    error::file,
    places::Places,
    process::{self, Process},
    record::Record,
    tool,
};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

/// Settings of the whole machine that the kubelet changes.
const SETTINGS: [&str; 6] = [
    "vm/overcommit_memory",
    "vm/panic_on_oom",
    "kernel/panic",
    "kernel/panic_on_oops",
    "kernel/keys/root_maxkeys",
    "kernel/keys/root_maxbytes",
];
/// Folders that kubelet, containerd and CNI plugins make.
const FOLDERS: [&str; 6] = [
    "/var/lib/kubelet",
    "/var/log/containers",
    "/var/lib/cni",
    "/run/containerd",
    "/run/flannel",
    "/run/cni",
];
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Serialize, Deserialize)]
struct Before {
    settings: Vec<(String, String)>,
    /// Folders that did not exist.
    absent: Vec<PathBuf>,
    /// Whether the folder of named network namespaces did not exist.
    no_namespaces: bool,
}

fn memory(places: &Places) -> PathBuf {
    places.node().join("before.json")
}

fn setting(name: &str) -> PathBuf {
    Path::new("/proc/sys").join(name)
}

/// Writes down how the machine is before the node starts.
pub(super) fn remember(places: &Places) -> Result<(), Error> {
    let value =
        |name: &&str| Some(((*name).to_owned(), fs::read_to_string(setting(name)).ok()?.trim().to_owned()));
    let before = Before {
        settings: SETTINGS.iter().filter_map(value).collect(),
        absent: FOLDERS.iter().map(PathBuf::from).filter(|folder| !folder.exists()).collect(),
        no_namespaces: !Path::new(namespace::FOLDER).exists(),
    };
    let path = memory(places);
    let text =
        serde_json::to_vec_pretty(&before).map_err(|source| Error::Record { path: path.clone(), source })?;
    fs::write(&path, text).map_err(file("write", &path))
}

/// Ends the pods while containerd still runs, so that it removes what it made for them.
pub(crate) fn stop_pods(places: &Places, record: &Record) {
    let starters =
        record.servers.iter().filter(|server| [KUBELET, KUBE_PROXY].contains(&server.name.as_str()));
    let starters: Vec<Process> = starters.map(|server| server.process.clone()).collect();
    // The kubelet first, or it would start them again.
    process::stop(&starters, PATIENCE);
    let containers = list(places, &["containers", "list", "--quiet"]);
    let networks: Vec<String> =
        containers.iter().filter_map(|container| network(places, container)).collect();
    for task in list(places, &["tasks", "list", "--quiet"]) {
        tool::output(ctr(places).args(["tasks", "kill", "--signal", "SIGKILL", &task]));
    }
    thread::sleep(Duration::from_millis(500));
    for container in &containers {
        tool::output(ctr(places).args(["tasks", "delete", "--force", container]));
        tool::output(ctr(places).args(["containers", "delete", container]));
    }
    networks.iter().for_each(|name| namespace::delete(name));
}

fn list(places: &Places, arguments: &[&str]) -> Vec<String> {
    let said = tool::output(ctr(places).args(arguments)).unwrap_or_default();
    said.lines().map(str::to_owned).collect()
}

/// The name of a pod's network namespace, which its sandbox container holds.
fn network(places: &Places, container: &str) -> Option<String> {
    let information = tool::output(ctr(places).args(["containers", "info", container]))?;
    let (_, rest) = information.split_once("/netns/cni-")?;
    Some(format!("cni-{}", rest.split('"').next()?))
}

/// Everything that is outside the sandbox's folder, once its servers have ended.
pub(crate) fn clear(places: &Places) -> Result<(), Error> {
    process::stop(&shims(places), PATIENCE);
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let own = places.dir().display().to_string();
    let mut points: Vec<&str> = mounts.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    points.retain(|point| Path::new(point).starts_with(&own));
    for point in points.iter().rev() {
        tool::output(Command::new("umount").args(["--lazy", point]));
    }
    Namespace::of(places).delete();
    for cgroup in pod_cgroups() {
        remove_cgroup(&cgroup);
    }
    let Ok(text) = fs::read(memory(places)) else { return Ok(()) };
    let before: Before =
        serde_json::from_slice(&text).map_err(|source| Error::Record { path: memory(places), source })?;
    for (name, value) in before.settings {
        // A setting that cannot be written was not changed either.
        let _ = fs::write(setting(&name), value);
    }
    for folder in before.absent.iter().filter(|folder| folder.exists()) {
        fs::remove_dir_all(folder).map_err(file("remove", folder))?;
    }
    if before.no_namespaces && namespace::none() {
        // `ip` mounts the folder of the namespaces on itself.
        tool::output(Command::new("umount").arg(namespace::FOLDER));
        let _ = fs::remove_dir(namespace::FOLDER);
    }
    Ok(())
}

/// A shim outlives containerd; its arguments name the socket of its own.
fn shims(places: &Places) -> Vec<Process> {
    let socket = socket(places).display().to_string();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ours = processes.filter_map(|entry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let arguments = fs::read(entry.path().join("cmdline")).ok()?;
        let arguments = String::from_utf8_lossy(&arguments).into_owned();
        let mut words = arguments.split('\0');
        let shim = words.next()?.ends_with("containerd-shim-runc-v2") && words.any(|word| word == socket);
        shim.then(|| Process::find(pid)).flatten()
    });
    ours.collect()
}

/// The cgroups of pods, in every hierarchy of the machine.
pub(super) fn pod_cgroups() -> impl Iterator<Item = PathBuf> {
    let root = Path::new("/sys/fs/cgroup");
    let hierarchies = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
    std::iter::once(root.to_path_buf())
        .chain(hierarchies)
        .map(|hierarchy| hierarchy.join("kubepods"))
        .filter(|cgroup| cgroup.is_dir())
}

/// A cgroup's folder is removed from the inside out; its files go with it.
fn remove_cgroup(cgroup: &Path) {
    for entry in fs::read_dir(cgroup).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            remove_cgroup(&entry.path());
        }
    }
    // One that still holds a process stays; the process is not the sandbox's.
    let _ = fs::remove_dir(cgroup);
}
