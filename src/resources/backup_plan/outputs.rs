//! The computed attributes: what a plan can say of them, and what the vaults say.

mod jobs;

use std::collections::{BTreeMap, BTreeSet};

use acme_children::{ChildId, Children, Kind, Observed};
use acme_schema::{Attr, List, Map, Model, Value};
use serde_json::Value as Json;

use super::history::{Point, drills, instant, points};
use super::model::{
    BackupPlanModel, EffectiveLifecycleModel, EffectiveRuleModel, LastBackupModel, LastCopyModel,
    LastRestoreTestModel,
};
use super::spec::{self, Arn, Lifecycle, Rule, RuleName, copy_rpo};
use crate::registry::Facts;
use crate::shared::{Given, Instant, Schedule, Text, Whole, ZoneName, settled_tags, user_tags};

pub(super) use jobs::remarks;

/// Values that follow from the configuration alone.
pub(super) fn outputs(model: &BackupPlanModel) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([("id", model.name.encode())])
}

/// Fills in what a plan can say: the rules in force, what is lost at most, the backups that were asked for, all tags.
pub(super) fn settle(planned: &mut Value, facts: &Facts) {
    let Ok(model) = BackupPlanModel::from_value(planned) else { return };
    planned.set_attribute("tags_all", settled_tags(&model.tags, &facts.default_tags).encode());
    planned.set_attribute("highest_generation", highest_generation(&model).encode());
    for (name, value) in in_force(&model) {
        planned.set_attribute(name, value);
    }
}

/// A generation that was, stays: the plan keeps what the state has, and nothing where there is no state.
fn highest_generation(model: &BackupPlanModel) -> Attr<i64> {
    let was = model.highest_generation.known().copied();
    match model.backup_generation {
        Attr::Unknown => Attr::Unknown,
        Attr::Known(wanted) => was.max(Some(wanted)).into(),
        Attr::Null => was.into(),
    }
}

/// The rules in force, and what is lost at most with them: what follows from the rest and still is computed.
pub(super) fn in_force(model: &BackupPlanModel) -> [(&'static str, Value); 3] {
    let Some(rules) = spec::in_force(model) else {
        return ["effective_rules", "rpo", "copy_rpo"].map(|name| (name, Value::unknown()));
    };
    let has_copies = model.copy_actions.known().is_some_and(|copies| !copies.is_empty());
    let copied = Attr::from(copy_rpo(&rules).filter(|_| has_copies));
    [
        ("effective_rules", Attr::Known(effective(&rules, has_copies.then_some(()))).encode()),
        ("rpo", spec::rpo(&rules, model).map(|span| span.to_string()).encode()),
        ("copy_rpo", copied.map(|span| span.to_string()).encode()),
    ]
}

fn effective(rules: &BTreeMap<RuleName, Rule>, copied: Option<()>) -> Map<EffectiveRuleModel> {
    let lifecycle = |kept: &Lifecycle| EffectiveLifecycleModel {
        delete_after: Attr::Known(kept.delete_after.get()),
        cold_storage_after: kept.cold_after.map(Whole::get).into(),
    };
    let rule = |rule: &Rule| EffectiveRuleModel {
        schedule: Attr::Known(rule.schedule.to_string()),
        schedule_timezone: Attr::Known(rule.zone.as_str().to_owned()),
        start_window: Attr::Known(rule.start.get()),
        completion_window: Attr::Known(rule.completion.get()),
        enable_continuous_backup: Attr::Known(rule.is_continuous),
        lifecycle: Attr::Known(lifecycle(&rule.lifecycle)),
        copy: Attr::Known(rule.copies.is_some()),
        copy_lifecycle: copied.and(rule.copies.as_ref()).map(lifecycle).into(),
        recovery_point_tags: Attr::Known(
            rule.tags.iter().map(|(name, value)| (name.clone(), Attr::Known(value.clone()))).collect(),
        ),
    };
    rules.iter().map(|(name, of)| (name.to_string(), Attr::Known(rule(of)))).collect()
}

/// The live objects of a plan.
struct Seen<'a> {
    home: &'a Json,
    /// The vaults of copies, by their region.
    copies: Vec<(&'a str, &'a Json)>,
    plan: &'a Json,
    testing: &'a Json,
    /// As AWS was asked.
    now: Option<Instant>,
}

impl<'a> Seen<'a> {
    fn of(observed: &'a Children<Observed>) -> Self {
        let find = |kind: Kind| {
            let mut of = observed.iter().filter(move |(id, _)| id.kind == kind && id.in_region().1.is_none());
            of.next().map_or(&Json::Null, |(_, found)| &found.live)
        };
        let vaults = observed.iter().filter(|(id, _)| id.kind == Kind::BackupVault);
        let far = |(id, found): (&'a ChildId, &'a Observed)| Some((id.in_region().1?, &found.live));
        let copies = vaults.filter_map(far).collect();
        let (home, plan, testing) =
            (find(Kind::BackupVault), find(Kind::BackupPlan), find(Kind::RestoreTestingPlan));
        let now = [home, plan, testing].into_iter().find_map(|live| instant(&live["Now"]));
        Self { home, copies, plan, testing, now }
    }

    fn vaults(&self) -> impl Iterator<Item = &'a Json> {
        std::iter::once(self.home).chain(self.copies.iter().map(|(_, vault)| *vault))
    }

    fn age(&self, at: Option<Instant>) -> Attr<String> {
        self.now.zip(at).map(|(now, at)| now.since(at).to_string()).into()
    }
}

/// Writes what only the live objects say.
pub(super) fn reflect(state: &mut Value, observed: &Children<Observed>) {
    let Ok(model) = BackupPlanModel::from_value(state) else { return };
    let seen = Seen::of(observed);
    let copied = copied(&seen, &model.copied_recovery_points);
    let count = held(seen.home).unwrap_or(0) + copied.values().filter_map(Attr::known).sum::<i64>();
    let protected = protected(&seen);
    let is_bare = |arn: &String| !protected.contains(arn);
    let bare: BTreeSet<_> = references(&model).into_iter().filter(is_bare).collect();
    let list = |texts: &BTreeSet<String>| -> Attr<List<String>> {
        Attr::Known(texts.iter().map(|text| Attr::Known(text.clone())).collect())
    };
    let tags = user_tags(&seen.plan["Tags"], &Attr::Null);
    let values = [
        ("arn", text(&seen.plan["BackupPlanArn"]).encode()),
        ("plan_id", text(&seen.plan["BackupPlanId"]).encode()),
        ("vault_arn", text(&seen.home["BackupVaultArn"]).encode()),
        ("next_runs", next_runs(&model, seen.now).encode()),
        ("recovery_points", Attr::Known(count).encode()),
        ("copied_recovery_points", Attr::Known(copied).encode()),
        ("locked_until", Attr::from(locked_until(&seen)).encode()),
        ("protected_resources", list(&protected).encode()),
        ("unprotected_resources", list(&bare).encode()),
        ("last_backup", last_backup(&seen).encode()),
        ("last_copy", last_copy(&seen).encode()),
        ("last_restore_test", last_restore_test(&seen).encode()),
        ("tags_all", Attr::Known(tags).encode()),
    ];
    for (name, value) in values {
        state.set_attribute(name, value);
    }
}

/// How many recovery points a vault holds.
fn held(vault: &Json) -> Option<i64> {
    vault["NumberOfRecoveryPoints"].as_i64()
}

/// What could not be looked at holds what it held.
fn copied(seen: &Seen<'_>, before: &Attr<Map<i64>>) -> Map<i64> {
    let had = |region: &str| before.known()?.get(region)?.known().copied();
    let count = |(region, vault): &(&str, &Json)| {
        let held = if vault.is_null() { had(region) } else { held(vault) };
        ((*region).to_owned(), Attr::from(held))
    };
    seen.copies.iter().map(count).collect()
}

fn text(value: &Json) -> Attr<String> {
    value.as_str().map(str::to_owned).into()
}

/// The references that each stand for one resource.
fn references(model: &BackupPlanModel) -> BTreeSet<String> {
    let lists = [&model.databases, &model.volumes, &model.resources];
    let all = lists.into_iter().filter_map(Attr::known).flatten().filter_map(Attr::known);
    all.filter(|text| Arn::parse(text).is_some_and(|arn| !arn.is_pattern())).cloned().collect()
}

/// The recovery points that can be restored, newest first.
fn usable(vault: &Json) -> impl Iterator<Item = Point<'_>> {
    points(vault).into_iter().filter(Point::is_usable)
}

fn protected(seen: &Seen<'_>) -> BTreeSet<String> {
    usable(seen.home).map(|point| point.resource.to_owned()).collect()
}

fn next_runs(model: &BackupPlanModel, now: Option<Instant>) -> Attr<Map<String>> {
    let (Some(rules), Some(now)) = (model.effective_rules.known(), now) else { return Attr::Null };
    let next = |rule: &EffectiveRuleModel| {
        let schedule = Schedule::parse(rule.schedule.known()?)?;
        let zone = ZoneName::parse(rule.schedule_timezone.known()?)?;
        schedule.next(&zone, &now).map(|run| run.to_string())
    };
    let runs = rules.iter().filter_map(|(name, rule)| Some((name.clone(), Attr::from(next(rule.known()?)))));
    Attr::Known(runs.collect())
}

/// Until when a compliance lock that is final keeps what is there. A lock without a date is a governance lock.
fn locked_until(seen: &Seen<'_>) -> Option<String> {
    let is_final = |vault: &Json| {
        let since = instant(&vault["LockDate"]);
        vault["Locked"] == true && since.zip(seen.now).is_some_and(|(since, now)| since <= now)
    };
    let kept = |vault: &Json| {
        let points = vault["RecoveryPoints"].as_array().into_iter().flatten();
        let last = points.filter_map(|point| instant(&point["CalculatedLifecycle"]["DeleteAt"])).max();
        last.or_else(|| instant(&vault["LockDate"]))
    };
    seen.vaults().filter(|vault| is_final(vault)).filter_map(kept).max().map(|until| until.to_string())
}

fn last_backup(seen: &Seen<'_>) -> Attr<LastBackupModel> {
    let last = usable(seen.home).max_by_key(Point::ended);
    let model = last.map(|point| LastBackupModel {
        recovery_point_arn: Attr::Known(point.arn.to_owned()),
        resource_arn: Attr::Known(point.resource.to_owned()),
        at: point.ended().map(|at| at.to_string()).into(),
        age: seen.age(point.ended()),
    });
    model.into()
}

/// A copy is seen in the vault that it is in, where that is one of ours, and in the job that has made it.
fn last_copy(seen: &Seen<'_>) -> Attr<LastCopyModel> {
    let points = seen.copies.iter().flat_map(|(region, vault)| {
        usable(vault).map(|point| (point.ended(), (point.arn, point.resource), (*region).to_owned()))
    });
    let jobs = seen.plan["CopyJobs"].as_array().into_iter().flatten();
    let jobs = jobs.filter(|job| job["State"] == "COMPLETED").map(|job| {
        let text = |field: &str| job[field].as_str().unwrap_or_default();
        let vault = Arn::parse(text("DestinationBackupVaultArn"));
        let region = vault.map(|arn| arn.region().to_owned()).unwrap_or_default();
        (instant(&job["CompletionDate"]), (text("DestinationRecoveryPointArn"), text("ResourceArn")), region)
    });
    let last = points.chain(jobs).max_by_key(|(at, _, _)| *at);
    let model = last.map(|(at, (point, resource), region)| LastCopyModel {
        recovery_point_arn: Attr::Known(point.to_owned()),
        resource_arn: Attr::Known(resource.to_owned()),
        region: Attr::Known(region),
        at: at.map(|at| at.to_string()).into(),
        age: seen.age(at),
    });
    model.into()
}

fn last_restore_test(seen: &Seen<'_>) -> Attr<LastRestoreTestModel> {
    let drills = drills(seen.testing);
    let model = drills.first().map(|drill| LastRestoreTestModel {
        status: Attr::Known(drill.status.to_owned()),
        validation: text(&drill.live["ValidationStatus"]),
        resource_arn: jobs::tried(drill.live, seen.home),
        at: Attr::Known(drill.ended.to_string()),
        duration: drill.duration.map(|took| took.to_string()).into(),
        age: seen.age(Some(drill.ended)),
        message: jobs::message(drill.live),
    });
    model.into()
}
