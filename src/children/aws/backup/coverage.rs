//! Which databases of a region are backed up by which plan, whoever made it: read plan by plan, and decided here by AWS
//! Backup's own rules. Nothing is changed.

use serde_json::{Value, json};

use crate::aws::reach::At;
use crate::aws::{Action, AwsError, listing};

/// Every database server, and every plan with what it selects.
pub(super) async fn find(at: &At<'_>) -> Result<Value, AwsError> {
    let databases = at.call(Action::DescribeDbInstances, json!({})).await?;
    let mut plans = Vec::new();
    for plan in listing::elements(at.call(Action::ListBackupPlans, json!({})).await?) {
        let id = json!({ "BackupPlanId": plan["BackupPlanId"] });
        let selections = listing::elements(at.call(Action::ListBackupSelections, id).await?);
        let selections: Vec<_> =
            selections.into_iter().map(|mut selection| selection["BackupSelection"].take()).collect();
        plans.push(json!({ "BackupPlanName": plan["BackupPlanName"], "Selections": selections }));
    }
    Ok(json!({ "Databases": databases, "Plans": plans }))
}

/// Whether a selection (`BackupSelection`) takes a resource with these tags: one of `Resources` and none of `NotResources`
/// matches its ARN, it has one of the tags in `ListOfTags` where there are some, and all that `Conditions` ask for.
#[must_use]
pub fn is_selected(selection: &Value, arn: &str, tags: &Value) -> bool {
    let list = |field: &str| selection[field].as_array().into_iter().flatten().filter_map(Value::as_str);
    let named = list("Resources").any(|pattern| matches(pattern, arn));
    let excluded = list("NotResources").any(|pattern| matches(pattern, arn));
    let tagged = selection["ListOfTags"].as_array().filter(|list| !list.is_empty());
    let by_tag = tagged.is_some_and(|list| {
        list.iter().any(|tag| {
            let key = tag["ConditionKey"].as_str().unwrap_or_default();
            tags[key.strip_prefix("aws:ResourceTag/").unwrap_or(key)] == tag["ConditionValue"]
        })
    });
    (named || by_tag) && !excluded && meets(&selection["Conditions"], tags)
}

/// Whether tags meet every condition.
fn meets(conditions: &Value, tags: &Value) -> bool {
    let all = |kind: &str, holds: &dyn Fn(Option<&str>, &str) -> bool| {
        conditions[kind].as_array().into_iter().flatten().all(|condition| {
            let key = condition["ConditionKey"].as_str().unwrap_or_default();
            let key = key.strip_prefix("aws:ResourceTag/").unwrap_or(key);
            holds(tags[key].as_str(), condition["ConditionValue"].as_str().unwrap_or_default())
        })
    };
    all("StringEquals", &|found, wanted| found == Some(wanted))
        && all("StringNotEquals", &|found, wanted| found != Some(wanted))
        && all("StringLike", &|found, wanted| found.is_some_and(|found| matches(wanted, found)))
        && all("StringNotLike", &|found, wanted| !found.is_some_and(|found| matches(wanted, found)))
}

/// Whether text matches a pattern in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, mut rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    while let Some((middle, tail)) = rest.split_once('*') {
        let Some(found) = text.find(middle) else { return false };
        text = &text[found + middle.len()..];
        rest = tail;
    }
    text.ends_with(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:rds:eu-west-1:123456789012:db:product";

    #[test]
    fn selections_are_read_as_backups_are_made() {
        let tags = json!({ "env": "production", "team": "web" });
        let takes = |selection: Value| is_selected(&selection, ARN, &tags);
        assert!(takes(json!({ "Resources": [ARN] })));
        assert!(takes(json!({ "Resources": ["*"] })));
        assert!(takes(json!({ "Resources": ["arn:aws:rds:*:*:db:prod*"] })));
        assert!(!takes(json!({ "Resources": ["arn:aws:rds:*:*:db:stag*"] })));
        assert!(!takes(json!({ "Resources": ["*"], "NotResources": ["arn:aws:rds:*"] })));
        assert!(!takes(json!({})));
        let tag = |key: &str, value: &str| json!({ "ConditionType": "STRINGEQUALS", "ConditionKey": key, "ConditionValue": value });
        assert!(takes(json!({ "ListOfTags": [tag("env", "staging"), tag("team", "web")] })), "one is enough");
        let both = json!({ "StringEquals": [tag("aws:ResourceTag/env", "production"), tag("aws:ResourceTag/team", "api")] });
        assert!(!takes(json!({ "Resources": ["*"], "Conditions": both })), "all are needed");
        let like = json!({ "StringLike": [tag("aws:ResourceTag/env", "prod*")], "StringNotEquals": [tag("aws:ResourceTag/team", "api")] });
        assert!(takes(json!({ "Resources": ["*"], "Conditions": like })));
    }
}
