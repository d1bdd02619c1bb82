//! Every rule, broken once: `bad_input.txt` has a change to a valid configuration on each line that begins with `{`,
//! and below it everything that is said about the result. A new case is a new line there.

use acme_schema::{Diagnostic, Diagnostics};
use expect_test::expect_file;

use super::super::Database;
use super::{PASSWORD, base, changed, config, planned, with_password};
use crate::registry::{Facts, Resource, Unexpanded};
use crate::table;

const TABLE: &str = include_str!("bad_input.txt");

/// What is only said of a configuration: a state has no write-only values, and is none the worse for it.
const OF_CONFIGURATIONS: &str = "must be set with `mode = \"write_only\"`";

#[test]
fn each_broken_rule_is_said_once_at_its_path() {
    let text = table::answered(&Database, &base(), TABLE);
    expect_file!["bad_input.txt"].assert_eq(&text);
}

#[test]
fn the_base_is_valid() {
    assert!(table::said(&Database, &base()).is_empty());
}

/// What is refused at validate is refused at plan and apply too, when a value was unknown before.
#[test]
fn nothing_that_is_refused_can_be_expanded() {
    for line in table::changes(TABLE) {
        let json = changed(&table::change(line));
        let config = config(&json);
        let is_of_both = |said: &Diagnostic| said.detail != OF_CONFIGURATIONS;
        let said: Diagnostics = table::said(&Database, &json).into_iter().filter(is_of_both).collect();
        let facts = Facts::default();
        match Database.expand(&with_password(&planned(&config, &facts), &config), &facts) {
            Ok(_) => assert!(!said.has_errors(), "{line} was expanded"),
            Err(Unexpanded::Unknown) => assert!(!said.has_errors(), "{line} is unknown, not wrong"),
            Err(Unexpanded::Invalid(again)) => {
                assert_eq!(table::paths(&again), table::paths(&said), "{line}");
            }
        }
    }
}

#[test]
fn no_message_shows_a_password() {
    for password in
        ["hunter2", "hunter2 hunter2", "hunter2/hunter2", "hunter2@hunter2", "hunter2\"hunter2", "hunter2ü-x"]
    {
        let json = changed(&serde_json::json!({
            "credentials": { "mode": "write_only", "password_wo_version": 1, "password_wo": password },
        }));
        let said = table::said(&Database, &json);
        assert_eq!(table::paths(&said), ["credentials.password_wo"], "{password}");
        assert!(!format!("{said:?}").contains("hunter2"), "{said:?}");
    }
    for mode in ["managed", "iam", "none"] {
        let json = changed(&serde_json::json!({ "credentials": { "mode": mode, "password_wo": PASSWORD } }));
        assert!(
            table::said(&Database, &json).has_errors()
                && !format!("{:?}", table::said(&Database, &json)).contains("hunter2"),
            "{mode}"
        );
    }
}
