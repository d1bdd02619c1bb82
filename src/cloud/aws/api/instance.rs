//! A database server as DescribeDBInstances tells it, field by field. Nothing is derived here, and a password, which AWS
//! masks, is told only to be there.

use aws_sdk_rds::types::{
    CertificateDetails, DbInstance, DbInstanceStatusInfo, DbParameterGroupStatus, DbSubnetGroup, Endpoint,
    MasterUserSecret, PendingCloudwatchLogsExports, PendingModifiedValues,
};
use serde_json::Value;

use super::object::{Object, list, names, tags, time};

/// A `DBInstance`.
pub(super) fn instance(from: DbInstance) -> Value {
    let groups = names(from.vpc_security_groups, |group| group.vpc_security_group_id);
    let copies = from.db_instance_automated_backups_replications;
    let copies = names(copies, |copy| copy.db_instance_automated_backups_arn);
    let object = Object::default()
        .with("DBInstanceIdentifier", from.db_instance_identifier)
        .with("DBInstanceArn", from.db_instance_arn)
        .with("DbiResourceId", from.dbi_resource_id)
        .with("DBInstanceStatus", from.db_instance_status)
        .with("DBInstanceClass", from.db_instance_class)
        .with("Engine", from.engine)
        .with("EngineVersion", from.engine_version)
        .with("EngineLifecycleSupport", from.engine_lifecycle_support)
        .with("MasterUsername", from.master_username)
        .with("MasterUserSecret", from.master_user_secret.map(secret))
        .with("DBName", from.db_name)
        .with("Endpoint", from.endpoint.map(endpoint))
        .with("DbInstancePort", from.db_instance_port)
        .with("InstanceCreateTime", time(from.instance_create_time))
        .with("AllocatedStorage", from.allocated_storage)
        .with("MaxAllocatedStorage", from.max_allocated_storage)
        .with("StorageType", from.storage_type)
        .with("Iops", from.iops)
        .with("StorageThroughput", from.storage_throughput)
        .with("StorageEncrypted", from.storage_encrypted)
        .with("KmsKeyId", from.kms_key_id)
        .with("MultiAZ", from.multi_az)
        .with("AvailabilityZone", from.availability_zone)
        .with("SecondaryAvailabilityZone", from.secondary_availability_zone)
        .with("DBSubnetGroup", from.db_subnet_group.map(subnet_group))
        .with("VpcSecurityGroupIds", groups)
        .with("DBParameterGroups", list(from.db_parameter_groups, parameter_group))
        .with("PubliclyAccessible", from.publicly_accessible)
        .with("NetworkType", from.network_type)
        .with("AwsBackupRecoveryPointArn", from.aws_backup_recovery_point_arn)
        .with("BackupRetentionPeriod", from.backup_retention_period)
        .with("PreferredBackupWindow", from.preferred_backup_window)
        .with("PreferredMaintenanceWindow", from.preferred_maintenance_window)
        .with("LatestRestorableTime", time(from.latest_restorable_time))
        .with("DBInstanceAutomatedBackupsReplications", copies)
        .with("BackupTarget", from.backup_target)
        .with("AutoMinorVersionUpgrade", from.auto_minor_version_upgrade)
        .with("DeletionProtection", from.deletion_protection)
        .with("CopyTagsToSnapshot", from.copy_tags_to_snapshot)
        .with("IAMDatabaseAuthenticationEnabled", from.iam_database_authentication_enabled)
        .with("EnabledCloudwatchLogsExports", from.enabled_cloudwatch_logs_exports)
        .with("PerformanceInsightsEnabled", from.performance_insights_enabled)
        .with("PerformanceInsightsKMSKeyId", from.performance_insights_kms_key_id)
        .with("PerformanceInsightsRetentionPeriod", from.performance_insights_retention_period)
        .with("MonitoringInterval", from.monitoring_interval)
        .with("MonitoringRoleArn", from.monitoring_role_arn)
        .with("EnhancedMonitoringResourceArn", from.enhanced_monitoring_resource_arn)
        .with("CACertificateIdentifier", from.ca_certificate_identifier)
        .with("CertificateDetails", from.certificate_details.map(certificate))
        .with("ReadReplicaSourceDBInstanceIdentifier", from.read_replica_source_db_instance_identifier)
        .with("ReadReplicaDBInstanceIdentifiers", from.read_replica_db_instance_identifiers)
        .with("StatusInfos", list(from.status_infos, status))
        .with("PendingModifiedValues", from.pending_modified_values.map(pending))
        .with("Tags", tags(from.tag_list));
    object.into()
}

fn endpoint(from: Endpoint) -> Value {
    let object = Object::default()
        .with("Address", from.address)
        .with("Port", from.port)
        .with("HostedZoneId", from.hosted_zone_id);
    object.into()
}

fn secret(from: MasterUserSecret) -> Value {
    let object = Object::default()
        .with("SecretArn", from.secret_arn)
        .with("SecretStatus", from.secret_status)
        .with("KmsKeyId", from.kms_key_id);
    object.into()
}

fn certificate(from: CertificateDetails) -> Value {
    Object::default().with("CAIdentifier", from.ca_identifier).with("ValidTill", time(from.valid_till)).into()
}

fn parameter_group(from: DbParameterGroupStatus) -> Value {
    let object = Object::default()
        .with("DBParameterGroupName", from.db_parameter_group_name)
        .with("ParameterApplyStatus", from.parameter_apply_status);
    object.into()
}

fn status(from: DbInstanceStatusInfo) -> Value {
    let object = Object::default()
        .with("StatusType", from.status_type)
        .with("Normal", from.normal)
        .with("Status", from.status)
        .with("Message", from.message);
    object.into()
}

fn pending(from: PendingModifiedValues) -> Value {
    let object = Object::default()
        .with("DBInstanceIdentifier", from.db_instance_identifier)
        .with("DBInstanceClass", from.db_instance_class)
        .with("Engine", from.engine)
        .with("EngineVersion", from.engine_version)
        .with("AllocatedStorage", from.allocated_storage)
        .with("StorageType", from.storage_type)
        .with("Iops", from.iops)
        .with("StorageThroughput", from.storage_throughput)
        .with("MultiAZ", from.multi_az)
        .with("Port", from.port)
        .with("DBSubnetGroupName", from.db_subnet_group_name)
        .with("BackupRetentionPeriod", from.backup_retention_period)
        .with("CACertificateIdentifier", from.ca_certificate_identifier)
        .with("IAMDatabaseAuthenticationEnabled", from.iam_database_authentication_enabled)
        .with("DedicatedLogVolume", from.dedicated_log_volume)
        .with("PendingCloudwatchLogsExports", from.pending_cloudwatch_logs_exports.map(pending_logs))
        .with("MasterUserPassword", from.master_user_password.map(|_masked| true));
    object.into()
}

fn pending_logs(from: PendingCloudwatchLogsExports) -> Value {
    let object = Object::default()
        .with("LogTypesToEnable", from.log_types_to_enable)
        .with("LogTypesToDisable", from.log_types_to_disable);
    object.into()
}

/// A `DBSubnetGroup` with the ids of its subnets as text: by the name in the answer, and by the one in the calls.
pub(super) fn subnet_group(from: DbSubnetGroup) -> Value {
    subnet_group_object(from).into()
}

/// The same, for more to be put in.
pub(super) fn subnet_group_object(from: DbSubnetGroup) -> Object {
    let ids = names(from.subnets, |subnet| subnet.subnet_identifier);
    Object::default()
        .with("DBSubnetGroupName", from.db_subnet_group_name)
        .with("DBSubnetGroupDescription", from.db_subnet_group_description)
        .with("DBSubnetGroupArn", from.db_subnet_group_arn)
        .with("SubnetGroupStatus", from.subnet_group_status)
        .with("VpcId", from.vpc_id)
        .with("Subnets", ids.clone())
        .with("SubnetIds", ids)
        .with("SupportedNetworkTypes", from.supported_network_types)
}
