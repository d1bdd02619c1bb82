//! Server-side apply of one manifest, and the creation of a namespace, which is never taken from whoever made it.

use std::time::Duration;

use acme_children::{ChildId, CloudError, Kind, MANAGER, Manifest, Observed, Place};
use http::Request;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::delete::{Gone, until_gone};
use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::path;
use super::server::Server;

/// How long a namespace that is being deleted is waited for, before a new one is made.
const NAMESPACE_GONE: Duration = Duration::from_secs(120);

/// Makes one child what its manifest says.
pub(crate) async fn apply(
    server: &Server,
    place: &Place,
    id: &ChildId,
    manifest: &Manifest,
) -> Result<Observed, CloudError> {
    let attempt =
        Attempt { endpoint: server.endpoint(), verb: Verb::Apply, place, target: Target::Child(id) };
    let live = match id.kind {
        Kind::Namespace => namespace(server, place, id, manifest).await?,
        Kind::ConfigMap
        | Kind::Deployment
        | Kind::HorizontalPodAutoscaler
        | Kind::Ingress
        | Kind::NetworkPolicy
        | Kind::PodDisruptionBudget
        | Kind::Service
        | Kind::ServiceAccount => {
            let patched = patch(server, place, id, manifest).await;
            note(server, place, id, &patched);
            patched.map_err(|failure| explain(&failure, attempt))?
        }
    };
    Ok(Observed { live })
}

async fn patch(server: &Server, place: &Place, id: &ChildId, manifest: &Manifest) -> Result<Value, Failure> {
    let body = within(manifest.json().clone(), &place.namespace);
    let path = path::object(id, &place.namespace);
    let uri = format!("{path}?fieldManager={MANAGER}&force=true&fieldValidation=Strict");
    let request = Request::patch(uri).header(CONTENT_TYPE, "application/apply-patch+yaml");
    server.call(request.body(body.to_string().into_bytes())).await
}

/// Lists follow a write; where its outcome is not known, they are made again.
fn note(server: &Server, place: &Place, id: &ChildId, written: &Result<Value, Failure>) {
    match written {
        Ok(live) => server.lists().note(id, &place.namespace, Some(live)),
        Err(_) => server.lists().forget(id.kind, &place.namespace),
    }
}

fn within(mut manifest: Value, namespace: &str) -> Value {
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
