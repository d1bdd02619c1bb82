//! IAM roles, for the monitoring of database servers. No user, key or password may be made here.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{AttachedPolicy, Role, Tag};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::failed::Failed;
use super::object::{Object, names, time};
use super::parameters::Parameters;
use crate::aws::Failure;

/// The calls' result.
type Answer = Result<Value, Failed>;

fn tags(from: &Parameters<'_>) -> Result<Option<Vec<Tag>>, Failed> {
    let tag = |(key, value)| Tag::builder().key(key).value(value).build();
    let tags = from.pairs("Tags").map(|pairs| pairs.into_iter().map(tag).collect());
    tags.transpose().map_err(|_unfinished| Failure::Other("a tag is not whole".to_owned()).into())
}

pub(super) async fn create(iam: &Client, from: &Parameters<'_>) -> Answer {
    let call = iam
        .create_role()
        .set_role_name(from.text("RoleName"))
        .set_assume_role_policy_document(from.text("AssumeRolePolicyDocument"))
        .set_description(from.text("Description"))
        .set_path(from.text("Path"))
        .set_permissions_boundary(from.text("PermissionsBoundary"))
        .set_tags(tags(from)?);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete(iam: &Client, from: &Parameters<'_>) -> Answer {
    let call = iam.delete_role().set_role_name(from.text("RoleName"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn tag(iam: &Client, from: &Parameters<'_>) -> Answer {
    let call = iam.tag_role().set_role_name(from.text("RoleName")).set_tags(tags(from)?);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn attach(iam: &Client, from: &Parameters<'_>) -> Answer {
    let policy = from.text("PolicyArn");
    let call = iam.attach_role_policy().set_role_name(from.text("RoleName")).set_policy_arn(policy);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn detach(iam: &Client, from: &Parameters<'_>) -> Answer {
    let policy = from.text("PolicyArn");
    let call = iam.detach_role_policy().set_role_name(from.text("RoleName")).set_policy_arn(policy);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn get(iam: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("RoleName");
    from.all_read()?;
    match described(iam, name).await {
        Err(failed) if failed.is(&["NoSuchEntity"]) => Ok(Value::Null),
        answer => answer,
    }
}

async fn described(iam: &Client, name: Option<String>) -> Answer {
    let Some(found) = iam.get_role().set_role_name(name.clone()).send().await?.role else {
        return Ok(Value::Null);
    };
    let policies = iam.list_attached_role_policies().set_role_name(name);
    let policies = policies.into_paginator().items().send().try_collect().await?;
    let arns = names(Some(policies), |policy: AttachedPolicy| policy.policy_arn);
    Ok(role(found).with("PolicyArns", arns).into())
}

fn role(from: Role) -> Object {
    let tags = from.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, Value::from(tag.value)));
    // It is given in the encoding of URLs.
    let trust = from.assume_role_policy_document;
    let trust = trust.map(|document| percent_decode_str(&document).decode_utf8_lossy().into_owned());
    Object::default()
        .with("RoleName", Some(from.role_name))
        .with("RoleId", Some(from.role_id))
        .with("Arn", Some(from.arn))
        .with("Path", Some(from.path))
        .with("Description", from.description)
        .with("AssumeRolePolicyDocument", trust)
        .with("CreateDate", time(Some(from.create_date)))
        .with("Tags", Some(Value::Object(tags.collect())))
}
