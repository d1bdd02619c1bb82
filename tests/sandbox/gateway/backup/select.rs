//! Which resources a selection means, and which recovery points a restore test takes. Pure.

use super::{
    call::{list, number, text, texts},
    database::{Instance, name},
    state::{Point, matches},
};
use serde_json::Value;
use std::collections::BTreeMap;

const DAY: f64 = 86_400.0;

/// ARNs of the resources that a selection of a plan means: of instances that there are, and of whatever else it names.
pub(super) fn resources(selection: &Value, instances: &[Instance]) -> Result<Vec<String>, String> {
    if list(selection, "ListOfTags").next().is_some() {
        return Err("the sandbox runs selections with Conditions, not with ListOfTags".to_owned());
    }
    let excluded = texts(selection, "NotResources");
    let conditions = &selection["Conditions"];
    let is_meant = |pattern: &str, instance: &&Instance| {
        matches(pattern, &instance.arn)
            && !excluded.iter().any(|pattern| matches(pattern, &instance.arn))
            && holds(conditions, instance)
    };
    let mut meant = Vec::new();
    for pattern in texts(selection, "Resources") {
        let found = instances.iter().filter(|instance| is_meant(pattern, instance));
        meant.extend(found.map(|instance| instance.arn.clone()));
        if !pattern.contains('*') && name(pattern).is_err() {
            meant.push(pattern.to_owned());
        }
    }
    meant.sort();
    meant.dedup();
    Ok(meant)
}

/// Whether all conditions on an instance's tags hold.
fn holds(conditions: &Value, instance: &Instance) -> bool {
    let all = |operator: &str, test: &dyn Fn(Option<&str>, &str) -> bool| {
        list(conditions, operator).all(|condition| {
            let key = text(condition, "ConditionKey").trim_start_matches("aws:ResourceTag/");
            test(instance.tags.get(key).and_then(Value::as_str), text(condition, "ConditionValue"))
        })
    };
    let is_like = |tag: Option<&str>, value: &str| tag.is_some_and(|tag| matches(value, tag));
    all("StringEquals", &|tag, value| tag == Some(value))
        && all("StringNotEquals", &|tag, value| tag != Some(value))
        && all("StringLike", &is_like)
        && all("StringNotLike", &|tag, value| !is_like(tag, value))
}

/// ARNs of the newest recovery point of each resource that a restore testing selection means.
pub(super) fn points(plan: &Value, selection: &Value, all: &[Point], now: f64) -> Vec<String> {
    let asked = &plan["RecoveryPointSelection"];
    let days = number(asked, "SelectionWindowDays").unwrap_or(30);
    let is_in = |names: &str, value: &str| texts(asked, names).iter().any(|name| matches(name, value));
    let resources = texts(selection, "ProtectedResourceArns");
    let is_meant = |point: &&Point| {
        let shape = &point.shape;
        let vault = text(shape, "BackupVaultArn");
        shape["Status"] == "COMPLETED"
            && shape["ResourceType"] == selection["ProtectedResourceType"]
            && shape["CreationDate"].as_f64().unwrap_or_default() >= now - days as f64 * DAY
            && is_in("IncludeVaults", vault)
            && !is_in("ExcludeVaults", vault)
            && resources.iter().any(|resource| matches(resource, text(shape, "ResourceArn")))
    };
    // Later ones take the place of earlier ones.
    let newest: BTreeMap<_, _> = all
        .iter()
        .filter(is_meant)
        .map(|point| (text(&point.shape, "ResourceArn"), text(&point.shape, "RecoveryPointArn")))
        .collect();
    newest.into_values().map(str::to_owned).collect()
}
