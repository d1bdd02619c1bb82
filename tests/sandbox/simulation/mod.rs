//! Simulated nodes: kwok plays the kubelet of three nodes in three zones. What a pod does there is told by the tags of its
//! images; the stages that make it so are put together in `stages`.

mod stages;

use crate::{Error, error::file, golang::Build, places::Places};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};

/// Zones of the nodes, in `crate::aws::REGION`.
const ZONES: [&str; 3] = ["a", "b", "c"];

/// What the control plane is told in addition: a node of thousands of pods needs as many addresses, and the kubelets are
/// reached by the external address of the nodes, which is loopback.
pub(crate) const ARGUMENTS: [&str; 2] =
    ["--kcm-arg=--node-cidr-mask-size=20", "--apiserver-arg=--kubelet-preferred-address-types=ExternalIP"];

/// What `kubectl logs` shows of every simulated container, and `--previous` of one that has crashed, in the format of
/// container logs.
const LOG: &str = "2025-01-01T00:00:00.000000000Z stdout F simulated container: nothing runs here\n";
const PREVIOUS_LOG: &str =
    "2025-01-01T00:00:00.000000000Z stderr F simulated container: told to end by the tag of its image\n";

/// How the program `kwok` is built.
pub(crate) fn build() -> Build<'static> {
    Build {
        name: "simulated-nodes",
        module: "kwok",
        packages: &["sigs.k8s.io/kwok/cmd/kwok"],
        tags: "",
        ldflags: "-s -w".to_owned(),
        expect: "once, cached, about 2 min on 2 cores",
    }
}

/// Writes what kwok and kubectl read, before the control plane is up.
pub(crate) fn prepare(places: &Places) -> Result<(), Error> {
    let folder = places.simulation();
    fs::create_dir_all(&folder).map_err(file("create", &folder))?;
    let configuration = json!({
        "apiVersion": "config.kwok.x-k8s.io/v1alpha1",
        "kind": "KwokConfiguration",
        "metadata": { "name": "sandbox" },
        "options": {
            "manageNodesWithAnnotationSelector": "kwok.x-k8s.io/node=fake",
            "nodeLeaseDurationSeconds": 40,
            "nodeLeaseParallelism": 4,
            "nodePlayStageParallelism": 4,
            "podPlayStageParallelism": 16,
            "podsOnNodeSyncParallelism": 4,
            "enableDebuggingHandlers": true,
        },
    });
    for (name, text) in [("container.log", LOG), ("previous.log", PREVIOUS_LOG)] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(file("write", &path))?;
    }
    let logs = json!({
        "apiVersion": "kwok.x-k8s.io/v1alpha1",
        "kind": "ClusterLogs",
        "metadata": { "name": "every-pod" },
        "spec": { "logs": [{
            "logsFile": folder.join("container.log"),
            "previousLogsFile": folder.join("previous.log"),
            "follow": false,
        }] },
    });
    let mut documents = vec![configuration, logs];
    documents.extend(stages::all());
    write(&folder.join("kwok.yaml"), &documents)?;
    let nodes: Vec<Value> = (0..ZONES.len()).map(node).collect();
    write(&folder.join("nodes.yaml"), &nodes)
}

/// JSON documents make a YAML stream.
fn write(path: &Path, documents: &[Value]) -> Result<(), Error> {
    let text = documents.iter().map(|document| format!("{document:#}")).collect::<Vec<_>>().join("\n---\n");
    fs::write(path, text).map_err(file("write", path))
}

/// The stand-in for the kubelets, which answers for their logs on a port of loopback.
pub(crate) fn kubelet(folder: &Path, places: &Places, port: u16) -> Command {
    let mut command = Command::new(folder.join("kwok"));
    command.arg("--kubeconfig").arg(places.kubeconfig("admin"));
    command.arg("--config").arg(places.simulation().join("kwok.yaml"));
    command.arg(format!("--server-address=127.0.0.1:{port}")).arg(format!("--node-port={port}"));
    command.arg("--tls-cert-file").arg(places.control_plane().join("kubelet-server.crt"));
    command.arg("--tls-private-key-file").arg(places.control_plane().join("kubelet-server.key"));
    command
}

/// Registers the nodes.
pub(crate) fn register(mut kubectl: Command, places: &Places) -> Command {
    kubectl.args(["create", "--validate=false", "--filename"]).arg(places.simulation().join("nodes.yaml"));
    kubectl
}

fn node(index: usize) -> Value {
    let name = format!("node-{}", index + 1);
    let region = crate::aws::REGION;
    let zone = format!("{region}{}", ZONES.get(index).unwrap_or(&"a"));
    let room = json!({
        "cpu": "64", "memory": "256Gi", "pods": "4000", "ephemeral-storage": "1Ti",
    });
    json!({
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "annotations": { "kwok.x-k8s.io/node": "fake" },
            "labels": {
                "kubernetes.io/arch": "arm64",
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "node.kubernetes.io/instance-type": "m7g.large",
                "topology.kubernetes.io/region": region,
                "topology.kubernetes.io/zone": zone,
            },
        },
        "spec": { "providerID": format!("aws:///{zone}/i-{index:017}") },
        "status": {
            "addresses": [
                { "type": "InternalIP", "address": format!("10.0.{index}.10") },
                { "type": "ExternalIP", "address": "127.0.0.1" },
                { "type": "Hostname", "address": name },
            ],
            "allocatable": room,
            "capacity": room,
            "nodeInfo": {
                "architecture": "arm64", "bootID": "", "containerRuntimeVersion": "kwok://0.8.0", "kernelVersion": "",
                "kubeProxyVersion": "", "kubeletVersion": crate::kubernetes::VERSION, "machineID": "",
                "operatingSystem": "linux", "osImage": "simulated", "systemUUID": "",
            },
        },
    })
}

#[cfg(test)]
mod tests;
