//! When what is backed up, and where to: one plan, found by its name, since AWS calls it by an id of its own.

use std::time::Duration;

use serde_json::{Value, json};

use super::patience::Patience;
use super::{Piece, compare, creator, made, now, tag, vault};
use crate::aws::reach::At;
use crate::aws::{Action, AwsError, listing, own_arn};
use crate::{CloudError, MANAGER, Manifest, tag as tags};

/// The ARN of a vault of the account, but for its name.
const OWN_VAULT: &str = "arn:<partition>:backup:<region>:<account>:backup-vault:";

/// How long a plan that has just been made may be missing in the list of all.
const LISTED: Duration = Duration::from_secs(120);

/// The plan with its rules as fields of its own, and the copies that it has made.
pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let Some(mut live) = described(at).await? else { return Ok(None) };
    let mut copies = Vec::new();
    for arn in destinations(&live) {
        let jobs = at.call(Action::ListCopyJobs, json!({ "ByDestinationVaultArn": arn })).await?;
        copies.extend(listing::elements(jobs));
    }
    // A vault may be filled by other plans, too.
    let vault = own_arn::complete(&json!(OWN_VAULT), live["BackupPlanArn"].as_str().unwrap_or_default());
    let own = format!("{}{}", vault.as_str().unwrap_or_default(), at.name);
    copies.retain(|job| job["SourceBackupVaultArn"].as_str().is_none_or(|source| source == own));
    live["CopyJobs"] = Value::Array(copies);
    live["Now"] = now(at);
    Ok(Some(live))
}

/// The plan of this name; of several the provider's own.
pub(super) async fn described(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let mut found = None;
    for entry in named(at).await? {
        let live = at.call(Action::GetBackupPlan, json!({ "BackupPlanId": entry["BackupPlanId"] })).await?;
        if live.is_null() {
            continue;
        }
        let is_ours = live["Tags"][tags::MANAGED_BY] == MANAGER;
        if is_ours || found.is_none() {
            found = Some(flat(live));
        }
        if is_ours {
            break;
        }
    }
    Ok(found)
}

async fn named(at: &At<'_>) -> Result<Vec<Value>, AwsError> {
    let mut plans = listing::elements(at.call(Action::ListBackupPlans, json!({})).await?);
    plans.retain(|plan| plan["BackupPlanName"] == at.name);
    Ok(plans)
}

/// What a plan consists of, beside what it is called by.
fn flat(mut live: Value) -> Value {
    let mut content = live["BackupPlan"].take();
    if let Some(fields) = live.as_object_mut() {
        fields.remove("BackupPlan");
    }
    live["Rules"] = compare::rules(content["Rules"].take());
    live["AdvancedBackupSettings"] = compare::settings(content["AdvancedBackupSettings"].take());
    live
}

/// The vaults that the rules copy to.
fn destinations(live: &Value) -> Vec<&Value> {
    let rules = live["Rules"].as_array().into_iter().flatten();
    let copies = rules.flat_map(|rule| rule["CopyActions"].as_array().into_iter().flatten());
    let mut arns: Vec<_> = copies.map(|copy| &copy["DestinationBackupVaultArn"]).collect();
    arns.sort_by_key(ToString::to_string);
    arns.dedup();
    arns
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), CloudError> {
    let said = |error: AwsError| error.about(at.id);
    let live = described(at).await.map_err(said)?;
    let is_new = live.is_none();
    change(at, manifest, live).await.map_err(said)?;
    if is_new {
        // What follows finds the plan in the list of all.
        let mut patience = Patience::new(at, LISTED);
        while described(at).await.map_err(said)?.is_none() {
            patience.rest("listed", "the plan to be listed").await?;
        }
    }
    Ok(())
}

/// Makes the plan, or makes the live one what it should be.
async fn change(at: &At<'_>, manifest: &Manifest, live: Option<Value>) -> Result<(), AwsError> {
    let wanted = manifest.json();
    let own = match &live {
        Some(live) => live["BackupPlanArn"].clone(),
        None => own_vault(at, &wanted["Rules"][0]["TargetBackupVaultName"]).await?,
    };
    let wanted = own_arn::complete(wanted, own.as_str().unwrap_or_default());
    let content = json!({
        "BackupPlanName": at.name,
        "Rules": wanted["Rules"],
        "AdvancedBackupSettings": wanted["AdvancedBackupSettings"],
    });
    let Some(live) = live else {
        let parameters = json!({
            "BackupPlan": content,
            "BackupPlanTags": wanted["Tags"],
            "CreatorRequestId": creator(at, &content),
        });
        return made(at.call(Action::CreateBackupPlan, parameters).await).map(drop);
    };
    if !compare::changed(Piece::Plan, &wanted, &live).is_empty() {
        let parameters = json!({ "BackupPlanId": live["BackupPlanId"], "BackupPlan": content });
        at.call(Action::UpdateBackupPlan, parameters).await?;
    }
    tag(at, &live["BackupPlanArn"], (&wanted["Tags"], &live["Tags"])).await
}

/// The ARN of a vault of the account, in the child's region.
pub(super) async fn own_vault(at: &At<'_>, name: &Value) -> Result<Value, AwsError> {
    let vault = At { name: name.as_str().unwrap_or_default(), ..*at };
    let live = vault::described(&vault).await?;
    live.map(|mut live| live["BackupVaultArn"].take()).ok_or_else(|| {
        super::refused("ResourceNotFound", format!("the backup vault {} does not exist", vault.name))
    })
}

/// Deletes the plan with everything that it selects. AWS may not know at once that the selections are gone.
pub(super) async fn delete(at: &At<'_>, timeout: Duration) -> Result<(), CloudError> {
    let mut patience = Patience::new(at, timeout);
    let said = |error: AwsError| error.about(at.id);
    let Some(live) = described(at).await.map_err(said)? else { return Ok(()) };
    loop {
        super::selection::clear(at, &live["BackupPlanId"]).await.map_err(said)?;
        match at.call(Action::DeleteBackupPlan, json!({ "BackupPlanId": live["BackupPlanId"] })).await {
            Err(error) if error.is("ResourceNotFound") => return Ok(()),
            Err(error) if error.is("InvalidRequest") => patience.rest("gone", &error.to_string()).await?,
            other => return other.map(drop).map_err(said),
        }
    }
}
