//! Every rule, broken once: `bad_input.txt` has a change to a valid configuration on each line that begins with `{`,
//! and below it everything that is said about the result. A new case is a new line there.

use acme_schema::{Diagnostic, Diagnostics, Severity, plan as planning};
use expect_test::expect_file;
use serde_json::Value as Json;

use super::super::Database;
use super::{PASSWORD, base, changed, config, planned, with_password};
use crate::registry::{Facts, Resource, Unexpanded};

const TABLE: &str = include_str!("bad_input.txt");

/// What is only said of a configuration: a state has no write-only values, and is none the worse for it.
const OF_CONFIGURATIONS: &str = "must be set with `mode = \"write_only\"`";

fn read(line: &str) -> Json {
    // Long texts are written as `"x*64"`.
    let change: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    changed(&stretched(change))
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

/// What is said when the configuration is validated: by single attributes, then by the rules between them.
fn said(json: &Json) -> Diagnostics {
    let config = config(json);
    let mut diagnostics = planning::validate(&Database.schema(), &config);
    diagnostics.append(Database.validate(&config));
    diagnostics
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

#[test]
fn each_broken_rule_is_said_once_at_its_path() {
    let mut text = String::new();
    for line in TABLE.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if line.starts_with('{') {
            text.push_str(&report(&said(&read(line))));
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
    for line in TABLE.lines().filter(|line| line.starts_with('{')) {
        let json = read(line);
        let config = config(&json);
        let is_of_both = |said: &Diagnostic| said.detail != OF_CONFIGURATIONS;
        let said: Diagnostics = said(&json).into_iter().filter(is_of_both).collect();
        let facts = Facts::default();
        match Database.expand(&with_password(&planned(&config, &facts), &config), &facts) {
            Ok(_) => assert!(!said.has_errors(), "{line} was expanded"),
            Err(Unexpanded::Unknown) => assert!(!said.has_errors(), "{line} is unknown, not wrong"),
            Err(Unexpanded::Invalid(again)) => assert_eq!(paths(&again), paths(&said), "{line}"),
        }
    }
}

fn paths(all: &Diagnostics) -> Vec<String> {
    let errors = all.iter().filter(|d| d.severity == Severity::Error);
    let mut paths: Vec<_> = errors.filter_map(|d| d.path.as_ref().map(ToString::to_string)).collect();
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn no_message_shows_a_password() {
    for password in
        ["hunter2", "hunter2 hunter2", "hunter2/hunter2", "hunter2@hunter2", "hunter2\"hunter2", "hunter2ü-x"]
    {
        let json = changed(&serde_json::json!({
            "credentials": { "mode": "write_only", "password_wo_version": 1, "password_wo": password },
        }));
        let said = said(&json);
        assert_eq!(paths(&said), ["credentials.password_wo"], "{password}");
        assert!(!format!("{said:?}").contains("hunter2"), "{said:?}");
    }
    for mode in ["managed", "iam", "none"] {
        let json = changed(&serde_json::json!({ "credentials": { "mode": mode, "password_wo": PASSWORD } }));
        assert!(said(&json).has_errors() && !format!("{:?}", said(&json)).contains("hunter2"), "{mode}");
    }
}
