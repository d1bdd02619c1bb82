//! Desired × observed: which of the fields that the provider owns differ in the live object, and who changed them.
//! Fields that the manifest does not name belong to others (defaults, controllers, people) and are never compared.

use serde_json::{Map, Value};

use crate::{MANAGER, Quantity, STARTER};

/// One owned field whose live value is not the desired one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, e.g. `spec.template.spec.containers[name=api].image`.
    pub path: String,
    /// The desired value as JSON, cut to a line.
    pub desired: String,
    /// The live value as JSON, cut to a line; `absent` where there is none.
    pub live: String,
    /// The field manager that wrote it last, where that was not the provider, and when (RFC 3339).
    pub changed_by: Option<(String, String)>,
}

/// What elements of lists go by, in the order in which it is tried: a volume may be mounted at several paths.
const LIST_KEYS: [&str; 4] = ["mountPath", "topologyKey", "name", "containerPort"];

/// Fields that hold quantities, or an object of them.
const QUANTITIES: [&str; 4] = ["averageValue", "limits", "requests", "sizeLimit"];

/// The field that the elements of a list go by. `None`: they go by their position.
#[must_use]
pub fn element_key(elements: &[Value]) -> Option<&'static str> {
    let goes_by = |key: &&str| elements.iter().all(|element| element.get(*key).is_some());
    LIST_KEYS.into_iter().filter(|_| !elements.is_empty()).find(goes_by)
}

/// The owned fields that differ, in the manifest's order.
#[must_use]
pub fn drift(desired: &Value, live: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(desired, live, &mut Vec::new(), &mut found);
    let fields = &live["metadata"]["managedFields"];
    found
        .into_iter()
        .map(|(steps, desired, live)| Difference {
            path: render(&steps),
            desired: line(&desired),
            live: live.as_ref().map_or_else(|| "absent".to_owned(), line),
            changed_by: manager(fields, &steps),
        })
        .collect()
}

/// A step into an object.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Field(String),
    /// What the element goes by, and the element as it is in the live object (as desired, where it is not there).
    Element(&'static str, Value),
    Position(usize),
}

type Found = Vec<(Vec<Step>, Value, Option<Value>)>;

fn compare(desired: &Value, live: &Value, at: &mut Vec<Step>, found: &mut Found) {
    match (desired, live) {
        // An empty selector means "everything": content in its place is another meaning, not somebody else's field.
        (Value::Object(wanted), Value::Object(has)) if wanted.is_empty() && !has.is_empty() => {
            found.push((at.clone(), desired.clone(), Some(live.clone())));
        }
        (Value::Object(wanted), Value::Object(has)) => {
            for (field, value) in wanted {
                at.push(Step::Field(field.clone()));
                match has.get(field) {
                    Some(live) => compare(value, live, at, found),
                    // The API server stores neither an empty list nor an empty text.
                    None if value.as_array().is_some_and(Vec::is_empty) || value == "" => {}
                    None => found.push((at.clone(), value.clone(), None)),
                }
                at.pop();
            }
        }
        (Value::Array(wanted), Value::Array(has)) => compare_lists(wanted, has, at, found),
        _ if same_scalar(desired, live, at) => {}
        _ => found.push((at.clone(), desired.clone(), Some(live.clone()))),
    }
}

fn compare_lists(wanted: &[Value], has: &[Value], at: &mut Vec<Step>, found: &mut Found) {
    let Some(key) = element_key(wanted) else {
        if wanted.len() != has.len() {
            found.push((at.clone(), Value::from(wanted), Some(Value::from(has))));
            return;
        }
        for (position, (desired, live)) in wanted.iter().zip(has).enumerate() {
            at.push(Step::Position(position));
            compare(desired, live, at, found);
            at.pop();
        }
        return;
    };
    for desired in wanted {
        let live = has.iter().find(|live| live[key] == desired[key]);
        at.push(Step::Element(key, live.unwrap_or(desired).clone()));
        match live {
            Some(live) => compare(desired, live, at, found),
            None => found.push((at.clone(), desired.clone(), None)),
        }
        at.pop();
    }
}

fn same_scalar(desired: &Value, live: &Value, at: &[Step]) -> bool {
    if desired == live {
        return true;
    }
    let is_quantity =
        at.iter().any(|step| matches!(step, Step::Field(field) if QUANTITIES.contains(&field.as_str())));
    let quantity = |value: &Value| value.as_str().and_then(Quantity::parse);
    is_quantity && quantity(desired).is_some() && quantity(desired) == quantity(live)
}

fn render(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Field(field) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(field);
            }
            Step::Element(key, element) => {
                let name = element[key].as_str().map_or_else(|| element[key].to_string(), str::to_owned);
                text.push_str(&format!("[{key}={name}]"));
            }
            Step::Position(position) => text.push_str(&format!("[{position}]")),
        }
    }
    text
}

/// A value as JSON, cut to a line.
pub(crate) fn line(value: &Value) -> String {
    const MOST: usize = 120;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Who wrote a field last, from `metadata.managedFields` (field sets in the `FieldsV1` format: `f:name` for a field,
/// `k:{...}` for a list element). The provider itself is not named: that is the drift of an unfinished apply.
fn manager(managed: &Value, steps: &[Step]) -> Option<(String, String)> {
    let latest = managed
        .as_array()?
        .iter()
        .filter(|entry| covers(&entry["fieldsV1"], steps))
        .max_by_key(|entry| entry["time"].as_str().unwrap_or_default().to_owned())?;
    let name = latest["manager"].as_str().filter(|name| ![MANAGER, STARTER].contains(name))?;
    Some((name.to_owned(), latest["time"].as_str().unwrap_or_default().to_owned()))
}

fn covers(fields: &Value, steps: &[Step]) -> bool {
    let Some(fields) = fields.as_object() else { return false };
    let Some((step, rest)) = steps.split_first() else { return true };
    // A field set that ends here owns everything below.
    if fields.is_empty() {
        return true;
    }
    let next = match step {
        Step::Field(field) => fields.get(&format!("f:{field}")),
        Step::Element(_, live) => element(fields, live),
        Step::Position(_) => return true,
    };
    next.is_some_and(|next| rest.is_empty() || covers(next, rest))
}

/// The fields of a list element. Kubernetes may name it by other fields than we do (a port by number and protocol).
fn element<'a>(fields: &'a Map<String, Value>, live: &Value) -> Option<&'a Value> {
    fields.iter().find_map(|(name, inner)| {
        let keys: Map<String, Value> = serde_json::from_str(name.strip_prefix("k:")?).ok()?;
        keys.iter().all(|(key, value)| live.get(key) == Some(value)).then_some(inner)
    })
}

#[cfg(test)]
mod tests;
