//! When backups are tried by restoring them (AWS Backup restore testing), and which. A selection's child is named
//! `PLAN.SELECTION`.

use std::time::Duration;

use serde_json::{Value, json};

use super::patience::Patience;
use super::{Piece, compare, creator, made, now, patience, plan, tag};
use crate::aws::reach::At;
use crate::aws::{Action, AwsError, own_arn};
use crate::{CloudError, Manifest};

/// How long deleted selections may still count.
const UNSELECTED: Duration = Duration::from_secs(180);

/// The plan, and the restores that it has made.
pub(super) async fn find_plan(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let Some(mut live) = described(at, at.name).await? else { return Ok(None) };
    let jobs = json!({ "ByRestoreTestingPlanArn": live["RestoreTestingPlanArn"] });
    live["RestoreJobs"] = at.call(Action::ListRestoreJobs, jobs).await?;
    live["Now"] = now(at);
    Ok(Some(live))
}

async fn described(at: &At<'_>, name: &str) -> Result<Option<Value>, AwsError> {
    let live = at.call(Action::GetRestoreTestingPlan, json!({ "RestoreTestingPlanName": name })).await?;
    Ok((!live.is_null()).then_some(live))
}

pub(super) async fn apply_plan(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let live = described(at, at.name).await?;
    let own = match &live {
        Some(live) => live["RestoreTestingPlanArn"].clone(),
        None => plan::own_vault(at, &vault_of(manifest)).await?,
    };
    let mut content = own_arn::complete(manifest.json(), own.as_str().unwrap_or_default());
    let tags = content["Tags"].take();
    if let Some(fields) = content.as_object_mut() {
        fields.remove("Tags");
    }
    let Some(live) = live else {
        let creator = creator(at, &content);
        content["RestoreTestingPlanName"] = json!(at.name);
        let parameters = json!({ "RestoreTestingPlan": content, "Tags": tags, "CreatorRequestId": creator });
        return made(at.call(Action::CreateRestoreTestingPlan, parameters).await).map(drop);
    };
    if !compare::changed(Piece::TestingPlan, &content, &live).is_empty() {
        let parameters = json!({ "RestoreTestingPlanName": at.name, "RestoreTestingPlan": content });
        at.call(Action::UpdateRestoreTestingPlan, parameters).await?;
    }
    tag(at, &live["RestoreTestingPlanArn"], (&tags, &live["Tags"])).await
}

/// The name in the ARN of the first vault that is looked into.
fn vault_of(manifest: &Manifest) -> Value {
    let vaults = &manifest.json()["RecoveryPointSelection"]["IncludeVaults"];
    vaults[0].as_str().and_then(|arn| arn.rsplit(':').next()).map_or(Value::Null, |name| json!(name))
}

/// Deletes the plan. AWS may not know at once that its selections are gone.
pub(super) async fn delete_plan(at: &At<'_>, timeout: Duration) -> Result<(), CloudError> {
    let mut patience = Patience::new(at, timeout.min(UNSELECTED));
    loop {
        let name = json!({ "RestoreTestingPlanName": at.name });
        match gone(at.call(Action::DeleteRestoreTestingPlan, name).await) {
            Err(error) if error.is("InvalidRequest") => patience.rest("gone", &error.to_string()).await?,
            other => return other.map_err(|error| error.about(at.id)),
        }
    }
}

/// What names a selection.
fn names(at: &At<'_>) -> Value {
    let (plan, selection) = at.name.split_once('.').unwrap_or((at.name, ""));
    json!({ "RestoreTestingPlanName": plan, "RestoreTestingSelectionName": selection })
}

/// The selection with the tags and the ARN of its plan.
pub(super) async fn find_selection(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let mut live = at.call(Action::GetRestoreTestingSelection, names(at)).await?;
    if live.is_null() {
        return Ok(None);
    }
    let plan = names(at)["RestoreTestingPlanName"].as_str().unwrap_or_default().to_owned();
    let Some(owner) = described(at, &plan).await? else { return Ok(None) };
    live["RestoreTestingPlanArn"] = owner["RestoreTestingPlanArn"].clone();
    live["Tags"] = owner["Tags"].clone();
    Ok(Some(live))
}

pub(super) async fn apply_selection(at: &At<'_>, manifest: &Manifest) -> Result<(), CloudError> {
    let said = |error: AwsError| error.about(at.id);
    let names = names(at);
    let live = find_selection(at).await.map_err(said)?;
    let plan = names["RestoreTestingPlanName"].as_str().unwrap_or_default();
    let own = match &live {
        Some(live) => live["RestoreTestingPlanArn"].clone(),
        None => {
            let owner = described(at, plan).await.map_err(said)?;
            owner.map_or(Value::Null, |owner| owner["RestoreTestingPlanArn"].clone())
        }
    };
    let mut content = own_arn::complete(manifest.json(), own.as_str().unwrap_or_default());
    if let Some(fields) = content.as_object_mut() {
        fields.remove("Tags");
    }
    let mut parameters = names.clone();
    match live {
        Some(live) if compare::changed(Piece::TestingSelection, &content, &live).is_empty() => Ok(()),
        Some(_) => {
            // What is left out may stay as it was.
            for (field, nothing) in
                [("ValidationWindowHours", json!(0)), ("RestoreMetadataOverrides", json!({}))]
            {
                if content[field].is_null() {
                    content[field] = nothing;
                }
            }
            // The kind of resource is fixed: it is part of the selection's name.
            if let Some(fields) = content.as_object_mut() {
                fields.remove("ProtectedResourceType");
            }
            parameters["RestoreTestingSelection"] = content;
            patience::with_role(at, Action::UpdateRestoreTestingSelection, parameters).await.map(drop)
        }
        None => {
            let creator = creator(at, &content);
            content["RestoreTestingSelectionName"] = names["RestoreTestingSelectionName"].clone();
            let parameters = json!({
                "RestoreTestingPlanName": plan,
                "RestoreTestingSelection": content,
                "CreatorRequestId": creator,
            });
            patience::with_role(at, Action::CreateRestoreTestingSelection, parameters).await.map(drop)
        }
    }
}

pub(super) async fn delete_selection(at: &At<'_>) -> Result<(), AwsError> {
    gone(at.call(Action::DeleteRestoreTestingSelection, names(at)).await)
}

fn gone(answer: Result<Value, AwsError>) -> Result<(), AwsError> {
    match answer {
        Err(error) if error.is("ResourceNotFound") => Ok(()),
        other => other.map(drop),
    }
}
