//! Blue/green deployments, in memory: a green copy is made, takes over on request, and the two exchange their names.

use serde_json::{Value, json};

use super::aws::{Region, State, refused};
use super::changes::settled;
use super::rds::{arn, later, merge, name, shown};
use crate::aws::{Action, AwsError, Request};

/// How long a copy takes to be made, and to take over, in seconds.
const PROVISIONING: u64 = 120;
const SWITCHOVER: u64 = 45;

pub(super) fn call(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let clock = state.clock;
    let id = name(p, "BlueGreenDeploymentIdentifier").to_owned();
    match request.action {
        Action::DescribeBlueGreenDeployments => {
            Ok(state.region(region).deployments.values().map(shown).collect())
        }
        Action::CreateBlueGreenDeployment => create(state, region, p),
        Action::SwitchoverBlueGreenDeployment => {
            let deployment = found(state.region(region), &id)?;
            if !["AVAILABLE", "SWITCHOVER_FAILED"].iter().any(|status| deployment["Status"] == *status) {
                return Err(refused("InvalidBlueGreenDeploymentState", "it cannot be switched over now"));
            }
            deployment["Status"] = json!("SWITCHOVER_IN_PROGRESS");
            later(deployment, clock + SWITCHOVER, json!("switch"));
            Ok(Value::Null)
        }
        Action::DeleteBlueGreenDeployment => {
            let is_done = found(state.region(region), &id)?["Status"] == "SWITCHOVER_COMPLETED";
            if p["DeleteTarget"] == true && is_done {
                return Err(refused("InvalidBlueGreenDeploymentState", "the target is in use"));
            }
            let there = state.region(region);
            if let Some(deployment) = there.deployments.remove(&id)
                && p["DeleteTarget"] == true
            {
                let green =
                    deployment["Target"].as_str().and_then(|arn| arn.rsplit(':').next()).unwrap_or("");
                there.instances.remove(green);
            }
            Ok(Value::Null)
        }
        other => Err(refused("InvalidAction", format!("{other:?}"))),
    }
}

fn found<'a>(region: &'a mut Region, id: &str) -> Result<&'a mut Value, AwsError> {
    region.deployments.get_mut(id).ok_or_else(|| refused("BlueGreenDeploymentNotFound", id))
}

fn create(state: &mut State, region: Option<&str>, p: &Value) -> Result<Value, AwsError> {
    let clock = state.clock;
    let source = name(p, "Source").rsplit(':').next().unwrap_or_default().to_owned();
    let blue = settled(state.region(region), &source)?.clone();
    if state
        .region(region)
        .deployments
        .values()
        .any(|d| d["BlueGreenDeploymentName"] == p["BlueGreenDeploymentName"])
    {
        return Err(refused("BlueGreenDeploymentAlreadyExists", "there is one of this name"));
    }
    let target = format!("{source}-green-abc123");
    let mut fields = shown(&blue);
    for (field, value) in p.as_object().into_iter().flatten() {
        match field.strip_prefix("Target") {
            Some("DBParameterGroupName") => {
                fields["DBParameterGroups"] =
                    json!([{ "DBParameterGroupName": value, "ParameterApplyStatus": "in-sync" }]);
            }
            Some(field) => fields[field] = value.clone(),
            None => {}
        }
    }
    let mut green = state.newborn(region, &target, &fields);
    green["DBInstanceStatus"] = json!("creating");
    let id = format!("bgd-{}", state.created);
    let mut deployment = json!({
        "BlueGreenDeploymentIdentifier": id,
        "BlueGreenDeploymentName": p["BlueGreenDeploymentName"],
        "Source": blue["DBInstanceArn"],
        "Target": arn(region, &target),
        "Status": "PROVISIONING",
        "Tags": p["Tags"],
    });
    let broken = p["TargetDBInstanceClass"] == "db.impossible";
    later(&mut deployment, clock + PROVISIONING, json!(if broken { "break" } else { "offer" }));
    let there = state.region(region);
    there.instances.insert(target, green);
    there.deployments.insert(id, deployment.clone());
    Ok(shown(&deployment))
}

/// Lets happen to a deployment what is due.
pub(super) fn advance(region: &mut Region, id: &str) {
    let Some(mut deployment) = region.deployments.remove(id) else { return };
    let then = deployment["~then"].take();
    deployment["~due"] = Value::Null;
    let db = |arn: &Value| arn.as_str().and_then(|arn| arn.rsplit(':').next()).unwrap_or("").to_owned();
    let (blue, green) = (db(&deployment["Source"]), db(&deployment["Target"]));
    match then.as_str() {
        Some("offer") => {
            deployment["Status"] = json!("AVAILABLE");
            if let Some(green) = region.instances.get_mut(&green) {
                green["DBInstanceStatus"] = json!("available");
            }
        }
        Some("break") => {
            deployment["Status"] = json!("PROVISIONING_FAILED");
            deployment["StatusDetails"] = json!("The target instance class is not offered.");
        }
        Some(_) => switch(region, &mut deployment, (&blue, &green)),
        None => {}
    }
    region.deployments.insert(id.to_owned(), deployment);
}

fn switch(region: &mut Region, deployment: &mut Value, (blue, green): (&str, &str)) {
    let (Some(mut old), Some(mut new)) = (region.instances.remove(blue), region.instances.remove(green))
    else {
        return;
    };
    let former = format!("{blue}-old1");
    merge(
        &mut new,
        &json!({ "DBInstanceIdentifier": blue, "DBInstanceArn": old["DBInstanceArn"], "Endpoint": old["Endpoint"] }),
    );
    let former_arn = old["DBInstanceArn"]
        .as_str()
        .unwrap_or_default()
        .replace(&format!(":db:{blue}"), &format!(":db:{former}"));
    merge(&mut old, &json!({ "DBInstanceIdentifier": former, "DBInstanceArn": former_arn }));
    deployment["Source"] = old["DBInstanceArn"].clone();
    deployment["Target"] = new["DBInstanceArn"].clone();
    deployment["Status"] = json!("SWITCHOVER_COMPLETED");
    region.instances.insert(former, old);
    region.instances.insert(blue.to_owned(), new);
}
