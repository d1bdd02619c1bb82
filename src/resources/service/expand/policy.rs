//! What is allowed: who may connect, and how many pods may be evicted at once.

use acme_children::{Kind, Manifest};
use serde_json::{Value, json};

use super::super::spec::{Exposure, Spec};
use super::network::PRIVATE_RANGES;
use super::{Child, named, selector};

/// Lets in what `exposure` says, to the declared ports only; without ports, nothing. What leaves is not restricted. Ports
/// are named: while a new number is rolled out, old pods stay reachable under theirs.
pub(super) fn network_policy(spec: &Spec) -> Child {
    let ports: Vec<_> = spec
        .ports
        .iter()
        .map(|(name, port)| json!({ "port": name.as_str(), "protocol": port.protocol.as_str() }))
        .collect();
    let ingress = (!ports.is_empty()).then(|| json!([{ "from": sources(spec.exposure), "ports": ports }]));
    let body = json!({ "spec": {
        "podSelector": { "matchLabels": selector(spec) },
        "policyTypes": ["Ingress"],
        "ingress": ingress,
    }});
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

/// Only where one pod can go and others stay: a budget for a single pod would block every node from being drained.
pub(super) fn disruption_budget(spec: &Spec) -> Option<Child> {
    let body = json!({ "spec": {
        "maxUnavailable": 1,
        "selector": { "matchLabels": selector(spec) },
        // A pod that is broken anyway does not hold up a node.
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }});
    (spec.capacity.least() >= 2).then(|| (named(Kind::PodDisruptionBudget, spec), body))
}
