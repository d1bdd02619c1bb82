//! What a change of each attribute does: one table with a row for every attribute. Backups disturb nobody, so most of them do
//! nothing; a compliance lock is what nobody can take back; and where a change protects less than before, the reason says so.

use std::collections::{BTreeMap, BTreeSet};

use acme_schema::{Attr, List, Model, Path, Value};

use super::TYPE_NAME;
use super::expand::expand;
use super::model::{BackupPlanModel, CopyActionModel};
use super::spec::{self, LockMode, Rule, RuleName};
use crate::impact::{Disruption, Impact};
use crate::registry::Facts;
use crate::shared::Findings;

/// An attribute and the class of its change.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) attribute: &'static str,
    pub(super) class: Class,
}

/// The class of a change.
#[derive(Clone, Copy)]
pub(super) enum Class {
    /// Nobody notices, or the provider itself sets it.
    Now,
    /// Nobody notices, but it may protect less, which the function tells.
    MayProtectLess(fn(&Change<'_>) -> Option<String>),
    /// It may turn on a compliance lock, which the function tells.
    MayLock(fn(&Change<'_>) -> Impact),
    /// Another plan takes the place of this one.
    Replaces,
}

/// In the order of the schema. Where several attributes are felt alike, the first one is named.
pub(super) static TABLE: &[Row] = &[
    row("name", Class::Replaces),
    row("region", Class::Replaces),
    row("databases", Class::MayProtectLess(|change| fewer(change, |model| &model.databases))),
    row("volumes", Class::MayProtectLess(|change| fewer(change, |model| &model.volumes))),
    row("resources", Class::MayProtectLess(|change| fewer(change, |model| &model.resources))),
    row("resource_tags", Class::MayProtectLess(narrower)),
    row("objectives", Class::MayProtectLess(shorter)),
    row("rules", Class::MayProtectLess(shorter)),
    row("copy_actions", Class::MayLock(copies)),
    row("vault", Class::MayLock(vault)),
    row("role_arn", Class::Now),
    row("advanced_settings", Class::Now),
    row("notifications", Class::MayProtectLess(unreported)),
    row("restore_testing", Class::MayProtectLess(untested)),
    row("backup_generation", Class::Now),
    row("tags", Class::Now),
    row("max_disruption", Class::Now),
    row("timeouts", Class::Now),
    row("id", Class::Now),
    row("arn", Class::Now),
    row("plan_id", Class::Now),
    row("vault_arn", Class::Now),
    row("effective_rules", Class::Now),
    row("rpo", Class::Now),
    row("copy_rpo", Class::Now),
    row("next_runs", Class::Now),
    row("recovery_points", Class::Now),
    row("copied_recovery_points", Class::Now),
    row("locked_until", Class::Now),
    row("protected_resources", Class::Now),
    row("unprotected_resources", Class::Now),
    row("last_backup", Class::Now),
    row("last_copy", Class::Now),
    row("last_restore_test", Class::Now),
    row("highest_generation", Class::Now),
    row("tags_all", Class::Now),
    row("planned_impact", Class::Now),
    row("planned_impact_reason", Class::Now),
    row("children", Class::Now),
];

const fn row(attribute: &'static str, class: Class) -> Row {
    Row { attribute, class }
}

/// A change, from what is there to what is planned.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    prior: &'a BackupPlanModel,
    planned: &'a BackupPlanModel,
}

/// What the change does: that of its attributes which is felt most.
pub(super) fn impact(prior: &Value, planned: &Value) -> Impact {
    let (before, after) = match (BackupPlanModel::from_value(prior), BackupPlanModel::from_value(planned)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(error), _) | (_, Err(error)) => {
            let reason = format!("what changes in {TYPE_NAME} cannot be read: {error}");
            return Impact::of(Disruption::Irreversible, error.path, reason);
        }
    };
    let change = Change { prior: &before, planned: &after };
    let changed =
        TABLE.iter().filter(|row| prior.attribute(row.attribute) != planned.attribute(row.attribute));
    let felt = changed.fold(Impact::none(), |impact, row| impact.or_worse(row.felt(&change)));
    felt.or_worse(relocked(&change))
}

/// A vault that is not as it was applied gets its compliance lock once more, where somebody has taken that away.
fn relocked(change: &Change<'_>) -> Impact {
    let is_final = change.prior.locked_until.known().is_some();
    let is_locked = |model| is_compliant(model) == Lock::Compliance;
    if is_final || !is_locked(change.prior) || !is_locked(change.planned) {
        return Impact::none();
    }
    let mut find = Findings::default();
    let spec = spec::Spec::read(change.prior, &Facts::default(), &mut find);
    let Ok(spec) = find.finish(spec) else { return Impact::none() };
    let recorded = change.prior.children.known();
    let is_as_applied = |(id, digest): (&String, &String)| {
        recorded.and_then(|recorded| recorded.get(id)?.known()) == Some(digest)
    };
    let digests = expand(&spec).digests();
    let vaults = digests.iter().filter(|(id, _)| id.starts_with("backupvault/"));
    match vaults.into_iter().find(|vault| !is_as_applied(*vault)) {
        Some((id, _)) => {
            let reason =
                format!("{id} is not as it was applied, and gets its lock again: {}", locked(change.planned));
            Impact::of(Disruption::Irreversible, Path::of("vault").attribute("lock"), reason)
        }
        None => Impact::none(),
    }
}

/// What making a plan does: its vaults may be locked from the start.
pub(super) fn of_creation(planned: &Value) -> Impact {
    let Ok(model) = BackupPlanModel::from_value(planned) else { return Impact::none() };
    let path = Path::of("vault").attribute("lock");
    match is_compliant(&model) {
        Lock::No => Impact::none(),
        Lock::Maybe => open(Path::of("vault")),
        Lock::Compliance => Impact::of(Disruption::Irreversible, path, locked(&model)),
    }
}

impl Row {
    fn felt(&self, change: &Change<'_>) -> Impact {
        let path = Path::of(self.attribute);
        match self.class {
            Class::Now => Impact::none(),
            Class::Replaces => {
                let reason = format!("another plan is made in the place of this one: `{path}` changes");
                Impact::of(Disruption::Replace, path, reason)
            }
            Class::MayProtectLess(less) => said(less(change), path),
            Class::MayLock(locks) => locks(change),
        }
    }
}

/// Nothing that is felt, but something to be said.
fn said(reason: Option<String>, path: Path) -> Impact {
    reason.map_or_else(Impact::none, |reason| Impact::of(Disruption::None, path, reason))
}

fn open(path: Path) -> Impact {
    let reason = format!("`{path}` is known only after apply, so this is the worst it can do");
    Impact::of(Disruption::Irreversible, path, reason)
}

/// Whether there is a compliance lock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    No,
    Maybe,
    Compliance,
}

fn is_compliant(model: &BackupPlanModel) -> Lock {
    let open = |is_unknown: bool| if is_unknown { Lock::Maybe } else { Lock::No };
    let Some(vault) = model.vault.known() else { return open(model.vault.is_unknown()) };
    let Some(lock) = vault.lock.known() else { return open(vault.lock.is_unknown()) };
    match lock.mode.known() {
        Some(mode) if mode == LockMode::Compliance.as_str() => Lock::Compliance,
        Some(_) => Lock::No,
        None => open(lock.mode.is_unknown()),
    }
}

fn locked(model: &BackupPlanModel) -> String {
    let lock = model.vault.known().and_then(|vault| vault.lock.known());
    let days =
        lock.and_then(|lock| lock.changeable_for_days.known()).copied().unwrap_or(spec::DEFAULT_LOCK_DAYS);
    format!(
        "a compliance lock is turned on: nobody can take it away after {days} days, and what is kept stays until its time"
    )
}

fn vault(change: &Change<'_>) -> Impact {
    let path = Path::of("vault").attribute("lock");
    match (is_compliant(change.prior), is_compliant(change.planned)) {
        (Lock::No | Lock::Maybe, Lock::Compliance) => {
            return Impact::of(Disruption::Irreversible, path, locked(change.planned));
        }
        (Lock::No | Lock::Maybe, Lock::Maybe) => return open(Path::of("vault")),
        (_, _) => {}
    }
    let has_lock = |model: &BackupPlanModel| model.vault.known().is_some_and(|vault| !vault.lock.is_null());
    let least = |model: &BackupPlanModel| {
        model.vault.known()?.lock.known().map(|lock| lock.min_retention_days.known().copied().unwrap_or(0))
    };
    if has_lock(change.prior) && !has_lock(change.planned) {
        return said(
            Some("recovery points can be deleted before their time: the lock is taken away".to_owned()),
            path,
        );
    }
    if (is_compliant(change.prior), is_compliant(change.planned)) == (Lock::Compliance, Lock::No) {
        return said(
            Some("who has the right to can take the lock away: it was a compliance lock".to_owned()),
            path,
        );
    }
    if let (Some(before), Some(after)) = (least(change.prior), least(change.planned))
        && after < before
    {
        return said(
            Some(format!("the lock keeps recovery points for less: {after} days, not {before}")),
            path,
        );
    }
    let is_forced = |model: &BackupPlanModel| {
        model.vault.known().is_some_and(|vault| vault.force_destroy.known() == Some(&true))
    };
    let is_exposed = is_forced(change.planned) && !is_forced(change.prior);
    let reason = is_exposed.then(|| "a destroy deletes the recovery points, too".to_owned());
    said(reason, Path::of("vault").attribute("force_destroy"))
}

/// The regions in which vaults are made for copies; `None`: not all of them are known.
pub(super) fn made(given: &Attr<List<CopyActionModel>>) -> Option<BTreeSet<&String>> {
    let all: Option<Vec<_>> = match given {
        Attr::Null => Some(Vec::new()),
        Attr::Unknown => None,
        Attr::Known(actions) => actions.iter().map(Attr::known).collect(),
    };
    let open = |action: &&CopyActionModel| action.region.is_unknown() || action.account_id.is_unknown();
    let all = all.filter(|all| !all.iter().any(open))?;
    let is_made = |action: &&CopyActionModel| action.account_id.is_null();
    Some(all.into_iter().filter(is_made).filter_map(|action| action.region.known()).collect())
}

fn copies(change: &Change<'_>) -> Impact {
    let path = Path::of("copy_actions");
    let (before, after) = (made(&change.prior.copy_actions), made(&change.planned.copy_actions));
    let is_new = match (&before, &after) {
        (Some(before), Some(after)) => after.difference(before).next().is_some(),
        (_, _) => true,
    };
    match is_compliant(change.planned) {
        Lock::Compliance if after.is_none() => return open(path),
        Lock::Compliance if is_new => {
            return Impact::of(Disruption::Irreversible, path, locked(change.planned));
        }
        Lock::Compliance | Lock::Maybe | Lock::No => {}
    }
    if let (Some(before), Some(after)) = (&before, &after) {
        let held = change.prior.copied_recovery_points.known();
        let held = |region: &&String| held.and_then(|held| held.get(*region)?.known()).copied().unwrap_or(0);
        let gone = before.difference(after).map(|region| (*region, held(region))).find(|(_, held)| *held > 0);
        if let Some((region, count)) = gone {
            let what = if count == 1 { "the copy".to_owned() } else { format!("the {count} copies") };
            return said(Some(format!("{what} in `{region}` will be deleted with the vault")), path);
        }
        if let Some(region) = before.difference(after).next() {
            return said(Some(format!("backups are no longer copied to `{region}`")), path);
        }
    }
    let count = |given: &Attr<List<CopyActionModel>>| match given {
        Attr::Null => Some(0),
        Attr::Unknown => None,
        Attr::Known(actions) => Some(actions.len()),
    };
    let counts = count(&change.prior.copy_actions).zip(count(&change.planned.copy_actions));
    let reason = counts.filter(|(before, after)| after < before).map(|(before, after)| {
        format!(
            "backups are copied to fewer places: {after}, not {before}. What was copied stays until its time"
        )
    });
    said(reason, path)
}

/// What a list names no more, and no other list either.
fn fewer(change: &Change<'_>, list: fn(&BackupPlanModel) -> &Attr<List<String>>) -> Option<String> {
    let all = |given: &Attr<List<String>>| match given {
        Attr::Null => Some(BTreeSet::new()),
        Attr::Unknown => None,
        Attr::Known(elements) => {
            elements.iter().map(|element| element.known().cloned()).collect::<Option<BTreeSet<_>>>()
        }
    };
    let before = all(list(change.prior))?;
    let planned = change.planned;
    let mut after = BTreeSet::new();
    for list in [&planned.databases, &planned.volumes, &planned.resources] {
        after.extend(all(list)?);
    }
    let gone: Vec<_> = before.difference(&after).cloned().collect();
    (!gone.is_empty()).then(|| format!("no longer backed up: {}", gone.join(", ")))
}

fn narrower(change: &Change<'_>) -> Option<String> {
    let (before, after) = (&change.prior.resource_tags, &change.planned.resource_tags);
    let none = acme_schema::Map::new();
    let before = before.known().unwrap_or(&none);
    let after = after.known()?;
    let is_new = |(key, value): (&String, &Attr<String>)| before.get(key) != Some(value);
    after.iter().any(|(key, value)| is_new((key, value))).then(|| {
        "what does not have all of the tags is no longer backed up: `resource_tags` changes".to_owned()
    })
}

/// What the rules come to: whether backups are kept for less, or more can be lost.
fn shorter(change: &Change<'_>) -> Option<String> {
    let (before, after) = (spec::in_force(change.prior)?, spec::in_force(change.planned)?);
    let longest =
        |rules: &BTreeMap<RuleName, Rule>| rules.values().map(|rule| rule.lifecycle.delete_after.get()).max();
    let (kept, keeps) = (longest(&before)?, longest(&after)?);
    if keeps < kept {
        return Some(format!("new backups are kept for less: {keeps} days, not {kept}"));
    }
    match (spec::rpo(&before, change.prior), spec::rpo(&after, change.planned)) {
        (Attr::Known(lost), Attr::Known(loses)) if loses > lost => {
            Some(format!("more can be lost: {loses}, not {lost}"))
        }
        (_, _) => None,
    }
}

fn unreported(change: &Change<'_>) -> Option<String> {
    let is_gone = !change.prior.notifications.is_null() && change.planned.notifications.is_null();
    is_gone.then(|| "nobody is told any more when a backup fails".to_owned())
}

fn untested(change: &Change<'_>) -> Option<String> {
    let is_gone = !change.prior.restore_testing.is_null() && change.planned.restore_testing.is_null();
    is_gone.then(|| "backups are no longer tried by restoring them".to_owned())
}
