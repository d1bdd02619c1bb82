//! Backup plans and their selections. Pure: a call and a region in, an answer out; whether a selection's role exists has been
//! seen before.

use super::{
    call::{Answer, Call, Refusal, change, list, map, required, texts, whole},
    paging::page,
    rules,
    state::{Plan, Region, unique},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn answer(region: &mut Region, call: &Call, now: f64) -> Answer {
    let (method, path) = call.route();
    match (method, path.get(2..).unwrap_or_default()) {
        ("PUT", []) => create(region, call, now),
        ("GET", []) => {
            let plans = region.plans.values().map(|plan| {
                let mut shape = plan.shape.clone();
                shape["BackupPlanName"] = plan.document["BackupPlanName"].clone();
                shape
            });
            page(call, "BackupPlansList", plans.collect())
        }
        ("GET", [id]) => {
            let plan = plan(region, id)?;
            let mut shape = plan.shape.clone();
            shape["BackupPlan"] = plan.document.clone();
            Ok(shape)
        }
        ("POST", [id]) => update(region, call, id),
        ("DELETE", [id]) => delete(region, id, now),
        ("PUT", [id, "selections"]) => select(region, call, id, now),
        ("GET", [id, "selections"]) => {
            let shown = plan(region, id)?.selections.values().map(|selection| {
                let mut shape = selection.clone();
                let inner = shape["BackupSelection"].take();
                shape["SelectionName"] = inner["SelectionName"].clone();
                shape["IamRoleArn"] = inner["IamRoleArn"].clone();
                shape
            });
            page(call, "BackupSelectionsList", shown.collect())
        }
        ("GET", [id, "selections", selection]) => {
            let found = plan(region, id)?.selections.get(*selection).cloned();
            found.ok_or_else(|| no_selection(selection))
        }
        ("DELETE", [id, "selections", selection]) => {
            let gone = plan(region, id)?.selections.remove(*selection);
            gone.map(|_| json!({})).ok_or_else(|| no_selection(selection))
        }
        _ => Err(call.unknown()),
    }
}

fn no_selection(id: &str) -> Refusal {
    Refusal::not_found(&format!("Backup selection '{id}' does not exist"))
}

fn plan<'a>(region: &'a mut Region, id: &str) -> Result<&'a mut Plan, Refusal> {
    let missing = || Refusal::not_found(&format!("Backup plan '{id}' does not exist"));
    region.plans.get_mut(id).ok_or_else(missing)
}

fn create(region: &mut Region, call: &Call, now: f64) -> Answer {
    let asked = call.body["BackupPlan"].clone();
    let token = call.body.get("CreatorRequestId");
    let mut plans = region.plans.values();
    if let Some(plan) = plans.find(|plan| token.is_some() && plan.shape.get("CreatorRequestId") == token) {
        return Ok(plan.shape.clone());
    }
    let document = rules::complete(&asked, &Value::Null, &|vault| region.vaults.contains_key(vault))?;
    if region.plans.values().any(|plan| plan.asked == asked) {
        return Err(Refusal::exists("Backup plan with the same plan document already exists"));
    }
    let id = unique().to_lowercase();
    let arn = region.arn("backup-plan", &id);
    let shape = whole(json!({
        "BackupPlanId": id,
        "BackupPlanArn": arn,
        "CreationDate": now,
        "VersionId": unique(),
        "CreatorRequestId": token,
        "AdvancedBackupSettings": asked.get("AdvancedBackupSettings"),
    }));
    region.tag(&arn, map(&call.body, "BackupPlanTags"));
    let plan = Plan { shape: shape.clone(), asked, document, selections: BTreeMap::new() };
    region.plans.insert(id, plan);
    Ok(shape)
}

fn update(region: &mut Region, call: &Call, id: &str) -> Answer {
    let asked = call.body["BackupPlan"].clone();
    let before = plan(region, id)?.document.clone();
    let document = rules::complete(&asked, &before, &|vault| region.vaults.contains_key(vault))?;
    let plan = plan(region, id)?;
    change(
        &mut plan.shape,
        json!({ "VersionId": unique(), "AdvancedBackupSettings": asked.get("AdvancedBackupSettings") }),
    );
    (plan.asked, plan.document) = (asked, document);
    Ok(plan.shape.clone())
}

fn delete(region: &mut Region, id: &str, now: f64) -> Answer {
    let plan = plan(region, id)?;
    if !plan.selections.is_empty() {
        return Err(Refusal::state(
            "Related backup plan selections must be deleted prior to backup plan deletion",
        ));
    }
    let mut shape = plan.shape.clone();
    shape["DeletionDate"] = json!(now);
    region.plans.remove(id);
    let arn = region.arn("backup-plan", id);
    region.tags.remove(&arn);
    Ok(shape)
}

fn select(region: &mut Region, call: &Call, id: &str, now: f64) -> Answer {
    let asked = &call.body["BackupSelection"];
    let name = required(asked, "SelectionName")?;
    required(asked, "IamRoleArn")?;
    let token = call.body.get("CreatorRequestId");
    let plan = plan(region, id)?;
    let made = |selection: &Value| {
        let mut shape = selection.clone();
        change(&mut shape, json!({ "BackupSelection": null, "CreatorRequestId": null }));
        shape
    };
    for existing in plan.selections.values() {
        if token.is_some() && existing.get("CreatorRequestId") == token {
            return Ok(made(existing));
        }
        if existing["BackupSelection"]["SelectionName"] == name {
            return Err(Refusal::exists("Backup selection with the same name already exists"));
        }
    }
    let resources = texts(asked, "Resources");
    if resources.is_empty() && list(asked, "ListOfTags").next().is_none() {
        return Err(Refusal::value("A selection needs Resources or ListOfTags"));
    }
    if let Some(wrong) = resources.iter().find(|arn| **arn != "*" && !arn.starts_with("arn:")) {
        return Err(Refusal::value(&format!("'{wrong}' is not an ARN")));
    }
    let selection_id = unique().to_lowercase();
    let selection = whole(json!({
        "BackupPlanId": id,
        "SelectionId": selection_id,
        "CreationDate": now,
        "CreatorRequestId": token,
        "BackupSelection": filled(asked),
    }));
    let answer = made(&selection);
    plan.selections.insert(selection_id, selection);
    Ok(answer)
}

/// AWS answers with empty lists where none were given.
fn filled(asked: &Value) -> Value {
    let mut filled = json!({ "Resources": [], "NotResources": [], "ListOfTags": [], "Conditions": {} });
    change(&mut filled, asked.clone());
    let mut conditions =
        json!({ "StringEquals": [], "StringNotEquals": [], "StringLike": [], "StringNotLike": [] });
    change(&mut conditions, filled["Conditions"].take());
    filled["Conditions"] = conditions;
    filled
}
