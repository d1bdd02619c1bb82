//! What a resource and a data source are to the provider, and the list of them.
//! Alphabetical; whatever must hold for one of them is asserted over the whole list by tests.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use acme_children::{ChildId, Children, Cluster, Desired, Kind, Observed, Owner, Place};
use acme_schema::{Diagnostic, Diagnostics, Schema, Value};

use crate::impact::Impact;
use crate::service::{Service, ServiceData};

/// Every resource.
pub static REGISTRY: &[&dyn Resource] = &[&Service];

/// Every data source.
pub static DATA_SOURCES: &[&dyn DataSource] = &[&ServiceData];

/// What expansion may know about the world. Plain data, gathered by the provider.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The cluster where a resource names none.
    pub cluster: DefaultCluster,
    /// Current versions of secrets by ARN, of those that were looked up.
    pub secret_versions: BTreeMap<String, String>,
    /// Whether the resource's cluster knows a custom kind, of those that were looked up.
    pub custom: BTreeMap<Kind, bool>,
}

/// What a resource needs to know of the world before it can be expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// ARNs of secrets whose current version matters.
    pub secrets: BTreeSet<String>,
    /// Custom kinds that the cluster may know.
    pub custom: BTreeSet<Kind>,
}

/// The cluster of resources that name none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DefaultCluster {
    /// The one that the provider's connection settings lead to.
    #[default]
    Configured,
    /// The EKS cluster of this name.
    Eks(String),
    /// The provider block's `cluster` is not known yet.
    Unknown,
}

/// How long each operation may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// From nothing to ready.
    pub create: Duration,
    /// From one configuration to another, ready again.
    pub update: Duration,
    /// Until everything is gone.
    pub delete: Duration,
}

/// What becomes of an update that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// What was there before is restored.
    RollBack,
    /// It stays as far as it came.
    Leave,
}

/// What a resource's configuration means: where, whose, and which children.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// Where the children live.
    pub place: Place,
    /// Whose labels they carry.
    pub owner: Owner,
    /// The children as they should be.
    pub desired: Children<Desired>,
    /// How long to wait for them.
    pub timeouts: Timeouts,
    /// What becomes of an update that fails.
    pub on_failure: OnFailure,
    /// Computed attributes that follow from the configuration alone, by name.
    pub outputs: BTreeMap<&'static str, Value>,
}

/// Why there is no expansion.
#[derive(Clone, Debug)]
pub enum Unexpanded {
    /// Something it needs is known only after apply.
    Unknown,
    /// The configuration is wrong; the diagnostics say where.
    Invalid(Diagnostics),
}

/// An existing object to look at: where it is and what it may consist of.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where its children live.
    pub place: Place,
    /// The children to look for.
    pub ids: BTreeSet<ChildId>,
}

/// A kind of resource.
pub trait Resource: Send + Sync {
    /// The type as written in HCL.
    fn type_name(&self) -> &'static str;

    /// What can be written.
    fn schema(&self) -> Schema;

    /// Checks rules between attributes. Unknown values are given the benefit of the doubt.
    fn validate(&self, config: &Value) -> Diagnostics;

    /// What expansion needs to know of the world.
    fn needs(&self, value: &Value) -> Needs {
        let _ = value;
        Needs::default()
    }

    /// Fills in planned values that depend on the provider block and the world, where the configuration gives none. What
    /// the facts do not say stays as it was, or unknown where it never was.
    fn settle(&self, config: &Value, planned: &mut Value, facts: &Facts);

    /// What the change from `prior` to `planned` does to those who use the resource. Both exist; unknown parts of the plan
    /// count as changed.
    fn impact(&self, prior: &Value, planned: &Value) -> Impact;

    /// What the (planned or stored) value means. Write-only attributes are in it where the caller has them.
    ///
    /// # Errors
    /// Something needed is unknown, or the value is invalid.
    fn expand(&self, value: &Value, facts: &Facts) -> Result<Expansion, Unexpanded>;

    /// Where a stored resource is, whose its children are, and how long to wait for them: what a destroy must know even
    /// of a state that today's rules refuse. `None`: the state does not say.
    fn place(&self, state: &Value) -> Option<(Place, Owner, Timeouts)>;

    /// What `terraform import` of this id looks at.
    ///
    /// # Errors
    /// The id has the wrong form; the message says the right one.
    fn locate(&self, id: &str, facts: &Facts) -> Result<Target, Diagnostic>;

    /// Children whose names only the first look reveals (a ConfigMap that a Deployment names).
    fn also(&self, target: &Target, observed: &Children<Observed>) -> Vec<ChildId> {
        let _ = (target, observed);
        Vec::new()
    }

    /// Reads the resource back from its children: the inverse of [`Resource::expand`], attribute for attribute, with
    /// computed ones null. `None`: the children are not there.
    fn recover(&self, target: &Target, observed: &Children<Observed>) -> Option<Value>;
}

/// A kind of data source.
pub trait DataSource: Send + Sync {
    /// The type as written in HCL.
    fn type_name(&self) -> &'static str;

    /// What can be written.
    fn schema(&self) -> Schema;

    /// What reading this configuration looks at.
    ///
    /// # Errors
    /// The configuration is wrong.
    fn locate(&self, config: &Value, facts: &Facts) -> Result<Target, Diagnostics>;

    /// Children whose names only the first look reveals.
    fn also(&self, target: &Target, observed: &Children<Observed>) -> Vec<ChildId> {
        let _ = (target, observed);
        Vec::new()
    }

    /// The data source's value.
    ///
    /// # Errors
    /// The object does not exist.
    fn report(
        &self,
        config: &Value,
        target: &Target,
        observed: &Children<Observed>,
    ) -> Result<Value, Diagnostics>;
}

impl DefaultCluster {
    /// The cluster, where it is known.
    #[must_use]
    pub fn known(&self) -> Option<Cluster> {
        match self {
            Self::Configured => Some(Cluster::Configured),
            Self::Eks(name) => Some(Cluster::Eks(name.clone())),
            Self::Unknown => None,
        }
    }
}
