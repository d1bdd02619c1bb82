//! Traefik, the ingress controller: TLS from outside, plain HTTP to the pods. Its settings are those of an installation of its
//! own chart where they touch a rollout: endpoints are followed as fast, or slow, as there.

use super::{NODE, apply, spawn, wait_for};
use crate::{Error, golang::Build, supervisor::Supervisor};
use std::{path::Path, process::Command};

const NAME: &str = "traefik";
/// Where it takes HTTPS, in the node's namespace.
pub(crate) const ADDRESS: &str = "198.18.0.1:8443";
const CLASS: &str = "/apis/networking.k8s.io/v1/ingressclasses/traefik";

pub(super) fn build() -> Build<'static> {
    Build {
        name: NAME,
        module: "traefik",
        packages: &["github.com/traefik/traefik/v3/cmd/traefik"],
        tags: "",
        ldflags: "-s -w".to_owned(),
        expect: "once, cached, about 6 min on 2 cores",
    }
}

pub(super) fn start(supervisor: &mut Supervisor, folder: &Path) -> Result<(), Error> {
    apply(supervisor, NAME, include_str!("traefik.yaml.in"))?;
    let mut traefik = Command::new(folder.join(NAME));
    traefik.args(["--global.checkNewVersion=false", "--global.sendAnonymousUsage=false", "--log.level=INFO"]);
    traefik.arg(format!("--entryPoints.websecure.address={ADDRESS}"));
    traefik.args(["--entryPoints.websecure.http.tls=true", "--providers.kubernetesIngress=true"]);
    traefik.arg(format!("--providers.kubernetesIngress.ingressEndpoint.ip={NODE}"));
    traefik.env("KUBECONFIG", supervisor.places().kubeconfig("admin"));
    spawn(supervisor, NAME, &traefik)?;
    wait_for(supervisor, NAME, CLASS)
}
