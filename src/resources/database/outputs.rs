//! The computed attributes: what a plan can say of them, and what the live server says.

use std::collections::BTreeMap;

use acme_children::aws::{GENERATION, at_least, kept, pending_reboot};
use acme_children::{ChildId, Children, Kind, Observed};
use acme_schema::{Attr, Map, Model, Value};
use serde_json::Value as Json;

use super::model::{DatabaseModel, ReplicaModel};
use crate::registry::Facts;
use crate::shared::{settled_tags, user_tags};

/// Values that follow from the configuration alone.
pub(super) fn outputs(model: &DatabaseModel) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([("id", model.name.encode())])
}

/// Fills in what a plan can say: all tags, and what stays as it was. What the planned change may change is left open.
pub(super) fn settle(planned: &mut Value, facts: &Facts) {
    let Ok(model) = DatabaseModel::from_value(planned) else { return };
    planned.set_attribute("tags_all", settled_tags(&model.tags, &facts.default_tags).encode());
    let restored = model.restore.known().and_then(|restore| restore.generation.known().copied());
    let is_restored = match &model.restore {
        Attr::Null => false,
        Attr::Unknown => true,
        Attr::Known(_) => restored.is_none() || restored != model.restored_generation.known().copied(),
    };
    // What waits, for the window or in a copy, is no difference: it is known only where nothing else changes.
    let waits =
        |field: &str| model.pending_modified_values.known().is_some_and(|all| all.contains_key(field));
    let is_upgraded = match (&model.engine_version_actual, &model.engine_version) {
        (Attr::Known(runs), Attr::Known(wanted)) => {
            !at_least(runs, wanted) && !waits("EngineVersion") && !waits_in_copy(&model)
        }
        (_, _) => true,
    };
    let mode = model.credentials.known().map_or(Attr::Unknown, |credentials| credentials.mode.clone());
    let open = [
        ("secret_arn", is_restored || mode.is_unknown()),
        ("restored_generation", is_restored),
        ("engine_version_actual", is_upgraded || is_restored),
        ("replica_hosts", has_other_replicas(&model)),
    ];
    for (name, is_open) in open {
        if is_open {
            planned.set_attribute(name, Value::unknown());
        }
    }
    if !is_blue_green(&model) && model.blue_green_status.known().is_none() {
        planned.set_attribute("blue_green_status", Value::Null);
    }
    if mode.known().map(String::as_str) == Some("write_only") {
        planned.set_attribute("secret_arn", Value::Null);
    }
    if model.restore.is_null() && model.restored_generation.is_unknown() {
        planned.set_attribute("restored_generation", Value::Null);
    }
}

fn is_blue_green(model: &DatabaseModel) -> bool {
    let update = model.update_strategy.known();
    model.update_strategy.is_unknown()
        || update.is_some_and(|update| update.kind.known().map(String::as_str) == Some("blue_green"))
}

/// Whether an updated copy of the server waits for somebody, or for the window, to let it take over.
fn waits_in_copy(model: &DatabaseModel) -> bool {
    let update = model.update_strategy.known();
    let switchover = update.and_then(|update| update.switchover.known()).map_or("automatic", String::as_str);
    model.blue_green_status.known().map(String::as_str) == Some("AVAILABLE") && switchover != "automatic"
}

/// Whether the replicas may have other hosts than they had: there are others, or one is in another region.
fn has_other_replicas(model: &DatabaseModel) -> bool {
    let Attr::Known(hosts) = &model.replica_hosts else { return true };
    let none = Map::new();
    let replicas = match &model.replicas {
        Attr::Null => &none,
        Attr::Unknown => return true,
        Attr::Known(replicas) => replicas,
    };
    let home = model.host.known().and_then(|host| region_of(host));
    let is_elsewhere = |(key, replica): (&String, &Attr<ReplicaModel>)| {
        let Attr::Known(replica) = replica else { return true };
        let is_in = hosts.get(key).and_then(Attr::known).and_then(|host| region_of(host));
        match (&replica.region, is_in) {
            (Attr::Unknown, _) => true,
            (Attr::Known(region), Some(is_in)) => region != is_in,
            (Attr::Null, Some(is_in)) => home.is_some_and(|home| home != is_in),
            (Attr::Known(_) | Attr::Null, None) => false,
        }
    };
    !hosts.keys().eq(replicas.keys()) || replicas.iter().any(is_elsewhere)
}

/// The region in the name of a server's host: `NAME.ID.REGION.rds.amazonaws.com`.
fn region_of(host: &str) -> Option<&str> {
    let (rest, _) = host.split_once(".rds.amazonaws.com")?;
    rest.rsplit('.').next()
}

/// Writes what only the live objects say.
pub(super) fn reflect(state: &mut Value, observed: &Children<Observed>) {
    let Ok(model) = DatabaseModel::from_value(state) else { return };
    let name = model.name.known().cloned().unwrap_or_default();
    let live =
        observed.get(&ChildId::new(Kind::DbInstance, name.as_str())).map_or(&Json::Null, |found| &found.live);
    let host = &live["Endpoint"]["Address"];
    let port = &live["Endpoint"]["Port"];
    let endpoint = host.as_str().zip(port.as_i64()).map(|(host, port)| format!("{host}:{port}"));
    // That one is getting another name waits for nothing.
    let pending = live["PendingModifiedValues"].as_object().into_iter().flatten();
    let pending = pending.filter(|(name, _)| *name != "DBInstanceIdentifier");
    let pending: Map<String> =
        pending.map(|(name, value)| (name.clone(), Attr::Known(text_of(value)))).collect();
    let kept: Map<String> =
        kept(live).into_iter().map(|(name, until)| (name, Attr::Known(until.unwrap_or_default()))).collect();
    let generation = live["Tags"][GENERATION].as_str().and_then(|text| text.parse::<i64>().ok());
    let tags = user_tags(&live["Tags"], &Attr::Null);
    let values = [
        ("arn", text(&live["DBInstanceArn"]).encode()),
        ("host", text(host).encode()),
        ("endpoint", Attr::from(endpoint).encode()),
        ("resource_id", text(&live["DbiResourceId"]).encode()),
        ("engine_version_actual", text(&live["EngineVersion"]).encode()),
        ("secret_arn", text(&live["MasterUserSecret"]["SecretArn"]).encode()),
        ("replica_hosts", Attr::Known(replica_hosts(&name, observed)).encode()),
        ("pending_modified_values", Attr::Known(pending).encode()),
        ("reboot_pending", Attr::Known(pending_reboot(live)).encode()),
        ("blue_green_status", text(&live["BlueGreenDeployment"]["Status"]).encode()),
        ("kept_instances", Attr::Known(kept).encode()),
        ("restored_generation", Attr::from(generation).encode()),
        ("tags_all", Attr::Known(tags).encode()),
    ];
    for (name, value) in values {
        state.set_attribute(name, value);
    }
}

fn replica_hosts(name: &str, observed: &Children<Observed>) -> Map<String> {
    let replicas = observed.iter().filter(|(id, _)| id.kind == Kind::DbReplica);
    let host = |(id, found): (&ChildId, &Observed)| {
        let key = id.in_region().0.strip_prefix(name)?.strip_prefix('-')?.to_owned();
        Some((key, text(&found.live["Endpoint"]["Address"])))
    };
    replicas.filter_map(host).collect()
}

fn text(value: &Json) -> Attr<String> {
    value.as_str().map(str::to_owned).into()
}

fn text_of(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What there is to say of a database as it was found, though it is as it should be.
pub(super) fn remarks(state: &Value) -> Vec<(&'static str, String, &'static str)> {
    let Ok(model) = DatabaseModel::from_value(state) else { return Vec::new() };
    let mut remarks = Vec::new();
    let pending = model.pending_modified_values.known().filter(|pending| !pending.is_empty());
    if let Some(pending) = pending {
        let list: Vec<_> =
            pending.iter().map(|(n, v)| format!("{n} = {}", v.known().map_or("?", String::as_str))).collect();
        let text = format!("changes wait for the maintenance window: {}", list.join(", "));
        remarks.push(("apply", text, "to make them now, set `apply = \"immediately\"`"));
    }
    if model.reboot_pending.known() == Some(&true) {
        let hint = "they come with the next restart; to have it now, set `apply = \"immediately\"`";
        remarks.push(("parameters", "settings wait for a restart of the server".to_owned(), hint));
    }
    if model.blue_green_status.known().map(String::as_str) == Some("AVAILABLE") {
        let hint = "to let it, set `update_strategy.switchover = \"automatic\"`; to give it up, take back the change";
        remarks.push((
            "update_strategy",
            "an updated copy of the server waits to take over".to_owned(),
            hint,
        ));
    }
    remarks
}
