//! Server-side apply of one manifest, with what has to happen to the ownership of fields around it; and the creation of
//! a namespace, which is never taken from whoever made it.

use std::time::Duration;

use acme_children::{ChildId, CloudError, Habit, Kind, MANAGER, Manifest, Observed, Place, STARTER};
use http::Request;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::delete::{Gone, until_gone};
use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::secret::Data;
use super::server::Server;
use super::{fields, path, renew};

/// How long a namespace that is being deleted is waited for, before a new one is made.
const NAMESPACE_GONE: Duration = Duration::from_secs(120);
/// How often an object that others write at the same time is read again.
const CLAIMS: u32 = 5;

/// Makes one child what its manifest says, with secret values in the place where it has them.
pub(crate) async fn apply(
    server: &Server,
    place: &Place,
    id: &ChildId,
    manifest: &Manifest,
    data: &Data,
) -> Result<Observed, CloudError> {
    let attempt =
        Attempt { endpoint: server.endpoint(), verb: Verb::Apply, place, target: Target::Child(id) };
    if id.kind.has(Habit::OneOff) {
        renew::make_room(server, place, id).await?;
    }
    let at_work = server.namespaces().enter(&place.namespace).await;
    if id.kind == Kind::Namespace {
        let live = namespace(server, place, id, manifest).await?;
        at_work.promise();
        return Ok(Observed { live });
    }
    let patched = patch(Object { server, id, namespace: &place.namespace }, manifest, data).await;
    let patched = patched.map_err(|failure| data.cut_out_of(failure));
    note(server, place, id, &patched);
    at_work.redeem();
    Ok(Observed { live: patched.map_err(|failure| explain(&failure, attempt))? })
}

async fn patch(object: Object<'_>, manifest: &Manifest, data: &Data) -> Result<Value, Failure> {
    let id = object.id;
    if is_written_by_many(id.kind)
        && let Some(live) = object.claimed(manifest).await?
    {
        // Before we give a field up: the server resets what nobody owns.
        object.start(manifest, &live).await?;
    }
    let stored = object.apply(MANAGER, data.within(manifest)).await?;
    Ok(match object.start(manifest, &stored).await {
        Ok(started) => started.unwrap_or(stored),
        // What exists must be recorded; whoever the numbers are left to sets them a little later.
        Err(failure) => {
            tracing::warn!(%id, ?failure, "the numbers to start with cannot be set");
            stored
        }
    })
}

/// Whether others write what we apply: numbers that they scale, lists that they change.
pub(super) fn is_written_by_many(kind: Kind) -> bool {
    matches!(kind, Kind::Deployment | Kind::Service)
}

#[derive(Clone, Copy)]
struct Object<'a> {
    server: &'a Server,
    id: &'a ChildId,
    namespace: &'a str,
}

impl Object<'_> {
    async fn apply(self, manager: &str, manifest: Value) -> Result<Value, Failure> {
        let body = within(manifest, self.namespace);
        let query = format!("fieldManager={manager}&force=true&fieldValidation=Strict");
        self.patch(&query, "application/apply-patch+yaml", &body).await
    }

    async fn patch(self, query: &str, format: &str, body: &Value) -> Result<Value, Failure> {
        let path = path::object(self.id, self.namespace);
        let request = Request::patch(format!("{path}?{query}")).header(CONTENT_TYPE, format);
        self.server.call(request.body(body.to_string().into_bytes())).await
    }

    /// The live object, with nothing of others in the way of its manifest; `None` where there is no object.
    async fn claimed(self, manifest: &Manifest) -> Result<Option<Value>, Failure> {
        let mut attempt = 0;
        loop {
            let live = match self.server.get(&path::object(self.id, self.namespace)).await {
                Ok(live) => live,
                Err(failure) if failure.is_not_found() => return Ok(None),
                Err(failure) => return Err(failure),
            };
            let Some(patch) = fields::claim(manifest.json(), &live) else { return Ok(Some(live)) };
            attempt += 1;
            let query = format!("fieldManager={MANAGER}");
            match self.patch(&query, "application/json-patch+json", &patch).await {
                Ok(live) => return Ok(Some(live)),
                Err(failure) if failure.code() == Some(409) && attempt < CLAIMS => {}
                Err(failure) => return Err(failure),
            }
        }
    }

    /// Sets the numbers that the manifest starts with; `None` where others have taken them.
    async fn start(self, manifest: &Manifest, live: &Value) -> Result<Option<Value>, Failure> {
        match fields::start(self.id, manifest, live) {
            Some(start) => self.apply(STARTER, start).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Lists follow a write; where its outcome is not known, they are made again.
fn note(server: &Server, place: &Place, id: &ChildId, written: &Result<Value, Failure>) {
    match written {
        Ok(live) => server.lists().note(id, &place.namespace, Some(live)),
        Err(_) => server.lists().forget(id.kind, &place.namespace),
    }
}

/// The manifest in a namespace.
pub(super) fn within(mut manifest: Value, namespace: &str) -> Value {
    manifest["metadata"]["namespace"] = json!(namespace);
    manifest
}

/// The namespace as it is, or a new one. Somebody else's keeps its labels.
async fn namespace(
    server: &Server,
    place: &Place,
    id: &ChildId,
    manifest: &Manifest,
) -> Result<Value, CloudError> {
    let attempt = |verb| Attempt { endpoint: server.endpoint(), verb, place, target: Target::Child(id) };
    let path = path::object(id, &place.namespace);
    // Twice, because another resource may make the namespace between the read and the creation.
    for _ in 0..2 {
        match server.get(&path).await {
            Ok(live) if live["metadata"]["deletionTimestamp"].is_null() => return Ok(live),
            Ok(live) => {
                let going = Gone { place, id, uid: live["metadata"]["uid"].as_str().unwrap_or_default() };
                until_gone(server, going, NAMESPACE_GONE).await?;
            }
            Err(failure) if failure.is_not_found() => {}
            Err(failure) => return Err(explain(&failure, attempt(Verb::Read))),
        }
        let uri = format!("{}?fieldManager={MANAGER}&fieldValidation=Strict", path::collection(id.kind, ""));
        let request = Request::post(uri).header(CONTENT_TYPE, "application/json");
        let created = server.call(request.body(manifest.json().to_string().into_bytes())).await;
        note(server, place, id, &created);
        match created {
            Ok(live) => return Ok(live),
            Err(failure) if failure.code() == Some(409) => {}
            Err(failure) => return Err(explain(&failure, attempt(Verb::Apply))),
        }
    }
    server.get(&path).await.map_err(|failure| explain(&failure, attempt(Verb::Read)))
}
