//! Whether an object that does its work once is in the way of another try: a Job cannot be started again, so one that will
//! not succeed any more is removed before it is applied. One that has succeeded, or still may, stays.

use std::time::Duration;

use acme_children::{ChildId, CloudError, Place};
use serde_json::Value;

use super::delete::{Gone, delete, until_gone};
use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::path;
use super::server::Server;

/// How long a Job that has failed, and its pods, may take to go.
const GONE: Duration = Duration::from_secs(120);

/// What pods wait for in the ordinary course of things.
const ON_ITS_WAY: [&str; 2] = ["ContainerCreating", "PodInitializing"];

/// What becomes of an object that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    /// It is being deleted already.
    Goes,
    /// It has failed.
    Failed,
    /// It has no end yet: its pods tell.
    Open,
}

/// Removes what will not do its work any more, and returns when it is gone.
pub(super) async fn make_room(server: &Server, place: &Place, id: &ChildId) -> Result<(), CloudError> {
    let attempt = Attempt { endpoint: server.endpoint(), verb: Verb::Read, place, target: Target::Child(id) };
    let live = match server.get(&path::object(id, &place.namespace)).await {
        Ok(live) => live,
        Err(failure) if failure.is_not_found() => return Ok(()),
        Err(failure) => return Err(explain(&failure, attempt)),
    };
    let uid = live["metadata"]["uid"].as_str().unwrap_or_default();
    match fate(&live) {
        Fate::Stays => Ok(()),
        Fate::Goes => until_gone(server, Gone { place, id, uid }, GONE).await,
        Fate::Failed => delete(server, place, id, GONE).await,
        Fate::Open => {
            let pods = pods(server, place, uid).await.unwrap_or_else(|failure| {
                tracing::debug!(%id, ?failure, "pods cannot be looked at");
                Vec::new()
            });
            if pods.iter().any(is_stuck) { delete(server, place, id, GONE).await } else { Ok(()) }
        }
    }
}

fn fate(live: &Value) -> Fate {
    let conditions = || live["status"]["conditions"].as_array().into_iter().flatten();
    let is_true = |kind: &str| conditions().any(|c| c["type"] == kind && c["status"] == "True");
    if !live["metadata"]["deletionTimestamp"].is_null() {
        Fate::Goes
    } else if is_true("Complete") || is_true("SuccessCriteriaMet") {
        Fate::Stays
    // The latter comes first, while its pods are on their way out.
    } else if is_true("Failed") || is_true("FailureTarget") {
        Fate::Failed
    } else {
        Fate::Open
    }
}

/// The pods of a Job.
async fn pods(server: &Server, place: &Place, uid: &str) -> Result<Vec<Value>, Failure> {
    let pods = path::within("v1", &place.namespace, "pods");
    let list =
        server.get(&format!("{pods}?labelSelector=batch.kubernetes.io%2Fcontroller-uid%3D{uid}")).await?;
    Ok(list["items"].as_array().cloned().unwrap_or_default())
}

/// Whether a pod waits for what did not come: an image, a ConfigMap. An earlier apply has given up on it, and the kubelet's
/// pauses would outlast the patience of this one; what has been mended since is seen by a new pod at once.
fn is_stuck(pod: &Value) -> bool {
    let statuses = ["initContainerStatuses", "containerStatuses"].map(|field| &pod["status"][field]);
    let mut statuses = statuses.into_iter().filter_map(Value::as_array).flatten();
    statuses.any(|status| {
        let reason = status["state"]["waiting"]["reason"].as_str();
        reason.is_some_and(|reason| !ON_ITS_WAY.contains(&reason))
    })
}

#[cfg(test)]
mod tests;
