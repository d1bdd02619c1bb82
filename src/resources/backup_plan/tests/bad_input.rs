//! Every rule, broken once: `bad_input.txt` has a change to a valid configuration on each line that begins with `{`,
//! and below it everything that is said about the result. A new case is a new line there.

use expect_test::expect_file;

use super::super::BackupPlan;
use super::{base, changed, config, planned};
use crate::registry::{Facts, Resource, Unexpanded};
use crate::table;

const TABLE: &str = include_str!("bad_input.txt");

#[test]
fn each_broken_rule_is_said_once_at_its_path() {
    let text = table::answered(&BackupPlan, &base(), TABLE);
    expect_file!["bad_input.txt"].assert_eq(&text);
}

#[test]
fn the_base_is_valid() {
    assert!(table::said(&BackupPlan, &base()).is_empty());
}

/// What is refused at validate is refused at plan and apply too, when a value was unknown before.
#[test]
fn nothing_that_is_refused_can_be_expanded() {
    for line in table::changes(TABLE) {
        let json = changed(&table::change(line));
        let config = config(&json);
        let said = table::said(&BackupPlan, &json);
        let facts = Facts::default();
        match BackupPlan.expand(&planned(&config, &facts), &facts) {
            Ok(_) => assert!(!said.has_errors(), "{line} was expanded"),
            Err(Unexpanded::Unknown) => assert!(!said.has_errors(), "{line} is unknown, not wrong"),
            Err(Unexpanded::Invalid(again)) => {
                assert_eq!(table::paths(&again), table::paths(&said), "{line}");
            }
        }
    }
}
