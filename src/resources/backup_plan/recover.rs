//! The way back: the attributes that live vaults and the plan that fills them would have to be written with. What AWS Backup does
//! not know, such as how a lock was acknowledged, is not in it.

use std::collections::BTreeMap;

use acme_children::aws::{BACKUP_GENERATION, FORCE_DESTROY, LOCK_DAYS};
use acme_children::{ChildId, Children, Kind, Location, Observed};
use acme_schema::{Attr, List, Map};
use serde_json::Value;

use super::expand::{KMS_KEY, OBJECTIVES, RESOURCE_TAG, role_name, testing_name};
use super::locate::{destinations, made, references};
use super::model::{
    AdvancedSettingsModel, BackupPlanModel, CopyActionModel, LifecycleModel, LockModel, NotificationsModel,
    ObjectivesModel, RestoreTestingModel, RuleModel, VaultModel,
};
use super::spec::{
    Arn, CLUSTER, DEFAULT_EVENTS, DEFAULT_LOCK_DAYS, INSTANCE, Lifecycle, LockMode, RuleName, Spec, VOLUME,
};
use crate::registry::{Facts, Target};
use crate::shared::{Findings, Given, Text, Whole, user_tags};

/// The model of the observed objects; `None` where there is no plan.
pub(super) fn recover(
    target: &Target,
    observed: &Children<Observed>,
    facts: &Facts,
) -> Option<BackupPlanModel> {
    let id = target.ids.iter().find(|id| id.kind == Kind::BackupPlan)?;
    let name = id.name.as_str();
    let plan = &observed.get(id)?.live;
    let find = |kind: Kind, name: &str| {
        observed.get(&ChildId::new(kind, name)).map_or(&Value::Null, |found| &found.live)
    };
    let selection = find(Kind::BackupSelection, name);
    let vault = find(Kind::BackupVault, name);
    let arns = references(selection);
    let of = |check: &dyn Fn(&Arn) -> bool| -> Attr<List<String>> {
        let list: List<_> =
            arns.iter().filter(|arn| check(arn)).map(|arn| Attr::Known(arn.to_string())).collect();
        if list.is_empty() { Attr::Null } else { Attr::Known(list) }
    };
    let is_database = |arn: &Arn| (arn.is(&INSTANCE) || arn.is(&CLUSTER)) && !arn.is_pattern();
    let is_volume = |arn: &Arn| arn.is(&VOLUME) && !arn.is_pattern();
    let role = selection["IamRoleArn"].as_str();
    let own_role = format!(":role/{}", role_name(name));
    let objectives = plan["Tags"][OBJECTIVES].as_str().and_then(objectives);
    let generation = plan["Tags"][BACKUP_GENERATION].as_str().and_then(|number| number.parse::<i64>().ok());
    let mut model = BackupPlanModel {
        name: Attr::Known(name.to_owned()),
        region: match &target.location {
            Location::Aws(region) => region.clone().into(),
            Location::Kubernetes(_) => Attr::Null,
        },
        databases: of(&is_database),
        volumes: of(&is_volume),
        resources: of(&|arn| !is_database(arn) && !is_volume(arn)),
        resource_tags: conditions(selection),
        rules: if objectives.is_some() { Attr::Null } else { Attr::Known(rules(plan)) },
        objectives: objectives.into(),
        vault: self::vault(vault),
        role_arn: role.filter(|arn| !arn.ends_with(&own_role)).map(str::to_owned).into(),
        advanced_settings: advanced(plan),
        notifications: notifications(vault),
        restore_testing: testing(observed, name),
        tags: tags(&plan["Tags"], &facts.default_tags),
        tags_all: Attr::Known(user_tags(&plan["Tags"], &Attr::Null)),
        highest_generation: generation.into(),
        ..BackupPlanModel::default()
    };
    // What the rules of objectives come to depends on whether there are copies: first where, then for how long.
    model.copy_actions = places(plan, (name, observed));
    let defaults = kept_by_default(&model);
    model.copy_actions = kept(model.copy_actions, plan, &defaults);
    Some(model)
}

fn text(live: &Value) -> Attr<String> {
    live.as_str().map(str::to_owned).into()
}

/// A number of days or hours; where AWS says zero, nothing was given.
fn whole(live: &Value) -> Attr<i64> {
    live.as_i64().filter(|number| *number > 0).into()
}

/// `rpo=15m rto=1h retention=35`.
fn objectives(noted: &str) -> Option<ObjectivesModel> {
    let parts: BTreeMap<_, _> = noted.split(' ').filter_map(|part| part.split_once('=')).collect();
    let text = |name: &str| Attr::from(parts.get(name).map(|text| (*text).to_owned()));
    let number = |name: &str| Attr::from(parts.get(name).and_then(|text| text.parse().ok()));
    parts.get("rpo")?;
    Some(ObjectivesModel {
        rpo: text("rpo"),
        rto: text("rto"),
        retention_days: number("retention").or(35),
        cold_storage_after: number("cold"),
        continuous: parts.get("continuous").map(|text| *text == "true").into(),
    })
}

fn conditions(selection: &Value) -> Attr<Map<String>> {
    let all = selection["Conditions"]["StringEquals"].as_array().into_iter().flatten();
    let tag = |condition: &Value| {
        let key = condition["ConditionKey"].as_str()?.strip_prefix(RESOURCE_TAG)?;
        Some((key.to_owned(), text(&condition["ConditionValue"])))
    };
    let tags: Map<String> = all.filter_map(tag).collect();
    if tags.is_empty() { Attr::Null } else { Attr::Known(tags) }
}

fn lifecycle(live: &Value) -> Attr<LifecycleModel> {
    let kept = |delete_after: i64| LifecycleModel {
        delete_after: Attr::Known(delete_after),
        cold_storage_after: whole(&live["MoveToColdStorageAfterDays"]),
    };
    live["DeleteAfterDays"].as_i64().map(kept).into()
}

fn rules(plan: &Value) -> Map<RuleModel> {
    let all = plan["Rules"].as_array().into_iter().flatten();
    let has_copies = !destinations(plan).is_empty();
    let rule = |live: &Value| {
        let is_copied = live["CopyActions"].as_array().is_some_and(|copies| !copies.is_empty());
        let model = RuleModel {
            schedule: text(&live["ScheduleExpression"]),
            schedule_timezone: text(&live["ScheduleExpressionTimezone"]).or("Etc/UTC".to_owned()),
            start_window: whole(&live["StartWindowMinutes"]).or(60),
            completion_window: whole(&live["CompletionWindowMinutes"]).or(480),
            enable_continuous_backup: Attr::Known(live["EnableContinuousBackup"] == true),
            lifecycle: lifecycle(&live["Lifecycle"]),
            copy: Attr::Known(is_copied || !has_copies),
            recovery_point_tags: point_tags(&live["RecoveryPointTags"], &plan["Tags"]),
        };
        Some((live["RuleName"].as_str()?.to_owned(), Attr::Known(model)))
    };
    all.filter_map(rule).collect()
}

/// Those of the rule alone.
fn point_tags(live: &Value, of_plan: &Value) -> Attr<Map<String>> {
    let all = live.as_object().into_iter().flatten();
    let is_own = |name: &str| name.starts_with("aws:") || name.starts_with("acme:");
    let own = all.filter(|(name, value)| !is_own(name) && of_plan[name.as_str()] != **value);
    let own: Map<String> = own.map(|(name, value)| (name.clone(), text(value))).collect();
    if own.is_empty() { Attr::Null } else { Attr::Known(own) }
}

/// Where copies go, in the order of the vaults' ARNs.
fn places(plan: &Value, (name, observed): (&str, &Children<Observed>)) -> Attr<List<CopyActionModel>> {
    let own = made(plan, name);
    let account = plan["BackupPlanArn"].as_str().and_then(Arn::parse);
    let place = |arn: &str| {
        let vault = Arn::parse(arn)?;
        let is_named = vault.resource().strip_prefix("backup-vault:") == Some(name);
        let region = vault.region().to_owned();
        let is_ours = account.as_ref().is_some_and(|own| own.account() == vault.account());
        Some(Attr::Known(if is_named && is_ours && own.contains(&region) {
            let made = observed.get(&ChildId::new(Kind::BackupVault, format!("{name}@{region}")));
            let key = made.map_or(Attr::Null, |vault| text(&vault.live["Tags"][KMS_KEY]));
            CopyActionModel { region: Attr::Known(region), kms_key_arn: key, ..CopyActionModel::default() }
        } else if is_named {
            let account_id = Attr::Known(vault.account().to_owned());
            CopyActionModel { region: Attr::Known(region), account_id, ..CopyActionModel::default() }
        } else {
            let destination_vault_arn = Attr::Known(arn.to_owned());
            CopyActionModel { destination_vault_arn, ..CopyActionModel::default() }
        }))
    };
    let all: List<_> = destinations(plan).into_iter().filter_map(place).collect();
    if all.is_empty() { Attr::Null } else { Attr::Known(all) }
}

/// How long each rule's copies are kept where nothing is said.
fn kept_by_default(model: &BackupPlanModel) -> BTreeMap<String, Lifecycle> {
    let mut find = Findings::default();
    let spec = Spec::read(model, &Facts::default(), &mut find);
    let rules = spec.map(|spec| spec.rules).unwrap_or_default();
    let of = |(name, rule): (RuleName, super::spec::Rule)| Some((name.to_string(), rule.copies?));
    rules.into_iter().filter_map(of).collect()
}

/// The same with lifecycles, where they are not those that the rules have anyway.
fn kept(
    places: Attr<List<CopyActionModel>>,
    plan: &Value,
    defaults: &BTreeMap<String, Lifecycle>,
) -> Attr<List<CopyActionModel>> {
    let Attr::Known(mut actions) = places else { return places };
    for (action, arn) in actions.iter_mut().zip(destinations(plan)) {
        let rules = plan["Rules"].as_array().into_iter().flatten();
        let copies = rules.filter_map(|rule| {
            let mut all = rule["CopyActions"].as_array()?.iter();
            let copy = all.find(|copy| copy["DestinationBackupVaultArn"] == arn)?;
            Some((rule["RuleName"].as_str()?, lifecycle(&copy["Lifecycle"])))
        });
        let copies: Vec<_> = copies.collect();
        let is_default = |(rule, kept): &(&str, Attr<LifecycleModel>)| {
            let default = defaults.get(*rule).map(|kept| LifecycleModel {
                delete_after: Attr::Known(kept.delete_after.get()),
                cold_storage_after: kept.cold_after.map(Whole::get).into(),
            });
            kept.known() == default.as_ref()
        };
        if let (Attr::Known(action), false) = (action, copies.iter().all(is_default)) {
            action.lifecycle = copies.into_iter().next().map_or(Attr::Null, |(_, kept)| kept);
        }
    }
    Attr::Known(actions)
}

fn vault(live: &Value) -> Attr<VaultModel> {
    let policy = match &live["Policy"] {
        Value::Null => Attr::Null,
        Value::String(text) => Attr::Known(text.clone()),
        policy => Attr::Known(policy.to_string()),
    };
    let model = VaultModel {
        kms_key_arn: text(&live["Tags"][KMS_KEY]),
        access_policy: policy,
        force_destroy: Attr::Known(live["Tags"][FORCE_DESTROY] == "true"),
        lock: lock(live),
    };
    let nothing = VaultModel { force_destroy: Attr::Known(false), ..VaultModel::default() };
    if model == nothing { Attr::Null } else { Attr::Known(model) }
}

fn lock(vault: &Value) -> Attr<LockModel> {
    let live = &vault["Lock"];
    let days = vault["Tags"][LOCK_DAYS]
        .as_str()
        .and_then(|days| days.parse::<i64>().ok())
        .filter(|days| *days != DEFAULT_LOCK_DAYS);
    let of = |mode: &str| {
        let is_compliance = mode == LockMode::Compliance.as_str();
        LockModel {
            mode: Attr::Known(mode.to_owned()),
            min_retention_days: whole(&live["MinRetentionDays"]),
            max_retention_days: whole(&live["MaxRetentionDays"]),
            changeable_for_days: if is_compliance { days.into() } else { Attr::Null },
            acknowledge_irreversible: if is_compliance { Attr::Known(true) } else { Attr::Null },
        }
    };
    live["Mode"].as_str().map(of).into()
}

fn notifications(vault: &Value) -> Attr<NotificationsModel> {
    let live = &vault["Notifications"];
    let events = live["BackupVaultEvents"].as_array().into_iter().flatten();
    let mut events: Vec<_> = events.filter_map(Value::as_str).collect();
    events.sort_unstable();
    let is_default = events == DEFAULT_EVENTS;
    let events: List<String> = events.into_iter().map(|event| Attr::Known(event.to_owned())).collect();
    let of = |topic: &str| NotificationsModel {
        sns_topic_arn: Attr::Known(topic.to_owned()),
        events: if is_default { Attr::Null } else { Attr::Known(events) },
    };
    live["SNSTopicArn"].as_str().map(of).into()
}

fn advanced(plan: &Value) -> Attr<AdvancedSettingsModel> {
    let all = || plan["AdvancedBackupSettings"].as_array().into_iter().flatten();
    let flag = |kind: &str, option: &str| {
        let of = all().find(|settings| settings["ResourceType"] == kind)?;
        of["BackupOptions"][option].as_str().map(|word| word == "enabled")
    };
    let model = AdvancedSettingsModel {
        windows_vss: flag("EC2", "WindowsVSS").into(),
        s3_acls: flag("S3", "BackupACLs").into(),
        s3_object_tags: flag("S3", "BackupObjectTags").into(),
    };
    if model == AdvancedSettingsModel::default() { Attr::Null } else { Attr::Known(model) }
}

fn testing(observed: &Children<Observed>, name: &str) -> Attr<RestoreTestingModel> {
    let plan = observed.get(&ChildId::new(Kind::RestoreTestingPlan, testing_name(name)));
    let mut selections = observed.iter().filter(|(id, _)| id.kind == Kind::RestoreTestingSelection);
    let selection = selections.next().map_or(&Value::Null, |(_, found)| &found.live);
    let told = selection["RestoreMetadataOverrides"].as_object().into_iter().flatten();
    let told: Map<String> = told.map(|(key, value)| (key.clone(), text(value))).collect();
    let of = |found: &Observed| {
        let live = &found.live;
        RestoreTestingModel {
            schedule: text(&live["ScheduleExpression"]),
            schedule_timezone: text(&live["ScheduleExpressionTimezone"]).or("Etc/UTC".to_owned()),
            start_window_hours: whole(&live["StartWindowHours"]).or(24),
            selection_window_days: whole(&live["RecoveryPointSelection"]["SelectionWindowDays"]).or(30),
            validation_window_hours: whole(&selection["ValidationWindowHours"]),
            restore_metadata: if told.is_empty() { Attr::Null } else { Attr::Known(told.clone()) },
        }
    };
    plan.map(of).into()
}

fn tags(live: &Value, defaults: &Attr<BTreeMap<String, String>>) -> Attr<Map<String>> {
    let tags = user_tags(live, defaults);
    if tags.is_empty() { Attr::Null } else { Attr::Known(tags) }
}
