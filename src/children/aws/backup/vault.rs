//! Where backups are kept. A vault is made and changed at once; it is deleted only when it is empty, and emptied only where
//! its own tag says that it may be.

use std::time::Duration;

use serde_json::{Value, json};

use super::patience::Patience;
use super::{FORCE_DESTROY, LOCK_DAYS, compare, creator, now, tag};
use crate::aws::reach::At;
use crate::aws::{Action, AwsError, home, listing};
use crate::{ChildId, CloudError, Kind, Manifest};

/// The vault, its recovery points, and the jobs that were to make some.
pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let Some(mut live) = described(at).await? else { return Ok(None) };
    live["RecoveryPoints"] = at.call(Action::ListRecoveryPoints, named(at)).await?;
    // What is copied there is no job of that vault.
    if at.id.in_region().1.is_none() {
        live["BackupJobs"] = at.call(Action::ListBackupJobs, json!({ "ByBackupVaultName": at.name })).await?;
    }
    live["Now"] = now(at);
    Ok(Some(home::named(at, live)))
}

fn named(at: &At<'_>) -> Value {
    json!({ "BackupVaultName": at.name })
}

/// The vault itself, its lock as a field of its own.
pub(super) async fn described(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let mut live = at.call(Action::DescribeBackupVault, named(at)).await?;
    if live.is_null() {
        return Ok(None);
    }
    if let Some(policy) = live["Policy"].as_str() {
        live["Policy"] = serde_json::from_str(policy).unwrap_or_else(|_| json!(policy));
    }
    if live["Locked"] == true {
        live["Lock"] = json!({
            "Mode": if live["LockDate"].is_string() { "compliance" } else { "governance" },
            "MinRetentionDays": live["MinRetentionDays"],
            "MaxRetentionDays": live["MaxRetentionDays"],
        });
    }
    Ok(Some(live))
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let wanted = manifest.json();
    let live = match described(at).await? {
        Some(live) => live,
        None => {
            let parameters = json!({
                "BackupVaultName": at.name,
                "BackupVaultTags": home::tagged(at, &wanted["Tags"]),
                "EncryptionKeyArn": wanted["EncryptionKeyArn"],
                "CreatorRequestId": creator(at, wanted),
            });
            let made = at.call(Action::CreateBackupVault, parameters).await;
            let live = described(at).await?.unwrap_or(Value::Null);
            home::made(made, "AlreadyExists", (&wanted["Tags"], &live["Tags"]))?;
            live
        }
    };
    if !compare::is_same(&wanted["Policy"], &live["Policy"]) {
        set(
            at,
            &wanted["Policy"],
            (Action::PutBackupVaultAccessPolicy, Action::DeleteBackupVaultAccessPolicy),
        )
        .await?;
    }
    if !compare::is_same(&wanted["Notifications"], &live["Notifications"]) {
        let calls = (Action::PutBackupVaultNotifications, Action::DeleteBackupVaultNotifications);
        set(at, &wanted["Notifications"], calls).await?;
    }
    tag(at, &live["BackupVaultArn"], (&wanted["Tags"], &live["Tags"])).await?;
    // The last one: what is locked may not be changed any more.
    lock(at, manifest, &live).await
}

/// Puts a setting there, or takes it away.
async fn set(at: &At<'_>, wanted: &Value, (put, delete): (Action, Action)) -> Result<(), AwsError> {
    let mut parameters = named(at);
    if wanted.is_null() {
        return at.call(delete, parameters).await.map(drop);
    }
    if put == Action::PutBackupVaultAccessPolicy {
        parameters["Policy"] = json!(wanted.to_string());
    } else {
        parameters["SNSTopicArn"] = wanted["SNSTopicArn"].clone();
        parameters["BackupVaultEvents"] = wanted["BackupVaultEvents"].clone();
    }
    at.call(put, parameters).await.map(drop)
}

async fn lock(at: &At<'_>, manifest: &Manifest, vault: &Value) -> Result<(), AwsError> {
    let (wanted, live) = (&manifest.json()["Lock"], &vault["Lock"]);
    // As long as the cooling-off time runs, another one can begin.
    let days = |tags: &Value| tags[LOCK_DAYS].clone();
    let is_open = vault["LockDate"].as_str().is_some_and(|date| date > at.aws.moment(0).text.as_str());
    let is_longer = is_open && days(&manifest.json()["Tags"]) != days(&vault["Tags"]);
    if compare::is_same(wanted, live) && !is_longer {
        return Ok(());
    }
    // A cooling-off time that runs cannot be taken back otherwise.
    let softens = live["Mode"] == "compliance" && wanted["Mode"] != "compliance";
    if wanted.is_null() || softens {
        at.call(Action::DeleteBackupVaultLockConfiguration, named(at)).await?;
    }
    if wanted.is_null() {
        return Ok(());
    }
    let mut parameters = named(at);
    for field in ["MinRetentionDays", "MaxRetentionDays"] {
        parameters[field] = wanted[field].clone();
    }
    if wanted["Mode"] == "compliance" {
        parameters["ChangeableForDays"] = manifest.orders()["ChangeableForDays"].clone();
    }
    at.call(Action::PutBackupVaultLockConfiguration, parameters).await.map(drop)
}

/// Deletes the vault; where it may, with everything that is in it, and waits for that.
pub(super) async fn delete(at: &At<'_>, timeout: Duration) -> Result<(), CloudError> {
    let mut patience = Patience::new(at, timeout);
    let said = |error: AwsError| error.about(at.id);
    loop {
        let Some(live) = described(at).await.map_err(said)? else { return Ok(()) };
        let points = listing::elements(at.call(Action::ListRecoveryPoints, named(at)).await.map_err(said)?);
        if points.is_empty() {
            match at.call(Action::DeleteBackupVault, named(at)).await {
                Ok(_) => return Ok(()),
                // It may not know yet that it is empty, or somebody has put something into it just now.
                Err(error) if error.is("InvalidRequest") => {
                    patience.rest("gone", &error.to_string()).await?;
                    continue;
                }
                Err(error) if error.is("ResourceNotFound") => return Ok(()),
                Err(error) => return Err(said(error)),
            }
        }
        let kept: Vec<_> = points.iter().filter(|point| is_kept(point)).collect();
        if !kept.is_empty() && live["Tags"][FORCE_DESTROY] != "true" {
            return Err(full(at.id, kept.len()));
        }
        for point in kept {
            empty(at, point, &mut patience).await?;
        }
        patience.rest("gone", &format!("{} recovery points to be deleted", points.len())).await?;
    }
}

/// Asks for one recovery point to be deleted.
async fn empty(at: &At<'_>, point: &Value, patience: &mut Patience<'_>) -> Result<(), CloudError> {
    let arn = &point["RecoveryPointArn"];
    let parameters = json!({ "BackupVaultName": at.name, "RecoveryPointArn": arn });
    match at.call(Action::DeleteRecoveryPoint, parameters).await {
        Err(error) if error.is("ResourceNotFound") => Ok(()),
        // One that is being made, copied or restored cannot be deleted at once.
        Err(error) if error.is("InvalidResourceState") => {
            patience.note(&error.to_string());
            Ok(())
        }
        Err(error) if error.is("InvalidRequest") => Err(CloudError::Failed {
            id: at.id.clone(),
            reason: format!("the recovery point {} cannot be deleted", arn.as_str().unwrap_or("?")),
            chain: vec![error.to_string()],
            hint: "a locked vault keeps its recovery points until their retention is over".to_owned(),
        }),
        other => other.map(drop).map_err(|error| error.about(at.id)),
    }
}

/// Whether a live child holds recovery points.
pub(crate) fn holds_backups(id: &ChildId, live: &Value) -> bool {
    id.kind == Kind::BackupVault && live["RecoveryPoints"].as_array().is_some_and(|points| !points.is_empty())
}

/// Why a live vault cannot be deleted; `None` where it can.
pub(crate) fn kept(id: &ChildId, live: &Value) -> Option<CloudError> {
    let points = live["RecoveryPoints"].as_array().into_iter().flatten();
    let number = points.filter(|point| is_kept(point)).count();
    if id.kind != Kind::BackupVault || number == 0 {
        return None;
    }
    if live["Locked"] == true {
        return Some(locked(id, number));
    }
    (live["Tags"][FORCE_DESTROY] != "true").then(|| full(id, number))
}

/// Whether a recovery point is not being deleted already.
fn is_kept(point: &Value) -> bool {
    point["Status"] != "DELETING"
}

fn held(number: usize) -> String {
    if number == 1 { "a recovery point".to_owned() } else { format!("{number} recovery points") }
}

fn locked(id: &ChildId, number: usize) -> CloudError {
    CloudError::Failed {
        id: id.clone(),
        reason: format!("the vault is locked: it holds {}", held(number)),
        chain: Vec::new(),
        hint:
            "a governance lock can be taken off; a compliance lock keeps them until their retention is over"
                .to_owned(),
    }
}

fn full(id: &ChildId, number: usize) -> CloudError {
    let keep = match id.in_region().1 {
        Some(region) => {
            format!("to keep them, put `{region}` back into `copy_actions` until their retention is over")
        }
        None => {
            "to keep them, keep the plan: `terraform state rm` only forgets it, and it goes on".to_owned()
        }
    };
    CloudError::Failed {
        id: id.clone(),
        reason: format!("the vault is not empty: it holds {}", held(number)),
        chain: Vec::new(),
        hint: format!(
            "to delete them with it, set `vault.force_destroy = true` and apply that first; {keep}"
        ),
    }
}
