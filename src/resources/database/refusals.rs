//! What must not happen to a database, and what cannot: said in the plan, before anything is done.

use acme_schema::{Attr, Diagnostic, Diagnostics, Model, Path, Value};

use super::TYPE_NAME;
use super::model::DatabaseModel;
use crate::registry::Ending;

/// A protected database stays, whatever a plan says.
pub(super) fn end(value: &Value, ending: Ending) -> Option<Diagnostic> {
    let model = DatabaseModel::from_value(value).ok()?;
    // Where no server was ever seen, there is nothing to protect.
    let is_there = ending == Ending::Replace || model.arn.known().is_some();
    if model.deletion_protection.known() == Some(&false) || !is_there {
        return None;
    }
    let name = model.name.known().map_or("?", String::as_str);
    let (verb, detail, hint) = match ending {
        Ending::Destroy => (
            "destroyed",
            "`deletion_protection` is true, so its data stays.",
            "to destroy it, set `deletion_protection = false` and apply, then destroy. To only forget it, use a `removed` block or \
             `terraform state rm`. After a create that failed, `terraform untaint` with its address goes on from there",
        ),
        Ending::Replace => (
            "replaced",
            "`deletion_protection` is true, and another database in its place would be empty.",
            "to keep the data, take back the change of the attribute that forces the replacement, or restore a snapshot into a new \
             database with `restore`. To lose it, set `deletion_protection = false` and apply first",
        ),
    };
    let refused = Diagnostic::error(format!("{TYPE_NAME} `{name}` is protected, and cannot be {verb}"));
    Some(refused.detail(detail).hint(hint).at(Path::of("deletion_protection")))
}

/// Changes that RDS cannot make, and those that would hardly be meant. `prior` is null where there is no database yet.
pub(super) fn change(prior: &Value, planned: &Value) -> Diagnostics {
    let Ok(after) = DatabaseModel::from_value(planned) else { return Diagnostics::new() };
    match DatabaseModel::from_value(prior) {
        Ok(before) => [storage(&before, &after), version(&before, &after), generation(&before, &after)]
            .into_iter()
            .flatten()
            .chain(keys(&before, &after))
            .collect(),
        Err(_) => past(&after).into_iter().collect(),
    }
}

fn storage(before: &DatabaseModel, after: &DatabaseModel) -> Option<Diagnostic> {
    let (Attr::Known(has), Attr::Known(wanted)) = (&before.allocated_storage, &after.allocated_storage)
    else {
        return None;
    };
    let refused = || {
        Diagnostic::error("The storage of a database cannot shrink")
            .detail(format!("`allocated_storage` is {has} GiB, and {wanted} are wanted."))
            .hint("leave it; to have less, move the data into a new database")
            .at(Path::of("allocated_storage"))
    };
    (wanted < has).then(refused)
}

fn version(before: &DatabaseModel, after: &DatabaseModel) -> Option<Diagnostic> {
    let has = before.engine_version.known();
    let runs = before.engine_version_actual.known().or(has)?;
    let wanted = after.engine_version.known()?;
    let major = |version: &str| version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    // To ask for less than what runs is to be content with it, unless it was asked for.
    let goes_back = major(wanted) < major(runs) && has.is_none_or(|has| major(wanted) < major(has));
    let refused = || {
        Diagnostic::error("A database cannot go back to an older major version")
            .detail(format!("PostgreSQL {runs} runs, and {wanted} is wanted."))
            .hint("to go back, restore a snapshot from before the upgrade into a new database")
            .at(Path::of("engine_version"))
    };
    goes_back.then(refused)
}

fn generation(before: &DatabaseModel, after: &DatabaseModel) -> Option<Diagnostic> {
    let has = before.restored_generation.known()?;
    let wanted = after.restore.known()?.generation.known()?;
    let refused = || {
        Diagnostic::error("A restore is asked for by a higher generation")
            .detail(format!("Generation {has} is restored, and {wanted} is wanted."))
            .hint(format!("leave it at {has} to restore nothing; set it to {} to restore once more", has + 1))
            .at(Path::of("restore").attribute("generation"))
    };
    (wanted < has).then(refused)
}

/// Keys that something is encrypted with already.
fn keys(before: &DatabaseModel, after: &DatabaseModel) -> Vec<Diagnostic> {
    let keys = |model: &DatabaseModel| {
        let credentials = model.credentials.known().map(|given| given.secret_kms_key_id.clone());
        let insights = model.performance_insights.known().map(|given| given.kms_key_id.clone());
        let backups = model.backup_replication.known().map(|given| given.kms_key_id.clone());
        [
            ("credentials", "secret_kms_key_id", credentials),
            ("performance_insights", "kms_key_id", insights),
            ("backup_replication", "kms_key_id", backups),
        ]
    };
    let is_other = |(before, after): &(Option<Attr<String>>, Option<Attr<String>>)| matches!((before, after), (Some(Attr::Known(before)), Some(Attr::Known(after))) if before != after);
    keys(before)
        .into_iter()
        .zip(keys(after))
        .filter(|((_, _, before), (_, _, after))| is_other(&(before.clone(), after.clone())))
        .map(|((at, name, _), _)| {
            let path = Path::of(at).attribute(name);
            Diagnostic::error(format!(
                "`{path}` cannot change: what there is was encrypted with the other key"
            ))
            .hint(format!("take `{at}` away and apply, then give it with the new key"))
            .at(path)
        })
        .collect()
}

/// What does not exist has no past.
fn past(after: &DatabaseModel) -> Option<Diagnostic> {
    let source = &after.restore.known()?.point_in_time.known()?.source;
    let refused = || {
        Diagnostic::error("A database that does not exist has no past to restore")
            .hint("name another DB instance, or the ARN of automated backups; or restore a snapshot")
            .at(Path::of("restore").attribute("point_in_time").attribute("source"))
    };
    source.is_null().then(refused)
}
