//! What changes do, as a table: `impact.txt` has a change on each line with `=>`, from one configuration to another (each
//! laid over the base), and below it what it does. `runs` and `copy` on the left are what the live server says. A new case is
//! a new line there.

use acme_schema::Value;
use expect_test::expect_file;
use serde_json::{Value as Json, json};

use super::super::Database;
use super::super::impact::{Class, TABLE};
use super::{changed, config, planned};
use crate::impact::Disruption;
use crate::registry::{Facts, Resource};
use crate::table::{felt, merge};
use crate::tests::UNKNOWN;

const CHANGES: &str = include_str!("impact.txt");

fn value(common: &Json, change: &str) -> Value {
    let change: Json = serde_json::from_str(change).unwrap_or_else(|error| panic!("{change}: {error}"));
    let mut json = changed(common);
    merge(&mut json, &change);
    // What the live server says is no part of a configuration.
    let live = json.as_object_mut().unwrap().remove("live").unwrap_or_default();
    let config = config(&json);
    let mut value = planned(&config, &Facts::default());
    for (name, given) in live.as_object().into_iter().flatten() {
        let given = given.as_i64().map_or_else(
            || Value::String(given.as_str().unwrap_or_default().to_owned()),
            |number| Value::Number(number.into()),
        );
        value.set_attribute(name, given);
    }
    value
}

/// The ways in which a change can be made, each with what is written for it on both sides.
fn ways() -> [(&'static str, Json); 6] {
    let copy = |switchover: &str| {
        json!({
            "credentials": { "mode": "write_only", "password_wo_version": 1 },
            "maintenance_window": "sun:04:00-sun:05:00",
            "update_strategy": { "type": "blue_green", "switchover": switchover },
        })
    };
    [
        ("with a standby", json!({})),
        ("without one", json!({ "multi_az": false })),
        ("in the window", json!({ "apply": "maintenance_window" })),
        ("copy, automatic", copy("automatic")),
        ("copy, manual", copy("manual")),
        ("copy, window", copy("window")),
    ]
}

#[test]
fn changes_do_what_the_table_says() {
    let mut text = String::new();
    for line in CHANGES.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        let Some((prior, planned)) = line.split_once(" => ") else { continue };
        let said = ways().map(|(way, common)| {
            (way, felt(&Database.impact(&value(&common, prior), &value(&common, planned))))
        });
        if said.iter().all(|(_, report)| *report == said[0].1) {
            text.push_str(&format!("  {}", said[0].1));
            continue;
        }
        for (way, report) in said {
            text.push_str(&format!("  {way}: {report}"));
        }
    }
    expect_file!["impact.txt"].assert_eq(&text);
}

#[test]
fn every_attribute_has_a_row_in_the_order_of_the_schema() {
    let attributes: Vec<_> =
        Database.schema().attributes.into_iter().map(|attribute| attribute.name).collect();
    let rows: Vec<_> = TABLE.iter().map(|row| row.attribute).collect();
    assert_eq!(rows, attributes);
}

#[test]
fn what_replaces_is_what_the_schema_replaces() {
    for (attribute, row) in Database.schema().attributes.iter().zip(TABLE) {
        assert_eq!(matches!(row.class, Class::Replaces), attribute.rules.replace, "{}", attribute.name);
    }
}

#[test]
fn every_attribute_that_can_be_written_is_changed_in_the_examples() {
    for attribute in Database.schema().attributes {
        let is_changed = CHANGES.contains(&format!("\"{}\":", attribute.name));
        assert!(is_changed || !attribute.presence.is_configurable(), "{}", attribute.name);
    }
}

/// What is felt when it is known is felt at least as much while it is not.
#[test]
fn nothing_unknown_is_taken_lightly() {
    for row in TABLE {
        let (prior, mut planned) = (value(&json!({}), "{}"), value(&json!({}), "{}"));
        planned.set_attribute(row.attribute, Value::unknown());
        let level = Database.impact(&prior, &planned).level;
        let least = match row.class {
            Class::Now => Disruption::None,
            Class::Restart | Class::MayRestart(_) => Disruption::Failover,
            Class::Upgrade | Class::Compared(_) => Disruption::Outage,
            Class::Replaces => Disruption::Replace,
        };
        assert!(level >= least, "{}: {level:?}", row.attribute);
    }
}

#[test]
fn a_repair_is_felt_where_the_server_restarts() {
    let repair = |change: Json, digest: &str| {
        Database.repair(&planned(&config(&changed(&change)), &Facts::default()), digest)
    };
    let restart = acme_children::RESTART;
    for (change, digest, level) in [
        (json!({}), "0123456789abcdef".to_owned(), Disruption::None),
        (json!({}), format!("{restart}0123456789abcdef"), Disruption::Failover),
        (json!({}), format!("unready-{restart}0123456789abcdef"), Disruption::Failover),
        (json!({ "multi_az": false }), format!("{restart}0123456789abcdef"), Disruption::Outage),
        (json!({ "multi_az": UNKNOWN }), format!("{restart}0123456789abcdef"), Disruption::Failover),
    ] {
        assert_eq!(repair(change.clone(), &digest), level, "{change} {digest}");
    }
}

#[test]
fn reasons_go_on_in_a_sentence() {
    let said = CHANGES.lines().filter(|line| line.starts_with("  ") && line.contains(" by "));
    for reason in
        said.filter_map(|line| line.rsplit_once(" by ")).filter_map(|(_, rest)| rest.split_once(": "))
    {
        assert!(!reason.1.ends_with('.') && !reason.1.is_empty(), "{}", reason.1);
    }
}
