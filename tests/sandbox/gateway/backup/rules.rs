//! What AWS checks of a plan's rules, and what it fills in. Pure; knows the vaults only by whether they exist.

use super::{
    call::{Refusal, change, list, number, required, text},
    state::{Arn, unique},
};
use serde_json::{Value, json};

/// The document of a plan with what AWS fills in; rules keep the ids that they have in `before`.
pub(super) fn complete(
    asked: &Value,
    before: &Value,
    exists: &dyn Fn(&str) -> bool,
) -> Result<Value, Refusal> {
    required(asked, "BackupPlanName")?;
    if list(asked, "Rules").next().is_none() {
        return Err(Refusal::new("MissingParameterValueException", "Rules is missing"));
    }
    let mut rules = Vec::new();
    for rule in list(asked, "Rules") {
        check(rule, exists)?;
        let old = list(before, "Rules").find(|old| old["RuleName"] == rule["RuleName"]);
        rules.push(filled(rule, old));
    }
    let mut names: Vec<_> = rules.iter().map(|rule| text(rule, "RuleName")).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(Refusal::value("Rules must have different names"));
    }
    let mut document = asked.clone();
    change(&mut document, json!({ "Rules": rules }));
    Ok(document)
}

fn filled(rule: &Value, old: Option<&Value>) -> Value {
    let mut filled = json!({
        "RuleId": old.map_or_else(|| json!(unique().to_lowercase()), |old| old["RuleId"].clone()),
        "ScheduleExpression": "cron(0 5 ? * * *)",
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowMinutes": 480,
        "CompletionWindowMinutes": 10_080,
        "EnableContinuousBackup": false,
    });
    change(&mut filled, rule.clone());
    filled
}

fn check(rule: &Value, exists: &dyn Fn(&str) -> bool) -> Result<(), Refusal> {
    let name = required(rule, "RuleName")?;
    let is_named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.len() > 50 || !name.chars().all(is_named) {
        return Err(Refusal::value("RuleName: 1 to 50 letters, digits, '-', '_' and '.'"));
    }
    let vault = required(rule, "TargetBackupVaultName")?;
    if !exists(vault) {
        return Err(Refusal::value(&format!("Backup vault '{vault}' does not exist")));
    }
    let start = number(rule, "StartWindowMinutes");
    if start.is_some_and(|minutes| minutes < 60) {
        return Err(Refusal::value("Start window must be at least 60 minutes"));
    }
    let completion = number(rule, "CompletionWindowMinutes").unwrap_or(10_080);
    if completion <= start.unwrap_or(480) {
        return Err(Refusal::value("Completion window must be longer than the start window"));
    }
    if let Some(expression) = rule.get("ScheduleExpression").and_then(Value::as_str) {
        schedule(expression)?;
    }
    check_lifecycle(&rule["Lifecycle"])?;
    let is_continuous = rule["EnableContinuousBackup"] == true;
    let days = number(&rule["Lifecycle"], "DeleteAfterDays");
    if is_continuous && days.is_none_or(|days| days > 35) {
        return Err(Refusal::value("Continuous backups are kept for 1 to 35 days"));
    }
    for copy in list(rule, "CopyActions") {
        let vault = required(copy, "DestinationBackupVaultArn")?;
        if Arn::parse(vault).and_then(|arn| arn.name("backup-vault")).is_none() {
            return Err(Refusal::value(&format!("'{vault}' is not the ARN of a backup vault")));
        }
        check_lifecycle(&copy["Lifecycle"])?;
    }
    Ok(())
}

/// Cold storage is paid for 90 days at least.
pub(super) fn check_lifecycle(lifecycle: &Value) -> Result<(), Refusal> {
    let cold = number(lifecycle, "MoveToColdStorageAfterDays");
    let delete = number(lifecycle, "DeleteAfterDays");
    if cold.is_some_and(|days| days < 1) || delete.is_some_and(|days| days < 1) {
        return Err(Refusal::value("Days of a lifecycle must be at least 1"));
    }
    if cold.zip(delete).is_some_and(|(cold, delete)| delete < cold + 90) {
        return Err(Refusal::value(
            "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
        ));
    }
    Ok(())
}

/// Roughly what a schedule may look like: six fields, one of the days is `?`, at most one run an hour.
pub(super) fn schedule(expression: &str) -> Result<(), Refusal> {
    let invalid = |why: &str| Refusal::value(&format!("Invalid schedule expression '{expression}': {why}"));
    let fields = expression.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')'));
    let fields: Vec<_> = fields.ok_or_else(|| invalid("it is not cron(…)"))?.split_whitespace().collect();
    let [minute, hour, day, month, weekday, year] = fields[..] else {
        return Err(invalid("it does not have six fields"));
    };
    let plain = |field: &&str| field.chars().all(|c| c.is_ascii_alphanumeric() || "*,-/?#".contains(c));
    if !fields.iter().all(plain) {
        return Err(invalid("a field has a character that means nothing"));
    }
    if (day == "?") == (weekday == "?") {
        return Err(invalid("one of day of month and day of week must be '?', and one only"));
    }
    if [minute, hour, month, year].contains(&"?") {
        return Err(invalid("only days may be '?'"));
    }
    if minute.parse::<u8>().is_ok_and(|minute| minute > 59) || hour.parse::<u8>().is_ok_and(|hour| hour > 23)
    {
        return Err(invalid("there is no such time of day"));
    }
    if minute.parse::<u8>().is_err() {
        return Err(invalid("it runs more than once an hour"));
    }
    Ok(())
}
