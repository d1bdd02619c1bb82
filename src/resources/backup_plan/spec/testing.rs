//! How backups are tried by restoring them.

use std::collections::{BTreeMap, BTreeSet};

use acme_schema::Path;

use super::super::model::BackupPlanModel;
use super::arns::{Arn, KINDS, ResourceKind};
use super::rules::{schedule, texts};
use super::{SelectionDays, StartHours, ValidationHours};
use crate::shared::{Findings, Given, Schedule, ZoneName};

/// How many ARNs a selection for restore tests may name.
const MOST_NAMED: usize = 30;

/// Restore tests.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Testing {
    pub(crate) schedule: Schedule,
    pub(crate) zone: ZoneName,
    pub(crate) start: StartHours,
    pub(crate) window: SelectionDays,
    pub(crate) validation: Option<ValidationHours>,
    pub(crate) metadata: BTreeMap<String, String>,
}

pub(super) fn read(model: &BackupPlanModel, find: &mut Findings) -> Option<Testing> {
    let path = Path::of("restore_testing");
    let given = find.seen(&model.restore_testing)?;
    let at = |name: &str| path.attribute(name);
    let (schedule, zone) = schedule((&given.schedule, &given.schedule_timezone), &path, find);
    let start = find.whole(&given.start_window_hours, &at("start_window_hours")).or(StartHours::clamped(24));
    let window =
        find.whole(&given.selection_window_days, &at("selection_window_days")).or(SelectionDays::clamped(30));
    let validation = find.whole(&given.validation_window_hours, &at("validation_window_hours"));
    let metadata = texts(&given.restore_metadata, &at("restore_metadata"), find);
    Some(Testing {
        schedule: schedule?,
        zone: zone?,
        start: start.option()?,
        window: window.option()?,
        validation: validation.option(),
        metadata: metadata?,
    })
}

/// What is tried of each kind: single ARNs, or everything of the kind that is in the vault where that is more than can be named.
pub(crate) fn tried(references: &BTreeSet<Arn>) -> Vec<(&'static ResourceKind, Vec<String>)> {
    let of = |kind: &'static ResourceKind| {
        let all: Vec<_> = references.iter().filter(|arn| arn.is(kind)).collect();
        let is_named = all.len() <= MOST_NAMED && !all.iter().any(|arn| arn.is_pattern());
        let arns =
            if is_named { all.iter().map(ToString::to_string).collect() } else { vec!["*".to_owned()] };
        (!all.is_empty()).then_some((kind, arns))
    };
    KINDS.iter().filter_map(of).collect()
}
