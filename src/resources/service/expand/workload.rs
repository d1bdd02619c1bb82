//! What runs: the Deployment, what it needs before it starts, and who changes its number of replicas.

use acme_children::{ChildId, Kind, Manifest};
use serde_json::{Value, json};

use super::super::spec::{Capacity, Spec};
use super::{Child, DRAIN_SECONDS, STOP_SECONDS, container, named, selector};

/// Old ReplicaSets that are kept for going back.
const REVISIONS: i64 = 5;

pub(super) fn namespace(spec: &Spec) -> Option<Child> {
    spec.create_namespace.then(|| (ChildId::new(Kind::Namespace, spec.namespace.as_str()), Value::Null))
}

pub(super) fn service_account(spec: &Spec) -> Child {
    // A pod that does not talk to the API server needs no token for it.
    (named(Kind::ServiceAccount, spec), json!({ "automountServiceAccountToken": false }))
}

/// The environment under a name that changes with its content: a rollout that fails leaves the running pods what they
/// started with, and one that starts never mixes the two.
pub(super) fn config_map(spec: &Spec) -> Option<Child> {
    let id = ChildId::new(Kind::ConfigMap, container::env_name(spec)?);
    Some((id, container::env_body(spec)))
}

pub(super) fn deployment(spec: &Spec) -> Child {
    let replicas = match spec.capacity {
        Capacity::Fixed(replicas) => Some(replicas.get()),
        // The autoscaler's number, see `start`. Not to name the field is what leaves it alone.
        Capacity::Scaled(_) => None,
    };
    let body = json!({ "spec": {
        "replicas": replicas,
        "selector": { "matchLabels": selector(spec) },
        "strategy": { "type": "RollingUpdate", "rollingUpdate": { "maxUnavailable": 0, "maxSurge": "25%" } },
        "revisionHistoryLimit": REVISIONS,
        "progressDeadlineSeconds": progress_deadline(spec),
        "template": { "metadata": { "labels": spec.owner().labels() }, "spec": pod(spec) },
    }});
    (named(Kind::Deployment, spec), body)
}

/// What the Deployment starts with: enough replicas until the autoscaler has seen the first load.
pub(super) fn start(spec: &Spec) -> Value {
    match spec.capacity {
        Capacity::Fixed(_) => Value::Null,
        Capacity::Scaled(scaling) => json!({ "spec": { "replicas": scaling.min.get() } }),
    }
}

/// Nine tenths of the shorter wait, so that Kubernetes gives its reason before the wait gives up.
fn progress_deadline(spec: &Spec) -> u64 {
    let seconds = spec.timeouts.create.min(spec.timeouts.update).as_secs();
    seconds - seconds / 10
}

fn pod(spec: &Spec) -> Value {
    let pull_secret = spec.image.pull_secret.as_ref().map(|secret| json!([{ "name": secret.as_str() }]));
    let grace = if spec.ports.is_empty() { STOP_SECONDS } else { DRAIN_SECONDS + STOP_SECONDS };
    json!({
        "serviceAccountName": spec.name.as_str(),
        "imagePullSecrets": pull_secret,
        "securityContext": { "runAsNonRoot": true, "seccompProfile": { "type": "RuntimeDefault" } },
        "terminationGracePeriodSeconds": grace,
        "topologySpreadConstraints": [
            spread(spec, "topology.kubernetes.io/zone"),
            spread(spec, "kubernetes.io/hostname"),
        ],
        "containers": [container::container(spec)],
        "volumes": [{ "name": container::SCRATCH, "emptyDir": Manifest::EVERYTHING }],
    })
}

/// Spreads the pods of one revision: those of the old one are leaving and do not count.
fn spread(spec: &Spec, topology_key: &str) -> Value {
    json!({
        "maxSkew": 1,
        "topologyKey": topology_key,
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": { "matchLabels": selector(spec) },
        "matchLabelKeys": ["pod-template-hash"],
    })
}

pub(super) fn autoscaler(spec: &Spec) -> Option<Child> {
    let scaling = match &spec.capacity {
        Capacity::Fixed(_) => return None,
        Capacity::Scaled(scaling) => scaling,
    };
    let metric = |name: &str, percent: i64| {
        let target = json!({ "type": "Utilization", "averageUtilization": percent });
        json!({ "type": "Resource", "resource": { "name": name, "target": target } })
    };
    let body = json!({ "spec": {
        "scaleTargetRef": {
            "apiVersion": Kind::Deployment.api_version(),
            "kind": Kind::Deployment.name(),
            "name": spec.name.as_str(),
        },
        "minReplicas": scaling.min.get(),
        "maxReplicas": scaling.max.get(),
        "metrics": [
            scaling.cpu.map(|percent| metric("cpu", percent.get())),
            scaling.memory.map(|percent| metric("memory", percent.get())),
        ],
    }});
    Some((named(Kind::HorizontalPodAutoscaler, spec), body))
}
