//! Changes of database servers, in memory: what RDS refuses, what it does at once, what after a while and what in the window.

use serde_json::{Map, Value, json};

use super::aws::{ACCOUNT, REGION, Region, State, refused};
use super::rds::{CHANGE, LAG, THEN, endpoint, later, name, shown};
use crate::aws::{AwsError, Request};

/// Takes parameters over as DescribeDBInstances names them.
pub(super) fn set(instance: &mut Value, parameters: &Value) {
    for (field, value) in parameters.as_object().into_iter().flatten() {
        let value = value.clone();
        match field.as_str() {
            "DBParameterGroupName" => instance["DBParameterGroups"][0]["DBParameterGroupName"] = value,
            "DBSubnetGroupName" => instance["DBSubnetGroup"] = json!({ "DBSubnetGroupName": value }),
            "EnableIAMDatabaseAuthentication" => instance["IAMDatabaseAuthenticationEnabled"] = value,
            "EnablePerformanceInsights" => instance["PerformanceInsightsEnabled"] = value,
            "EnableCloudwatchLogsExports" => instance["EnabledCloudwatchLogsExports"] = value,
            "CloudwatchLogsExportConfiguration" => exports(instance, &value),
            "CACertificateIdentifier" => instance["CertificateDetails"]["CAIdentifier"] = value,
            "DBPortNumber" | "Port" => instance["Endpoint"]["Port"] = value,
            "ManageMasterUserPassword" if value == true => {
                let name = name(instance, "DBInstanceIdentifier").to_owned();
                let arn = format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:rds!{name}-AbCdEf");
                instance["MasterUserSecret"] = json!({ "SecretArn": arn, "SecretStatus": "active" });
            }
            "ManageMasterUserPassword" => instance["MasterUserSecret"] = Value::Null,
            "MasterUserSecretKmsKeyId"
            | "ApplyImmediately"
            | "AllowMajorVersionUpgrade"
            | "NewDBInstanceIdentifier" => {}
            field => instance[field] = value,
        }
    }
}

fn exports(instance: &mut Value, change: &Value) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut logs = list(&instance["EnabledCloudwatchLogsExports"]);
    logs.retain(|log| !list(&change["DisableLogTypes"]).contains(log));
    logs.extend(list(&change["EnableLogTypes"]));
    instance["EnabledCloudwatchLogsExports"] = json!(logs);
}

/// An instance that can be changed.
pub(super) fn settled<'a>(region: &'a mut Region, name: &str) -> Result<&'a mut Value, AwsError> {
    let Some(instance) = region.instances.get_mut(name) else {
        return Err(refused("DBInstanceNotFound", format!("DBInstance {name} not found.")));
    };
    let status = instance["DBInstanceStatus"].as_str().unwrap_or_default();
    if !["available", "storage-full", "incompatible-parameters", "failed"].contains(&status) {
        let message = format!("Instance {name} is not in available state.");
        return Err(refused("InvalidDBInstanceState", message));
    }
    Ok(instance)
}

pub(super) fn modify(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let (clock, old) = (state.clock, name(p, "DBInstanceIdentifier").to_owned());
    if let Some(new) = p["NewDBInstanceIdentifier"].as_str()
        && state.region(region).instances.contains_key(new)
    {
        return Err(refused("DBInstanceAlreadyExists", format!("DB instance already exists: {new}")));
    }
    let instance = settled(state.region(region), &old)?;
    let wanted = p["AllocatedStorage"].as_i64();
    if wanted.is_some() && wanted < instance["AllocatedStorage"].as_i64() {
        return Err(refused("InvalidParameterCombination", "Invalid storage size: storage cannot shrink."));
    }
    if let Some(new) = p["NewDBInstanceIdentifier"].as_str() {
        let mut renamed = instance.clone();
        renamed["DBInstanceIdentifier"] = json!(new);
        endpoint(&mut renamed, region);
        instance["PendingModifiedValues"] = json!({ "DBInstanceIdentifier": new });
        let mut then = shown(&renamed);
        then["PendingModifiedValues"] = json!({});
        later(instance, clock + LAG, then);
        return Ok(Value::Null);
    }
    if let Some(password) = &request.password {
        state.passwords.insert(old.clone(), password.expose().to_owned());
    }
    let instance = settled(state.region(region), &old)?;
    let now = ["DeletionProtection", "BackupRetentionPeriod", "Tags"];
    let waits = p["ApplyImmediately"] == false;
    let mut then = if waits { json!({}) } else { instance["PendingModifiedValues"].take() };
    if then.is_null() {
        then = json!({});
    }
    for (field, value) in p.as_object().into_iter().flatten() {
        if ["DBInstanceIdentifier", "ApplyImmediately"].contains(&field.as_str()) {
            continue;
        }
        if now.contains(&field.as_str()) {
            instance[field] = value.clone();
        } else if waits && RESTARTING.contains(&field.as_str()) {
            instance["PendingModifiedValues"][field] = value.clone();
        } else {
            then[field] = value.clone();
        }
    }
    if then.as_object().is_some_and(Map::is_empty) {
        return Ok(Value::Null);
    }
    let mut changed = instance.clone();
    set(&mut changed, &then);
    if then["DBParameterGroupName"].is_string() && then["EngineVersion"].is_null() {
        changed["DBParameterGroups"][0]["ParameterApplyStatus"] = json!("pending-reboot");
    }
    let version = changed["EngineVersion"].as_str().unwrap_or("16").to_owned();
    if !version.contains('.') {
        changed["EngineVersion"] = json!(format!("{version}.1"));
    }
    let mut last = shown(&changed);
    last["DBInstanceStatus"] = json!("available");
    // It begins to show after a moment.
    later(instance, clock + LAG, json!({ "DBInstanceStatus": "modifying", THEN: last }));
    Ok(Value::Null)
}

/// What waits for the window where that is asked for.
const RESTARTING: [&str; 4] = ["DBInstanceClass", "EngineVersion", "DBPortNumber", "AllocatedStorage"];

pub(super) fn delete(state: &mut State, region: Option<&str>, p: &Value) -> Result<Value, AwsError> {
    let clock = state.clock;
    let there = state.region(region);
    let name = name(p, "DBInstanceIdentifier").to_owned();
    let Some(instance) = there.instances.get_mut(&name) else {
        return Err(refused("DBInstanceNotFound", format!("DBInstance {name} not found.")));
    };
    if instance["DeletionProtection"] == true {
        let message =
            "Cannot delete protected DB Instance, please disable deletion protection and try again.";
        return Err(refused("InvalidParameterCombination", message));
    }
    if instance["DBInstanceStatus"] == "deleting" {
        return Err(refused("InvalidDBInstanceState", format!("Instance {name} is already being deleted.")));
    }
    instance["DBInstanceStatus"] = json!("deleting");
    later(instance, clock + CHANGE, json!("gone"));
    if let Some(snapshot) = p["FinalDBSnapshotIdentifier"].as_str() {
        there.snapshots.push(snapshot.to_owned());
    }
    Ok(Value::Null)
}

pub(super) fn tag(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let arn = &p["ResourceName"];
    let there = state.region(region);
    let objects = there
        .instances
        .values_mut()
        .chain(there.parameter_groups.values_mut())
        .chain(there.subnet_groups.values_mut());
    let is_meant = |object: &&mut Value| {
        ["DBInstanceArn", "DBParameterGroupArn", "DBSubnetGroupArn"]
            .iter()
            .any(|field| object[*field] == *arn)
    };
    let Some(object) = objects.into_iter().find(is_meant) else {
        return Err(refused("DBInstanceNotFound", format!("{arn} not found")));
    };
    for (name, value) in p["Tags"].as_object().into_iter().flatten() {
        object["Tags"][name] = value.clone();
    }
    for name in p["TagKeys"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        object["Tags"].as_object_mut().map(|tags| tags.remove(name));
    }
    Ok(Value::Null)
}
