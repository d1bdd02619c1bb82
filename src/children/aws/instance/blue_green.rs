//! Blue/green deployments: a copy of the server that gets the change first and takes over in a minute. Each phase is read off
//! the deployment itself, so whoever comes back later goes on where the last one stopped.

use serde_json::{Map, Value, json};

use super::seen::Seen;
use super::step::{Step, Stuck};
use super::version::window_contains;
use crate::aws::{Action, Request};
use crate::{Manifest, manifest};

/// The changes that a green copy gets before it takes over.
pub(super) const FIELDS: [&str; 6] =
    ["EngineVersion", "DBParameterGroupName", "DBInstanceClass", "StorageType", "AllocatedStorage", "Iops"];
/// The changes that are worth a green copy: the others are made without anybody noticing.
const WORTH: [&str; 3] = ["EngineVersion", "DBParameterGroupName", "DBInstanceClass"];

/// Where the deployment of a server is in what is found of it.
pub(crate) const DEPLOYMENT: &str = "BlueGreenDeployment";

/// The name of the deployment that leads to what the manifest wants.
pub(super) fn name(name: &str, manifest: &Manifest) -> String {
    let target: Vec<_> = WORTH.iter().map(|field| manifest.json()[*field].clone()).collect();
    format!("{name}-{}", manifest::digest(&Value::from(target)))
}

/// Whether the manifest's changes wait in a green copy for somebody, or a window, to let it take over.
pub(super) fn holds(manifest: &Manifest, live: &Value) -> bool {
    let deployment = &live[DEPLOYMENT];
    let is_wanted = live["DBInstanceIdentifier"]
        .as_str()
        .is_some_and(|main| deployment["BlueGreenDeploymentName"] == name(main, manifest).as_str());
    let is_due = match manifest.orders()["BlueGreen"]["Switchover"].as_str() {
        Some("manual") => false,
        Some("window") => live["IsInWindow"] == true,
        Some(_) | None => true,
    };
    is_wanted && deployment["Status"] == "AVAILABLE" && !is_due
}

/// The next step with a deployment; `None` where there is nothing to do about one. `changes`: what is to change.
pub(super) fn next(
    main: &str,
    manifest: &Manifest,
    changes: &Map<String, Value>,
    seen: &Seen<'_>,
) -> Result<Option<Step>, Stuck> {
    let is_worth =
        manifest.orders()["BlueGreen"].is_object() && WORTH.iter().any(|f| changes.contains_key(*f));
    let wanted = name(main, manifest);
    let Some(deployment) = seen.deployment else {
        return Ok(is_worth.then(|| create(&wanted, manifest, changes, seen)));
    };
    let id = &deployment["BlueGreenDeploymentIdentifier"];
    let status = deployment["Status"].as_str().unwrap_or_default();
    let is_this = deployment["BlueGreenDeploymentName"] == wanted.as_str();
    let wait = |what: &str| Ok(Some(Step::Await { who: main.to_owned(), what: what.to_owned() }));
    match status {
        "PROVISIONING" if is_this => wait("its green copy is being made"),
        "PROVISIONING" => {
            wait("a green copy that is not wanted any more must be made before it can be deleted")
        }
        "SWITCHOVER_IN_PROGRESS" => wait("its green copy is taking over"),
        "DELETING" => wait("its blue/green deployment is being deleted"),
        "SWITCHOVER_COMPLETED" => Ok(Some(end(deployment))),
        "AVAILABLE" if is_this && is_worth => Ok(Some(switch(manifest, id))),
        "AVAILABLE" if is_this && holds(manifest, seen.live()) => Ok(None),
        "AVAILABLE" => Ok(Some(end(deployment))),
        // It was tried and did not happen: nothing has changed, and it can be tried again.
        "SWITCHOVER_FAILED" if is_this && is_worth && seen.may_retry => Ok(Some(switch(manifest, id))),
        // One that an earlier run has given up is cleared away, and another one made.
        _ if is_this && !seen.may_retry => Err(Stuck {
            who: main.to_owned(),
            status: format!("blue/green deployment {status}"),
            chain: details(deployment),
            hint: "the database runs as before. See the details; change what was asked for, and apply again: the deployment \
                   is deleted and a new one made",
        }),
        _ => Ok(Some(end(deployment))),
    }
}

/// Clears a deployment away: with its copy, unless that has taken over.
pub(super) fn end(deployment: &Value) -> Step {
    let mut parameters =
        json!({ "BlueGreenDeploymentIdentifier": deployment["BlueGreenDeploymentIdentifier"] });
    if deployment["Status"] != "SWITCHOVER_COMPLETED" {
        parameters["DeleteTarget"] = json!(true);
    }
    Step::Call(Request::new(Action::DeleteBlueGreenDeployment, parameters))
}

fn create(name: &str, manifest: &Manifest, changes: &Map<String, Value>, seen: &Seen<'_>) -> Step {
    let mut parameters = json!({
        "BlueGreenDeploymentName": name,
        "Source": seen.live()["DBInstanceArn"],
        "Tags": super::seen::notes(manifest),
    });
    for field in FIELDS.iter().filter(|field| changes.contains_key(**field)) {
        parameters[format!("Target{field}")] = changes[*field].clone();
    }
    Step::Call(Request::new(Action::CreateBlueGreenDeployment, parameters))
}

fn switch(manifest: &Manifest, id: &Value) -> Step {
    let timeout = &manifest.orders()["BlueGreen"]["SwitchoverTimeout"];
    let parameters = json!({ "BlueGreenDeploymentIdentifier": id, "SwitchoverTimeout": timeout });
    Step::Call(Request::new(Action::SwitchoverBlueGreenDeployment, parameters))
}

fn details(deployment: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let tasks = deployment["Tasks"].as_array().into_iter().flatten();
    let failed = tasks
        .filter(|task| task["Status"] == "FAILED")
        .filter_map(|task| Some(format!("task {}: FAILED", task["Name"].as_str()?)));
    text(&deployment["StatusDetails"]).into_iter().chain(failed).collect()
}

/// Whether a window is open at the time that was seen.
pub(super) fn is_in_window(live: &Value, now: &crate::aws::Moment) -> bool {
    live["PreferredMaintenanceWindow"].as_str().is_some_and(|window| window_contains(window, now))
}
