//! Every rule, broken once: `bad_input.txt` has a change to a valid configuration on each line that begins with `{`,
//! and below it everything that is said about the result. A new case is a new line there.

use acme_schema::{Diagnostics, Severity, plan as planning};
use expect_test::{ExpectFile, expect_file};
use serde_json::{Value as Json, json};

use super::super::Service;
use super::{config, planned, world};
use crate::registry::{Resource, Unexpanded};

const TABLE: &str = include_str!("bad_input.txt");
/// The same for what is around the service's own container.
const POD: &str = include_str!("bad_input/pod.txt");

/// What is only said of a configuration: a state has no write-only values, and is none the worse for it.
const OF_CONFIGURATIONS: &str = "must not be set without `secrets_wo`";

fn base() -> Json {
    json!({ "name": "api", "image": { "repository": "acme/api", "tag": "1" }, "ports": { "http": { "port": 8080 } } })
}

/// Replaces what the change names, at any depth.
pub(super) fn merge(base: &mut Json, change: &Json) {
    match (base, change) {
        (Json::Object(base), Json::Object(change)) => {
            for (name, change) in change {
                merge(base.entry(name.clone()).or_insert(Json::Null), change);
            }
        }
        (base, change) => *base = change.clone(),
    }
}

fn changed(line: &str) -> Json {
    let mut json = base();
    // Long texts are written as `"x*64"`.
    let change: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    merge(&mut json, &stretched(change));
    json
}

fn stretched(json: Json) -> Json {
    match json {
        Json::String(text) => match text.split_once('*') {
            Some((unit, times)) if times.parse::<usize>().is_ok() => {
                Json::String(unit.repeat(times.parse().unwrap()))
            }
            _ => Json::String(text),
        },
        Json::Array(elements) => Json::Array(elements.into_iter().map(stretched).collect()),
        Json::Object(fields) => fields.into_iter().map(|(name, field)| (name, stretched(field))).collect(),
        other => other,
    }
}

/// What is said when the configuration is validated: by single attributes, then by the rules between them.
fn said(json: &Json) -> Diagnostics {
    let config = config(json);
    let mut diagnostics = planning::validate(&Service.schema(), &config);
    diagnostics.append(Service.validate(&config));
    diagnostics
}

fn report(diagnostics: &Diagnostics) -> String {
    if diagnostics.is_empty() {
        return "  ok\n".to_owned();
    }
    let line = |diagnostic: &acme_schema::Diagnostic| {
        let path = diagnostic.path.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
        match diagnostic.severity {
            Severity::Error => format!("  {path}: {}\n", diagnostic.detail),
            Severity::Warning => format!("  warning at {path}: {}\n", diagnostic.summary),
        }
    };
    diagnostics.iter().map(line).collect()
}

#[test]
fn each_broken_rule_is_said_once_at_its_path() {
    check(TABLE, &expect_file!["bad_input.txt"]);
    check(POD, &expect_file!["bad_input/pod.txt"]);
}

fn check(table: &str, expect: &ExpectFile) {
    let mut text = String::new();
    for line in table.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if line.starts_with('{') {
            text.push_str(&report(&said(&changed(line))));
        }
    }
    expect.assert_eq(&text);
}

#[test]
fn the_base_is_valid() {
    assert!(said(&base()).is_empty());
}

/// What is refused at validate is refused at plan and apply too, when a value was unknown before.
#[test]
fn nothing_that_is_refused_can_be_expanded() {
    for line in TABLE.lines().chain(POD.lines()).filter(|line| line.starts_with('{')) {
        let config = config(&changed(line));
        let is_of_both = |said: &acme_schema::Diagnostic| !said.detail.starts_with(OF_CONFIGURATIONS);
        let said: Diagnostics = said(&changed(line)).into_iter().filter(is_of_both).collect();
        let facts = world(&config);
        let mut planned = planned(&config, &facts);
        // As when it is applied.
        planned.set_attribute("secrets_wo", config.attribute("secrets_wo").cloned().unwrap_or_default());
        let expansion = Service.expand(&planned, &facts);
        match expansion {
            Ok(_) => assert!(!said.has_errors(), "{line} was expanded"),
            Err(Unexpanded::Unknown) => assert!(!said.has_errors(), "{line} is unknown, not wrong"),
            Err(Unexpanded::Invalid(again)) => {
                let paths = |all: &Diagnostics| {
                    let errors = all.iter().filter(|d| d.severity == Severity::Error);
                    let mut paths: Vec<_> = errors.map(|d| d.path.clone()).collect();
                    paths.sort();
                    paths.dedup();
                    paths
                };
                assert_eq!(paths(&again), paths(&said), "{line}");
            }
        }
    }
}

#[test]
fn no_message_shows_a_value_of_the_environment() {
    let secret = "hunter2";
    let json = changed(&format!(
        r#"{{
            "env": {{"1BAD": "{secret}", "GOOD": "{secret}", "BIG": "{secret}*200000"}},
            "secrets_wo": {{"2BAD": "{secret}", "GOOD": "{secret}", "LARGE": "{secret}*200000"}},
            "volumes": {{"conf": {{"mount_path": "/conf", "config": {{"/3BAD": "{secret}", "a": "{secret}*200000"}}}}}}
        }}"#
    ));
    let said = format!("{:?}", said(&json));
    for expected in ["1BAD", "2BAD", "3BAD", "env` ", "1 MiB"] {
        assert!(said.contains(expected) && !said.contains(secret), "{}", &said[..500]);
    }
}
