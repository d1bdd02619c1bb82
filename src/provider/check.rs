//! Plans that are checked where the cluster can be asked: whether it would accept the children that change, and whether
//! somebody else has their names. Nothing is changed, and a cluster that cannot be asked is a warning at most.

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Cloud, CloudError, Desired, Manifest, Observed, Taken, holder};
use acme_resources::Expansion;
use acme_schema::{Diagnostic, Diagnostics, Value};
use futures::future::join_all;

use super::config::{Connection, Topic};
use super::diagnose::{self, Change, Subject};
use super::gather::gather;
use super::lifecycle::Lifecycle;

/// A plan to be checked.
#[derive(Clone, Copy)]
pub(super) struct Planned<'a> {
    /// With write-only attributes filled in.
    pub(super) whole: &'a Value,
    /// The block as written.
    pub(super) config: &'a Value,
    /// The children that state records, with their digests.
    pub(super) inventory: &'a BTreeMap<ChildId, String>,
}

impl Lifecycle<'_> {
    /// What the cluster says about a plan.
    pub(super) async fn check(&self, planned: Planned<'_>, subject: &Subject) -> Diagnostics {
        let Connection::Online(cloud) = &self.settings.connection else { return Diagnostics::new() };
        // One call that all plans of a run share, before there is one for each child.
        if self.settings.has_warned(Topic::Cluster) {
            return Diagnostics::new();
        }
        let expansion = match self.provisional(cloud.as_ref(), planned).await {
            Ok(Some(expansion)) => expansion,
            Ok(None) => return Diagnostics::new(),
            Err(failure) => return self.say(&failure, planned, subject).into_iter().collect(),
        };
        let Expansion { location, desired, .. } = &expansion;
        let observed = match cloud.observe(location, &desired.id_set()).await {
            Ok(observed) => observed,
            Err(failure) => return self.say(&failure, planned, subject).into_iter().collect(),
        };
        let taken = taken(&observed, &expansion, planned.inventory);
        let change = if planned.inventory.is_empty() { Change::Create } else { Change::Update };
        let mut said: Diagnostics = diagnose::would_be_taken(&taken, subject, change).into_iter().collect();
        let is_free = |(id, _): &(&ChildId, &Manifest)| taken.iter().all(|taken| taken.id != **id);
        let changed = changed(desired, planned.inventory).into_iter().filter(is_free);
        let checks = changed.map(|(id, manifest)| cloud.check(location, id, manifest));
        let failures: Vec<_> = join_all(checks).await.into_iter().filter_map(Result::err).collect();
        said.extend(failures.iter().filter_map(|failure| self.say(failure, planned, subject)));
        said
    }

    /// The expansion as it would be now. What a plan must leave open, since it may be otherwise when it is applied, is
    /// looked up: for the check alone. `None`: it depends on what other resources have not made yet.
    async fn provisional(
        &self,
        cloud: &dyn Cloud,
        planned: Planned<'_>,
    ) -> Result<Option<Expansion>, CloudError> {
        if let Ok(expansion) = self.resource.expand(planned.whole, &self.settings.facts) {
            return Ok(Some(expansion));
        }
        let Some((location, _, _)) = self.resource.place(planned.whole) else { return Ok(None) };
        let (facts, failure) = gather(cloud, &location, &self.resource.needs(planned.whole)).await;
        let facts = facts.within(&self.settings.facts);
        let mut whole = planned.whole.clone();
        self.resource.settle(planned.config, &mut whole, &facts);
        match (self.resource.expand(&whole, &facts).ok(), failure) {
            (None, Some(failure)) => Err(failure),
            (expansion, _) => Ok(expansion),
        }
    }

    /// A refusal is the plan's error. That the cluster could not be asked is said once in a run, and is no error: a plan needs
    /// neither a cluster nor the right to write to it.
    fn say(&self, failure: &CloudError, planned: Planned<'_>, subject: &Subject) -> Option<Diagnostic> {
        match failure {
            // What takes the place of pods that are there may need less than they do, or one at a time.
            CloudError::OverQuota { id, .. } if planned.inventory.contains_key(id) => {
                Some(diagnose::may_lack_room(id, failure, subject))
            }
            CloudError::OverQuota { .. } | CloudError::Refused { .. } | CloudError::Failed { .. } => {
                Some(diagnose::cloud(failure, subject))
            }
            // It may be made by the same apply; where it is not, the apply says so.
            CloudError::NamespaceNotFound(_) | CloudError::NoDatabase { .. } | CloudError::Stopped(_) => None,
            CloudError::NoCluster
            | CloudError::Settings { .. }
            | CloudError::ClusterNotFound { .. }
            | CloudError::Unreachable { .. } => {
                self.settings.warn_once(Topic::Cluster, || diagnose::not_checked(failure))
            }
            CloudError::Unauthorized { .. }
            | CloudError::Forbidden { .. }
            | CloudError::Secret { .. }
            | CloudError::TimedOut { .. }
            | CloudError::Other { .. } => {
                self.settings.warn_once(Topic::Check, || diagnose::not_checked(failure))
            }
        }
    }
}

/// The children that are new or change.
fn changed<'a>(
    desired: &'a Children<Desired>,
    inventory: &BTreeMap<ChildId, String>,
) -> Vec<(&'a ChildId, &'a Manifest)> {
    desired
        .iter()
        .filter(|(id, manifest)| !id.kind.is_shared() && inventory.get(*id) != Some(&manifest.digest()))
        .collect()
}

/// Objects of others that have the names of children which are to be made. The plan may still be right: what makes room for
/// it may be part of the same apply.
fn taken(
    observed: &Children<Observed>,
    expansion: &Expansion,
    inventory: &BTreeMap<ChildId, String>,
) -> Vec<Taken> {
    let is_foreign = |(id, found): &(&ChildId, &Observed)| {
        // Whose it is that could not be looked at, nobody knows.
        !found.live.is_null()
            && !id.kind.is_shared()
            && !inventory.contains_key(*id)
            && !expansion.owner.owns(&found.live)
    };
    let foreign = observed.iter().filter(is_foreign);
    let taken = foreign.map(|(id, found)| Taken {
        id: id.clone(),
        holder: holder(&found.live, &expansion.owner),
        obstacle: expansion.desired.get(id).and_then(|manifest| found.obstacle(id, manifest)),
    });
    taken.collect()
}
