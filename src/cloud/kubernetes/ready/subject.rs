//! What the watches of a wait are about. Which of them a workload needs is the workload's.

use super::super::watch::Scope;

/// What a watch is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Deployment,
    Job,
    ReplicaSets,
    Pods,
    Events,
}

impl Subject {
    /// What is followed for a workload of this name whose pods have these labels.
    pub(super) fn scope(self, name: &str, labels: &str) -> Scope {
        let of = |[api_version, kind, plural]: [&'static str; 3]| Scope {
            api_version,
            kind,
            plural,
            ..Scope::default()
        };
        let (fields, labels) = (format!("metadata.name={name}"), labels.to_owned());
        match self {
            Self::Deployment => Scope { fields, ..of(["apps/v1", "Deployment", "deployments"]) },
            Self::Job => Scope { fields, ..of(["batch/v1", "Job", "jobs"]) },
            Self::ReplicaSets => Scope { labels, ..of(["apps/v1", "ReplicaSet", "replicasets"]) },
            Self::Pods => Scope { labels, ..of(["v1", "Pod", "pods"]) },
            Self::Events => Scope { fields: "type=Warning".to_owned(), ..of(["v1", "Event", "events"]) },
        }
    }
}
