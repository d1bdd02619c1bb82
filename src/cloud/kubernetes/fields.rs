//! Who owns which field of a live object (`metadata.managedFields`, of the `FieldsV1` format: `f:name` is a field,
//! `k:{...}` the list element with these keys), and what to do about it before an apply. Pure: JSON in, JSON out.

use acme_children::{ChildId, MANAGER, Manifest, element_key};
use serde_json::{Map, Value, json};

/// What server-side apply takes for the whole object, so that the numbers in it are what a manifest starts with:
/// those that nobody but us has set, none of them lowered. `None`: others have taken all of them.
pub(super) fn start(id: &ChildId, manifest: &Manifest, live: &Value) -> Option<Value> {
    let taken = union(entries(live).iter().filter(|entry| entry["manager"] != MANAGER));
    let mut object = free(manifest.start(), live, &taken)?;
    object["apiVersion"] = json!(id.kind.api_version());
    object["kind"] = json!(id.kind.name());
    object["metadata"] = json!({ "name": id.name });
    Some(object)
}

/// The fields of `start` that are not taken, each with the larger of its live value and the one to start with.
fn free(start: &Value, live: &Value, taken: &Value) -> Option<Value> {
    let Value::Object(fields) = start else {
        let is_free = !start.is_null() && taken.is_null();
        return is_free.then(|| if live.as_f64() > start.as_f64() { live } else { start }.clone());
    };
    let pick = |(field, start): (&String, &Value)| {
        Some((field.clone(), free(start, &live[field], &taken[format!("f:{field}")])?))
    };
    let free: Map<_, _> = fields.iter().filter_map(pick).collect();
    (!free.is_empty()).then_some(Value::Object(free))
}

/// A JSON patch (RFC 6902) that makes us the only owner of list elements that the manifest leaves no room for, so that
/// the next apply removes them in the moment in which it adds ours. `None`: there are none that others own.
///
/// Server-side apply merges these lists by their keys. An element whose key somebody has changed (the number of a
/// Service's port) is another element, and not ours: apply would leave it and add a second one of the same name, which
/// the API server refuses. An element that is ours stays, too, without its name, where somebody has added a field to it.
pub(super) fn claim(manifest: &Value, live: &Value) -> Option<Value> {
    let mut entries = entries(live).to_vec();
    let (ours, others): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| is_ours(entry));
    let mut strays = Vec::new();
    let owned = Owned { ours: &union(ours), others: &union(others) };
    find(manifest, live, owned, &mut Vec::new(), &mut strays);
    if strays.is_empty() {
        return None;
    }
    let mut claimed = json!({});
    for entry in entries.iter_mut().filter(|entry| !is_ours(entry)) {
        for path in &strays {
            let Some(taken) = take(&mut entry["fieldsV1"], path) else { continue };
            put(&mut claimed, path, &taken);
        }
    }
    entries.retain(|entry| entry["fieldsV1"].as_object().is_some_and(|fields| !fields.is_empty()));
    match entries.iter_mut().find(|entry| is_ours(entry)) {
        Some(entry) => add(&mut entry["fieldsV1"], &claimed),
        None => entries.push(json!({
            "manager": MANAGER,
            "operation": "Apply",
            "apiVersion": manifest["apiVersion"],
            "fieldsType": "FieldsV1",
            "fieldsV1": claimed,
        })),
    }
    Some(json!([
        { "op": "replace", "path": "/metadata/managedFields", "value": entries },
        // Where the object has changed since it was read, the server answers with a conflict.
        { "op": "replace", "path": "/metadata/resourceVersion", "value": live["metadata"]["resourceVersion"] },
    ]))
}

fn entries(live: &Value) -> &[Value] {
    live["metadata"]["managedFields"].as_array().map_or(&[], Vec::as_slice)
}

/// Whether this is what we have applied.
fn is_ours(entry: &Value) -> bool {
    entry["manager"] == MANAGER && entry["operation"] == "Apply" && entry["subresource"].is_null()
}

fn union<'a>(entries: impl IntoIterator<Item = &'a Value>) -> Value {
    let mut union = json!({});
    for entry in entries {
        add(&mut union, &entry["fieldsV1"]);
    }
    union
}

/// Field sets at one place in the object; null where there is nothing in them.
#[derive(Clone, Copy)]
struct Owned<'a> {
    ours: &'a Value,
    others: &'a Value,
}

impl<'a> Owned<'a> {
    fn at(self, step: &str) -> Self {
        Self { ours: &self.ours[step], others: &self.others[step] }
    }
}

/// Finds the elements that others own and that are not in the manifest, but were ours or go by a name that is.
fn find(wanted: &Value, live: &Value, owned: Owned<'_>, at: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match (wanted, live) {
        (Value::Object(fields), Value::Object(_)) => {
            for (field, value) in fields {
                let step = format!("f:{field}");
                let inner = owned.at(&step);
                at.push(step);
                find(value, &live[field], inner, at, found);
                at.pop();
            }
        }
        (Value::Array(wanted), Value::Array(live)) => {
            for (step, _) in owned.others.as_object().into_iter().flatten() {
                let Some(keys) = keys(step) else { continue };
                let inner = owned.at(step);
                at.push(step.clone());
                match (element(wanted, &keys), element(live, &keys)) {
                    (Some(wanted), Some(live)) => find(wanted, live, inner, at, found),
                    (None, Some(live)) if !inner.ours.is_null() || is_namesake(live, wanted) => {
                        found.push(at.clone());
                    }
                    (_, None) | (None, Some(_)) => {}
                }
                at.pop();
            }
        }
        _ => {}
    }
}

/// The keys of a step to a list element.
fn keys(step: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(step.strip_prefix("k:")?).ok()
}

fn element<'a>(elements: &'a [Value], keys: &Map<String, Value>) -> Option<&'a Value> {
    elements.iter().find(|element| keys.iter().all(|(key, value)| element[key] == *value))
}

fn is_namesake(live: &Value, wanted: &[Value]) -> bool {
    element_key(wanted).is_some_and(|key| wanted.iter().any(|element| element[key] == live[key]))
}

/// Takes what is at a path out of a field set, and what is left empty by that.
fn take(fields: &mut Value, path: &[String]) -> Option<Value> {
    let (step, rest) = path.split_first()?;
    let fields = fields.as_object_mut()?;
    if rest.is_empty() {
        return fields.remove(step);
    }
    let inner = fields.get_mut(step)?;
    let taken = take(inner, rest);
    if taken.is_some() && inner.as_object().is_some_and(Map::is_empty) {
        fields.remove(step);
    }
    taken
}

/// Adds a field set at a path.
fn put(fields: &mut Value, path: &[String], added: &Value) {
    let inner = path.iter().fold(fields, |fields, step| {
        let inner = &mut fields[step];
        if inner.is_null() {
            *inner = json!({});
        }
        inner
    });
    add(inner, added);
}

/// Adds one field set to another.
fn add(fields: &mut Value, added: &Value) {
    let (Value::Object(fields), Value::Object(added)) = (fields, added) else { return };
    for (step, inner) in added {
        add(fields.entry(step.clone()).or_insert_with(|| json!({})), inner);
    }
}

#[cfg(test)]
mod tests;
