//! Every rule, broken once: `bad_input.txt` has a change to a valid configuration on each line that begins with `{`,
//! and below it everything that is said about the result. A new case is a new line there.

use acme_schema::{Diagnostics, Severity, plan as planning};
use expect_test::expect_file;
use serde_json::{Value as Json, json};

use super::super::Service;
use super::{config, planned};
use crate::registry::{Facts, Resource, Unexpanded};

const TABLE: &str = include_str!("bad_input.txt");

fn base() -> Json {
    json!({ "name": "api", "image": { "repository": "acme/api", "tag": "1" }, "ports": { "http": { "port": 8080 } } })
}

/// Replaces what the change names, at any depth.
fn merge(base: &mut Json, change: &Json) {
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
    let mut text = String::new();
    for line in TABLE.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if line.starts_with('{') {
            text.push_str(&report(&said(&changed(line))));
        }
    }
    expect_file!["bad_input.txt"].assert_eq(&text);
}

#[test]
fn the_base_is_valid() {
    assert!(said(&base()).is_empty());
}

/// What is refused at validate is refused at plan and apply too, when a value was unknown before.
#[test]
fn nothing_that_is_refused_can_be_expanded() {
    let facts = Facts::default();
    for line in TABLE.lines().filter(|line| line.starts_with('{')) {
        let json = changed(line);
        let said = said(&json);
        let expansion = Service.expand(&planned(&config(&json), &facts), &facts);
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
        r#"{{"env": {{"1BAD": "{secret}", "GOOD": "{secret}", "BIG": "{secret}*200000"}}}}"#
    ));
    let said = format!("{:?}", said(&json));
    assert!(said.contains("1BAD") && said.contains("1 MiB") && !said.contains(secret), "{}", &said[..500]);
}
