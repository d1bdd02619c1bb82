//! Names that change with what they name: whoever refers to a content by its name never finds another there. What is found
//! by no reference of a pod is named in the Deployment, for imports.

use std::convert::Infallible;

use acme_children::{ChildId, Children, Desired, Kind, Manifest};
use serde_json::{Value, json};

use super::super::spec::Spec;
use super::{named, pre_deploy};

/// The annotation of a Deployment that names the children which nothing else leads to.
pub(crate) const CHILDREN: &str = "acme.com/children";

/// Hexadecimal digits of a hash in a name. With 50 characters for the service's name, 63 in all for the environment's.
const HASH_DIGITS: usize = 8;

/// The name, beginning so, of a child with this body.
pub(super) fn by_content(kind: Kind, prefix: &str, spec: &Spec, body: Value) -> String {
    hashed(prefix, &Manifest::new(&ChildId::new(kind, ""), &spec.owner(), body))
}

fn hashed(prefix: &str, manifest: &Manifest) -> String {
    let hash: String = manifest.digest().chars().take(HASH_DIGITS).collect();
    format!("{prefix}{hash}")
}

/// The children with the Job named after its content, and with what leads to them in the Deployment.
pub(super) fn announced(spec: &Spec, mut children: Children<Desired>) -> Children<Desired> {
    let mut leads = Vec::new();
    if let Some(job) = children.remove(&pre_deploy::placeholder(spec)) {
        let id = ChildId::new(Kind::Job, hashed(&pre_deploy::job_prefix(spec.name.as_str()), &job));
        let job = changed(job, |json| json["metadata"]["name"] = json!(id.name));
        leads.push(id.to_string());
        children.insert(id, job);
    }
    let monitor = named(Kind::ServiceMonitor, spec);
    if children.get(&monitor).is_some() {
        leads.push(monitor.to_string());
    }
    let deployment = named(Kind::Deployment, spec);
    if !leads.is_empty()
        && let Some(manifest) = children.remove(&deployment)
    {
        let leads = leads.join(" ");
        let manifest = changed(manifest, |json| json["metadata"]["annotations"][CHILDREN] = json!(leads));
        children.insert(deployment, manifest);
    }
    children
}

fn changed(manifest: Manifest, change: impl FnOnce(&mut Value)) -> Manifest {
    let result = manifest.try_map(|json| {
        change(json);
        Ok::<_, Infallible>(())
    });
    match result {
        Ok(manifest) => manifest,
        Err(never) => match never {},
    }
}
