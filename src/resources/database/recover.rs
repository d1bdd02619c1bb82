//! The way back: the attributes that a live server and what belongs to it would have to be written with. What RDS does not
//! know, such as how changes are made, is not in it.

use std::collections::BTreeMap;

use acme_children::aws::{PASSWORD_VERSION, at_least, is_within, port};
use acme_children::{ChildId, Children, Kind, Location, Observed};
use acme_schema::{Attr, List, Map};
use serde_json::Value;

use super::expand::{
    BACKUP_WINDOW, CA_CERTIFICATE, CREDENTIALS, ENGINE_VERSION, IOPS, KMS_KEY, MAINTENANCE_WINDOW, SETTINGS,
    THROUGHPUT, is_own_role,
};
use super::model::{
    BackupReplicationModel, CredentialsModel, DatabaseModel, InsightsModel, MonitoringModel, ReplicaModel,
};
use crate::registry::{Facts, Target};
use crate::shared::user_tags;

/// The model of the observed objects; `None` where there is no server.
pub(super) fn recover(
    target: &Target,
    observed: &Children<Observed>,
    facts: &Facts,
) -> Option<DatabaseModel> {
    let id = target.ids.iter().find(|id| id.kind == Kind::DbInstance)?;
    let live = &observed.get(id)?.live;
    let subnets = observed.get(&ChildId::new(Kind::DbSubnetGroup, id.name.as_str()));
    let subnets = subnets.map_or(&live["DBSubnetGroup"]["Subnets"], |group| &group.live["SubnetIds"]);
    let has_insights = live["PerformanceInsightsEnabled"] == true;
    let interval = live["MonitoringInterval"].as_i64().filter(|seconds| *seconds > 0);
    let groups =
        observed.iter().filter(|(id, _)| id.kind == Kind::DbParameterGroup && id.in_region().1.is_none());
    let parameters = groups.map(|(_, group)| parameters(&group.live["Parameters"])).next();
    Some(DatabaseModel {
        name: Attr::Known(id.name.clone()),
        region: match &target.location {
            Location::Aws(region) => region.clone().into(),
            Location::Kubernetes(_) => Attr::Null,
        },
        engine: text(&live["Engine"]),
        engine_version: Attr::Known(version(live)),
        instance_class: text(&live["DBInstanceClass"]),
        allocated_storage: whole(&live["AllocatedStorage"]),
        max_allocated_storage: whole(&live["MaxAllocatedStorage"]),
        storage_type: text(&live["StorageType"]),
        iops: provisioned(live, ("Iops", IOPS)),
        storage_throughput: provisioned(live, ("StorageThroughput", THROUGHPUT)),
        kms_key_id: text(&live["Tags"][KMS_KEY]),
        multi_az: Attr::Known(live["MultiAZ"] == true),
        database_name: text(&live["DBName"]),
        port: port(live).into(),
        subnet_ids: texts(subnets),
        security_group_ids: texts(&live["VpcSecurityGroupIds"]),
        credentials: Attr::Known(credentials(live)),
        iam_authentication: Attr::Known(
            live["IAMDatabaseAuthenticationEnabled"] == true && live["Tags"][CREDENTIALS] != "iam",
        ),
        parameters: parameters.unwrap_or(Attr::Null),
        apply: Attr::Known("immediately".to_owned()),
        backup_retention_days: Attr::Known(live["BackupRetentionPeriod"].as_i64().unwrap_or(0)),
        backup_window: chosen(live, BACKUP_WINDOW, &live["PreferredBackupWindow"]),
        maintenance_window: chosen(live, MAINTENANCE_WINDOW, &live["PreferredMaintenanceWindow"]),
        ca_certificate_identifier: chosen(live, CA_CERTIFICATE, &live["CertificateDetails"]["CAIdentifier"]),
        auto_minor_version_upgrade: Attr::Known(live["AutoMinorVersionUpgrade"] == true),
        log_exports: texts(&live["EnabledCloudwatchLogsExports"]),
        performance_insights: if has_insights { Attr::Known(insights(live)) } else { Attr::Null },
        monitoring: interval.map(|seconds| monitoring(&id.name, live, seconds)).into(),
        replicas: replicas(&id.name, live, observed),
        backup_replication: backups(observed),
        deletion_protection: Attr::Known(live["DeletionProtection"] == true),
        skip_final_snapshot: Attr::Known(false),
        delete_automated_backups: Attr::Known(false),
        tags: tags(&live["Tags"], &facts.default_tags),
        tags_all: Attr::Known(user_tags(&live["Tags"], &Attr::Null)),
        ..DatabaseModel::default()
    })
}

/// The version as it was asked for, where that is noted and still means what runs; else as it runs.
fn version(live: &Value) -> String {
    let runs = live["EngineVersion"].as_str().unwrap_or_default();
    let noted = live["Tags"][ENGINE_VERSION].as_str();
    noted.filter(|noted| is_within(runs, noted) || at_least(runs, noted)).unwrap_or(runs).to_owned()
}

/// Operations and throughput that were asked for: storage has some anyway.
fn provisioned(live: &Value, (field, name): (&str, &str)) -> Attr<i64> {
    if is_written(live, name) { whole(&live[field]) } else { Attr::Null }
}

fn credentials(live: &Value) -> CredentialsModel {
    let is_managed = live["MasterUserSecret"]["SecretArn"].is_string();
    let noted = live["Tags"][CREDENTIALS].as_str().filter(|noted| is_managed == (*noted != "write_only"));
    let mode = noted.unwrap_or(if is_managed { "managed" } else { "write_only" });
    let version = live["Tags"][PASSWORD_VERSION].as_str().and_then(|text| text.parse().ok());
    CredentialsModel {
        mode: Attr::Known(mode.to_owned()),
        username: text(&live["MasterUsername"]),
        secret_kms_key_id: Attr::Null,
        password_wo: Attr::Null,
        password_wo_version: if is_managed { Attr::Null } else { Attr::Known(version.unwrap_or(0)) },
    }
}

/// Those that somebody has set, but for the one that is always set.
fn parameters(live: &Value) -> Attr<Map<String>> {
    let set = live.as_object().into_iter().flatten().filter(|(name, _)| *name != "rds.force_ssl");
    let set: Map<String> = set.map(|(name, value)| (name.clone(), text(value))).collect();
    if set.is_empty() { Attr::Null } else { Attr::Known(set) }
}

fn insights(live: &Value) -> InsightsModel {
    let days = live["PerformanceInsightsRetentionPeriod"].as_i64().unwrap_or(7);
    InsightsModel { retention_days: Attr::Known(days), kms_key_id: Attr::Null }
}

fn monitoring(name: &str, live: &Value, seconds: i64) -> MonitoringModel {
    let is_own = |arn: &str| arn.split_once(":role/").is_some_and(|(_, role)| is_own_role(name, role));
    let role = live["MonitoringRoleArn"].as_str().filter(|arn| !is_own(arn));
    MonitoringModel { interval_seconds: Attr::Known(seconds), role_arn: role.map(str::to_owned).into() }
}

fn replicas(name: &str, source: &Value, observed: &Children<Observed>) -> Attr<Map<ReplicaModel>> {
    let mut found = BTreeMap::new();
    for (id, replica) in observed.iter().filter(|(id, _)| id.kind == Kind::DbReplica) {
        let (identifier, region) = id.in_region();
        let Some(key) = identifier.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')) else {
            continue;
        };
        let live = &replica.live;
        let same = |field: &str| live[field] == source[field];
        let subnets = region.and_then(|region| {
            let group = ChildId::new(Kind::DbSubnetGroup, format!("{name}@{region}"));
            observed.get(&group).map(|group| texts(&group.live["SubnetIds"]))
        });
        let model = ReplicaModel {
            instance_class: if same("DBInstanceClass") { Attr::Null } else { text(&live["DBInstanceClass"]) },
            region: region.map(str::to_owned).into(),
            subnet_ids: subnets.unwrap_or(match region {
                Some(_) => texts(&live["DBSubnetGroup"]["Subnets"]),
                None => Attr::Null,
            }),
            security_group_ids: match region {
                None if same("VpcSecurityGroupIds") => Attr::Null,
                Some(_) | None => texts(&live["VpcSecurityGroupIds"]),
            },
            kms_key_id: region.map(|_| live["KmsKeyId"].as_str().unwrap_or_default().to_owned()).into(),
            multi_az: Attr::Known(live["MultiAZ"] == true),
        };
        found.insert(key.to_owned(), Attr::Known(model));
    }
    if found.is_empty() { Attr::Null } else { Attr::Known(found) }
}

fn backups(observed: &Children<Observed>) -> Attr<BackupReplicationModel> {
    let mut found = observed.iter().filter(|(id, _)| id.kind == Kind::DbBackupReplication);
    let model = found.next().and_then(|(id, copies)| {
        Some(BackupReplicationModel {
            region: Attr::Known(id.in_region().1?.to_owned()),
            retention_days: whole(&copies.live["BackupRetentionPeriod"]),
            kms_key_id: text(&copies.live["KmsKeyId"]),
        })
    });
    model.into()
}

/// A setting that was written, rather than chosen by RDS.
fn chosen(live: &Value, name: &str, value: &Value) -> Attr<String> {
    if is_written(live, name) { text(value) } else { Attr::Null }
}

fn is_written(live: &Value, name: &str) -> bool {
    let written = live["Tags"][SETTINGS].as_str().unwrap_or_default();
    written.split(' ').any(|written| written == name)
}

fn text(live: &Value) -> Attr<String> {
    live.as_str().map(str::to_owned).into()
}

fn whole(live: &Value) -> Attr<i64> {
    live.as_i64().into()
}

fn texts(live: &Value) -> Attr<List<String>> {
    let list: List<String> = live.as_array().into_iter().flatten().map(text).collect();
    if list.is_empty() { Attr::Null } else { Attr::Known(list) }
}

fn tags(live: &Value, defaults: &Attr<BTreeMap<String, String>>) -> Attr<Map<String>> {
    let tags = user_tags(live, defaults);
    if tags.is_empty() { Attr::Null } else { Attr::Known(tags) }
}
