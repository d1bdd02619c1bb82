//! Wanted × found for what AWS Backup has: in which order AWS shows lists, and what it leaves out or adds, makes no difference.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Piece;
use super::run;
use crate::aws::drift::difference;
use crate::aws::home::HOME;
use crate::aws::own_arn;
use crate::{Difference, Manifest};

/// The fields that differ.
pub(crate) fn differences(piece: Piece, manifest: &Manifest, live: &Value) -> Vec<Difference> {
    let wanted = completed(manifest, live);
    let mut found = Vec::new();
    for field in changed(piece, &wanted, live) {
        leaves(field, (&wanted[field], &live[field]), &mut found);
    }
    if piece == Piece::Selection && live["Others"].as_array().is_some_and(|others| !others.is_empty()) {
        found.push(difference("Others", &Value::Null, &live["Others"]));
    }
    let has_tags = matches!(piece, Piece::Plan | Piece::TestingPlan | Piece::Vault);
    if has_tags {
        let changes = tag_changes(&wanted["Tags"], &live["Tags"]);
        found.extend(
            changes
                .iter()
                .map(|(name, value)| difference(&format!("Tags[{name}]"), value, &live["Tags"][name])),
        );
    }
    found
}

/// The tags that are noted on live objects, and that no manifest knows of.
const NOTES: [&str; 2] = [HOME, run::GENERATION];

/// What elements of lists go by.
const KEYS: [&str; 5] = ["Sid", "RuleName", "DestinationBackupVaultArn", "ResourceType", "ConditionKey"];

/// The differences between two values, as deep down as they are.
pub(crate) fn leaves(path: &str, (wanted, live): (&Value, &Value), found: &mut Vec<Difference>) {
    if is_same(wanted, live) {
        return;
    }
    match (wanted, live) {
        (Value::Object(a), Value::Object(b)) => {
            let names: BTreeSet<_> = a.keys().chain(b.keys()).collect();
            for name in names {
                let at = |object: &Map<String, Value>| object.get(name).cloned().unwrap_or(Value::Null);
                leaves(&format!("{path}.{name}"), (&at(a), &at(b)), found);
            }
        }
        (Value::Array(a), Value::Array(b)) => match key(a, b) {
            Some(key) => {
                let names: BTreeSet<_> =
                    a.iter().chain(b).filter_map(|element| element[key].as_str()).collect();
                for name in names {
                    let of = |list: &[Value]| {
                        list.iter().find(|element| element[key] == name).cloned().unwrap_or(Value::Null)
                    };
                    leaves(&format!("{path}[{name}]"), (&of(a), &of(b)), found);
                }
            }
            None => found.push(difference(path, wanted, live)),
        },
        (_, _) => found.push(difference(path, wanted, live)),
    }
}

/// What all elements of two lists have, to go by.
fn key(a: &[Value], b: &[Value]) -> Option<&'static str> {
    KEYS.into_iter().find(|key| a.iter().chain(b).all(|element| element[*key].is_string()))
}

/// What is wanted, with the ARNs of the account that the live object is in.
fn completed(manifest: &Manifest, live: &Value) -> Value {
    let own = ["BackupPlanArn", "RestoreTestingPlanArn", "BackupVaultArn"];
    let own = own.into_iter().find_map(|field| live[field].as_str()).unwrap_or_default();
    own_arn::complete(manifest.json(), own)
}

/// The fields, beside the tags, that are not as wanted.
pub(super) fn changed(piece: Piece, wanted: &Value, live: &Value) -> Vec<&'static str> {
    let differs = |field: &&&str| !is_as_wanted(piece, field, (&wanted[**field], &live[**field]));
    fields(piece).iter().filter(differs).copied().collect()
}

/// The fields that the provider owns, whether a manifest has them or not.
fn fields(piece: Piece) -> &'static [&'static str] {
    match piece {
        Piece::Vault => &["EncryptionKeyArn", "Policy", "Lock", "Notifications"],
        Piece::Plan => &["Rules", "AdvancedBackupSettings"],
        Piece::Selection => &["Resources", "NotResources", "ListOfTags", "Conditions", "IamRoleArn"],
        Piece::TestingPlan => &[
            "ScheduleExpression",
            "ScheduleExpressionTimezone",
            "StartWindowHours",
            "RecoveryPointSelection",
        ],
        Piece::TestingSelection => &[
            "ProtectedResourceType",
            "ProtectedResourceArns",
            "ProtectedResourceConditions",
            "IamRoleArn",
            "RestoreMetadataOverrides",
            "ValidationWindowHours",
        ],
        Piece::Run | Piece::Coverage => &[],
    }
}

fn is_as_wanted(piece: Piece, field: &str, (wanted, live): (&Value, &Value)) -> bool {
    match (piece, field) {
        // AWS chooses a key of its own where none is given.
        (Piece::Vault, "EncryptionKeyArn") => wanted.is_null() || wanted == live,
        // AWS takes its keys in any case.
        (Piece::TestingSelection, "RestoreMetadataOverrides") => is_same(&lower(wanted), &lower(live)),
        (_, _) => is_same(wanted, live),
    }
}

/// Whether two values mean the same: what is null, false, zero or empty is as good as absent, lists have no order, and a list
/// of one is that one, as policies have it.
pub(super) fn is_same(wanted: &Value, live: &Value) -> bool {
    plain(wanted) == plain(live)
}

/// An object with its names in lower case.
fn lower(value: &Value) -> Value {
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, value)| (name.to_lowercase(), value.clone())).collect::<Map<_, _>>().into()
}

fn plain(value: &Value) -> Option<Value> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::Number(number) if number.as_i64() == Some(0) => None,
        Value::Object(fields) => {
            let kept: Map<_, _> =
                fields.iter().filter_map(|(name, v)| Some((name.clone(), plain(v)?))).collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        Value::Array(elements) => {
            let mut kept: Vec<_> = elements.iter().filter_map(plain).collect();
            kept.sort_by_key(Value::to_string);
            if kept.len() < 2 { kept.pop() } else { Some(Value::Array(kept)) }
        }
        Value::String(text) => Some(json!(account(text).unwrap_or(text))),
        Value::Bool(true) | Value::Number(_) => Some(value.clone()),
    }
}

/// The account that an ARN stands for as a whole: policies name it both ways.
fn account(text: &str) -> Option<&str> {
    let (partition, rest) = text.strip_prefix("arn:")?.split_once(":iam::")?;
    let account = rest.strip_suffix(":root")?;
    let is_number = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    (is_number && !partition.contains(':')).then_some(account)
}

/// Rules as they are written: by their names, without the ids that AWS gives them.
pub(super) fn rules(rules: Value) -> Value {
    let mut rules = crate::aws::listing::elements(rules);
    for rule in &mut rules {
        if let Some(fields) = rule.as_object_mut() {
            fields.remove("RuleId");
        }
    }
    rules.sort_by_key(|rule| rule["RuleName"].to_string());
    Value::Array(rules)
}

/// Advanced settings by the kinds of resources.
pub(super) fn settings(settings: Value) -> Value {
    let mut settings = crate::aws::listing::elements(settings);
    settings.sort_by_key(|setting| setting["ResourceType"].to_string());
    Value::Array(settings)
}

/// A selection with its lists in order.
pub(super) fn selection(mut selection: Value) -> Value {
    if let Some(resources) = selection["Resources"].as_array_mut() {
        resources.sort_by_key(Value::to_string);
    }
    if let Some(tags) = selection["Conditions"]["StringEquals"].as_array_mut() {
        tags.sort_by_key(Value::to_string);
    }
    let fields = selection.as_object().cloned().unwrap_or_default();
    // Reading a field that is not there has made it null.
    fields.into_iter().filter(|(_, value)| plain(value).is_some()).collect::<Map<_, _>>().into()
}

/// Tags to be set, with their values, and to be removed, as null. AWS' own are left alone, and where the object is at home.
pub(super) fn tag_changes(wanted: &Value, live: &Value) -> Map<String, Value> {
    let entries = |tags: &Value| tags.as_object().cloned().unwrap_or_default();
    let (wanted, live) = (entries(wanted), entries(live));
    let gone = live.keys().filter(|name| {
        !wanted.contains_key(*name) && !name.starts_with("aws:") && !NOTES.contains(&name.as_str())
    });
    let mut changes: Map<_, _> = gone.map(|name| (name.clone(), Value::Null)).collect();
    changes.extend(wanted.into_iter().filter(|(name, value)| live.get(name) != Some(value)));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_or_left_out_is_no_difference() {
        let wanted = json!([{ "RuleName": "a", "EnableContinuousBackup": false, "Lifecycle": { "DeleteAfterDays": 35 } }]);
        let live = json!([{ "RuleName": "a", "CopyActions": [], "RecoveryPointTags": {}, "Lifecycle": { "DeleteAfterDays": 35 } }]);
        assert!(is_same(&wanted, &live));
        assert!(is_same(&json!(["b", "a"]), &json!(["a", "b"])));
        assert!(is_same(&json!({ "Action": "a", "Resource": [] }), &json!({ "Action": ["a"] })));
        assert!(!is_same(&wanted, &json!([{ "RuleName": "a", "Lifecycle": { "DeleteAfterDays": 7 } }])));
        assert_eq!(lower(&json!({ "dbSubnetGroupName": "a" })), json!({ "dbsubnetgroupname": "a" }));
        assert!(is_same(&json!("arn:aws:iam::123456789012:root"), &json!("123456789012")));
        assert!(!is_same(&json!("arn:aws:iam::123456789012:role/a"), &json!("123456789012")));
    }

    #[test]
    fn a_tag_that_nobody_wants_any_more_goes() {
        let changes = tag_changes(
            &json!({ "a": "1" }),
            &json!({ "a": "2", "acme:force-destroy": "true", "aws:x": "y" }),
        );
        assert_eq!(Value::Object(changes), json!({ "a": "1", "acme:force-destroy": null }));
    }
}
