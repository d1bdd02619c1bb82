//! What a wait has seen so far, and since when: the only place that brings objects and the clock together. It calls
//! nobody.

use std::collections::BTreeMap;
use std::time::Duration;

use acme_children::ChildId;
use serde_json::Value;
use tokio::time::Instant;

use super::super::failure::Failure;
use super::super::rollout::{Sight, Verdict, exceeded, has_succeeded, key};
use super::super::watch::Change;
use super::subject::Subject;
use super::workload::Workload;

/// How much longer than its grace period a pod may drain before it is taken for lost.
const OVERDUE: Duration = Duration::from_secs(5);

/// What is known so far, and since when.
#[derive(Default)]
pub(super) struct Notes {
    /// Who is waited for.
    workload: Workload,
    pub(super) sight: Sight,
    /// Whose first list is complete.
    pub(super) listed: BTreeMap<Subject, Completeness>,
    /// When pods that are being deleted should be gone.
    drained_by: BTreeMap<String, Instant>,
    /// When a doubtful sign was first seen.
    since: BTreeMap<String, Instant>,
    /// Why nothing is seen at the moment.
    pub(super) lost: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Completeness {
    Listing,
    Listed,
}

/// What the watch says that sees nothing.
pub(super) fn lost(failure: &Failure) -> String {
    match failure {
        Failure::Answer(answer) => answer.message.clone(),
        Failure::Broken(_, text) | Failure::NoToken(text) | Failure::Malformed(text) => text.clone(),
    }
}

impl Notes {
    /// Nothing is known yet but the object as it was before.
    pub(super) fn of(workload: Workload, live: &Value) -> Self {
        let earlier = exceeded(live).cloned().unwrap_or_default();
        Self { workload, sight: Sight { earlier, ..Sight::default() }, ..Self::default() }
    }

    pub(super) fn change(&mut self, subject: Subject, change: Change) {
        match change {
            Change::Reset => {
                self.listed.insert(subject, Completeness::Listing);
                self.clear(subject);
            }
            Change::Listed => {
                self.listed.insert(subject, Completeness::Listed);
                self.lost = None;
            }
            Change::Seen(object) => self.put(subject, object),
            Change::Gone(object) => self.take(subject, &object),
            Change::Lost(_) => {}
        }
    }

    pub(super) fn verdict(&mut self, id: &ChildId, now: Instant) -> Verdict {
        let is_listed = |subject: &Subject| self.listed.get(subject) == Some(&Completeness::Listed);
        if !self.workload.judged_by().iter().all(is_listed) {
            return Verdict::Waiting;
        }
        let is_overdue = |by: &Instant| now > *by;
        let overdue = self.drained_by.iter().filter(|(_, by)| is_overdue(by)).map(|(uid, _)| uid.clone());
        self.sight.overdue = overdue.collect();
        match self.workload.judge(&self.sight) {
            Verdict::Failed(fault) => {
                let since = *self.since.entry(key(id, &fault)).or_insert(now);
                if now - since >= fault.settle { Verdict::Failed(fault) } else { Verdict::Waiting }
            }
            verdict @ (Verdict::Ready | Verdict::Waiting) => verdict,
        }
    }

    fn clear(&mut self, subject: Subject) {
        match self.seen(subject) {
            Seen::One(object) => *object = Value::Null,
            Seen::Many(objects) => objects.clear(),
        }
    }

    pub(super) fn put(&mut self, subject: Subject, object: Value) {
        let uid = uid(&object);
        if subject == Subject::Pods && !object["metadata"]["deletionTimestamp"].is_null() {
            let grace = object["metadata"]["deletionGracePeriodSeconds"].as_u64().unwrap_or(30);
            let by = Instant::now() + Duration::from_secs(grace) + OVERDUE;
            self.drained_by.entry(uid.clone()).or_insert(by);
        }
        match self.seen(subject) {
            Seen::One(seen) => *seen = object,
            Seen::Many(objects) => drop(objects.insert(uid, object)),
        }
    }

    fn take(&mut self, subject: Subject, object: &Value) {
        match self.seen(subject) {
            // A Job that has succeeded may be cleaned up before its success is judged.
            Seen::One(seen) if has_succeeded(object) => object.clone_into(seen),
            Seen::One(seen) => *seen = Value::Null,
            Seen::Many(objects) => drop(objects.remove(&uid(object))),
        }
    }

    fn seen(&mut self, subject: Subject) -> Seen<'_> {
        match subject {
            Subject::Deployment => Seen::One(&mut self.sight.deployment),
            Subject::Job => Seen::One(&mut self.sight.job),
            Subject::ReplicaSets => Seen::Many(&mut self.sight.replica_sets),
            Subject::Pods => Seen::Many(&mut self.sight.pods),
            Subject::Events => Seen::Many(&mut self.sight.events),
        }
    }
}

/// What is kept of a subject.
enum Seen<'a> {
    One(&'a mut Value),
    Many(&'a mut BTreeMap<String, Value>),
}

fn uid(object: &Value) -> String {
    object["metadata"]["uid"].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
