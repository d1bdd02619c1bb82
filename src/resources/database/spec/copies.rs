//! Servers that follow the database, and copies of its backups.

use std::collections::BTreeMap;

use acme_schema::{Attr, Path};

use super::super::model::{DatabaseModel, ReplicaModel};
use super::{Days, InstanceClass, ReplicaKey, list, security_group_ids, subnet_ids};
use crate::shared::{Findings, Given, KeyId, RegionName, Text};

/// A server that follows the database.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Replica {
    pub(crate) class: Option<InstanceClass>,
    /// `None`: the database's.
    pub(crate) region: Option<RegionName>,
    pub(crate) subnets: Option<Vec<String>>,
    pub(crate) security_groups: Option<Vec<String>>,
    pub(crate) key: Option<KeyId>,
    pub(crate) multi_az: bool,
}

/// Copies of automated backups in another region.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BackupReplication {
    pub(crate) region: RegionName,
    pub(crate) retention: Days,
    pub(crate) key: KeyId,
}

pub(super) fn replicas(model: &DatabaseModel, find: &mut Findings) -> BTreeMap<ReplicaKey, Replica> {
    let mut replicas = BTreeMap::new();
    for (key, given) in find.seen(&model.replicas).into_iter().flatten() {
        let path = Path::of("replicas").key(key);
        let Some(parsed) = ReplicaKey::parse(key) else {
            find.rule(&path, format!("the key must be {}", ReplicaKey::ALLOWED));
            continue;
        };
        if given.is_null() {
            find.rule(&path, "must not be null");
        }
        let replica = find.seen(given).and_then(|given| replica(given, (&path, &model.region), find));
        replicas.extend(replica.map(|replica| (parsed, replica)));
    }
    replicas
}

fn replica(
    given: &ReplicaModel,
    (path, home): (&Path, &Attr<String>),
    find: &mut Findings,
) -> Option<Replica> {
    let at = |name: &str| path.attribute(name);
    let class = find.text(&given.instance_class, &at("instance_class"));
    let region: Attr<RegionName> = find.text(&given.region, &at("region"));
    let subnets = list(&given.subnet_ids, &at("subnet_ids"), &subnet_ids(), find);
    let groups = list(&given.security_group_ids, &at("security_group_ids"), &security_group_ids(), find);
    let key = find.text(&given.kms_key_id, &at("kms_key_id"));
    let multi_az = find.plain(&given.multi_az).or(false);
    let is_far = region.known().is_some() && is_far(&given.region, home);
    let needed = [
        ("subnet_ids", given.subnet_ids.is_null()),
        ("security_group_ids", given.security_group_ids.is_null()),
        ("kms_key_id", given.kms_key_id.is_null()),
    ];
    for (name, is_missing) in needed {
        if is_far && is_missing {
            find.rule(
                &at(name),
                "must be set with `region`: nothing of the database's own region can be used there",
            );
        }
    }
    for (name, is_set) in [
        ("subnet_ids", given.subnet_ids.known().is_some()),
        ("kms_key_id", given.kms_key_id.known().is_some()),
    ] {
        if given.region.is_null() && is_set {
            find.rule(
                &at(name),
                "must not be set without `region`: in its own region, a replica has those of the database",
            );
        }
    }
    Some(Replica {
        class: class.option(),
        region: region.option().filter(|_| is_far),
        subnets: subnets.option(),
        security_groups: groups.option(),
        key: key.option(),
        multi_az: multi_az.option()?,
    })
}

/// Whether it is another region than the database's. The provider's own, which a database without one is in, is not known here.
pub(super) fn is_far(region: &Attr<String>, home: &Attr<String>) -> bool {
    region.known().is_some() && !home.is_unknown() && region != home
}

pub(super) fn backups(model: &DatabaseModel, find: &mut Findings) -> Option<BackupReplication> {
    let path = Path::of("backup_replication");
    let given = find.seen(&model.backup_replication)?;
    let at = |name: &str| path.attribute(name);
    let region: Attr<RegionName> = find.text(&given.region, &at("region"));
    let region = find.required(region, &at("region"));
    let retention = find.whole(&given.retention_days, &at("retention_days")).or(Days::clamped(7));
    let key = find.text(&given.kms_key_id, &at("kms_key_id"));
    let key = find.required(key, &at("kms_key_id"));
    if given.region.known().is_some() && given.region == model.region {
        find.rule(&at("region"), "must be another region than the database's: there are backups already");
    }
    if retention.known().is_some_and(|days: &Days| days.get() == 0) {
        find.rule(&at("retention_days"), "must be at least 1");
    }
    Some(BackupReplication { region: region.option()?, retention: retention.option()?, key: key.option()? })
}
