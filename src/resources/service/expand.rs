//! From what a service means to the Kubernetes objects that it consists of: total, infallible, deterministic.
//! Every field is written as the API server stores it, so that a comparison with the live object is empty.

mod container;
mod network;
mod policy;
mod workload;

use acme_children::{ChildId, Children, Desired, Kind, Manifest, label};
use serde_json::{Value, json};

use super::spec::Spec;

pub(crate) use container::{default_readiness, env_prefix};

/// Seconds until every load balancer and kube-proxy knows that a pod is leaving. The one number behind the pre-stop
/// delay, the deregistration delay and the grace period; together they let no request fall into a stopped process.
const DRAIN_SECONDS: i64 = 10;

/// Seconds that a process has for finishing what it does, once it is told to stop.
const STOP_SECONDS: i64 = 3 * DRAIN_SECONDS;

/// Everything that the service consists of.
pub(crate) fn expand(spec: &Spec) -> Children<Desired> {
    let owner = spec.owner();
    let bodies = [
        workload::namespace(spec),
        Some(workload::service_account(spec)),
        workload::config_map(spec),
        Some(policy::network_policy(spec)),
        network::service(spec),
        policy::disruption_budget(spec),
        Some(workload::deployment(spec)),
        workload::autoscaler(spec),
        network::ingress(spec),
    ];
    let mut children = Children::new();
    for (id, body) in bodies.into_iter().flatten() {
        let start = if id.kind == Kind::Deployment { workload::start(spec) } else { Value::Null };
        let manifest = Manifest::new(&id, &owner, body).starting_with(start);
        children.insert(id, manifest);
    }
    children
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
