//! Backups, copies and restores, in memory: they take a while, and a resource that does not exist cannot be backed up.

use serde_json::{Value, json};

use super::{Backup, not_found, shown_with, time};
use crate::aws::{Action, AwsError, Request};
use crate::fake::aws::{ACCOUNT, FakeAws, REGION, State, refused};
use crate::fake::rds::name;

/// How long a backup takes, and how long a deletion, in seconds.
const BACKUP: u64 = 300;
const DELETION: u64 = 40;
const DAY: u64 = 24 * 3600;

pub(super) fn call(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let clock = state.clock;
    let vault = name(p, "BackupVaultName").to_owned();
    match request.action {
        Action::StartBackupJob => start(state, region, p),
        Action::DescribeBackupJob => {
            let jobs = &state.region(region).backup.jobs;
            let found = jobs.iter().find(|job| job["BackupJobId"] == p["BackupJobId"]);
            found.map(|job| shown_with(job, &json!({}))).ok_or_else(|| not_found("the job"))
        }
        Action::ListBackupJobs => {
            let jobs = state.region(region).backup.jobs.iter();
            let is_meant = |job: &&Value| job["BackupVaultName"] == p["ByBackupVaultName"];
            Ok(jobs.filter(is_meant).map(|job| shown_with(job, &json!({}))).collect())
        }
        Action::ListCopyJobs => {
            let copies = state.region(region).backup.copies.iter();
            Ok(copies
                .filter(|c| c["DestinationBackupVaultArn"] == p["ByDestinationVaultArn"])
                .cloned()
                .collect())
        }
        Action::ListRecoveryPoints => {
            let points = state.region(region).backup.points.iter();
            let is_in = |point: &&Value| point["BackupVaultName"] == vault.as_str();
            Ok(points.filter(is_in).map(|point| shown_with(point, &json!({}))).collect())
        }
        Action::DeleteRecoveryPoint => {
            let backup = &mut state.region(region).backup;
            if backup.vaults.get(&vault).is_some_and(|vault| vault["Locked"] == true) {
                return Err(refused("InvalidRequest", "Backup vault is locked"));
            }
            let mut points = backup.points.iter_mut();
            let found = points.find(|point| point["RecoveryPointArn"] == p["RecoveryPointArn"]);
            let found = found.ok_or_else(|| not_found("the recovery point"))?;
            found["Status"] = json!("DELETING");
            found["~gone"] = json!(clock + DELETION);
            Ok(Value::Null)
        }
        other => Err(refused("InvalidAction", format!("{other:?}"))),
    }
}

fn start(state: &mut State, region: Option<&str>, p: &Value) -> Result<Value, AwsError> {
    state.created += 1;
    let id = format!("job-{}", state.created);
    let clock = state.clock;
    let arn = name(p, "ResourceArn");
    let exists = state.region(region).instances.contains_key(arn.rsplit(':').next().unwrap_or_default());
    let backup = &mut state.region(region).backup;
    if !backup.vaults.contains_key(name(p, "BackupVaultName")) {
        return Err(not_found("the vault"));
    }
    let token = &p["IdempotencyToken"];
    if let Some(job) = backup.jobs.iter().find(|job| token.is_string() && job["~token"] == *token) {
        return Ok(json!({ "BackupJobId": job["BackupJobId"] }));
    }
    let failure = if exists { backup.next_failure.take() } else { Some(format!("{arn} does not exist")) };
    backup.jobs.push(json!({
        "BackupJobId": id,
        "BackupVaultName": p["BackupVaultName"],
        "ResourceArn": arn,
        "ResourceType": "RDS",
        "State": "CREATED",
        "CreationDate": time(clock),
        "~token": token,
        "~due": clock + BACKUP,
        "~failure": failure,
        "~lifecycle": p["Lifecycle"],
        "~copies": p["~copies"],
    }));
    Ok(json!({ "BackupJobId": id }))
}

pub(super) fn advance(backup: &mut Backup, (region, clock): (&str, u64)) {
    for job in &mut backup.jobs {
        let Some(due) = job["~due"].as_u64() else { continue };
        if due > clock {
            job["State"] = json!("RUNNING");
            continue;
        }
        job["~due"] = Value::Null;
        job["CompletionDate"] = time(due);
        if let Some(failure) = job["~failure"].as_str() {
            job["StatusMessage"] = json!(failure);
            job["State"] = json!("FAILED");
            continue;
        }
        job["State"] = json!("COMPLETED");
        let id = name(job, "BackupJobId");
        let arn = format!("arn:aws:rds:{region}:{ACCOUNT}:snapshot:awsbackup:{id}");
        let days = job["~lifecycle"]["DeleteAfterDays"].as_u64();
        let point = json!({
            "RecoveryPointArn": arn,
            "BackupVaultName": job["BackupVaultName"],
            "ResourceArn": job["ResourceArn"],
            "ResourceType": "RDS",
            "Status": "COMPLETED",
            "CreationDate": job["CreationDate"],
            "CompletionDate": time(due),
            "BackupSizeInBytes": 1024,
            "CalculatedLifecycle": { "DeleteAt": days.map_or(Value::Null, |days| time(due + days * DAY)) },
        });
        job["RecoveryPointArn"] = json!(arn);
        backup.points.push(point);
    }
}

impl FakeAws {
    /// A rule of a plan runs, and its copies are made: its backups come an hour later.
    pub fn back_up(&self, plan: &str, rule: &str) {
        let mut state = self.state();
        let Some((jobs, copies)) = asked(&mut state, plan, rule) else { return };
        for job in &jobs {
            // What does not work is a failed job.
            let _ = start(&mut state, None, job);
        }
        state.pass(3600);
        let made: Vec<_> = {
            let points = &state.region(None).backup.points;
            points.iter().rev().take(jobs.len()).cloned().collect()
        };
        for copy in copies {
            for point in &made {
                copied(&mut state, &copy, point);
            }
        }
    }

    /// Changes one field (JSON pointer) of the vault (`vault/NAME`) or of the plan (`plan/NAME`), as somebody else would; `-` is
    /// the place behind a list.
    pub fn change_backup(&self, object: &str, pointer: &str, value: Value) -> bool {
        let mut state = self.state();
        let backup = &mut state.region(None).backup;
        let (kind, called) = object.split_once('/').unwrap_or(("", object));
        let found = if kind == "vault" {
            backup.vaults.get_mut(called)
        } else {
            backup.plans.values_mut().find(|plan| plan["BackupPlan"]["BackupPlanName"] == called)
        };
        let Some((parent, field)) = pointer.rsplit_once('/') else { return false };
        match found.and_then(|object| object.pointer_mut(parent)) {
            Some(Value::Array(elements)) if field == "-" => elements.push(value),
            Some(parent) => parent[field] = value,
            None => return false,
        }
        true
    }

    /// The next backup fails with this message.
    pub fn fail_backup(&self, message: &str) {
        self.state().region(None).backup.next_failure = Some(message.to_owned());
    }

    /// Restore testing has tried the newest recovery point, with this status (`COMPLETED`, `FAILED`), in so many minutes.
    pub fn test_restore(&self, plan: &str, status: &str, minutes: u64) {
        let mut state = self.state();
        let begun = state.clock;
        state.pass(minutes * 60);
        let ended = state.clock;
        let backup = &mut state.region(None).backup;
        let Some(point) = backup.points.last().cloned() else { return };
        backup.restores.push(json!({
            "RestoreJobId": format!("restore-{}", backup.restores.len() + 1),
            "RecoveryPointArn": point["RecoveryPointArn"],
            "SourceResourceArn": point["ResourceArn"],
            "ResourceType": "RDS",
            "Status": status,
            "StatusMessage": if status == "COMPLETED" { Value::Null } else { json!("the subnet group does not exist") },
            "ValidationStatus": "SUCCESSFUL",
            "CreationDate": time(begun),
            "CompletionDate": time(ended),
            "CreatedBy": { "RestoreTestingPlanArn": super::arn(None, "restore-testing-plan", plan) },
        }));
    }
}

/// The jobs of a rule, and where it copies to.
fn asked(state: &mut State, plan: &str, rule: &str) -> Option<(Vec<Value>, Vec<Value>)> {
    let backup = &state.region(None).backup;
    let plan = backup.plans.values().find(|found| found["BackupPlan"]["BackupPlanName"] == plan)?;
    let rule = plan["BackupPlan"]["Rules"].as_array()?.iter().find(|found| found["RuleName"] == rule)?;
    let selections = plan["~selections"].as_array().into_iter().flatten();
    let resources =
        selections.flat_map(|s| s["BackupSelection"]["Resources"].as_array().into_iter().flatten());
    let job = |arn: &Value| json!({ "BackupVaultName": rule["TargetBackupVaultName"], "ResourceArn": arn, "Lifecycle": rule["Lifecycle"] });
    Some((resources.map(job).collect(), rule["CopyActions"].as_array().cloned().unwrap_or_default()))
}

fn copied(state: &mut State, copy: &Value, point: &Value) {
    let clock = state.clock;
    let destination = name(copy, "DestinationBackupVaultArn");
    let region = destination.split(':').nth(3).unwrap_or(REGION).to_owned();
    let vault = destination.rsplit(':').next().unwrap_or_default().to_owned();
    let arn = name(point, "RecoveryPointArn").replace(REGION, &region).replace("job-", "copyjob-");
    let mut made = point.clone();
    made["RecoveryPointArn"] = json!(arn);
    made["BackupVaultName"] = json!(vault);
    made["CreationDate"] = time(clock);
    let there = &mut state.region(Some(&region)).backup;
    let exists = there.vaults.contains_key(&vault);
    if exists {
        there.points.push(made);
    }
    let job = json!({
        "CopyJobId": format!("copy-{arn}"),
        "SourceBackupVaultArn": super::arn(None, "backup-vault", name(point, "BackupVaultName")),
        "SourceRecoveryPointArn": point["RecoveryPointArn"],
        "DestinationBackupVaultArn": destination,
        "DestinationRecoveryPointArn": arn,
        "ResourceArn": point["ResourceArn"],
        "State": if exists { "COMPLETED" } else { "FAILED" },
        "StatusMessage": if exists { Value::Null } else { json!("the vault does not exist") },
        "CreationDate": time(clock),
        "CompletionDate": time(clock),
    });
    state.region(None).backup.copies.push(job);
}
