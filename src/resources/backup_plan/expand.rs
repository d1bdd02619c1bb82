//! From a specification to the AWS objects that it means: pure, and complete, so that the live objects lead back to the
//! attributes (`recover`). Fields have the names that AWS Backup gives them; what is no field of an object, but says how to come
//! there, is an order. ARNs of the plan's own account hold placeholders, which are completed where the account is known.

pub(super) mod policy;

use std::collections::BTreeMap;

use acme_children::aws::{ACCOUNT, FORCE_DESTROY, LOCK_DAYS, PARTITION, REGION};
use acme_children::{ChildId, Children, Desired, Kind, Manifest};
use serde_json::{Map, Value, json};

use super::spec::{
    Advanced, CopyAction, Destination, KeyArn, Lifecycle, Lock, Notifications, Objectives, ResourceKind,
    Rule, RuleName, Spec, Testing, tried,
};
use crate::shared::Whole;

/// The tag of the objectives that the rules follow from.
pub(crate) const OBJECTIVES: &str = "acme:objectives";
/// The tag of the KMS key as it was written: a vault without one has a key, too.
pub(crate) const KMS_KEY: &str = "acme:kms-key";
/// What the key of a condition on a tag begins with.
pub(crate) const RESOURCE_TAG: &str = "aws:ResourceTag/";

/// Everything that the plan consists of.
pub(super) fn expand(spec: &Spec) -> Children<Desired> {
    let mut children = Children::new();
    children.extend(roles(spec));
    children.extend([vault(spec, None, spec.vault.key.as_ref())]);
    for (region, key) in spec.copies.iter().filter_map(CopyAction::made) {
        children.extend([vault(spec, Some(region.as_str()), key)]);
    }
    children.extend([plan(spec), selection(spec)]);
    if let Some(testing) = &spec.testing {
        children.extend([testing_plan(spec, testing)]);
        children.extend(testing_selections(spec, testing));
    }
    children.extend(run(spec));
    children
}

/// The name of the role that is made to back up.
pub(super) fn role_name(name: &str) -> String {
    format!("{name}-backup")
}

/// The name of the role that is made to try backups.
pub(super) fn testing_role_name(name: &str) -> String {
    format!("{name}-restore-test")
}

/// The name of the restore testing plan: AWS takes no `-` in it.
pub(super) fn testing_name(name: &str) -> String {
    name.replace('-', "_")
}

/// The ARN of a vault of the account.
fn vault_arn(region: &str, account: &str, name: &str) -> String {
    format!("arn:{PARTITION}:backup:{region}:{account}:backup-vault:{name}")
}

/// The ARN of the vault that a copy goes to.
pub(super) fn destination(spec: &Spec, to: &Destination) -> String {
    match to {
        Destination::Made { region, .. } => vault_arn(region.as_str(), ACCOUNT, spec.name.as_str()),
        Destination::Foreign { region, account } => {
            vault_arn(region.as_str(), account.as_str(), spec.name.as_str())
        }
        Destination::Vault(arn) => arn.as_str().to_owned(),
    }
}

/// The role that AWS Backup acts as: the one that is given, or the one that is made under this name.
fn role_arn(spec: &Spec, made: fn(&str) -> String) -> String {
    match &spec.role {
        Some(role) => role.to_string(),
        None => format!("arn:{PARTITION}:iam::{ACCOUNT}:role/{}", made(spec.name.as_str())),
    }
}

fn object(texts: &BTreeMap<String, String>) -> Value {
    texts.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<Map<_, _>>().into()
}

/// A child with the tags that users give, and some notes.
fn tagged(spec: &Spec, id: ChildId, mut body: Value) -> (ChildId, Desired) {
    let mut tags = object(&spec.tags);
    let notes = body["Tags"].take();
    extend(&mut tags, notes);
    body["Tags"] = tags;
    let manifest = Manifest::new(&id, &spec.owner(), body);
    (id, manifest)
}

fn extend(object: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
}

/// The roles that AWS Backup acts as, unless one is given: one that backs up, and one that restores what is tried.
fn roles(spec: &Spec) -> Vec<(ChildId, Desired)> {
    if spec.role.is_some() {
        return Vec::new();
    }
    let name = spec.name.as_str();
    let body =
        json!({ "PolicyArns": policy::managed(spec), "Policies": { "backup": policy::document(spec) } });
    let backup = role(spec, role_name(name), body);
    let restores = spec.testing.as_ref().map(|_| {
        role(spec, testing_role_name(name), json!({ "PolicyArns": policy::managed_for_restores(spec) }))
    });
    std::iter::once(backup).chain(restores).collect()
}

fn role(spec: &Spec, name: String, body: Value) -> (ChildId, Desired) {
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "backup.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }],
    });
    let (id, manifest) = tagged(spec, ChildId::new(Kind::Role, name), body);
    (id, manifest.with_orders(json!({ "AssumeRolePolicyDocument": trust.to_string() })))
}

/// A vault: that of the plan, or one for copies in another region.
fn vault(spec: &Spec, region: Option<&str>, key: Option<&KeyArn>) -> (ChildId, Desired) {
    let name = spec.name.as_str();
    let name = region.map_or_else(|| name.to_owned(), |region| format!("{name}@{region}"));
    let notifications = spec.notifications.as_ref().filter(|_| region.is_none());
    let key = key.map(KeyArn::as_str);
    let changeable = spec.vault.lock.and_then(|lock| lock.changeable).map(Whole::get);
    let body = json!({
        "EncryptionKeyArn": key,
        "Policy": spec.vault.policy,
        "Lock": spec.vault.lock.as_ref().map(lock),
        "Notifications": notifications.map(reported),
        "Tags": {
            KMS_KEY: key,
            FORCE_DESTROY: spec.vault.force_destroy.then_some("true"),
            LOCK_DAYS: changeable.map(|days| days.to_string()),
        },
    });
    let (id, manifest) = tagged(spec, ChildId::new(Kind::BackupVault, name), body);
    let orders = json!({ "ChangeableForDays": changeable });
    (id, manifest.with_orders(orders))
}

fn lock(lock: &Lock) -> Value {
    json!({
        "Mode": lock.mode.as_str(),
        "MinRetentionDays": lock.least.map(Whole::get),
        "MaxRetentionDays": lock.most.map(Whole::get),
    })
}

fn reported(notifications: &Notifications) -> Value {
    json!({ "SNSTopicArn": notifications.topic.as_str(), "BackupVaultEvents": notifications.events })
}

/// When what is backed up, and where to.
fn plan(spec: &Spec) -> (ChildId, Desired) {
    let rules: Vec<_> = spec.rules.iter().map(|(name, rule)| self::rule(spec, name, rule)).collect();
    let body = json!({
        "Rules": rules,
        "AdvancedBackupSettings": advanced(&spec.advanced),
        "Tags": { OBJECTIVES: spec.objectives.as_ref().map(noted) },
    });
    tagged(spec, ChildId::new(Kind::BackupPlan, spec.name.as_str()), body)
}

fn rule(spec: &Spec, name: &RuleName, rule: &Rule) -> Value {
    let copies = rule.copies.map(|default| copies(spec, default));
    json!({
        "RuleName": name.as_str(),
        "TargetBackupVaultName": spec.name.as_str(),
        "ScheduleExpression": rule.schedule.as_str(),
        "ScheduleExpressionTimezone": rule.zone.as_str(),
        "StartWindowMinutes": rule.start.get(),
        "CompletionWindowMinutes": rule.completion.get(),
        "EnableContinuousBackup": rule.is_continuous,
        "Lifecycle": lifecycle(&rule.lifecycle),
        "RecoveryPointTags": recovery_point_tags(spec, Some(rule)),
        "CopyActions": copies,
    })
}

/// In the order of their destinations. No copy is without a lifecycle.
fn copies(spec: &Spec, default: Lifecycle) -> Vec<Value> {
    let all = spec.copies.iter().map(|action| {
        let kept = action.lifecycle.unwrap_or(default);
        (destination(spec, &action.to), lifecycle(&kept))
    });
    let sorted: BTreeMap<_, _> = all.collect();
    let action = |(arn, kept)| json!({ "DestinationBackupVaultArn": arn, "Lifecycle": kept });
    sorted.into_iter().map(action).collect()
}

fn lifecycle(kept: &Lifecycle) -> Value {
    json!({
        "DeleteAfterDays": kept.delete_after.get(),
        "MoveToColdStorageAfterDays": kept.cold_after.map(Whole::get),
    })
}

/// Whose recovery points they are, and what users note on them.
fn recovery_point_tags(spec: &Spec, rule: Option<&Rule>) -> Value {
    let mut tags = object(&spec.tags);
    extend(&mut tags, rule.map_or(Value::Null, |rule| object(&rule.tags)));
    extend(&mut tags, spec.owner().tags());
    tags
}

/// In the order of the resource types.
fn advanced(advanced: &Advanced) -> Value {
    let word = |flag: Option<bool>| flag.map(|flag| if flag { "enabled" } else { "disabled" });
    let of = |kind: &str, options: Value| {
        let is_given = options.as_object().is_some_and(|all| all.values().any(|value| !value.is_null()));
        is_given.then(|| json!({ "ResourceType": kind, "BackupOptions": options }))
    };
    let windows = of("EC2", json!({ "WindowsVSS": word(advanced.windows_vss) }));
    let buckets = json!({
        "BackupACLs": word(advanced.s3_acls),
        "BackupObjectTags": word(advanced.s3_object_tags),
    });
    windows.into_iter().chain(of("S3", buckets)).collect()
}

/// As a tag holds them: `rpo=15m rto=1h retention=35`.
fn noted(objectives: &Objectives) -> String {
    let Objectives { rpo, rto, retention, cold_after, continuous } = objectives;
    let parts = [
        Some(format!("rpo={rpo}")),
        rto.as_ref().map(|rto| format!("rto={rto}")),
        Some(format!("retention={}", retention.get())),
        cold_after.map(|days| format!("cold={}", days.get())),
        continuous.map(|continuous| format!("continuous={continuous}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What the plan backs up.
fn selection(spec: &Spec) -> (ChildId, Desired) {
    let id = ChildId::new(Kind::BackupSelection, spec.name.as_str());
    let references: Vec<_> = spec.selection.references.iter().map(ToString::to_string).collect();
    let resources = if references.is_empty() { vec!["*".to_owned()] } else { references };
    let condition = |(key, value): (&String, &String)| json!({ "ConditionKey": format!("{RESOURCE_TAG}{key}"), "ConditionValue": value });
    let conditions: Vec<_> = spec.selection.tags.iter().map(condition).collect();
    let body = json!({
        "Resources": resources,
        "Conditions": { "StringEquals": conditions },
        "IamRoleArn": role_arn(spec, role_name),
    });
    let manifest = Manifest::new(&id, &spec.owner(), body);
    (id, manifest)
}

/// When backups are tried.
fn testing_plan(spec: &Spec, testing: &Testing) -> (ChildId, Desired) {
    let id = ChildId::new(Kind::RestoreTestingPlan, testing_name(spec.name.as_str()));
    let is_continuous = spec.rules.values().any(|rule| rule.is_continuous);
    let points = if is_continuous { json!(["CONTINUOUS", "SNAPSHOT"]) } else { json!(["SNAPSHOT"]) };
    let body = json!({
        "ScheduleExpression": testing.schedule.as_str(),
        "ScheduleExpressionTimezone": testing.zone.as_str(),
        "StartWindowHours": testing.start.get(),
        "RecoveryPointSelection": {
            "Algorithm": "LATEST_WITHIN_WINDOW",
            "IncludeVaults": [vault_arn(REGION, ACCOUNT, spec.name.as_str())],
            "RecoveryPointTypes": points,
            "SelectionWindowDays": testing.window.get(),
        },
    });
    tagged(spec, id, body)
}

/// Which backups are tried, of each kind.
fn testing_selections(spec: &Spec, testing: &Testing) -> Vec<(ChildId, Desired)> {
    let name = testing_name(spec.name.as_str());
    let selection = |(kind, arns): (&ResourceKind, Vec<String>)| {
        let id = ChildId::new(Kind::RestoreTestingSelection, format!("{name}.{}", kind.word));
        let body = json!({
            "ProtectedResourceType": kind.name,
            "ProtectedResourceArns": arns,
            "IamRoleArn": role_arn(spec, testing_role_name),
            "RestoreMetadataOverrides": object(&testing.metadata),
            "ValidationWindowHours": testing.validation.map(Whole::get),
        });
        let manifest = Manifest::new(&id, &spec.owner(), body);
        (id, manifest)
    };
    tried(&spec.selection.references).into_iter().map(selection).collect()
}

/// A backup that is asked for, as the rule makes it that keeps the longest. That of the highest generation stays where a lower one is
/// wanted, or none: it has done its work, and nothing stands for another one.
fn run(spec: &Spec) -> Option<(ChildId, Desired)> {
    let generation = spec.generation.max(spec.highest)?.get();
    let snapshots = |rule: &&Rule| !rule.is_continuous;
    let longest = |rules: &mut dyn Iterator<Item = &Rule>| {
        rules
            .max_by_key(|rule| (rule.lifecycle.delete_after, std::cmp::Reverse(rule.schedule.to_string())))
            .cloned()
    };
    let rule =
        longest(&mut spec.rules.values().filter(snapshots)).or_else(|| longest(&mut spec.rules.values()))?;
    let id = ChildId::new(Kind::BackupRun, format!("{}-{generation}", spec.name));
    let arns: Vec<_> = spec.selection.references.iter().map(ToString::to_string).collect();
    let orders = json!({
        "BackupVaultName": spec.name.as_str(),
        "ResourceArns": arns,
        "IamRoleArn": role_arn(spec, role_name),
        "Lifecycle": lifecycle(&rule.lifecycle),
        "StartWindowMinutes": rule.start.get(),
        "CompleteWindowMinutes": rule.completion.get(),
        "RecoveryPointTags": recovery_point_tags(spec, Some(&rule)),
    });
    let manifest = Manifest::new(&id, &spec.owner(), json!({ "Generation": generation })).with_orders(orders);
    Some((id, manifest))
}
