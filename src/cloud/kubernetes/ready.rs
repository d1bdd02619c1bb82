//! Waiting for a child to do what it is there for: one watch per kind of object, a verdict after every change, and the
//! reason with its evidence when there is no point in waiting on. What sets Deployments and Jobs apart is not here.

mod evidence;
mod notes;
mod subject;
mod workload;

use std::time::Duration;

use acme_children::{ChildId, CloudError, Kind, Observed, Place};
use futures::StreamExt;
use futures::stream::{BoxStream, select_all};
use serde_json::Value;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::failure::{Attempt, Target, Verb, explain};
use super::path;
use super::rollout::{Sight, Verdict, View, deleted, has_succeeded, hint};
use super::server::Server;
use super::watch::{Change, follow};
use notes::{Completeness, Notes, lost};
use subject::Subject;
use workload::Workload;

/// How often a doubtful sign is looked at again without a change.
const TICK: Duration = Duration::from_secs(1);

/// How long the Job controller may take to say that a limit is exceeded, and its pods to end.
const VERDICT: Duration = Duration::from_secs(60);

/// Returns the child when it does what it is there for.
pub(crate) async fn ready(
    server: &Server,
    place: &Place,
    id: &ChildId,
    timeout: Duration,
) -> Result<Observed, CloudError> {
    let live = read(server, place, id).await?;
    let workload = match id.kind {
        Kind::Deployment if live["spec"]["replicas"] != 0 => Workload::Deployment,
        Kind::Job if !has_succeeded(&live) => Workload::Job,
        Kind::ConfigMap
        | Kind::BackupCoverage
        | Kind::BackupPlan
        | Kind::BackupRun
        | Kind::BackupSelection
        | Kind::BackupVault
        | Kind::RestoreTestingPlan
        | Kind::RestoreTestingSelection
        | Kind::DbBackupReplication
        | Kind::DbInstance
        | Kind::DbParameterGroup
        | Kind::DbReplica
        | Kind::DbSubnetGroup
        | Kind::Role
        | Kind::Deployment
        | Kind::HorizontalPodAutoscaler
        | Kind::Ingress
        | Kind::Job
        | Kind::Namespace
        | Kind::NetworkPolicy
        | Kind::PodDisruptionBudget
        | Kind::Secret
        | Kind::Service
        | Kind::ServiceAccount
        | Kind::ServiceMonitor => return Ok(Observed { live }),
    };
    let timeout = own_limit(workload, &live).unwrap_or(timeout);
    let sight = Watching { server, place, id, timeout, workload }.until_ready(&live).await?;
    match (workload, read(server, place, id).await) {
        (Workload::Job, Err(CloudError::Failed { .. })) => Ok(Observed { live: ended(live, sight) }),
        (Workload::Deployment | Workload::Job, read) => Ok(Observed { live: read? }),
    }
}

/// A Job has a time limit of its own, and Kubernetes tells why it was exceeded: it is left the time to.
fn own_limit(workload: Workload, live: &Value) -> Option<Duration> {
    match workload {
        Workload::Job => {
            live["spec"]["activeDeadlineSeconds"].as_u64().map(|limit| Duration::from_secs(limit) + VERDICT)
        }
        Workload::Deployment => None,
    }
}

/// A Job that has done its work may be cleaned up before it can be read once more: it is what it was, with its end.
fn ended(mut live: Value, mut sight: Sight) -> Value {
    if let (Some(fields), Some(status)) = (live.as_object_mut(), sight.job.get_mut("status")) {
        fields.insert("status".to_owned(), status.take());
    }
    live
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
    workload: Workload,
}

impl Watching<'_> {
    /// What was seen when it was ready.
    async fn until_ready(self, live: &Value) -> Result<Sight, CloudError> {
        let deadline = Instant::now() + self.timeout;
        let mut changes = self.changes(live);
        let mut notes = Notes::of(self.workload, live);
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
                Verdict::Ready => return Ok(notes.sight),
                Verdict::Waiting => {}
                Verdict::Failed(fault) => return Err(self.failed(&notes.sight, fault).await),
            }
        }
    }

    fn changes(self, live: &Value) -> impl futures::Stream<Item = (Subject, Change)> + Unpin + use<> {
        let labels = self.workload.pod_labels(live);
        let follow = |subject: &Subject| -> BoxStream<'static, (Subject, Change)> {
            let (subject, scope) = (*subject, subject.scope(&self.id.name, &labels));
            let changes = follow(self.server, &self.place.namespace, &scope);
            changes.map(move |change| (subject, change)).boxed()
        };
        select_all(self.workload.judged_by().iter().chain(&[Subject::Events]).map(follow))
    }

    fn note(self, notes: &mut Notes, subject: Subject, change: Change) -> Result<(), CloudError> {
        let Change::Lost(failure) = change else {
            notes.change(subject, change);
            return Ok(());
        };
        let is_refused = matches!(failure.code(), Some(401 | 403 | 404));
        match subject {
            Subject::Deployment | Subject::Job if is_refused => {
                let (verb, target) = (Verb::Watch, Target::Child(self.id));
                let attempt = Attempt { endpoint: self.server.endpoint(), verb, place: self.place, target };
                return Err(explain(&failure, attempt));
            }
            Subject::ReplicaSets | Subject::Pods if is_refused => {
                notes.sight.view = View::DeploymentOnly;
                notes.listed.insert(subject, Completeness::Listed);
            }
            Subject::Deployment | Subject::Job | Subject::ReplicaSets | Subject::Pods => {
                notes.lost = Some(lost(&failure));
            }
            Subject::Events => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
