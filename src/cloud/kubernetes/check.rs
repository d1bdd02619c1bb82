//! Whether the API server would accept a manifest: a server-side apply that changes nothing (`dryRun=All`), and the same for
//! a pod of what makes pods, since quota, Pod Security and the webhooks of pods look at pods only. A quota is not used up by
//! a dry run.

use acme_children::{ChildId, CloudError, Habit, Kind, MANAGER, Manifest, Place};
use http::Request;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::apply::{is_written_by_many, within};
use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::server::Server;
use super::{fields, path};

/// Asks whether one child would be accepted.
pub(crate) async fn check(
    server: &Server,
    place: &Place,
    id: &ChildId,
    manifest: &Manifest,
) -> Result<(), CloudError> {
    let attempt =
        Attempt { endpoint: server.endpoint(), verb: Verb::Check, place, target: Target::Child(id) };
    let asking = Asking { server, place, id, manifest };
    let makes = asking.object().await.map_err(|failure| explain(&failure, attempt))?;
    let Some(pod) = makes.as_ref().and_then(pod) else { return Ok(()) };
    match asking.pod(pod).await.map_err(|failure| explain(&failure, attempt)) {
        // Whoever may make Deployments need not have the right to make pods.
        Err(CloudError::Forbidden { .. }) => Ok(()),
        asked => asked,
    }
}

#[derive(Clone, Copy)]
struct Asking<'a> {
    server: &'a Server,
    place: &'a Place,
    id: &'a ChildId,
    manifest: &'a Manifest,
}

impl Asking<'_> {
    /// Asks about the object, and returns it as it would be, as far as that is known. `None`: it would make no pods.
    async fn object(self) -> Result<Option<Value>, Failure> {
        let Self { id, manifest, .. } = self;
        let live = if is_applied_otherwise(id.kind) { self.live().await? } else { None };
        match live {
            // What has been written once stays as it is, and its values are not at hand.
            Some(_) if id.kind == Kind::Secret => Ok(None),
            // It is as the manifest says, which its name tells.
            Some(_) if id.kind.has(Habit::OneOff) => Ok(None),
            // The apply first takes out of the way what somebody has changed: a dry run alone would be refused for that.
            Some(live) if fields::claim(manifest.json(), &live).is_some() => {
                Ok(Some(manifest.json().clone()))
            }
            Some(_) | None => self.apply().await.map(Some),
        }
    }

    async fn live(self) -> Result<Option<Value>, Failure> {
        let path = path::object(self.id, &self.place.namespace);
        match self.server.ask(Request::get(path).body(Vec::new())).await {
            Ok(live) => Ok(Some(live)),
            Err(failure) if failure.is_not_found() => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    async fn apply(self) -> Result<Value, Failure> {
        let body = within(self.manifest.json().clone(), &self.place.namespace);
        let path = path::object(self.id, &self.place.namespace);
        let uri = format!("{path}?dryRun=All&fieldManager={MANAGER}&force=true&fieldValidation=Strict");
        let request = Request::patch(uri).header(CONTENT_TYPE, "application/apply-patch+yaml");
        self.server.ask(request.body(body.to_string().into_bytes())).await
    }

    /// Asks about a pod. Its account may be part of the same plan, and admission looks it up: where it is not there yet, the
    /// pod is asked about once more with the account that every namespace has. Otherwise it has its own, since policies and
    /// webhooks go by it.
    async fn pod(self, pod: Value) -> Result<(), Failure> {
        match self.create(&pod).await {
            Err(failure) if lacks_account(&failure) => {}
            asked => return asked,
        }
        match self.create(&of_default_account(pod)).await {
            Err(failure) if lacks_account(&failure) => Ok(()),
            asked => asked,
        }
    }

    async fn create(self, pod: &Value) -> Result<(), Failure> {
        let body = within(pod.clone(), &self.place.namespace);
        let pods = path::within("v1", &self.place.namespace, "pods");
        let uri = format!("{pods}?dryRun=All&fieldManager={MANAGER}");
        let request = Request::post(uri).header(CONTENT_TYPE, "application/json");
        self.server.ask(request.body(body.to_string().into_bytes())).await.map(drop)
    }
}

/// Whether an apply is more than a patch where there is an object, so that a dry run of the patch does not tell what the apply
/// would meet.
fn is_applied_otherwise(kind: Kind) -> bool {
    is_written_by_many(kind) || kind.has(Habit::OneOff) || kind == Kind::Secret
}

/// Whether a pod was refused for its ServiceAccount, which does not exist.
fn lacks_account(failure: &Failure) -> bool {
    match failure {
        Failure::Answer(answer) => {
            answer.code == 403 && answer.message.contains("error looking up service account")
        }
        Failure::Broken(..) | Failure::NoToken(_) | Failure::Malformed(_) => false,
    }
}

fn of_default_account(mut pod: Value) -> Value {
    if let Some(spec) = pod["spec"].as_object_mut() {
        // The server repeats the name in a field of the past.
        spec.remove("serviceAccount");
        spec.remove("serviceAccountName");
        spec.insert("automountServiceAccountToken".to_owned(), json!(false));
    }
    pod
}

/// A pod as a controller would make it from the template in an object; `None` where it would make none.
fn pod(object: &Value) -> Option<Value> {
    let template = &object["spec"]["template"];
    if template.is_null() || object["spec"]["replicas"] == 0 {
        return None;
    }
    let mut pod = template.clone();
    let name = object["metadata"]["name"].as_str()?;
    pod["apiVersion"] = json!("v1");
    pod["kind"] = json!("Pod");
    // They may be made by the same apply, and admission looks them up.
    if let Some(spec) = pod["spec"].as_object_mut() {
        for name in ["priorityClassName", "runtimeClassName"] {
            spec.remove(name);
        }
    }
    pod["metadata"]["generateName"] = json!(format!("{name}-"));
    pod["metadata"]["ownerReferences"] = json!([maker(object, name)]);
    Some(pod)
}

/// Who would make a pod: policies refuse pods that nobody looks after. It need not exist.
fn maker(object: &Value, name: &str) -> Value {
    const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
    let (api_version, kind) = match object["kind"].as_str() {
        Some("Deployment") => (json!("apps/v1"), json!("ReplicaSet")),
        _ => (object["apiVersion"].clone(), object["kind"].clone()),
    };
    json!({ "apiVersion": api_version, "kind": kind, "name": name, "uid": NOBODY, "controller": true })
}

#[cfg(test)]
mod tests;
