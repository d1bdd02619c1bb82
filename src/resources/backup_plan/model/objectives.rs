//! How much may be lost and how long a restore may take, as written.

use acme_schema::{Attr, Model};

use super::super::spec::Days;
use crate::shared::{Span, text};

/// Objectives, from which rules are derived: `spec/objectives` has the table.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ObjectivesModel {
    /// The recovery point objective: what may be lost at most, as a span of time such as `15m`, `24h` or `7d`.
    #[model(required, validate = text::<Span>)]
    pub(crate) rpo: Attr<String>,
    /// The recovery time objective: how long a restore may take, at least `30m`, and at least `5h` with `cold_storage_after`. The
    /// restore tests of `restore_testing` are held against it.
    #[model(validate = text::<Span>)]
    pub(crate) rto: Attr<String>,
    /// How many days backups are kept.
    #[model(default = 35, validate = Days::validator)]
    pub(crate) retention_days: Attr<i64>,
    /// After how many days backups go to cold storage, where their kind has one: at least 90 days before their end, which
    /// AWS charges in any case.
    #[model(validate = Days::validator)]
    pub(crate) cold_storage_after: Attr<i64>,
    /// Whether there are continuous backups, which can be restored to any moment in the last 35 days. Where it is not set, as
    /// `rpo` needs.
    pub(crate) continuous: Attr<bool>,
}
