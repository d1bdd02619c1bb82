//! What must not happen to a backup plan, and what cannot: said in the plan, before anything is done.

use std::collections::BTreeMap;

use acme_schema::{Attr, Diagnostic, Diagnostics, Model, Path, Value};

use super::TYPE_NAME;
use super::impact::made;
use super::model::{BackupPlanModel, LockModel};
use super::spec::LockMode;
use crate::registry::Ending;

/// A plan that takes the place of another one says once more what may become of the backups.
pub(super) fn replace(prior: &Value, planned: &Value) -> Option<Diagnostic> {
    if let Some(refused) = end(prior, Ending::Replace) {
        return Some(refused);
    }
    let (mut before, after) =
        (BackupPlanModel::from_value(prior).ok()?, BackupPlanModel::from_value(planned).ok()?);
    before.vault = after.vault;
    ended(&before, Ending::Replace)
}

/// A plan whose vaults are not empty stays, whatever a plan says.
pub(super) fn end(value: &Value, ending: Ending) -> Option<Diagnostic> {
    ended(&BackupPlanModel::from_value(value).ok()?, ending)
}

fn ended(model: &BackupPlanModel, ending: Ending) -> Option<Diagnostic> {
    let name = model.name.known().map_or("?", String::as_str);
    let count = model.recovery_points.known().copied().unwrap_or(0);
    let is_there = count > 0 || (ending == Ending::Replace && model.recovery_points.is_unknown());
    if !is_there {
        return None;
    }
    let verb = match ending {
        Ending::Destroy => "destroyed",
        Ending::Replace => "replaced",
    };
    let refused = |path: Path, detail: String, hint: String| {
        let summary = format!("{TYPE_NAME} `{name}` keeps backups, and cannot be {verb}");
        Some(Diagnostic::error(summary).detail(detail).hint(hint).at(path))
    };
    let at_lock = Path::of("vault").attribute("lock");
    let kept = match count {
        0 => "what its vaults hold".to_owned(),
        1 => "the recovery point in its vaults".to_owned(),
        count => format!("the {count} recovery points in its vaults"),
    };
    let forget = "To only forget it, use a `removed` block or `terraform state rm`";
    if let Some(until) = model.locked_until.known() {
        let detail = format!(
            "A compliance lock keeps {kept}: nobody can delete them, and the last one stays until {until}."
        );
        return refused(at_lock, detail, format!("destroy it after that time. {forget}"));
    }
    let vault = model.vault.known();
    if vault.is_some_and(|vault| !vault.lock.is_null()) {
        let detail = format!("`vault.lock` keeps {kept}.");
        let hint = format!("remove `vault.lock` and apply, then go on from there. {forget}");
        return refused(at_lock, detail, hint);
    }
    if vault.is_some_and(|vault| vault.force_destroy.known() == Some(&true)) {
        return None;
    }
    let detail = format!("`vault.force_destroy` is false, so {kept} would have to be deleted before.");
    let hint = match ending {
        Ending::Destroy => format!("to delete them, set `vault.force_destroy = true` and apply, then destroy. {forget}"),
        Ending::Replace => "to keep them, take back the change of the attribute that forces the replacement, or make another plan \
                            beside this one. To delete them, set `vault.force_destroy = true` and apply first"
            .to_owned(),
    };
    refused(Path::of("vault").attribute("force_destroy"), detail, hint)
}

/// Changes that AWS Backup cannot make, or that do not do what they seem to. `prior` is null where there is no plan yet.
pub(super) fn change(prior: &Value, planned: &Value) -> Diagnostics {
    let (Ok(before), Ok(after)) = (BackupPlanModel::from_value(prior), BackupPlanModel::from_value(planned))
    else {
        return Diagnostics::new();
    };
    lock(&before, &after)
        .into_iter()
        .chain(keys(&before, &after))
        .chain(copies(&before, &after))
        .chain(generation(&before, &after))
        .collect()
}

/// A compliance lock that cannot be taken back any more.
fn lock(before: &BackupPlanModel, after: &BackupPlanModel) -> Option<Diagnostic> {
    before.locked_until.known()?;
    let had = before.vault.known()?.lock.known()?;
    if had.mode.known().map(String::as_str) != Some(LockMode::Compliance.as_str()) {
        return None;
    }
    let path = Path::of("vault").attribute("lock");
    let refused = |path: Path, what: &str| {
        let name = before.name.known().map_or("?", String::as_str);
        Diagnostic::error(format!("The compliance lock of {TYPE_NAME} `{name}` cannot be taken back"))
            .detail(format!("{what}, and the time in which that was possible is over."))
            .hint("leave it as it is: neither you nor AWS can change it any more")
            .at(path)
    };
    let lock = match &after.vault {
        Attr::Unknown => return None,
        Attr::Null => &Attr::Null,
        Attr::Known(vault) => &vault.lock,
    };
    let Attr::Known(wanted) = lock else {
        return lock.is_null().then(|| refused(path, "`vault.lock` is taken away"));
    };
    if wanted.mode.known().is_some_and(|mode| mode != LockMode::Compliance.as_str()) {
        return Some(refused(path.attribute("mode"), "`mode` changes"));
    }
    let bounds = |lock: &LockModel| {
        [
            ("min_retention_days", lock.min_retention_days.clone()),
            ("max_retention_days", lock.max_retention_days.clone()),
        ]
    };
    let mut pairs = bounds(had).into_iter().zip(bounds(wanted));
    let (name, _) = pairs.find(|((_, had), (_, wanted))| had != wanted && !wanted.is_unknown())?.0;
    Some(refused(path.attribute(name), &format!("`{name}` changes")))
}

/// A vault keeps the key that it was made with.
fn keys(before: &BackupPlanModel, after: &BackupPlanModel) -> Vec<Diagnostic> {
    let had: BTreeMap<_, _> = (before.copy_actions.known().into_iter().flatten())
        .filter_map(Attr::known)
        .filter(|action| action.account_id.is_null())
        .filter_map(|action| Some((action.region.known()?, &action.kms_key_arn)))
        .collect();
    let actions = after.copy_actions.known().into_iter().flatten().enumerate();
    let is_other = |(position, action): (usize, &Attr<super::model::CopyActionModel>)| {
        let action = action.known()?;
        let region = action.region.known()?;
        let had = had.get(region)?;
        let is_other =
            *had != &action.kms_key_arn && !action.kms_key_arn.is_unknown() && action.account_id.is_null();
        let path = Path::of("copy_actions").index(position).attribute("kms_key_arn");
        is_other.then(|| {
            Diagnostic::error(format!(
                "`{path}` cannot change: the vault in `{region}` was made with another key"
            ))
            .hint(
                "take the copy action away and apply, once its vault is empty; then give it with the new key",
            )
            .at(path)
        })
    };
    actions.filter_map(is_other).collect()
}

/// A vault for copies that is not empty stays, unless it was said that it may go with what it holds.
fn copies(before: &BackupPlanModel, after: &BackupPlanModel) -> Vec<Diagnostic> {
    let may_go = |model: &BackupPlanModel| {
        model.vault.known().is_some_and(|vault| vault.force_destroy.known() == Some(&true))
    };
    // The vault's own tag says what was applied before; what is planned must not mean something else.
    if may_go(before) && may_go(after) {
        return Vec::new();
    }
    let Some(stays) = made(&after.copy_actions) else { return Vec::new() };
    let held = before.copied_recovery_points.known().into_iter().flatten();
    let held = held.filter_map(|(region, count)| Some((region, *count.known()?)));
    let refused = |(region, count): (&String, i64)| {
        let name = before.name.known().map_or("?", String::as_str);
        let kept =
            if count == 1 { "a recovery point".to_owned() } else { format!("{count} recovery points") };
        Diagnostic::error(format!(
            "{TYPE_NAME} `{name}` keeps copies in `{region}`, and cannot leave it"
        ))
        .detail(format!(
            "The vault in `{region}` goes with its copy action, and holds {kept}, and `vault.force_destroy` is not true, \
             or was not when the plan was last applied."
        ))
        .hint(format!(
            "to delete them, set `vault.force_destroy = true` and apply, then take `{region}` out. To keep them, leave `{region}` in \
             until the time of the copies is over"
        ))
        .at(Path::of("copy_actions"))
    };
    held.filter(|(region, count)| *count > 0 && !stays.contains(region)).map(refused).collect()
}

/// A backup is asked for by a higher number than there was: a lower one asks for none. It is no error, since it may be the default
/// of a variable in a run that destroys the plan.
fn generation(before: &BackupPlanModel, after: &BackupPlanModel) -> Option<Diagnostic> {
    let had = before.highest_generation.known()?;
    let wanted = after.backup_generation.known()?;
    let said = || {
        Diagnostic::warning("No backup is made: one is asked for by a higher generation")
            .detail(format!("There was generation {had}, and {wanted} is wanted."))
            .hint(format!("set it to {} to make one", had + 1))
            .at(Path::of("backup_generation"))
    };
    (wanted <= had && before.backup_generation != after.backup_generation).then(said)
}
