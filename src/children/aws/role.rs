//! What an AWS service may do for a resource: an IAM role with a trust policy, AWS' own policies and inline ones.

use serde_json::{Value, json};

use super::reach::At;
use super::{Action, AwsError, home, own_arn};
use crate::Manifest;

pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let live = at.call(Action::GetRole, json!({ "RoleName": at.name })).await?;
    Ok((!live.is_null()).then(|| home::named(at, live)))
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let wanted = manifest.json();
    let live = match find(at).await? {
        Some(live) => {
            if !super::instance::tag_changes(&wanted["Tags"], &live["Tags"]).is_empty() {
                at.call(Action::TagRole, json!({ "RoleName": at.name, "Tags": wanted["Tags"] })).await?;
            }
            live
        }
        None => {
            let parameters = json!({
                "RoleName": at.name,
                "AssumeRolePolicyDocument": manifest.orders()["AssumeRolePolicyDocument"],
                "Tags": home::tagged(at, &wanted["Tags"]),
            });
            let made = at.call(Action::CreateRole, parameters).await;
            let live = find(at).await?.unwrap_or(Value::Null);
            home::made(made, "EntityAlreadyExists", (&wanted["Tags"], &live["Tags"]))?;
            live
        }
    };
    let own = live["Arn"].as_str().unwrap_or_default();
    for policy in own_arn::complete(&wanted["PolicyArns"], own).as_array().into_iter().flatten() {
        if !live["PolicyArns"].as_array().is_some_and(|attached| attached.contains(policy)) {
            at.call(Action::AttachRolePolicy, json!({ "RoleName": at.name, "PolicyArn": policy })).await?;
        }
    }
    let policies = own_arn::complete(&wanted["Policies"], own);
    for (name, document) in policies.as_object().into_iter().flatten() {
        if live["Policies"][name] != *document {
            let parameters = json!({
                "RoleName": at.name,
                "PolicyName": name,
                "PolicyDocument": document.to_string(),
            });
            at.call(Action::PutRolePolicy, parameters).await?;
        }
    }
    Ok(())
}

pub(super) async fn delete(at: &At<'_>) -> Result<(), AwsError> {
    let Some(live) = find(at).await? else { return Ok(()) };
    for policy in live["PolicyArns"].as_array().into_iter().flatten() {
        at.call(Action::DetachRolePolicy, json!({ "RoleName": at.name, "PolicyArn": policy })).await?;
    }
    for (name, _) in live["Policies"].as_object().into_iter().flatten() {
        at.call(Action::DeleteRolePolicy, json!({ "RoleName": at.name, "PolicyName": name })).await?;
    }
    at.call(Action::DeleteRole, json!({ "RoleName": at.name })).await.map(drop)
}
