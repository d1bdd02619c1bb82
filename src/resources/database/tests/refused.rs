//! What must not happen to a database, what cannot, and what a user should know of one.

use acme_children::Children;
use acme_schema::{Diagnostics, Value};
use serde_json::{Value as Json, json};

use super::super::Database;
use super::{changed, config, planned};
use crate::registry::{Ending, Facts, Resource};
use crate::tests::UNKNOWN;

fn value(change: &Json) -> Value {
    planned(&config(&changed(change)), &Facts::default())
}

fn state(change: &Json, runs: &str) -> Value {
    let mut state = value(change);
    state.set_attribute("engine_version_actual", Value::String(runs.to_owned()));
    state
}

fn paths(said: &Diagnostics) -> Vec<String> {
    said.iter().filter_map(|said| said.path.as_ref()).map(ToString::to_string).collect()
}

#[test]
fn what_rds_cannot_do_is_refused() {
    let size = |size: Json| json!({ "allocated_storage": size });
    let version = |version: &str| json!({ "engine_version": version });
    for (has, runs, wanted, expected) in [
        (size(json!(50)), "16.4", size(json!(50)), ""),
        (size(json!(50)), "16.4", size(json!(51)), ""),
        (size(json!(50)), "16.4", size(json!(49)), "allocated_storage"),
        (size(json!(50)), "16.4", size(json!(UNKNOWN)), ""),
        (version("16"), "16.4", version("17"), ""),
        (version("16"), "16.4", version("15"), "engine_version"),
        (version("16.4"), "16.4", version("16.2"), ""),
        (version("16"), "17.1", version("16.4"), ""),
        (version("16"), "17.1", version("17"), ""),
        (version("16"), "17.1", version("15"), "engine_version"),
        // What is wanted is more than before, and less than what runs: it is there already.
        (version("14"), "16.4", version("15"), ""),
        (version("16"), "16.4", version(UNKNOWN), ""),
        // A major version of one digit less is no text that comes later.
        (version("16"), "16.4", version("9"), "engine_version"),
    ] {
        let refused = Database.refuse(&state(&has, runs), &value(&wanted));
        let expected: Vec<_> = Some(expected).filter(|path| !path.is_empty()).into_iter().collect();
        assert_eq!(paths(&refused), expected, "{has} {runs} {wanted}");
    }
    let both = Database.refuse(
        &state(&json!({}), "16.4"),
        &value(&json!({ "engine_version": "15", "allocated_storage": 20 })),
    );
    assert_eq!(paths(&both), ["allocated_storage", "engine_version"]);
    let said = format!("{both:?}");
    assert!(
        said.contains("`allocated_storage` is 50 GiB, and 20 are wanted.")
            && said.contains("PostgreSQL 16.4 runs, and 15"),
        "{said}"
    );
}

#[test]
fn a_protected_database_ends_no_way() {
    for (ending, verb, hint) in
        [(Ending::Destroy, "destroyed", "apply, then destroy"), (Ending::Replace, "replaced", "take back")]
    {
        for change in
            [json!({}), json!({ "deletion_protection": true }), json!({ "deletion_protection": UNKNOWN })]
        {
            let there = || {
                let mut there = value(&change);
                there.set_attribute(
                    "arn",
                    Value::String("arn:aws:rds:eu-west-1:123456789012:db:orders".to_owned()),
                );
                there
            };
            let said = Database.guard(&there(), ending).unwrap_or_else(|| panic!("{change} ends"));
            assert_eq!(said.path.as_ref().map(ToString::to_string).as_deref(), Some("deletion_protection"));
            assert_eq!(said.summary, format!("acme_database `orders` is protected, and cannot be {verb}"));
            assert!(format!("{said:?}").contains(hint), "{said:?}");
        }
        assert!(Database.guard(&value(&json!({ "deletion_protection": false })), ending).is_none());
    }
    // Where no server was ever seen, there is nothing to protect.
    let mut nowhere = value(&json!({}));
    nowhere.set_attribute("arn", Value::Null);
    assert!(Database.guard(&nowhere, Ending::Destroy).is_none());
}

#[test]
fn what_waits_is_remarked() {
    let text = |text: &str| Value::String(text.to_owned());
    let pending =
        |all: &[(&str, &str)]| Value::Map(all.iter().map(|(n, v)| ((*n).to_owned(), text(v))).collect());
    let cases = [
        ("pending_modified_values", pending(&[]), ""),
        (
            "pending_modified_values",
            pending(&[("DBInstanceClass", "db.t4g.large"), ("Port", "5433")]),
            "apply",
        ),
        ("reboot_pending", Value::Bool(false), ""),
        ("reboot_pending", Value::Bool(true), "parameters"),
        ("blue_green_status", text("PROVISIONING"), ""),
        ("blue_green_status", text("AVAILABLE"), "update_strategy"),
    ];
    let mut all = value(&json!({}));
    for (name, given, expected) in cases {
        let mut state = value(&json!({}));
        assert!(Database.remarks(&state, &Children::new()).is_empty());
        state.set_attribute(name, given.clone());
        all.set_attribute(name, given);
        let said = Database.remarks(&state, &Children::new());
        let expected: Vec<_> = Some(expected).filter(|path| !path.is_empty()).into_iter().collect();
        assert_eq!(paths(&said), expected, "{name}");
        assert!(!said.has_errors());
    }
    let said = Database.remarks(&all, &Children::new());
    assert_eq!(paths(&said), ["apply", "parameters", "update_strategy"]);
    let waits = "acme_database `orders`: changes wait for the maintenance window: DBInstanceClass = db.t4g.large, Port = 5433";
    assert_eq!(said.iter().next().map(|said| said.summary.as_str()), Some(waits));
}
