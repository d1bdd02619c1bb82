//! Secrets on this side of the API server: their values are cut out of everything that it answers, and kept for the one
//! purpose of writing a Secret again that is there already. Nothing here is logged.

use acme_children::{ChildId, CloudError, MANAGER, Manifest, Place, SecretText};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use serde_json::{Map, Value};

use super::failure::{Answer, Attempt, Failure, Target, Verb, explain};
use super::path;
use super::server::Server;

/// What kubectl keeps of an object that it has applied: all of it.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What a Secret is made of: the annotation by which its manifest tells it from another.
const SOURCES: &str = "acme.com/sources";

/// What stands in the place of a message that may repeat a value.
const HIDDEN: &str = "the server's message is not shown, since it may repeat a secret value";

/// The values of a Secret, as they are written: base64 by name.
pub(crate) struct Data(Map<String, Value>);

impl Data {
    /// These values.
    pub(crate) fn of(values: impl IntoIterator<Item = (String, SecretText)>) -> Self {
        let encoded = |text: &SecretText| Value::String(STANDARD.encode(text.expose()));
        Self(values.into_iter().map(|(name, text)| (name, encoded(&text))).collect())
    }

    /// The manifest's JSON with the values in it, for the one call that writes them.
    pub(crate) fn within(&self, manifest: &Manifest) -> Value {
        let mut json = manifest.json().clone();
        if !self.0.is_empty() {
            json["data"] = Value::Object(self.0.clone());
        }
        json
    }

    /// A failure without the server's message, where it may repeat a value: a webhook may, in whatever form.
    pub(crate) fn cut_out_of(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Answer(answer) if !self.0.is_empty() => {
                let message = if answer.reason.is_empty() {
                    HIDDEN.to_owned()
                } else {
                    format!("{}: {HIDDEN}", answer.reason)
                };
                Failure::Answer(Answer { message, ..answer })
            }
            failure => failure,
        }
    }
}

/// The values of a Secret that is there and made of the same: they cannot have changed, so nobody need look them up again,
/// which may not even be possible any more. `None`: there is no such Secret.
pub(crate) async fn kept(
    server: &Server,
    place: &Place,
    id: &ChildId,
    manifest: &Manifest,
) -> Result<Option<Data>, CloudError> {
    let attempt = Attempt { endpoint: server.endpoint(), verb: Verb::Read, place, target: Target::Child(id) };
    let body = match server.bytes(Request::get(path::object(id, &place.namespace)).body(Vec::new())).await {
        Ok(body) => body,
        Err(failure) if failure.is_not_found() => return Ok(None),
        Err(failure) => return Err(explain(&failure, attempt)),
    };
    // Not the parser's own words: they may quote what they stumble over.
    let malformed = || explain(&Failure::Malformed("the Secret cannot be read".to_owned()), attempt);
    let mut live: Value = serde_json::from_slice(&body).map_err(|_| malformed())?;
    if !is_made_of_the_same(&live, manifest) {
        return Ok(None);
    }
    Ok(match live["data"].take() {
        Value::Object(data) => Some(Data(data)),
        _ => Some(Data(Map::new())),
    })
}

/// Whether a Secret of this name has the values that the manifest stands for. Nobody can change those of an immutable one,
/// and its name follows what they are made of: it is enough that we wrote them, whatever its annotations say now, or that it
/// says what it is made of (one that was restored from a backup was not written by us).
fn is_made_of_the_same(live: &Value, manifest: &Manifest) -> bool {
    let sources = |object: &Value| object["metadata"]["annotations"][SOURCES].as_str().map(str::to_owned);
    let entries = live["metadata"]["managedFields"].as_array().into_iter().flatten();
    let is_by_us = |entry: &Value| {
        entry["manager"] == MANAGER && entry["operation"] == "Apply" && !entry["fieldsV1"]["f:data"].is_null()
    };
    let is_same = sources(live).is_some() && sources(live) == sources(manifest.json());
    live["immutable"] == true && (is_same || entries.into_iter().any(is_by_us))
}

/// Cuts the values out of a Secret, or of a list of them.
pub(crate) fn hide(value: &mut Value) {
    match value["kind"].as_str() {
        Some("Secret") => hide_values(value),
        Some("SecretList") => value["items"].as_array_mut().into_iter().flatten().for_each(hide_values),
        // They do not say what they are the metadata of.
        Some("PartialObjectMetadata") => hide_copy(value),
        Some("PartialObjectMetadataList") => {
            value["items"].as_array_mut().into_iter().flatten().for_each(hide_copy);
        }
        _ => {}
    }
}

fn hide_values(secret: &mut Value) {
    let Value::Object(fields) = secret else { return };
    fields.remove("data");
    fields.remove("stringData");
    hide_copy(secret);
}

fn hide_copy(object: &mut Value) {
    if let Some(Value::Object(annotations)) = object.pointer_mut("/metadata/annotations") {
        annotations.remove(LAST_APPLIED);
    }
}

#[cfg(test)]
mod tests;
