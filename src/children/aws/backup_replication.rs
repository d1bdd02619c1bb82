//! Copies of a server's automated backups in another region, from which it can be restored to a point in time when its own
//! region is lost. They belong to the server as it is now: a restored one begins its own.

use serde_json::{Value, json};

use super::listing;
use super::reach::At;
use super::{Action, AwsError};
use crate::Manifest;

/// The copies of the server's backups in the child's region, with the server's tags.
pub(super) async fn find(at: &At<'_>) -> Result<Option<Value>, AwsError> {
    let Some(source) = listing::instance(at.aws, at.home, at.name).await? else { return Ok(None) };
    let parameters = json!({ "DbiResourceId": source["DbiResourceId"] });
    let backups = listing::elements(at.call(Action::DescribeDbInstanceAutomatedBackups, parameters).await?);
    let is_of = |backup: &Value| {
        backup["DbiResourceId"] == source["DbiResourceId"]
            && backup["DBInstanceArn"] == source["DBInstanceArn"]
    };
    let Some(mut live) = backups.into_iter().find(is_of) else { return Ok(None) };
    live["Tags"] = source["Tags"].clone();
    Ok(Some(live))
}

pub(super) async fn apply(at: &At<'_>, manifest: &Manifest) -> Result<(), AwsError> {
    let source = listing::instance(at.aws, at.home, at.name).await?.unwrap_or(Value::Null);
    let wanted = manifest.json();
    if let Some(live) = find(at).await? {
        if live["BackupRetentionPeriod"] == wanted["BackupRetentionPeriod"] {
            return Ok(());
        }
        stop(at, &source).await?;
    }
    let parameters = json!({
        "SourceDBInstanceArn": source["DBInstanceArn"],
        "BackupRetentionPeriod": wanted["BackupRetentionPeriod"],
        "KmsKeyId": manifest.orders()["KmsKeyId"],
    });
    at.call(Action::StartDbInstanceAutomatedBackupsReplication, parameters).await.map(drop)
}

/// Ends the copying. What was copied stays as long as its retention says.
pub(super) async fn delete(at: &At<'_>) -> Result<(), AwsError> {
    match listing::instance(at.aws, at.home, at.name).await? {
        Some(source) if find(at).await?.is_some() => stop(at, &source).await,
        Some(_) | None => Ok(()),
    }
}

async fn stop(at: &At<'_>, source: &Value) -> Result<(), AwsError> {
    let parameters = json!({ "SourceDBInstanceArn": source["DBInstanceArn"] });
    at.call(Action::StopDbInstanceAutomatedBackupsReplication, parameters).await.map(drop)
}
