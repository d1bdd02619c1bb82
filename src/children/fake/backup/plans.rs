//! Plans and what they select, in memory.

use serde_json::{Value, json};

use super::{arn, not_found, shown_with, time};
use crate::aws::{Action, AwsError, Request};
use crate::fake::aws::{State, refused};
use crate::fake::rds::{merge, name};

/// How long a new role is unknown to AWS Backup, in seconds.
const UNKNOWN: u64 = 20;

pub(super) fn call(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let clock = state.clock;
    match request.action {
        Action::ListBackupPlans => {
            let plans = state.region(region).backup.plans.values();
            let entry = |plan: &Value| {
                json!({
                    "BackupPlanId": plan["BackupPlanId"],
                    "BackupPlanName": plan["BackupPlan"]["BackupPlanName"],
                })
            };
            return Ok(plans.map(entry).collect());
        }
        Action::CreateBackupPlan => return create(state, region, p),
        Action::CreateBackupSelection => {
            let role = name(&p["BackupSelection"], "IamRoleArn").rsplit('/').next().unwrap_or("").to_owned();
            let since = state.roles.get(&role).map(|role| role["~since"].as_u64().unwrap_or(0));
            if since.is_none_or(|since| clock < since + UNKNOWN) {
                let text = format!("IAM Role {role} cannot be assumed by AWS Backup");
                return Err(refused("InvalidParameterValue", text));
            }
        }
        _ => {}
    }
    state.created += 1;
    let made = state.created;
    let backup = &mut state.region(region).backup;
    let id = name(p, "BackupPlanId");
    let Some(plan) = backup.plans.get_mut(id) else {
        return match request.action {
            Action::GetBackupPlan => Ok(Value::Null),
            Action::ListBackupSelections => Ok(json!([])),
            _ => Err(not_found("the backup plan")),
        };
    };
    match request.action {
        Action::GetBackupPlan => return Ok(shown_with(plan, &json!({}))),
        Action::UpdateBackupPlan => {
            check(&p["BackupPlan"])?;
            plan["BackupPlan"] = p["BackupPlan"].clone();
            number(plan);
        }
        Action::DeleteBackupPlan => {
            if plan["~selections"].as_array().is_some_and(|selections| !selections.is_empty()) {
                let text = "Related backup plan selections must be deleted prior to backup plan deletion";
                return Err(refused("InvalidRequest", text));
            }
            backup.plans.remove(id);
        }
        Action::ListBackupSelections => return Ok(plan["~selections"].clone()),
        Action::CreateBackupSelection => {
            let selection = json!({ "SelectionId": format!("selection-{made}"), "BackupSelection": p["BackupSelection"] });
            if let Some(selections) = plan["~selections"].as_array_mut() {
                selections.push(selection);
            }
        }
        Action::DeleteBackupSelection => {
            if let Some(selections) = plan["~selections"].as_array_mut() {
                selections.retain(|selection| selection["SelectionId"] != p["SelectionId"]);
            }
        }
        other => return Err(refused("InvalidAction", format!("{other:?}"))),
    }
    Ok(Value::Null)
}

fn create(state: &mut State, region: Option<&str>, p: &Value) -> Result<Value, AwsError> {
    check(&p["BackupPlan"])?;
    state.created += 1;
    let id = format!("plan-{}", state.created);
    let clock = state.clock;
    let mut plan = json!({
        "BackupPlanId": id,
        "BackupPlanArn": arn(region, "backup-plan", &id),
        "CreationDate": time(clock),
        "BackupPlan": p["BackupPlan"],
        "Tags": p["BackupPlanTags"],
        "~selections": [],
    });
    number(&mut plan);
    let backup = &mut state.region(region).backup;
    for rule in p["BackupPlan"]["Rules"].as_array().into_iter().flatten() {
        if !backup.vaults.contains_key(name(rule, "TargetBackupVaultName")) {
            return Err(not_found("the target vault"));
        }
    }
    backup.plans.insert(id.clone(), plan);
    Ok(json!({ "BackupPlanId": id }))
}

/// What AWS adds to the rules.
fn number(plan: &mut Value) {
    for (position, rule) in plan["BackupPlan"]["Rules"].as_array_mut().into_iter().flatten().enumerate() {
        merge(rule, &json!({ "RuleId": format!("rule-{position}") }));
    }
}

fn check(plan: &Value) -> Result<(), AwsError> {
    for rule in plan["Rules"].as_array().into_iter().flatten() {
        let (delete, cold) =
            (&rule["Lifecycle"]["DeleteAfterDays"], &rule["Lifecycle"]["MoveToColdStorageAfterDays"]);
        let is_short = cold.as_i64().is_some_and(|cold| delete.as_i64().is_some_and(|days| days < cold + 90));
        if is_short || rule["StartWindowMinutes"].as_i64().is_some_and(|minutes| minutes < 60) {
            return Err(refused("InvalidParameterValue", "Invalid rule"));
        }
    }
    Ok(())
}
