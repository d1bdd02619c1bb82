//! What the data comes from.

use acme_schema::{Attr, Path};

use super::super::model::{DatabaseModel, PointInTimeModel, RestoreModel};
use super::{Hours, RestoreGeneration, SnapshotId, Source, Timestamp};
use crate::shared::{Findings, Given};

/// A source of data.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Restore {
    pub(crate) origin: Origin,
    pub(crate) generation: RestoreGeneration,
    pub(crate) verify_sql: Option<String>,
    pub(crate) keep_old: Hours,
}

/// Where it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin {
    /// In a snapshot.
    Snapshot(SnapshotId),
    /// In the past of a server; `None`: of the database itself. Without a moment, the latest.
    Past { source: Option<Source>, time: Option<Timestamp> },
}

pub(super) fn read(model: &DatabaseModel, find: &mut Findings) -> Option<Restore> {
    let path = Path::of("restore");
    let given = find.seen(&model.restore)?;
    let at = |name: &str| path.attribute(name);
    let origin = origin(given, &path, find);
    let generation =
        find.whole(&given.generation, &at("generation")).or(RestoreGeneration::clamped(1)).option();
    let verify_sql = find.plain(&given.verify_sql);
    if verify_sql.known().is_some_and(|sql| sql.trim().is_empty()) {
        find.rule(&at("verify_sql"), "must not be empty");
    }
    let keep_old = find.whole(&given.keep_old, &at("keep_old")).or(Hours::clamped(24)).option();
    Some(Restore {
        origin: origin?,
        generation: generation?,
        verify_sql: verify_sql.option(),
        keep_old: keep_old?,
    })
}

fn origin(given: &RestoreModel, path: &Path, find: &mut Findings) -> Option<Origin> {
    let at = |name: &str| path.attribute(name);
    let given_ones = [
        ("snapshot_arn", given.snapshot_arn.is_null()),
        ("recovery_point_arn", given.recovery_point_arn.is_null()),
        ("point_in_time", given.point_in_time.is_null()),
    ];
    let is_open = given.snapshot_arn.is_unknown()
        || given.recovery_point_arn.is_unknown()
        || given.point_in_time.is_unknown();
    let mut sources = given_ones.into_iter().filter(|(_, is_null)| !is_null).map(|(name, _)| name);
    let one = sources.next();
    if let Some(second) = sources.next() {
        let allowed = "must not be set with another source: exactly one of `snapshot_arn`, `recovery_point_arn` and `point_in_time`";
        if !is_open {
            find.rule(&at(second), allowed);
            return None;
        }
    }
    if one.is_none() {
        find.rule(path, "must have exactly one of `snapshot_arn`, `recovery_point_arn` and `point_in_time`");
        return None;
    }
    let snapshot = find.text(&given.snapshot_arn, &at("snapshot_arn"));
    let point: Attr<SnapshotId> = find.text(&given.recovery_point_arn, &at("recovery_point_arn"));
    let past = find.seen(&given.point_in_time).and_then(|past| self::past(past, &at("point_in_time"), find));
    snapshot.option().or(point.option()).map(Origin::Snapshot).or(past)
}

fn past(given: &PointInTimeModel, path: &Path, find: &mut Findings) -> Option<Origin> {
    let at = |name: &str| path.attribute(name);
    let time: Attr<Timestamp> = find.text(&given.time, &at("time"));
    let latest = find.plain(&given.latest);
    let source = find.text(&given.source, &at("source"));
    match (&given.time, &latest) {
        (Attr::Known(_), Attr::Known(true)) => {
            find.rule(&at("latest"), "must not be true with `time`: it is one moment or the other");
        }
        (Attr::Null, Attr::Null | Attr::Known(false)) => {
            find.rule(path, "must have exactly one of `time` and `latest = true`");
        }
        (Attr::Known(_) | Attr::Unknown | Attr::Null, _) => {}
    }
    Some(Origin::Past { source: source.option(), time: time.option() })
}
