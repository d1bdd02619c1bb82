//! Desired × observed for children in AWS, whose calls say which fields there are. An object of AWS has one owner: settings
//! and tags that nobody wants are drift, too.

use serde_json::{Map, Value, json};

use super::instance;
use super::reach::{is_server, piece};
use super::{backup, own_arn};
use crate::diff::line;
use crate::{ChildId, Difference, Kind, Manifest};

/// The fields that differ.
pub(crate) fn differences(id: &ChildId, manifest: &Manifest, live: &Value) -> Vec<Difference> {
    if is_server(id.kind) {
        let changes = instance::changes(manifest, live);
        return changes.iter().flat_map(|(field, wanted)| server(field, wanted, live)).collect();
    }
    if let Some(piece) = piece(id.kind) {
        return backup::differences(piece, manifest, live);
    }
    // Only roles have ARNs of others in them, and one of their own.
    let wanted = own_arn::complete(manifest.json(), live["Arn"].as_str().unwrap_or_default());
    let fields = wanted.as_object().into_iter().flatten();
    fields.flat_map(|(field, wanted)| other(id.kind, field, (wanted, &live[field]))).collect()
}

fn server(field: &str, wanted: &Value, live: &Value) -> Vec<Difference> {
    match field {
        "Tags" => entries("Tags", wanted.as_object(), &live["Tags"]),
        instance::EXPIRED => {
            let names = live[field].as_array().into_iter().flatten();
            names
                .map(|name| {
                    difference(
                        name.as_str().unwrap_or(field),
                        &json!("deleted: the time that it is kept is over"),
                        &json!("there"),
                    )
                })
                .collect()
        }
        field => vec![difference(field, wanted, &instance::value(live, field))],
    }
}

fn other(kind: Kind, field: &str, (wanted, live): (&Value, &Value)) -> Vec<Difference> {
    match (field, wanted) {
        ("Tags", _) => {
            let mut changes = instance::tag_changes(wanted, live);
            // A role may have tags of others.
            changes.retain(|_, value| kind != Kind::Role || !value.is_null());
            entries(field, Some(&changes), live)
        }
        ("Parameters", Value::Object(parameters)) => {
            let found = live.as_object().cloned().unwrap_or_default();
            let mut changes: Map<_, _> = found
                .keys()
                .filter(|name| !parameters.contains_key(*name))
                .map(|name| (name.clone(), Value::Null))
                .collect();
            let differs = |(name, value): &(&String, &Value)| found.get(*name) != Some(*value);
            changes
                .extend(parameters.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone())));
            entries(field, Some(&changes), live)
        }
        ("PolicyArns", Value::Array(policies)) => {
            let has = |policy: &Value| live.as_array().is_some_and(|live| live.contains(policy));
            if policies.iter().all(has) { Vec::new() } else { vec![difference(field, wanted, live)] }
        }
        ("Policies", Value::Object(policies)) => {
            let mut found = Vec::new();
            for (name, document) in policies {
                backup::leaves(&format!("{field}[{name}]"), (document, &live[name]), &mut found);
            }
            found
        }
        (_, wanted) if wanted == live => Vec::new(),
        (_, wanted) => vec![difference(field, wanted, live)],
    }
}

fn entries(field: &str, changes: Option<&Map<String, Value>>, live: &Value) -> Vec<Difference> {
    let changes = changes.into_iter().flatten();
    changes.map(|(name, wanted)| difference(&format!("{field}[{name}]"), wanted, &live[name])).collect()
}

pub(super) fn difference(path: &str, desired: &Value, live: &Value) -> Difference {
    let text = |value: &Value| if value.is_null() { "absent".to_owned() } else { line(value) };
    Difference { path: path.to_owned(), desired: text(desired), live: text(live), changed_by: None }
}

/// Whether making a child what it should be again ends connections.
pub(crate) fn restarts(id: &ChildId, manifest: &Manifest, live: &Value) -> bool {
    id.kind == Kind::DbInstance
        && instance::changes(manifest, live).keys().any(|field| instance::restarts(field))
}

/// Whether a child is at rest.
pub(crate) fn is_settled(id: &ChildId, live: &Value) -> bool {
    !is_server(id.kind) || instance::is_at_rest(live)
}
