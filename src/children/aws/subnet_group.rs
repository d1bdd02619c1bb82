//! The subnets of a database server (`DBSubnetGroup`): made, changed and deleted in one call each.

use serde_json::{Value, json};

use super::reach::At;
use super::{Action, AwsError};
use crate::Manifest;

pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let mut live = at.call(Action::DescribeDbSubnetGroup, json!({ "DBSubnetGroupName": at.name })).await?;
    if live.is_null() {
        return Ok(None);
    }
    if let Some(subnets) = live["SubnetIds"].as_array_mut() {
        subnets.sort_by_key(Value::to_string);
    }
    Ok(Some(live))
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let wanted = manifest.json();
    let mut parameters = json!({ "DBSubnetGroupName": at.name, "SubnetIds": wanted["SubnetIds"] });
    match find(at).await? {
        None => {
            parameters["DBSubnetGroupDescription"] = json!(format!("Subnets of {}", at.name));
            parameters["Tags"] = wanted["Tags"].clone();
            at.call(Action::CreateDbSubnetGroup, parameters).await?;
        }
        Some(live) => {
            if live["SubnetIds"] != wanted["SubnetIds"] {
                at.call(Action::ModifyDbSubnetGroup, parameters).await?;
            }
            at.tag(&live["DBSubnetGroupArn"], (&wanted["Tags"], &live["Tags"])).await?;
        }
    }
    Ok(())
}

pub(super) async fn delete(at: &At<'_>) -> Result<(), AwsError> {
    match at.call(Action::DeleteDbSubnetGroup, json!({ "DBSubnetGroupName": at.name })).await {
        // A former server that is kept still needs it.
        Err(error) if error.is("DBSubnetGroupNotFound") || error.is("InvalidDBSubnetGroupState") => Ok(()),
        other => other.map(drop),
    }
}
