//! Changes to the objects that a service consists of, as far as they can be understood without the objects.

use acme_children::{ChildId, Kind};
use acme_schema::{Attr, Path};
use json_patch::jsonptr::PointerBuf;
use serde_json::Value;

use super::super::model::{PatchModel, ServiceModel};
use crate::shared::{Findings, Given, Text, text_type, word_type};

word_type!(
    /// What a patch does.
    Operation,
    "one of `add`, `replace`, `remove`",
    /// Sets a field, or inserts an element.
    Add = "add",
    /// Sets a field that is there.
    Replace = "replace",
    /// Takes a field out.
    Remove = "remove"
);

text_type!(
    /// The way to a field.
    JsonPointer,
    "a JSON Pointer (RFC 6901) such as `/spec/template/spec/priorityClassName`; in a name, `~1` stands for `/` and `~0` for \
     `~`",
    |text| text.starts_with('/') && PointerBuf::parse(text).is_ok()
);

/// A value as JSON. An object has no null fields: to apply one would be to leave it out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JsonText(Value);

/// Which of a service's objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatchTarget {
    kind: Kind,
    name: Option<String>,
}

/// A change to an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Patch {
    pub(crate) target: PatchTarget,
    pub(crate) path: JsonPointer,
    pub(crate) change: Change,
}

/// What becomes of a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    Add(Value),
    Replace(Value),
    Remove,
}

impl PatchTarget {
    /// Whether this child is meant.
    pub(crate) fn is(&self, id: &ChildId) -> bool {
        id.kind == self.kind && self.name.as_ref().is_none_or(|name| *name == id.name)
    }
}

impl Text for PatchTarget {
    const ALLOWED: &'static str = "a kind of Kubernetes object in lower case, or kind and name, such as `deployment` or \
                                   `deployment/api`; not `namespace`, which others may share";

    fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once('/').map_or((text, None), |(kind, name)| (kind, Some(name)));
        let kind = Kind::ALL.into_iter().find(|known| known.name().to_ascii_lowercase() == kind)?;
        let is_allowed = !kind.is_shared() && name != Some("");
        is_allowed.then(|| Self { kind, name: name.map(str::to_owned) })
    }
}

impl Text for JsonText {
    const ALLOWED: &'static str = "JSON, as `jsonencode` writes it, without `null`";

    fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(is_whole).map(Self)
    }
}

fn is_whole(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(elements) => elements.iter().all(is_whole),
        Value::Object(fields) => fields.values().all(is_whole),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

pub(super) fn read(model: &ServiceModel, find: &mut Findings) -> Vec<Patch> {
    let path = Path::of("patches");
    let mut patches = Vec::new();
    for (position, given) in find.seen(&model.patches).into_iter().flatten().enumerate() {
        let path = path.index(position);
        if given.is_null() {
            find.rule(&path, "must not be null");
        }
        patches.extend(find.seen(given).and_then(|given| one(given, &path, find)));
    }
    patches
}

fn one(given: &PatchModel, path: &Path, find: &mut Findings) -> Option<Patch> {
    let at = |name: &str| path.attribute(name);
    let target = find.text(&given.target, &at("target"));
    let target = find.required(target, &at("target"));
    let operation = find.text(&given.op, &at("op"));
    let operation: Attr<Operation> = find.required(operation, &at("op"));
    let pointer = find.text(&given.path, &at("path"));
    let pointer = find.required(pointer, &at("path"));
    let value: Attr<JsonText> = find.text(&given.value, &at("value"));
    let operation = operation.option()?;
    let word = operation.as_str();
    match operation {
        Operation::Remove if value.known().is_some() => {
            find.rule(&at("value"), format!("must not be set with `op = \"{word}\"`"));
        }
        Operation::Add | Operation::Replace if value.is_null() => {
            find.rule(&at("value"), format!("must be set with `op = \"{word}\"`"));
        }
        Operation::Add | Operation::Replace | Operation::Remove => {}
    }
    let change = match operation {
        Operation::Add => Change::Add(value.option()?.0),
        Operation::Replace => Change::Replace(value.option()?.0),
        Operation::Remove => Change::Remove,
    };
    Some(Patch { target: target.option()?, path: pointer.option()?, change })
}
