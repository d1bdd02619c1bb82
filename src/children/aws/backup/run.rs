//! A backup that somebody has asked for: one job for each resource, each of them asked for by a token, so that asking again
//! is answered with the same job, and a run that was killed is gone on with.

use std::time::Duration;

use serde_json::{Value, json};

use super::patience::{Patience, with_role};
use super::{plan, vault};
use crate::aws::reach::At;
use crate::aws::{Action, AwsError, own_arn};
use crate::{CloudError, Manifest, Observed, digest};

/// The tag of a plan with the last generation whose backups are complete: they are not made again, whatever a state has lost.
pub const GENERATION: &str = "acme:backup-generation";

/// Starts the jobs, or finds those that were started; their ids with the resources.
pub(super) async fn start(at: &At<'_>, manifest: &Manifest) -> Result<Vec<(String, Value)>, CloudError> {
    let orders = manifest.orders();
    let name = orders["BackupVaultName"].as_str().unwrap_or_default();
    let plan = plan::described(&At { name, ..*at }).await.map_err(|error| error.about(at.id))?;
    let made = plan.and_then(|plan| plan["Tags"][GENERATION].as_str()?.parse::<i64>().ok());
    if made >= manifest.json()["Generation"].as_i64() {
        return Ok(Vec::new());
    }
    let vault = vault::described(&At { name, ..*at }).await.map_err(|error| error.about(at.id))?;
    let vault = vault.unwrap_or(Value::Null);
    let orders = own_arn::complete(orders, vault["BackupVaultArn"].as_str().unwrap_or_default());
    let mut jobs = Vec::new();
    for resource in orders["ResourceArns"].as_array().into_iter().flatten() {
        // A vault of the same name that was made later has not been asked.
        let token = digest(&json!([at.name, resource, vault["CreationDate"]]));
        let parameters = json!({
            "BackupVaultName": name,
            "ResourceArn": resource,
            "IamRoleArn": orders["IamRoleArn"],
            "IdempotencyToken": format!("acme-{token}"),
            "RecoveryPointTags": orders["RecoveryPointTags"],
            "Lifecycle": orders["Lifecycle"],
            "StartWindowMinutes": orders["StartWindowMinutes"],
            "CompleteWindowMinutes": orders["CompleteWindowMinutes"],
        });
        let answer = with_role(at, Action::StartBackupJob, parameters).await?;
        jobs.push((answer["BackupJobId"].as_str().unwrap_or_default().to_owned(), resource.clone()));
    }
    Ok(jobs)
}

/// Returns when every job has made its recovery point.
pub(in crate::aws) async fn ready(
    at: &At<'_>,
    manifest: &Manifest,
    timeout: Duration,
) -> Result<Observed, CloudError> {
    let mut patience = Patience::new(at, timeout);
    let mut made = Vec::new();
    for (job_id, resource) in start(at, manifest).await? {
        made.push(finished(at, (&job_id, &resource), &mut patience).await?);
    }
    if !made.is_empty() {
        note(at, manifest).await.map_err(|error| error.about(at.id))?;
    }
    Ok(Observed { live: json!({ "RecoveryPointArns": made }) })
}

/// Notes on the plan that the backups of this generation are complete.
async fn note(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let name = manifest.orders()["BackupVaultName"].as_str().unwrap_or_default();
    let Some(plan) = plan::described(&At { name, ..*at }).await? else { return Ok(()) };
    let tags = json!({ GENERATION: manifest.json()["Generation"].to_string() });
    at.call(Action::TagBackup, json!({ "ResourceArn": plan["BackupPlanArn"], "Tags": tags })).await.map(drop)
}

/// The recovery point of a job.
async fn finished(
    at: &At<'_>,
    (job_id, resource): (&str, &Value),
    patience: &mut Patience<'_>,
) -> Result<Value, CloudError> {
    let resource = resource.as_str().unwrap_or("?");
    loop {
        let job = at.call(Action::DescribeBackupJob, json!({ "BackupJobId": job_id })).await;
        let job = job.map_err(|error: AwsError| error.about(at.id))?;
        let state = job["State"].as_str().unwrap_or("?");
        match state {
            "COMPLETED" => return Ok(job["RecoveryPointArn"].clone()),
            "FAILED" | "ABORTED" | "EXPIRED" | "PARTIAL" => {
                return Err(failed(at, (state, resource), (job_id, &job)));
            }
            _ => {
                let percent = job["PercentDone"].as_str().unwrap_or("0");
                patience
                    .rest("complete", &format!("backup job {job_id} of {resource}: {state}, {percent} %"))
                    .await?;
            }
        }
    }
}

fn failed(at: &At<'_>, (state, resource): (&str, &str), (job_id, job): (&str, &Value)) -> CloudError {
    CloudError::Failed {
        id: at.id.clone(),
        reason: format!("the backup of {resource} is {state}"),
        chain: vec![format!(
            "backup job {job_id}: {}",
            job["StatusMessage"].as_str().unwrap_or("says nothing")
        )],
        hint: "when the cause is gone, raise `backup_generation` to take another one".to_owned(),
    }
}
