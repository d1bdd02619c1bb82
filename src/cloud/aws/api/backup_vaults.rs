//! Backup vaults: what surrounds them, and the recovery points in them. Whether one may be emptied is decided elsewhere.

use aws_sdk_backup::Client;
use aws_sdk_backup::operation::describe_backup_vault::DescribeBackupVaultOutput;
use aws_sdk_backup::types::{BackupVaultEvent, RecoveryPointByBackupVault};
use serde_json::Value;

use super::backup_jobs::creator;
use super::backup_rules::{calculated_object, lifecycle_object};
use super::backup_tags::tags_of;
use super::failed::Failed;
use super::object::{Object, array, time};
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

pub(super) async fn create(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .create_backup_vault()
        .set_backup_vault_name(from.text("BackupVaultName"))
        .set_backup_vault_tags(from.map("BackupVaultTags"))
        .set_encryption_key_arn(from.text("EncryptionKeyArn"))
        .set_creator_request_id(from.text("CreatorRequestId"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("BackupVaultName");
    let call = backup.delete_backup_vault().set_backup_vault_name(name.clone());
    from.all_read()?;
    match call.send().await {
        Ok(_) => Ok(Value::Null),
        Err(error) => Err(made_clear(backup, name, error.into()).await),
    }
}

pub(super) async fn describe(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("BackupVaultName");
    from.all_read()?;
    or_else(described(backup, name.clone()).await, (backup, name), Value::Null).await
}

async fn described(backup: &Client, name: Option<String>) -> Answer {
    let vault = backup.describe_backup_vault().set_backup_vault_name(name.clone()).send().await?;
    let tags = tags_of(backup, vault.backup_vault_arn.clone()).await?;
    let policy =
        match backup.get_backup_vault_access_policy().set_backup_vault_name(name.clone()).send().await {
            Ok(answer) => answer.policy,
            Err(error) => none_where_not_found(error.into())?,
        };
    let notifications = match backup.get_backup_vault_notifications().set_backup_vault_name(name).send().await
    {
        Ok(answer) => {
            let events = answer.backup_vault_events;
            let events = events.map(|events| array(events, |event| event.as_str().to_owned()));
            let object =
                Object::default().with("SNSTopicArn", answer.sns_topic_arn).with("BackupVaultEvents", events);
            Some(Value::from(object))
        }
        Err(error) => none_where_not_found(error.into())?,
    };
    let object = vault_object(vault)
        .with("Policy", policy)
        .with("Notifications", notifications)
        .with("Tags", Some(tags));
    Ok(object.into())
}

pub(super) async fn put_policy(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .put_backup_vault_access_policy()
        .set_backup_vault_name(from.text("BackupVaultName"))
        .set_policy(from.text("Policy"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_policy(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("BackupVaultName");
    let call = backup.delete_backup_vault_access_policy().set_backup_vault_name(name);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn put_lock(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .put_backup_vault_lock_configuration()
        .set_backup_vault_name(from.text("BackupVaultName"))
        .set_min_retention_days(from.long("MinRetentionDays"))
        .set_max_retention_days(from.long("MaxRetentionDays"))
        .set_changeable_for_days(from.long("ChangeableForDays"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_lock(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("BackupVaultName");
    let call = backup.delete_backup_vault_lock_configuration().set_backup_vault_name(name);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn put_notifications(backup: &Client, from: &Parameters<'_>) -> Answer {
    let events = from.texts("BackupVaultEvents");
    let events =
        events.map(|events| events.iter().map(|event| BackupVaultEvent::from(event.as_str())).collect());
    let call = backup
        .put_backup_vault_notifications()
        .set_backup_vault_name(from.text("BackupVaultName"))
        .set_sns_topic_arn(from.text("SNSTopicArn"))
        .set_backup_vault_events(events);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_notifications(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("BackupVaultName");
    let call = backup.delete_backup_vault_notifications().set_backup_vault_name(name);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn list_points(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("BackupVaultName");
    let call = backup.list_recovery_points_by_backup_vault().set_backup_vault_name(name.clone());
    from.all_read()?;
    let points = call.into_paginator().items().send().try_collect().await.map_err(Failed::from);
    let points = points.map(|points: Vec<_>| array(points, point));
    or_else(points, (backup, name), Value::Array(Vec::new())).await
}

pub(super) async fn delete_point(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .delete_recovery_point()
        .set_backup_vault_name(from.text("BackupVaultName"))
        .set_recovery_point_arn(from.text("RecoveryPointArn"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

/// The answer, or what stands for it where there is no such vault.
async fn or_else(answer: Answer, (backup, name): (&Client, Option<String>), absent: Value) -> Answer {
    let Err(failed) = answer else { return answer };
    match made_clear(backup, name, failed).await {
        failed if failed.is(&["ResourceNotFound"]) => Ok(absent),
        failed => Err(failed),
    }
}

/// Of a vault that does not exist AWS says "Insufficient privileges to perform this action", or nothing but that access is
/// denied. Who lacks a permission is told which one, also by the policy of a vault; still, only the list of the vaults is
/// proof that it is not there.
async fn made_clear(backup: &Client, name: Option<String>, failed: Failed) -> Failed {
    if !failed.is_vague_denial() {
        return failed;
    }
    let vaults = backup.list_backup_vaults().into_paginator().items().send().try_collect().await;
    let vaults: Vec<_> = match vaults {
        Ok(vaults) => vaults,
        Err(error) => return error.into(),
    };
    if vaults.iter().any(|vault| vault.backup_vault_name == name) {
        return failed;
    }
    let message = "there is no such backup vault".to_owned();
    Failed::Refused { code: "ResourceNotFound".to_owned(), message, status: 0 }
}

/// What a vault does not have is no failure.
fn none_where_not_found<T>(failed: Failed) -> Result<Option<T>, Failed> {
    if failed.is(&["ResourceNotFound"]) { Ok(None) } else { Err(failed) }
}

fn vault_object(from: DescribeBackupVaultOutput) -> Object {
    Object::default()
        .with("BackupVaultName", from.backup_vault_name)
        .with("BackupVaultArn", from.backup_vault_arn)
        .with("VaultType", from.vault_type.map(|kind| kind.as_str().to_owned()))
        .with("VaultState", from.vault_state.map(|state| state.as_str().to_owned()))
        .with("EncryptionKeyArn", from.encryption_key_arn)
        .with("EncryptionKeyType", from.encryption_key_type.map(|kind| kind.as_str().to_owned()))
        .with("CreationDate", time(from.creation_date))
        .with("CreatorRequestId", from.creator_request_id)
        .with("NumberOfRecoveryPoints", Some(from.number_of_recovery_points))
        .with("Locked", from.locked)
        .with("MinRetentionDays", from.min_retention_days)
        .with("MaxRetentionDays", from.max_retention_days)
        .with("LockDate", time(from.lock_date))
}

fn point(from: RecoveryPointByBackupVault) -> Value {
    let object = Object::default()
        .with("RecoveryPointArn", from.recovery_point_arn)
        .with("BackupVaultName", from.backup_vault_name)
        .with("BackupVaultArn", from.backup_vault_arn)
        .with("SourceBackupVaultArn", from.source_backup_vault_arn)
        .with("ResourceArn", from.resource_arn)
        .with("ResourceType", from.resource_type)
        .with("ResourceName", from.resource_name)
        .with("CreatedBy", from.created_by.map(creator))
        .with("IamRoleArn", from.iam_role_arn)
        .with("Status", from.status.map(|status| status.as_str().to_owned()))
        .with("StatusMessage", from.status_message)
        .with("CreationDate", time(from.creation_date))
        .with("InitiationDate", time(from.initiation_date))
        .with("CompletionDate", time(from.completion_date))
        .with("BackupSizeInBytes", from.backup_size_in_bytes)
        .with("CalculatedLifecycle", from.calculated_lifecycle.as_ref().map(calculated_object))
        .with("Lifecycle", from.lifecycle.as_ref().map(lifecycle_object))
        .with("EncryptionKeyArn", from.encryption_key_arn)
        .with("IsEncrypted", Some(from.is_encrypted))
        .with("LastRestoreTime", time(from.last_restore_time))
        .with("ParentRecoveryPointArn", from.parent_recovery_point_arn)
        .with("CompositeMemberIdentifier", from.composite_member_identifier)
        .with("IsParent", Some(from.is_parent))
        .with("VaultType", from.vault_type.map(|kind| kind.as_str().to_owned()));
    object.into()
}
