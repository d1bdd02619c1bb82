//! Waiting for a child to do what it is there for: one watch per kind of object, a verdict after every change, and the
//! reason with its evidence when there is no point in waiting on.

use std::collections::BTreeMap;
use std::time::Duration;

use acme_children::{ChildId, CloudError, Kind, Observed, Place};
use futures::StreamExt;
use futures::stream::{BoxStream, select_all};
use http::Request;
use serde_json::Value;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::path;
use super::rollout::{
    Container, Fault, Life, Sight, Verdict, View, chain, deleted, exceeded, hint, judge, key, log_lines,
    selector, worst_log,
};
use super::server::Server;
use super::watch::{Change, Scope, follow};

/// How often a doubtful sign is looked at again without a change.
const TICK: Duration = Duration::from_secs(1);
/// How much longer than its grace period a pod may drain before it is taken for lost.
const OVERDUE: Duration = Duration::from_secs(5);
/// How long a log is waited for.
const LOG: Duration = Duration::from_secs(3);

/// Returns the child when it does what it is there for.
pub(crate) async fn ready(
    server: &Server,
    place: &Place,
    id: &ChildId,
    timeout: Duration,
) -> Result<Observed, CloudError> {
    let live = read(server, place, id).await?;
    match id.kind {
        Kind::Deployment if live["spec"]["replicas"] != 0 => {
            Watching { server, place, id, timeout }.until_ready(&live).await?;
            Ok(Observed { live: read(server, place, id).await? })
        }
        Kind::ConfigMap
        | Kind::Deployment
        | Kind::HorizontalPodAutoscaler
        | Kind::Ingress
        | Kind::Namespace
        | Kind::NetworkPolicy
        | Kind::PodDisruptionBudget
        | Kind::Service
        | Kind::ServiceAccount => Ok(Observed { live }),
    }
}

async fn read(server: &Server, place: &Place, id: &ChildId) -> Result<Value, CloudError> {
    server.get(&path::object(id, &place.namespace)).await.map_err(|failure| {
        if failure.is_not_found() {
            let fault = deleted();
            return CloudError::Failed {
                id: id.clone(),
                hint: hint(&fault),
                reason: fault.reason,
                chain: vec![],
            };
        }
        let attempt =
            Attempt { endpoint: server.endpoint(), verb: Verb::Read, place, target: Target::Child(id) };
        explain(&failure, attempt)
    })
}

#[derive(Clone, Copy)]
struct Watching<'a> {
    server: &'a Server,
    place: &'a Place,
    id: &'a ChildId,
    timeout: Duration,
}

/// What a watch is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Deployment,
    ReplicaSets,
    Pods,
    Events,
}

/// What is known so far, and since when.
#[derive(Default)]
struct Notes {
    sight: Sight,
    /// Whose first list is complete.
    listed: BTreeMap<Subject, Completeness>,
    /// When pods that are being deleted should be gone.
    drained_by: BTreeMap<String, Instant>,
    /// When a doubtful sign was first seen.
    since: BTreeMap<String, Instant>,
    /// Why nothing is seen at the moment.
    lost: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Completeness {
    Listing,
    Listed,
}

impl Watching<'_> {
    async fn until_ready(self, live: &Value) -> Result<(), CloudError> {
        let deadline = Instant::now() + self.timeout;
        let mut changes = self.changes(live);
        let mut notes = Notes::default();
        notes.sight.earlier = exceeded(live).cloned().unwrap_or_default();
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = sleep_until(deadline) => return Err(self.timed_out(&notes).await),
                Some((subject, change)) = changes.next() => self.note(&mut notes, subject, change)?,
                _ = tick.tick() => {}
            }
            match notes.verdict(self.id, Instant::now()) {
                Verdict::Ready => return Ok(()),
                Verdict::Waiting => {}
                Verdict::Failed(fault) => return Err(self.failed(&notes.sight, fault).await),
            }
        }
    }

    fn changes(self, live: &Value) -> impl futures::Stream<Item = (Subject, Change)> + Unpin + use<> {
        let labels = selector(live);
        let scope = |subject: Subject| match subject {
            Subject::Deployment => Scope {
                api_version: "apps/v1",
                kind: "Deployment",
                plural: "deployments",
                fields: format!("metadata.name={}", self.id.name),
                ..Scope::default()
            },
            Subject::ReplicaSets => Scope {
                api_version: "apps/v1",
                kind: "ReplicaSet",
                plural: "replicasets",
                labels: labels.clone(),
                ..Scope::default()
            },
            Subject::Pods => Scope {
                api_version: "v1",
                kind: "Pod",
                plural: "pods",
                labels: labels.clone(),
                ..Scope::default()
            },
            Subject::Events => Scope {
                api_version: "v1",
                kind: "Event",
                plural: "events",
                fields: "type=Warning".to_owned(),
                ..Scope::default()
            },
        };
        let follow = |subject: Subject| -> BoxStream<'static, (Subject, Change)> {
            let changes = follow(self.server, &self.place.namespace, &scope(subject));
            changes.map(move |change| (subject, change)).boxed()
        };
        select_all([Subject::Deployment, Subject::ReplicaSets, Subject::Pods, Subject::Events].map(follow))
    }

    fn note(self, notes: &mut Notes, subject: Subject, change: Change) -> Result<(), CloudError> {
        let Change::Lost(failure) = change else {
            notes.change(subject, change);
            return Ok(());
        };
        let is_refused = matches!(failure.code(), Some(401 | 403 | 404));
        match subject {
            Subject::Deployment if is_refused => {
                let (verb, target) = (Verb::Watch, Target::Child(self.id));
                let attempt = Attempt { endpoint: self.server.endpoint(), verb, place: self.place, target };
                return Err(explain(&failure, attempt));
            }
            Subject::ReplicaSets | Subject::Pods if is_refused => {
                notes.sight.view = View::DeploymentOnly;
                notes.listed.insert(subject, Completeness::Listed);
            }
            Subject::Deployment | Subject::ReplicaSets | Subject::Pods => notes.lost = Some(lost(&failure)),
            Subject::Events => {}
        }
        Ok(())
    }

    async fn failed(self, sight: &Sight, fault: Fault) -> CloudError {
        let pod = fault.at.as_ref().map(|container| container.pod.as_str());
        let mut chain = chain(self.id, sight, pod);
        let at = fault.at.clone().or_else(|| worst_log(sight));
        chain.extend(self.log(at).await);
        let hint = hint(&fault);
        CloudError::Failed { id: self.id.clone(), reason: fault.reason, chain, hint }
    }

    async fn timed_out(self, notes: &Notes) -> CloudError {
        let mut chain = chain(self.id, &notes.sight, None);
        chain.extend(self.log(worst_log(&notes.sight)).await);
        chain.extend(notes.lost.iter().map(|text| format!("watch: {text}")));
        CloudError::TimedOut { id: self.id.clone(), what: "ready", seconds: self.timeout.as_secs(), chain }
    }

    /// The last lines of a log, where there is one to be had soon.
    async fn log(self, container: Option<Container>) -> Vec<String> {
        let Some(Container { pod, name, life }) = container else { return Vec::new() };
        let previous = match life {
            Life::Current => "false",
            Life::Previous => "true",
            Life::None => return Vec::new(),
        };
        let pods = path::within("v1", &self.place.namespace, "pods");
        let uri =
            format!("{pods}/{pod}/log?container={name}&previous={previous}&tailLines=20&limitBytes=16384");
        let Ok(request) = Request::get(uri).body(Vec::new()) else { return Vec::new() };
        match tokio::time::timeout(LOG, self.server.once(request)).await {
            Ok(Ok(log)) => log_lines(&String::from_utf8_lossy(&log)),
            Ok(Err(failure)) => {
                tracing::debug!(?failure, pod, "log cannot be read");
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }
}

fn lost(failure: &Failure) -> String {
    match failure {
        Failure::Answer(answer) => answer.message.clone(),
        Failure::Broken(_, text) | Failure::NoToken(text) | Failure::Malformed(text) => text.clone(),
    }
}

impl Notes {
    fn change(&mut self, subject: Subject, change: Change) {
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

    fn verdict(&mut self, id: &ChildId, now: Instant) -> Verdict {
        let needed = [Subject::Deployment, Subject::ReplicaSets, Subject::Pods];
        if !needed.iter().all(|subject| self.listed.get(subject) == Some(&Completeness::Listed)) {
            return Verdict::Waiting;
        }
        let is_overdue = |by: &Instant| now > *by;
        let overdue = self.drained_by.iter().filter(|(_, by)| is_overdue(by)).map(|(uid, _)| uid.clone());
        self.sight.overdue = overdue.collect();
        match judge(&self.sight) {
            Verdict::Failed(fault) => {
                let since = *self.since.entry(key(id, &fault)).or_insert(now);
                if now - since >= fault.settle { Verdict::Failed(fault) } else { Verdict::Waiting }
            }
            verdict @ (Verdict::Ready | Verdict::Waiting) => verdict,
        }
    }

    fn clear(&mut self, subject: Subject) {
        match self.objects(subject) {
            Some(objects) => objects.clear(),
            None => self.sight.deployment = Value::Null,
        }
    }

    fn put(&mut self, subject: Subject, object: Value) {
        let uid = uid(&object);
        if subject == Subject::Pods && !object["metadata"]["deletionTimestamp"].is_null() {
            let grace = object["metadata"]["deletionGracePeriodSeconds"].as_u64().unwrap_or(30);
            let by = Instant::now() + Duration::from_secs(grace) + OVERDUE;
            self.drained_by.entry(uid.clone()).or_insert(by);
        }
        match self.objects(subject) {
            Some(objects) => drop(objects.insert(uid, object)),
            None => self.sight.deployment = object,
        }
    }

    fn take(&mut self, subject: Subject, object: &Value) {
        match self.objects(subject) {
            Some(objects) => drop(objects.remove(&uid(object))),
            None => self.sight.deployment = Value::Null,
        }
    }

    /// `None` for the Deployment, which is one.
    fn objects(&mut self, subject: Subject) -> Option<&mut BTreeMap<String, Value>> {
        match subject {
            Subject::Deployment => None,
            Subject::ReplicaSets => Some(&mut self.sight.replica_sets),
            Subject::Pods => Some(&mut self.sight.pods),
            Subject::Events => Some(&mut self.sight.events),
        }
    }
}

fn uid(object: &Value) -> String {
    object["metadata"]["uid"].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
