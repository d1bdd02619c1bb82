//! What is allowed: who may connect and where to, and how many pods may be evicted at once.

use acme_children::{Kind, Manifest};
use serde_json::{Value, json};

use super::super::spec::{Budget, Exposure, Spec};
use super::network::PRIVATE_RANGES;
use super::{Child, all_pods, egress, named, selector};

/// Lets in what `exposure` says, to the declared ports only; without ports, nothing. Lets out what `connects_to` says. Ports
/// are named: while a new number is rolled out, old pods stay reachable under theirs.
pub(super) fn network_policy(spec: &Spec) -> Child {
    let ports: Vec<_> = spec
        .ports
        .iter()
        .map(|(name, port)| json!({ "port": name.as_str(), "protocol": port.protocol.as_str() }))
        .collect();
    // To admit nobody is to own the empty list: what others add to it is drift.
    let ingress = if ports.is_empty() {
        json!(Manifest::NOTHING)
    } else {
        json!([{ "from": sources(spec.exposure), "ports": ports }])
    };
    let body = json!({
        "metadata": { "annotations": egress::annotation(&spec.connections) },
        "spec": {
            "podSelector": all_pods(spec),
            "policyTypes": ["Ingress", "Egress"],
            "ingress": ingress,
            "egress": egress::rules(spec),
        },
    });
    (named(Kind::NetworkPolicy, spec), body)
}

/// Null: from anywhere.
fn sources(exposure: Exposure) -> Value {
    let any_pod = json!({ "namespaceSelector": Manifest::EVERYTHING });
    match exposure {
        Exposure::Cluster => json!([any_pod]),
        Exposure::Internal => {
            let ranges = PRIVATE_RANGES.map(|range| json!({ "ipBlock": { "cidr": range } }));
            let mut sources = vec![any_pod];
            sources.extend(ranges);
            Value::Array(sources)
        }
        Exposure::Public => Value::Null,
    }
}

pub(super) fn disruption_budget(spec: &Spec) -> Option<Child> {
    let (most, least) = match spec.budget? {
        Budget::MaxUnavailable(share) => (share.manifest(), Value::Null),
        Budget::MinAvailable(share) => (Value::Null, share.manifest()),
    };
    let body = json!({ "spec": {
        "maxUnavailable": most,
        "minAvailable": least,
        "selector": { "matchLabels": selector(spec) },
        // A pod that is broken anyway does not hold up a node.
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }});
    Some((named(Kind::PodDisruptionBudget, spec), body))
}
