//! From a specification to the AWS objects that it means: pure, and complete, so that the live objects lead back to the
//! attributes (`recover`). Fields have the names that RDS gives them; what is no field of an object, but says how to come
//! there, is an order.

use acme_children::aws::{GENERATION, PARAMETERS, PASSWORD_VERSION, is_static};
use acme_children::{ChildId, Children, Desired, Kind, Manifest, SecretSource, digest};
use serde_json::{Map, Value, json};

use super::spec::{
    Apply, BackupWindow, DatabaseName, MaintenanceWindow, Mode, Origin, Replica, ReplicaKey, Restore, Spec,
    Strategy,
};
use crate::shared::{KeyId, RegionName, Text, Whole};

/// The tag of the version that was asked for.
pub(crate) const ENGINE_VERSION: &str = "acme:engine-version";
/// The tag with the names of the attributes that were written and that RDS would have chosen otherwise.
pub(crate) const SETTINGS: &str = "acme:settings";
/// The tag of how users are let in.
pub(crate) const CREDENTIALS: &str = "acme:credentials";
/// Their names.
pub(crate) const BACKUP_WINDOW: &str = "backup_window";
pub(crate) const MAINTENANCE_WINDOW: &str = "maintenance_window";
pub(crate) const CA_CERTIFICATE: &str = "ca_certificate_identifier";
pub(crate) const IOPS: &str = "iops";
pub(crate) const THROUGHPUT: &str = "storage_throughput";
/// The tag with the KMS key as it was written: RDS knows it by its ARN.
pub(crate) const KMS_KEY: &str = "acme:kms-key";
/// How many hours a former server is kept where nothing says so any more.
const KEPT: i64 = 24;
/// What lets RDS write the figures of the operating system.
const MONITORING_POLICY: &str = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";

/// Everything that the database consists of.
pub(super) fn expand(spec: &Spec) -> Children<Desired> {
    let mut children = Children::new();
    for (id, manifest) in groups(spec, None, &spec.subnets).into_iter().chain(role(spec)) {
        children.insert(id, manifest);
    }
    let (id, manifest) = instance(spec);
    children.insert(id, manifest);
    for (key, replica) in &spec.replicas {
        if let (Some(region), Some(subnets)) = (&replica.region, &replica.subnets) {
            for (id, manifest) in groups(spec, Some(region.as_str()), subnets) {
                children.insert(id, manifest);
            }
        }
        let (id, manifest) = self::replica(spec, key, replica);
        children.insert(id, manifest);
    }
    children.extend(backups(spec));
    children
}

/// A child's id, with the region where that is not the database's.
fn id(kind: Kind, name: impl AsRef<str>, region: Option<&str>) -> ChildId {
    let name = name.as_ref();
    ChildId::new(kind, region.map_or_else(|| name.to_owned(), |region| format!("{name}@{region}")))
}

/// The tags of everything that the database consists of, but for those that say whose it is.
fn tags(spec: &Spec) -> Map<String, Value> {
    spec.tags.iter().map(|(name, value)| (name.clone(), json!(value))).collect()
}

fn manifest(spec: &Spec, id: &ChildId, mut body: Value) -> Manifest {
    let mut tags = tags(spec);
    if let Some(Value::Object(more)) = body.get_mut("Tags").map(Value::take) {
        tags.extend(more);
    }
    body["Tags"] = Value::Object(tags);
    Manifest::new(id, &spec.owner(), body)
}

/// The name of the settings: they belong to a major version.
pub(super) fn parameter_group(spec: &Spec) -> String {
    format!("{}-{}", spec.name, spec.family())
}

/// Subnets and settings, once in each region where there are servers.
fn groups(spec: &Spec, region: Option<&str>, subnets: &[String]) -> Vec<(ChildId, Desired)> {
    let subnet_group = id(Kind::DbSubnetGroup, spec.name.as_str(), region);
    let parameter_group = id(Kind::DbParameterGroup, self::parameter_group(spec), region);
    let mut parameters: Map<_, _> =
        spec.parameters.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    parameters.insert("rds.force_ssl".to_owned(), json!("1"));
    let subnets = manifest(spec, &subnet_group, json!({ "SubnetIds": subnets }));
    let settings = json!({ "DBParameterGroupFamily": spec.family(), "Parameters": parameters });
    let settings = manifest(spec, &parameter_group, settings);
    vec![(subnet_group, subnets), (parameter_group, settings)]
}

/// The role for enhanced monitoring, unless one is given.
fn role(spec: &Spec) -> Option<(ChildId, Desired)> {
    spec.monitoring.as_ref().filter(|monitoring| monitoring.role.is_none())?;
    let id = id(Kind::Role, role_name(spec), None);
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "monitoring.rds.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }],
    });
    let manifest = manifest(spec, &id, json!({ "PolicyArns": [MONITORING_POLICY] }))
        .with_orders(json!({ "AssumeRolePolicyDocument": trust.to_string() }));
    Some((id, manifest))
}

/// Roles are the account's: a database of the same name in another region has another one.
fn role_name(spec: &Spec) -> String {
    match &spec.region {
        Some(region) => format!("{}-{region}{ROLE}", spec.name),
        None => format!("{}{ROLE}", spec.name),
    }
}

/// What the names of roles that are made end with.
const ROLE: &str = "-rds-monitoring";

/// Whether a role is one that is made for the database of this name.
pub(super) fn is_own_role(name: &str, role: &str) -> bool {
    role.strip_prefix(name).and_then(|rest| rest.strip_suffix(ROLE)).is_some_and(|region| {
        region.is_empty()
            || region.strip_prefix('-').is_some_and(|region| RegionName::parse(region).is_some())
    })
}

/// The server itself.
fn instance(spec: &Spec) -> (ChildId, Desired) {
    let id = id(Kind::DbInstance, spec.name.as_str(), None);
    let mut body = common(spec);
    extend(&mut body, storage(spec));
    extend(&mut body, watched(spec));
    let fields = json!({
        "EngineVersion": spec.engine_version.as_str(),
        "DBInstanceClass": spec.instance_class.as_str(),
        "MultiAZ": spec.multi_az,
        "VpcSecurityGroupIds": spec.security_groups,
        "DBParameterGroupName": parameter_group(spec),
        "BackupRetentionPeriod": spec.backup_retention.get(),
        "PreferredBackupWindow": spec.backup_window.as_ref().map(BackupWindow::as_str),
        "PreferredMaintenanceWindow": spec.maintenance_window.as_ref().map(MaintenanceWindow::as_str),
        "ManageMasterUserPassword": spec.credentials.mode != Mode::WriteOnly,
    });
    extend(&mut body, fields);
    let password = spec.credentials.password.as_ref();
    body["Tags"] = json!({
        ENGINE_VERSION: spec.engine_version.as_str(),
        SETTINGS: settings(spec),
        PARAMETERS: restart_settings(spec),
        KMS_KEY: spec.storage.key.as_ref().map(KeyId::as_str),
        CREDENTIALS: spec.credentials.mode.as_str(),
        PASSWORD_VERSION: password.map(|password| password.version.get().to_string()),
        GENERATION: spec.restore.as_ref().map(|restore| restore.generation.get().to_string()),
    });
    let manifest = manifest(spec, &id, body).with_orders(orders(spec));
    let secret = password.map(|password| match &password.text {
        Some(text) => SecretSource::Given(text.clone()),
        None => SecretSource::Gone,
    });
    let secrets = secret.map(|source| ("MasterUserPassword".to_owned(), source)).into_iter().collect();
    (id, manifest.with_secrets(secrets))
}

/// What RDS would have chosen otherwise.
fn settings(spec: &Spec) -> Option<String> {
    let given = [
        (BACKUP_WINDOW, spec.backup_window.is_some()),
        (MAINTENANCE_WINDOW, spec.maintenance_window.is_some()),
        (CA_CERTIFICATE, spec.ca_certificate.is_some()),
        (IOPS, spec.storage.iops.is_some()),
        (THROUGHPUT, spec.storage.throughput.is_some()),
    ];
    let names: Vec<_> = given.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// Changes with the settings that only a restart brings, so that the server is known to need one.
fn restart_settings(spec: &Spec) -> Option<String> {
    let needing: Map<_, _> = spec
        .parameters
        .iter()
        .filter(|(name, _)| is_static(name))
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    (!needing.is_empty()).then(|| digest(&Value::Object(needing)))
}

/// What a server and its replicas have alike.
fn common(spec: &Spec) -> Value {
    json!({
        "AutoMinorVersionUpgrade": spec.auto_minor_version_upgrade,
        "CACertificateIdentifier": spec.ca_certificate,
        "CopyTagsToSnapshot": true,
        "DBPortNumber": spec.port.get(),
        "DeletionProtection": spec.ending.deletion_protection,
        "EnableIAMDatabaseAuthentication": spec.iam_authentication || spec.credentials.mode == Mode::Iam,
        "PubliclyAccessible": false,
    })
}

fn storage(spec: &Spec) -> Value {
    json!({
        "AllocatedStorage": spec.storage.allocated.get(),
        "MaxAllocatedStorage": spec.storage.most.map(Whole::get),
        "StorageType": spec.storage.kind.as_str(),
        "Iops": spec.storage.iops.map(Whole::get),
        "StorageThroughput": spec.storage.throughput.map(Whole::get),
    })
}

/// What is recorded of a server's work.
fn watched(spec: &Spec) -> Value {
    let logs = spec.log_exports.as_ref().map_or_else(|| json!(Manifest::NOTHING), |logs| json!(logs));
    let insights = spec.insights.as_ref();
    let role = spec
        .monitoring
        .as_ref()
        .map(|monitoring| monitoring.role.as_ref().map_or_else(|| role_name(spec), ToString::to_string));
    json!({
        "EnableCloudwatchLogsExports": logs,
        "EnablePerformanceInsights": insights.is_some(),
        "PerformanceInsightsRetentionPeriod": insights.map(|insights| insights.retention.0),
        "MonitoringInterval": spec.monitoring.as_ref().map_or(0, |monitoring| monitoring.interval.0),
        "MonitoringRole": role,
    })
}

fn extend(body: &mut Value, more: Value) {
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
}

/// How to come there.
fn orders(spec: &Spec) -> Value {
    let insights_key = spec.insights.as_ref().and_then(|insights| insights.key.as_ref());
    let secret_key = spec.credentials.secret_key.as_ref();
    let update = spec.update.as_ref();
    let blue_green = update.filter(|update| update.strategy == Strategy::BlueGreen).map(|update| {
        json!({ "Switchover": update.switchover.as_str(), "SwitchoverTimeout": update.timeout.get() })
    });
    let kept = spec.restore.as_ref().map(|restore| restore.keep_old.get());
    json!({
        "Creation": {
            "Engine": spec.engine.as_str(),
            "MasterUsername": spec.credentials.username.as_str(),
            "DBSubnetGroupName": spec.name.as_str(),
            "DBName": spec.database_name.as_ref().map(DatabaseName::as_str),
            "StorageEncrypted": true,
            "KmsKeyId": spec.storage.key.as_ref().map(KeyId::as_str),
            "MasterUserSecretKmsKeyId": secret_key.map(KeyId::as_str),
            "PerformanceInsightsKMSKeyId": insights_key.map(KeyId::as_str),
        },
        "Restored": { "DBSubnetGroupName": spec.name.as_str() },
        "ApplyImmediately": spec.apply == Apply::Immediately,
        "BlueGreen": blue_green,
        "KeepHours": update.map(|update| update.keep_old.get()).max(kept).unwrap_or(KEPT),
        "Restore": spec.restore.as_ref().map(restore),
        "SkipFinalSnapshot": spec.ending.skip_final_snapshot,
        "DeleteAutomatedBackups": spec.ending.delete_automated_backups,
    })
}

fn restore(restore: &Restore) -> Value {
    let mut order = json!({ "VerifySql": restore.verify_sql });
    match &restore.origin {
        Origin::Snapshot(snapshot) => order["DBSnapshotIdentifier"] = json!(snapshot.as_str()),
        Origin::Past { source, time } => {
            match time {
                Some(time) => order["RestoreTime"] = json!(time.as_str()),
                None => order["UseLatestRestorableTime"] = json!(true),
            }
            if let Some(source) = source {
                let is_arn = source.as_str().starts_with("arn:");
                let field =
                    if is_arn { "SourceDBInstanceAutomatedBackupsArn" } else { "SourceDBInstanceIdentifier" };
                order[field] = json!(source.as_str());
            }
        }
    }
    order
}

/// A server that follows the database.
fn replica(spec: &Spec, key: &ReplicaKey, replica: &Replica) -> (ChildId, Desired) {
    let region = replica.region.as_ref().map(RegionName::as_str);
    let id = id(Kind::DbReplica, format!("{}-{}", spec.name, key.as_str()), region);
    let class = replica.class.as_ref().unwrap_or(&spec.instance_class);
    let groups = replica.security_groups.as_ref().unwrap_or(&spec.security_groups);
    let mut body = common(spec);
    extend(&mut body, watched(spec));
    extend(
        &mut body,
        json!({
            "DBInstanceClass": class.as_str(),
            "DBParameterGroupName": parameter_group(spec),
            "MaxAllocatedStorage": spec.storage.most.map(Whole::get),
            "MultiAZ": replica.multi_az,
            "StorageType": spec.storage.kind.as_str(),
            "VpcSecurityGroupIds": groups,
        }),
    );
    let orders = json!({
        "Creation": {
            "KmsKeyId": replica.key.as_ref().map(KeyId::as_str),
            "DBSubnetGroupName": replica.region.as_ref().map(|_| spec.name.as_str()),
        },
        "Replica": {
            "Source": spec.name.as_str(),
            "SourceRegion": spec.region.as_ref().map(RegionName::as_str),
            "IsFar": replica.region.is_some(),
        },
        "ApplyImmediately": spec.apply == Apply::Immediately,
    });
    (id.clone(), manifest(spec, &id, body).with_orders(orders))
}

/// Copies of the backups in another region.
fn backups(spec: &Spec) -> Option<(ChildId, Desired)> {
    let copies = spec.backup_replication.as_ref()?;
    let id = id(Kind::DbBackupReplication, spec.name.as_str(), Some(copies.region.as_str()));
    // They have no tags of their own.
    let manifest =
        Manifest::new(&id, &spec.owner(), json!({ "BackupRetentionPeriod": copies.retention.get() }))
            .with_orders(json!({ "KmsKeyId": copies.key.as_str() }));
    Some((id, manifest))
}

/// Whether a change of the settings between two specifications needs a restart.
pub(super) fn restarts(before: &Spec, after: &Spec) -> bool {
    let names = before.parameters.keys().chain(after.parameters.keys());
    names.filter(|name| is_static(name)).any(|name| before.parameters.get(name) != after.parameters.get(name))
}
