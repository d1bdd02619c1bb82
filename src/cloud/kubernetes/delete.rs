//! Deletion of one child: what it owns goes first, and the answer comes when all of it is gone.

use std::time::Duration;

use acme_children::{ChildId, CloudError, Habit, Kind, Place};
use futures::StreamExt;
use http::Request;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::server::Server;
use super::watch::{Change, Scope, follow};
use super::{namespace, path};

/// Deletes one child and returns when it is gone.
pub(crate) async fn delete(
    server: &Server,
    place: &Place,
    id: &ChildId,
    timeout: Duration,
) -> Result<(), CloudError> {
    let attempt = |verb| Attempt { endpoint: server.endpoint(), verb, place, target: Target::Child(id) };
    let started = Instant::now();
    let live = match server.get(&path::object(id, &place.namespace)).await {
        Ok(live) => live,
        Err(failure) if failure.is_not_found() => return Ok(()),
        Err(failure) => return Err(explain(&failure, attempt(Verb::Read))),
    };
    let uid = live["metadata"]["uid"].as_str().unwrap_or_default();
    let asked = if id.kind == Kind::Namespace {
        ask_if_unused(server, place, id, &live).await
    } else {
        ask(server, place, id, uid).await.map(|()| Asked::Goes)
    };
    server.lists().forget(id.kind, &place.namespace);
    match asked {
        Ok(Asked::Goes) => {}
        Ok(Asked::Stays) => {
            tracing::debug!(namespace = place.namespace, "namespace is in use, or not ours: it stays");
            return Ok(());
        }
        // Gone meanwhile, replaced by another of the same name, or being deleted by somebody else.
        Err(failure) if matches!(failure.code(), Some(404 | 409)) => {}
        Err(failure) => return Err(explain(&failure, attempt(Verb::Delete))),
    }
    let left = timeout.saturating_sub(started.elapsed());
    until_gone(server, Gone { place, id, uid }, left).await.map_err(|error| with_seconds(error, timeout))
}

/// What becomes of what was to be deleted.
enum Asked {
    Goes,
    Stays,
}

/// Nobody may come into the namespace between the look into it and its end.
async fn ask_if_unused(server: &Server, place: &Place, id: &ChildId, live: &Value) -> Result<Asked, Failure> {
    let Some(_alone) = server.namespaces().close(&place.namespace).await else { return Ok(Asked::Stays) };
    if !namespace::may_be_deleted(server, live, &place.namespace).await? {
        return Ok(Asked::Stays);
    }
    ask(server, place, id, live["metadata"]["uid"].as_str().unwrap_or_default()).await?;
    Ok(Asked::Goes)
}

async fn ask(server: &Server, place: &Place, id: &ChildId, uid: &str) -> Result<(), Failure> {
    let options = json!({
        "apiVersion": "v1",
        "kind": "DeleteOptions",
        "propagationPolicy": "Foreground",
        "preconditions": { "uid": uid },
    });
    let request =
        Request::delete(path::object(id, &place.namespace)).header(CONTENT_TYPE, "application/json");
    server.call(request.body(options.to_string().into_bytes())).await.map(|_| ())
}

/// Whose disappearance is waited for.
#[derive(Clone, Copy)]
pub(crate) struct Gone<'a> {
    /// Where it is.
    pub(crate) place: &'a Place,
    /// What it is called.
    pub(crate) id: &'a ChildId,
    /// Its `metadata.uid`: another object of the same name is not it.
    pub(crate) uid: &'a str,
}

/// Waits until an object that is being deleted is gone.
pub(crate) async fn until_gone(server: &Server, gone: Gone<'_>, timeout: Duration) -> Result<(), CloudError> {
    watch_until_gone(server, gone, timeout).await?;
    server.lists().forget(gone.id.kind, &gone.place.namespace);
    Ok(())
}

async fn watch_until_gone(server: &Server, gone: Gone<'_>, timeout: Duration) -> Result<(), CloudError> {
    let Gone { place, id, uid } = gone;
    let deadline = Instant::now() + timeout;
    let namespace = if id.kind == Kind::Namespace { "" } else { place.namespace.as_str() };
    let scope = Scope {
        api_version: id.kind.api_version(),
        kind: id.kind.name(),
        plural: id.kind.plural(),
        fields: format!("metadata.name={}", id.name),
        ..Scope::default()
    };
    let mut changes = follow(server, namespace, &scope);
    let (mut last, mut is_there) = (Value::Null, false);
    while let Ok(Some(change)) = timeout_at(deadline, changes.next()).await {
        match change {
            Change::Reset => is_there = false,
            Change::Seen(live) if live["metadata"]["uid"] != uid => return Ok(()),
            Change::Seen(live) => (last, is_there) = (live, true),
            Change::Gone(_) => return Ok(()),
            Change::Listed if !is_there => return Ok(()),
            Change::Listed => {}
            // The cluster does not know the kind any more, and has nothing of it.
            Change::Lost(failure) if failure.is_not_found() && id.kind.has(Habit::Custom) => return Ok(()),
            Change::Lost(failure) => {
                if matches!(failure.code(), Some(401 | 403)) {
                    let (verb, target) = (Verb::Watch, Target::Child(id));
                    return Err(explain(
                        &failure,
                        Attempt { endpoint: server.endpoint(), verb, place, target },
                    ));
                }
            }
        }
    }
    let (what, seconds) = ("gone", timeout.as_secs());
    Err(CloudError::TimedOut { id: id.clone(), what, seconds, chain: holders(id, &last) })
}

/// What keeps an object from going, as far as it tells.
fn holders(id: &ChildId, live: &Value) -> Vec<String> {
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|v| Some(v.as_str()?.to_owned())).collect()
    };
    let mut chain = Vec::new();
    let mut finalizers = texts(&live["metadata"]["finalizers"]);
    finalizers.extend(texts(&live["spec"]["finalizers"]));
    if !finalizers.is_empty() {
        chain.push(format!("{id}: held by finalizers: {}", finalizers.join(", ")));
    }
    if finalizers.iter().any(|name| name == "foregroundDeletion") {
        chain.push(format!("{id}: waits until what it owns is gone"));
    }
    let conditions = live["status"]["conditions"].as_array().into_iter().flatten();
    if id.kind == Kind::Namespace {
        let held = conditions.filter(|condition| condition["status"] == "True");
        chain.extend(held.filter_map(|condition| {
            let (kind, text) = (condition["type"].as_str()?, condition["message"].as_str()?);
            Some(format!("{id}: {kind}: {text}"))
        }));
    }
    chain
}

/// The user set the whole time, not what was left of it.
fn with_seconds(error: CloudError, whole: Duration) -> CloudError {
    match error {
        CloudError::TimedOut { id, what, chain, .. } => {
            CloudError::TimedOut { id, what, seconds: whole.as_secs(), chain }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
