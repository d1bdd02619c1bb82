//! All children of one resource, as wanted or as found. The type parameter keeps the two apart, so that an output is
//! never computed from what was only meant to exist.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{ChildId, Difference, Habit, Kind, Manifest, aws, drift, manifest};

/// Stands before the digest of a server that has to restart to be as desired again.
pub const RESTART: &str = "restart-";

/// A child as it should be.
pub type Desired = Manifest;

/// A child as the API server has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The whole live object; null where it could not be looked at.
    pub live: Value,
}

impl Observed {
    /// Where the live object differs from what is desired. A shared one is as desired when it exists: it may be
    /// somebody else's. One that could not be looked at is not known to differ.
    #[must_use]
    pub fn differences(&self, id: &ChildId, desired: &Manifest) -> Vec<Difference> {
        if id.kind.is_shared() || self.live.is_null() {
            return Vec::new();
        }
        if id.kind.is_aws() {
            return aws::differences(id, desired, &self.live);
        }
        drift(desired.json(), &self.live)
    }

    /// Why the live object can never become what is desired; `None` where it can. Kubernetes lets nobody change a
    /// Deployment's selector.
    #[must_use]
    pub fn obstacle(&self, id: &ChildId, desired: &Manifest) -> Option<String> {
        let (wanted, live) = (&desired.json()["spec"]["selector"], &self.live["spec"]["selector"]);
        let is_fixed = id.kind == Kind::Deployment && !live.is_null() && wanted != live;
        is_fixed.then(|| {
            format!("{id} selects its pods by {live}, not by {wanted}, and a selector cannot be changed")
        })
    }

    /// Whether the object's last change has come to its end: a Deployment's newest revision runs everywhere, a Job has
    /// succeeded.
    #[must_use]
    pub fn is_settled(&self, id: &ChildId) -> bool {
        if !id.kind.is_awaited() {
            return true;
        }
        if id.kind.is_aws() {
            return aws::is_settled(id, &self.live);
        }
        if id.kind.has(Habit::OneOff) {
            let conditions = self.live["status"]["conditions"].as_array().into_iter().flatten();
            return conditions.into_iter().any(|c| c["type"] == "Complete" && c["status"] == "True");
        }
        let (wanted, status) = (&self.live["spec"]["replicas"], &self.live["status"]);
        let count = |field: &str| status[field].as_i64().unwrap_or(0);
        status["observedGeneration"] == self.live["metadata"]["generation"]
            && ["replicas", "updatedReplicas", "availableReplicas"]
                .iter()
                .all(|field| Some(count(field)) == wanted.as_i64())
    }
}

/// The children of one resource, by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Children<T> {
    by_id: BTreeMap<ChildId, T>,
}

impl<T> Default for Children<T> {
    fn default() -> Self {
        Self { by_id: BTreeMap::new() }
    }
}

impl<T> Children<T> {
    /// No children.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a child, or replaces the one of the same id.
    pub fn insert(&mut self, id: ChildId, child: T) {
        self.by_id.insert(id, child);
    }

    /// Adds children, or replaces those of the same ids.
    pub fn extend(&mut self, children: impl IntoIterator<Item = (ChildId, T)>) {
        self.by_id.extend(children);
    }

    /// Takes a child out.
    pub fn remove(&mut self, id: &ChildId) -> Option<T> {
        self.by_id.remove(id)
    }

    /// Those for which `is_first` holds, and the others.
    #[must_use]
    pub fn partition(self, is_first: impl Fn(&ChildId, &T) -> bool) -> (Self, Self) {
        let (first, others) = self.by_id.into_iter().partition(|(id, child)| is_first(id, child));
        (Self { by_id: first }, Self { by_id: others })
    }

    /// The child of this id.
    #[must_use]
    pub fn get(&self, id: &ChildId) -> Option<&T> {
        self.by_id.get(id)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The ids, in the order in which children are applied.
    #[must_use]
    pub fn ids(&self) -> Vec<&ChildId> {
        let mut ids: Vec<_> = self.by_id.keys().collect();
        ids.sort_by_key(|id| id.kind.rank());
        ids
    }

    /// The children, in the order in which they are applied.
    pub fn iter(&self) -> impl Iterator<Item = (&ChildId, &T)> {
        self.ids().into_iter().filter_map(|id| Some((id, self.get(id)?)))
    }

    /// The ids as a set.
    #[must_use]
    pub fn id_set(&self) -> BTreeSet<ChildId> {
        self.by_id.keys().cloned().collect()
    }
}

impl Children<Desired> {
    /// Child → digest: the value of a resource's `children` attribute once all of them exist.
    #[must_use]
    pub fn digests(&self) -> BTreeMap<String, String> {
        self.by_id.iter().map(|(id, manifest)| (id.to_string(), manifest.digest())).collect()
    }
}

impl Children<Observed> {
    /// Child → digest as found: the desired digest where the live object agrees with it, another where it does not.
    /// A child that is found but not desired keeps a digest of its own, so that it is not forgotten.
    #[must_use]
    pub fn digests(&self, desired: &Children<Desired>) -> BTreeMap<String, String> {
        let digest = |id: &ChildId, observed: &Observed| match desired.get(id) {
            Some(manifest) => {
                let differences = observed.differences(id, manifest);
                if differences.is_empty() {
                    manifest.digest()
                } else if aws::restarts(id, manifest, &observed.live) {
                    format!("{RESTART}{}", drifted(&differences))
                } else {
                    drifted(&differences)
                }
            }
            None => manifest::digest(&observed.live["metadata"]["uid"]),
        };
        self.by_id.iter().map(|(id, observed)| (id.to_string(), digest(id, observed))).collect()
    }

    /// Every difference from what is desired, child by child. Missing children are not in it.
    #[must_use]
    pub fn differences(&self, desired: &Children<Desired>) -> Vec<(ChildId, Vec<Difference>)> {
        let found = |(id, manifest): (&ChildId, &Manifest)| {
            let differences = self.get(id)?.differences(id, manifest);
            (!differences.is_empty()).then(|| (id.clone(), differences))
        };
        desired.iter().filter_map(found).collect()
    }
}

fn drifted(differences: &[Difference]) -> String {
    let text: Vec<_> = differences.iter().map(|d| format!("{}={}", d.path, d.live)).collect();
    format!("drifted-{}", manifest::digest(&Value::from(text)))
}
