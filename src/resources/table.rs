//! Tables of broken rules: a change to a valid configuration on each line that begins with `{`, and below it everything that is
//! said about the result. Each resource has tables of its own; how they are read and written is here.

use acme_schema::{Diagnostic, Diagnostics, Severity, Value, plan as planning};
use serde_json::Value as Json;

use crate::Resource;
use crate::impact::Impact;
use crate::tests::written;

/// The configuration written as JSON.
pub(crate) fn config(resource: &dyn Resource, json: &Json) -> Value {
    written(&resource.schema(), json)
}

/// The base with a change, at any depth.
pub(crate) fn changed(mut base: Json, change: &Json) -> Json {
    merge(&mut base, change);
    base
}

/// Replaces what the change names, at any depth.
pub(crate) fn merge(base: &mut Json, change: &Json) {
    match (base, change) {
        (Json::Object(base), Json::Object(change)) => {
            for (name, change) in change {
                merge(base.entry(name.clone()).or_insert(Json::Null), change);
            }
        }
        (base, change) => *base = change.clone(),
    }
}

/// The change that a line says. Long texts are written as `"x*64"`.
pub(crate) fn change(line: &str) -> Json {
    stretched(serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
}

fn stretched(json: Json) -> Json {
    match json {
        Json::String(text) => Json::String(long(&text)),
        Json::Array(elements) => Json::Array(elements.into_iter().map(stretched).collect()),
        Json::Object(fields) => {
            Json::Object(fields.into_iter().map(|(name, field)| (long(&name), stretched(field))).collect())
        }
        other => other,
    }
}

fn long(text: &str) -> String {
    let times = text.split_once('*').and_then(|(unit, times)| Some(unit.repeat(times.parse().ok()?)));
    times.unwrap_or_else(|| text.to_owned())
}

/// The lines of a table that say a change.
pub(crate) fn changes(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| line.starts_with('{'))
}

/// What is said when a configuration is validated: by single attributes, then by the rules between them.
pub(crate) fn said(resource: &dyn Resource, json: &Json) -> Diagnostics {
    let config = config(resource, json);
    let mut diagnostics = planning::validate(&resource.schema(), &config);
    diagnostics.append(resource.validate(&config));
    diagnostics
}

/// A table with what is said of each of its changes to the base.
pub(crate) fn answered(resource: &dyn Resource, base: &Json, table: &str) -> String {
    let mut text = String::new();
    for line in table.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if line.starts_with('{') {
            text.push_str(&report(&said(resource, &changed(base.clone(), &change(line)))));
        }
    }
    text
}

fn report(diagnostics: &Diagnostics) -> String {
    if diagnostics.is_empty() {
        return "  ok\n".to_owned();
    }
    let line = |diagnostic: &Diagnostic| {
        let path = diagnostic.path.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
        match diagnostic.severity {
            Severity::Error => format!("  {path}: {}\n", diagnostic.detail),
            Severity::Warning => format!("  warning at {path}: {}\n", diagnostic.summary),
        }
    };
    diagnostics.iter().map(line).collect()
}

/// What a change does, in a line.
pub(crate) fn felt(impact: &Impact) -> String {
    match &impact.path {
        None => format!("{}\n", impact.level.as_str()),
        Some(path) => format!("{} by {path}: {}\n", impact.level.as_str(), impact.reason),
    }
}

/// The attributes that errors are about, each once.
pub(crate) fn paths(all: &Diagnostics) -> Vec<String> {
    let errors = all.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let mut paths: Vec<_> = errors.filter_map(|d| d.path.as_ref().map(ToString::to_string)).collect();
    paths.sort();
    paths.dedup();
    paths
}
