//! From desired children to real ones: the steps, in order, through the port. Decides nothing that expansion has not
//! decided, and returns what exists however far it came.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;

use crate::{ChildId, Children, Cloud, CloudError, Desired, Kind, MANAGER, Observed, Owner, Place, label};

/// One resource's children, to be made what they should be.
#[derive(Clone, Copy)]
pub struct Reconcile<'a> {
    /// The door to the world.
    pub cloud: &'a dyn Cloud,
    /// Where the children live.
    pub place: &'a Place,
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
    /// `None`: everything is as desired.
    pub failure: Option<ReconcileError>,
}

/// Why reconciliation stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// Objects with the names of new children exist already. Nothing was changed.
    #[error("{} exists already and is not this resource's", names(.0))]
    Taken(Vec<Taken>),
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
}

impl Reconcile<'_> {
    /// Observe, refuse what is taken, apply in order, wait, remove what is no longer desired.
    pub async fn run(&self) -> Outcome {
        let mut outcome = Outcome { observed: Children::new(), unready: BTreeSet::new(), failure: None };
        outcome.failure = self.steps(&mut outcome.observed, &mut outcome.unready).await.err();
        outcome
    }

    async fn steps(
        &self,
        observed: &mut Children<Observed>,
        unready: &mut BTreeSet<ChildId>,
    ) -> Result<(), ReconcileError> {
        let ids: BTreeSet<_> =
            self.desired.id_set().into_iter().chain(self.inventory.keys().cloned()).collect();
        *observed = self.cloud.observe(self.place, &ids).await.inspect_err(|_| self.remember(observed))?;
        self.refuse_taken(observed)?;
        let (first, last): (Vec<_>, Vec<_>) = self.orphans().into_iter().partition(|id| goes_first(id.kind));
        self.delete(first, observed).await?;
        self.apply(observed, unready).await?;
        for id in unready.clone() {
            let ready = self.cloud.ready(self.place, &id, self.timeout).await?;
            unready.remove(&id);
            observed.insert(id, ready);
        }
        self.delete(last, observed).await
    }

    /// Where nothing could be observed, what state records is all that is known to exist.
    fn remember(&self, observed: &mut Children<Observed>) {
        for id in self.inventory.keys() {
            observed.insert(id.clone(), Observed { live: Value::Null });
        }
    }

    fn refuse_taken(&self, observed: &mut Children<Observed>) -> Result<(), ReconcileError> {
        let taken: Vec<_> = observed
            .iter()
            .filter(|(id, _)| !self.inventory.contains_key(id) && !id.kind.is_shared())
            .map(|(id, found)| Taken { id: id.clone(), holder: holder(&found.live, self.owner) })
            .collect();
        if taken.is_empty() {
            return Ok(());
        }
        for id in observed.id_set() {
            if !self.inventory.contains_key(&id) {
                observed.remove(&id);
            }
        }
        Err(ReconcileError::Taken(taken))
    }

    async fn apply(
        &self,
        observed: &mut Children<Observed>,
        unready: &mut BTreeSet<ChildId>,
    ) -> Result<(), CloudError> {
        for (id, manifest) in self.desired.iter() {
            let unchanged = self.inventory.get(id).is_some_and(|digest| *digest == manifest.digest());
            let as_desired = observed.get(id).is_some_and(|o| o.differences(id, manifest).is_empty());
            if as_desired && (unchanged || id.kind.is_shared()) {
                continue;
            }
            let stored = self.cloud.apply(self.place, id, manifest).await?;
            observed.insert(id.clone(), stored);
            if is_awaited(id.kind) {
                unready.insert(id.clone());
            }
        }
        Ok(())
    }

    /// Children that state records and that are no longer desired, last applied first.
    fn orphans(&self) -> Vec<ChildId> {
        let mut orphans: Vec<_> =
            self.inventory.keys().filter(|id| self.desired.get(id).is_none()).cloned().collect();
        orphans.sort_by_key(|id| std::cmp::Reverse(id.kind.rank()));
        orphans
    }

    async fn delete(
        &self,
        ids: Vec<ChildId>,
        observed: &mut Children<Observed>,
    ) -> Result<(), ReconcileError> {
        for id in ids {
            self.cloud.delete(self.place, &id, self.timeout).await?;
            observed.remove(&id);
        }
        Ok(())
    }
}

/// Deletes children, last applied first, and returns those that are left with what stopped it.
pub async fn remove(
    cloud: &dyn Cloud,
    place: &Place,
    mut ids: BTreeSet<ChildId>,
    timeout: Duration,
) -> (BTreeSet<ChildId>, Option<CloudError>) {
    let mut order: Vec<_> = ids.iter().cloned().collect();
    order.sort_by_key(|id| std::cmp::Reverse(id.kind.rank()));
    for id in order {
        if let Err(error) = cloud.delete(place, &id, timeout).await {
            return (ids, Some(error));
        }
        ids.remove(&id);
    }
    (ids, None)
}

/// Whether an orphan must go before the rest is applied: an autoscaler would fight over the replicas.
fn goes_first(kind: Kind) -> bool {
    match kind {
        Kind::HorizontalPodAutoscaler => true,
        Kind::ConfigMap
        | Kind::Deployment
        | Kind::Ingress
        | Kind::Namespace
        | Kind::NetworkPolicy
        | Kind::PodDisruptionBudget
        | Kind::Service
        | Kind::ServiceAccount => false,
    }
}

/// Whether an applied child is ready only after a while.
fn is_awaited(kind: Kind) -> bool {
    match kind {
        Kind::Deployment => true,
        Kind::ConfigMap
        | Kind::HorizontalPodAutoscaler
        | Kind::Ingress
        | Kind::Namespace
        | Kind::NetworkPolicy
        | Kind::PodDisruptionBudget
        | Kind::Service
        | Kind::ServiceAccount => false,
    }
}

/// Who has a live object, in the words of its metadata.
fn holder(live: &Value, owner: &Owner) -> String {
    let metadata = &live["metadata"];
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    if owner.owns(live) {
        return format!("{} `{}` of another Terraform state, or of a lost one", owner.resource, owner.name);
    }
    if let Some(release) = text(&metadata["annotations"]["meta.helm.sh/release-name"]) {
        return format!("Helm release `{release}`");
    }
    if let (Some(resource), Some(name)) =
        (text(&metadata["labels"][label::RESOURCE]), text(&metadata["labels"][label::NAME]))
    {
        return format!("{resource} `{name}`");
    }
    if let Some(manager) = text(&metadata["labels"][label::MANAGED_BY]) {
        return manager;
    }
    let managers: BTreeSet<_> = metadata["managedFields"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|entry| entry["subresource"].is_null() && entry["manager"] != MANAGER)
        .filter_map(|entry| text(&entry["manager"]))
        .collect();
    if managers.is_empty() {
        "somebody else".to_owned()
    } else {
        managers.into_iter().collect::<Vec<_>>().join(", ")
    }
}

fn names(taken: &[Taken]) -> String {
    taken.iter().map(|taken| taken.id.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
