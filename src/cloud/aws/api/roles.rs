//! IAM roles, for the monitoring of database servers and for backups. No user, key or password may be made here.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{AttachedPolicy, Role, Tag};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

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

pub(super) async fn put_policy(iam: &Client, from: &Parameters<'_>) -> Answer {
    let call = iam
        .put_role_policy()
        .set_role_name(from.text("RoleName"))
        .set_policy_name(from.text("PolicyName"))
        .set_policy_document(from.text("PolicyDocument"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_policy(iam: &Client, from: &Parameters<'_>) -> Answer {
    let policy = from.text("PolicyName");
    let call = iam.delete_role_policy().set_role_name(from.text("RoleName")).set_policy_name(policy);
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
    let policies = iam.list_attached_role_policies().set_role_name(name.clone());
    let policies = policies.into_paginator().items().send().try_collect().await?;
    let arns = names(Some(policies), |policy: AttachedPolicy| policy.policy_arn);
    let own = own_policies(iam, name).await?;
    Ok(role(found).with("PolicyArns", arns).with("Policies", Some(own)).into())
}

/// The policies that are part of a role: name to document. An endpoint that says that it does not know the call has none.
async fn own_policies(iam: &Client, role: Option<String>) -> Answer {
    let listed = iam.list_role_policies().set_role_name(role.clone());
    let listed = listed.into_paginator().items().send().try_collect().await.map_err(Failed::from);
    let listed: Vec<String> = match listed {
        Err(failed) if failed.denies_knowing_call() => Vec::new(),
        listed => listed?,
    };
    let mut own = Map::new();
    for name in listed {
        let call = iam.get_role_policy().set_role_name(role.clone()).policy_name(&name);
        let document = match call.send().await.map_err(Failed::from) {
            Ok(answer) => decoded(&answer.policy_document),
            // Deleted since it was listed.
            Err(failed) if failed.is(&["NoSuchEntity"]) => continue,
            Err(failed) => return Err(failed),
        };
        let document = serde_json::from_str(&document)
            .map_err(|_no_json| Failure::Other(format!("the document of its policy `{name}` is not JSON")))?;
        own.insert(name, document);
    }
    Ok(Value::Object(own))
}

/// A document as it was written; it is given in the encoding of URLs.
fn decoded(document: &str) -> String {
    percent_decode_str(document).decode_utf8_lossy().into_owned()
}

fn role(from: Role) -> Object {
    let tags = from.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, Value::from(tag.value)));
    let trust = from.assume_role_policy_document.map(|document| decoded(&document));
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
