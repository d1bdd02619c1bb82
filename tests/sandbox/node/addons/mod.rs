//! What runs beside the real node where it is asked for: processes of the namespace, not pods, since there is no registry that
//! their images could come from. Each is built once and found by the cluster through objects that are applied here.

mod metrics;
mod traefik;

pub(crate) use traefik::ADDRESS as INGRESS;

use super::{NODE, PATIENCE, namespace::Namespace};
use crate::{Addon, Error, error::file, golang::Build, supervisor::Supervisor, tool};
use std::{fs, path::Path, process::Command};

/// How its program is built.
pub(crate) fn build(addon: Addon) -> Build<'static> {
    match addon {
        Addon::Metrics => metrics::build(),
        Addon::Ingress => traefik::build(),
    }
}

/// Starts it from the folder of its program; returns when the cluster has heard of it.
pub(crate) fn start(supervisor: &mut Supervisor, addon: Addon, folder: &Path) -> Result<(), Error> {
    match addon {
        Addon::Metrics => metrics::start(supervisor, folder),
        Addon::Ingress => traefik::start(supervisor, folder),
    }
}

fn spawn(supervisor: &mut Supervisor, name: &str, command: &Command) -> Result<(), Error> {
    let inside = Namespace::of(supervisor.places()).enter(command);
    supervisor.spawn(name, inside)
}

/// Applies objects that are written with `@NODE@` for the node's address.
fn apply(supervisor: &Supervisor, name: &str, objects: &str) -> Result<(), Error> {
    let path = supervisor.places().node().join(format!("{name}.yaml"));
    fs::write(&path, objects.replace("@NODE@", NODE)).map_err(file("write", &path))?;
    let mut kubectl = supervisor.kubectl();
    kubectl.args(["apply", "--filename"]).arg(&path);
    supervisor.run(kubectl)
}

/// Waits until the API server has an answer under this path.
fn wait_for(supervisor: &mut Supervisor, name: &str, path: &str) -> Result<(), Error> {
    supervisor.wait(name, PATIENCE, &mut |supervisor| {
        tool::output(supervisor.kubectl().args(["get", "--raw", path])).map(drop)
    })
}
