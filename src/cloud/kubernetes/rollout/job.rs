//! How a Job stands, judged from the objects alone and told from the outside in. Kubernetes tries again after a pod that
//! fails, up to the Job's limit: what a container exits with decides nothing here.

use std::cmp::Reverse;
use std::time::Duration;

use acme_children::ChildId;
use serde_json::Value;

use super::chain::{LINE, event_lines, pods_lines};
use super::container::{Trouble, statuses, troubles};
use super::{
    CREATE_SETTLES, Container, Fault, Life, Sight, Verdict, certain, condition, deleted, fault, name,
    of_condition, owner, text, uid,
};
use crate::text::brief;

/// Pods and events are followed by other watches than their Job: their last changes may come after its own.
const EVIDENCE: Duration = Duration::from_secs(1);

/// How the Job stands.
pub(crate) fn judge(sight: &Sight) -> Verdict {
    let job = &sight.job;
    if job.is_null() {
        return Verdict::Failed(deleted());
    }
    if has_succeeded(job) {
        return Verdict::Ready;
    }
    if let Some(sign) = failed(job) {
        return Verdict::Failed(Fault { settle: EVIDENCE, ..of_condition(sign) });
    }
    if is_true(job, "SuccessCriteriaMet").is_some() {
        return Verdict::Waiting;
    }
    if is_going(job) {
        return Verdict::Failed(deleted());
    }
    if job["spec"]["suspend"] == true {
        return Verdict::Failed(certain("JobSuspended", "it is suspended"));
    }
    worst(sight).or_else(|| cannot_create(sight)).map_or(Verdict::Waiting, Verdict::Failed)
}

/// Whether a Job has done its work.
pub(crate) fn has_succeeded(job: &Value) -> bool {
    is_true(job, "Complete").is_some()
}

/// The condition that says that a Job has failed, where it does. With `FailureTarget`, that is decided and its pods are on
/// their way out: they must be told while they are there.
fn failed(job: &Value) -> Option<&Value> {
    is_true(job, "Failed").or_else(|| is_true(job, "FailureTarget"))
}

fn is_true<'a>(job: &'a Value, kind: &str) -> Option<&'a Value> {
    condition(job, kind).filter(|condition| condition["status"] == "True")
}

/// The most certain trouble among the containers of the pods that are neither over nor going.
fn worst(sight: &Sight) -> Option<Fault> {
    let of_pod = |pod: &Value| {
        let (name, troubles) = (name(pod).to_owned(), troubles(pod).into_iter());
        let ends: Vec<_> = troubles.filter(|trouble| is_the_end(pod, trouble)).collect();
        ends.into_iter().map(move |trouble| fault(&name, trouble))
    };
    let pods = pods(sight).into_iter().filter(|pod| !is_going(pod) && !is_over(pod));
    pods.flat_map(of_pod).min_by_key(|fault| fault.settle)
}

/// A crash is the end only where it is not counted by the Job, and only of what must run before the Job's work begins: a
/// container beside the others that is always restarted.
fn is_the_end(pod: &Value, trouble: &Trouble) -> bool {
    let is_crash = matches!(trouble.reason.as_str(), "CrashLoopBackOff" | "OOMKilled");
    let own = pod["status"]["containerStatuses"].as_array().into_iter().flatten();
    let has_begun = own.into_iter().any(|status| status["state"]["waiting"].is_null());
    !is_crash || (pod["spec"]["restartPolicy"] == "Never" && !has_begun)
}

/// A Job has no condition for pods that it cannot create; what it says about them are events.
fn cannot_create(sight: &Sight) -> Option<Fault> {
    let status = &sight.job["status"];
    let has_pods = ["active", "failed", "succeeded"].iter().any(|field| count(status, field) > 0);
    if has_pods || !pods(sight).is_empty() {
        return None;
    }
    let is_about = |event: &&Value| event["involvedObject"]["uid"] == uid(&sight.job);
    let event = sight.events.values().filter(is_about).find(|event| event["reason"] == "FailedCreate")?;
    Some(Fault { settle: CREATE_SETTLES, ..certain("FailedCreate", text(&event["message"])) })
}

/// What was last seen, from the outside in. `first` names the pod to begin with.
pub(crate) fn chain(id: &ChildId, sight: &Sight, first: Option<&str>) -> Vec<String> {
    let mut lines = vec![summary(id, &sight.job)];
    let mut pods = pods(sight);
    pods.retain(|pod| pod["status"]["phase"] != "Succeeded");
    // The sort is stable: the newest stay in front.
    pods.sort_by_key(|pod| first != Some(name(pod)));
    lines.extend(pods_lines(&pods));
    let about: Vec<_> = pods.into_iter().take(1).chain([&sight.job]).collect();
    let events = event_lines(sight, &about, &lines);
    lines.extend(events);
    lines
}

fn summary(id: &ChildId, job: &Value) -> String {
    if let Some(sign) = failed(job) {
        return format!("{id}: {}: {}", text(&sign["reason"]), brief(text(&sign["message"]), LINE));
    }
    let (active, failed) = (count(&job["status"], "active"), count(&job["status"], "failed"));
    let suspended = if job["spec"]["suspend"] == true { ", suspended" } else { "" };
    format!("{id}: {active} active, {failed} failed{suspended}")
}

/// The container whose log says most about why the Job has not succeeded, in the newest pod that has one.
pub(crate) fn worst_log(sight: &Sight) -> Option<Container> {
    pods(sight).into_iter().find_map(|pod| {
        let worst = statuses(pod).into_iter().filter_map(|status| Some((weight(pod, status)?, status)));
        let (_, status) = worst.min_by_key(|(weight, _)| *weight)?;
        let has_a_current = status["state"]["waiting"].is_null();
        let life = if has_a_current { Life::Current } else { Life::Previous };
        Some(Container { pod: name(pod).to_owned(), name: text(&status["name"]).to_owned(), life })
    })
}

/// How much a container's log matters, least first; `None` where it has nothing to say. What fails first makes the others
/// fail, and what does the Job's work matters more than what runs before or beside it.
fn weight<'a>(pod: &Value, status: &'a Value) -> Option<(u8, bool, &'a str)> {
    let own = pod["status"]["containerStatuses"].as_array();
    let is_beside = !own.is_some_and(|own| own.contains(status));
    let (state, last) = (&status["state"], &status["lastState"]["terminated"]);
    match &state["terminated"] {
        Value::Null if !state["running"].is_null() => Some((1, is_beside, "")),
        Value::Null => (!last.is_null()).then_some((2, is_beside, "")),
        ended if ended["exitCode"] == 0 => None,
        ended => Some((0, is_beside, text(&ended["finishedAt"]))),
    }
}

/// The Job's pods, newest first.
fn pods(sight: &Sight) -> Vec<&Value> {
    let is_own = |pod: &&Value| !sight.job.is_null() && owner(pod) == Some(uid(&sight.job));
    let mut pods: Vec<_> = sight.pods.values().filter(is_own).collect();
    pods.sort_by_key(|pod| (Reverse(text(&pod["metadata"]["creationTimestamp"])), name(pod)));
    pods
}

fn is_over(pod: &Value) -> bool {
    matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"))
}

fn is_going(object: &Value) -> bool {
    !object["metadata"]["deletionTimestamp"].is_null()
}

fn count(status: &Value, field: &str) -> u64 {
    status[field].as_u64().unwrap_or(0)
}

/// The label selector of a Job's pods.
pub(crate) fn selector(job: &Value) -> String {
    format!("batch.kubernetes.io/job-name={}", name(job))
}

#[cfg(test)]
mod tests;
