//! Restore testing plans and their selections. Pure: a call and a region in, an answer out. Their runs are elsewhere.

use super::{
    call::{Answer, Call, Refusal, change, list, map, number, required, text, whole},
    paging::page,
    rules,
    state::{Region, Test, unique},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn answer(region: &mut Region, call: &Call, now: f64) -> Answer {
    let (method, path) = call.route();
    match (method, path.get(2..).unwrap_or_default()) {
        ("PUT", []) => create(region, call, now),
        ("GET", []) => {
            let tests = region.tests.values().map(|test| test.shape.clone()).collect();
            page(call, "RestoreTestingPlans", tests)
        }
        ("GET", [name]) => Ok(json!({ "RestoreTestingPlan": test(region, name)?.shape })),
        ("PUT", [name]) => update(region, call, name, now),
        ("DELETE", [name]) => {
            let found = test(region, name)?;
            if !found.selections.is_empty() {
                return Err(Refusal::state(
                    "Related restore testing selections must be deleted prior to restore testing plan deletion",
                ));
            }
            let arn = text(&found.shape, "RestoreTestingPlanArn").to_owned();
            region.tests.remove(*name);
            region.tags.remove(&arn);
            Ok(json!({}))
        }
        ("PUT", [name, "selections"]) => select(test(region, name)?, call, now),
        ("GET", [name, "selections"]) => {
            let selections = test(region, name)?.selections.values().cloned().collect();
            page(call, "RestoreTestingSelections", selections)
        }
        ("GET", [name, "selections", selection]) => {
            Ok(json!({ "RestoreTestingSelection": selected(test(region, name)?, selection)? }))
        }
        ("PUT", [name, "selections", selection]) => reselect(test(region, name)?, call, selection, now),
        ("DELETE", [name, "selections", selection]) => {
            let test = test(region, name)?;
            selected(test, selection)?;
            test.selections.remove(*selection);
            Ok(json!({}))
        }
        _ => Err(call.unknown()),
    }
}

fn test<'a>(region: &'a mut Region, name: &str) -> Result<&'a mut Test, Refusal> {
    let missing = || Refusal::not_found(&format!("Restore testing plan '{name}' does not exist"));
    region.tests.get_mut(name).ok_or_else(missing)
}

fn selected<'a>(test: &'a mut Test, name: &str) -> Result<&'a mut Value, Refusal> {
    let missing = || Refusal::not_found(&format!("Restore testing selection '{name}' does not exist"));
    test.selections.get_mut(name).ok_or_else(missing)
}

fn named(name: &str) -> Result<(), Refusal> {
    let is_named = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.len() <= 50 && name.chars().all(is_named) {
        return Ok(());
    }
    Err(Refusal::value(&format!("Invalid name '{name}': 1 to 50 letters, digits and '_'")))
}

/// What AWS checks of a plan that is made or changed.
fn check(plan: &Value) -> Result<(), Refusal> {
    if let Some(expression) = plan.get("ScheduleExpression").and_then(Value::as_str) {
        rules::schedule(expression)?;
    }
    let range = |object: &Value, name: &str, least: i64, most: i64| match number(object, name) {
        Some(value) if !(least..=most).contains(&value) => {
            Err(Refusal::value(&format!("{name} must be from {least} to {most}")))
        }
        _ => Ok(()),
    };
    range(plan, "StartWindowHours", 1, 168)?;
    let points = &plan["RecoveryPointSelection"];
    range(points, "SelectionWindowDays", 1, 365)?;
    let algorithm = text(points, "Algorithm");
    if !matches!(algorithm, "" | "LATEST_WITHIN_WINDOW" | "RANDOM_WITHIN_WINDOW") {
        return Err(Refusal::value(&format!("Algorithm '{algorithm}' is not known")));
    }
    if let Some(kind) =
        list(points, "RecoveryPointTypes").find(|kind| *kind != "SNAPSHOT" && *kind != "CONTINUOUS")
    {
        return Err(Refusal::value(&format!("Recovery point type {kind} is not known")));
    }
    Ok(())
}

fn create(region: &mut Region, call: &Call, now: f64) -> Answer {
    let asked = &call.body["RestoreTestingPlan"];
    let name = required(asked, "RestoreTestingPlanName")?;
    named(name)?;
    required(asked, "ScheduleExpression")?;
    let points = &asked["RecoveryPointSelection"];
    required(points, "Algorithm")?;
    for list_name in ["IncludeVaults", "RecoveryPointTypes"] {
        if list(points, list_name).next().is_none() {
            return Err(Refusal::new("MissingParameterValueException", &format!("{list_name} is missing")));
        }
    }
    check(asked)?;
    let token = call.body.get("CreatorRequestId");
    if let Some(existing) = region.tests.get(name) {
        let is_same = token.is_some() && existing.shape.get("CreatorRequestId") == token;
        return if is_same {
            Ok(existing.shape.clone())
        } else {
            Err(Refusal::exists("Restore testing plan with the same name already exists"))
        };
    }
    let arn = region.arn("restore-testing-plan", &format!("{name}-{}", unique().to_lowercase()));
    let mut shape = json!({ "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowHours": 24 });
    change(&mut shape, asked.clone());
    let mut selection = json!({ "ExcludeVaults": [], "SelectionWindowDays": 30 });
    change(&mut selection, points.clone());
    change(
        &mut shape,
        json!({
            "RestoreTestingPlanArn": arn,
            "CreationTime": now,
            "CreatorRequestId": token,
            "RecoveryPointSelection": selection,
        }),
    );
    region.tag(&arn, map(&call.body, "Tags"));
    region.tests.insert(name.to_owned(), Test { shape: shape.clone(), selections: BTreeMap::new() });
    Ok(shape)
}

fn update(region: &mut Region, call: &Call, name: &str, now: f64) -> Answer {
    let asked = &call.body["RestoreTestingPlan"];
    check(asked)?;
    let test = test(region, name)?;
    let mut fields = asked.clone();
    if let Some(points) = fields.get_mut("RecoveryPointSelection").map(Value::take) {
        let mut merged = test.shape["RecoveryPointSelection"].take();
        change(&mut merged, points);
        fields["RecoveryPointSelection"] = merged;
    }
    change(&mut test.shape, fields);
    test.shape["LastUpdateTime"] = json!(now);
    let mut answer = test.shape.clone();
    answer["UpdateTime"] = json!(now);
    Ok(answer)
}

fn select(test: &mut Test, call: &Call, now: f64) -> Answer {
    let asked = &call.body["RestoreTestingSelection"];
    let name = required(asked, "RestoreTestingSelectionName")?;
    named(name)?;
    required(asked, "ProtectedResourceType")?;
    required(asked, "IamRoleArn")?;
    let by_arns = list(asked, "ProtectedResourceArns").next().is_some();
    if by_arns == asked.get("ProtectedResourceConditions").is_some() {
        return Err(Refusal::value(
            "Either ProtectedResourceArns or ProtectedResourceConditions must be given, and not both",
        ));
    }
    check_hours(asked)?;
    let token = call.body.get("CreatorRequestId");
    if let Some(existing) = test.selections.get(name) {
        let is_same = token.is_some() && existing.get("CreatorRequestId") == token;
        return if is_same {
            Ok(made(test, existing))
        } else {
            Err(Refusal::exists("Restore testing selection with the same name already exists"))
        };
    }
    let mut selection = asked.clone();
    change(
        &mut selection,
        json!({
            "RestoreTestingPlanName": test.shape["RestoreTestingPlanName"],
            "CreationTime": now,
            "CreatorRequestId": token,
        }),
    );
    let answer = made(test, &selection);
    test.selections.insert(name.to_owned(), selection);
    Ok(answer)
}

fn check_hours(selection: &Value) -> Result<(), Refusal> {
    match number(selection, "ValidationWindowHours") {
        Some(hours) if !(0..=168).contains(&hours) => {
            Err(Refusal::value("ValidationWindowHours must be from 0 to 168"))
        }
        _ => Ok(()),
    }
}

fn reselect(test: &mut Test, call: &Call, name: &str, now: f64) -> Answer {
    let asked = &call.body["RestoreTestingSelection"];
    check_hours(asked)?;
    change(selected(test, name)?, asked.clone());
    let selection = selected(test, name)?.clone();
    let mut answer = made(test, &selection);
    answer["UpdateTime"] = json!(now);
    Ok(answer)
}

/// What making or changing a selection answers with.
fn made(test: &Test, selection: &Value) -> Value {
    whole(json!({
        "CreationTime": selection["CreationTime"],
        "RestoreTestingPlanArn": test.shape["RestoreTestingPlanArn"],
        "RestoreTestingPlanName": test.shape["RestoreTestingPlanName"],
        "RestoreTestingSelectionName": selection["RestoreTestingSelectionName"],
    }))
}
