//! What runs: the Deployment, and what it needs before it starts.

use acme_children::{ChildId, Kind};
use serde_json::{Value, json};

use super::super::spec::{Access, Capacity, Content, Spec, Volume};
use super::{Child, container, metrics, named, placement, selector, sidecars, volumes};
use crate::shared::ObjectName;

/// The annotation by which EKS gives pods an IAM role.
pub(crate) const ROLE_ARN: &str = "eks.amazonaws.com/role-arn";

/// The annotation by which pods tell which role they were made with.
const ROLE_OF_PODS: &str = "acme.com/role-arn";

/// The annotation of pods whose change makes new ones.
pub(crate) const RESTART_GENERATION: &str = "acme.com/restart-generation";

/// The group that storage is given to, so that containers that are not root can write to it.
const STORAGE_GROUP: i64 = 65532;

/// Old ReplicaSets that are kept for going back.
const REVISIONS: i64 = 5;

pub(super) fn namespace(spec: &Spec) -> Option<Child> {
    spec.create_namespace.then(|| (ChildId::new(Kind::Namespace, spec.namespace.as_str()), Value::Null))
}

/// None where the pods use an existing one.
pub(super) fn service_account(spec: &Spec) -> Option<Child> {
    let account = &spec.pod.account;
    let role = account.role_arn.as_ref().map(|arn| json!({ ROLE_ARN: arn.as_str() }));
    // A pod that does not talk to the API server needs no token for it.
    let body =
        json!({ "metadata": { "annotations": role }, "automountServiceAccountToken": account.has_token });
    account.existing.is_none().then(|| (named(Kind::ServiceAccount, spec), body))
}

/// The environment under a name that changes with its content: a rollout that fails leaves the running pods what they
/// started with, and one that starts never mixes the two.
pub(super) fn config_map(spec: &Spec) -> Option<Child> {
    let id = ChildId::new(Kind::ConfigMap, container::env_name(spec)?);
    Some((id, container::env_body(spec)))
}

pub(super) fn deployment(spec: &Spec) -> Child {
    let replicas = match &spec.capacity {
        Capacity::Fixed(replicas) => Some(replicas.get()),
        // The autoscaler's number, see `start`. Not to name the field is what leaves it alone.
        Capacity::Scaled(_) => None,
    };
    let rollout = &spec.rollout;
    // A wait of 0 is not stored.
    let min_ready = Some(rollout.min_ready.get()).filter(|seconds| *seconds > 0);
    let body = json!({ "spec": {
        "replicas": replicas,
        "selector": { "matchLabels": selector(spec) },
        "strategy": { "type": "RollingUpdate", "rollingUpdate": {
            "maxUnavailable": rollout.max_unavailable.manifest(),
            "maxSurge": rollout.max_surge.manifest(),
        } },
        "revisionHistoryLimit": REVISIONS,
        "minReadySeconds": min_ready,
        "progressDeadlineSeconds": rollout.deadline.get(),
        "template": pod_template(spec),
    }});
    (named(Kind::Deployment, spec), body)
}

/// What its pods are made from: a change replaces them.
pub(crate) fn pod_template(spec: &Spec) -> Value {
    json!({
        "metadata": { "labels": spec.owner().labels(), "annotations": annotations(spec) },
        "spec": pod(spec),
    })
}

/// What the Deployment starts with: enough replicas until the autoscaler has seen the first load.
pub(super) fn start(spec: &Spec) -> Value {
    match &spec.capacity {
        Capacity::Fixed(_) => Value::Null,
        Capacity::Scaled(scaling) => json!({ "spec": { "replicas": scaling.min.get() } }),
    }
}

fn annotations(spec: &Spec) -> Value {
    let mut annotations = metrics::annotations(spec);
    if let Some(generation) = spec.pod.restart_generation {
        annotations.insert(RESTART_GENERATION.to_owned(), json!(generation.get().to_string()));
    }
    // Pods that run keep the role that their account had when they were made.
    if let Some(role) = &spec.pod.account.role_arn {
        annotations.insert(ROLE_OF_PODS.to_owned(), json!(role.as_str()));
    }
    Value::Object(annotations)
}

/// The pod of a replica. That of the Job is made from it.
pub(super) fn pod(spec: &Spec) -> Value {
    let account = &spec.pod.account;
    let pull_secret = spec.image.pull_secret.as_ref().map(|secret| json!([{ "name": secret.as_str() }]));
    json!({
        "serviceAccountName": account.existing.as_ref().map_or(spec.name.as_str(), ObjectName::as_str),
        // Said here, too: an account says it to pods that are made later, and an existing one may say otherwise.
        "automountServiceAccountToken": account.has_token,
        "imagePullSecrets": pull_secret,
        "securityContext": security(spec),
        "terminationGracePeriodSeconds": spec.shutdown.grace.get(),
        "nodeSelector": placement::node_selector(&spec.placement),
        "affinity": placement::affinity(&spec.placement),
        "tolerations": placement::tolerations(&spec.placement),
        "topologySpreadConstraints": placement::spread(spec),
        "initContainers": sidecars::containers(spec),
        "containers": [container::container(spec)],
        "volumes": volumes::volumes(spec),
    })
}

fn security(spec: &Spec) -> Value {
    let writes = |volume: &Volume| matches!(volume.content, Content::Claim { access: Access::Write, .. });
    let has_storage = spec.pod.volumes.values().any(writes);
    json!({
        "runAsNonRoot": true,
        "seccompProfile": { "type": "RuntimeDefault" },
        "fsGroup": has_storage.then_some(STORAGE_GROUP),
        // To change the owner of every file at every start takes minutes on a large volume.
        "fsGroupChangePolicy": has_storage.then_some("OnRootMismatch"),
    })
}
