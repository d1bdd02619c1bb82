//! What an AWS service may do for a resource: an IAM role with a trust policy and AWS' own policies.

use serde_json::{Value, json};

use super::reach::At;
use super::{Action, AwsError};
use crate::Manifest;

pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let live = at.call(Action::GetRole, json!({ "RoleName": at.name })).await?;
    Ok((!live.is_null()).then_some(live))
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let wanted = manifest.json();
    let attached = match find(at).await? {
        Some(live) => {
            if !super::instance::tag_changes(&wanted["Tags"], &live["Tags"]).is_empty() {
                at.call(Action::TagRole, json!({ "RoleName": at.name, "Tags": wanted["Tags"] })).await?;
            }
            live["PolicyArns"].clone()
        }
        None => {
            let parameters = json!({
                "RoleName": at.name,
                "AssumeRolePolicyDocument": manifest.orders()["AssumeRolePolicyDocument"],
                "Tags": wanted["Tags"],
            });
            at.call(Action::CreateRole, parameters).await?;
            Value::Null
        }
    };
    for policy in wanted["PolicyArns"].as_array().into_iter().flatten() {
        if !attached.as_array().is_some_and(|attached| attached.contains(policy)) {
            at.call(Action::AttachRolePolicy, json!({ "RoleName": at.name, "PolicyArn": policy })).await?;
        }
    }
    Ok(())
}

pub(super) async fn delete(at: &At<'_>) -> Result<(), AwsError> {
    let Some(live) = find(at).await? else { return Ok(()) };
    for policy in live["PolicyArns"].as_array().into_iter().flatten() {
        at.call(Action::DetachRolePolicy, json!({ "RoleName": at.name, "PolicyArn": policy })).await?;
    }
    at.call(Action::DeleteRole, json!({ "RoleName": at.name })).await.map(drop)
}
