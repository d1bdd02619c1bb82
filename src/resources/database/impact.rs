//! What a change of each attribute does to those who use the database: one table with a row for every attribute, and the
//! class of its change. Now: nobody notices, and it is made at once. Restart: connections end, for seconds with a standby and
//! minutes without; it is made at once or waits for the window, as `apply` says, or in a copy, as `update_strategy` says.
//! Replaces: another database takes the place of this one.

use acme_children::aws::{at_least, is_static};
use acme_schema::{Attr, Model, Path, Value};

use super::model::{DatabaseModel, ReplicaModel};
use super::spec::{Apply, Spec, Strategy};
use super::{TYPE_NAME, expand};
use crate::impact::{Disruption, Impact};
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
    /// The server restarts.
    Restart,
    /// The server restarts in some cases, which the function tells.
    MayRestart(fn(&Change<'_>) -> bool),
    /// The server is upgraded.
    Upgrade,
    /// Something else, which depends on both values. An unknown one counts as an outage.
    Compared(fn(&Change<'_>) -> Impact),
    /// Another database takes the place of this one.
    Replaces,
}

/// What is changed in a copy, where `update_strategy` says so. Whatever else restarts the server does so in place.
const COPIED: [&str; 2] = ["engine_version", "instance_class"];

/// In the order of the schema. Where several attributes are felt alike, the first one is named.
pub(super) static TABLE: &[Row] = &[
    row("name", Class::Replaces),
    row("region", Class::Replaces),
    row("engine", Class::Replaces),
    row("engine_version", Class::Upgrade),
    row("instance_class", Class::Restart),
    row("allocated_storage", Class::Now),
    row("max_allocated_storage", Class::Now),
    row("storage_type", Class::Now),
    row("iops", Class::Now),
    row("storage_throughput", Class::Now),
    row("kms_key_id", Class::Replaces),
    row("multi_az", Class::Now),
    row("database_name", Class::Replaces),
    row("port", Class::Restart),
    row("subnet_ids", Class::Now),
    row("security_group_ids", Class::Now),
    row("credentials", Class::Compared(credentials)),
    row("iam_authentication", Class::Now),
    row("parameters", Class::MayRestart(has_static_parameters)),
    row("apply", Class::MayRestart(has_waited)),
    row("update_strategy", Class::Compared(switchover)),
    row("backup_retention_days", Class::MayRestart(turns_backups)),
    row("backup_window", Class::Now),
    row("maintenance_window", Class::Now),
    row("auto_minor_version_upgrade", Class::Now),
    row("ca_certificate_identifier", Class::Restart),
    row("log_exports", Class::Now),
    row("performance_insights", Class::Now),
    row("monitoring", Class::Now),
    row("replicas", Class::Compared(replicas)),
    row("backup_replication", Class::Now),
    row("restore", Class::Compared(restore)),
    row("deletion_protection", Class::Now),
    row("skip_final_snapshot", Class::Now),
    row("delete_automated_backups", Class::Now),
    row("tags", Class::Now),
    row("max_disruption", Class::Now),
    row("timeouts", Class::Now),
    row("id", Class::Now),
    row("arn", Class::Now),
    row("host", Class::Now),
    row("endpoint", Class::Now),
    row("resource_id", Class::Now),
    row("engine_version_actual", Class::Now),
    row("secret_arn", Class::Now),
    row("replica_hosts", Class::Now),
    row("pending_modified_values", Class::Now),
    row("reboot_pending", Class::Now),
    row("blue_green_status", Class::Now),
    row("kept_instances", Class::Now),
    row("restored_generation", Class::Now),
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
    prior: &'a DatabaseModel,
    planned: &'a DatabaseModel,
}

/// What the change does: that of its attributes which is felt most.
pub(super) fn impact(prior: &Value, planned: &Value) -> Impact {
    let (before, after) = match (DatabaseModel::from_value(prior), DatabaseModel::from_value(planned)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(error), _) | (_, Err(error)) => {
            let reason = format!("what changes in {TYPE_NAME} cannot be read: {error}");
            return Impact::of(Disruption::Replace, error.path, reason);
        }
    };
    let change = Change { prior: &before, planned: &after };
    let changed =
        TABLE.iter().filter(|row| prior.attribute(row.attribute) != planned.attribute(row.attribute));
    let felt = changed.fold(Impact::none(), |impact, row| {
        let is_known = planned.attribute(row.attribute).is_some_and(Value::is_wholly_known);
        impact.or_worse(row.felt(&change, is_known.then_some(())))
    });
    // What is restored is noted on the server: where the note is lost, it would be restored again.
    felt.or_worse(restore(&change))
}

/// What it does to make a server again what it should be.
pub(super) fn repair(state: &Value, restarts: Option<()>) -> Disruption {
    let Ok(model) = DatabaseModel::from_value(state) else { return Disruption::Outage };
    let change = Change { prior: &model, planned: &model };
    restarts.map_or(Disruption::None, |()| change.restart())
}

impl Row {
    fn felt(&self, change: &Change<'_>, known: Option<()>) -> Impact {
        let path = Path::of(self.attribute);
        match self.class {
            Class::Now => Impact::none(),
            Class::Replaces => {
                let reason = format!("another database is made in the place of this one: `{path}` changes");
                Impact::of(Disruption::Replace, path, reason)
            }
            Class::Restart => change.restarts(path),
            Class::MayRestart(restarts) if known.is_none() || restarts(change) => change.restarts(path),
            Class::MayRestart(_) => Impact::none(),
            Class::Upgrade => change.upgrades(path),
            Class::Compared(compare) if known.is_some() => compare(change),
            Class::Compared(_) => {
                let reason = format!("`{path}` is known only after apply, so this is the worst it can do");
                Impact::of(Disruption::Outage, path, reason)
            }
        }
    }
}

impl Change<'_> {
    /// What a restart of the server is to those who use it.
    fn restart(&self) -> Disruption {
        let has_standby = |model: &DatabaseModel| model.multi_az.known() != Some(&false);
        if has_standby(self.prior) && has_standby(self.planned) {
            Disruption::Failover
        } else {
            Disruption::Outage
        }
    }

    fn word<'a>(given: &'a Attr<String>, default: &'a str) -> &'a str {
        given.known().map_or(default, String::as_str)
    }

    /// Whether what restarts the server waits for the maintenance window.
    fn waits(&self) -> bool {
        Self::word(&self.planned.apply, Apply::Immediately.as_str()) == Apply::MaintenanceWindow.as_str()
    }

    /// When the change is made in a copy: how that takes over.
    fn copy(&self) -> Option<&str> {
        let update = self.planned.update_strategy.known()?;
        let is_copy = Self::word(&update.kind, Strategy::InPlace.as_str()) == Strategy::BlueGreen.as_str();
        is_copy.then(|| Self::word(&update.switchover, "automatic"))
    }

    fn restarts(&self, path: Path) -> Impact {
        match self.copy() {
            Some(switchover) if COPIED.iter().any(|name| path == Path::of(*name)) => {
                taking_over(switchover, path)
            }
            Some(_) | None => self.restarts_in_place(path, self.restart()),
        }
    }

    fn restarts_in_place(&self, path: Path, level: Disruption) -> Impact {
        if self.waits() {
            let reason = if path == Path::of("parameters") {
                "nothing now: the new `parameters` are in force after the next restart".to_owned()
            } else {
                format!(
                    "nothing now: `{path}` changes in the maintenance window, and the server restarts then"
                )
            };
            return Impact { level: Disruption::None, reason, path: Some(path) };
        }
        let how = match level {
            Disruption::Failover => "the server restarts, and its standby takes over meanwhile",
            Disruption::None
            | Disruption::Rolling
            | Disruption::Outage
            | Disruption::Replace
            | Disruption::Irreversible => "the server restarts, and has no standby",
        };
        Impact::of(level, path.clone(), format!("{how}: `{path}` changes"))
    }

    /// A version that runs already, since AWS has upgraded to it, is no upgrade.
    fn upgrades(&self, path: Path) -> Impact {
        if let (Some(runs), Some(wanted)) =
            (self.prior.engine_version_actual.known(), self.planned.engine_version.known())
            && at_least(runs, wanted)
        {
            return Impact::none();
        }
        if self.copy().is_some() || self.waits() {
            return self.restarts(path);
        }
        let reason = "the server is upgraded in place, its standby with it: `engine_version` changes";
        Impact::of(Disruption::Outage, path, reason)
    }
}

/// What it is when a copy takes over.
fn taking_over(switchover: &str, path: Path) -> Impact {
    if switchover == "automatic" {
        let reason = format!("an updated copy takes over, within about a minute: `{path}` changes");
        return Impact::of(Disruption::Failover, path, reason);
    }
    let when =
        if switchover == "window" { "in the maintenance window" } else { "once `switchover` is `automatic`" };
    let reason = format!("nothing now: `{path}` changes in a copy, which takes over {when}");
    Impact { level: Disruption::None, reason, path: Some(path) }
}

fn has_static_parameters(change: &Change<'_>) -> bool {
    let read = |model: &DatabaseModel| {
        let mut find = Findings::default();
        let spec = Spec::read(model, &mut find);
        find.finish(spec).ok()
    };
    match (read(change.prior), read(change.planned)) {
        (Some(before), Some(after)) => expand::restarts(&before, &after),
        (_, _) => {
            let names = |model: &DatabaseModel| model.parameters.known().cloned().unwrap_or_default();
            let (before, after) = (names(change.prior), names(change.planned));
            let all = before.keys().chain(after.keys());
            all.filter(|name| is_static(name)).any(|name| before.get(name) != after.get(name))
        }
    }
}

/// What waits for the window does not wait any more.
fn has_waited(change: &Change<'_>) -> bool {
    let pending = change.prior.pending_modified_values.known().is_some_and(|pending| !pending.is_empty());
    !change.waits() && (pending || change.prior.reboot_pending.known() == Some(&true))
}

/// Turning automated backups on or off restarts the server.
fn turns_backups(change: &Change<'_>) -> bool {
    let has = |model: &DatabaseModel| model.backup_retention_days.known().map(|days| *days > 0);
    has(change.prior) != has(change.planned)
}

/// Who has an older password is let in no more.
fn credentials(change: &Change<'_>) -> Impact {
    let given = |model: &DatabaseModel| model.credentials.known().cloned().unwrap_or_default();
    let (before, after) = (given(change.prior), given(change.planned));
    let path = Path::of("credentials");
    if before.username != after.username {
        let reason = "another database is made in the place of this one: `credentials.username` changes";
        return Impact::of(Disruption::Replace, path.attribute("username"), reason);
    }
    if before.mode == after.mode && before.password_wo_version == after.password_wo_version {
        return Impact::none();
    }
    let reason = "the password changes: new connections need the new one, those that are open stay";
    Impact { level: Disruption::None, reason: reason.to_owned(), path: Some(path) }
}

/// A copy that waits takes over as soon as it may.
fn switchover(change: &Change<'_>) -> Impact {
    let waits = change.prior.blue_green_status.known().map(String::as_str) == Some("AVAILABLE");
    match change.copy() {
        Some("automatic") if waits => {
            taking_over("automatic", Path::of("update_strategy").attribute("switchover"))
        }
        Some(_) | None => Impact::none(),
    }
}

fn replicas(change: &Change<'_>) -> Impact {
    let given = |model: &DatabaseModel| model.replicas.known().cloned().unwrap_or_default();
    let (before, after) = (given(change.prior), given(change.planned));
    let path = |key: &str| Path::of("replicas").key(key);
    if let Some(key) = before.keys().find(|key| !after.contains_key(*key)) {
        let reason = format!("replica `{key}` is deleted: who reads from it has no answer any more");
        return Impact::of(Disruption::Outage, path(key), reason);
    }
    let pairs = || before.iter().filter_map(|(key, old)| Some((key, old.known()?, after.get(key)?.known()?)));
    if let Some((key, ..)) = pairs().find(|(_, old, new)| old.region != new.region) {
        let reason =
            format!("replica `{key}` is made in another region: who reads from it has no answer any more");
        return Impact::of(Disruption::Outage, path(key), reason);
    }
    let changed = pairs().filter(|(_, old, new)| old.instance_class != new.instance_class);
    let felt = changed.map(|(key, old, new)| {
        let has_standby = |replica: &ReplicaModel| replica.multi_az.known() == Some(&true);
        let level =
            if has_standby(old) && has_standby(new) { Disruption::Failover } else { Disruption::Outage };
        change.restarts_in_place(path(key), level)
    });
    felt.fold(Impact::none(), Impact::or_worse)
}

fn restore(change: &Change<'_>) -> Impact {
    let path = Path::of("restore");
    let wanted =
        change.planned.restore.known().map(|restore| restore.generation.known().copied().unwrap_or(1));
    if wanted.is_none() || change.prior.restored_generation.known().copied() == wanted {
        return Impact::none();
    }
    let reason =
        "the database gets other data: a restored server takes over its name, while nobody is answered";
    Impact::of(Disruption::Outage, path, reason)
}
