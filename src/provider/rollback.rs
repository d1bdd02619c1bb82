//! The way back from an update that failed: what ran before is restored and waited for, and the state keeps the last good
//! values, so that the next plan shows the change again. The apply has failed all the same.

use std::collections::BTreeMap;
use std::time::Duration;

use acme_children::{ChildId, Cloud, CloudError, Habit, Manifest, Outcome, ReconcileError};
use acme_resources::{Expansion, OnFailure};
use acme_schema::{Diagnostic, Diagnostics, Value};

use super::diagnose;
use super::lifecycle::{Lifecycle, existing, reconcile};
use super::state;

/// An update that failed.
pub(super) struct Failed<'a> {
    /// The last good values, or those of a create that never became ready.
    pub(super) prior: Value,
    /// What was to be.
    pub(super) expansion: &'a Expansion,
    /// How far it came.
    pub(super) outcome: &'a Outcome,
    pub(super) failure: &'a ReconcileError,
    pub(super) timeout: Duration,
}

impl Lifecycle<'_> {
    /// Restores what was there before, where that is wanted and of use. The state is the prior one with the inventory of what
    /// exists.
    pub(super) async fn restore(
        &self,
        cloud: &dyn Cloud,
        failed: Failed<'_>,
        diagnostic: Diagnostic,
    ) -> (Value, Diagnostics) {
        let Failed { prior, expansion, outcome, failure, timeout } = failed;
        let mut state = prior;
        let before = state::inventory(&state);
        let good = self.resource.expand(&state, &self.settings.facts).ok();
        let was_ready = !before.values().any(|digest| state::is_unready(digest));
        state::record(&mut state, existing(outcome, expansion, &before));
        // A repair that failed has nothing to go back to: what was to be is what was.
        let is_other = |good: &Expansion| good.desired.digests() != expansion.desired.digests();
        let is_of_use = !outcome.touched.is_empty() && can_be_undone(expansion.on_failure, failure);
        let Some(good) = good.filter(|good| is_of_use && is_other(good)) else {
            return (state, diagnose::to_be_continued(diagnostic, failure).into());
        };
        if !was_ready {
            let diagnostic = diagnostic.detail("not rolled back: what was there before was not ready either");
            return (state, diagnose::to_be_continued(diagnostic, failure).into());
        }
        tracing::warn!("the update has failed; what ran before is restored");
        let there = existing(outcome, &good, &before);
        let done = done(expansion, outcome);
        let (back, mut inventory) = undoing(&good, outcome, &there);
        inventory.retain(|id, _| !done.contains_key(&id.to_string()));
        let undone = reconcile(cloud, &back, &inventory, timeout).await;
        let is_untouched = |id: &str| id.parse().is_ok_and(|id: ChildId| !outcome.touched.contains(&id));
        let mut exists: BTreeMap<_, _> = there.into_iter().filter(|(id, _)| is_untouched(id)).collect();
        exists.extend(existing(&undone, &back, &inventory));
        exists.extend(done);
        state::record(&mut state, exists);
        (state, diagnose::rolled_back(diagnostic, undone.failure.as_ref()).into())
    }
}

/// What has been touched, as it should be again: nothing else is, whatever somebody has made of it meanwhile.
fn undoing(
    good: &Expansion,
    outcome: &Outcome,
    there: &BTreeMap<String, String>,
) -> (Expansion, BTreeMap<ChildId, String>) {
    let (desired, _) = good.desired.clone().partition(|id, _| outcome.touched.contains(id));
    let inventory = there.iter().filter_map(|(id, digest)| Some((id.parse().ok()?, digest.clone())));
    let inventory = inventory.filter(|(id, _)| outcome.touched.contains(id)).collect();
    (Expansion { desired, ..good.clone() }, inventory)
}

/// What the failed update has done once and for all, such as a migration. It is not undone, and not done again.
fn done(expansion: &Expansion, outcome: &Outcome) -> BTreeMap<String, String> {
    let is_done = |(id, _): &(&ChildId, &Manifest)| {
        id.kind.has(Habit::OneOff) && outcome.touched.contains(*id) && !outcome.unready.contains(*id)
    };
    let done = expansion.desired.iter().filter(is_done);
    done.map(|(id, manifest)| (id.to_string(), manifest.digest())).collect()
}

/// Whether an update that failed so can be undone: the cluster answers, and something was changed.
fn can_be_undone(wanted: OnFailure, failure: &ReconcileError) -> bool {
    let (OnFailure::RollBack, ReconcileError::Cloud(error)) = (wanted, failure) else { return false };
    match error {
        CloudError::Failed { .. }
        | CloudError::Forbidden { .. }
        | CloudError::Other { .. }
        | CloudError::OverQuota { .. }
        | CloudError::Refused { .. }
        | CloudError::Secret { .. }
        | CloudError::TimedOut { .. } => true,
        CloudError::NoCluster
        | CloudError::Settings { .. }
        | CloudError::ClusterNotFound { .. }
        | CloudError::Unreachable { .. }
        | CloudError::Unauthorized { .. }
        | CloudError::NamespaceNotFound(_)
        | CloudError::NoDatabase { .. }
        | CloudError::Stopped(_) => false,
    }
}
