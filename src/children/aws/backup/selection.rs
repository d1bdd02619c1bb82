//! What a plan backs up: one selection, and no other. AWS changes none: another one is made, and then the former is deleted,
//! so that nothing is unprotected in between.

use serde_json::{Value, json};

use super::{compare, creator, patience, plan};
use crate::aws::reach::At;
use crate::aws::{Action, AwsError, listing, own_arn};
use crate::{CloudError, Manifest, digest};

/// How long a selection's name may be.
const LONGEST: usize = 50;

/// The selection as fields of its own, with the plan's tags, and in `Others` the names of those that should not be there.
pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let Some(owner) = plan::described(at).await? else { return Ok(None) };
    let all = selections(at, &owner["BackupPlanId"]).await?;
    let is_ours = |selection: &&Value| {
        selection["BackupSelection"]["SelectionName"]
            .as_str()
            .is_some_and(|name| name.starts_with(stem(at.name)))
    };
    let Some(own) = all.iter().find(is_ours).or(all.first()) else { return Ok(None) };
    let others: Vec<_> = all
        .iter()
        .filter(|selection| selection["SelectionId"] != own["SelectionId"])
        .map(|selection| selection["BackupSelection"]["SelectionName"].clone())
        .collect();
    let mut live = compare::selection(own["BackupSelection"].clone());
    live["SelectionId"] = own["SelectionId"].clone();
    live["Others"] = Value::Array(others);
    live["BackupPlanArn"] = owner["BackupPlanArn"].clone();
    live["Tags"] = owner["Tags"].clone();
    Ok(Some(live))
}

async fn selections(at: &At<'_>, plan_id: &Value) -> Result<Vec<Value>, AwsError> {
    let found = at.call(Action::ListBackupSelections, json!({ "BackupPlanId": plan_id })).await?;
    Ok(listing::elements(found))
}

fn stem(name: &str) -> &str {
    name.get(..LONGEST - 9).unwrap_or(name)
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), CloudError> {
    let said = |error: AwsError| error.about(at.id);
    let Some(owner) = plan::described(at).await.map_err(said)? else {
        return Err(
            super::refused("ResourceNotFound", "the backup plan does not exist any more").about(at.id)
        );
    };
    let own = owner["BackupPlanArn"].as_str().unwrap_or_default();
    let mut wanted = compare::selection(own_arn::complete(manifest.json(), own));
    if let Some(fields) = wanted.as_object_mut() {
        fields.remove("Tags");
    }
    let all = selections(at, &owner["BackupPlanId"]).await.map_err(said)?;
    let is_wanted = |selection: &&Value| {
        let mut content = compare::selection(selection["BackupSelection"].clone());
        content["SelectionName"] = Value::Null;
        compare::is_same(&wanted, &content)
    };
    let kept = all.iter().find(is_wanted).map(|selection| selection["SelectionId"].clone());
    if kept.is_none() {
        let name = format!("{}-{}", stem(at.name), digest(&wanted).get(..8).unwrap_or_default());
        let mut content = wanted.clone();
        content["SelectionName"] = json!(name);
        let parameters = json!({
            "BackupPlanId": owner["BackupPlanId"],
            "BackupSelection": content,
            "CreatorRequestId": creator(at, &content),
        });
        patience::with_role(at, Action::CreateBackupSelection, parameters).await?;
    }
    for selection in all.iter().filter(|selection| Some(&selection["SelectionId"]) != kept.as_ref()) {
        remove(at, &owner["BackupPlanId"], selection).await.map_err(said)?;
    }
    Ok(())
}

async fn remove(at: &At<'_>, plan_id: &Value, selection: &Value) -> Result<(), AwsError> {
    let parameters = json!({ "BackupPlanId": plan_id, "SelectionId": selection["SelectionId"] });
    match at.call(Action::DeleteBackupSelection, parameters).await {
        Err(error) if error.is("ResourceNotFound") => Ok(()),
        other => other.map(drop),
    }
}

/// Deletes everything that a plan selects.
pub(super) async fn clear(at: &At<'_>, plan_id: &Value) -> Result<(), AwsError> {
    for selection in selections(at, plan_id).await? {
        remove(at, plan_id, &selection).await?;
    }
    Ok(())
}

pub(super) async fn delete(at: &At<'_>) -> Result<(), AwsError> {
    match plan::described(at).await? {
        Some(owner) => clear(at, &owner["BackupPlanId"]).await,
        None => Ok(()),
    }
}
