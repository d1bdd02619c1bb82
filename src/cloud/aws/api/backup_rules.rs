//! What a backup plan says, field by field, as it is sent and as it is answered. A field that is not here cannot be sent:
//! whoever gives one is refused.

use aws_sdk_backup::types::{
    AdvancedBackupSetting, BackupPlan, BackupPlanInput, BackupRule, BackupRuleInput, CalculatedLifecycle,
    CopyAction, IndexAction, Lifecycle, LifecycleDeleteAfterEvent, MalwareScanner, ScanAction, ScanMode,
    ScanSetting,
};
use serde_json::Value;

use super::object::{Object, array, list, texts, time};
use super::parameters::Parameters;

/// `BackupPlan` of a call; `None` where something in it is missing or not taken.
pub(super) fn plan(from: &Parameters<'_>) -> Option<BackupPlanInput> {
    let plan = BackupPlanInput::builder()
        .set_backup_plan_name(from.text("BackupPlanName"))
        .set_rules(from.inners("Rules", rule))
        .set_advanced_backup_settings(from.inners("AdvancedBackupSettings", setting))
        .set_scan_settings(from.inners("ScanSettings", scan_setting));
    plan.build().ok()
}

/// `Lifecycle` of a call. Days that are not given are not limited.
pub(super) fn lifecycle(from: &Parameters<'_>) -> Option<Lifecycle> {
    let event = from.text("DeleteAfterEvent");
    let lifecycle = Lifecycle::builder()
        .set_move_to_cold_storage_after_days(from.long("MoveToColdStorageAfterDays"))
        .set_delete_after_days(from.long("DeleteAfterDays"))
        .set_opt_in_to_archive_for_supported_resources(from.flag("OptInToArchiveForSupportedResources"))
        .set_delete_after_event(event.map(|event| LifecycleDeleteAfterEvent::from(event.as_str())));
    Some(lifecycle.build())
}

fn rule(from: &Parameters<'_>) -> Option<BackupRuleInput> {
    let air_gapped = from.text("TargetLogicallyAirGappedBackupVaultArn");
    let rule = BackupRuleInput::builder()
        .set_rule_name(from.text("RuleName"))
        .set_target_backup_vault_name(from.text("TargetBackupVaultName"))
        .set_target_logically_air_gapped_backup_vault_arn(air_gapped)
        .set_schedule_expression(from.text("ScheduleExpression"))
        .set_schedule_expression_timezone(from.text("ScheduleExpressionTimezone"))
        .set_start_window_minutes(from.long("StartWindowMinutes"))
        .set_completion_window_minutes(from.long("CompletionWindowMinutes"))
        .set_enable_continuous_backup(from.flag("EnableContinuousBackup"))
        .set_lifecycle(from.inner("Lifecycle", lifecycle))
        .set_recovery_point_tags(from.map("RecoveryPointTags"))
        .set_copy_actions(from.inners("CopyActions", copy_action))
        .set_index_actions(from.inners("IndexActions", index_action))
        .set_scan_actions(from.inners("ScanActions", scan_action));
    rule.build().ok()
}

fn copy_action(from: &Parameters<'_>) -> Option<CopyAction> {
    let copy = CopyAction::builder()
        .set_destination_backup_vault_arn(from.text("DestinationBackupVaultArn"))
        .set_lifecycle(from.inner("Lifecycle", lifecycle));
    copy.build().ok()
}

fn index_action(from: &Parameters<'_>) -> Option<IndexAction> {
    Some(IndexAction::builder().set_resource_types(from.texts("ResourceTypes")).build())
}

fn scan_action(from: &Parameters<'_>) -> Option<ScanAction> {
    let action = ScanAction::builder()
        .set_malware_scanner(from.text("MalwareScanner").map(|text| MalwareScanner::from(text.as_str())))
        .set_scan_mode(from.text("ScanMode").map(|text| ScanMode::from(text.as_str())));
    Some(action.build())
}

fn setting(from: &Parameters<'_>) -> Option<AdvancedBackupSetting> {
    let setting = AdvancedBackupSetting::builder()
        .set_resource_type(from.text("ResourceType"))
        .set_backup_options(from.map("BackupOptions"));
    Some(setting.build())
}

fn scan_setting(from: &Parameters<'_>) -> Option<ScanSetting> {
    let setting = ScanSetting::builder()
        .set_malware_scanner(from.text("MalwareScanner").map(|text| MalwareScanner::from(text.as_str())))
        .set_resource_types(from.texts("ResourceTypes"))
        .set_scanner_role_arn(from.text("ScannerRoleArn"));
    Some(setting.build())
}

/// `BackupPlan` of an answer. `settings`: those beside the plan; AWS leaves them out of the plan itself.
pub(super) fn plan_object(from: BackupPlan, settings: Option<Vec<AdvancedBackupSetting>>) -> Value {
    let settings = from.advanced_backup_settings.filter(|settings| !settings.is_empty()).or(settings);
    let object = Object::default()
        .with("BackupPlanName", Some(from.backup_plan_name))
        .with("Rules", Some(array(from.rules, rule_object)))
        .with("AdvancedBackupSettings", Some(settings_list(settings.unwrap_or_default())))
        .with("ScanSettings", list(from.scan_settings, scan_setting_object));
    object.into()
}

/// `AdvancedBackupSettings` of an answer.
pub(super) fn settings_list(from: Vec<AdvancedBackupSetting>) -> Value {
    array(from, |setting| {
        Object::default()
            .with("ResourceType", setting.resource_type)
            .with("BackupOptions", setting.backup_options.map(texts))
    })
}

/// `Lifecycle` of an answer.
pub(super) fn lifecycle_object(from: &Lifecycle) -> Value {
    let event = from.delete_after_event.as_ref();
    let object = Object::default()
        .with("MoveToColdStorageAfterDays", from.move_to_cold_storage_after_days)
        .with("DeleteAfterDays", from.delete_after_days)
        .with("OptInToArchiveForSupportedResources", from.opt_in_to_archive_for_supported_resources)
        .with("DeleteAfterEvent", event.map(|event| event.as_str().to_owned()));
    object.into()
}

/// `CalculatedLifecycle` of an answer.
pub(super) fn calculated_object(from: &CalculatedLifecycle) -> Value {
    let object = Object::default()
        .with("MoveToColdStorageAt", time(from.move_to_cold_storage_at))
        .with("DeleteAt", time(from.delete_at));
    object.into()
}

fn rule_object(from: BackupRule) -> Value {
    let air_gapped = from.target_logically_air_gapped_backup_vault_arn;
    let object = Object::default()
        .with("RuleId", from.rule_id)
        .with("RuleName", Some(from.rule_name))
        .with("TargetBackupVaultName", Some(from.target_backup_vault_name))
        .with("TargetLogicallyAirGappedBackupVaultArn", air_gapped)
        .with("ScheduleExpression", from.schedule_expression)
        .with("ScheduleExpressionTimezone", from.schedule_expression_timezone)
        .with("StartWindowMinutes", from.start_window_minutes)
        .with("CompletionWindowMinutes", from.completion_window_minutes)
        .with("EnableContinuousBackup", from.enable_continuous_backup)
        .with("Lifecycle", from.lifecycle.as_ref().map(lifecycle_object))
        .with("RecoveryPointTags", from.recovery_point_tags.map(texts))
        .with("CopyActions", list(from.copy_actions, copy_object))
        .with("IndexActions", list(from.index_actions, index_object))
        .with("ScanActions", list(from.scan_actions, scan_object));
    object.into()
}

fn copy_object(from: CopyAction) -> Value {
    let object = Object::default()
        .with("DestinationBackupVaultArn", Some(from.destination_backup_vault_arn))
        .with("Lifecycle", from.lifecycle.as_ref().map(lifecycle_object));
    object.into()
}

fn index_object(from: IndexAction) -> Value {
    Object::default().with("ResourceTypes", from.resource_types).into()
}

fn scan_object(from: ScanAction) -> Value {
    let object = Object::default()
        .with("MalwareScanner", from.malware_scanner.map(|scanner| scanner.as_str().to_owned()))
        .with("ScanMode", from.scan_mode.map(|mode| mode.as_str().to_owned()));
    object.into()
}

fn scan_setting_object(from: ScanSetting) -> Value {
    let object = Object::default()
        .with("MalwareScanner", from.malware_scanner.map(|scanner| scanner.as_str().to_owned()))
        .with("ResourceTypes", from.resource_types)
        .with("ScannerRoleArn", from.scanner_role_arn);
    object.into()
}
