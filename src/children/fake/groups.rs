//! Subnet groups, parameter groups and roles, in memory: there as soon as they are asked for.

use serde_json::{Value, json};

use super::aws::{ACCOUNT, REGION, State, refused};
use super::rds::name;
use crate::aws::{Action, AwsError, Request};

pub(super) fn call(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let arn = |kind: &str, name: &str| {
        json!(format!("arn:aws:rds:{}:{ACCOUNT}:{kind}:{name}", region.unwrap_or(REGION)))
    };
    let subnets = name(p, "DBSubnetGroupName").to_owned();
    let parameters = name(p, "DBParameterGroupName").to_owned();
    match request.action {
        Action::CreateDbSubnetGroup | Action::ModifyDbSubnetGroup => {
            let there =
                state.region(region).subnet_groups.entry(subnets.clone()).or_insert(json!({ "Tags": {} }));
            super::rds::merge(there, p);
            there["DBSubnetGroupArn"] = arn("subgrp", &subnets);
            Ok(Value::Null)
        }
        Action::DescribeDbSubnetGroup => Ok(state.region(region).subnet_groups.get(&subnets).cloned().into()),
        Action::DeleteDbSubnetGroup => {
            let in_use = state
                .region(region)
                .instances
                .values()
                .any(|i| i["DBSubnetGroup"]["DBSubnetGroupName"] == subnets);
            if in_use {
                return Err(refused("InvalidDBSubnetGroupState", "it is in use"));
            }
            state.region(region).subnet_groups.remove(&subnets);
            Ok(Value::Null)
        }
        Action::CreateDbParameterGroup => {
            let mut group = p.clone();
            group["DBParameterGroupArn"] = arn("pg", &parameters);
            group["Parameters"] = json!([]);
            state.region(region).parameter_groups.insert(parameters, group);
            Ok(Value::Null)
        }
        Action::DescribeDbParameterGroup => {
            Ok(state.region(region).parameter_groups.get(&parameters).cloned().into())
        }
        Action::DeleteDbParameterGroup => {
            let is_in = |i: &Value| i["DBParameterGroups"][0]["DBParameterGroupName"] == parameters;
            if state.region(region).instances.values().any(is_in) {
                return Err(refused("InvalidDBParameterGroupState", "it is in use"));
            }
            state.region(region).parameter_groups.remove(&parameters);
            Ok(Value::Null)
        }
        Action::ModifyDbParameterGroup | Action::ResetDbParameterGroup => {
            change(state, region, request);
            Ok(Value::Null)
        }
        _ => roles(state, request),
    }
}

fn roles(state: &mut State, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    let role = name(p, "RoleName").to_owned();
    match request.action {
        Action::CreateRole => {
            let mut made = p.clone();
            made["Arn"] = json!(format!("arn:aws:iam::{ACCOUNT}:role/{role}"));
            made["PolicyArns"] = json!([]);
            made["Policies"] = json!({});
            made["~since"] = json!(state.clock);
            state.roles.insert(role, made);
            Ok(Value::Null)
        }
        Action::GetRole => Ok(state.roles.get(&role).map(super::rds::shown).into()),
        Action::PutRolePolicy => {
            if let Some(found) = state.roles.get_mut(&role) {
                let document = serde_json::from_str(name(p, "PolicyDocument")).unwrap_or(Value::Null);
                found["Policies"][name(p, "PolicyName")] = document;
            }
            Ok(Value::Null)
        }
        Action::DeleteRolePolicy => {
            if let Some(policies) = state.roles.get_mut(&role).and_then(|r| r["Policies"].as_object_mut()) {
                policies.remove(name(p, "PolicyName"));
            }
            Ok(Value::Null)
        }
        Action::DeleteRole => {
            state.roles.remove(&role);
            Ok(Value::Null)
        }
        Action::AttachRolePolicy => {
            if let Some(policies) = state.roles.get_mut(&role).and_then(|r| r["PolicyArns"].as_array_mut()) {
                policies.push(p["PolicyArn"].clone());
            }
            Ok(Value::Null)
        }
        Action::DetachRolePolicy => {
            if let Some(policies) = state.roles.get_mut(&role).and_then(|r| r["PolicyArns"].as_array_mut()) {
                policies.retain(|policy| *policy != p["PolicyArn"]);
            }
            Ok(Value::Null)
        }
        Action::TagRole => {
            if let Some(found) = state.roles.get_mut(&role) {
                super::rds::merge(&mut found["Tags"], &p["Tags"]);
            }
            Ok(Value::Null)
        }
        other => Err(refused("InvalidAction", format!("{other:?}"))),
    }
}

/// A parameter that needs a restart makes the servers of the group wait for one.
fn change(state: &mut State, region: Option<&str>, request: &Request) {
    let p = &request.parameters;
    let group = name(p, "DBParameterGroupName").to_owned();
    let there = state.region(region);
    let Some(found) = there.parameter_groups.get_mut(&group) else { return };
    let mut waits = false;
    for parameter in p["Parameters"].as_array().into_iter().flatten() {
        waits |= parameter["ApplyMethod"] == "pending-reboot";
        if let Some(set) = found["Parameters"].as_array_mut() {
            set.retain(|known| known["ParameterName"] != parameter["ParameterName"]);
            if request.action == Action::ModifyDbParameterGroup {
                set.push(parameter.clone());
            }
        }
    }
    for instance in there.instances.values_mut().filter(|_| waits) {
        if instance["DBParameterGroups"][0]["DBParameterGroupName"] == group {
            instance["DBParameterGroups"][0]["ParameterApplyStatus"] = json!("pending-reboot");
        }
    }
}
