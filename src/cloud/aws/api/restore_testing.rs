//! Restore testing plans and what they restore, call by call. No restore is started here: AWS does, when a plan says.

use aws_sdk_backup::Client;
use aws_sdk_backup::types::{
    KeyValue, ProtectedResourceConditions, RestoreTestingPlanForCreate, RestoreTestingPlanForGet,
    RestoreTestingPlanForUpdate, RestoreTestingRecoveryPointSelection,
    RestoreTestingRecoveryPointSelectionAlgorithm, RestoreTestingRecoveryPointType,
    RestoreTestingSelectionForCreate, RestoreTestingSelectionForGet, RestoreTestingSelectionForUpdate,
};
use serde_json::Value;

use super::backup_tags::tags_of;
use super::failed::Failed;
use super::object::{Object, array, list, texts, time};
use super::parameters::Parameters;

/// The calls' result.
type Answer = Result<Value, Failed>;

pub(super) async fn create_plan(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .create_restore_testing_plan()
        .set_restore_testing_plan(from.inner("RestoreTestingPlan", new_plan))
        .set_tags(from.map("Tags"))
        .set_creator_request_id(from.text("CreatorRequestId"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn update_plan(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .update_restore_testing_plan()
        .set_restore_testing_plan_name(from.text("RestoreTestingPlanName"))
        .set_restore_testing_plan(from.inner("RestoreTestingPlan", changed_plan));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_plan(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("RestoreTestingPlanName");
    let call = backup.delete_restore_testing_plan().set_restore_testing_plan_name(name);
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn get_plan(backup: &Client, from: &Parameters<'_>) -> Answer {
    let name = from.text("RestoreTestingPlanName");
    from.all_read()?;
    or_null(described(backup, name).await)
}

async fn described(backup: &Client, name: Option<String>) -> Answer {
    let found = backup.get_restore_testing_plan().set_restore_testing_plan_name(name).send().await?;
    let Some(plan) = found.restore_testing_plan else { return Ok(Value::Null) };
    let tags = tags_of(backup, Some(plan.restore_testing_plan_arn.clone())).await?;
    Ok(plan_object(plan).with("Tags", Some(tags)).into())
}

pub(super) async fn create_selection(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .create_restore_testing_selection()
        .set_restore_testing_plan_name(from.text("RestoreTestingPlanName"))
        .set_restore_testing_selection(from.inner("RestoreTestingSelection", new_selection))
        .set_creator_request_id(from.text("CreatorRequestId"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn update_selection(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .update_restore_testing_selection()
        .set_restore_testing_plan_name(from.text("RestoreTestingPlanName"))
        .set_restore_testing_selection_name(from.text("RestoreTestingSelectionName"))
        .set_restore_testing_selection(from.inner("RestoreTestingSelection", changed_selection));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn delete_selection(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .delete_restore_testing_selection()
        .set_restore_testing_plan_name(from.text("RestoreTestingPlanName"))
        .set_restore_testing_selection_name(from.text("RestoreTestingSelectionName"));
    from.all_read()?;
    call.send().await?;
    Ok(Value::Null)
}

pub(super) async fn get_selection(backup: &Client, from: &Parameters<'_>) -> Answer {
    let call = backup
        .get_restore_testing_selection()
        .set_restore_testing_plan_name(from.text("RestoreTestingPlanName"))
        .set_restore_testing_selection_name(from.text("RestoreTestingSelectionName"));
    from.all_read()?;
    let found = call.send().await.map_err(Failed::from);
    or_null(found.map(|found| found.restore_testing_selection.map_or(Value::Null, selection_object)))
}

/// What does not exist is null.
fn or_null(answer: Answer) -> Answer {
    match answer {
        Err(failed) if failed.is(&["ResourceNotFound"]) => Ok(Value::Null),
        answer => answer,
    }
}

fn new_plan(from: &Parameters<'_>) -> Option<RestoreTestingPlanForCreate> {
    let plan = RestoreTestingPlanForCreate::builder()
        .set_restore_testing_plan_name(from.text("RestoreTestingPlanName"))
        .set_schedule_expression(from.text("ScheduleExpression"))
        .set_schedule_expression_timezone(from.text("ScheduleExpressionTimezone"))
        .set_start_window_hours(from.number("StartWindowHours"))
        .set_recovery_point_selection(from.inner("RecoveryPointSelection", points));
    plan.build().ok()
}

fn changed_plan(from: &Parameters<'_>) -> Option<RestoreTestingPlanForUpdate> {
    let plan = RestoreTestingPlanForUpdate::builder()
        .set_schedule_expression(from.text("ScheduleExpression"))
        .set_schedule_expression_timezone(from.text("ScheduleExpressionTimezone"))
        .set_start_window_hours(from.number("StartWindowHours"))
        .set_recovery_point_selection(from.inner("RecoveryPointSelection", points));
    Some(plan.build())
}

fn points(from: &Parameters<'_>) -> Option<RestoreTestingRecoveryPointSelection> {
    let algorithm = from.text("Algorithm");
    let algorithm = algorithm.map(|text| RestoreTestingRecoveryPointSelectionAlgorithm::from(text.as_str()));
    let types = from.texts("RecoveryPointTypes");
    let kind = |text: &String| RestoreTestingRecoveryPointType::from(text.as_str());
    let points = RestoreTestingRecoveryPointSelection::builder()
        .set_algorithm(algorithm)
        .set_include_vaults(from.texts("IncludeVaults"))
        .set_exclude_vaults(from.texts("ExcludeVaults"))
        .set_recovery_point_types(types.map(|types| types.iter().map(kind).collect()))
        .set_selection_window_days(from.number("SelectionWindowDays"));
    Some(points.build())
}

fn new_selection(from: &Parameters<'_>) -> Option<RestoreTestingSelectionForCreate> {
    let selection = RestoreTestingSelectionForCreate::builder()
        .set_restore_testing_selection_name(from.text("RestoreTestingSelectionName"))
        .set_protected_resource_type(from.text("ProtectedResourceType"))
        .set_iam_role_arn(from.text("IamRoleArn"))
        .set_protected_resource_arns(from.texts("ProtectedResourceArns"))
        .set_protected_resource_conditions(from.inner("ProtectedResourceConditions", conditions))
        .set_restore_metadata_overrides(from.map("RestoreMetadataOverrides"))
        .set_validation_window_hours(from.number("ValidationWindowHours"));
    selection.build().ok()
}

fn changed_selection(from: &Parameters<'_>) -> Option<RestoreTestingSelectionForUpdate> {
    let selection = RestoreTestingSelectionForUpdate::builder()
        .set_iam_role_arn(from.text("IamRoleArn"))
        .set_protected_resource_arns(from.texts("ProtectedResourceArns"))
        .set_protected_resource_conditions(from.inner("ProtectedResourceConditions", conditions))
        .set_restore_metadata_overrides(from.map("RestoreMetadataOverrides"))
        .set_validation_window_hours(from.number("ValidationWindowHours"));
    Some(selection.build())
}

fn conditions(from: &Parameters<'_>) -> Option<ProtectedResourceConditions> {
    let conditions = ProtectedResourceConditions::builder()
        .set_string_equals(from.inners("StringEquals", pair))
        .set_string_not_equals(from.inners("StringNotEquals", pair));
    Some(conditions.build())
}

fn pair(from: &Parameters<'_>) -> Option<KeyValue> {
    KeyValue::builder().set_key(from.text("Key")).set_value(from.text("Value")).build().ok()
}

fn plan_object(from: RestoreTestingPlanForGet) -> Object {
    Object::default()
        .with("RestoreTestingPlanName", Some(from.restore_testing_plan_name))
        .with("RestoreTestingPlanArn", Some(from.restore_testing_plan_arn))
        .with("ScheduleExpression", Some(from.schedule_expression))
        .with("ScheduleExpressionTimezone", from.schedule_expression_timezone)
        .with("StartWindowHours", Some(from.start_window_hours))
        .with("RecoveryPointSelection", from.recovery_point_selection.map(points_object))
        .with("CreationTime", time(Some(from.creation_time)))
        .with("LastUpdateTime", time(from.last_update_time))
        .with("LastExecutionTime", time(from.last_execution_time))
        .with("CreatorRequestId", from.creator_request_id)
}

fn points_object(from: RestoreTestingRecoveryPointSelection) -> Value {
    let types = from.recovery_point_types;
    let object = Object::default()
        .with("Algorithm", from.algorithm.map(|algorithm| algorithm.as_str().to_owned()))
        .with("IncludeVaults", from.include_vaults)
        .with("ExcludeVaults", from.exclude_vaults)
        .with("RecoveryPointTypes", types.map(|types| array(types, |kind| kind.as_str().to_owned())))
        .with("SelectionWindowDays", Some(from.selection_window_days));
    object.into()
}

fn selection_object(from: RestoreTestingSelectionForGet) -> Value {
    let object = Object::default()
        .with("RestoreTestingPlanName", Some(from.restore_testing_plan_name))
        .with("RestoreTestingSelectionName", Some(from.restore_testing_selection_name))
        .with("ProtectedResourceType", Some(from.protected_resource_type))
        .with("ProtectedResourceArns", from.protected_resource_arns)
        .with("ProtectedResourceConditions", from.protected_resource_conditions.map(conditions_object))
        .with("IamRoleArn", Some(from.iam_role_arn))
        .with("RestoreMetadataOverrides", from.restore_metadata_overrides.map(texts))
        .with("ValidationWindowHours", Some(from.validation_window_hours))
        .with("CreationTime", time(Some(from.creation_time)))
        .with("CreatorRequestId", from.creator_request_id);
    object.into()
}

fn conditions_object(from: ProtectedResourceConditions) -> Value {
    let object = Object::default()
        .with("StringEquals", list(from.string_equals, pair_object))
        .with("StringNotEquals", list(from.string_not_equals, pair_object));
    object.into()
}

fn pair_object(from: KeyValue) -> Value {
    Object::default().with("Key", Some(from.key)).with("Value", Some(from.value)).into()
}
