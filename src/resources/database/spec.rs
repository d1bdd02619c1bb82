//! What an `acme_database` means: nothing null or unknown, every limit and every rule between attributes checked once, here
//! and in the files beside. Whoever holds a [`Spec`] need not check anything.

mod copies;
mod credentials;
mod names;
mod restore;
mod rules;
mod windows;

use std::collections::BTreeMap;
use std::time::Duration;

use acme_children::{Location, Owner};
use acme_schema::{Attr, List, Path, Validator};

use super::model::{DatabaseModel, TimeoutsModel};
use crate::registry::Timeouts;
use crate::shared::{Findings, Given, KeyId, RegionName, RoleArn, Text, WaitTime, all_tags};

pub(crate) use copies::{BackupReplication, Replica};
pub(crate) use credentials::Credentials;
pub(crate) use names::{
    Apply, DatabaseName, Days, EngineName, EngineVersion, Gibibytes, Hours, Identifier, InsightsDays,
    InstanceClass, Interval, Iops, Mode, ReplicaKey, RestoreGeneration, ServerPort, SnapshotId, Source,
    StorageType, Strategy, Switchover, SwitchoverSeconds, Throughput, Timestamp, Username, log_types,
    security_group_ids, subnet_ids,
};
pub(crate) use restore::{Origin, Restore};
pub(crate) use rules::written;
pub(crate) use windows::{BackupWindow, MaintenanceWindow};

/// A database that RDS has no reason to refuse.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spec {
    pub(crate) name: Identifier,
    pub(crate) region: Option<RegionName>,
    pub(crate) engine: EngineName,
    pub(crate) engine_version: EngineVersion,
    pub(crate) instance_class: InstanceClass,
    pub(crate) storage: Storage,
    pub(crate) multi_az: bool,
    pub(crate) database_name: Option<DatabaseName>,
    pub(crate) port: ServerPort,
    pub(crate) subnets: Vec<String>,
    pub(crate) security_groups: Vec<String>,
    pub(crate) credentials: Credentials,
    pub(crate) iam_authentication: bool,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) apply: Apply,
    pub(crate) update: Option<Update>,
    pub(crate) backup_retention: Days,
    pub(crate) backup_window: Option<BackupWindow>,
    pub(crate) maintenance_window: Option<MaintenanceWindow>,
    pub(crate) auto_minor_version_upgrade: bool,
    pub(crate) ca_certificate: Option<String>,
    pub(crate) log_exports: Option<Vec<String>>,
    pub(crate) insights: Option<Insights>,
    pub(crate) monitoring: Option<Monitoring>,
    pub(crate) replicas: BTreeMap<ReplicaKey, Replica>,
    pub(crate) backup_replication: Option<BackupReplication>,
    pub(crate) restore: Option<Restore>,
    pub(crate) ending: Farewell,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) timeouts: Timeouts,
}

/// The storage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Storage {
    pub(crate) allocated: Gibibytes,
    pub(crate) most: Option<Gibibytes>,
    pub(crate) kind: StorageType,
    pub(crate) iops: Option<Iops>,
    pub(crate) throughput: Option<Throughput>,
    pub(crate) key: Option<KeyId>,
}

/// How a changed server takes over.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Update {
    pub(crate) strategy: Strategy,
    pub(crate) switchover: Switchover,
    pub(crate) timeout: SwitchoverSeconds,
    pub(crate) keep_old: Hours,
}

/// Performance Insights.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Insights {
    pub(crate) retention: InsightsDays,
    pub(crate) key: Option<KeyId>,
}

/// Enhanced Monitoring.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Monitoring {
    pub(crate) interval: Interval,
    pub(crate) role: Option<RoleArn>,
}

/// What becomes of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Farewell {
    pub(crate) deletion_protection: bool,
    pub(crate) skip_final_snapshot: bool,
    pub(crate) delete_automated_backups: bool,
}

impl Spec {
    /// Where the children live.
    pub(crate) fn location(&self) -> Location {
        Location::Aws(self.region.as_ref().map(ToString::to_string))
    }

    /// Whose tags they carry.
    pub(crate) fn owner(&self) -> Owner {
        Owner { resource: super::TYPE_NAME.to_owned(), name: self.name.to_string() }
    }

    /// The family of parameters: the engine and its major version.
    pub(crate) fn family(&self) -> String {
        let version = self.engine_version.as_str();
        format!("{}{}", self.engine, version.split('.').next().unwrap_or(version))
    }

    /// Reads a model. `None` where `find` has noted why not.
    pub(crate) fn read(model: &DatabaseModel, find: &mut Findings) -> Option<Self> {
        let at = |name: &str| Path::of(name);
        let name = find.text(&model.name, &at("name"));
        let name = find.required(name, &at("name"));
        let region: Attr<RegionName> = find.text(&model.region, &at("region"));
        let engine = find.text(&model.engine, &at("engine")).or(EngineName::parse("postgres")?);
        let version = find.text(&model.engine_version, &at("engine_version"));
        let version = find.required(version, &at("engine_version"));
        let class = find.text(&model.instance_class, &at("instance_class"));
        let class = find.required(class, &at("instance_class"));
        let storage = rules::storage(model, find);
        let database_name = find.text(&model.database_name, &at("database_name"));
        let port = find.whole(&model.port, &at("port")).or(ServerPort::clamped(5432));
        let subnets = list(&model.subnet_ids, &at("subnet_ids"), &subnet_ids(), find);
        let subnets = find.required(subnets, &at("subnet_ids"));
        let groups = list(&model.security_group_ids, &at("security_group_ids"), &security_group_ids(), find);
        let groups = find.required(groups, &at("security_group_ids"));
        let credentials = credentials::read(model, find);
        let parameters = rules::parameters(model, find);
        let apply = find.text(&model.apply, &at("apply")).or(Apply::Immediately);
        let update = rules::update(model, find);
        let retention = find.whole(&model.backup_retention_days, &at("backup_retention_days"));
        let (backup_window, maintenance_window) = rules::windows(model, find);
        let ca_certificate = find.plain(&model.ca_certificate_identifier);
        let log_exports = list(&model.log_exports, &at("log_exports"), &log_types(), find).option();
        let insights = rules::insights(model, find);
        let monitoring = rules::monitoring(model, find);
        let replicas = copies::replicas(model, find);
        let backup_replication = copies::backups(model, find);
        let restore = restore::read(model, find);
        let flag =
            |given: &Attr<bool>, default: bool, find: &mut Findings| find.plain(given).or(default).option();
        let ending = Some(Farewell {
            deletion_protection: flag(&model.deletion_protection, true, find).unwrap_or(true),
            skip_final_snapshot: flag(&model.skip_final_snapshot, false, find).unwrap_or(false),
            delete_automated_backups: flag(&model.delete_automated_backups, false, find).unwrap_or(false),
        });
        let tags = all_tags((&model.tags, &model.tags_all), find);
        rules::together(model, find);
        Some(Self {
            name: name.option()?,
            region: region.option(),
            engine: engine.option()?,
            engine_version: version.option()?,
            instance_class: class.option()?,
            storage: storage?,
            multi_az: flag(&model.multi_az, true, find)?,
            database_name: database_name.option(),
            port: port.option()?,
            subnets: subnets.option()?,
            security_groups: groups.option()?,
            credentials: credentials?,
            iam_authentication: flag(&model.iam_authentication, false, find)?,
            parameters,
            apply: apply.option()?,
            update,
            backup_retention: retention.or(Days::clamped(7)).option()?,
            backup_window,
            maintenance_window,
            auto_minor_version_upgrade: flag(&model.auto_minor_version_upgrade, true, find)?,
            ca_certificate: ca_certificate.option(),
            log_exports,
            insights,
            monitoring,
            replicas,
            backup_replication,
            restore,
            ending: ending?,
            tags,
            timeouts: timeouts(&model.timeouts, find),
        })
    }
}

/// Where a database is, whose its children are and how long to wait, by no other rule than that it has a name.
pub(super) fn place(model: &DatabaseModel) -> Option<(Location, Owner, Timeouts)> {
    let owner = Owner { resource: super::TYPE_NAME.to_owned(), name: model.name.known()?.clone() };
    let timeouts = timeouts(&model.timeouts, &mut Findings::default());
    Some((Location::Aws(model.region.known().cloned()), owner, timeouts))
}

/// A list of ids, in an order that does not depend on how they are written.
fn list(
    given: &Attr<List<String>>,
    path: &Path,
    allowed: &Validator,
    find: &mut Findings,
) -> Attr<Vec<String>> {
    if !given.is_null() && !given.is_unknown() && !allowed.accepts(&given.encode()) {
        find.limit(path, allowed.allowed());
    }
    match find.texts(given, path) {
        Attr::Known(mut texts) => {
            texts.sort();
            Attr::Known(texts)
        }
        open => open,
    }
}

fn timeouts(given: &Attr<TimeoutsModel>, find: &mut Findings) -> Timeouts {
    let none = TimeoutsModel::default();
    let model = find.seen(given).unwrap_or(&none);
    let mut read = |given: &Attr<String>, name: &str, hours: u64| {
        let time: Attr<WaitTime> = find.text(given, &Path::of("timeouts").attribute(name));
        time.option().map_or(Duration::from_secs(hours * 3600), WaitTime::get)
    };
    Timeouts {
        create: read(&model.create, "create", 1),
        update: read(&model.update, "update", 3),
        delete: read(&model.delete, "delete", 1),
    }
}
