//! What AWS Backup has of a plan: vaults, the plan, its selection, restore testing, and backups on demand. All but the last
//! are there when their call has returned; here is what they have in common. No kind's own calls.

mod compare;
mod coverage;
mod patience;
mod plan;
mod restore_testing;
mod run;
mod selection;
#[cfg(test)]
mod tests;
mod vault;

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::reach::At;
use super::{Action, AwsError};
use crate::{CloudError, Manifest};

pub(crate) use compare::{differences, leaves};
pub use coverage::is_selected;
pub use run::GENERATION as BACKUP_GENERATION;
pub(super) use run::ready;
pub(crate) use vault::{holds_backups, kept};

/// The tag of a vault that may be deleted with the recovery points that are in it.
pub const FORCE_DESTROY: &str = "acme:force-destroy";

/// The tag of a vault with a compliance lock: the days of its cooling-off time, which AWS shows as a date only.
pub const LOCK_DAYS: &str = "acme:lock-days";

/// A part of a backup plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Coverage,
    Plan,
    Run,
    Selection,
    TestingPlan,
    TestingSelection,
    Vault,
}

/// A child as AWS Backup has it, with what was made by it lately.
pub(super) async fn find(at: &At<'_>, piece: Piece) -> Result<Option<Value>, AwsError> {
    match piece {
        Piece::Coverage => coverage::find(at).await.map(Some),
        Piece::Plan => plan::find(at).await,
        // What a run makes are recovery points.
        Piece::Run => Ok(None),
        Piece::Selection => selection::find(at).await,
        Piece::TestingPlan => restore_testing::find_plan(at).await,
        Piece::TestingSelection => restore_testing::find_selection(at).await,
        Piece::Vault => vault::find(at).await,
    }
}

/// Makes a child what its manifest says, or begins to.
pub(super) async fn apply(at: &At<'_>, piece: Piece, manifest: &Manifest) -> Result<(), CloudError> {
    let done = match piece {
        Piece::Coverage => Ok(()),
        Piece::Plan => return plan::apply(at, manifest).await,
        Piece::Run => return run::start(at, manifest).await.map(drop),
        Piece::Selection => return selection::apply(at, manifest).await,
        Piece::TestingPlan => restore_testing::apply_plan(at, manifest).await,
        Piece::TestingSelection => return restore_testing::apply_selection(at, manifest).await,
        Piece::Vault => vault::apply(at, manifest).await,
    };
    done.map_err(|error| error.about(at.id))
}

/// Deletes a child and returns when it is gone.
pub(super) async fn delete(at: &At<'_>, piece: Piece, timeout: Duration) -> Result<(), CloudError> {
    let done = match piece {
        // The recovery points of a run are the vault's.
        Piece::Coverage | Piece::Run => Ok(()),
        Piece::Plan => return plan::delete(at, timeout).await,
        Piece::Selection => selection::delete(at).await,
        Piece::TestingPlan => return restore_testing::delete_plan(at, timeout).await,
        Piece::TestingSelection => restore_testing::delete_selection(at).await,
        Piece::Vault => return vault::delete(at, timeout).await,
    };
    done.map_err(|error| error.about(at.id))
}

/// Makes the tags of an object of AWS Backup what they should be. AWS' own are left alone.
async fn tag(at: &At<'_>, arn: &Value, (wanted, live): (&Value, &Value)) -> Result<(), AwsError> {
    let changes = compare::tag_changes(wanted, live);
    let (gone, set): (Map<_, _>, Map<_, _>) = changes.into_iter().partition(|(_, value)| value.is_null());
    if !set.is_empty() {
        at.call(Action::TagBackup, json!({ "ResourceArn": arn, "Tags": set })).await?;
    }
    if !gone.is_empty() {
        let keys: Vec<_> = gone.into_iter().map(|(name, _)| name).collect();
        at.call(Action::UntagBackup, json!({ "ResourceArn": arn, "TagKeyList": keys })).await?;
    }
    Ok(())
}

/// A name for a creation, by which AWS knows one that it has been asked for before: a second try makes no second object. The
/// same object may be made again later.
fn creator(at: &At<'_>, content: &Value) -> Value {
    let now = at.aws.moment(0).text;
    json!(format!("acme-{}", crate::digest(&json!([at.name, content, now]))))
}

/// The answer of a creation. That the object is there already means that a call was made whose answer was lost: whoever looked
/// just before has found none.
fn made(answer: Result<Value, AwsError>) -> Result<Value, AwsError> {
    match answer {
        Err(error) if error.is("AlreadyExists") || error.is("Conflict") => Ok(Value::Null),
        other => other,
    }
}

/// The time, for who reads what is old and what is not.
fn now(at: &At<'_>) -> Value {
    json!(at.aws.moment(0).text)
}

/// An error that no call has answered with.
fn refused(code: &str, message: impl Into<String>) -> AwsError {
    AwsError::Refused { code: code.to_owned(), message: message.into() }
}
