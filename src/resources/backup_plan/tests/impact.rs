//! What changes do, as a table: `impact.txt` has a change on each line with `=>`, from one configuration to another (each laid
//! over the base), and below it what it does; and below a line that begins with `{`, what making such a plan does. A new case is a
//! new line there.

use acme_schema::Value;
use expect_test::expect_file;
use serde_json::{Value as Json, json};

use super::super::BackupPlan;
use super::super::impact::{Class, TABLE};
use super::{changed, config, planned};
use crate::impact::Disruption;
use crate::registry::{Facts, Resource};
use crate::table::felt;

const CHANGES: &str = include_str!("impact.txt");

fn value(change: &str) -> Value {
    let change: Json = serde_json::from_str(change).unwrap_or_else(|error| panic!("{change}: {error}"));
    planned(&config(&changed(&change)), &Facts::default())
}

#[test]
fn changes_do_what_the_table_says() {
    let mut text = String::new();
    for line in CHANGES.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if let Some((prior, planned)) = line.split_once(" => ") {
            text.push_str(&format!("  {}", felt(&BackupPlan.impact(&value(prior), &value(planned)))));
        } else if line.starts_with('{') {
            text.push_str(&format!("  {}", felt(&BackupPlan.impact_of_creation(&value(line)))));
        }
    }
    expect_file!["impact.txt"].assert_eq(&text);
}

#[test]
fn every_attribute_has_a_row_in_the_order_of_the_schema() {
    let attributes = BackupPlan.schema().attributes;
    let names: Vec<_> = attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    let rows: Vec<_> = TABLE.iter().map(|row| row.attribute).collect();
    assert_eq!(rows, names);
}

#[test]
fn what_replaces_is_what_the_schema_replaces() {
    for (attribute, row) in BackupPlan.schema().attributes.iter().zip(TABLE) {
        assert_eq!(matches!(row.class, Class::Replaces), attribute.rules.replace, "{}", attribute.name);
    }
}

#[test]
fn every_attribute_that_can_be_written_is_changed_in_the_examples() {
    for attribute in BackupPlan.schema().attributes {
        let is_changed = CHANGES.contains(&format!("\"{}\":", attribute.name));
        assert!(is_changed || !attribute.presence.is_configurable(), "{}", attribute.name);
    }
}

/// What cannot be taken back is not taken lightly while it is not known.
#[test]
fn nothing_unknown_is_taken_lightly() {
    let locked = "{\"vault\": {\"lock\": {\"mode\": \"compliance\", \"acknowledge_irreversible\": true}}}";
    for (base, attribute, least) in [
        ("{}", "vault", Disruption::Irreversible),
        ("{}", "copy_actions", Disruption::None),
        (locked, "copy_actions", Disruption::Irreversible),
        ("{}", "name", Disruption::Replace),
        ("{}", "databases", Disruption::None),
    ] {
        let (prior, mut planned) = (value(base), value(base));
        planned.set_attribute(attribute, Value::unknown());
        assert_eq!(BackupPlan.impact(&prior, &planned).level, least, "{base} {attribute}");
    }
    let mut planned = value("{}");
    planned.set_attribute("vault", Value::unknown());
    assert_eq!(BackupPlan.impact_of_creation(&planned).level, Disruption::Irreversible);
    assert!(!BackupPlan.tells_impact(&planned));
}

/// Backups disturb nobody, whatever has become of their objects.
#[test]
fn a_repair_is_not_felt() {
    assert_eq!(BackupPlan.repair(&value("{}"), "drifted-0123456789abcdef"), Disruption::None);
}

#[test]
fn reasons_go_on_in_a_sentence() {
    let said = CHANGES.lines().filter(|line| line.starts_with("  ") && line.contains(" by "));
    let reasons =
        said.filter_map(|line| line.split_once(" by ")).filter_map(|(_, rest)| rest.split_once(": "));
    for (_, reason) in reasons {
        assert!(!reason.ends_with('.') && !reason.is_empty(), "{reason}");
    }
    assert_eq!(json!(BackupPlan.impact_of_creation(&value("{}")).reason), json!(""));
}
