//! The name of a child object: its kind and its own name, spelled as kubectl spells it (`deployment/api`).
//! The namespace is not part of it: all children of a resource live in one.

use std::fmt;
use std::str::FromStr;

/// A kind of child object. Alphabetical; every `match` on it is exhaustive, so the compiler lists what a new one needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `v1`, configuration of a workload.
    ConfigMap,
    /// `apps/v1`, replicated pods.
    Deployment,
    /// `autoscaling/v2`, replicas by load.
    HorizontalPodAutoscaler,
    /// `networking.k8s.io/v1`, HTTP(S) from outside.
    Ingress,
    /// `v1`, the namespace itself, shared between resources.
    Namespace,
    /// `networking.k8s.io/v1`, who may connect.
    NetworkPolicy,
    /// `policy/v1`, how many pods may be evicted at once.
    PodDisruptionBudget,
    /// `v1`, a stable name and address for pods.
    Service,
    /// `v1`, the identity of pods.
    ServiceAccount,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::ConfigMap,
        Self::Deployment,
        Self::HorizontalPodAutoscaler,
        Self::Ingress,
        Self::Namespace,
        Self::NetworkPolicy,
        Self::PodDisruptionBudget,
        Self::Service,
        Self::ServiceAccount,
    ];

    /// The object's `kind`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ConfigMap => "ConfigMap",
            Self::Deployment => "Deployment",
            Self::HorizontalPodAutoscaler => "HorizontalPodAutoscaler",
            Self::Ingress => "Ingress",
            Self::Namespace => "Namespace",
            Self::NetworkPolicy => "NetworkPolicy",
            Self::PodDisruptionBudget => "PodDisruptionBudget",
            Self::Service => "Service",
            Self::ServiceAccount => "ServiceAccount",
        }
    }

    /// The object's `apiVersion`.
    #[must_use]
    pub fn api_version(self) -> &'static str {
        match self {
            Self::ConfigMap | Self::Namespace | Self::Service | Self::ServiceAccount => "v1",
            Self::Deployment => "apps/v1",
            Self::HorizontalPodAutoscaler => "autoscaling/v2",
            Self::Ingress | Self::NetworkPolicy => "networking.k8s.io/v1",
            Self::PodDisruptionBudget => "policy/v1",
        }
    }

    /// The resource's name in the API's paths.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::ConfigMap => "configmaps",
            Self::Deployment => "deployments",
            Self::HorizontalPodAutoscaler => "horizontalpodautoscalers",
            Self::Ingress => "ingresses",
            Self::Namespace => "namespaces",
            Self::NetworkPolicy => "networkpolicies",
            Self::PodDisruptionBudget => "poddisruptionbudgets",
            Self::Service => "services",
            Self::ServiceAccount => "serviceaccounts",
        }
    }

    /// Position in which children are applied: what others refer to comes first. Deleted in reverse.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Namespace => 0,
            Self::ServiceAccount => 1,
            Self::ConfigMap => 2,
            Self::NetworkPolicy => 3,
            Self::Service => 4,
            Self::PodDisruptionBudget => 5,
            Self::Deployment => 6,
            Self::HorizontalPodAutoscaler => 7,
            Self::Ingress => 8,
        }
    }

    /// Whether an orphan must go before the rest is applied: an autoscaler would fight over the replicas.
    #[must_use]
    pub fn goes_first(self) -> bool {
        match self {
            Self::HorizontalPodAutoscaler => true,
            Self::ConfigMap
            | Self::Deployment
            | Self::Ingress
            | Self::Namespace
            | Self::NetworkPolicy
            | Self::PodDisruptionBudget
            | Self::Service
            | Self::ServiceAccount => false,
        }
    }

    /// Whether an applied child is ready only after a while.
    #[must_use]
    pub fn is_awaited(self) -> bool {
        match self {
            Self::Deployment => true,
            Self::ConfigMap
            | Self::HorizontalPodAutoscaler
            | Self::Ingress
            | Self::Namespace
            | Self::NetworkPolicy
            | Self::PodDisruptionBudget
            | Self::Service
            | Self::ServiceAccount => false,
        }
    }

    /// Whether several resources may share one object of this kind, so that an existing one is no conflict.
    #[must_use]
    pub fn is_shared(self) -> bool {
        match self {
            Self::Namespace => true,
            Self::ConfigMap
            | Self::Deployment
            | Self::HorizontalPodAutoscaler
            | Self::Ingress
            | Self::NetworkPolicy
            | Self::PodDisruptionBudget
            | Self::Service
            | Self::ServiceAccount => false,
        }
    }
}

/// A child of a resource. Displayed, parsed and kept in state as `kind/name`, the kind in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChildId {
    /// What it is.
    pub kind: Kind,
    /// Its `metadata.name`.
    pub name: String,
}

impl ChildId {
    /// The child of this kind and name.
    #[must_use]
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
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
