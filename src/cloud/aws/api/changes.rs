//! Blue/green deployments and copies of backups in another region: call by call, as AWS names them.

use aws_sdk_rds::Client;
use aws_sdk_rds::types::{
    BlueGreenDeployment, BlueGreenDeploymentTask, DbInstanceAutomatedBackup, RestoreWindow, SwitchoverDetail,
};
use serde_json::Value;

use super::failed::Failed;
use super::groups::tags;
use super::object::{Object, array, list, names, tags as tag_object, time};
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

pub(super) async fn create(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .create_blue_green_deployment()
        .set_blue_green_deployment_name(from.text("BlueGreenDeploymentName"))
        .set_source(from.text("Source"))
        .set_tags(tags(from))
        .set_target_allocated_storage(from.number("TargetAllocatedStorage"))
        .set_target_db_instance_class(from.text("TargetDBInstanceClass"))
        .set_target_db_parameter_group_name(from.text("TargetDBParameterGroupName"))
        .set_target_engine_version(from.text("TargetEngineVersion"))
        .set_target_iops(from.number("TargetIops"))
        .set_target_storage_throughput(from.number("TargetStorageThroughput"))
        .set_target_storage_type(from.text("TargetStorageType"))
        .set_upgrade_target_storage_config(from.flag("UpgradeTargetStorageConfig"));
    from.all_read()?;
    Ok(call.send().await?.blue_green_deployment.map_or(Value::Null, deployment))
}

pub(super) async fn switch_over(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .switchover_blue_green_deployment()
        .set_blue_green_deployment_identifier(from.text("BlueGreenDeploymentIdentifier"))
        .set_switchover_timeout(from.number("SwitchoverTimeout"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .delete_blue_green_deployment()
        .set_blue_green_deployment_identifier(from.text("BlueGreenDeploymentIdentifier"))
        .set_delete_target(from.flag("DeleteTarget"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn describe(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .describe_blue_green_deployments()
        .set_blue_green_deployment_identifier(from.text("BlueGreenDeploymentIdentifier"));
    from.all_read()?;
    match call.into_paginator().items().send().try_collect().await.map_err(Failed::from) {
        Ok(deployments) => Ok(array(deployments, deployment)),
        Err(failed) if failed.is(&["BlueGreenDeploymentNotFound"]) || failed.is_unknown_call() => {
            Ok(Value::Array(Vec::new()))
        }
        Err(failed) => Err(failed),
    }
}

pub(super) async fn start_copies(rds: &Client, from: &Parameters<'_>, elsewhere: Option<String>) -> Answer {
    let call = rds
        .start_db_instance_automated_backups_replication()
        .set_source_db_instance_arn(from.text("SourceDBInstanceArn"))
        .set_backup_retention_period(from.number("BackupRetentionPeriod"))
        .set_kms_key_id(from.text("KmsKeyId"))
        .set_pre_signed_url(elsewhere)
        .set_tags(tags(from));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn stop_copies(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .stop_db_instance_automated_backups_replication()
        .set_source_db_instance_arn(from.text("SourceDBInstanceArn"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn describe_backups(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .describe_db_instance_automated_backups()
        .set_db_instance_automated_backups_arn(from.text("DBInstanceAutomatedBackupsArn"))
        .set_db_instance_identifier(from.text("DBInstanceIdentifier"))
        .set_dbi_resource_id(from.text("DbiResourceId"));
    from.all_read()?;
    match call.into_paginator().items().send().try_collect().await.map_err(Failed::from) {
        Ok(backups) => Ok(array(backups, backup)),
        Err(failed) if failed.is(&["DBInstanceAutomatedBackupNotFound", "DBInstanceNotFound"]) => {
            Ok(Value::Array(Vec::new()))
        }
        Err(failed) => Err(failed),
    }
}

fn deployment(from: BlueGreenDeployment) -> Value {
    let object = Object::default()
        .with("BlueGreenDeploymentIdentifier", from.blue_green_deployment_identifier)
        .with("BlueGreenDeploymentName", from.blue_green_deployment_name)
        .with("Source", from.source)
        .with("Target", from.target)
        .with("Status", from.status)
        .with("StatusDetails", from.status_details)
        .with("Tasks", list(from.tasks, task))
        .with("SwitchoverDetails", list(from.switchover_details, switched))
        .with("CreateTime", time(from.create_time))
        .with("DeleteTime", time(from.delete_time))
        .with("Tags", tag_object(from.tag_list));
    object.into()
}

fn task(from: BlueGreenDeploymentTask) -> Value {
    Object::default().with("Name", from.name).with("Status", from.status).into()
}

fn switched(from: SwitchoverDetail) -> Value {
    let object = Object::default()
        .with("SourceMember", from.source_member)
        .with("TargetMember", from.target_member)
        .with("Status", from.status);
    object.into()
}

fn backup(from: DbInstanceAutomatedBackup) -> Value {
    let copies = from.db_instance_automated_backups_replications;
    let copies = names(copies, |copy| copy.db_instance_automated_backups_arn);
    let object = Object::default()
        .with("DBInstanceAutomatedBackupsArn", from.db_instance_automated_backups_arn)
        .with("DBInstanceIdentifier", from.db_instance_identifier)
        .with("DBInstanceArn", from.db_instance_arn)
        .with("DbiResourceId", from.dbi_resource_id)
        .with("Region", from.region)
        .with("Status", from.status)
        .with("Engine", from.engine)
        .with("EngineVersion", from.engine_version)
        .with("BackupRetentionPeriod", from.backup_retention_period)
        .with("KmsKeyId", from.kms_key_id)
        .with("Encrypted", from.encrypted)
        .with("RestoreWindow", from.restore_window.as_ref().map(window))
        .with("DBInstanceAutomatedBackupsReplications", copies)
        .with("Tags", tag_object(from.tag_list));
    object.into()
}

fn window(from: &RestoreWindow) -> Value {
    let object = Object::default()
        .with("EarliestTime", time(from.earliest_time))
        .with("LatestTime", time(from.latest_time));
    object.into()
}
