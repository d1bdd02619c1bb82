//! From desired children to real ones: the steps, in order, through the port. Decides nothing that expansion has not
//! decided, and returns what exists however far it came.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;

use crate::{
    ChildId, Children, Cloud, CloudError, Desired, Habit, Kind, Location, Manifest, Observed, Owner, aws,
    holder, is_claimed,
};

/// One resource's children, to be made what they should be.
#[derive(Clone, Copy)]
pub struct Reconcile<'a> {
    /// The door to the world.
    pub cloud: &'a dyn Cloud,
    /// Where the children live.
    pub location: &'a Location,
    /// Whose they are.
    pub owner: &'a Owner,
    /// What they should be.
    pub desired: &'a Children<Desired>,
    /// The children that state records, with the digests they had.
    pub inventory: &'a BTreeMap<ChildId, String>,
    /// How long to wait for each of them.
    pub timeout: Duration,
}

/// What exists after reconciliation, and what stopped it.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    /// The children that exist: those desired, and those that were to be deleted and still are there.
    pub observed: Children<Observed>,
    /// Those that were applied and are not ready: the next run must wait for them again.
    pub unready: BTreeSet<ChildId>,
    /// Those that were written or deleted, or may have been.
    pub touched: BTreeSet<ChildId>,
    /// Whether everything desired is there and ready, so that at most the removal of the rest has failed.
    pub is_rolled_out: bool,
    /// `None`: everything is as desired.
    pub failure: Option<ReconcileError>,
}

impl Outcome {
    /// Whether all that is missing is backups on demand that were refused, have failed or take too long.
    #[must_use]
    pub fn lacks_only_backups(&self, desired: &Children<Desired>) -> bool {
        let Some(ReconcileError::Cloud(error)) = &self.failure else { return false };
        let is_told = match error {
            CloudError::Failed { .. }
            | CloudError::TimedOut { .. }
            | CloudError::Refused { .. }
            | CloudError::Forbidden { .. } => true,
            CloudError::NoCluster
            | CloudError::Settings { .. }
            | CloudError::ClusterNotFound { .. }
            | CloudError::Unreachable { .. }
            | CloudError::Unauthorized { .. }
            | CloudError::NamespaceNotFound(_)
            | CloudError::OverQuota { .. }
            | CloudError::NoDatabase { .. }
            | CloudError::Secret { .. }
            | CloudError::Stopped(_)
            | CloudError::Other { .. } => false,
        };
        let is_run = |id: &ChildId| id.kind == Kind::BackupRun;
        let is_there = |id: &ChildId| is_run(id) || self.observed.get(id).is_some();
        let ids = desired.id_set();
        is_told && ids.iter().any(is_run) && ids.iter().all(is_there) && self.unready.iter().all(is_run)
    }
}

/// Why reconciliation stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// Objects with the names of new children exist already. Nothing was changed.
    #[error("{} exists already and is not this resource's", names(.0))]
    Taken(Vec<Taken>),
    /// A child can never become what is desired, for these reasons. Nothing was changed.
    #[error("{}", .0.join("; "))]
    Fixed(Vec<String>),
    /// The port failed.
    #[error(transparent)]
    Cloud(#[from] CloudError),
}

/// An object that stands where a child should be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The object.
    pub id: ChildId,
    /// Who has it, as far as its metadata tells.
    pub holder: String,
    /// Why it could not be adopted either; `None` where it could.
    pub obstacle: Option<String>,
}

impl Reconcile<'_> {
    /// Observe, refuse what is taken, apply in order, wait, remove what is no longer desired.
    pub async fn run(&self) -> Outcome {
        let mut outcome = Outcome {
            observed: Children::new(),
            unready: BTreeSet::new(),
            touched: BTreeSet::new(),
            is_rolled_out: false,
            failure: None,
        };
        outcome.failure = self.steps(&mut outcome).await.err();
        outcome
    }

    async fn steps(&self, outcome: &mut Outcome) -> Result<(), ReconcileError> {
        let ids: BTreeSet<_> =
            self.desired.id_set().into_iter().chain(self.inventory.keys().cloned()).collect();
        let observed = self.cloud.observe(self.location, &ids).await;
        outcome.observed = observed.inspect_err(|_| self.remember(&mut outcome.observed))?;
        self.refuse_unseen(&mut outcome.observed)?;
        self.refuse_taken(&mut outcome.observed)?;
        self.refuse_fixed(&outcome.observed)?;
        let (first, last): (Vec<_>, Vec<_>) =
            self.orphans().into_iter().partition(|id| id.kind.has(Habit::GoesFirst));
        self.delete(first, outcome).await?;
        self.apply(outcome).await?;
        for id in outcome.unready.clone() {
            self.wait(&id, outcome).await?;
        }
        outcome.is_rolled_out = true;
        self.delete(last, outcome).await?;
        self.look_again(outcome).await;
        Ok(())
    }

    /// What a backup on demand has made shows in a vault that was looked at before.
    async fn look_again(&self, outcome: &mut Outcome) {
        if !outcome.touched.iter().any(|id| id.kind == Kind::BackupRun) {
            return;
        }
        let ids = self.desired.id_set();
        // That it cannot be looked at now is no failure: the next refresh does.
        for (id, found) in self.cloud.observe(self.location, &ids).await.unwrap_or_default().iter() {
            outcome.observed.insert(id.clone(), found.clone());
        }
    }

    async fn wait(&self, id: &ChildId, outcome: &mut Outcome) -> Result<(), CloudError> {
        let Some(manifest) = self.desired.get(id) else { return Ok(()) };
        let ready = self.cloud.ready(self.location, id, manifest, self.timeout).await?;
        outcome.unready.remove(id);
        outcome.observed.insert(id.clone(), ready);
        Ok(())
    }

    /// Where nothing could be observed, what state records is all that is known to exist.
    fn remember(&self, observed: &mut Children<Observed>) {
        for id in self.inventory.keys() {
            observed.insert(id.clone(), Observed { live: Value::Null });
        }
    }

    /// What is to be made, and could not be looked at, is not begun.
    fn refuse_unseen(&self, observed: &mut Children<Observed>) -> Result<(), CloudError> {
        let is_new = |id: &ChildId| !self.inventory.contains_key(id);
        let unseen_one =
            |(id, found): (&ChildId, &Observed)| (found.live.is_null() && is_new(id)).then(|| id.clone());
        let Some(id) = observed.iter().find_map(unseen_one) else { return Ok(()) };
        for id in observed.id_set().into_iter().filter(is_new) {
            observed.remove(&id);
        }
        Err(unseen(&id))
    }

    fn refuse_taken(&self, observed: &mut Children<Observed>) -> Result<(), ReconcileError> {
        // Without its server, or its plan, what a killed create has left in AWS belongs to nobody.
        let is_main = |kind: Kind| kind == Kind::DbInstance || kind == Kind::BackupPlan;
        let has_main = observed.iter().any(|(id, _)| is_main(id.kind));
        // What holds backups is not left over, whoever has forgotten it.
        let is_left = |id: &ChildId, found: &Observed| {
            id.kind.is_aws()
                && !has_main
                && self.owner.owns(&found.live)
                && !aws::holds_backups(id, &found.live)
        };
        let taken: Vec<_> = observed
            .iter()
            .filter(|(id, found)| {
                self.desired.get(id).is_some() && !self.is_ours(id, found) && !is_left(id, found)
            })
            .map(|(id, found)| self.taken(id, found))
            .collect();
        if taken.is_empty() {
            return Ok(());
        }
        for id in observed.id_set() {
            if !self.inventory.contains_key(&id) || taken.iter().any(|taken| taken.id == id) {
                observed.remove(&id);
            }
        }
        Err(ReconcileError::Taken(taken))
    }

    /// A child that state records is ours unless somebody else's object has taken its place since.
    fn is_ours(&self, id: &ChildId, found: &Observed) -> bool {
        let mark = self.inventory.get(id).map(String::as_str);
        // What a run that was killed has made in AWS says by its tags that it is ours.
        let was_made = id.kind.is_aws() && !self.inventory.is_empty() && self.owner.owns(&found.live);
        id.kind.is_shared() || was_made || (mark.is_some() && is_claimed(id, mark, found, self.owner))
    }

    fn taken(&self, id: &ChildId, found: &Observed) -> Taken {
        let obstacle = self.desired.get(id).and_then(|manifest| found.obstacle(id, manifest));
        Taken { id: id.clone(), holder: holder(&found.live, self.owner), obstacle }
    }

    fn refuse_fixed(&self, observed: &Children<Observed>) -> Result<(), ReconcileError> {
        let reasons: Vec<_> = self
            .desired
            .iter()
            .filter_map(|(id, manifest)| observed.get(id)?.obstacle(id, manifest))
            .collect();
        if reasons.is_empty() { Ok(()) } else { Err(ReconcileError::Fixed(reasons)) }
    }

    async fn apply(&self, outcome: &mut Outcome) -> Result<(), CloudError> {
        for (id, manifest) in self.desired.iter() {
            if self.is_done(id, manifest, &outcome.observed) {
                continue;
            }
            let stored = match self.cloud.apply(self.location, id, manifest).await {
                Ok(stored) => stored,
                Err(error) => {
                    if may_have_happened(&error) {
                        outcome.touched.insert(id.clone());
                        outcome.observed.insert(id.clone(), Observed { live: Value::Null });
                        outcome.unready.insert(id.clone());
                    }
                    return Err(error);
                }
            };
            outcome.touched.insert(id.clone());
            outcome.observed.insert(id.clone(), stored);
            if id.kind.is_awaited() {
                outcome.unready.insert(id.clone());
            }
            if id.kind.has(Habit::Gate) {
                self.wait(id, outcome).await?;
            }
        }
        Ok(())
    }

    /// Whether there is nothing to do about a child: it is as desired, or it has done its work and may be gone.
    fn is_done(&self, id: &ChildId, manifest: &Manifest, observed: &Children<Observed>) -> bool {
        let is_recorded = self.inventory.get(id).is_some_and(|digest| *digest == manifest.digest());
        match observed.get(id) {
            Some(found) => (is_recorded || id.kind.is_shared()) && found.differences(id, manifest).is_empty(),
            None => is_recorded && id.kind.has(Habit::OneOff),
        }
    }

    /// Children that state records and that are no longer desired, last applied first.
    fn orphans(&self) -> Vec<ChildId> {
        last_applied_first(self.inventory.keys().filter(|id| self.desired.get(id).is_none()))
    }

    async fn delete(&self, ids: Vec<ChildId>, outcome: &mut Outcome) -> Result<(), ReconcileError> {
        for id in ids {
            // Somebody else's object that has taken its place since is left alone.
            if outcome.observed.get(&id).is_some_and(|found| self.is_ours(&id, found)) {
                outcome.touched.insert(id.clone());
                self.cloud.delete(self.location, &id, None, self.timeout).await?;
            }
            outcome.observed.remove(&id);
        }
        Ok(())
    }
}

/// What is left after a removal.
#[derive(Debug)]
#[must_use]
pub struct Removal {
    /// The children that are still to be deleted, with the digests they had.
    pub left: BTreeMap<ChildId, String>,
    /// Objects of somebody else that have taken the place of children, and were left alone.
    pub spared: Vec<Taken>,
    /// `None`: nothing of ours is left.
    pub failure: Option<CloudError>,
}

/// Deletes the children that state records, last applied first. `last`: what they were to be, as far as that is known.
pub async fn remove(
    cloud: &dyn Cloud,
    (location, owner): (&Location, &Owner),
    inventory: BTreeMap<ChildId, String>,
    last: &Children<Desired>,
    timeout: Duration,
) -> Removal {
    let mut removal = Removal { left: inventory, spared: Vec::new(), failure: None };
    let ids = removal.left.keys().cloned().collect();
    let observed = match cloud.observe(location, &ids).await {
        Ok(observed) => observed,
        Err(error) => return Removal { failure: Some(error), ..removal },
    };
    // What cannot go keeps the rest: backups that nobody may delete are of no use without what makes the next ones.
    let kept = observed.iter().find_map(|(id, found)| {
        let mark = removal.left.get(id).map(String::as_str);
        if found.live.is_null() {
            Some(unseen(id))
        } else if is_claimed(id, mark, found, owner) {
            aws::keeps_backups(id, &found.live)
        } else {
            None
        }
    });
    if let Some(failure) = kept {
        return Removal { failure: Some(failure), ..removal };
    }
    for id in last_applied_first(&ids) {
        let mark = removal.left.get(&id).map(String::as_str);
        match observed.get(&id) {
            Some(found) if !is_claimed(&id, mark, found, owner) => {
                let holder = holder(&found.live, owner);
                removal.spared.push(Taken { id: id.clone(), holder, obstacle: None });
            }
            Some(_) => {
                if let Err(error) = cloud.delete(location, &id, last.get(&id), timeout).await {
                    return Removal { failure: Some(error), ..removal };
                }
            }
            None => {}
        }
        removal.left.remove(&id);
    }
    removal
}

fn last_applied_first<'a>(ids: impl IntoIterator<Item = &'a ChildId>) -> Vec<ChildId> {
    let mut ids: Vec<_> = ids.into_iter().cloned().collect();
    ids.sort_by_key(|id| Reverse(id.kind.rank()));
    ids
}

/// The error about a child in a region that does not answer.
fn unseen(id: &ChildId) -> CloudError {
    let region = id.in_region().1.unwrap_or("its region");
    let source =
        format!("it did not answer when {id} was looked at; is there such a region, and is it turned on?");
    CloudError::Unreachable { endpoint: format!("AWS in {region}"), source: source.into() }
}

/// Whether a write that failed may have been made nevertheless: there was no answer, or none that says.
fn may_have_happened(error: &CloudError) -> bool {
    match error {
        CloudError::Unreachable { .. } | CloudError::Stopped(_) | CloudError::Other { .. } => true,
        CloudError::NoCluster
        | CloudError::Settings { .. }
        | CloudError::ClusterNotFound { .. }
        | CloudError::Unauthorized { .. }
        | CloudError::Forbidden { .. }
        | CloudError::NamespaceNotFound(_)
        | CloudError::NoDatabase { .. }
        | CloudError::Refused { .. }
        | CloudError::Failed { .. }
        | CloudError::OverQuota { .. }
        | CloudError::Secret { .. }
        | CloudError::TimedOut { .. } => false,
    }
}

fn names(taken: &[Taken]) -> String {
    taken.iter().map(|taken| taken.id.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
