//! What RDS offers, and what it says has happened: engine versions, classes, events. Nothing is changed here.

use aws_sdk_rds::Client;
use aws_sdk_rds::types::{DbEngineVersion, Event, OrderableDbInstanceOption, SourceType};
use serde_json::Value;

use super::failed::Failed;
use super::object::{Object, array, names, time};
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

pub(super) async fn engine_versions(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .describe_db_engine_versions()
        .set_engine(from.text("Engine"))
        .set_engine_version(from.text("EngineVersion"))
        .set_db_parameter_group_family(from.text("DBParameterGroupFamily"))
        .set_default_only(from.flag("DefaultOnly"))
        .set_include_all(from.flag("IncludeAll"));
    from.all_read()?;
    let versions = call.into_paginator().items().send().try_collect().await?;
    Ok(array(versions, engine_version))
}

pub(super) async fn orderable_options(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .describe_orderable_db_instance_options()
        .set_engine(from.text("Engine"))
        .set_engine_version(from.text("EngineVersion"))
        .set_db_instance_class(from.text("DBInstanceClass"))
        .set_vpc(from.flag("Vpc"));
    from.all_read()?;
    Ok(array(call.send().await?.orderable_db_instance_options.unwrap_or_default(), orderable))
}

pub(super) async fn events(rds: &Client, from: &Parameters<'_>) -> Answer {
    let source_type = from.text("SourceType").map(|text| SourceType::from(text.as_str()));
    let call = rds
        .describe_events()
        .set_source_identifier(from.text("SourceIdentifier"))
        .set_source_type(source_type)
        .set_duration(from.number("Duration"));
    from.all_read()?;
    match call.into_paginator().items().send().try_collect().await.map_err(Failed::from) {
        Ok(events) => Ok(array(events, event)),
        Err(failed) if failed.is(&["DBInstanceNotFound"]) => Ok(Value::Array(Vec::new())),
        Err(failed) => Err(failed),
    }
}

fn engine_version(from: DbEngineVersion) -> Value {
    let targets = names(from.valid_upgrade_target, |target| target.engine_version);
    let object = Object::default()
        .with("Engine", from.engine)
        .with("EngineVersion", from.engine_version)
        .with("MajorEngineVersion", from.major_engine_version)
        .with("Status", from.status)
        .with("DBParameterGroupFamily", from.db_parameter_group_family)
        .with("ValidUpgradeTarget", targets)
        .with("ExportableLogTypes", from.exportable_log_types)
        .with("SupportedCACertificateIdentifiers", from.supported_ca_certificate_identifiers);
    object.into()
}

fn orderable(from: OrderableDbInstanceOption) -> Value {
    let zones = names(from.availability_zones, |zone| zone.name);
    let object = Object::default()
        .with("Engine", from.engine)
        .with("EngineVersion", from.engine_version)
        .with("DBInstanceClass", from.db_instance_class)
        .with("AvailabilityZones", zones)
        .with("MultiAZCapable", from.multi_az_capable)
        .with("ReadReplicaCapable", from.read_replica_capable)
        .with("Vpc", from.vpc)
        .with("StorageType", from.storage_type)
        .with("SupportsStorageEncryption", from.supports_storage_encryption)
        .with("SupportsIops", from.supports_iops)
        .with("SupportsStorageThroughput", from.supports_storage_throughput)
        .with("SupportsStorageAutoscaling", from.supports_storage_autoscaling)
        .with("SupportsEnhancedMonitoring", from.supports_enhanced_monitoring)
        .with("SupportsPerformanceInsights", from.supports_performance_insights)
        .with("SupportsIAMDatabaseAuthentication", from.supports_iam_database_authentication)
        .with("SupportedNetworkTypes", from.supported_network_types)
        .with("MinStorageSize", from.min_storage_size)
        .with("MaxStorageSize", from.max_storage_size)
        .with("MinIopsPerDbInstance", from.min_iops_per_db_instance)
        .with("MaxIopsPerDbInstance", from.max_iops_per_db_instance)
        .with("MinIopsPerGib", from.min_iops_per_gib)
        .with("MaxIopsPerGib", from.max_iops_per_gib)
        .with("MinStorageThroughputPerDbInstance", from.min_storage_throughput_per_db_instance)
        .with("MaxStorageThroughputPerDbInstance", from.max_storage_throughput_per_db_instance);
    object.into()
}

fn event(from: Event) -> Value {
    let object = Object::default()
        .with("Date", time(from.date))
        .with("Message", from.message)
        .with("SourceIdentifier", from.source_identifier)
        .with("EventCategories", from.event_categories);
    object.into()
}
