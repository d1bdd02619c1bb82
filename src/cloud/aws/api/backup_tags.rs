//! The tags of vaults, plans and restore testing plans, by their ARNs. Tags of recovery points are none of these.

use aws_sdk_backup::Client;
use serde_json::Value;

use super::failed::Failed;
use super::object::texts;
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

pub(super) async fn tag(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup.tag_resource().set_resource_arn(from.text("ResourceArn")).set_tags(from.map("Tags"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn untag(backup: &Client, from: &Parameters<'_>) -> Answer {
    let keys = from.texts("TagKeyList");
    let call = backup.untag_resource().set_resource_arn(from.text("ResourceArn")).set_tag_key_list(keys);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

/// The tags of what has this ARN (`ListTags`, every page), as an object of text.
pub(super) async fn tags_of(backup: &Client, arn: Option<String>) -> Answer {
    let mut pages = backup.list_tags().set_resource_arn(arn).into_paginator().send();
    let mut tags = std::collections::HashMap::new();
    while let Some(page) = pages.next().await {
        tags.extend(page?.tags.unwrap_or_default());
    }
    Ok(texts(tags))
}
