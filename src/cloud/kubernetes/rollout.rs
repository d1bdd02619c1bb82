//! How a rollout stands, judged from the objects alone: done, under way, or never going to be done. No clock and no
//! call: whoever watches brings what was seen, and decides how long a doubtful sign must last.

mod chain;
mod container;
mod hint;
pub(crate) mod job;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use acme_children::ChildId;
use serde_json::Value;

pub(crate) use chain::{chain, log_lines, worst_log};
use container::{Trouble, troubles};
pub(crate) use hint::hint;
pub(crate) use job::has_succeeded;

/// What was seen of a Deployment or a Job and of what it makes. Objects are by `metadata.uid`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sight {
    /// The Deployment; null where there is none.
    pub(crate) deployment: Value,
    /// The Job; null where there is none.
    pub(crate) job: Value,
    /// ReplicaSets that its selector matches.
    pub(crate) replica_sets: BTreeMap<String, Value>,
    /// Pods that its selector matches.
    pub(crate) pods: BTreeMap<String, Value>,
    /// Warnings of the namespace.
    pub(crate) events: BTreeMap<String, Value>,
    /// Pods that should have been gone for a while, e.g. because their node is lost.
    pub(crate) overdue: BTreeSet<String>,
    /// What may be looked at.
    pub(crate) view: View,
    /// The sign of an exceeded deadline that was there before anybody looked; null where there was none.
    pub(crate) earlier: Value,
}

/// How much of a rollout may be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// ReplicaSets and pods, too.
    #[default]
    Whole,
    /// The Deployment or Job only: we may not watch the rest.
    DeploymentOnly,
}

/// How a rollout stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The newest revision is fully available and older pods are gone.
    Ready,
    /// It may still become ready.
    Waiting,
    /// It will not.
    Failed(Fault),
}

/// Why a rollout fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// In Kubernetes' words.
    pub(crate) reason: String,
    /// What Kubernetes says about it.
    pub(crate) message: String,
    /// How long it must last to be believed.
    pub(crate) settle: Duration,
    /// The container that has it.
    pub(crate) at: Option<Container>,
}

/// A container of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    /// The pod's name.
    pub(crate) pod: String,
    /// The container's name.
    pub(crate) name: String,
    /// Which of its lives has written something.
    pub(crate) life: Life,
}

/// One of the lives of a container that is restarted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// The one now.
    Current,
    /// The one before.
    Previous,
    /// It has never run.
    None,
}

/// How long pods may fail to be created: quota and admission may still be settling.
const CREATE_SETTLES: Duration = Duration::from_secs(5);

/// How long a deadline stays exceeded: late progress takes the sign back.
const DEADLINE_SETTLES: Duration = Duration::from_secs(10);

/// How the rollout stands.
pub(crate) fn judge(sight: &Sight) -> Verdict {
    let deployment = &sight.deployment;
    if deployment.is_null() {
        return Verdict::Failed(deleted());
    }
    if wanted(deployment) == 0 {
        return Verdict::Ready;
    }
    let generation = |value: &Value| value.as_i64().unwrap_or(0);
    if generation(&deployment["status"]["observedGeneration"])
        < generation(&deployment["metadata"]["generation"])
    {
        return Verdict::Waiting;
    }
    if is_complete(sight) {
        return Verdict::Ready;
    }
    if deployment["spec"]["paused"] == true {
        return Verdict::Failed(certain("DeploymentPaused", "its rollout is paused"));
    }
    let fault = worst(sight).or_else(|| cannot_create(sight)).or_else(|| new_deadline_exceeded(sight));
    fault.map_or(Verdict::Waiting, Verdict::Failed)
}

/// `spec.replicas`; Kubernetes' default is 1.
fn wanted(deployment: &Value) -> u64 {
    deployment["spec"]["replicas"].as_u64().unwrap_or(1)
}

fn is_complete(sight: &Sight) -> bool {
    let count = |field: &str| sight.deployment["status"][field].as_u64().unwrap_or(0);
    let wanted = wanted(&sight.deployment);
    let by_status = [count("updatedReplicas"), count("replicas"), count("availableReplicas")];
    by_status == [wanted; 3] && (sight.view == View::DeploymentOnly || are_older_gone(sight))
}

/// Whether no pod of an older revision is left, not even one that drains.
fn are_older_gone(sight: &Sight) -> bool {
    let Some(newest) = newest(sight) else { return false };
    let is_old = |pod: &Value| owner(pod) != Some(uid(newest)) && is_of(sight, pod);
    let is_over = |pod: &Value| matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"));
    !sight.pods.iter().any(|(uid, pod)| is_old(pod) && !is_over(pod) && !sight.overdue.contains(uid))
}

/// Whether one of the Deployment's ReplicaSets made the pod; its selector may match pods of others.
fn is_of(sight: &Sight, pod: &Value) -> bool {
    owner(pod).and_then(|uid| sight.replica_sets.get(uid)).is_some_and(|set| is_own(sight, set))
}

fn is_own(sight: &Sight, replica_set: &Value) -> bool {
    owner(replica_set) == Some(uid(&sight.deployment))
}

/// The ReplicaSet of the newest revision: its own, of the revision that the Deployment says it is at.
fn newest(sight: &Sight) -> Option<&Value> {
    const REVISION: &str = "deployment.kubernetes.io/revision";
    let revision =
        |object: &'_ Value| object["metadata"]["annotations"][REVISION].as_str().map(str::to_owned);
    let current = revision(&sight.deployment)?;
    sight.replica_sets.values().find(|set| is_own(sight, set) && revision(set).as_ref() == Some(&current))
}

/// Pods of the newest revision that are not being deleted.
fn new_pods(sight: &Sight) -> Vec<&Value> {
    let Some(newest) = newest(sight) else { return Vec::new() };
    let is_new =
        |pod: &&Value| owner(pod) == Some(uid(newest)) && pod["metadata"]["deletionTimestamp"].is_null();
    sight.pods.values().filter(is_new).collect()
}

/// The most certain trouble among the containers of the new pods.
fn worst(sight: &Sight) -> Option<Fault> {
    let of_pod = |pod: &Value| {
        let name = name(pod).to_owned();
        troubles(pod).into_iter().map(move |trouble| fault(&name, trouble))
    };
    new_pods(sight).into_iter().flat_map(of_pod).min_by_key(|fault| fault.settle)
}

fn fault(pod: &str, trouble: Trouble) -> Fault {
    let Trouble { container, reason, message, settle, life } = trouble;
    Fault { reason, message, settle, at: Some(Container { pod: pod.to_owned(), name: container, life }) }
}

fn cannot_create(sight: &Sight) -> Option<Fault> {
    let from = newest(sight).unwrap_or(&sight.deployment);
    let condition = condition(from, "ReplicaFailure").filter(|condition| condition["status"] == "True")?;
    Some(Fault { settle: CREATE_SETTLES, ..of_condition(condition) })
}

/// Kubernetes keeps the sign of an exceeded deadline until there is progress, whatever has been mended meanwhile. Only one
/// that came while we looked says something about what we wait for.
fn new_deadline_exceeded(sight: &Sight) -> Option<Fault> {
    let sign = exceeded(&sight.deployment)?;
    let is_same = |time: &str| sign[time] == sight.earlier[time];
    let is_old = sight.earlier.is_object() && is_same("lastUpdateTime") && is_same("lastTransitionTime");
    (!is_old).then(|| Fault { settle: DEADLINE_SETTLES, ..of_condition(sign) })
}

/// The condition that says that a Deployment's `progressDeadlineSeconds` are over, where it does.
pub(crate) fn exceeded(deployment: &Value) -> Option<&Value> {
    condition(deployment, "Progressing").filter(|condition| {
        condition["status"] == "False" && condition["reason"] == "ProgressDeadlineExceeded"
    })
}

fn of_condition(condition: &Value) -> Fault {
    Fault {
        reason: text(&condition["reason"]).to_owned(),
        message: text(&condition["message"]).to_owned(),
        settle: Duration::ZERO,
        at: None,
    }
}

/// What is wrong with a Deployment that is not there.
pub(crate) fn deleted() -> Fault {
    certain("Deleted", "it does not exist any more")
}

fn certain(reason: &str, message: &str) -> Fault {
    Fault { reason: reason.to_owned(), message: message.to_owned(), settle: Duration::ZERO, at: None }
}

fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a Value> {
    object["status"]["conditions"].as_array()?.iter().find(|condition| condition["type"] == kind)
}

/// The uid of the object that controls this one.
fn owner(object: &Value) -> Option<&str> {
    let owners = object["metadata"]["ownerReferences"].as_array()?;
    owners.iter().find(|owner| owner["controller"] == true)?["uid"].as_str()
}

fn uid(object: &Value) -> &str {
    text(&object["metadata"]["uid"])
}

fn name(object: &Value) -> &str {
    text(&object["metadata"]["name"])
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The label selector of a Deployment (`spec.selector`) as lists and watches take it.
pub(crate) fn selector(deployment: &Value) -> String {
    let selector = &deployment["spec"]["selector"];
    let equal = selector["matchLabels"].as_object().into_iter().flatten();
    let mut terms: Vec<_> = equal.map(|(key, value)| format!("{key}={}", text(value))).collect();
    for expression in selector["matchExpressions"].as_array().into_iter().flatten() {
        let key = text(&expression["key"]);
        let values: Vec<_> = expression["values"].as_array().into_iter().flatten().map(text).collect();
        let values = values.join(",");
        terms.push(match text(&expression["operator"]) {
            "In" => format!("{key} in ({values})"),
            "NotIn" => format!("{key} notin ({values})"),
            "DoesNotExist" => format!("!{key}"),
            _ => key.to_owned(),
        });
    }
    terms.join(",")
}

/// What a [`Fault`] is recognized by when it is seen again.
pub(crate) fn key(id: &ChildId, fault: &Fault) -> String {
    match &fault.at {
        Some(container) => format!("{id}/{}/{}/{}", container.pod, container.name, fault.reason),
        None => format!("{id}/{}", fault.reason),
    }
}

#[cfg(test)]
mod tests;
