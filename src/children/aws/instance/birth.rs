//! How a database server comes into being and how it ends: created, restored from a snapshot or to a point in time, or as a
//! replica; deleted with a last snapshot of its own name.

use serde_json::{Map, Value, json};

use super::changes::{MONITORING_ROLE, value};
use super::course::await_of;
use super::seen::{Seen, identifier};
use super::step::{Step, Stuck};
use crate::aws::{Action, Moment, Request};
use crate::{Manifest, SecretSource, SecretText};

/// The tag with the version of the write-only password.
pub const PASSWORD_VERSION: &str = "acme:password-version";
/// The secret of a manifest that is the password.
pub(crate) const PASSWORD: &str = "MasterUserPassword";

/// What a restore takes neither from its source nor as a parameter is changed afterwards.
const NOT_RESTORED: [&str; 16] = [
    "DBParameterGroupName",
    "Iops",
    "StorageThroughput",
    "StorageType",
    "AllocatedStorage",
    "BackupRetentionPeriod",
    "CACertificateIdentifier",
    "EnablePerformanceInsights",
    "EngineVersion",
    "ManageMasterUserPassword",
    "MasterUserSecretKmsKeyId",
    "MonitoringInterval",
    "PerformanceInsightsRetentionPeriod",
    "PreferredBackupWindow",
    "PreferredMaintenanceWindow",
    "MaxAllocatedStorage",
];
/// What a replica has from its source, or gets by a change.
const NOT_REPLICATED: [&str; 7] = [
    "DBParameterGroupName",
    "StorageType",
    "EngineVersion",
    "PreferredBackupWindow",
    "PreferredMaintenanceWindow",
    "ManageMasterUserPassword",
    "AllocatedStorage",
];

/// The step that makes a server which is not there.
pub(super) fn step(main: &str, manifest: &Manifest, seen: &Seen<'_>) -> Result<Step, Stuck> {
    let orders = manifest.orders();
    if orders["Replica"].is_object() {
        return Ok(replica(main, manifest, seen));
    }
    if orders["Restore"].is_object() {
        return restored(main, manifest, seen);
    }
    let mut parameters = parameters(main, manifest, &[]);
    extend(&mut parameters, &orders["Creation"]);
    let request = Request::new(Action::CreateDbInstance, parameters);
    Ok(Step::Call(Request { password: password(manifest), ..request }))
}

/// The step that restores a server to this name.
pub(super) fn restored(name: &str, manifest: &Manifest, seen: &Seen<'_>) -> Result<Step, Stuck> {
    let restore = &manifest.orders()["Restore"];
    let mut parameters = parameters(name, manifest, &NOT_RESTORED);
    extend(&mut parameters, &manifest.orders()["Restored"]);
    // It has the password of its source, until it is given its own.
    parameters["Tags"].as_object_mut().map(|tags| tags.remove(PASSWORD_VERSION));
    let source = ["DBSnapshotIdentifier", "RestoreTime", "UseLatestRestorableTime"]
        .into_iter()
        .filter(|field| !restore[*field].is_null())
        .map(|field| (field.to_owned(), restore[field].clone()));
    let source: Map<_, _> = source.collect();
    if source.contains_key("DBSnapshotIdentifier") {
        extend(&mut parameters, &Value::Object(source));
        return Ok(Step::Call(Request::new(Action::RestoreDbInstanceFromDbSnapshot, parameters)));
    }
    extend(&mut parameters, &Value::Object(source));
    rename_field(&mut parameters, "DBInstanceIdentifier", "TargetDBInstanceIdentifier");
    let from = ["SourceDBInstanceIdentifier", "SourceDBInstanceAutomatedBackupsArn", "SourceDbiResourceId"]
        .into_iter()
        .find(|field| !restore[*field].is_null());
    match (from, &seen.main) {
        (Some(from), _) => parameters[from] = restore[from].clone(),
        (None, Some(main)) => parameters["SourceDBInstanceIdentifier"] = main["DBInstanceIdentifier"].clone(),
        (None, None) => {
            return Err(Stuck {
                who: name.to_owned(),
                status: "nothing to restore".to_owned(),
                chain: Vec::new(),
                hint: "the database does not exist, so its own past cannot be restored: name another one in \
                       `restore.point_in_time.source`, or a snapshot",
            });
        }
    }
    Ok(Step::Call(Request::new(Action::RestoreDbInstanceToPointInTime, parameters)))
}

fn replica(name: &str, manifest: &Manifest, seen: &Seen<'_>) -> Step {
    let replica = &manifest.orders()["Replica"];
    let wanted = replica["Source"].as_str().unwrap_or_default();
    let Some(source) = seen.source else {
        return await_of(name, "the server that it follows is not there yet");
    };
    let mut parameters = parameters(name, manifest, &NOT_REPLICATED);
    extend(&mut parameters, &manifest.orders()["Creation"]);
    // In its own region a source goes by its name, from another one by its ARN.
    parameters["SourceDBInstanceIdentifier"] =
        if replica["IsFar"] == true { source["DBInstanceArn"].clone() } else { json!(wanted) };
    Step::Call(Request::new(Action::CreateDbInstanceReadReplica, parameters))
}

/// The fields of a manifest as parameters of a call that makes a server.
fn parameters(name: &str, manifest: &Manifest, without: &[&str]) -> Value {
    let mut parameters = json!({ "DBInstanceIdentifier": name });
    for (field, value) in manifest.json().as_object().into_iter().flatten() {
        let name = match field.as_str() {
            MONITORING_ROLE => "MonitoringRoleArn",
            "DBPortNumber" => "Port",
            field => field,
        };
        // Nothing is said where nothing is wanted.
        if !without.contains(&field.as_str()) && *value != json!([]) {
            parameters[name] = value.clone();
        }
    }
    if without.contains(&"MonitoringInterval") {
        parameters.as_object_mut().map(|parameters| parameters.remove("MonitoringRoleArn"));
    }
    parameters
}

fn extend(parameters: &mut Value, more: &Value) {
    for (field, value) in more.as_object().into_iter().flatten() {
        parameters[field] = value.clone();
    }
}

fn rename_field(parameters: &mut Value, from: &str, to: &str) {
    if let Some(value) = parameters.as_object_mut().and_then(|fields| fields.remove(from)) {
        parameters[to] = value;
    }
}

/// The same manifest for a server that nobody uses yet: what can be changed is changed now.
pub(super) fn at_once(manifest: &Manifest) -> Manifest {
    let mut orders = manifest.orders().clone();
    orders["ApplyImmediately"] = json!(true);
    orders.as_object_mut().map(|orders| orders.remove("BlueGreen"));
    manifest.clone().with_orders(orders)
}

/// The write-only password, where there is one.
pub(super) fn password(manifest: &Manifest) -> Option<SecretText> {
    match manifest.secrets().get(PASSWORD)? {
        SecretSource::Given(text) => Some(text.clone()),
        SecretSource::Reference { .. } | SecretSource::Database { .. } | SecretSource::Gone => None,
    }
}

/// The next step towards the end of a server: its protection is taken off, then it is deleted with a last snapshot, whose
/// name no other one has.
pub(super) fn end(instance: &Value, orders: &Value, now: &Moment) -> Step {
    let name = identifier(instance);
    let status = instance["DBInstanceStatus"].as_str().unwrap_or_default();
    if status == "deleting" {
        return await_of(name, "it is being deleted");
    }
    if value(instance, "DeletionProtection") == true {
        let parameters =
            json!({ "DBInstanceIdentifier": name, "DeletionProtection": false, "ApplyImmediately": true });
        return Step::Call(Request::new(Action::ModifyDbInstance, parameters));
    }
    let mut parameters = json!({ "DBInstanceIdentifier": name });
    let is_replica = instance["ReadReplicaSourceDBInstanceIdentifier"].is_string();
    // Of these AWS takes no snapshot any more. What it has backed up by itself stays.
    let is_lost = ["failed", "incompatible-restore", "incompatible-network"].contains(&status);
    if orders["SkipFinalSnapshot"] == true || is_replica || is_lost {
        parameters["SkipFinalSnapshot"] = json!(true);
    } else {
        let digits: String = now.text.chars().filter(char::is_ascii_digit).collect();
        parameters["FinalDBSnapshotIdentifier"] = json!(format!("{name}-final-{digits}"));
    }
    if !is_replica {
        parameters["DeleteAutomatedBackups"] = json!(orders["DeleteAutomatedBackups"] == true);
    }
    Step::Call(Request::new(Action::DeleteDbInstance, parameters))
}
