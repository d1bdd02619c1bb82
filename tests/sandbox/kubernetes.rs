//! The control plane: etcd, kube-apiserver, kube-controller-manager and kube-scheduler in one process of their own
//! binary, and the kubectl in the same binary.

use crate::{Error, Nodes, error::file, gateway::clusters::Endpoint, golang::Build, places::Places};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::Command,
};

/// The release that `kubernetes/go.mod` names; a test compares them.
pub(crate) const VERSION: &str = "v1.34.4";
/// The version that EKS calls it by.
pub(crate) const EKS_VERSION: &str = "1.34";

/// How the program `sandbox-kubernetes` and the forwarder beside it are built.
pub(crate) fn build(nodes: Nodes) -> Build<'static> {
    let (name, tags) = match nodes {
        Nodes::Simulated => ("kubernetes", "nonode"),
        Nodes::Real => ("kubernetes-with-node", ""),
    };
    Build {
        name,
        module: "kubernetes",
        packages: &["./cmd/sandbox-kubernetes", "./cmd/nsfwd"],
        tags,
        ldflags: stamp(),
        expect: "once, cached, about 8 min on 2 cores",
    }
}

/// Link flags that tell the program its release, as the project's own release builds do.
fn stamp() -> String {
    let minor = EKS_VERSION.split('.').nth(1).unwrap_or_default();
    let mut flags = "-s -w".to_owned();
    for package in ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"] {
        for (name, value) in [
            ("gitVersion", VERSION),
            ("gitMajor", "1"),
            ("gitMinor", minor),
            ("gitTreeState", "clean"),
            ("gitCommit", "module"),
            ("buildDate", "1970-01-01T00:00:00Z"),
        ] {
            flags.push_str(&format!(" -X {package}.{name}={value}"));
        }
    }
    flags
}

pub(crate) fn program(folder: &Path) -> PathBuf {
    folder.join("sandbox-kubernetes")
}

/// kubectl, as the user of a kubeconfig; its caches stay in the sandbox.
pub(crate) fn kubectl(program: &Path, places: &Places, user: &str) -> Command {
    let mut command = Command::new(program);
    command.arg("kubectl");
    command.env("KUBECONFIG", places.kubeconfig(user));
    command.env("KUBECACHEDIR", places.dir().join("kubectl-cache")).env("KUBERC", "off");
    command
}

/// The server's command, without what depends on the kind of nodes.
pub(crate) fn server(program: &Path, places: &Places, review: &str) -> Result<Command, Error> {
    let folder = places.control_plane();
    let sockets = places.sockets();
    fs::create_dir_all(&folder).map_err(file("create", &folder))?;
    // Outside the sandbox's folder it may be left over, or somebody else's: then this fails.
    if sockets.exists() {
        fs::remove_dir_all(&sockets).map_err(file("remove", &sockets))?;
    }
    fs::DirBuilder::new().mode(0o700).create(&sockets).map_err(file("create", &sockets))?;
    let webhook = folder.join("token-webhook.kubeconfig");
    fs::write(&webhook, webhook_config(review)).map_err(file("write", &webhook))?;
    let mut command = Command::new(program);
    command.arg("server").arg("--dir").arg(&folder).arg("--sockets").arg(&sockets);
    for argument in [
        format!("authentication-token-webhook-config-file={}", webhook.display()),
        "authentication-token-webhook-version=v1".to_owned(),
        // Short, so that a token that has run out is refused soon after.
        "authentication-token-webhook-cache-ttl=5s".to_owned(),
    ] {
        command.arg(format!("--apiserver-arg=--{argument}"));
    }
    // Its default is a folder of the whole machine, which it would create.
    command.arg(format!("--kcm-arg=--flex-volume-plugin-dir={}", folder.join("volume-plugins").display()));
    Ok(command)
}

/// A kubeconfig is how kube-apiserver is told where to ask about tokens. JSON is YAML.
fn webhook_config(url: &str) -> String {
    serde_json::json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{ "name": "gateway", "cluster": { "server": url } }],
        "users": [{ "name": "kube-apiserver", "user": {} }],
        "contexts": [{ "name": "gateway", "context": { "cluster": "gateway", "user": "kube-apiserver" } }],
        "current-context": "gateway",
    })
    .to_string()
}

/// Where the server answers, once it does.
pub(crate) fn ready(places: &Places) -> Option<String> {
    let url = fs::read_to_string(places.control_plane().join("ready")).ok()?;
    (!url.trim().is_empty()).then(|| url.trim().to_owned())
}

/// What DescribeCluster is to say.
pub(crate) fn endpoint(places: &Places, url: &str) -> Result<Endpoint, Error> {
    let path = places.control_plane().join("ca.crt");
    let ca = fs::read(&path).map_err(file("read", &path))?;
    Ok(Endpoint { url: url.to_owned(), ca: STANDARD.encode(ca) })
}

#[cfg(test)]
mod tests;
