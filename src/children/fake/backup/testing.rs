//! Restore testing, in memory.

use serde_json::{Value, json};

use super::{arn, not_found, shown_with};
use crate::aws::{Action, AwsError, Request};
use crate::fake::aws::{State, refused};
use crate::fake::rds::{merge, name};

pub(super) fn call(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let backup = &mut state.region(region).backup;
    let plan = p["RestoreTestingPlanName"]
        .as_str()
        .unwrap_or(name(&p["RestoreTestingPlan"], "RestoreTestingPlanName"));
    let selection = p["RestoreTestingSelectionName"]
        .as_str()
        .unwrap_or(name(&p["RestoreTestingSelection"], "RestoreTestingSelectionName"));
    let key = format!("{plan}.{selection}");
    match request.action {
        Action::GetRestoreTestingPlan => {
            let found = backup.testing_plans.get(plan);
            return Ok(found.map_or(Value::Null, |found| shown_with(found, &json!({}))));
        }
        Action::CreateRestoreTestingPlan => {
            let mut made = p["RestoreTestingPlan"].clone();
            made["RestoreTestingPlanArn"] = json!(arn(region, "restore-testing-plan", plan));
            made["Tags"] = p["Tags"].clone();
            backup.testing_plans.insert(plan.to_owned(), made);
        }
        Action::UpdateRestoreTestingPlan => {
            let found = backup.testing_plans.get_mut(plan).ok_or_else(|| not_found("the plan"))?;
            merge(found, &p["RestoreTestingPlan"]);
        }
        Action::DeleteRestoreTestingPlan => {
            if backup.testing_selections.keys().any(|key| key.starts_with(&format!("{plan}."))) {
                return Err(refused("InvalidRequest", "The plan has selections"));
            }
            backup.testing_plans.remove(plan).ok_or_else(|| not_found("the plan"))?;
        }
        Action::GetRestoreTestingSelection => return Ok(backup.testing_selections.get(&key).cloned().into()),
        Action::CreateRestoreTestingSelection => {
            if !backup.testing_plans.contains_key(plan) {
                return Err(not_found("the plan"));
            }
            backup.testing_selections.insert(key, p["RestoreTestingSelection"].clone());
        }
        Action::UpdateRestoreTestingSelection => {
            let found = backup.testing_selections.get_mut(&key).ok_or_else(|| not_found("the selection"))?;
            merge(found, &p["RestoreTestingSelection"]);
        }
        Action::DeleteRestoreTestingSelection => {
            backup.testing_selections.remove(&key).ok_or_else(|| not_found("the selection"))?;
        }
        Action::ListRestoreJobs => {
            let is_meant =
                |job: &&Value| job["CreatedBy"]["RestoreTestingPlanArn"] == p["ByRestoreTestingPlanArn"];
            return Ok(backup.restores.iter().filter(is_meant).cloned().collect());
        }
        other => return Err(refused("InvalidAction", format!("{other:?}"))),
    }
    Ok(Value::Null)
}
