//! AWS Backup in memory: vaults with recovery points in them, plans, restore testing, and jobs that take a while. It refuses
//! what AWS Backup is known to refuse: a vault that is not empty, a plan with selections, a role that is too new, whatever a
//! lock forbids.

mod jobs;
mod plans;
mod testing;
mod vaults;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::aws::{ACCOUNT, REGION, State, refused};
use super::rds::merge;
use crate::aws::{Action, AwsError, Request};

/// What AWS Backup has in a region.
#[derive(Default)]
pub(super) struct Backup {
    pub(super) vaults: BTreeMap<String, Value>,
    /// By id, with the selections in `~selections`.
    pub(super) plans: BTreeMap<String, Value>,
    pub(super) testing_plans: BTreeMap<String, Value>,
    /// By `PLAN.SELECTION`.
    pub(super) testing_selections: BTreeMap<String, Value>,
    pub(super) points: Vec<Value>,
    pub(super) jobs: Vec<Value>,
    pub(super) copies: Vec<Value>,
    pub(super) restores: Vec<Value>,
    /// Why the next backup fails.
    pub(super) next_failure: Option<String>,
}

pub(super) fn call(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    match request.action {
        Action::TagBackup | Action::UntagBackup => tag(state, region, request),
        Action::StartBackupJob
        | Action::DescribeBackupJob
        | Action::ListBackupJobs
        | Action::ListCopyJobs
        | Action::ListRecoveryPoints
        | Action::DeleteRecoveryPoint => jobs::call(state, region, request),
        Action::ListBackupPlans
        | Action::GetBackupPlan
        | Action::CreateBackupPlan
        | Action::UpdateBackupPlan
        | Action::DeleteBackupPlan
        | Action::ListBackupSelections
        | Action::CreateBackupSelection
        | Action::DeleteBackupSelection => plans::call(state, region, request),
        Action::CreateRestoreTestingPlan
        | Action::GetRestoreTestingPlan
        | Action::UpdateRestoreTestingPlan
        | Action::DeleteRestoreTestingPlan
        | Action::CreateRestoreTestingSelection
        | Action::GetRestoreTestingSelection
        | Action::UpdateRestoreTestingSelection
        | Action::DeleteRestoreTestingSelection
        | Action::ListRestoreJobs => testing::call(state, region, request),
        _ => vaults::call(state, region, (request.action, p)),
    }
}

pub(super) fn arn(region: Option<&str>, what: &str, name: &str) -> String {
    format!("arn:aws:backup:{}:{ACCOUNT}:{what}:{name}", region.unwrap_or(REGION))
}

fn not_found(what: &str) -> AwsError {
    refused("ResourceNotFound", format!("{what} does not exist"))
}

/// Tags go by ARNs.
fn tag(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let backup = &mut state.region(region).backup;
    let objects =
        backup.vaults.values_mut().chain(backup.plans.values_mut()).chain(backup.testing_plans.values_mut());
    let is_meant = |object: &&mut Value| {
        ["BackupVaultArn", "BackupPlanArn", "RestoreTestingPlanArn"]
            .iter()
            .any(|field| object[*field].is_string() && object[*field] == p["ResourceArn"])
    };
    let mut objects = objects.filter(is_meant);
    let object = objects.next().ok_or_else(|| not_found("the resource"))?;
    merge(&mut object["Tags"], &p["Tags"]);
    if let Some(tags) = object["Tags"].as_object_mut() {
        for name in p["TagKeyList"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            tags.remove(name);
        }
    }
    Ok(Value::Null)
}

/// Jobs whose time has come end, and what was to be deleted goes.
pub(super) fn advance(backup: &mut Backup, (region, clock): (&str, u64)) {
    jobs::advance(backup, (region, clock));
    backup.points.retain(|point| point["~gone"].as_u64().is_none_or(|due| due > clock));
}

/// An object as a call shows it, with more fields.
fn shown_with(object: &Value, more: &Value) -> Value {
    let mut object = super::rds::shown(object);
    merge(&mut object, more);
    object
}

/// The days since the first one, as a date.
pub(super) fn date(day: u64) -> String {
    const MONTHS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut year, mut month, mut day) = (2026, 10, day + 23);
    while day >= MONTHS[month] {
        day -= MONTHS[month];
        month += 1;
        if month == MONTHS.len() {
            (year, month) = (year + 1, 0);
        }
    }
    format!("{year}-{:02}-{:02}", month + 1, day + 1)
}

/// A time of the clock: it starts on a day at noon.
pub(super) fn time(clock: u64) -> Value {
    let minutes = clock / 60 + 12 * 60;
    let (day, minute) = (minutes / (24 * 60), minutes % (24 * 60));
    json!(format!("{}T{:02}:{:02}:00Z", date(day), minute / 60, minute % 60))
}

/// What there is, each with its kind.
pub(super) fn inventory(backup: &Backup) -> Vec<(&'static str, String)> {
    let mut names: Vec<_> = backup
        .vaults
        .values()
        .map(|vault| {
            let name = vault["BackupVaultName"].as_str().unwrap_or("?");
            let number = backup.points.iter().filter(|point| point["BackupVaultName"] == name).count();
            let lock = if vault["Locked"] == true { ", locked" } else { "" };
            ("vault", format!("{name} ({number} recovery points{lock})"))
        })
        .collect();
    names.extend(backup.plans.values().map(|plan| {
        let name = plan["BackupPlan"]["BackupPlanName"].as_str().unwrap_or("?");
        let number = plan["~selections"].as_array().map_or(0, Vec::len);
        ("plan", format!("{name} ({number} selections)"))
    }));
    names.extend(backup.testing_plans.keys().map(|name| ("restore testing", name.clone())));
    names.extend(backup.testing_selections.keys().map(|name| ("restore testing of", name.clone())));
    names
}
