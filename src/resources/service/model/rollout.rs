//! How an update replaces replicas, and how many may be evicted, as written.

use acme_schema::{Attr, Model};

use super::super::spec::{Deadline, MinReady};
use crate::shared::{Share, text};

/// How an update replaces replicas. Without it, a quarter more of them run during an update, and none less.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct RolloutModel {
    /// How many replicas more than there should be may run during an update: a count such as `"1"`, or a percentage such
    /// as `"25%"`, rounded up. Not 0 where `max_unavailable` is: nothing could be replaced.
    #[model(default = "25%", validate = text::<Share>)]
    pub(crate) max_surge: Attr<String>,
    /// How many replicas less than there should be may be ready during an update: a count, or a percentage, rounded down.
    /// As many as there are make every update an outage.
    #[model(default = "0", validate = text::<Share>)]
    pub(crate) max_unavailable: Attr<String>,
    /// Seconds that a new replica must stay ready before it counts as ready and the next one is replaced.
    #[model(default = 0, validate = MinReady::validator)]
    pub(crate) min_ready_seconds: Attr<i64>,
    /// Seconds without progress after which an update has failed; above `min_ready_seconds`. Defaults to nine tenths of the
    /// shorter of `timeouts.create` and `timeouts.update` (540 with their defaults), so that Kubernetes gives its reason
    /// before the wait ends.
    #[model(validate = Deadline::validator)]
    pub(crate) progress_deadline_seconds: Attr<i64>,
    /// Whether a failed update is followed by a return to what ran before. With `false` the failed state stays, to be
    /// looked at; replicas that were not yet replaced go on running.
    #[model(default = true)]
    pub(crate) rollback_on_failure: Attr<bool>,
}

/// How many replicas may be evicted at once, e.g. while nodes are drained. Exactly one of the two is given.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct BudgetModel {
    /// How many replicas may be missing: a count such as `"1"`, or a percentage such as `"25%"`, rounded up. Not 0, which
    /// would block every node from being drained.
    #[model(validate = text::<Share>)]
    pub(crate) max_unavailable: Attr<String>,
    /// How many replicas must stay: a count, or a percentage, rounded up. Less than the least number of replicas, or every
    /// node would be blocked from being drained.
    #[model(validate = text::<Share>)]
    pub(crate) min_available: Attr<String>,
}
