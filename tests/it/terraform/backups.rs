//! The AWS Backup of the sandbox, with real databases under it. No client of ours takes part; what the tests of backup plans
//! stand on is tried here.

use std::thread::sleep;
use std::time::{Duration, Instant};

use sandbox::backup::{Validation, restore_test, run};
use sandbox::{Error, rds};
use serde_json::{Value, json};

use super::case::sandbox;
use super::databases::{ask, endpoint_in};

const REGION: &str = "eu-west-1";
const ELSEWHERE: &str = "us-west-2";
const INSTANCE: &str = "arn:aws:rds:eu-west-1:123456789012:db:it-kept";
const PASSWORD: &str = "correct-horse";

fn try_call(region: &str, method: &str, path: &str, body: &Value) -> Result<Value, Error> {
    sandbox::backup::call(sandbox(), region, (method, path), body)
}

#[track_caller]
fn call(region: &str, method: &str, path: &str, body: &Value) -> Value {
    try_call(region, method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {}", error.chain()))
}

#[track_caller]
fn get(region: &str, path: &str) -> Value {
    call(region, "GET", path, &Value::Null)
}

#[track_caller]
fn refused(region: &str, method: &str, path: &str, body: &Value) -> String {
    try_call(region, method, path, body).expect_err("it is refused").chain()
}

#[track_caller]
fn database(region: &str, action: &str, parameters: &[(&str, &str)]) -> String {
    rds(sandbox(), region, action, parameters).unwrap_or_else(|error| panic!("{action}: {}", error.chain()))
}

/// An ARN as a segment of a path.
fn segment(arn: &str) -> String {
    arn.replace(':', "%3A").replace('/', "%2F")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is not in {value}"))
}

/// Asks until the answer is as wanted.
#[track_caller]
fn wait(what: &str, is_done: &dyn Fn() -> bool) {
    let begun = Instant::now();
    while !is_done() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} takes too long");
        sleep(Duration::from_millis(100));
    }
}

/// All pages of a list.
fn all(region: &str, path: &str, field: &str) -> (Vec<Value>, usize) {
    let (mut items, mut pages, mut token) = (Vec::new(), 0, String::new());
    loop {
        let page = get(region, &format!("{path}{token}"));
        items.extend(page[field].as_array().expect("a list").iter().cloned());
        pages += 1;
        match page["NextToken"].as_str() {
            Some(next) => token = format!("?nextToken={next}"),
            None => return (items, pages),
        }
    }
}

/// What a table of an instance holds.
fn rows(region: &str, name: &str) -> String {
    let url = format!("postgresql://owner:{PASSWORD}@{}/shop", endpoint_in(region, name));
    ask(&url, "SELECT x FROM t ORDER BY x").expect("SQL")
}

/// Makes an instance with a row in it.
fn make_instance() {
    let create = [
        ("DBInstanceIdentifier", "it-kept"),
        ("Engine", "postgres"),
        ("DBInstanceClass", "db.t4g.micro"),
        ("AllocatedStorage", "20"),
        ("MasterUsername", "owner"),
        ("MasterUserPassword", PASSWORD),
        ("DBName", "shop"),
        ("DeletionProtection", "true"),
        ("Tags.Tag.1.Key", "tier"),
        ("Tags.Tag.1.Value", "gold"),
    ];
    database(REGION, "CreateDBInstance", &create);
    write(1);
}

fn write(row: u32) {
    let url = format!("postgresql://owner:{PASSWORD}@{}/shop", endpoint_in(REGION, "it-kept"));
    ask(&url, &format!("CREATE TABLE IF NOT EXISTS t (x int); INSERT INTO t VALUES ({row})")).expect("SQL");
}

fn make_role() -> String {
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"backup.amazonaws.com"}}]}"#;
    let parameters = [("RoleName", "it-backup"), ("AssumeRolePolicyDocument", trust)];
    sandbox::iam(sandbox(), "CreateRole", &parameters).expect("a role");
    "arn:aws:iam::123456789012:role/it-backup".to_owned()
}

/// The emulator protects what is restored, too, where the original is protected.
fn delete_instance(region: &str, name: &str) {
    let named = ("DBInstanceIdentifier", name);
    let unprotected = [named, ("DeletionProtection", "false"), ("ApplyImmediately", "true")];
    database(region, "ModifyDBInstance", &unprotected);
    database(region, "DeleteDBInstance", &[named, ("SkipFinalSnapshot", "true")]);
}

/// Deletes every recovery point of a vault, and with them their snapshots.
fn empty(region: &str, vault: &str) {
    let list = format!("/backup-vaults/{vault}/recovery-points");
    let points = all(region, &list, "RecoveryPoints").0;
    let arns: Vec<_> = points.iter().map(|point| text(point, "RecoveryPointArn")).collect();
    for arn in &arns {
        let path = format!("{list}/{}", segment(arn));
        call(region, "DELETE", &path, &Value::Null);
        assert_eq!(text(&get(region, &path), "Status"), "DELETING");
    }
    wait("the deletion", &|| get(region, &list)["RecoveryPoints"] == json!([]));
    for arn in arns {
        let snapshot = [("DBSnapshotIdentifier", arn.split_once("snapshot:").expect("a snapshot").1)];
        rds(sandbox(), region, "DescribeDBSnapshots", &snapshot).expect_err("the snapshot is gone");
    }
}

/// A job on demand: its states, its recovery point, and what is restored from that.
fn back_up_now(role: &str) -> String {
    let order = json!({
        "BackupVaultName": "it-vault",
        "ResourceArn": INSTANCE,
        "IamRoleArn": role,
        "IdempotencyToken": "once",
        "Lifecycle": { "DeleteAfterDays": 35 },
        "RecoveryPointTags": { "acme:name": "it" },
    });
    let mut stranger = order.clone();
    (stranger["IamRoleArn"], stranger["IdempotencyToken"]) = (json!(format!("{role}-no")), json!("no"));
    assert!(refused(REGION, "PUT", "/backup-jobs", &stranger).contains("cannot be assumed"));
    let job = call(REGION, "PUT", "/backup-jobs", &order);
    assert_eq!(call(REGION, "PUT", "/backup-jobs", &order), job, "a repeated request begins nothing");
    let path = format!("/backup-jobs/{}", text(&job, "BackupJobId"));
    assert_ne!(text(&get(REGION, &path), "State"), "COMPLETED", "a backup takes its time");
    wait("the backup", &|| text(&get(REGION, &path), "State") == "COMPLETED");
    let point = text(&get(REGION, &path), "RecoveryPointArn").to_owned();
    assert!(point.starts_with("arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:job-"), "{point}");
    let shape = get(REGION, &format!("/backup-vaults/it-vault/recovery-points/{}", segment(&point)));
    assert_eq!(text(&shape, "Status"), "COMPLETED");
    let created = shape["CreationDate"].as_f64().expect("a time");
    assert_eq!(shape["CalculatedLifecycle"]["DeleteAt"].as_f64(), Some(created + 35.0 * 86_400.0));
    let tags = get(REGION, &format!("/tags/{}", segment(&point)));
    assert_eq!(tags["Tags"], json!({ "acme:name": "it", "tier": "gold" }));

    write(2);
    let from = [("DBInstanceIdentifier", "it-again"), ("DBSnapshotIdentifier", point.as_str())];
    database(REGION, "RestoreDBInstanceFromDBSnapshot", &from);
    assert_eq!(rows(REGION, "it-again"), "1", "the snapshot is of then");
    delete_instance(REGION, "it-again");
    let trespass = [("DBSnapshotIdentifier", point.split_once("snapshot:").expect("a snapshot").1)];
    let error = rds(sandbox(), REGION, "DeleteDBSnapshot", &trespass).expect_err("it is Backup's").chain();
    assert!(error.contains("InvalidDBSnapshotState"), "{error}");
    point
}

/// Jobs for what the sandbox cannot back up say so.
fn fail(role: &str) {
    let order = json!({
        "BackupVaultName": "it-vault",
        "ResourceArn": "arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
        "IamRoleArn": role,
    });
    let job = call(REGION, "PUT", "/backup-jobs", &order);
    let path = format!("/backup-jobs/{}", text(&job, "BackupJobId"));
    wait("the failure", &|| text(&get(REGION, &path), "State") == "FAILED");
    assert_eq!(text(&get(REGION, &path), "StatusMessage"), "the sandbox backs up RDS instances only");
}

/// A plan whose rule runs, with a copy in another region; the ids of plan and selection.
fn make_plan(role: &str) -> (String, String) {
    let rule = json!({
        "RuleName": "daily",
        "TargetBackupVaultName": "it-vault",
        "ScheduleExpression": "cron(0 3 * * ? *)",
        "Lifecycle": { "DeleteAfterDays": 35 },
        "CopyActions": [{
            "DestinationBackupVaultArn": "arn:aws:backup:us-west-2:123456789012:backup-vault:it-vault",
            "Lifecycle": { "DeleteAfterDays": 90 },
        }],
    });
    let plan = json!({ "BackupPlan": { "BackupPlanName": "it-plan", "Rules": [rule] } });
    let plan = text(&call(REGION, "PUT", "/backup/plans", &plan), "BackupPlanId").to_owned();
    let selection = json!({ "BackupSelection": {
        "SelectionName": "it",
        "IamRoleArn": role,
        "Resources": ["*"],
        "Conditions": { "StringEquals": [{ "ConditionKey": "aws:ResourceTag/tier", "ConditionValue": "gold" }] },
    }});
    let selection = call(REGION, "PUT", &format!("/backup/plans/{plan}/selections"), &selection);
    (plan, text(&selection, "SelectionId").to_owned())
}

/// Runs the plan; the recovery point, of which there is a copy.
fn run_plan() -> String {
    let done = run(sandbox(), REGION, "it-plan", "daily").expect("a run");
    assert_eq!(done["BackupJobs"].as_array().map(Vec::len), Some(1), "{done}");
    let (backup, copy) = (&done["BackupJobs"][0], &done["CopyJobs"][0]);
    assert_eq!((text(backup, "State"), text(copy, "State")), ("COMPLETED", "COMPLETED"), "{done}");
    assert_eq!(text(&backup["CreatedBy"], "BackupRuleName"), "daily");
    let copied = text(copy, "DestinationRecoveryPointArn");
    let from = [("DBInstanceIdentifier", "it-far"), ("DBSnapshotIdentifier", copied)];
    database(ELSEWHERE, "RestoreDBInstanceFromDBSnapshot", &from);
    assert_eq!(rows(ELSEWHERE, "it-far"), "1\n2", "the copy holds the data");
    text(backup, "RecoveryPointArn").to_owned()
}

fn test_restores(role: &str) {
    let plan = json!({ "RestoreTestingPlan": {
        "RestoreTestingPlanName": "it_plan",
        "ScheduleExpression": "cron(0 5 ? * SUN *)",
        "RecoveryPointSelection": {
            "Algorithm": "LATEST_WITHIN_WINDOW",
            "IncludeVaults": ["arn:aws:backup:eu-west-1:123456789012:backup-vault:it-vault"],
            "RecoveryPointTypes": ["SNAPSHOT"],
        },
    }});
    let arn = call(REGION, "PUT", "/restore-testing/plans", &plan);
    let arn = text(&arn, "RestoreTestingPlanArn");
    let selection = json!({ "RestoreTestingSelection": {
        "RestoreTestingSelectionName": "rds",
        "ProtectedResourceType": "RDS",
        "ProtectedResourceArns": [INSTANCE],
        "IamRoleArn": role,
        "ValidationWindowHours": 1,
    }});
    call(REGION, "PUT", "/restore-testing/plans/it_plan/selections", &selection);
    let done = restore_test(sandbox(), REGION, "it_plan", Validation::Successful).expect("a restore test");
    let listed = get(REGION, &format!("/restore-jobs?restoreTestingPlanArn={}", segment(arn)));
    assert_eq!(listed["RestoreJobs"], done["RestoreJobs"]);
    let job = &done["RestoreJobs"][0];
    assert_eq!(text(job, "Status"), "COMPLETED", "{job}");
    assert_eq!(text(job, "ValidationStatus"), "SUCCESSFUL");
    assert_eq!(text(job, "DeletionStatus"), "SUCCESSFUL", "{job}");
    assert!(job["CompletionDate"].as_f64() > job["CreationDate"].as_f64());
    let name = text(job, "CreatedResourceArn").rsplit(':').next().expect("a name");
    rds(sandbox(), REGION, "DescribeDBInstances", &[("DBInstanceIdentifier", name)]).expect_err("it is gone");
    call(REGION, "DELETE", "/restore-testing/plans/it_plan/selections/rds", &Value::Null);
    call(REGION, "DELETE", "/restore-testing/plans/it_plan", &Value::Null);
}

#[test]
fn backups_hold_data_that_copies_keep_and_restores_bring_back() {
    if !sandbox().status().notes.is_empty() {
        return super::clients::say(&sandbox().status().notes.join("\n"));
    }
    make_instance();
    let role = make_role();
    for region in [REGION, ELSEWHERE] {
        call(region, "PUT", "/backup-vaults/it-vault", &json!({}));
    }
    let first = back_up_now(&role);
    fail(&role);
    let (plan, selection) = make_plan(&role);
    let second = run_plan();
    test_restores(&role);

    // Pages are small, so that a client that reads only the first one is found out.
    for _ in 0..4 {
        run(sandbox(), REGION, "it-plan", "daily").expect("a run");
    }
    let (points, pages) = all(REGION, "/backup-vaults/it-vault/recovery-points", "RecoveryPoints");
    assert_eq!((points.len(), pages), (6, 2));
    let arns: Vec<_> = points.iter().map(|point| text(point, "RecoveryPointArn")).collect();
    assert!(arns.ends_with(&[&second, &first]), "{arns:?} do not end with {second}, {first}");

    let full = refused(REGION, "DELETE", "/backup-vaults/it-vault", &Value::Null);
    assert!(full.contains("contains recovery points"), "{full}");
    call(REGION, "PUT", "/backup-vaults/it-vault/vault-lock", &json!({ "MinRetentionDays": 7 }));
    let path = format!("/backup-vaults/it-vault/recovery-points/{}", segment(&first));
    assert!(refused(REGION, "DELETE", &path, &Value::Null).contains("locked"));
    call(REGION, "DELETE", "/backup-vaults/it-vault/vault-lock", &Value::Null);

    let busy = refused(REGION, "DELETE", &format!("/backup/plans/{plan}"), &Value::Null);
    assert!(busy.contains("selections must be deleted"), "{busy}");
    call(REGION, "DELETE", &format!("/backup/plans/{plan}/selections/{selection}"), &Value::Null);
    call(REGION, "DELETE", &format!("/backup/plans/{plan}"), &Value::Null);
    for region in [REGION, ELSEWHERE] {
        empty(region, "it-vault");
        call(region, "DELETE", "/backup-vaults/it-vault", &Value::Null);
    }
    for (region, name) in [(REGION, "it-kept"), (ELSEWHERE, "it-far")] {
        delete_instance(region, name);
    }
}
