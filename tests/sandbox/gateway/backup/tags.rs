//! Tags of vaults, plans, recovery points and restore testing plans. Pure: a call and a region in, an answer out.

use super::{
    call::{Answer, Call, Refusal, map, text, texts},
    state::Region,
};
use serde_json::json;

pub(super) fn answer(region: &mut Region, call: &Call) -> Answer {
    let (method, path) = call.route();
    let arn = path.get(1).copied().unwrap_or_default();
    if !exists(region, arn) {
        return Err(Refusal::not_found(&format!("Resource '{arn}' does not exist")));
    }
    match (method, path.first().copied()) {
        ("GET", Some("tags")) => Ok(json!({ "Tags": region.tags.get(arn).cloned().unwrap_or_default() })),
        ("POST", Some("tags")) => {
            let tags = map(&call.body, "Tags");
            if tags.keys().any(|key| key.starts_with("aws:")) {
                return Err(Refusal::value("Tags that begin with aws: are AWS's own"));
            }
            region.tag(arn, tags);
            Ok(json!({}))
        }
        ("POST", Some("untag")) => {
            let keys = texts(&call.body, "TagKeyList");
            if let Some(tags) = region.tags.get_mut(arn) {
                tags.retain(|key, _| !keys.contains(&key.as_str()));
            }
            Ok(json!({}))
        }
        _ => Err(call.unknown()),
    }
}

fn exists(region: &mut Region, arn: &str) -> bool {
    region.vaults.values().any(|vault| text(&vault.shape, "BackupVaultArn") == arn)
        || region.plans.values().any(|plan| text(&plan.shape, "BackupPlanArn") == arn)
        || region.tests.values().any(|test| text(&test.shape, "RestoreTestingPlanArn") == arn)
        || region.point(arn).is_some()
}
