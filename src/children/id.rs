//! The name of a child object: its kind and its own name, spelled as kubectl spells it (`deployment/api`).
//! The namespace is not part of it: all children of a resource live in one. A child in another AWS region than the
//! resource names it behind an `@` (`dbreplica/product-far@us-west-2`).

use std::fmt;
use std::str::FromStr;

/// A kind of child object. Alphabetical; every `match` on it is exhaustive, so the compiler lists what a new one needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// AWS Backup, which databases of the region which plans select. Only looked at.
    BackupCoverage,
    /// AWS Backup, when what is backed up, and where to.
    BackupPlan,
    /// AWS Backup, a backup that somebody has asked for.
    BackupRun,
    /// AWS Backup, what a plan backs up.
    BackupSelection,
    /// AWS Backup, where backups are kept.
    BackupVault,
    /// `v1`, configuration of a workload.
    ConfigMap,
    /// RDS, copies of automated backups in another region.
    DbBackupReplication,
    /// RDS, a database server.
    DbInstance,
    /// RDS, the settings of database servers.
    DbParameterGroup,
    /// RDS, a server that follows another one and can be read.
    DbReplica,
    /// RDS, the subnets of database servers.
    DbSubnetGroup,
    /// `apps/v1`, replicated pods.
    Deployment,
    /// `autoscaling/v2`, replicas by load.
    HorizontalPodAutoscaler,
    /// `networking.k8s.io/v1`, HTTP(S) from outside.
    Ingress,
    /// `batch/v1`, pods that run once and end.
    Job,
    /// `v1`, the namespace itself, shared between resources.
    Namespace,
    /// `networking.k8s.io/v1`, who may connect.
    NetworkPolicy,
    /// `policy/v1`, how many pods may be evicted at once.
    PodDisruptionBudget,
    /// AWS Backup, when backups are tried by restoring them.
    RestoreTestingPlan,
    /// AWS Backup, which backups are tried.
    RestoreTestingSelection,
    /// IAM, what an AWS service may do for the resource.
    Role,
    /// `v1`, configuration that nobody may read by accident. Its values are never part of a manifest or of what is observed.
    Secret,
    /// `v1`, a stable name and address for pods.
    Service,
    /// `v1`, the identity of pods.
    ServiceAccount,
    /// `monitoring.coreos.com/v1`, what Prometheus reads. A custom resource: not every cluster has it.
    ServiceMonitor,
}

/// What sets a kind apart from objects that are there as soon as they are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// It is ready only after a while.
    Awaited,
    /// Some clusters do not know it: it is defined by a CustomResourceDefinition.
    Custom,
    /// Nothing that comes after it may be applied before it is ready.
    Gate,
    /// As an orphan it must go before the rest is applied: an autoscaler would fight over the replicas.
    GoesFirst,
    /// It does its work once: when that is done, it makes no difference that the object is gone.
    OneOff,
    /// Several resources may share one object.
    Shared,
}

struct Row {
    name: &'static str,
    api_version: &'static str,
    plural: &'static str,
    rank: u8,
    habits: &'static [Habit],
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 25] = [
        Self::BackupCoverage,
        Self::BackupPlan,
        Self::BackupRun,
        Self::BackupSelection,
        Self::BackupVault,
        Self::ConfigMap,
        Self::DbBackupReplication,
        Self::DbInstance,
        Self::DbParameterGroup,
        Self::DbReplica,
        Self::DbSubnetGroup,
        Self::Deployment,
        Self::HorizontalPodAutoscaler,
        Self::Ingress,
        Self::Job,
        Self::Namespace,
        Self::NetworkPolicy,
        Self::PodDisruptionBudget,
        Self::RestoreTestingPlan,
        Self::RestoreTestingSelection,
        Self::Role,
        Self::Secret,
        Self::Service,
        Self::ServiceAccount,
        Self::ServiceMonitor,
    ];

    /// The object's `kind`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The object's `apiVersion` in Kubernetes, the service in AWS.
    #[must_use]
    pub fn api_version(self) -> &'static str {
        self.row().api_version
    }

    /// The name of several: in Kubernetes that in the API's paths.
    #[must_use]
    pub fn plural(self) -> &'static str {
        self.row().plural
    }

    /// Position in which children are applied: what others refer to comes first, and a Job that must succeed before what
    /// takes requests is changed. Deleted in reverse.
    #[must_use]
    pub fn rank(self) -> u8 {
        self.row().rank
    }

    /// Whether objects of this kind have a habit.
    #[must_use]
    pub fn has(self, habit: Habit) -> bool {
        self.row().habits.contains(&habit)
    }

    /// Whether an applied child is ready only after a while.
    #[must_use]
    pub fn is_awaited(self) -> bool {
        self.has(Habit::Awaited)
    }

    /// Whether several resources may share one object of this kind, so that an existing one is no conflict.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self.has(Habit::Shared)
    }

    /// Whether objects of this kind are AWS', not Kubernetes'.
    #[must_use]
    pub fn is_aws(self) -> bool {
        [Self::BACKUP, Self::RDS, Self::IAM].contains(&self.api_version())
    }

    const BACKUP: &str = "backup";
    const IAM: &str = "iam";
    const RDS: &str = "rds";

    /// All that is known of a kind.
    fn row(self) -> Row {
        match self {
            Self::BackupCoverage => row(["BackupCoverage", Self::BACKUP, "backup coverages"], 24, &[]),
            Self::BackupPlan => row(["BackupPlan", Self::BACKUP, "backup plans"], 19, &[]),
            Self::BackupRun => {
                row(["BackupRun", Self::BACKUP, "backup jobs"], 23, &[Habit::Awaited, Habit::OneOff])
            }
            Self::BackupSelection => row(["BackupSelection", Self::BACKUP, "backup selections"], 20, &[]),
            Self::BackupVault => row(["BackupVault", Self::BACKUP, "backup vaults"], 18, &[]),
            Self::ConfigMap => row(["ConfigMap", "v1", "configmaps"], 2, &[]),
            Self::DbBackupReplication => row(
                ["DbBackupReplication", Self::RDS, "automated backup replications"],
                17,
                &[Habit::Awaited],
            ),
            Self::DbInstance => {
                row(["DbInstance", Self::RDS, "DB instances"], 15, &[Habit::Awaited, Habit::Gate])
            }
            Self::DbParameterGroup => row(["DbParameterGroup", Self::RDS, "DB parameter groups"], 14, &[]),
            Self::DbReplica => row(["DbReplica", Self::RDS, "read replicas"], 16, &[Habit::Awaited]),
            Self::DbSubnetGroup => row(["DbSubnetGroup", Self::RDS, "DB subnet groups"], 13, &[]),
            Self::Deployment => row(["Deployment", "apps/v1", "deployments"], 8, &[Habit::Awaited]),
            Self::HorizontalPodAutoscaler => row(
                ["HorizontalPodAutoscaler", "autoscaling/v2", "horizontalpodautoscalers"],
                9,
                &[Habit::GoesFirst],
            ),
            Self::Ingress => row(["Ingress", "networking.k8s.io/v1", "ingresses"], 10, &[]),
            Self::Job => row(["Job", "batch/v1", "jobs"], 5, &[Habit::Awaited, Habit::Gate, Habit::OneOff]),
            Self::Namespace => row(["Namespace", "v1", "namespaces"], 0, &[Habit::Shared]),
            Self::NetworkPolicy => row(["NetworkPolicy", "networking.k8s.io/v1", "networkpolicies"], 4, &[]),
            Self::PodDisruptionBudget => {
                row(["PodDisruptionBudget", "policy/v1", "poddisruptionbudgets"], 7, &[])
            }
            Self::RestoreTestingPlan => {
                row(["RestoreTestingPlan", Self::BACKUP, "restore testing plans"], 21, &[])
            }
            Self::RestoreTestingSelection => {
                row(["RestoreTestingSelection", Self::BACKUP, "restore testing selections"], 22, &[])
            }
            Self::Role => row(["Role", Self::IAM, "IAM roles"], 12, &[]),
            Self::Secret => row(["Secret", "v1", "secrets"], 3, &[]),
            Self::Service => row(["Service", "v1", "services"], 6, &[]),
            Self::ServiceAccount => row(["ServiceAccount", "v1", "serviceaccounts"], 1, &[]),
            Self::ServiceMonitor => {
                row(["ServiceMonitor", "monitoring.coreos.com/v1", "servicemonitors"], 11, &[Habit::Custom])
            }
        }
    }
}

fn row([name, api_version, plural]: [&'static str; 3], rank: u8, habits: &'static [Habit]) -> Row {
    Row { name, api_version, plural, rank, habits }
}

/// A child of a resource. Displayed, parsed and kept in state as `kind/name`, the kind in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChildId {
    /// What it is.
    pub kind: Kind,
    /// Its `metadata.name` in Kubernetes; in AWS its identifier, and `@` and the region where that is not the resource's.
    pub name: String,
}

impl ChildId {
    /// The child of this kind and name.
    #[must_use]
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// The identifier in AWS, and the region where that is not the resource's.
    #[must_use]
    pub fn in_region(&self) -> (&str, Option<&str>) {
        match self.name.split_once('@') {
            Some((name, region)) => (name, Some(region)),
            None => (&self.name, None),
        }
    }
}

impl fmt::Display for ChildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.name().to_ascii_lowercase(), self.name)
    }
}

/// The text names no child that this version knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a child of the form kind/name")]
pub struct ParseChildIdError(String);

impl FromStr for ChildId {
    type Err = ParseChildIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ParseChildIdError(text.to_owned());
        let (kind, name) = text.split_once('/').ok_or_else(refused)?;
        let kind = Kind::ALL.into_iter().find(|k| k.name().eq_ignore_ascii_case(kind)).ok_or_else(refused)?;
        if name.is_empty() {
            return Err(refused());
        }
        Ok(Self::new(kind, name))
    }
}

#[cfg(test)]
mod tests;
