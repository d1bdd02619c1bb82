//! What sets the workloads apart that are waited for: what is watched, how it is judged and how it is told. All of it is
//! looked up here and done elsewhere.

use acme_children::ChildId;
use serde_json::Value;

use super::super::rollout::{self, Container, Sight, Verdict, job};
use super::subject::Subject;

/// Who is waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Workload {
    /// Until its newest revision runs everywhere.
    #[default]
    Deployment,
    /// Until it has succeeded.
    Job,
}

impl Workload {
    /// What must have been seen before anything is judged.
    pub(super) fn judged_by(self) -> &'static [Subject] {
        match self {
            Self::Deployment => &[Subject::Deployment, Subject::ReplicaSets, Subject::Pods],
            Self::Job => &[Subject::Job, Subject::Pods],
        }
    }

    /// The label selector of what it makes.
    pub(super) fn pod_labels(self, live: &Value) -> String {
        match self {
            Self::Deployment => rollout::selector(live),
            Self::Job => job::selector(live),
        }
    }

    /// How it stands.
    pub(super) fn judge(self, sight: &Sight) -> Verdict {
        match self {
            Self::Deployment => rollout::judge(sight),
            Self::Job => job::judge(sight),
        }
    }

    /// What was last seen, from the outside in. `first` names the pod to begin with.
    pub(super) fn chain(self, id: &ChildId, sight: &Sight, first: Option<&str>) -> Vec<String> {
        match self {
            Self::Deployment => rollout::chain(id, sight, first),
            Self::Job => job::chain(id, sight, first),
        }
    }

    /// The container whose log says most about why it is not ready.
    pub(super) fn log(self, sight: &Sight) -> Option<Container> {
        match self {
            Self::Deployment => rollout::worst_log(sight),
            Self::Job => job::worst_log(sight),
        }
    }
}
