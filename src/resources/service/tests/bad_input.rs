//! Every rule, broken once: `bad_input.txt` has a change to a valid configuration on each line that begins with `{`,
//! and below it everything that is said about the result. A new case is a new line there.

use acme_schema::Diagnostics;
use expect_test::expect_file;
use serde_json::{Value as Json, json};

use super::super::Service;
use super::{config, planned, world};
use crate::registry::{Resource, Unexpanded};
use crate::table;

const TABLE: &str = include_str!("bad_input.txt");
/// The same for what is around the service's own container.
const POD: &str = include_str!("bad_input/pod.txt");

/// What is only said of a configuration: a state has no write-only values, and is none the worse for it.
const OF_CONFIGURATIONS: &str = "must not be set without `secrets_wo`";

fn base() -> Json {
    json!({ "name": "api", "image": { "repository": "acme/api", "tag": "1" }, "ports": { "http": { "port": 8080 } } })
}

fn changed(line: &str) -> Json {
    table::changed(base(), &table::change(line))
}

fn said(json: &Json) -> Diagnostics {
    table::said(&Service, json)
}

#[test]
fn each_broken_rule_is_said_once_at_its_path() {
    expect_file!["bad_input.txt"].assert_eq(&table::answered(&Service, &base(), TABLE));
    expect_file!["bad_input/pod.txt"].assert_eq(&table::answered(&Service, &base(), POD));
}

#[test]
fn the_base_is_valid() {
    assert!(said(&base()).is_empty());
}

/// What is refused at validate is refused at plan and apply too, when a value was unknown before.
#[test]
fn nothing_that_is_refused_can_be_expanded() {
    for line in table::changes(TABLE).chain(table::changes(POD)) {
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
                assert_eq!(table::paths(&again), table::paths(&said), "{line}");
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
