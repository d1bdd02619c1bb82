//! Backup plans and what they select, call by call. What a plan says is read and told in `backup_rules`.

use aws_sdk_backup::Client;
use aws_sdk_backup::types::{
    BackupPlansListMember, BackupSelection, Condition, ConditionParameter, ConditionType, Conditions,
};
use serde_json::Value;

use super::backup_rules::{plan, plan_object, settings_list};
use super::backup_tags::tags_of;
use super::failed::Failed;
use super::object::{Object, array, list, time};
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

pub(super) async fn create(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .create_backup_plan()
        .set_backup_plan(from.inner("BackupPlan", plan))
        .set_backup_plan_tags(from.map("BackupPlanTags"))
        .set_creator_request_id(from.text("CreatorRequestId"));
    from.all_read()?;
    let made = call.send().await?;
    Ok(Object::default().with("BackupPlanId", made.backup_plan_id).into())
}

pub(super) async fn update(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .update_backup_plan()
        .set_backup_plan_id(from.text("BackupPlanId"))
        .set_backup_plan(from.inner("BackupPlan", plan));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup.delete_backup_plan().set_backup_plan_id(from.text("BackupPlanId"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn get(backup: &Client, from: &Parameters<'_>) -> Answer {
    let id = from.text("BackupPlanId");
    from.all_read()?;
    match described(backup, id).await {
        Err(failed) if is_no_plan(&failed) => Ok(Value::Null),
        answer => answer,
    }
}

async fn described(backup: &Client, id: Option<String>) -> Answer {
    let found = backup.get_backup_plan().set_backup_plan_id(id).send().await?;
    // A deleted plan can still be read.
    let (None, Some(plan)) = (found.deletion_date, found.backup_plan) else { return Ok(Value::Null) };
    let tags = tags_of(backup, found.backup_plan_arn.clone()).await?;
    let object = Object::default()
        .with("BackupPlanId", found.backup_plan_id)
        .with("BackupPlanArn", found.backup_plan_arn)
        .with("VersionId", found.version_id)
        .with("CreatorRequestId", found.creator_request_id)
        .with("CreationDate", time(found.creation_date))
        .with("LastExecutionDate", time(found.last_execution_date))
        .with("BackupPlan", Some(plan_object(plan, found.advanced_backup_settings)))
        .with("Tags", Some(tags));
    Ok(object.into())
}

pub(super) async fn list_plans(backup: &Client, from: &Parameters<'_>) -> Answer {
    from.all_read()?;
    let plans = backup.list_backup_plans().into_paginator().items().send();
    let plans: Vec<_> = plans.try_collect().await?;
    Ok(array(plans, listed))
}

pub(super) async fn create_selection(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .create_backup_selection()
        .set_backup_plan_id(from.text("BackupPlanId"))
        .set_backup_selection(from.inner("BackupSelection", selection))
        .set_creator_request_id(from.text("CreatorRequestId"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_selection(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .delete_backup_selection()
        .set_backup_plan_id(from.text("BackupPlanId"))
        .set_selection_id(from.text("SelectionId"));
    from.all_read()?;
    match call.send().await.map_err(Failed::from) {
        Ok(_) => Ok(Value::Null),
        // What is gone is told as everywhere else.
        Err(Failed::Refused { message, status, .. }) if message.contains("Cannot find") => {
            Err(Failed::Refused { code: "ResourceNotFound".to_owned(), message, status })
        }
        Err(failed) => Err(failed),
    }
}

pub(super) async fn list_selections(backup: &Client, from: &Parameters<'_>) -> Answer {
    let plan = from.text("BackupPlanId");
    from.all_read()?;
    match selections(backup, plan).await {
        Err(failed) if is_no_plan(&failed) => Ok(Value::Array(Vec::new())),
        answer => answer,
    }
}

async fn selections(backup: &Client, plan: Option<String>) -> Answer {
    let listed = backup.list_backup_selections().set_backup_plan_id(plan.clone());
    let listed: Vec<_> = listed.into_paginator().items().send().try_collect().await?;
    let mut all = Vec::new();
    for one in listed {
        let call = backup.get_backup_selection().set_backup_plan_id(plan.clone());
        let selected =
            match call.set_selection_id(one.selection_id.clone()).send().await.map_err(Failed::from) {
                Ok(answer) => answer.backup_selection,
                // Deleted since it was listed.
                Err(failed) if failed.is(&["ResourceNotFound"]) => continue,
                Err(failed) => return Err(failed),
            };
        let object = Object::default()
            .with("SelectionId", one.selection_id)
            .with("BackupSelection", selected.map(selection_object));
        all.push(object.into());
    }
    Ok(Value::Array(all))
}

/// Where a plan does not exist, some calls are answered as if its id were malformed.
fn is_no_plan(failed: &Failed) -> bool {
    failed.is(&["ResourceNotFound"]) || failed.is_with(&["InvalidParameterValue"], "Cannot find Backup plan")
}

fn listed(from: BackupPlansListMember) -> Value {
    let object = Object::default()
        .with("BackupPlanId", from.backup_plan_id)
        .with("BackupPlanArn", from.backup_plan_arn)
        .with("BackupPlanName", from.backup_plan_name)
        .with("VersionId", from.version_id)
        .with("CreatorRequestId", from.creator_request_id)
        .with("CreationDate", time(from.creation_date))
        .with("DeletionDate", time(from.deletion_date))
        .with("LastExecutionDate", time(from.last_execution_date))
        .with("AdvancedBackupSettings", from.advanced_backup_settings.map(settings_list));
    object.into()
}

fn selection(from: &Parameters<'_>) -> Option<BackupSelection> {
    let selection = BackupSelection::builder()
        .set_selection_name(from.text("SelectionName"))
        .set_iam_role_arn(from.text("IamRoleArn"))
        .set_resources(from.texts("Resources"))
        .set_not_resources(from.texts("NotResources"))
        .set_list_of_tags(from.inners("ListOfTags", tag_condition))
        .set_conditions(from.inner("Conditions", conditions));
    selection.build().ok()
}

fn tag_condition(from: &Parameters<'_>) -> Option<Condition> {
    let condition = Condition::builder()
        .set_condition_type(from.text("ConditionType").map(|text| ConditionType::from(text.as_str())))
        .set_condition_key(from.text("ConditionKey"))
        .set_condition_value(from.text("ConditionValue"));
    condition.build().ok()
}

fn conditions(from: &Parameters<'_>) -> Option<Conditions> {
    let conditions = Conditions::builder()
        .set_string_equals(from.inners("StringEquals", condition))
        .set_string_not_equals(from.inners("StringNotEquals", condition))
        .set_string_like(from.inners("StringLike", condition))
        .set_string_not_like(from.inners("StringNotLike", condition));
    Some(conditions.build())
}

fn condition(from: &Parameters<'_>) -> Option<ConditionParameter> {
    let condition = ConditionParameter::builder()
        .set_condition_key(from.text("ConditionKey"))
        .set_condition_value(from.text("ConditionValue"));
    Some(condition.build())
}

fn selection_object(from: BackupSelection) -> Value {
    let object = Object::default()
        .with("SelectionName", Some(from.selection_name))
        .with("IamRoleArn", Some(from.iam_role_arn))
        .with("Resources", from.resources)
        .with("NotResources", from.not_resources)
        .with("ListOfTags", list(from.list_of_tags, tag_condition_object))
        .with("Conditions", from.conditions.map(conditions_object));
    object.into()
}

fn tag_condition_object(from: Condition) -> Value {
    let object = Object::default()
        .with("ConditionType", Some(from.condition_type.as_str()))
        .with("ConditionKey", Some(from.condition_key))
        .with("ConditionValue", Some(from.condition_value));
    object.into()
}

fn conditions_object(from: Conditions) -> Value {
    let object = Object::default()
        .with("StringEquals", list(from.string_equals, condition_object))
        .with("StringNotEquals", list(from.string_not_equals, condition_object))
        .with("StringLike", list(from.string_like, condition_object))
        .with("StringNotLike", list(from.string_not_like, condition_object));
    object.into()
}

fn condition_object(from: ConditionParameter) -> Value {
    let object = Object::default()
        .with("ConditionKey", from.condition_key)
        .with("ConditionValue", from.condition_value);
    object.into()
}
