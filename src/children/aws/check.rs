//! Whether AWS has what is asked for: the instance class for the engine, the version, and the way from the version that runs.
//! What AWS does not say is no objection.

use serde_json::{Value, json};

use super::instance::{at_least, is_within};
use super::reach::At;
use super::{Action, listing};
use crate::{CloudError, Manifest};

/// Objects to a server that AWS could not make.
pub(super) async fn check(at: &At<'_>, manifest: &Manifest) -> Result<(), CloudError> {
    let wanted = manifest.json();
    let engine = &manifest.orders()["Creation"]["Engine"];
    let (Some(class), Some(version), Some(engine)) =
        (wanted["DBInstanceClass"].as_str(), wanted["EngineVersion"].as_str(), engine.as_str())
    else {
        return Ok(());
    };
    let refused = |why: String| CloudError::Refused { id: at.id.clone(), source: why.into() };
    let versions = list(at, Action::DescribeDbEngineVersions, json!({ "Engine": engine })).await?;
    let names: Vec<_> = versions.iter().filter_map(|version| version["EngineVersion"].as_str()).collect();
    if !names.is_empty() && !names.iter().any(|name| is_within(name, version)) {
        return Err(refused(format!(
            "there is no {engine} {version} in this region: there are {}",
            names.join(", ")
        )));
    }
    upgradable(at, (version, &versions)).await.map_err(refused)?;
    let options = list(
        at,
        Action::DescribeOrderableDbInstanceOptions,
        json!({ "Engine": engine, "DBInstanceClass": class }),
    )
    .await?;
    // An emulator may know no options at all: only where the engine has some, a class without any is none.
    if options.is_empty() {
        let any = list(at, Action::DescribeOrderableDbInstanceOptions, json!({ "Engine": engine })).await?;
        if !any.is_empty() {
            return Err(refused(format!("there is no instance class {class} for {engine} in this region")));
        }
    }
    let offered =
        |option: &Value| option["EngineVersion"].as_str().is_some_and(|offered| is_within(offered, version));
    if !options.is_empty() && !options.iter().any(offered) {
        return Err(refused(format!(
            "the instance class {class} is not offered for {engine} {version} in this region"
        )));
    }
    Ok(())
}

async fn list(at: &At<'_>, action: Action, parameters: Value) -> Result<Vec<Value>, CloudError> {
    match at.call(action, parameters).await {
        Ok(answer) => Ok(listing::elements(answer)),
        // A catalog that does not open is no objection.
        Err(super::AwsError::Refused { .. } | super::AwsError::Cloud(CloudError::Other { .. })) => {
            Ok(Vec::new())
        }
        Err(super::AwsError::Cloud(error)) => Err(error),
    }
}

/// Whether AWS upgrades from the version that runs to one that is wanted.
async fn upgradable(at: &At<'_>, (wanted, versions): (&str, &[Value])) -> Result<(), String> {
    let Ok(Some(live)) = listing::instance(at.aws, at.region, at.name).await else { return Ok(()) };
    let Some(runs) = live["EngineVersion"].as_str().filter(|runs| !at_least(runs, wanted)) else {
        return Ok(());
    };
    let targets = versions
        .iter()
        .find(|version| version["EngineVersion"] == runs)
        .and_then(|version| version["ValidUpgradeTarget"].as_array());
    let Some(targets) = targets.filter(|targets| !targets.is_empty()) else { return Ok(()) };
    let names: Vec<_> = targets.iter().filter_map(Value::as_str).collect();
    if names.iter().any(|target| is_within(target, wanted)) {
        return Ok(());
    }
    Err(format!("{runs} cannot be upgraded to {wanted}: from there one can go to {}", names.join(", ")))
}
