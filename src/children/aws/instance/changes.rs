//! A database server as wanted × as found: what would have to change, by the fields of the API. What waits for the
//! maintenance window, what AWS has raised by itself, and what a green copy already has is no change.

use serde_json::{Map, Value, json};

use super::blue_green;
use super::version::at_least;
use crate::Manifest;

/// The change that a restart would bring: the server runs with older parameters than its group has.
pub(crate) const REBOOT: &str = "ParameterApplyStatus";
/// Former servers of the same name whose time is over.
pub(crate) const EXPIRED: &str = "Expired";
/// Where RDS keeps what waits.
pub(super) const PENDING: &str = "PendingModifiedValues";
/// The name of the role for enhanced monitoring, or its ARN.
pub(super) const MONITORING_ROLE: &str = "MonitoringRole";

/// The fields that differ, with the values that they should have.
pub(crate) fn changes(manifest: &Manifest, live: &Value) -> Map<String, Value> {
    let orders = manifest.orders();
    let waits = orders["ApplyImmediately"] != true;
    let mut changes = Map::new();
    for (field, wanted) in manifest.json().as_object().into_iter().flatten() {
        if field == "Tags" {
            let tags = tag_changes(wanted, &live["Tags"]);
            if !tags.is_empty() {
                changes.insert(field.clone(), Value::Object(tags));
            }
        } else if !(has(live, field, wanted) || waits && pends(live, field, wanted)) {
            changes.insert(field.clone(), wanted.clone());
        }
    }
    if pending_reboot(live) && !waits {
        changes.insert(REBOOT.to_owned(), json!("in-sync"));
    }
    if live[EXPIRED].as_array().is_some_and(|expired| !expired.is_empty()) {
        changes.insert(EXPIRED.to_owned(), json!([]));
    }
    // Settings of another major version come with it, and not before.
    if !changes.contains_key("EngineVersion") && !is_for(live, &manifest.json()["DBParameterGroupName"]) {
        changes.remove("DBParameterGroupName");
    }
    if is_backed_up_continuously(live) {
        changes
            .retain(|field, _| !["BackupRetentionPeriod", "PreferredBackupWindow"].contains(&field.as_str()));
    }
    if blue_green::holds(manifest, live) {
        changes.retain(|field, _| !blue_green::FIELDS.contains(&field.as_str()));
    }
    changes
}

/// Whether AWS Backup makes continuous backups of the server: it then decides how long automated backups are kept, and when
/// they are made, and RDS refuses others.
fn is_backed_up_continuously(live: &Value) -> bool {
    live["AwsBackupRecoveryPointArn"].as_str().is_some_and(|arn| !arn.is_empty())
}

/// Whether a parameter group is one for the major version that runs.
fn is_for(live: &Value, group: &Value) -> bool {
    let (Some(runs), Some(group)) = (live["EngineVersion"].as_str(), group.as_str()) else { return true };
    let digits = group.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    digits.is_empty() || runs.split('.').next() == Some(digits)
}

/// Whether a field has the value, or a better one.
fn has(live: &Value, field: &str, wanted: &Value) -> bool {
    let found = value(live, field);
    match (field, wanted) {
        ("EngineVersion", Value::String(wanted)) => found.as_str().is_some_and(|v| at_least(v, wanted)),
        ("AllocatedStorage", Value::Number(_)) => found.as_i64() >= wanted.as_i64(),
        (MONITORING_ROLE, Value::String(wanted)) => {
            found.as_str().is_some_and(|arn| arn == wanted || arn.ends_with(&format!(":role/{wanted}")))
        }
        (_, Value::Array(wanted)) => sorted(found.as_array()) == sorted(Some(wanted)),
        // What RDS leaves out is off, or none.
        (_, Value::Bool(wanted)) => found.as_bool().unwrap_or(false) == *wanted,
        (_, Value::Number(wanted)) if wanted.as_i64() == Some(0) => found.as_i64().unwrap_or(0) == 0,
        (_, wanted) => found == *wanted,
    }
}

/// A field of DescribeDBInstances by the name that it has in the calls that change it.
pub(crate) fn value(live: &Value, field: &str) -> Value {
    match field {
        "DBParameterGroupName" => live["DBParameterGroups"][0]["DBParameterGroupName"].clone(),
        "DBSubnetGroupName" => live["DBSubnetGroup"]["DBSubnetGroupName"].clone(),
        "EnableIAMDatabaseAuthentication" => live["IAMDatabaseAuthenticationEnabled"].clone(),
        "EnablePerformanceInsights" => live["PerformanceInsightsEnabled"].clone(),
        "EnableCloudwatchLogsExports" => live["EnabledCloudwatchLogsExports"].clone(),
        "CACertificateIdentifier" => live["CertificateDetails"]["CAIdentifier"].clone(),
        "ManageMasterUserPassword" => json!(live["MasterUserSecret"]["SecretArn"].is_string()),
        "DBPortNumber" => json!(port(live)),
        MONITORING_ROLE => live["MonitoringRoleArn"].clone(),
        field => live[field].clone(),
    }
}

/// The port that a server listens on. Where RDS tells it (`DbInstancePort`), the endpoint's may be another's, such as a
/// proxy's.
#[must_use]
pub fn port(live: &Value) -> Option<i64> {
    live["DbInstancePort"].as_i64().filter(|port| *port > 0).or(live["Endpoint"]["Port"].as_i64())
}

/// Whether a change to this value waits for the maintenance window already.
fn pends(live: &Value, field: &str, wanted: &Value) -> bool {
    let pending = &live[PENDING];
    match field {
        "EnableIAMDatabaseAuthentication" => pending["IAMDatabaseAuthenticationEnabled"] == *wanted,
        "CACertificateIdentifier" => pending["CACertificateIdentifier"] == *wanted,
        "DBPortNumber" => pending["Port"] == *wanted,
        "EngineVersion" => match (pending["EngineVersion"].as_str(), wanted.as_str()) {
            (Some(pending), Some(wanted)) => at_least(pending, wanted),
            (_, _) => false,
        },
        field => pending[field] == *wanted,
    }
}

/// Whether the server runs with older parameters than its group has.
#[must_use]
pub fn pending_reboot(live: &Value) -> bool {
    let groups = live["DBParameterGroups"].as_array().into_iter().flatten();
    groups.into_iter().any(|group| group[REBOOT] == "pending-reboot")
}

/// Tags to be set, with their values, and to be removed, as null. AWS' own and the provider's notes are left alone.
pub(crate) fn tag_changes(wanted: &Value, live: &Value) -> Map<String, Value> {
    let entries = |tags: &Value| tags.as_object().cloned().unwrap_or_default();
    let (wanted, live) = (entries(wanted), entries(live));
    let is_others = |name: &str| {
        name.starts_with("aws:") || (name.starts_with(crate::tag::PREFIX) && name != super::seen::PARAMETERS)
    };
    let gone = live.keys().filter(|name| !wanted.contains_key(*name) && !is_others(name));
    let mut changes: Map<_, _> = gone.map(|name| (name.clone(), Value::Null)).collect();
    changes.extend(wanted.into_iter().filter(|(name, value)| live.get(name) != Some(value)));
    changes
}

fn sorted(list: Option<&Vec<Value>>) -> Vec<String> {
    let mut texts: Vec<_> = list.into_iter().flatten().map(ToString::to_string).collect();
    texts.sort();
    texts
}

/// Whether a change of a field makes connections end, because the server restarts with it.
pub(crate) fn restarts(field: &str) -> bool {
    [
        "CACertificateIdentifier",
        "DBInstanceClass",
        "EngineVersion",
        "DBPortNumber",
        "DBParameterGroupName",
        REBOOT,
    ]
    .contains(&field)
}
