//! Jobs as clients see them: backups, copies and restores, listed and described. Pure: a call and a region in, an answer
//! out. What moves them is elsewhere.

use super::{
    call::{Answer, Call, Refusal, change, required, text},
    paging::page,
    points::within,
    state::Region,
};
use serde_json::{Value, json};

/// Names of parameters of a query, each with the field that it is compared with.
type Filters = &'static [(&'static str, &'static str)];

const BACKUPS: Filters = &[
    ("resourceArn", "ResourceArn"),
    ("state", "State"),
    ("backupVaultName", "BackupVaultName"),
    ("resourceType", "ResourceType"),
    ("accountId", "AccountId"),
];
const COPIES: Filters = &[
    ("resourceArn", "ResourceArn"),
    ("state", "State"),
    ("resourceType", "ResourceType"),
    ("destinationVaultArn", "DestinationBackupVaultArn"),
    ("sourceRecoveryPointArn", "SourceRecoveryPointArn"),
    ("accountId", "AccountId"),
];
const RESTORES: Filters =
    &[("status", "Status"), ("resourceType", "ResourceType"), ("accountId", "AccountId")];

pub(super) fn answer(region: &mut Region, call: &Call) -> Answer {
    let (method, path) = call.route();
    match (method, &path[..]) {
        ("GET", ["backup-jobs"]) => page(call, "BackupJobs", listed(call, &region.backups, BACKUPS)),
        ("GET", ["copy-jobs"]) => page(call, "CopyJobs", listed(call, &region.copies, COPIES)),
        ("GET", ["restore-jobs"]) => {
            let mut jobs = listed(call, &region.restores, RESTORES);
            if let Some(plan) = call.asked("restoreTestingPlanArn") {
                jobs.retain(|job| job["CreatedBy"]["RestoreTestingPlanArn"] == plan);
            }
            page(call, "RestoreJobs", jobs)
        }
        ("GET", ["backup-jobs", id]) => found(&region.backups, "BackupJobId", id),
        ("GET", ["copy-jobs", id]) => {
            found(&region.copies, "CopyJobId", id).map(|job| json!({ "CopyJob": job }))
        }
        ("GET", ["restore-jobs", id]) => found(&region.restores, "RestoreJobId", id),
        ("PUT", ["restore-jobs", id, "validations"]) => validate(region, call, id),
        _ => Err(call.unknown()),
    }
}

/// Newest first.
fn listed(call: &Call, jobs: &[Value], filters: Filters) -> Vec<Value> {
    let meant = |job: &&Value| {
        filters.iter().all(|(name, field)| call.asked(name).is_none_or(|asked| text(job, field) == asked))
            && within(call, job)
    };
    jobs.iter().rev().filter(meant).cloned().collect()
}

fn found(jobs: &[Value], field: &str, id: &str) -> Answer {
    let job = jobs.iter().find(|job| job[field] == id).cloned();
    job.ok_or_else(|| Refusal::not_found(&format!("Job '{id}' does not exist")))
}

/// What somebody found out about a restored resource.
fn validate(region: &mut Region, call: &Call, id: &str) -> Answer {
    let status = required(&call.body, "ValidationStatus")?;
    let known = ["SUCCESSFUL", "FAILED", "TIMED_OUT", "VALIDATING"];
    if !known.contains(&status) {
        return Err(Refusal::value(&format!("ValidationStatus '{status}' is not known")));
    }
    let job = region.restores.iter_mut().find(|job| job["RestoreJobId"] == id);
    let job = job.ok_or_else(|| Refusal::not_found(&format!("Job '{id}' does not exist")))?;
    if job["Status"] != "COMPLETED" {
        return Err(Refusal::state("Only a completed restore job can be validated"));
    }
    let message = call.body.get("ValidationStatusMessage");
    change(job, json!({ "ValidationStatus": status, "ValidationStatusMessage": message }));
    Ok(json!({}))
}
