//! Which nodes pods run on, as a pod says it.

use serde_json::{Map, Value, json};

use super::super::spec::{ARCHITECTURE, CapacityType, Placement, Spec, Spread, Toleration};
use super::selector;

/// The label of a node's zone.
pub(crate) const ZONE: &str = "topology.kubernetes.io/zone";
/// The label of a node's name.
pub(crate) const NODE: &str = "kubernetes.io/hostname";

/// How pods are spread; null where they are not.
pub(super) fn spread(spec: &Spec) -> Value {
    let [zones, nodes] = match spec.placement.spread {
        Spread::Preferred => ["ScheduleAnyway", "ScheduleAnyway"],
        // A pod that must not share a node waits for ever where an update has more pods than there are nodes with room.
        Spread::Required => ["DoNotSchedule", "ScheduleAnyway"],
        Spread::None => return Value::Null,
    };
    json!([constraint(spec, ZONE, zones), constraint(spec, NODE, nodes)])
}

/// Spreads the pods of one revision: those of the old one are leaving and do not count.
fn constraint(spec: &Spec, topology_key: &str, otherwise: &str) -> Value {
    json!({
        "maxSkew": 1,
        "topologyKey": topology_key,
        "whenUnsatisfiable": otherwise,
        "labelSelector": { "matchLabels": selector(spec) },
        "matchLabelKeys": ["pod-template-hash"],
    })
}

/// The labels that a node must have.
pub(super) fn node_selector(placement: &Placement) -> Value {
    let mut labels: Map<_, _> =
        placement.node_selector.iter().map(|(key, value)| (key.to_string(), json!(value.as_str()))).collect();
    if let Some(architecture) = placement.architecture {
        labels.insert(ARCHITECTURE.to_owned(), json!(architecture.as_str()));
    }
    Value::Object(labels)
}

/// The terms, of which a node must meet one, for a way of paying; each names the label of another maker of nodes.
pub(crate) fn capacity_terms(capacity: CapacityType) -> [Value; 2] {
    let [eks, karpenter] = match capacity {
        CapacityType::Spot => ["SPOT", "spot"],
        CapacityType::OnDemand => ["ON_DEMAND", "on-demand"],
    };
    [("eks.amazonaws.com/capacityType", eks), ("karpenter.sh/capacity-type", karpenter)].map(
        |(key, value)| json!({ "matchExpressions": [{ "key": key, "operator": "In", "values": [value] }] }),
    )
}

pub(super) fn affinity(placement: &Placement) -> Value {
    let Some(capacity) = placement.capacity_type else { return Value::Null };
    json!({ "nodeAffinity": { "requiredDuringSchedulingIgnoredDuringExecution": {
        "nodeSelectorTerms": capacity_terms(capacity),
    } } })
}

pub(super) fn tolerations(placement: &Placement) -> Value {
    placement.tolerations.iter().map(toleration).collect()
}

fn toleration(toleration: &Toleration) -> Value {
    json!({
        "key": toleration.key.as_ref().map(crate::shared::LabelKey::as_str),
        "operator": toleration.operator.as_str(),
        "value": toleration.value.as_ref().map(crate::shared::LabelValue::as_str),
        "effect": toleration.effect.map(super::super::spec::Effect::as_str),
    })
}
