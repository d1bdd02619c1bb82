//! The port's calls for children in AWS, by their kinds. Servers take a course of steps; everything else is there when its
//! call has returned.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::backup::{self, Piece};
use super::instance::{self, Look};
use super::wait::Task;
use super::{
    Action, Aws, AwsError, Request, backup_replication, check as options, listing, parameter_group, role,
    subnet_group,
};
use crate::{ChildId, Children, CloudError, Kind, Manifest, Observed};

/// A child and the door to where it is.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) aws: &'a dyn Aws,
    pub(super) id: &'a ChildId,
    /// Its identifier.
    pub(super) name: &'a str,
    /// Its region.
    pub(super) region: Option<&'a str>,
    /// The resource's region.
    pub(super) home: Option<&'a str>,
}

impl<'a> At<'a> {
    fn new(aws: &'a dyn Aws, home: Option<&'a str>, id: &'a ChildId) -> Self {
        let (name, region) = id.in_region();
        Self { aws, id, name, region: region.or(home), home }
    }

    /// A call in the child's region.
    pub(super) async fn call(&self, action: Action, parameters: Value) -> Result<Value, AwsError> {
        self.aws.call(self.region, Request::new(action, parameters)).await
    }

    /// Makes the tags of an RDS object what they should be.
    pub(super) async fn tag(&self, arn: &Value, (wanted, live): (&Value, &Value)) -> Result<(), AwsError> {
        let (gone, set): (Vec<_>, Vec<_>) =
            instance::tag_changes(wanted, live).into_iter().partition(|(_, value)| value.is_null());
        if !set.is_empty() {
            let tags: serde_json::Map<_, _> = set.into_iter().collect();
            self.call(Action::AddTagsToResource, json!({ "ResourceName": arn, "Tags": tags })).await?;
        }
        if !gone.is_empty() {
            let keys: Vec<_> = gone.into_iter().map(|(name, _)| name).collect();
            self.call(Action::RemoveTagsFromResource, json!({ "ResourceName": arn, "TagKeys": keys }))
                .await?;
        }
        Ok(())
    }

    fn task(&self, timeout: Duration) -> Task<'a> {
        Task { aws: self.aws, id: self.id, region: self.region, timeout }
    }

    async fn find(&self) -> Result<Option<Value>, AwsError> {
        match family(self.id.kind) {
            Family::SubnetGroup => subnet_group::find(self).await,
            Family::ParameterGroup => parameter_group::find(self).await,
            Family::Role => role::find(self).await,
            Family::Backups => backup_replication::find(self).await,
            Family::Backup(piece) => backup::find(self, piece).await,
            // Servers are read off the region's list.
            Family::Server | Family::Elsewhere => Ok(None),
        }
    }
}

/// How a kind is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Server,
    SubnetGroup,
    ParameterGroup,
    Role,
    Backups,
    Backup(Piece),
    /// Not in AWS.
    Elsewhere,
}

fn family(kind: Kind) -> Family {
    match kind {
        Kind::DbInstance | Kind::DbReplica => Family::Server,
        Kind::DbSubnetGroup => Family::SubnetGroup,
        Kind::DbParameterGroup => Family::ParameterGroup,
        Kind::Role => Family::Role,
        Kind::DbBackupReplication => Family::Backups,
        Kind::BackupCoverage => Family::Backup(Piece::Coverage),
        Kind::BackupPlan => Family::Backup(Piece::Plan),
        Kind::BackupRun => Family::Backup(Piece::Run),
        Kind::BackupSelection => Family::Backup(Piece::Selection),
        Kind::BackupVault => Family::Backup(Piece::Vault),
        Kind::RestoreTestingPlan => Family::Backup(Piece::TestingPlan),
        Kind::RestoreTestingSelection => Family::Backup(Piece::TestingSelection),
        Kind::ConfigMap
        | Kind::Deployment
        | Kind::HorizontalPodAutoscaler
        | Kind::Ingress
        | Kind::Job
        | Kind::Namespace
        | Kind::NetworkPolicy
        | Kind::PodDisruptionBudget
        | Kind::Secret
        | Kind::Service
        | Kind::ServiceAccount
        | Kind::ServiceMonitor => Family::Elsewhere,
    }
}

/// The children among `ids` that exist in the region, or in the one that their name says. One in another region that does not
/// answer is null: whether it is there, nobody knows.
///
/// # Errors
/// AWS does not answer, or refuses.
pub async fn observe(
    aws: &dyn Aws,
    region: Option<&str>,
    ids: &BTreeSet<ChildId>,
) -> Result<Children<Observed>, CloudError> {
    let mut found = Children::new();
    let mut looks: Vec<(Option<&str>, Look)> = Vec::new();
    for id in ids {
        let at = At::new(aws, region, id);
        let live = if is_server(id.kind) {
            if !looks.iter().any(|(region, _)| *region == at.region) {
                let look = listing::look(aws, at.region).await.map_err(|error| error.about(id))?;
                looks.push((at.region, look));
            }
            let look = looks.iter().find(|(region, _)| *region == at.region);
            look.and_then(|(_, look)| instance::observed(aws, at.name, look))
        } else {
            match at.find().await.map_err(|error| error.about(id)) {
                Ok(live) => live.map(|live| Observed { live }),
                // A region that is lost stops nothing in the others.
                Err(CloudError::Unreachable { .. }) if id.in_region().1.is_some() => {
                    Some(Observed { live: Value::Null })
                }
                Err(error) => return Err(error),
            }
        };
        if let Some(observed) = live {
            found.insert(id.clone(), observed);
        }
    }
    Ok(found)
}

/// Makes a child what its manifest says, or begins to.
///
/// # Errors
/// AWS does not answer, or refuses.
pub async fn apply(
    aws: &dyn Aws,
    region: Option<&str>,
    id: &ChildId,
    manifest: &Manifest,
) -> Result<Observed, CloudError> {
    let at = At::new(aws, region, id);
    let done = match family(id.kind) {
        Family::Server => return instance::apply(at.task(instance::DEFAULT_WAIT), manifest).await,
        Family::SubnetGroup => subnet_group::apply(&at, manifest).await,
        Family::ParameterGroup => parameter_group::apply(&at, manifest).await,
        Family::Role => role::apply(&at, manifest).await,
        Family::Backups => backup_replication::apply(&at, manifest).await,
        Family::Backup(piece) => {
            backup::apply(&at, piece, manifest).await?;
            Ok(())
        }
        Family::Elsewhere => Ok(()),
    };
    done.map_err(|error| error.about(id))?;
    let live = at.find().await.map_err(|error| error.about(id))?;
    // What has just been made may not show yet.
    Ok(Observed { live: live.unwrap_or_else(|| manifest.json().clone()) })
}

/// Returns a child when it is as wanted.
///
/// # Errors
/// It never will be, or not in time, with its own events; or AWS does not answer, or refuses.
pub async fn ready(
    aws: &dyn Aws,
    region: Option<&str>,
    id: &ChildId,
    (manifest, timeout): (&Manifest, Duration),
) -> Result<Observed, CloudError> {
    let at = At::new(aws, region, id);
    match family(id.kind) {
        Family::Server => return instance::ready(at.task(timeout), manifest).await,
        Family::Backup(Piece::Run) => return backup::ready(&at, manifest, timeout).await,
        Family::SubnetGroup
        | Family::ParameterGroup
        | Family::Role
        | Family::Backups
        | Family::Backup(_)
        | Family::Elsewhere => {}
    }
    let live = at.find().await.map_err(|error| error.about(id))?;
    Ok(Observed { live: live.unwrap_or_else(|| manifest.json().clone()) })
}

/// Deletes a child and returns when it is gone.
///
/// # Errors
/// It cannot be deleted, or not in time; or AWS does not answer, or refuses.
pub async fn delete(
    aws: &dyn Aws,
    region: Option<&str>,
    id: &ChildId,
    (last, timeout): (Option<&Manifest>, Duration),
) -> Result<(), CloudError> {
    let at = At::new(aws, region, id);
    let done = match family(id.kind) {
        Family::Server => return instance::delete(at.task(timeout), last).await,
        Family::SubnetGroup => subnet_group::delete(&at).await,
        Family::ParameterGroup => parameter_group::delete(&at).await,
        Family::Role => role::delete(&at).await,
        Family::Backups => backup_replication::delete(&at).await,
        Family::Backup(piece) => return backup::delete(&at, piece, timeout).await,
        Family::Elsewhere => Ok(()),
    };
    done.map_err(|error| error.about(id))
}

/// Asks whether AWS offers what the manifest wants, and changes nothing.
///
/// # Errors
/// It does not, or AWS does not answer.
pub async fn check(
    aws: &dyn Aws,
    region: Option<&str>,
    id: &ChildId,
    manifest: &Manifest,
) -> Result<(), CloudError> {
    let at = At::new(aws, region, id);
    if is_server(id.kind) { options::check(&at, manifest).await } else { Ok(()) }
}

/// Whether a kind is a database server.
pub(super) fn is_server(kind: Kind) -> bool {
    family(kind) == Family::Server
}

/// The part of a backup plan that a kind is; `None` where it is none.
pub(super) fn piece(kind: Kind) -> Option<Piece> {
    match family(kind) {
        Family::Backup(piece) => Some(piece),
        Family::Server
        | Family::SubnetGroup
        | Family::ParameterGroup
        | Family::Role
        | Family::Backups
        | Family::Elsewhere => None,
    }
}
