//! From what a service means to the Kubernetes objects that it consists of: total, infallible, deterministic.
//! Every field is written as the API server stores it, so that a comparison with the live object is empty.

mod container;
mod egress;
mod metrics;
mod naming;
mod network;
mod patches;
mod placement;
mod policy;
mod pre_deploy;
mod scaling;
mod secrets;
mod sidecars;
mod volumes;
mod workload;

use acme_children::{ChildId, Children, Desired, Kind, Manifest, label};
use serde_json::{Value, json};

use super::spec::Spec;
use crate::shared::Findings;

pub(crate) use container::{default_readiness, env_prefix};
pub(crate) use egress::ANNOTATION as CONNECTIONS;
pub(crate) use metrics::{ANNOTATION_PATH, ANNOTATION_PORT, ANNOTATION_SCRAPE};
pub(crate) use naming::CHILDREN;
pub(crate) use network::{DEREGISTRATION, TARGET_GROUP, alb_annotation};
pub(crate) use placement::{NODE, ZONE, capacity_terms};
pub(crate) use pre_deploy::job_prefix;
pub(crate) use secrets::{Place, Source, Sources, secrets_prefix};
pub(crate) use volumes::{is_scratch, volume_prefix};
pub(crate) use workload::pod_template;
pub(crate) use workload::{RESTART_GENERATION, ROLE_ARN};

/// Everything that the service consists of, before patches.
fn expand(spec: &Spec) -> Children<Desired> {
    let owner = spec.owner();
    let bodies = [
        workload::namespace(spec),
        workload::service_account(spec),
        workload::config_map(spec),
        Some(policy::network_policy(spec)),
        network::service(spec),
        policy::disruption_budget(spec),
        Some(workload::deployment(spec)),
        scaling::autoscaler(spec),
        network::ingress(spec),
        pre_deploy::job(spec),
        metrics::service_monitor(spec),
    ];
    let mut children = Children::new();
    for (id, body) in bodies.into_iter().flatten() {
        let start = if id.kind == Kind::Deployment { workload::start(spec) } else { Value::Null };
        let manifest = Manifest::new(&id, &owner, body).starting_with(start);
        children.insert(id, manifest);
    }
    for (id, manifest) in volumes::children(spec).into_iter().chain(secrets::child(spec)) {
        children.insert(id, manifest);
    }
    children
}

/// The same as the user has patched it; what a patch must not do is noted. Only now is all known that a Job is named after.
pub(crate) fn patched(spec: &Spec, find: &mut Findings) -> Children<Desired> {
    naming::announced(spec, patches::applied(spec, expand(spec), find))
}

/// A child's id and what its manifest says beyond name and labels.
type Child = (ChildId, Value);

fn named(kind: Kind, spec: &Spec) -> ChildId {
    ChildId::new(kind, spec.name.as_str())
}

/// The labels that select the service's pods and nobody else's of the same name. A Deployment's selector can never
/// change, so there is nothing in it that might.
fn selector(spec: &Spec) -> Value {
    json!({ label::NAME: spec.name.as_str(), label::RESOURCE: super::TYPE_NAME })
}

/// The same where other pods of the service are meant, too: those of its Job.
fn all_pods(spec: &Spec) -> Value {
    if spec.pre_deploy.is_none() {
        return json!({ "matchLabels": selector(spec) });
    }
    let resources = json!([super::TYPE_NAME, pre_deploy::RESOURCE]);
    json!({
        "matchLabels": { label::NAME: spec.name.as_str() },
        "matchExpressions": [{ "key": label::RESOURCE, "operator": "In", "values": resources }],
    })
}
