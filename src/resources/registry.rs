//! What a resource, a data source and a function are to the provider, and the list of them.
//! Alphabetical; whatever must hold for one of them is asserted over the whole list by tests.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use acme_children::{
    ChildId, Children, Cluster, DatabaseAddress, Desired, Kind, Location, Observed, Owner, SecretText,
};
use acme_schema::{Attr, Diagnostic, Diagnostics, Function as Declaration, Schema, Value};

use crate::backup_plan::BackupPlan;
use crate::database::{Credentials, Database, DatabaseData, Token};
use crate::functions::{CronNext, RpoOf};
use crate::impact::{Disruption, Impact};
use crate::recovery::{RecoveryPointsData, RecoveryPostureData};
use crate::service::{Service, ServiceData};

/// Every resource.
pub static REGISTRY: &[&dyn Resource] = &[&BackupPlan, &Database, &Service];

/// Every data source.
pub static DATA_SOURCES: &[&dyn DataSource] =
    &[&DatabaseData, &RecoveryPointsData, &RecoveryPostureData, &ServiceData];

/// Every ephemeral resource.
pub static EPHEMERALS: &[&dyn Ephemeral] = &[&Credentials, &Token];

/// Every function.
pub static FUNCTIONS: &[&dyn Function] = &[&CronNext, &RpoOf];

/// What expansion may know about the world. Plain data, gathered by the provider.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The cluster where a resource names none.
    pub cluster: DefaultCluster,
    /// Current versions of secrets by ARN, of those that were looked up.
    pub secret_versions: BTreeMap<String, String>,
    /// How databases are connected to by their ids, of those that were looked up.
    pub databases: BTreeMap<String, DatabaseAddress>,
    /// The tags of every AWS object (`default_tags` of the provider block).
    pub default_tags: Attr<BTreeMap<String, String>>,
    /// Whether the resource's cluster knows a custom kind, of those that were looked up.
    pub custom: BTreeMap<Kind, bool>,
    /// The AWS region where a resource names none; `None`: not known here.
    pub region: Option<String>,
}

impl Facts {
    /// The same with what the provider block says.
    #[must_use]
    pub fn within(self, settings: &Self) -> Self {
        Self {
            cluster: settings.cluster.clone(),
            default_tags: settings.default_tags.clone(),
            region: settings.region.clone(),
            ..self
        }
    }
}

/// What a resource needs to know of the world before it can be expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// ARNs of secrets whose current version matters.
    pub secrets: BTreeSet<String>,
    /// Ids of databases that are connected to.
    pub databases: BTreeSet<String>,
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
    pub location: Location,
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

/// How a resource is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is destroyed. The attributes are those of its state.
    Destroy,
    /// Another one is made in its place. The attributes are those of the state, or, where only the new one is known, of that.
    Replace,
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
    pub location: Location,
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

    /// Leaves open what a change from `prior` changes, though it is computed and stable otherwise.
    fn reopen(&self, prior: &Value, planned: &mut Value) {
        let _ = (prior, planned);
    }

    /// What the change from `prior` to `planned` does to those who use the resource. Both exist; unknown parts of the plan
    /// count as changed.
    fn impact(&self, prior: &Value, planned: &Value) -> Impact;

    /// What making the resource does that is felt: most disturb nobody.
    fn impact_of_creation(&self, planned: &Value) -> Impact {
        let _ = planned;
        Impact::none()
    }

    /// What the (planned or stored) value means. Write-only attributes are in it where the caller has them.
    ///
    /// # Errors
    /// Something needed is unknown, or the value is invalid.
    fn expand(&self, value: &Value, facts: &Facts) -> Result<Expansion, Unexpanded>;

    /// Where a stored resource is, whose its children are, and how long to wait for them: what a destroy must know even
    /// of a state that today's rules refuse. `None`: the state does not say.
    fn place(&self, state: &Value) -> Option<(Location, Owner, Timeouts)>;

    /// Whether enough of a plan is known to tell what it does.
    fn tells_impact(&self, planned: &Value) -> bool {
        planned.is_wholly_known()
    }

    /// What it does to make a child that the state records with this digest what it should be again.
    fn repair(&self, state: &Value, digest: &str) -> Disruption {
        let _ = (state, digest);
        Disruption::Rolling
    }

    /// What cannot be done in the change from `prior` to `planned`.
    fn refuse(&self, prior: &Value, planned: &Value) -> Diagnostics {
        let _ = (prior, planned);
        Diagnostics::new()
    }

    /// Why a resource with these attributes must not end so; `None` where it may.
    fn guard(&self, value: &Value, ending: Ending) -> Option<Diagnostic> {
        let _ = (value, ending);
        None
    }

    /// Why a resource must not be replaced by the planned one; `None` where it may.
    fn guard_replacement(&self, prior: &Value, planned: &Value) -> Option<Diagnostic> {
        let _ = planned;
        self.guard(prior, Ending::Replace)
    }

    /// Writes the computed attributes that only the children say.
    fn reflect(&self, state: &mut Value, observed: &Children<Observed>) {
        let _ = (state, observed);
    }

    /// What a user should know of the children as they were found, though it is no drift.
    fn remarks(&self, state: &Value, observed: &Children<Observed>) -> Diagnostics {
        let _ = (state, observed);
        Diagnostics::new()
    }

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
    fn recover(&self, target: &Target, observed: &Children<Observed>, facts: &Facts) -> Option<Value>;
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

/// A kind of ephemeral resource: a question to the cloud, and its answer.
pub trait Ephemeral: Send + Sync {
    /// The type as written in HCL.
    fn type_name(&self) -> &'static str;

    /// What can be written.
    fn schema(&self) -> Schema;

    /// What opening this configuration asks.
    ///
    /// # Errors
    /// The configuration is wrong.
    fn question(&self, config: &Value) -> Result<Question, Diagnostics>;

    /// The result.
    fn answer(&self, config: &Value, answer: &Answer) -> Value;
}

/// A function that a configuration can call, as `provider::acme::NAME(...)`. Pure: values in, a value out.
pub trait Function: Send + Sync {
    /// The name as written in HCL.
    fn name(&self) -> &'static str;

    /// What it takes and returns.
    fn declaration(&self) -> Declaration;

    /// The result for arguments of the declared types: as many as there are parameters, or more where the last is variadic;
    /// null and unknown only where their parameter takes that.
    ///
    /// # Errors
    /// Which argument is wrong, and what is allowed.
    fn call(&self, arguments: &[Value]) -> Result<Value, BadArgument>;
}

/// An argument that a function cannot take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadArgument {
    /// Which one, counted from 0.
    pub position: usize,
    /// What is allowed, beginning with "must": the client writes the argument's name before it.
    pub wrong: String,
}

/// What is asked of the cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The password that RDS manages.
    Credentials {
        /// Of which database.
        database_id: String,
    },
    /// A token of IAM.
    Token {
        /// For which database.
        database_id: String,
        /// For whom; `None`: the master user.
        username: Option<String>,
    },
}

impl Question {
    /// The database that is asked about.
    #[must_use]
    pub fn database_id(&self) -> &str {
        match self {
            Self::Credentials { database_id } | Self::Token { database_id, .. } => database_id,
        }
    }
}

/// How to log in to a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it is.
    pub address: DatabaseAddress,
    /// Who logs in.
    pub username: String,
    /// With what.
    pub secret: SecretText,
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
