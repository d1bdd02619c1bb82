//! A rollout told from the outside in: Deployment, ReplicaSet, pods, containers, events; from the pods on, a Job is told
//! by the same words. Environment and configuration of a container are never part of it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use acme_children::ChildId;
use serde_json::Value;

use super::container::statuses;
use super::{
    Container, Life, Sight, condition, exceeded, name, new_pods, newest, text, troubles, uid, wanted,
};
use crate::text::brief;

/// Events that are told.
const EVENTS: usize = 3;
/// Log lines that are told.
pub(crate) const LOG_LINES: usize = 5;
/// Characters of one message.
pub(super) const LINE: usize = 600;

/// What was last seen, from the outside in. `first` names the pod to begin with.
pub(crate) fn chain(id: &ChildId, sight: &Sight, first: Option<&str>) -> Vec<String> {
    let mut lines = vec![summary(id, sight)];
    if let Some(sign) = exceeded(&sight.deployment) {
        lines.push(format!("{id}: {}: {}", text(&sign["reason"]), brief(text(&sign["message"]), LINE)));
    }
    if let Some(set) = newest(sight)
        && let Some(failure) =
            condition(set, "ReplicaFailure").filter(|condition| condition["status"] == "True")
    {
        let (reason, message) = (text(&failure["reason"]), brief(text(&failure["message"]), LINE));
        lines.push(format!("replicaset {}: {reason}: {message}", name(set)));
    }
    let mut pods: Vec<_> = new_pods(sight).into_iter().filter(|pod| !is_ready(pod)).collect();
    pods.sort_by_key(|pod| (first != Some(name(pod)), troubles(pod).is_empty(), name(pod)));
    lines.extend(pods_lines(&pods));
    let about: Vec<_> = pods.into_iter().take(1).chain(newest(sight)).chain([&sight.deployment]).collect();
    let events = event_lines(sight, &about, &lines);
    lines.extend(events);
    lines
}

/// The last lines of a container's log.
pub(crate) fn log_lines(log: &str) -> Vec<String> {
    let lines: Vec<_> = log.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.iter().skip(lines.len().saturating_sub(LOG_LINES));
    let printable = |line: &&str| line.chars().filter(|c| !c.is_control()).collect::<String>();
    last.map(|line| format!("log: {}", brief(&printable(line), LINE))).collect()
}

/// The container whose log says most about why a rollout takes so long: one that has run and is not ready.
pub(crate) fn worst_log(sight: &Sight) -> Option<Container> {
    new_pods(sight).into_iter().filter(|pod| !is_ready(pod)).find_map(|pod| {
        let status = statuses(pod).into_iter().find(|status| status["ready"] != true && has_run(status))?;
        let is_running = !status["state"]["running"].is_null();
        let life = if is_running { Life::Current } else { Life::Previous };
        Some(Container { pod: name(pod).to_owned(), name: text(&status["name"]).to_owned(), life })
    })
}

fn has_run(status: &Value) -> bool {
    !status["state"]["running"].is_null() || !status["lastState"]["terminated"].is_null()
}

fn summary(id: &ChildId, sight: &Sight) -> String {
    let status = &sight.deployment["status"];
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let available = match newest(sight) {
        Some(set) => count(&set["status"]["availableReplicas"]),
        None => count(&status["availableReplicas"]).min(count(&status["updatedReplicas"])),
    };
    let wanted = wanted(&sight.deployment);
    let old = count(&status["replicas"]).saturating_sub(count(&status["updatedReplicas"]));
    let left = if old > 0 { format!(", {old} of an older revision left") } else { String::new() };
    format!("{id}: {available} of {wanted} updated pods available{left}")
}

fn is_ready(pod: &Value) -> bool {
    condition(pod, "Ready").is_some_and(|condition| condition["status"] == "True")
}

/// One pod in full for each thing that pods suffer from, and how many others suffer from the same.
pub(super) fn pods_lines(pods: &[&Value]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for pod in pods {
        match others.entry(complaint(pod)) {
            Entry::Occupied(mut count) => *count.get_mut() += 1,
            Entry::Vacant(first) => {
                first.insert(0);
                lines.extend(pod_lines(pod));
            }
        }
    }
    let more = others.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(more.map(|(word, count)| match count {
        1 => format!("1 more pod: {word}"),
        count => format!("{count} more pods: {word}"),
    }));
    lines
}

/// What a pod suffers from, in a word.
fn complaint(pod: &Value) -> &str {
    let scheduled = condition(pod, "PodScheduled").filter(|condition| condition["status"] == "False");
    let container = statuses(pod).into_iter().find(|status| status["ready"] != true && !has_done(status));
    let word = scheduled.map(|condition| &condition["reason"]).or_else(|| {
        let state = &container?["state"];
        let held = [&state["waiting"]["reason"], &state["terminated"]["reason"]];
        held.into_iter().find(|reason| reason.is_string())
    });
    word.and_then(Value::as_str).unwrap_or("not ready")
}

fn pod_lines(pod: &Value) -> Vec<String> {
    let pod_name = name(pod);
    if let Some(scheduled) = condition(pod, "PodScheduled").filter(|condition| condition["status"] == "False")
    {
        let (reason, message) = (text(&scheduled["reason"]), brief(text(&scheduled["message"]), LINE));
        return vec![format!("pod {pod_name}: {reason}: {message}")];
    }
    let unready = statuses(pod).into_iter().filter(|status| status["ready"] != true && !has_done(status));
    let lines: Vec<_> = unready
        .map(|status| format!("pod {pod_name}: container {}: {}", text(&status["name"]), state(status)))
        .collect();
    if lines.is_empty() { vec![format!("pod {pod_name}: {}", text(&pod["status"]["phase"]))] } else { lines }
}

/// An init container that has done its work is no longer ready, and need not be.
fn has_done(status: &Value) -> bool {
    status["state"]["terminated"]["exitCode"] == 0 && status["restartCount"] == 0
}

fn state(status: &Value) -> String {
    let state = &status["state"];
    let now = if let Some(reason) = state["waiting"]["reason"].as_str() {
        match brief(text(&state["waiting"]["message"]), LINE) {
            message if message.is_empty() => format!("waiting: {reason}"),
            message => format!("waiting: {reason}: {message}"),
        }
    } else if !state["terminated"].is_null() {
        // A container that is not restarted has no other place for why it could not be started.
        match brief(text(&state["terminated"]["message"]), LINE) {
            message if message.is_empty() => format!("terminated: {}", exit(&state["terminated"])),
            message => format!("terminated: {}: {message}", exit(&state["terminated"])),
        }
    } else if !state["running"].is_null() {
        "running, not ready".to_owned()
    } else {
        "waiting".to_owned()
    };
    let last = &status["lastState"]["terminated"];
    let restarts = status["restartCount"].as_u64().unwrap_or(0);
    match (last.is_null(), restarts) {
        (true, 0) => now,
        (true, restarts) => format!("{now}; restarted {restarts}x"),
        (false, 0) => format!("{now}; last exit: {}", exit(last)),
        (false, restarts) => format!("{now}; last exit: {}, restarted {restarts}x", exit(last)),
    }
}

fn exit(terminated: &Value) -> String {
    let reason = terminated["reason"].as_str().unwrap_or("ended");
    match terminated["exitCode"].as_i64() {
        Some(code) => format!("{reason} (exit code {code})"),
        None => reason.to_owned(),
    }
}

pub(super) fn event_lines(sight: &Sight, about: &[&Value], said: &[String]) -> Vec<String> {
    let is_about = |event: &&Value| about.iter().any(|object| event["involvedObject"]["uid"] == uid(object));
    // A ReplicaSet that cannot create pods says so in its status, and again for every pod.
    let is_new = |event: &&Value| {
        !(event["reason"] == "FailedCreate" && said.iter().any(|line| line.contains(": FailedCreate: ")))
    };
    let mut events: Vec<_> = sight.events.values().filter(is_about).filter(is_new).collect();
    // RFC 3339 times of one form sort as text.
    events.sort_by_key(|event| std::cmp::Reverse(when(event).to_owned()));
    let mut lines: Vec<String> = Vec::new();
    for event in events {
        let message = brief(text(&event["message"]), LINE);
        let is_said = said.iter().chain(&lines).any(|line| line.contains(&message));
        if !is_said && lines.len() < EVENTS {
            lines.push(format!("event: {}{}: {message}", text(&event["reason"]), times(event)));
        }
    }
    lines
}

fn when(event: &Value) -> &str {
    let times = [&event["series"]["lastObservedTime"], &event["lastTimestamp"], &event["eventTime"]];
    times.into_iter().find_map(Value::as_str).unwrap_or_else(|| text(&event["metadata"]["creationTimestamp"]))
}

fn times(event: &Value) -> String {
    let count = event["series"]["count"].as_u64().or(event["count"].as_u64()).unwrap_or(1);
    if count > 1 { format!(" ({count}x)") } else { String::new() }
}
