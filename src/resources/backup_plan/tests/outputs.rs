//! What is said of vaults as they were found: the computed attributes, and what a user should know.

use acme_children::{ChildId, Children, Kind, Observed};
use acme_schema::{Attr, Diagnostic, Model, Value};
use serde_json::{Value as Json, json};

use super::super::BackupPlan;
use super::super::model::BackupPlanModel;
use super::laws::served;
use super::{DATABASE, changed, config, expanded, planned};
use crate::registry::{Facts, Resource};
use crate::table::merge;

const NOW: &str = "2026-11-28T04:00:00Z";
const OTHER: &str = "arn:aws:rds:eu-west-1:123456789012:db:bills";

/// The children of a configuration, with what AWS says of each laid over it.
fn seen(change: &Json, said: &[(&str, Json)]) -> (Value, Children<Observed>) {
    let config = config(&changed(change));
    let mut state = planned(&config, &Facts::default());
    let mut observed = served(&expanded(&config));
    for (id, more) in said {
        let id: ChildId = id.parse().unwrap();
        let mut found = observed.remove(&id).unwrap_or_else(|| panic!("there is no {id}"));
        merge(&mut found.live, &json!({ "Now": NOW }));
        merge(&mut found.live, more);
        observed.insert(id, found);
    }
    BackupPlan.reflect(&mut state, &observed);
    (state, observed)
}

fn model(change: &Json, said: &[(&str, Json)]) -> BackupPlanModel {
    BackupPlanModel::from_value(&seen(change, said).0).unwrap()
}

fn point(name: &str, resource: &str, (made, done): (&str, Option<&str>)) -> Json {
    json!({
        "RecoveryPointArn": format!("arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:{name}"),
        "ResourceArn": resource,
        "Status": if done.is_some() { "COMPLETED" } else { "AVAILABLE" },
        "CreationDate": made,
        "CompletionDate": done,
    })
}

fn text(text: &str) -> Attr<String> {
    Attr::Known(text.to_owned())
}

fn warnings(change: &Json, said: &[(&str, Json)]) -> Vec<String> {
    let (state, observed) = seen(change, said);
    let line = |said: &Diagnostic| {
        let path = said.path.as_ref().map_or_else(String::new, ToString::to_string);
        format!("{path}: {} | {}", said.summary, said.detail.replace('\n', " | "))
    };
    let all = BackupPlan.remarks(&state, &observed);
    assert!(!all.has_errors());
    all.iter().map(line).collect()
}

#[test]
fn a_plan_that_has_backed_up_nothing() {
    let model = model(&json!({}), &[("backupplan/orders", json!({}))]);
    assert_eq!(model.arn, text("arn:aws:backup:eu-west-1:123456789012:backup-plan:0f1e"));
    assert_eq!((model.plan_id, model.recovery_points), (text("0f1e"), Attr::Known(0)));
    assert_eq!(model.vault_arn, text("arn:aws:backup:eu-west-1:123456789012:backup-vault:orders"));
    assert_eq!(model.copied_recovery_points, Attr::Known([].into()));
    assert_eq!(model.protected_resources, Attr::Known(Vec::new()));
    assert_eq!(model.unprotected_resources, Attr::Known(vec![text(DATABASE)]));
    assert!(model.last_backup.is_null() && model.last_copy.is_null() && model.last_restore_test.is_null());
    assert!(model.locked_until.is_null());
    let runs = model.next_runs.known().unwrap();
    assert_eq!(runs.get("snapshots"), Some(&text("2026-11-28T15:00:00Z")));
}

#[test]
fn what_was_backed_up_copied_and_tried() {
    let change = json!({
        "databases": [DATABASE, OTHER],
        "copy_actions": [{ "region": "us-west-2" }],
        "restore_testing": { "schedule": "cron(0 3 ? * SUN *)" },
    });
    let vault = json!({ "NumberOfRecoveryPoints": 4, "RecoveryPoints": [
        point("1", DATABASE, ("2026-11-27T03:00:00Z", Some("2026-11-27T03:20:00Z"))),
        point("2", DATABASE, ("2026-11-28T03:00:00Z", Some("2026-11-28T03:20:00Z"))),
        { "ResourceArn": OTHER, "Status": "PARTIAL", "CreationDate": "2026-11-28T03:30:00Z" },
        { "ResourceArn": OTHER, "Status": "CREATING", "CreationDate": "2026-11-28T03:40:00Z" },
    ] });
    let far = json!({ "NumberOfRecoveryPoints": 1, "RecoveryPoints": [
        point("c", DATABASE, ("2026-11-27T03:30:00Z", Some("2026-11-27T04:00:00Z"))),
    ] });
    let jobs = json!({ "RestoreJobs": [
        { "Status": "COMPLETED", "ValidationStatus": "SUCCESSFUL", "SourceResourceArn": DATABASE, "CreationDate": "2026-11-21T03:00:00Z", "CompletionDate": "2026-11-21T03:25:00Z" },
        { "Status": "RUNNING", "CreationDate": "2026-11-28T03:50:00Z" },
    ] });
    let said = [
        ("backupvault/orders", vault),
        ("backupvault/orders@us-west-2", far),
        ("restoretestingplan/orders", jobs),
    ];
    let model = model(&change, &said);
    assert_eq!(model.recovery_points, Attr::Known(5));
    assert_eq!(model.copied_recovery_points, Attr::Known([("us-west-2".to_owned(), Attr::Known(1))].into()));
    assert_eq!(model.protected_resources, Attr::Known(vec![text(DATABASE)]));
    assert_eq!(model.unprotected_resources, Attr::Known(vec![text(OTHER)]));
    let backup = model.last_backup.known().unwrap();
    assert_eq!(backup.recovery_point_arn, text("arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:2"));
    assert_eq!((&backup.at, &backup.age), (&text("2026-11-28T03:20:00Z"), &text("40m")));
    assert_eq!(backup.resource_arn, text(DATABASE));
    let copy = model.last_copy.known().unwrap();
    assert_eq!((&copy.region, &copy.age), (&text("us-west-2"), &text("24h")));
    let test = model.last_restore_test.known().unwrap();
    assert_eq!((&test.status, &test.validation), (&text("COMPLETED"), &text("SUCCESSFUL")));
    assert_eq!((&test.duration, &test.age), (&text("25m"), &text("168h35m")));
    assert_eq!((&test.resource_arn, &test.message), (&text(DATABASE), &Attr::Null));
    assert!(warnings(&change, &said).is_empty());
}

/// A copy in another account's vault is known from its job alone.
#[test]
fn copies_are_seen_in_their_jobs() {
    let change = json!({ "copy_actions": [{ "region": "us-west-2", "account_id": "210987654321" }] });
    let job = |state: &str, done: &str| {
        json!({
            "State": state,
            "ResourceArn": DATABASE,
            "DestinationBackupVaultArn": "arn:aws:backup:us-west-2:210987654321:backup-vault:orders",
            "DestinationRecoveryPointArn": format!("arn:aws:backup:us-west-2:210987654321:recovery-point:{done}"),
            "CreationDate": "2026-11-28T00:00:00Z",
            "CompletionDate": done,
            "StatusMessage": if state == "FAILED" { "Access Denied trying to call AWS Backup service" } else { "" },
        })
    };
    let jobs = [job("COMPLETED", "2026-11-28T01:00:00Z"), job("FAILED", "2026-11-28T02:00:00Z")];
    let said = [("backupplan/orders", json!({ "CopyJobs": jobs }))];
    let model = model(&change, &said);
    let copy = model.last_copy.known().unwrap();
    assert_eq!((&copy.at, &copy.region), (&text("2026-11-28T01:00:00Z"), &text("us-west-2")));
    let expected = "copy_actions: acme_backup_plan `orders`: the last copy of arn:aws:rds:eu-west-1:123456789012:db:orders to \
                    arn:aws:backup:us-west-2:210987654321:backup-vault:orders has failed | FAILED at 2026-11-28T02:00:00Z: Access \
                    Denied trying to call AWS Backup service";
    assert_eq!(warnings(&change, &said).len(), 1);
    assert!(warnings(&change, &said)[0].starts_with(expected), "{:?}", warnings(&change, &said));
    // The next one makes up for it.
    let jobs = [job("FAILED", "2026-11-28T01:00:00Z"), job("COMPLETED", "2026-11-28T02:00:00Z")];
    assert!(warnings(&change, &[("backupplan/orders", json!({ "CopyJobs": jobs }))]).is_empty());
}

#[test]
fn what_has_failed_is_remarked() {
    let backup = |state: &str, done: &str| json!({ "State": state, "ResourceArn": DATABASE, "CreationDate": "2026-11-28T00:00:00Z", "CompletionDate": done, "StatusMessage": "no room" });
    let jobs = |all: &[Json]| [("backupvault/orders", json!({ "BackupJobs": all }))];
    let failed =
        jobs(&[backup("COMPLETED", "2026-11-27T03:00:00Z"), backup("EXPIRED", "2026-11-28T03:00:00Z")]);
    let said = warnings(&json!({}), &failed);
    let expected = format!(
        "databases[0]: acme_backup_plan `orders`: the last backup of {DATABASE} has failed | EXPIRED at 2026-11-28T03:00:00Z: no room"
    );
    assert!(said.len() == 1 && said[0].starts_with(&expected), "{said:?}");
    for state in ["COMPLETED", "RUNNING", "CREATED"] {
        assert!(warnings(&json!({}), &jobs(&[backup(state, "2026-11-28T03:00:00Z")])).is_empty(), "{state}");
    }
    let tested =
        json!({ "restore_testing": { "schedule": "cron(0 3 ? * SUN *)" }, "objectives": { "rto": "1h" } });
    let test = |status: &str, validation: Json| {
        let job = json!({ "Status": status, "ValidationStatus": validation, "SourceResourceArn": DATABASE, "CreationDate": "2026-11-28T02:00:00Z", "CompletionDate": "2026-11-28T03:00:00Z", "StatusMessage": "no subnet group" });
        warnings(&tested, &[("restoretestingplan/orders", json!({ "RestoreJobs": [job] }))])
    };
    assert!(test("COMPLETED", json!("SUCCESSFUL")).is_empty() && test("COMPLETED", Json::Null).is_empty());
    assert!(
        test("FAILED", Json::Null)[0]
            .contains("has failed | FAILED at 2026-11-28T03:00:00Z: no subnet group")
    );
    assert!(test("COMPLETED", json!("FAILED"))[0].contains("was not found valid"));
    assert!(test("COMPLETED", json!("TIMED_OUT"))[0].contains("was not found valid"));
}

#[test]
fn what_takes_longer_than_it_may_is_remarked() {
    let change = |rto: &str| json!({ "restore_testing": { "schedule": "cron(0 3 ? * SUN *)" }, "objectives": { "rto": rto } });
    let job = json!({ "Status": "COMPLETED", "SourceResourceArn": DATABASE, "CreationDate": "2026-11-28T02:00:00Z", "CompletionDate": "2026-11-28T03:20:00Z" });
    let said = [("restoretestingplan/orders", json!({ "RestoreJobs": [job] }))];
    let slow = warnings(&change("1h"), &said);
    let expected = format!(
        "objectives.rto: acme_backup_plan `orders`: restoring {DATABASE} took 1h20m, and its `rto` is 1h"
    );
    assert!(slow.len() == 1 && slow[0].starts_with(&expected), "{slow:?}");
    assert!(warnings(&change("2h"), &said).is_empty());
}

#[test]
fn what_is_not_backed_up_in_time_is_remarked() {
    let made = |at: &str| [("backupplan/orders", json!({ "CreationDate": at }))];
    let said = warnings(&json!({}), &made("2026-11-26T00:00:00Z"));
    let expected = format!(
        "databases[0]: acme_backup_plan `orders`: {DATABASE} has no backup yet, though the plan is older than its `rpo`"
    );
    assert!(said.len() == 1 && said[0].starts_with(&expected), "{said:?}");
    // The first one is still to come.
    assert!(warnings(&json!({}), &made("2026-11-27T12:00:00Z")).is_empty());
    assert!(warnings(&json!({ "objectives": { "rpo": "5m" } }), &made("2026-11-28T03:00:00Z")).is_empty());
    let with = |at: &str| {
        let protected = json!({ "RecoveryPoints": [point("1", DATABASE, (at, Some(at)))] });
        let plan = json!({ "CreationDate": "2026-11-01T00:00:00Z" });
        warnings(&json!({}), &[("backupplan/orders", plan), ("backupvault/orders", protected)])
    };
    assert_eq!(with("2026-11-28T00:00:00Z"), Vec::<String>::new());
    let said = with("2026-11-25T00:00:00Z");
    let expected = format!("databases[0]: acme_backup_plan `orders`: the newest backup of {DATABASE} is ");
    assert!(said.len() == 1 && said[0].starts_with(&expected), "{said:?}");
}

/// A lock is final once its date is over; a governance lock has none.
#[test]
fn locks() {
    let change = json!({ "vault": { "lock": { "mode": "compliance", "acknowledge_irreversible": true } }, "copy_actions": [{ "region": "us-west-2" }] });
    let kept = |until: &str| json!([{ "ResourceArn": DATABASE, "Status": "COMPLETED", "CalculatedLifecycle": { "DeleteAt": until } }]);
    let vault = |lock_date: Json, points: Json| json!({ "Locked": true, "LockDate": lock_date, "RecoveryPoints": points });
    let until = |vault: Json, far: Json| {
        let said = [("backupvault/orders", vault), ("backupvault/orders@us-west-2", far)];
        model(&change, &said).locked_until
    };
    let (past, future) = (json!("2026-11-20T00:00:00Z"), json!("2026-12-01T00:00:00Z"));
    let open = vault(future, kept("2027-01-01T00:00:00Z"));
    let near = vault(past.clone(), kept("2026-12-24T00:00:00Z"));
    let far = vault(past.clone(), kept("2027-02-01T00:00:00Z"));
    assert_eq!(until(json!({}), json!({})), Attr::Null);
    assert_eq!(until(open.clone(), json!({})), Attr::Null);
    assert_eq!(until(vault(Json::Null, kept("2027-01-01T00:00:00Z")), json!({})), Attr::Null);
    assert_eq!(until(near.clone(), open), text("2026-12-24T00:00:00Z"));
    assert_eq!(until(near, far), text("2027-02-01T00:00:00Z"));
    // With nothing in it, it is final all the same.
    assert_eq!(until(vault(past, json!([])), json!({})), text("2026-11-20T00:00:00Z"));
}

/// Without the time, nothing is said that depends on it; without objects, nothing at all.
#[test]
fn what_is_not_seen_is_not_said() {
    let mut state = planned(&config(&changed(&json!({}))), &Facts::default());
    BackupPlan.reflect(&mut state, &Children::new());
    let model = BackupPlanModel::from_value(&state).unwrap();
    assert!(model.next_runs.is_null() && model.arn.is_null() && model.locked_until.is_null());
    assert!(BackupPlan.remarks(&state, &Children::new()).is_empty());
    assert!(state.is_wholly_known() || state.attribute("planned_impact").is_some_and(Value::is_unknown));
    let id = ChildId::new(Kind::BackupVault, "orders");
    assert_eq!(id.to_string(), "backupvault/orders");
}
