//! Database servers: what makes, changes and ends one, call by call. Every parameter is read by its name in the API; what a
//! call of AWS does not take is not in its function. What becomes of the answers is decided elsewhere.

use acme_children::SecretText;
use aws_sdk_rds::Client;
use aws_sdk_rds::types::CloudwatchLogsExportConfiguration;
use serde_json::Value;

use super::failed::Failed;
use super::groups::tags;
use super::instance::instance;
use super::object::array;
use super::parameters::{Parameters, texts};

/// The calls' result.
type Answer = Result<Value, Failed>;

/// What every call takes that makes or changes a server.
macro_rules! common {
    ($call:expr, $from:expr) => {
        $call
            .set_allocated_storage($from.number("AllocatedStorage"))
            .set_auto_minor_version_upgrade($from.flag("AutoMinorVersionUpgrade"))
            .set_ca_certificate_identifier($from.text("CACertificateIdentifier"))
            .set_copy_tags_to_snapshot($from.flag("CopyTagsToSnapshot"))
            .set_db_instance_class($from.text("DBInstanceClass"))
            .set_db_parameter_group_name($from.text("DBParameterGroupName"))
            .set_db_subnet_group_name($from.text("DBSubnetGroupName"))
            .set_deletion_protection($from.flag("DeletionProtection"))
            .set_enable_iam_database_authentication($from.flag("EnableIAMDatabaseAuthentication"))
            .set_iops($from.number("Iops"))
            .set_multi_az($from.flag("MultiAZ"))
            .set_network_type($from.text("NetworkType"))
            .set_publicly_accessible($from.flag("PubliclyAccessible"))
            .set_storage_throughput($from.number("StorageThroughput"))
            .set_storage_type($from.text("StorageType"))
            .set_vpc_security_group_ids($from.texts("VpcSecurityGroupIds"))
    };
}

/// What every call takes that makes a server.
macro_rules! made {
    ($call:expr, $from:expr) => {
        common!($call, $from)
            .set_availability_zone($from.text("AvailabilityZone"))
            .set_enable_cloudwatch_logs_exports($from.texts("EnableCloudwatchLogsExports"))
            .set_port($from.number("Port"))
            .set_tags(tags($from))
    };
}

/// What calls take that look into a server's performance.
macro_rules! watched {
    ($call:expr, $from:expr) => {
        $call
            .set_enable_performance_insights($from.flag("EnablePerformanceInsights"))
            .set_max_allocated_storage($from.number("MaxAllocatedStorage"))
            .set_monitoring_interval($from.number("MonitoringInterval"))
            .set_monitoring_role_arn($from.text("MonitoringRoleArn"))
            .set_performance_insights_kms_key_id($from.text("PerformanceInsightsKMSKeyId"))
            .set_performance_insights_retention_period($from.number("PerformanceInsightsRetentionPeriod"))
    };
}

/// What calls take that restore a server.
macro_rules! restored {
    ($call:expr, $from:expr) => {
        made!($call, $from)
            .set_backup_retention_period($from.number("BackupRetentionPeriod"))
            .set_db_name($from.text("DBName"))
            .set_engine($from.text("Engine"))
            .set_manage_master_user_password($from.flag("ManageMasterUserPassword"))
            .set_master_user_secret_kms_key_id($from.text("MasterUserSecretKmsKeyId"))
            .set_preferred_backup_window($from.text("PreferredBackupWindow"))
    };
}

pub(super) async fn create(rds: &Client, from: &Parameters<'_>, password: Option<&SecretText>) -> Answer {
    let call = watched!(made!(rds.create_db_instance(), from), from)
        .set_backup_retention_period(from.number("BackupRetentionPeriod"))
        .set_db_instance_identifier(from.text("DBInstanceIdentifier"))
        .set_db_name(from.text("DBName"))
        .set_engine(from.text("Engine"))
        .set_engine_version(from.text("EngineVersion"))
        .set_kms_key_id(from.text("KmsKeyId"))
        .set_manage_master_user_password(from.flag("ManageMasterUserPassword"))
        .set_master_user_password(exposed(password))
        .set_master_user_secret_kms_key_id(from.text("MasterUserSecretKmsKeyId"))
        .set_master_username(from.text("MasterUsername"))
        .set_preferred_backup_window(from.text("PreferredBackupWindow"))
        .set_preferred_maintenance_window(from.text("PreferredMaintenanceWindow"))
        .set_storage_encrypted(from.flag("StorageEncrypted"));
    from.all_read()?;
    Ok(call.send().await?.db_instance.map_or(Value::Null, instance))
}

/// `elsewhere`: for the permission that the source's region asks for, where the source is in another one.
pub(super) async fn create_replica(rds: &Client, from: &Parameters<'_>, elsewhere: Option<String>) -> Answer {
    let call = watched!(made!(rds.create_db_instance_read_replica(), from), from)
        .set_db_instance_identifier(from.text("DBInstanceIdentifier"))
        .set_kms_key_id(from.text("KmsKeyId"))
        .set_pre_signed_url(elsewhere)
        .set_source_db_instance_identifier(from.text("SourceDBInstanceIdentifier"));
    from.all_read()?;
    Ok(call.send().await?.db_instance.map_or(Value::Null, instance))
}

pub(super) async fn modify(rds: &Client, from: &Parameters<'_>, password: Option<&SecretText>) -> Answer {
    let call = watched!(common!(rds.modify_db_instance(), from), from)
        .set_allow_major_version_upgrade(from.flag("AllowMajorVersionUpgrade"))
        .set_apply_immediately(from.flag("ApplyImmediately"))
        .set_backup_retention_period(from.number("BackupRetentionPeriod"))
        .set_certificate_rotation_restart(from.flag("CertificateRotationRestart"))
        .set_cloudwatch_logs_export_configuration(
            from.object("CloudwatchLogsExportConfiguration", log_changes),
        )
        .set_db_instance_identifier(from.text("DBInstanceIdentifier"))
        .set_db_port_number(from.number("DBPortNumber"))
        .set_engine(from.text("Engine"))
        .set_engine_version(from.text("EngineVersion"))
        .set_manage_master_user_password(from.flag("ManageMasterUserPassword"))
        .set_master_user_password(exposed(password))
        .set_master_user_secret_kms_key_id(from.text("MasterUserSecretKmsKeyId"))
        .set_new_db_instance_identifier(from.text("NewDBInstanceIdentifier"))
        .set_preferred_backup_window(from.text("PreferredBackupWindow"))
        .set_preferred_maintenance_window(from.text("PreferredMaintenanceWindow"))
        .set_rotate_master_user_password(from.flag("RotateMasterUserPassword"));
    from.all_read()?;
    Ok(call.send().await?.db_instance.map_or(Value::Null, instance))
}

pub(super) async fn restore_snapshot(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = restored!(rds.restore_db_instance_from_db_snapshot(), from)
        .set_db_instance_identifier(from.text("DBInstanceIdentifier"))
        .set_db_snapshot_identifier(from.text("DBSnapshotIdentifier"));
    from.all_read()?;
    Ok(call.send().await?.db_instance.map_or(Value::Null, instance))
}

pub(super) async fn restore_time(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = restored!(rds.restore_db_instance_to_point_in_time(), from)
        .set_max_allocated_storage(from.number("MaxAllocatedStorage"))
        .set_restore_time(from.time("RestoreTime"))
        .set_source_db_instance_automated_backups_arn(from.text("SourceDBInstanceAutomatedBackupsArn"))
        .set_source_db_instance_identifier(from.text("SourceDBInstanceIdentifier"))
        .set_source_dbi_resource_id(from.text("SourceDbiResourceId"))
        .set_target_db_instance_identifier(from.text("TargetDBInstanceIdentifier"))
        .set_use_latest_restorable_time(from.flag("UseLatestRestorableTime"));
    from.all_read()?;
    Ok(call.send().await?.db_instance.map_or(Value::Null, instance))
}

pub(super) async fn delete(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .delete_db_instance()
        .set_db_instance_identifier(from.text("DBInstanceIdentifier"))
        .set_delete_automated_backups(from.flag("DeleteAutomatedBackups"))
        .set_final_db_snapshot_identifier(from.text("FinalDBSnapshotIdentifier"))
        .set_skip_final_snapshot(from.flag("SkipFinalSnapshot"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn reboot(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .reboot_db_instance()
        .set_db_instance_identifier(from.text("DBInstanceIdentifier"))
        .set_force_failover(from.flag("ForceFailover"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn describe(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds.describe_db_instances().set_db_instance_identifier(from.text("DBInstanceIdentifier"));
    from.all_read()?;
    match call.into_paginator().items().send().try_collect().await.map_err(Failed::from) {
        Ok(instances) => Ok(array(instances, instance)),
        Err(failed) if failed.is(&["DBInstanceNotFound"]) => Ok(Value::Array(Vec::new())),
        Err(failed) => Err(failed),
    }
}

fn exposed(password: Option<&SecretText>) -> Option<String> {
    password.map(|password| password.expose().to_owned())
}

/// `{"EnableLogTypes": […], "DisableLogTypes": […]}`, one of them or both.
fn log_changes(value: &Value) -> Option<CloudwatchLogsExportConfiguration> {
    let given = value.as_object()?;
    let named = |name: &str| match given.get(name) {
        None => Some(None),
        Some(types) => texts(types).map(Some),
    };
    let known = given.keys().all(|name| matches!(name.as_str(), "EnableLogTypes" | "DisableLogTypes"));
    let changes = CloudwatchLogsExportConfiguration::builder()
        .set_enable_log_types(named("EnableLogTypes")?)
        .set_disable_log_types(named("DisableLogTypes")?);
    known.then(|| changes.build())
}
