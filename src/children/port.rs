//! The only door to the world: what reconciliation asks of a cloud, and what can go wrong there.
//! Errors carry what the user needs (object, cause, hint) and never a secret; who implements the port knows no resource.

use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;

use crate::{ChildId, Children, Kind, Manifest, Observed};

/// Which cluster.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cluster {
    /// The EKS cluster of this name, reached by DescribeCluster and a presigned token.
    Eks(String),
    /// The cluster of the provider's `kubernetes` attribute or of the kubeconfig file in `KUBECONFIG`.
    Configured,
}

/// Where a resource's children live.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The cluster.
    pub cluster: Cluster,
    /// The namespace of every child.
    pub namespace: String,
}

/// What reconciliation asks of the world. Every wait ends when the provider is stopped.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// The live objects among `ids`; those that do not exist are missing from the answer.
    async fn observe(&self, place: &Place, ids: &BTreeSet<ChildId>)
    -> Result<Children<Observed>, CloudError>;

    /// Makes one child what its manifest says, by server-side apply, and returns it as stored, without secret values. What
    /// it starts with is set where nobody else has taken it; its secret values are looked up.
    async fn apply(&self, place: &Place, id: &ChildId, manifest: &Manifest) -> Result<Observed, CloudError>;

    /// Deletes one child and returns when it is gone. One that does not exist is deleted already. A shared one is
    /// deleted only if the provider made it and nothing else uses it.
    async fn delete(&self, place: &Place, id: &ChildId, timeout: Duration) -> Result<(), CloudError>;

    /// Returns the child when it does what it is there for (a Deployment: its newest revision is fully available and
    /// older pods are gone; a Job: it has succeeded). Ends early when it never will.
    async fn ready(&self, place: &Place, id: &ChildId, timeout: Duration) -> Result<Observed, CloudError>;

    /// Asks whether the manifest would be accepted, pods that it makes included (validation, admission, quota), and
    /// changes nothing. Secret values are not looked up.
    async fn check(&self, place: &Place, id: &ChildId, manifest: &Manifest) -> Result<(), CloudError>;

    /// Whether the cluster knows objects of this kind.
    async fn serves(&self, cluster: &Cluster, kind: Kind) -> Result<bool, CloudError>;

    /// The current version of a secret in AWS Secrets Manager (stage `AWSCURRENT`), without its value.
    async fn secret_version(&self, secret_arn: &str) -> Result<String, CloudError>;
}

/// Why something failed, as the world said it.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What can go wrong behind the port.
#[derive(Debug, thiserror::Error)]
pub enum CloudError {
    /// Nothing says which cluster to use.
    #[error("no cluster is configured")]
    NoCluster,
    /// The settings for reaching the cluster are unusable (e.g. a kubeconfig file that does not parse).
    #[error("the settings for reaching {cluster} are unusable")]
    Settings {
        /// The cluster, as the user knows it.
        cluster: String,
        /// What is wrong with them.
        source: Cause,
    },
    /// The EKS cluster does not exist in this account and region.
    #[error("EKS cluster `{name}` does not exist in {region}")]
    ClusterNotFound {
        /// The cluster's name.
        name: String,
        /// The region asked.
        region: String,
    },
    /// AWS or the API server does not answer.
    #[error("{endpoint} cannot be reached")]
    Unreachable {
        /// What was called, without credentials.
        endpoint: String,
        /// The transport's error.
        source: Cause,
    },
    /// AWS or the API server does not accept the credentials (401), or there are none.
    #[error("{endpoint} does not accept the credentials")]
    Unauthorized {
        /// What was called.
        endpoint: String,
        /// Its answer.
        source: Cause,
    },
    /// The credentials may not do this (403).
    #[error("not allowed to {verb} {object}")]
    Forbidden {
        /// What was tried, e.g. `apply`.
        verb: &'static str,
        /// The child or cluster.
        object: String,
        /// The server's answer.
        source: Cause,
    },
    /// The namespace does not exist.
    #[error("namespace `{0}` does not exist")]
    NamespaceNotFound(String),
    /// The API server, an admission webhook or a quota refuses the object.
    #[error("{id} was refused")]
    Refused {
        /// The child.
        id: ChildId,
        /// The server's answer.
        source: Cause,
    },
    /// A quota of the namespace leaves no room for the object, or for a pod that it makes.
    #[error("{id} was refused")]
    OverQuota {
        /// The child.
        id: ChildId,
        /// The server's answer.
        source: Cause,
    },
    /// A secret, or the part of it that is needed, cannot be had.
    #[error("secret {secret_arn} cannot be read")]
    Secret {
        /// The secret's ARN.
        secret_arn: String,
        /// Why, without any value.
        source: Cause,
    },
    /// The child will not become ready: a terminal reason was found.
    #[error("{id} failed: {reason}")]
    Failed {
        /// The child.
        id: ChildId,
        /// The reason in Kubernetes' words, e.g. `ImagePullBackOff`.
        reason: String,
        /// From the outside in: pods, containers, events, last log lines.
        chain: Vec<String>,
        /// What the user can do about it.
        hint: String,
    },
    /// The child did not become ready, or did not go, in time.
    #[error("{id} was not {what} within {seconds} s")]
    TimedOut {
        /// The child.
        id: ChildId,
        /// `ready` or `gone`.
        what: &'static str,
        /// How long it was waited for.
        seconds: u64,
        /// What was last seen, from the outside in.
        chain: Vec<String>,
    },
    /// The provider was told to stop (Ctrl-C).
    #[error("stopped while {0}")]
    Stopped(String),
    /// Anything else that the server answers.
    #[error("failed to {verb} {object}")]
    Other {
        /// What was tried.
        verb: &'static str,
        /// The child or cluster.
        object: String,
        /// The answer.
        source: Cause,
    },
}
