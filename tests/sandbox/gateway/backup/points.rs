//! Recovery points and the resources that have some. Pure: a call and a region in, an answer out. The snapshot behind a
//! point is somebody else's business.

use super::{
    call::{Answer, Call, Refusal, number, text, whole},
    paging::page,
    state::{Point, Region},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DAY: f64 = 86_400.0;

/// What is asked of the points in a vault that exists.
pub(super) fn answer(region: &mut Region, call: &Call, vault: &str, rest: &[&str]) -> Answer {
    match (call.route().0, rest) {
        ("GET", []) => {
            let meant = |point: &&Point| {
                let is = |name: &str, field: &str| {
                    call.asked(name).is_none_or(|value| text(&point.shape, field) == value)
                };
                is("resourceArn", "ResourceArn")
                    && is("resourceType", "ResourceType")
                    && call
                        .asked("backupPlanId")
                        .is_none_or(|id| point.shape["CreatedBy"]["BackupPlanId"] == id)
                    && within(call, &point.shape)
            };
            let points = region.points_in(vault).filter(meant).map(|point| point.shape.clone()).collect();
            page(call, "RecoveryPoints", points)
        }
        ("GET", [arn]) => point(region, vault, arn).map(|point| point.shape.clone()),
        ("GET", [arn, "restore-metadata"]) => {
            let point = point(region, vault, arn)?;
            Ok(json!({
                "BackupVaultArn": point.shape["BackupVaultArn"],
                "RecoveryPointArn": arn,
                "RestoreMetadata": point.metadata,
                "ResourceType": point.shape["ResourceType"],
            }))
        }
        _ => Err(call.unknown()),
    }
}

pub(super) fn point<'a>(region: &'a mut Region, vault: &str, arn: &str) -> Result<&'a mut Point, Refusal> {
    let found = region.point(arn).filter(|point| point.shape["BackupVaultName"] == vault);
    found.ok_or_else(|| Refusal::not_found(&format!("Recovery point {arn} does not exist in vault {vault}")))
}

/// Whether something was created within the times of a query (`createdAfter`, `createdBefore`, RFC 3339).
pub(super) fn within(call: &Call, shape: &Value) -> bool {
    let created = shape["CreationDate"].as_f64().unwrap_or_default();
    let time = |name: &str| {
        let time: jiff::Timestamp = call.asked(name)?.parse().ok()?;
        Some(time.as_millisecond() as f64 / 1000.0)
    };
    time("createdAfter").is_none_or(|after| created >= after)
        && time("createdBefore").is_none_or(|before| created <= before)
}

/// Marks a point as being deleted.
pub(super) fn begin_deletion(region: &mut Region, vault: &str, arn: &str) -> Result<(), Refusal> {
    let is_locked = super::vaults::vault(region, vault)?.lock.is_some();
    let point = point(region, vault, arn)?;
    if is_locked {
        return Err(Refusal::state(&format!(
            "Recovery point cannot be deleted: backup vault {vault} is locked"
        )));
    }
    match text(&point.shape, "Status") {
        "COMPLETED" => point.shape["Status"] = json!("DELETING"),
        "DELETING" => {}
        status => {
            return Err(Refusal::state(&format!("Recovery point cannot be deleted while it is {status}")));
        }
    }
    Ok(())
}

/// When a point of this lifecycle goes, and when it becomes cold.
pub(super) fn calculated(lifecycle: &Value, created: f64) -> Value {
    let at = |name: &str| number(lifecycle, name).map(|days| created + days as f64 * DAY);
    whole(
        json!({ "DeleteAt": at("DeleteAfterDays"), "MoveToColdStorageAt": at("MoveToColdStorageAfterDays") }),
    )
}

/// `/resources…`: what has been backed up, and its points in all vaults.
pub(super) fn resources(region: &mut Region, call: &Call) -> Answer {
    let (method, path) = call.route();
    match (method, path.get(1..).unwrap_or_default()) {
        ("GET", []) => page(call, "Results", protected(region).into_values().collect()),
        ("GET", [arn]) => {
            let missing = || Refusal::not_found(&format!("Resource {arn} is not protected"));
            protected(region).remove(*arn).ok_or_else(missing)
        }
        ("GET", [arn, "recovery-points"]) => {
            let of = region.points.iter().rev().filter(|point| point.shape["ResourceArn"] == *arn);
            let shown = of.map(|point| {
                let mut shape = point.shape.clone();
                shape["BackupSizeBytes"] = shape["BackupSizeInBytes"].take();
                shape
            });
            page(call, "RecoveryPoints", shown.collect())
        }
        _ => Err(call.unknown()),
    }
}

/// Each resource with its newest point.
fn protected(region: &Region) -> BTreeMap<String, Value> {
    let done = region.points.iter().filter(|point| point.shape["Status"] == "COMPLETED");
    done.map(|point| {
        let shape = &point.shape;
        let resource = json!({
            "ResourceArn": shape["ResourceArn"],
            "ResourceType": shape["ResourceType"],
            "ResourceName": shape["ResourceName"],
            "LastBackupTime": shape["CompletionDate"],
            "LastBackupVaultArn": shape["BackupVaultArn"],
            "LastRecoveryPointArn": shape["RecoveryPointArn"],
        });
        (text(shape, "ResourceArn").to_owned(), resource)
    })
    .collect()
}
