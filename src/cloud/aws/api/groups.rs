//! What surrounds a database server: parameter groups, subnet groups, and the tags of all of them.

use aws_sdk_rds::Client;
use aws_sdk_rds::types::{ApplyMethod, Parameter, Tag};
use serde_json::Value;

use super::failed::Failed;
use super::instance::subnet_group_object;
use super::object::{Object, array, tags as tag_object};
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

/// `Tags` of a call.
pub(super) fn tags(from: &Parameters<'_>) -> Option<Vec<Tag>> {
    let tag = |(key, value)| Tag::builder().key(key).value(value).build();
    Some(from.pairs("Tags")?.into_iter().map(tag).collect())
}

pub(super) async fn add_tags(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds.add_tags_to_resource().set_resource_name(from.text("ResourceName")).set_tags(tags(from));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn remove_tags(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .remove_tags_from_resource()
        .set_resource_name(from.text("ResourceName"))
        .set_tag_keys(from.texts("TagKeys"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn create_parameter_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .create_db_parameter_group()
        .set_db_parameter_group_name(from.text("DBParameterGroupName"))
        .set_db_parameter_group_family(from.text("DBParameterGroupFamily"))
        .set_description(from.text("Description"))
        .set_tags(tags(from));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn modify_parameter_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .modify_db_parameter_group()
        .set_db_parameter_group_name(from.text("DBParameterGroupName"))
        .set_parameters(from.objects("Parameters", parameter));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn reset_parameter_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .reset_db_parameter_group()
        .set_db_parameter_group_name(from.text("DBParameterGroupName"))
        .set_reset_all_parameters(from.flag("ResetAllParameters"))
        .set_parameters(from.objects("Parameters", parameter));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_parameter_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("DBParameterGroupName");
    let call = rds.delete_db_parameter_group().set_db_parameter_group_name(name);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn describe_parameter_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("DBParameterGroupName");
    from.all_read()?;
    or_null(parameter_group(rds, name).await, "DBParameterGroupNotFound")
}

async fn parameter_group(rds: &Client, name: Option<String>) -> Answer {
    let groups = rds.describe_db_parameter_groups().set_db_parameter_group_name(name.clone());
    let Some(group) = groups.send().await?.db_parameter_groups.unwrap_or_default().pop() else {
        return Ok(Value::Null);
    };
    let tags = tags_of(rds, group.db_parameter_group_arn.clone()).await?;
    let set = rds.describe_db_parameters().set_db_parameter_group_name(name).source("user");
    let set = set.into_paginator().items().send().try_collect().await?;
    let object = Object::default()
        .with("DBParameterGroupName", group.db_parameter_group_name)
        .with("DBParameterGroupFamily", group.db_parameter_group_family)
        .with("DBParameterGroupArn", group.db_parameter_group_arn)
        .with("Description", group.description)
        .with("Parameters", Some(array(set, parameter_object)))
        .with("Tags", tags);
    Ok(object.into())
}

pub(super) async fn create_subnet_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .create_db_subnet_group()
        .set_db_subnet_group_name(from.text("DBSubnetGroupName"))
        .set_db_subnet_group_description(from.text("DBSubnetGroupDescription"))
        .set_subnet_ids(from.texts("SubnetIds"))
        .set_tags(tags(from));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn modify_subnet_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds
        .modify_db_subnet_group()
        .set_db_subnet_group_name(from.text("DBSubnetGroupName"))
        .set_db_subnet_group_description(from.text("DBSubnetGroupDescription"))
        .set_subnet_ids(from.texts("SubnetIds"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_subnet_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let call = rds.delete_db_subnet_group().set_db_subnet_group_name(from.text("DBSubnetGroupName"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn describe_subnet_group(rds: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("DBSubnetGroupName");
    from.all_read()?;
    or_null(subnet_group(rds, name).await, "DBSubnetGroupNotFound")
}

async fn subnet_group(rds: &Client, name: Option<String>) -> Answer {
    let groups = rds.describe_db_subnet_groups().set_db_subnet_group_name(name);
    let Some(group) = groups.send().await?.db_subnet_groups.unwrap_or_default().pop() else {
        return Ok(Value::Null);
    };
    let tags = tags_of(rds, group.db_subnet_group_arn.clone()).await?;
    Ok(subnet_group_object(group).with("Tags", tags).into())
}

async fn tags_of(rds: &Client, arn: Option<String>) -> Result<Option<Value>, Failed> {
    let answer = rds.list_tags_for_resource().set_resource_name(arn).send().await?;
    Ok(tag_object(answer.tag_list))
}

/// What does not exist is null.
fn or_null(answer: Answer, code: &str) -> Answer {
    match answer {
        Err(failed) if failed.is(&[code]) => Ok(Value::Null),
        answer => answer,
    }
}

fn parameter(from: &Value) -> Option<Parameter> {
    let given = from.as_object()?;
    let text = |name: &str| given.get(name).and_then(Value::as_str).map(str::to_owned);
    let names = ["ParameterName", "ParameterValue", "ApplyMethod"];
    let known = given.iter().all(|(name, value)| names.contains(&name.as_str()) && value.is_string());
    let parameter = Parameter::builder()
        .set_parameter_name(text("ParameterName"))
        .set_parameter_value(text("ParameterValue"))
        .set_apply_method(text("ApplyMethod").map(|method| ApplyMethod::from(method.as_str())));
    known.then(|| parameter.build())
}

fn parameter_object(from: Parameter) -> Value {
    let object = Object::default()
        .with("ParameterName", from.parameter_name)
        .with("ParameterValue", from.parameter_value)
        .with("ApplyMethod", from.apply_method.map(|method| method.as_str().to_owned()));
    object.into()
}
