//! The rules between attributes that RDS has, each with the words in which it is broken.

use std::collections::BTreeMap;

use acme_schema::{Attr, Path};

use super::super::model::DatabaseModel;
use super::{
    BackupWindow, Hours, Insights, InsightsDays, Interval, MaintenanceWindow, Mode, Monitoring, Storage,
    StorageType, Strategy, Switchover, SwitchoverSeconds, Update,
};
use crate::impact::Disruption;
use crate::shared::{Findings, Given, RoleArn, Text};

/// From here on `gp3` has operations and throughput that can be chosen.
const STRIPED: i64 = 400;

pub(super) fn storage(model: &DatabaseModel, find: &mut Findings) -> Option<Storage> {
    let at = |name: &str| Path::of(name);
    let allocated: Attr<super::Gibibytes> = find.whole(&model.allocated_storage, &at("allocated_storage"));
    let allocated = find.required(allocated, &at("allocated_storage"));
    let most: Attr<super::Gibibytes> = find.whole(&model.max_allocated_storage, &at("max_allocated_storage"));
    let kind = find.text(&model.storage_type, &at("storage_type")).or(StorageType::Gp3);
    let iops = find.whole(&model.iops, &at("iops"));
    let throughput = find.whole(&model.storage_throughput, &at("storage_throughput"));
    let key = find.text(&model.kms_key_id, &at("kms_key_id"));
    if let (Some(allocated), Some(most)) = (allocated.known(), most.known())
        && most.get() * 10 < allocated.get() * 11
    {
        find.rule(&at("max_allocated_storage"), "must be at least a tenth more than `allocated_storage`");
    }
    if let (Some(kind), Some(allocated)) = (kind.known(), allocated.known()) {
        provisioned(model, (*kind, allocated.get()), find);
    }
    Some(Storage {
        allocated: allocated.option()?,
        most: most.option(),
        kind: kind.option()?,
        iops: iops.option(),
        throughput: throughput.option(),
        key: key.option(),
    })
}

fn provisioned(model: &DatabaseModel, (kind, allocated): (StorageType, i64), find: &mut Findings) {
    let (iops, throughput) = (Path::of("iops"), Path::of("storage_throughput"));
    match kind {
        StorageType::Io1 | StorageType::Io2 => {
            if model.iops.is_null() {
                find.rule(&iops, "must be set with `storage_type` `io1` and `io2`");
            }
            if allocated < 100 {
                find.rule(&Path::of("allocated_storage"), "must be at least 100 GiB with `io1` and `io2`");
            }
            if model.storage_throughput.known().is_some() {
                find.rule(&throughput, "must not be set without `storage_type = \"gp3\"`");
            }
        }
        StorageType::Gp3 if allocated < STRIPED => {
            let allowed = format!(
                "must not be set below {STRIPED} GiB of `gp3`: there, 3000 operations and 125 MiB/s are fixed"
            );
            if model.iops.known().is_some() {
                find.rule(&iops, &allowed);
            }
            if model.storage_throughput.known().is_some() {
                find.rule(&throughput, &allowed);
            }
        }
        StorageType::Gp3 => {
            if model.iops.is_null() && model.storage_throughput.known().is_some() {
                find.rule(&iops, "must be set with `storage_throughput`");
            }
        }
        StorageType::Gp2 => {
            for (path, is_set) in [
                (iops, model.iops.known().is_some()),
                (throughput, model.storage_throughput.known().is_some()),
            ] {
                if is_set {
                    find.rule(
                        &path,
                        "must not be set with `storage_type = \"gp2\"`: it follows from the size",
                    );
                }
            }
        }
    }
}

pub(super) fn parameters(model: &DatabaseModel, find: &mut Findings) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::new();
    for (name, given) in find.seen(&model.parameters).into_iter().flatten() {
        let path = Path::of("parameters").key(name);
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
        if name.is_empty() || !name.chars().all(is_name) {
            find.rule(&path, "the key must be the name of a parameter, such as `work_mem`");
        }
        if name == "rds.force_ssl" {
            find.rule(&path, "must not be set: it is always `1`, connections without TLS are refused");
        }
        match find.plain(given) {
            Attr::Known(value) => drop(parameters.insert(name.clone(), value)),
            Attr::Null => find.rule(&path, "must not be null"),
            Attr::Unknown => {}
        }
    }
    parameters
}

pub(super) fn windows(
    model: &DatabaseModel,
    find: &mut Findings,
) -> (Option<BackupWindow>, Option<MaintenanceWindow>) {
    let backup: Attr<BackupWindow> = find.text(&model.backup_window, &Path::of("backup_window"));
    let maintenance: Attr<MaintenanceWindow> =
        find.text(&model.maintenance_window, &Path::of("maintenance_window"));
    if let (Some(daily), Some(weekly)) = (backup.known(), maintenance.known())
        && daily.overlaps(weekly)
    {
        find.rule(&Path::of("backup_window"), "must not overlap with `maintenance_window`");
    }
    (backup.option(), maintenance.option())
}

pub(super) fn update(model: &DatabaseModel, find: &mut Findings) -> Option<Update> {
    let path = Path::of("update_strategy");
    let given = find.seen(&model.update_strategy)?;
    let at = |name: &str| path.attribute(name);
    let strategy = find.text(&given.kind, &at("type")).or(Strategy::InPlace);
    let switchover = find.text(&given.switchover, &at("switchover")).or(Switchover::Automatic);
    let timeout = find.whole(&given.switchover_timeout, &at("switchover_timeout"));
    let keep_old = find.whole(&given.keep_old, &at("keep_old")).or(Hours::clamped(24));
    if switchover.known() == Some(&Switchover::Window) && model.maintenance_window.is_null() {
        find.rule(
            &at("switchover"),
            "must not be `window` without `maintenance_window`: which one it is must be known",
        );
    }
    Some(Update {
        strategy: strategy.option()?,
        switchover: switchover.option()?,
        timeout: timeout.or(SwitchoverSeconds::clamped(300)).option()?,
        keep_old: keep_old.option()?,
    })
}

pub(super) fn insights(model: &DatabaseModel, find: &mut Findings) -> Option<Insights> {
    let path = Path::of("performance_insights");
    let given = find.seen(&model.performance_insights)?;
    let key = find.text(&given.kms_key_id, &path.attribute("kms_key_id"));
    let days = find.plain(&given.retention_days).or(7).option()?;
    let retention = InsightsDays::parse(days);
    if retention.is_none() {
        find.limit(&path.attribute("retention_days"), InsightsDays::ALLOWED);
    }
    Some(Insights { retention: retention?, key: key.option() })
}

pub(super) fn monitoring(model: &DatabaseModel, find: &mut Findings) -> Option<Monitoring> {
    let path = Path::of("monitoring");
    let given = find.seen(&model.monitoring)?;
    let role: Attr<RoleArn> = find.text(&given.role_arn, &path.attribute("role_arn"));
    let seconds = find.plain(&given.interval_seconds).or(60).option()?;
    let interval = Interval::parse(seconds);
    if interval.is_none() {
        find.limit(&path.attribute("interval_seconds"), Interval::ALLOWED);
    }
    Some(Monitoring { interval: interval?, role: role.option() })
}

/// What RDS does not do together.
pub(super) fn together(model: &DatabaseModel, find: &mut Findings) {
    if !model.max_disruption.is_unknown() {
        find.text::<Disruption>(&model.max_disruption, &Path::of("max_disruption"));
    }
    let mode = model.credentials.known().map(|credentials| match &credentials.mode {
        Attr::Null => Some(Mode::Managed),
        Attr::Unknown => None,
        Attr::Known(word) => Mode::parse(word),
    });
    let is_managed = matches!(mode.flatten(), Some(Mode::Managed | Mode::Iam));
    let has_replicas = model.replicas.known().is_some_and(|replicas| !replicas.is_empty());
    let update = model.update_strategy.known();
    let is_blue_green =
        update.is_some_and(|update| update.kind.known().map(String::as_str) == Some("blue_green"));
    if is_managed && has_replicas {
        find.rule(
            &Path::of("replicas"),
            "must not be set with `credentials.mode` `managed` or `iam`: RDS makes no replicas of a PostgreSQL server whose \
             password it manages. Use `write_only`",
        );
    }
    if is_managed && is_blue_green {
        find.rule(
            &Path::of("update_strategy").attribute("type"),
            "must not be `blue_green` with `credentials.mode` `managed` or `iam`: RDS makes no copies of a server whose password it \
             manages. Use `write_only`, or update in place",
        );
    }
    let has_no_backups = model.backup_retention_days.known() == Some(&0);
    for (path, needs) in [
        (Path::of("replicas"), has_replicas),
        (Path::of("update_strategy").attribute("type"), is_blue_green),
        (Path::of("backup_replication"), model.backup_replication.known().is_some()),
    ] {
        if has_no_backups && needs {
            find.rule(&path, "needs automated backups: `backup_retention_days` must be at least 1");
        }
    }
    let far = model.replicas.known().into_iter().flatten();
    let is_far = |replica: &Attr<super::super::model::ReplicaModel>| {
        replica.known().is_some_and(|replica| super::copies::is_far(&replica.region, &model.region))
    };
    if is_blue_green && far.into_iter().any(|(_, replica)| is_far(replica)) {
        find.rule(
            &Path::of("update_strategy").attribute("type"),
            "must not be `blue_green` with a replica in another region: RDS makes no copies of such servers",
        );
    }
}

/// The rules about the configuration alone: a state has no write-only values.
pub(crate) fn written(model: &DatabaseModel, find: &mut Findings) {
    let Some(credentials) = model.credentials.known() else { return };
    let is_write_only = credentials.mode.known().map(String::as_str) == Some("write_only");
    if is_write_only && credentials.password_wo.is_null() {
        let path = Path::of("credentials").attribute("password_wo");
        find.rule(&path, "must be set with `mode = \"write_only\"`");
    }
}
