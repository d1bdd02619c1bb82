//! metrics-server, which tells the horizontal autoscaler how busy pods are.

use super::{NODE, apply, spawn, wait_for};
use crate::{Error, golang::Build, supervisor::Supervisor};
use std::{path::Path, process::Command};

const NAME: &str = "metrics-server";
/// The API that it adds to the cluster's.
const API: &str = "/apis/metrics.k8s.io/v1beta1";

pub(super) fn build() -> Build<'static> {
    Build {
        name: NAME,
        module: "metrics",
        packages: &["sigs.k8s.io/metrics-server/cmd/metrics-server"],
        tags: "",
        ldflags: "-s -w".to_owned(),
        expect: "once, cached, about 4 min on 2 cores",
    }
}

pub(super) fn start(supervisor: &mut Supervisor, folder: &Path) -> Result<(), Error> {
    let places = supervisor.places().clone();
    let admin = places.kubeconfig("admin");
    let mut server = Command::new(folder.join(NAME));
    for user in ["kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig"] {
        server.arg(format!("--{user}={}", admin.display()));
    }
    server.arg(format!("--bind-address={NODE}")).arg("--secure-port=4443");
    server.arg(format!("--cert-dir={}", places.node().join(NAME).display()));
    let ca = places.control_plane().join("ca.crt");
    server.arg(format!("--kubelet-certificate-authority={}", ca.display()));
    server.arg("--kubelet-preferred-address-types=InternalIP");
    // The shortest that it takes: it must be longer than a request to the kubelet may last.
    server.arg("--metric-resolution=15s");
    spawn(supervisor, NAME, &server)?;
    apply(supervisor, NAME, include_str!("metrics.yaml.in"))?;
    wait_for(supervisor, NAME, API)
}
