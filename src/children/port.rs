//! The only door to the world: what reconciliation asks of a cloud, and what can go wrong there.
//! Errors carry what the user needs (object, cause, hint) and never a secret; who implements the port knows no resource.

use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;

use crate::{ChildId, Children, Kind, Manifest, Observed, SecretText};

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
pub enum Location {
    /// In a namespace of a cluster.
    Kubernetes(Place),
    /// In an AWS region; `None`: the provider's.
    Aws(Option<String>),
}

impl Location {
    /// The namespace, where this is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Kubernetes(place) => Some(place),
            Self::Aws(_) => None,
        }
    }

    /// Who answers for it, for messages.
    #[must_use]
    pub fn host(&self) -> &'static str {
        match self {
            Self::Kubernetes(_) => "the cluster",
            Self::Aws(_) => "AWS",
        }
    }

    /// Where this is, for messages.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Kubernetes(place) => format!("namespace `{}`", place.namespace),
            Self::Aws(Some(region)) => format!("AWS region {region}"),
            Self::Aws(None) => "the provider's AWS region".to_owned(),
        }
    }
}

impl From<Place> for Location {
    fn from(place: Place) -> Self {
        Self::Kubernetes(place)
    }
}

/// A namespace of a cluster.
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
    async fn observe(
        &self,
        location: &Location,
        ids: &BTreeSet<ChildId>,
    ) -> Result<Children<Observed>, CloudError>;

    /// Makes one child what its manifest says and returns it as stored, without secret values. In Kubernetes that is one
    /// server-side apply: what the manifest starts with is set where nobody else has taken it; its secret values are looked
    /// up. In AWS, what takes long is only begun: [`Cloud::ready`] goes on.
    async fn apply(
        &self,
        location: &Location,
        id: &ChildId,
        manifest: &Manifest,
    ) -> Result<Observed, CloudError>;

    /// Deletes one child and returns when it is gone. One that does not exist is deleted already. A shared one is
    /// deleted only if the provider made it and nothing else uses it. `last`: what it was to be, where that is known; a
    /// database says in it what is kept of it.
    async fn delete(
        &self,
        location: &Location,
        id: &ChildId,
        last: Option<&Manifest>,
        timeout: Duration,
    ) -> Result<(), CloudError>;

    /// Returns the child when it does what it is there for (a Deployment: its newest revision is fully available and
    /// older pods are gone; a Job: it has succeeded; a database: every step to what the manifest says is done). Ends early
    /// when it never will.
    async fn ready(
        &self,
        location: &Location,
        id: &ChildId,
        manifest: &Manifest,
        timeout: Duration,
    ) -> Result<Observed, CloudError>;

    /// Asks whether the manifest would be accepted, pods that it makes included (validation, admission, quota), and
    /// changes nothing. Secret values are not looked up.
    async fn check(&self, location: &Location, id: &ChildId, manifest: &Manifest) -> Result<(), CloudError>;

    /// Whether the cluster knows objects of this kind.
    async fn serves(&self, cluster: &Cluster, kind: Kind) -> Result<bool, CloudError>;

    /// The current version of a secret in AWS Secrets Manager (stage `AWSCURRENT`), without its value.
    async fn secret_version(&self, secret_arn: &str) -> Result<String, CloudError>;

    /// How a database is connected to, by the `id` of an `acme_database` or the ARN of an instance, without its password.
    async fn database(&self, database_id: &str) -> Result<DatabaseAddress, CloudError>;

    /// The same with the password of the master user, where RDS manages it.
    async fn credentials(&self, database_id: &str) -> Result<(DatabaseAddress, SecretText), CloudError>;

    /// A token that lets `username` in for 15 minutes in place of a password (`rds-db:connect`).
    async fn iam_token(&self, database_id: &str, username: Option<&str>) -> Result<IamToken, CloudError>;
}

/// How a database is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseAddress {
    /// The URL without password and parameters: `postgres://USER@HOST:PORT/DATABASE`, parts percent-encoded (RFC 3986).
    pub url: String,
    /// The host's name (`Endpoint.Address`).
    pub host: String,
    /// The port (`Endpoint.Port`).
    pub port: i64,
    /// The database that connections are made to (`DBName`).
    pub database_name: Option<String>,
    /// The master user (`MasterUsername`).
    pub username: String,
    /// The secret of the master user's password (`MasterUserSecret.SecretArn`); `None` where RDS does not manage it.
    pub secret_arn: Option<String>,
    /// The current version of that secret; [`DatabaseAddress::IAM`] where there is none, and tokens are used.
    pub version: String,
}

impl DatabaseAddress {
    /// The version of what has no password.
    pub const IAM: &str = "iam";
}

/// A token in place of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IamToken {
    /// Where it is good for.
    pub address: DatabaseAddress,
    /// Whom it lets in.
    pub username: String,
    /// The token.
    pub token: SecretText,
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
    /// The database does not exist in this account and region, or has no address yet.
    #[error("database `{database_id}` cannot be connected to: {why}")]
    NoDatabase {
        /// Its id.
        database_id: String,
        /// What is missing.
        why: String,
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
