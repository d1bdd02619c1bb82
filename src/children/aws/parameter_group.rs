//! The settings of a database server (`DBParameterGroup`). Those that a running server takes over apply at once, the others
//! with its next restart; what is not set any more goes back to the engine's default.

use serde_json::{Map, Value, json};

use super::instance::is_static;
use super::reach::At;
use super::wait::Task;
use super::{Action, AwsError, Request};
use crate::Manifest;

/// How many parameters one call takes.
const MOST: usize = 20;

/// The group, with the parameters that somebody has set as an object of text.
pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let mut live =
        at.call(Action::DescribeDbParameterGroup, json!({ "DBParameterGroupName": at.name })).await?;
    if live.is_null() {
        return Ok(None);
    }
    let set = live["Parameters"].as_array().cloned().unwrap_or_default();
    let named = set.iter().filter_map(|parameter| {
        Some((parameter["ParameterName"].as_str()?.to_owned(), parameter["ParameterValue"].clone()))
    });
    live["Parameters"] = named.collect::<Map<_, _>>().into();
    Ok(Some(live))
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let wanted = manifest.json();
    let found = find(at).await?;
    if let Some(live) = &found {
        at.tag(&live["DBParameterGroupArn"], (&wanted["Tags"], &live["Tags"])).await?;
    } else {
        let parameters = json!({
            "DBParameterGroupName": at.name,
            "DBParameterGroupFamily": wanted["DBParameterGroupFamily"],
            "Description": format!("Parameters of {}", at.name),
            "Tags": wanted["Tags"],
        });
        at.call(Action::CreateDbParameterGroup, parameters).await?;
    }
    let live = found.map(|live| live["Parameters"].clone()).unwrap_or_default();
    let (set, reset) = differing(&wanted["Parameters"], &live);
    for (action, parameters) in
        [(Action::ModifyDbParameterGroup, set), (Action::ResetDbParameterGroup, reset)]
    {
        for some in parameters.chunks(MOST) {
            at.call(action, json!({ "DBParameterGroupName": at.name, "Parameters": some })).await?;
        }
    }
    Ok(())
}

/// The parameters to set and those to give up, as the calls want them.
fn differing(wanted: &Value, live: &Value) -> (Vec<Value>, Vec<Value>) {
    let entries = |parameters: &Value| parameters.as_object().cloned().unwrap_or_default();
    let (wanted, live) = (entries(wanted), entries(live));
    let method = |name: &str| if is_static(name) { "pending-reboot" } else { "immediate" };
    let set = wanted.iter().filter(|(name, value)| live.get(*name) != Some(value)).map(|(name, value)| {
        json!({ "ParameterName": name, "ParameterValue": value, "ApplyMethod": method(name) })
    });
    let gone = live.keys().filter(|name| !wanted.contains_key(*name));
    let reset = gone.map(|name| json!({ "ParameterName": name, "ApplyMethod": method(name) }));
    (set.collect(), reset.collect())
}

pub(super) async fn delete(at: &At<'_>) -> Result<(), AwsError> {
    match at.call(Action::DeleteDbParameterGroup, json!({ "DBParameterGroupName": at.name })).await {
        // A former server that is kept still needs it.
        Err(error) if error.is("DBParameterGroupNotFound") || error.is("InvalidDBParameterGroupState") => {
            Ok(())
        }
        other => other.map(drop),
    }
}

/// Deletes the groups of earlier major versions, which former servers needed. That one is still needed, or none, is no error.
pub(super) async fn sweep(task: Task<'_>, manifest: &Manifest) {
    let Some(current) = manifest.json()["DBParameterGroupName"].as_str() else { return };
    let base = current.trim_end_matches(|c: char| c.is_ascii_digit());
    let Ok(major) = current[base.len()..].parse::<u32>() else { return };
    for earlier in OLDEST..major {
        let parameters = json!({ "DBParameterGroupName": format!("{base}{earlier}") });
        let request = Request::new(Action::DescribeDbParameterGroup, parameters.clone());
        let found = task.aws.call(task.region, request).await.unwrap_or(Value::Null);
        let notes = super::instance::notes(manifest);
        if found.is_object()
            && notes.as_object().into_iter().flatten().all(|(name, value)| found["Tags"][name] == *value)
        {
            let request = Request::new(Action::DeleteDbParameterGroup, parameters);
            let _ = task.aws.call(task.region, request).await;
        }
    }
}

/// The first major version that RDS still has.
const OLDEST: u32 = 11;
