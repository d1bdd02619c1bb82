//! Jobs of AWS Backup: a backup is started, and what became of backups, copies and restores is told. No copy or restore may
//! be started here.

use aws_sdk_backup::Client;
use aws_sdk_backup::types::{CopyJob, RecoveryPointCreator, RestoreJobsListMember};
use serde_json::Value;

use super::backup_rules::{lifecycle, lifecycle_object};
use super::failed::Failed;
use super::object::{Object, array, texts, time};
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

/// A backup job, which two calls tell in the same words.
macro_rules! backup_job {
    ($from:expr) => {
        Value::from(
            Object::default()
                .with("BackupJobId", $from.backup_job_id)
                .with("AccountId", $from.account_id)
                .with("BackupVaultName", $from.backup_vault_name)
                .with("BackupVaultArn", $from.backup_vault_arn)
                .with("RecoveryPointArn", $from.recovery_point_arn)
                .with("RecoveryPointLifecycle", $from.recovery_point_lifecycle.as_ref().map(lifecycle_object))
                .with("ResourceArn", $from.resource_arn)
                .with("ResourceType", $from.resource_type)
                .with("ResourceName", $from.resource_name)
                .with("CreationDate", time($from.creation_date))
                .with("InitiationDate", time($from.initiation_date))
                .with("StartBy", time($from.start_by))
                .with("ExpectedCompletionDate", time($from.expected_completion_date))
                .with("CompletionDate", time($from.completion_date))
                .with("State", $from.state.map(|state| state.as_str().to_owned()))
                .with("StatusMessage", $from.status_message)
                .with("MessageCategory", $from.message_category)
                .with("PercentDone", $from.percent_done)
                .with("BackupSizeInBytes", $from.backup_size_in_bytes)
                .with("BytesTransferred", $from.bytes_transferred)
                .with("BackupOptions", $from.backup_options.map(texts))
                .with("BackupType", $from.backup_type)
                .with("IamRoleArn", $from.iam_role_arn)
                .with("CreatedBy", $from.created_by.map(creator))
                .with("ParentJobId", $from.parent_job_id)
                .with("IsParent", Some($from.is_parent)),
        )
    };
}

pub(super) async fn start(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .start_backup_job()
        .set_backup_vault_name(from.text("BackupVaultName"))
        .set_resource_arn(from.text("ResourceArn"))
        .set_iam_role_arn(from.text("IamRoleArn"))
        .set_idempotency_token(from.text("IdempotencyToken"))
        .set_recovery_point_tags(from.map("RecoveryPointTags"))
        .set_backup_options(from.map("BackupOptions"))
        .set_lifecycle(from.inner("Lifecycle", lifecycle))
        .set_start_window_minutes(from.long("StartWindowMinutes"))
        .set_complete_window_minutes(from.long("CompleteWindowMinutes"));
    from.all_read()?;
    let started = call.send().await?;
    let object = Object::default()
        .with("BackupJobId", started.backup_job_id)
        .with("RecoveryPointArn", started.recovery_point_arn)
        .with("CreationDate", time(started.creation_date))
        .with("IsParent", Some(started.is_parent));
    Ok(object.into())
}

pub(super) async fn describe(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup.describe_backup_job().set_backup_job_id(from.text("BackupJobId"));
    from.all_read()?;
    let job = call.send().await?;
    Ok(backup_job!(job))
}

pub(super) async fn list_backups(backup: &Client, from: &Parameters<'_>) -> Answer {
    let vault = from.text("ByBackupVaultName");
    let call = backup.list_backup_jobs().set_by_backup_vault_name(vault);
    from.all_read()?;
    let jobs: Vec<_> = call.into_paginator().items().send().try_collect().await?;
    Ok(array(jobs, |job| backup_job!(job)))
}

pub(super) async fn list_copies(backup: &Client, from: &Parameters<'_>) -> Answer {
    let vault = from.text("ByDestinationVaultArn");
    let call = backup.list_copy_jobs().set_by_destination_vault_arn(vault);
    from.all_read()?;
    let jobs: Vec<_> = call.into_paginator().items().send().try_collect().await?;
    Ok(array(jobs, copy_job))
}

pub(super) async fn list_restores(backup: &Client, from: &Parameters<'_>) -> Answer {
    let plan = from.text("ByRestoreTestingPlanArn");
    let call = backup.list_restore_jobs().set_by_restore_testing_plan_arn(plan);
    from.all_read()?;
    let jobs: Vec<_> = call.into_paginator().items().send().try_collect().await?;
    Ok(array(jobs, restore_job))
}

fn copy_job(from: CopyJob) -> Value {
    let lifecycle = from.destination_recovery_point_lifecycle.as_ref();
    let object = Object::default()
        .with("CopyJobId", from.copy_job_id)
        .with("AccountId", from.account_id)
        .with("SourceBackupVaultArn", from.source_backup_vault_arn)
        .with("SourceRecoveryPointArn", from.source_recovery_point_arn)
        .with("DestinationBackupVaultArn", from.destination_backup_vault_arn)
        .with("DestinationRecoveryPointArn", from.destination_recovery_point_arn)
        .with("DestinationRecoveryPointLifecycle", lifecycle.map(lifecycle_object))
        .with("ResourceArn", from.resource_arn)
        .with("ResourceType", from.resource_type)
        .with("ResourceName", from.resource_name)
        .with("CreationDate", time(from.creation_date))
        .with("CompletionDate", time(from.completion_date))
        .with("State", from.state.map(|state| state.as_str().to_owned()))
        .with("StatusMessage", from.status_message)
        .with("MessageCategory", from.message_category)
        .with("BackupSizeInBytes", from.backup_size_in_bytes)
        .with("IamRoleArn", from.iam_role_arn)
        .with("CreatedBy", from.created_by.map(creator))
        .with("CreatedByBackupJobId", from.created_by_backup_job_id)
        .with("ParentJobId", from.parent_job_id)
        .with("IsParent", Some(from.is_parent));
    object.into()
}

fn restore_job(from: RestoreJobsListMember) -> Value {
    let plan = from.created_by.map(|by| by.restore_testing_plan_arn);
    let by = plan.map(|plan| Value::from(Object::default().with("RestoreTestingPlanArn", plan)));
    let object = Object::default()
        .with("RestoreJobId", from.restore_job_id)
        .with("AccountId", from.account_id)
        .with("RecoveryPointArn", from.recovery_point_arn)
        .with("RecoveryPointCreationDate", time(from.recovery_point_creation_date))
        .with("BackupVaultArn", from.backup_vault_arn)
        .with("SourceResourceArn", from.source_resource_arn)
        .with("ResourceType", from.resource_type)
        .with("CreationDate", time(from.creation_date))
        .with("CompletionDate", time(from.completion_date))
        .with("Status", from.status.map(|status| status.as_str().to_owned()))
        .with("StatusMessage", from.status_message)
        .with("PercentDone", from.percent_done)
        .with("BackupSizeInBytes", from.backup_size_in_bytes)
        .with("ExpectedCompletionTimeMinutes", from.expected_completion_time_minutes)
        .with("IamRoleArn", from.iam_role_arn)
        .with("CreatedResourceArn", from.created_resource_arn)
        .with("CreatedBy", by)
        .with("ValidationStatus", from.validation_status.map(|status| status.as_str().to_owned()))
        .with("ValidationStatusMessage", from.validation_status_message)
        .with("DeletionStatus", from.deletion_status.map(|status| status.as_str().to_owned()))
        .with("DeletionStatusMessage", from.deletion_status_message)
        .with("ParentJobId", from.parent_job_id)
        .with("IsParent", Some(from.is_parent));
    object.into()
}

/// `CreatedBy` of a recovery point and of a job: the rule of a plan.
pub(super) fn creator(from: RecoveryPointCreator) -> Value {
    let object = Object::default()
        .with("BackupPlanId", from.backup_plan_id)
        .with("BackupPlanArn", from.backup_plan_arn)
        .with("BackupPlanName", from.backup_plan_name)
        .with("BackupPlanVersion", from.backup_plan_version)
        .with("BackupRuleId", from.backup_rule_id)
        .with("BackupRuleName", from.backup_rule_name)
        .with("BackupRuleCron", from.backup_rule_cron)
        .with("BackupRuleTimezone", from.backup_rule_timezone);
    object.into()
}
