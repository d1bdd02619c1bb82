//! What an `acme_backup_plan` means: nothing null or unknown, every limit and every rule between attributes checked once, here
//! and in the files beside. Whoever holds a [`Spec`] need not check anything.

mod arns;
mod copies;
mod lock;
mod names;
mod objectives;
mod rules;
mod selection;
mod testing;

use std::collections::BTreeMap;
use std::time::Duration;

use acme_children::{Location, Owner};
use acme_schema::{Attr, Path};

use super::model::{AdvancedSettingsModel, BackupPlanModel, TimeoutsModel};
use crate::impact::Disruption;
use crate::registry::{Facts, Timeouts};
use crate::shared::{Findings, RegionName, RoleArn, Text, WaitTime, all_tags};

pub(crate) use arns::{Arn, BUCKET, CLUSTER, INSTANCE, KINDS, ResourceKind, VOLUME};
pub(crate) use copies::{CopyAction, Destination};
pub(crate) use lock::{DEFAULT_LOCK_DAYS, Lock, Notifications, Vault};
pub(crate) use names::{
    AccountId, ChangeableDays, CompletionMinutes, DEFAULT_EVENTS, Days, Generation, KeyArn, LockMode,
    PlanName, RuleName, SelectionDays, StartHours, StartMinutes, TopicArn, ValidationHours, VaultArn,
};
pub(crate) use objectives::Objectives;
#[cfg(test)]
pub(crate) use objectives::{TABLE, cases};
pub(crate) use rules::{Lifecycle, Rule, copy_rpo, rpo};
pub(crate) use selection::Selection;
pub(crate) use testing::{Testing, tried};

/// A plan that AWS Backup has no reason to refuse.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spec {
    pub(crate) name: PlanName,
    pub(crate) region: Option<RegionName>,
    pub(crate) selection: Selection,
    /// `None`: the rules are written.
    pub(crate) objectives: Option<Objectives>,
    pub(crate) rules: BTreeMap<RuleName, Rule>,
    pub(crate) copies: Vec<CopyAction>,
    pub(crate) vault: Vault,
    /// `None`: one is made.
    pub(crate) role: Option<RoleArn>,
    pub(crate) advanced: Advanced,
    pub(crate) notifications: Option<Notifications>,
    pub(crate) testing: Option<Testing>,
    pub(crate) generation: Option<Generation>,
    /// The highest generation there was.
    pub(crate) highest: Option<Generation>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) timeouts: Timeouts,
}

/// What is special about some kinds. `None`: as AWS does it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Advanced {
    pub(crate) windows_vss: Option<bool>,
    pub(crate) s3_acls: Option<bool>,
    pub(crate) s3_object_tags: Option<bool>,
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

    /// Reads a model. `None` where `find` has noted why not.
    pub(crate) fn read(model: &BackupPlanModel, facts: &Facts, find: &mut Findings) -> Option<Self> {
        let at = |name: &str| Path::of(name);
        let name = find.text(&model.name, &at("name"));
        let name = find.required(name, &at("name"));
        let region: Attr<RegionName> = find.text(&model.region, &at("region"));
        let home = home(model, facts);
        let home = home.as_deref();
        let selection = selection::read(model, home, find);
        objectives::exactly_one(model, find);
        let (objectives, rules) = when(model, find);
        let copies = copies::read(model, home, find);
        let vault = lock::read(model, home, find);
        let role = find.text(&model.role_arn, &at("role_arn"));
        let advanced = advanced(model, find);
        let notifications = lock::notifications(model, home, find);
        let testing = testing::read(model, find);
        let generation = find.whole(&model.backup_generation, &at("backup_generation"));
        let tags = all_tags((&model.tags, &model.tags_all), find);
        if !model.max_disruption.is_unknown() {
            find.text::<Disruption>(&model.max_disruption, &at("max_disruption"));
        }
        together(model, find);
        let timeouts = timeouts(&model.timeouts, find);
        let spec = Self {
            name: known(name)?,
            region: known(region),
            selection: selection?,
            objectives,
            rules: rules?,
            copies: copies?,
            vault: vault?,
            role: known(role),
            advanced: advanced?,
            notifications,
            testing,
            generation: known(generation),
            highest: model.highest_generation.known().map(|number| Generation::clamped(*number)),
            tags,
            timeouts,
        };
        whole(&spec, find);
        Some(spec)
    }
}

fn known<T>(given: Attr<T>) -> Option<T> {
    match given {
        Attr::Known(value) => Some(value),
        Attr::Null | Attr::Unknown => None,
    }
}

/// The region of the plan, where that is known.
pub(super) fn home(model: &BackupPlanModel, facts: &Facts) -> Option<String> {
    match &model.region {
        Attr::Known(region) => RegionName::parse(region).map(|region| region.to_string()),
        Attr::Null => facts.region.clone(),
        Attr::Unknown => None,
    }
}

/// Where a plan is, whose its children are and how long to wait, by no other rule than that it has a name.
pub(super) fn place(model: &BackupPlanModel) -> Option<(Location, Owner, Timeouts)> {
    let owner = Owner { resource: super::TYPE_NAME.to_owned(), name: model.name.known()?.clone() };
    let timeouts = timeouts(&model.timeouts, &mut Findings::default());
    Some((Location::Aws(model.region.known().cloned()), owner, timeouts))
}

/// The rules that are in force, whatever else is not known yet.
pub(super) fn in_force(model: &BackupPlanModel) -> Option<BTreeMap<RuleName, Rule>> {
    let mut find = Findings::default();
    let (_, rules) = when(model, &mut find);
    find.finish(rules).ok().filter(|_| !model.copy_actions.is_unknown())
}

/// The rules: written, or those that follow from objectives.
fn when(
    model: &BackupPlanModel,
    find: &mut Findings,
) -> (Option<Objectives>, Option<BTreeMap<RuleName, Rule>>) {
    if model.objectives.is_unknown() || model.rules.is_unknown() {
        find.unknown();
    }
    let written = rules::read(model, find);
    match objectives::read(model, find) {
        Some((objectives, derived)) => (Some(objectives), Some(derived)),
        None => (None, written),
    }
}

fn advanced(model: &BackupPlanModel, find: &mut Findings) -> Option<Advanced> {
    if model.advanced_settings.is_null() {
        return Some(Advanced::default());
    }
    let given: &AdvancedSettingsModel = find.seen(&model.advanced_settings)?;
    Some(Advanced {
        windows_vss: known(find.plain(&given.windows_vss)),
        s3_acls: known(find.plain(&given.s3_acls)),
        s3_object_tags: known(find.plain(&given.s3_object_tags)),
    })
}

/// Rules between attributes that need no more than what is written.
fn together(model: &BackupPlanModel, find: &mut Findings) {
    let has_databases = model.databases.known().is_some_and(|databases| !databases.is_empty());
    let cold = |given: &Attr<i64>| given.known().is_some();
    let objectives = model.objectives.known().filter(|objectives| cold(&objectives.cold_storage_after));
    let of_rule =
        |name: &str| Path::of("rules").key(name).attribute("lifecycle").attribute("cold_storage_after");
    let mut paths: Vec<_> =
        objectives.map(|_| Path::of("objectives").attribute("cold_storage_after")).into_iter().collect();
    for (name, rule) in model.rules.known().into_iter().flatten() {
        let lifecycle = rule.known().and_then(|rule| rule.lifecycle.known());
        paths.extend(lifecycle.filter(|given| cold(&given.cold_storage_after)).map(|_| of_rule(name)));
    }
    for path in paths.into_iter().filter(|_| has_databases) {
        let hint = "take it away, or make a plan of its own for databases";
        find.warn(
            &path,
            "Databases have no cold storage: AWS Backup keeps their backups where they are",
            hint,
        );
    }
}

/// Rules that need the whole.
fn whole(spec: &Spec, find: &mut Findings) {
    lock::fits(spec, find);
    rules::outlive(spec, find);
    if !spec.copies.is_empty()
        && !spec.rules.is_empty()
        && spec.rules.values().all(|rule| rule.copies.is_none())
    {
        let allowed = "must not be set where every rule has `copy = false`: nothing would be copied";
        find.rule(&Path::of("copy_actions"), allowed);
    }
    if spec.generation.is_some() && !spec.selection.is_named() {
        let allowed = "must not be set without references, or with `resource_tags` or a `*` in a reference: what there is to back up \
                       must be named";
        find.rule(&Path::of("backup_generation"), allowed);
    }
    let kinds = tried(&spec.selection.references).len();
    if kinds > 1 && spec.testing.as_ref().is_some_and(|testing| !testing.metadata.is_empty()) {
        find.warn(
            &Path::of("restore_testing").attribute("restore_metadata"),
            "The same metadata is given to the restores of several kinds of resources",
            "each kind has metadata of its own: make a plan for each kind",
        );
    }
    if spec.testing.is_some() && kinds == 0 {
        let kinds: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        let allowed =
            format!("must not be set where nothing is named that can be tried: {}", kinds.join(", "));
        find.rule(&Path::of("restore_testing"), allowed);
    }
}

fn timeouts(given: &Attr<TimeoutsModel>, find: &mut Findings) -> Timeouts {
    let none = TimeoutsModel::default();
    let model = find.seen(given).unwrap_or(&none);
    let mut read = |given: &Attr<String>, name: &str, hours: u64| {
        let time: Attr<WaitTime> = find.text(given, &Path::of("timeouts").attribute(name));
        known(time).map_or(Duration::from_secs(hours * 3600), WaitTime::get)
    };
    Timeouts {
        create: read(&model.create, "create", 10),
        update: read(&model.update, "update", 10),
        delete: read(&model.delete, "delete", 1),
    }
}
