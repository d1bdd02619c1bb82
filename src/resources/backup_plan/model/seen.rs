//! What the last refresh has seen of backups, copies and restore tests. Nothing in here can be written.

use acme_schema::{Attr, Model};

/// A backup.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct LastBackupModel {
    /// The ARN of the recovery point.
    #[model(computed)]
    pub(crate) recovery_point_arn: Attr<String>,
    /// The ARN of what was backed up.
    #[model(computed)]
    pub(crate) resource_arn: Attr<String>,
    /// When it was complete (RFC 3339, UTC).
    #[model(computed)]
    pub(crate) at: Attr<String>,
    /// How long ago that was at the last refresh, as a span of time such as `3h20m`.
    #[model(computed)]
    pub(crate) age: Attr<String>,
}

/// A copy of a backup.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct LastCopyModel {
    /// The ARN of the recovery point that is the copy.
    #[model(computed)]
    pub(crate) recovery_point_arn: Attr<String>,
    /// The ARN of what was backed up.
    #[model(computed)]
    pub(crate) resource_arn: Attr<String>,
    /// The AWS region of the copy.
    #[model(computed)]
    pub(crate) region: Attr<String>,
    /// When it was complete (RFC 3339, UTC).
    #[model(computed)]
    pub(crate) at: Attr<String>,
    /// How long ago that was at the last refresh, as a span of time such as `3h20m`.
    #[model(computed)]
    pub(crate) age: Attr<String>,
}

/// A restore test.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct LastRestoreTestModel {
    /// How the restore has ended: `COMPLETED`, `FAILED` or `ABORTED`.
    #[model(computed)]
    pub(crate) status: Attr<String>,
    /// How the validation of what was restored has ended: `SUCCESSFUL`, `FAILED`, `TIMED_OUT`, or `VALIDATING` while it goes on;
    /// null where there was none.
    #[model(computed)]
    pub(crate) validation: Attr<String>,
    /// The ARN of what was backed up.
    #[model(computed)]
    pub(crate) resource_arn: Attr<String>,
    /// When the restore has ended (RFC 3339, UTC).
    #[model(computed)]
    pub(crate) at: Attr<String>,
    /// How long the restore took, as a span of time such as `25m`.
    #[model(computed)]
    pub(crate) duration: Attr<String>,
    /// How long ago its end was at the last refresh, as a span of time such as `3h20m`.
    #[model(computed)]
    pub(crate) age: Attr<String>,
    /// What AWS says of it; null where there is nothing to say.
    #[model(computed)]
    pub(crate) message: Attr<String>,
}
