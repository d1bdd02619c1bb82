//! Values, changes and diagnostics as lines of a scenario. Digests are left out: they change with every manifest, and that
//! they change is said.

use std::collections::BTreeMap;
use std::fmt::Write;

use acme_schema::{Diagnostics, Severity, Value};

/// Every scalar in a value by its path; nulls are left out.
pub(super) fn leaves(value: &Value) -> BTreeMap<String, String> {
    let mut leaves = BTreeMap::new();
    collect("", value, &mut leaves);
    leaves
}

fn collect(at: &str, value: &Value, leaves: &mut BTreeMap<String, String>) {
    let mut leaf = |text: String| {
        leaves.insert(at.to_owned(), text);
    };
    match value {
        Value::Null => {}
        Value::Unknown(_) => leaf("(known after apply)".to_owned()),
        Value::Bool(it) => leaf(it.to_string()),
        Value::Number(it) => leaf(it.to_string()),
        Value::String(it) => leaf(format!("{it:?}")),
        Value::Map(elements) if elements.is_empty() => leaf("{}".to_owned()),
        Value::List(elements) | Value::Set(elements) | Value::Tuple(elements) if elements.is_empty() => {
            leaf("[]".to_owned());
        }
        Value::List(elements) | Value::Set(elements) | Value::Tuple(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(&format!("{at}[{index}]"), element, leaves);
            }
        }
        Value::Map(elements) => {
            for (key, element) in elements {
                collect(&format!("{at}[{key:?}]"), element, leaves);
            }
        }
        Value::Object(attributes) => {
            let dot = if at.is_empty() { "" } else { "." };
            for (name, element) in attributes {
                collect(&format!("{at}{dot}{name}"), element, leaves);
            }
        }
        Value::Dynamic(inner) => collect(at, &inner.1, leaves),
    }
}

/// One line for each value.
pub(super) fn value(value: &Value) -> String {
    leaves(value).iter().fold(String::new(), |mut text, (path, leaf)| {
        let _ =
            if is_digest(path) { writeln!(text, "  {path}") } else { writeln!(text, "  {path} = {leaf}") };
        text
    })
}

/// One line for each value that differs.
pub(super) fn changes(before: &Value, after: &Value) -> String {
    let (before, after) = (leaves(before), leaves(after));
    let mut text = String::new();
    let mut paths: Vec<_> = before.keys().chain(after.keys()).collect();
    paths.sort();
    paths.dedup();
    for path in paths {
        let _ = match (before.get(path), after.get(path)) {
            (Some(was), Some(is)) if was == is => Ok(()),
            (Some(_), Some(_)) if is_digest(path) => writeln!(text, "  ~ {path}"),
            (Some(was), Some(is)) => writeln!(text, "  ~ {path}: {was} -> {is}"),
            (Some(_), None) if is_digest(path) => writeln!(text, "  - {path}"),
            (None, Some(_)) if is_digest(path) => writeln!(text, "  + {path}"),
            (Some(was), None) => writeln!(text, "  - {path} = {was}"),
            (None, Some(is)) => writeln!(text, "  + {path} = {is}"),
            (None, None) => Ok(()),
        };
    }
    text
}

fn is_digest(path: &str) -> bool {
    path.starts_with("children[")
}

/// Each message with its attribute and every line of its detail.
pub(super) fn diagnostics(diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let at = diagnostic.path.as_ref().map(|path| format!(" at {path}")).unwrap_or_default();
        let _ = writeln!(text, "{severity}{at}: {}", diagnostic.summary);
        for line in diagnostic.detail.lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}
