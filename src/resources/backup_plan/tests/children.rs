//! The objects that backup plans consist of. Each has two files in `children/`: `x.json`, the configuration; `x.txt`, what we
//! own of the objects that follow, and the orders that say how to come there.

use std::collections::BTreeSet;

use acme_children::{ChildId, Kind, Manifest};
use acme_schema::{Attr, Model, Value};
use expect_test::{ExpectFile, expect_file};
use serde_json::{Value as Json, json};

use super::super::BackupPlan;
use super::super::model::BackupPlanModel;
use super::{DATABASE, VOLUME, changed, config, expanded, planned};
use crate::registry::{Facts, Resource};

/// The least; what the handbook begins with; everything at once; what is selected by tags; clusters and buckets.
pub(super) const PLANS: [&str; 5] = [
    include_str!("children/minimal.json"),
    include_str!("children/product.json"),
    include_str!("children/everything.json"),
    include_str!("children/tagged.json"),
    include_str!("children/mixed.json"),
];

pub(super) fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn manifests() {
    let expected = [
        expect_file!["children/minimal.txt"],
        expect_file!["children/product.txt"],
        expect_file!["children/everything.txt"],
        expect_file!["children/tagged.txt"],
        expect_file!["children/mixed.txt"],
    ];
    for (plan, expect) in PLANS.into_iter().zip(expected) {
        check(&json(plan), &expect);
    }
}

fn check(json: &Json, expect: &ExpectFile) {
    let expansion = expanded(&config(json));
    let mut text = format!(
        "# What we own of the children; rewritten by UPDATE_EXPECT=1.\n# In {:?}.\n",
        expansion.location
    );
    for (id, manifest) in expansion.desired.iter() {
        text.push_str(&format!("\n{id}\n{:#}\n", manifest.json()));
        if !manifest.orders().is_null() {
            text.push_str(&format!("orders: {:#}\n", manifest.orders()));
        }
    }
    expect.assert_eq(&text);
}

fn child(change: &Json, kind: Kind) -> Manifest {
    let expansion = expanded(&config(&changed(change)));
    let found = expansion.desired.iter().find(|(id, _)| id.kind == kind);
    found.unwrap_or_else(|| panic!("{change} has no {kind:?}")).1.clone()
}

fn role(change: &Json, name: &str) -> Option<Manifest> {
    let expansion = expanded(&config(&changed(change)));
    expansion.desired.get(&ChildId::new(Kind::Role, name)).cloned()
}

fn actions(change: &Json) -> BTreeSet<String> {
    let role = role(change, "orders-backup").unwrap();
    let statements = role.json()["Policies"]["backup"]["Statement"].as_array().cloned().unwrap_or_default();
    let actions = statements.iter().flat_map(|statement| statement["Action"].as_array().unwrap().clone());
    actions.map(|action| action.as_str().unwrap().to_owned()).collect()
}

/// A right that is not needed is not given.
#[test]
fn the_role_may_do_no_more_than_it_must() {
    let test = json!({ "schedule": "cron(0 4 ? * MON *)" });
    let continuous = json!({ "objectives": { "rpo": "5m" } });
    let tested = json!({ "restore_testing": test });
    let volumes = json!({ "databases": null, "volumes": [VOLUME] });
    let copied = json!({ "copy_actions": [{ "region": "us-west-2" }] });
    let cases = [
        ("rds:CreateDBSnapshot", [true, true, true, false, true]),
        ("rds:ModifyDBInstance", [false, true, false, false, false]),
        ("rds:RestoreDBInstanceFromDBSnapshot", [false; 5]),
        ("rds:DeleteDBInstance", [false; 5]),
        ("ec2:CreateSnapshot", [false, false, false, true, false]),
        ("ec2:CreateVolume", [false; 5]),
        ("rds:CreateDBClusterSnapshot", [false; 5]),
        ("backup:CopyFromBackupVault", [false, false, false, false, true]),
        ("backup:CopyIntoBackupVault", [true; 5]),
        ("backup:TagResource", [true; 5]),
    ];
    for (action, expected) in cases {
        let plans = [&json!({}), &continuous, &tested, &volumes, &copied];
        let has = plans.map(|change| actions(change).contains(action));
        assert_eq!(has, expected, "{action}");
    }
}

/// What is backed up can be changed by no statement, but to keep its logs, and is never deleted; nor is anything restored.
#[test]
fn the_role_of_backups_deletes_nothing_but_backups() {
    for plan in PLANS.into_iter().map(json) {
        let expansion = expanded(&config(&plan));
        for (id, manifest) in expansion.desired.iter().filter(|(id, _)| id.kind == Kind::Role) {
            let statements = manifest.json()["Policies"]["backup"]["Statement"].as_array().cloned();
            for statement in statements.into_iter().flatten() {
                for action in statement["Action"].as_array().unwrap() {
                    let action = action.as_str().unwrap();
                    let is_backup = action.contains("Snapshot") || action.contains("AutomatedBackup");
                    assert!(!action.contains(":Delete") || is_backup, "{id}: {action}");
                    assert!(!action.contains("Restore"), "{id}: {action}");
                }
            }
        }
    }
}

/// Restores are for a role of its own, which may do nothing else, and which no other child acts as.
#[test]
fn the_role_of_restore_tests_is_another() {
    let test = json!({ "schedule": "cron(0 4 ? * MON *)" });
    let tested = json!({ "restore_testing": test });
    let bucket = json!({ "restore_testing": test, "resources": ["arn:aws:s3:::invoices"] });
    let given = json!({ "restore_testing": test, "role_arn": "arn:aws:iam::123456789012:role/x" });
    let policies =
        |change: &Json| role(change, "orders-restore-test").map(|role| role.json()["PolicyArns"].clone());
    let common = "arn:<partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores";
    assert_eq!(policies(&json!({})), None);
    assert_eq!(policies(&given), None);
    assert_eq!(policies(&tested), Some(json!([common])));
    let buckets = "arn:<partition>:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore";
    assert_eq!(policies(&bucket), Some(json!([common, buckets])));
    let restores = role(&tested, "orders-restore-test").unwrap();
    assert!(restores.json()["Policies"].is_null());
    let backups = role(&tested, "orders-backup").unwrap();
    assert_eq!(restores.orders(), backups.orders());
    assert!(!backups.json().to_string().contains("Restore"));
    let acts_as = |change: &Json, kind| child(change, kind).json()["IamRoleArn"].clone();
    for (change, backup, restore) in [
        (
            &tested,
            "arn:<partition>:iam::<account>:role/orders-backup",
            "arn:<partition>:iam::<account>:role/orders-restore-test",
        ),
        (&given, "arn:aws:iam::123456789012:role/x", "arn:aws:iam::123456789012:role/x"),
    ] {
        assert_eq!(acts_as(change, Kind::BackupSelection), backup);
        assert_eq!(acts_as(change, Kind::RestoreTestingSelection), restore);
    }
}

/// IAM has a limit for inline policies: where there is too much to be named, the kind is.
#[test]
fn a_policy_is_never_too_long() {
    let many: Vec<_> =
        (0..400).map(|n| format!("arn:aws:rds:eu-west-1:123456789012:db:orders-{n}")).collect();
    let role = role(&json!({ "databases": many }), "orders-backup").unwrap();
    let text = role.json()["Policies"]["backup"].to_string();
    assert!(text.len() < 9000 && text.contains("arn:<partition>:rds:*:<account>:db:*"), "{text}");
    assert!(!text.contains("orders-1"));
}

/// What is written in another order is the same.
#[test]
fn the_order_of_lists_means_nothing() {
    let other = "arn:aws:rds:eu-west-1:123456789012:db:bills";
    let copies = [json!({ "region": "us-west-2" }), json!({ "region": "eu-north-1" })];
    let events = ["COPY_JOB_FAILED", "BACKUP_JOB_COMPLETED"];
    let topic = "arn:aws:sns:eu-west-1:123456789012:backups";
    let one = json!({ "databases": [DATABASE, other], "copy_actions": copies, "notifications": { "sns_topic_arn": topic, "events": events } });
    let [a, b] = copies;
    let two = json!({ "databases": [other, DATABASE], "copy_actions": [b, a], "notifications": { "sns_topic_arn": topic, "events": [events[1], events[0]] } });
    let digests = |change: &Json| {
        let desired = expanded(&config(&changed(change))).desired;
        desired.iter().map(|(id, manifest)| (id.clone(), manifest.digest())).collect::<Vec<_>>()
    };
    assert_eq!(digests(&one), digests(&two));
}

/// A copy that AWS is not told when to delete stays for ever.
#[test]
fn every_copy_has_its_time() {
    for plan in PLANS.into_iter().map(json) {
        let expansion = expanded(&config(&plan));
        for (id, manifest) in expansion.desired.iter().filter(|(id, _)| id.kind == Kind::BackupPlan) {
            for rule in manifest.json()["Rules"].as_array().unwrap() {
                for copy in rule["CopyActions"].as_array().into_iter().flatten() {
                    assert!(copy["Lifecycle"]["DeleteAfterDays"].is_i64(), "{id}: {copy}");
                }
            }
        }
    }
}

/// Orders make no difference that a plan would show.
#[test]
fn a_backup_is_asked_for_by_its_number_alone() {
    let run = |change: Json| {
        let expansion = expanded(&config(&changed(&change)));
        let id = ChildId::new(Kind::BackupRun, "orders-1");
        expansion.desired.get(&id).map(Manifest::digest)
    };
    let first = run(json!({ "backup_generation": 1 }));
    assert!(first.is_some());
    assert_eq!(first, run(json!({ "backup_generation": 1, "objectives": { "rpo": "12h" } })));
    assert_eq!(None, run(json!({ "backup_generation": 2 })));
    assert_eq!(None, run(json!({})));
}

/// What was asked for is not asked for again by a lower number, nor by the same one once more: nothing but its child stands there.
#[test]
fn a_lower_generation_asks_for_nothing() {
    let runs = |wanted: Json, highest: Option<i64>| {
        let mut planned =
            planned(&config(&changed(&json!({ "backup_generation": wanted }))), &Facts::default());
        // What the plan keeps of the state.
        planned.set_attribute("highest_generation", Attr::from(highest).encode());
        BackupPlan.settle(&Value::Null, &mut planned, &Facts::default());
        let model = BackupPlanModel::from_value(&planned).unwrap();
        let desired = BackupPlan.expand(&planned, &Facts::default()).unwrap().desired;
        let runs = desired.iter().filter(|(id, _)| id.kind == Kind::BackupRun).map(|(id, _)| id.name.clone());
        (runs.collect::<Vec<_>>().join(" "), model.highest_generation.known().copied())
    };
    let run = |name: &str, highest| (name.to_owned(), Some(highest));
    assert_eq!(runs(json!(3), None), run("orders-3", 3));
    assert_eq!(runs(json!(4), Some(3)), run("orders-4", 4));
    for wanted in [json!(1), json!(3), json!(null)] {
        assert_eq!(runs(wanted.clone(), Some(3)), run("orders-3", 3), "{wanted}");
    }
    assert_eq!(runs(json!(null), None), (String::new(), None));
}

/// What the region is, is said by the resource, or by the provider block.
#[test]
fn a_copy_leaves_the_region() {
    let plan = config(&changed(
        &json!({ "databases": null, "resource_tags": { "backup": "true" }, "copy_actions": [{ "region": "us-west-2" }] }),
    ));
    let home = |region: &str| Facts { region: Some(region.to_owned()), ..Facts::default() };
    for (facts, is_refused) in
        [(Facts::default(), false), (home("eu-west-1"), false), (home("us-west-2"), true)]
    {
        let expanded = BackupPlan.expand(&planned(&plan, &facts), &facts);
        assert_eq!(expanded.is_err(), is_refused, "{facts:?}");
    }
}
