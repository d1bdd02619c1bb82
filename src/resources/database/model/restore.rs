//! What a database's data comes from, as written.

use acme_schema::{Attr, Model};

use super::super::spec::{Hours, RestoreGeneration, SnapshotId, Source, Timestamp};
use crate::shared::text;

/// A source of data. Exactly one of `snapshot_arn`, `recovery_point_arn` and `point_in_time` is given.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct RestoreModel {
    /// The ARN, or in the same account and region the name, of a DB snapshot.
    #[model(validate = text::<SnapshotId>)]
    pub(crate) snapshot_arn: Attr<String>,
    /// The ARN of a recovery point of AWS Backup that is a snapshot of a DB instance.
    #[model(validate = text::<SnapshotId>)]
    pub(crate) recovery_point_arn: Attr<String>,
    /// A moment in the past of a database that has automated backups.
    pub(crate) point_in_time: Attr<PointInTimeModel>,
    /// Raise it to restore an existing database, and again to restore it once more. A change of anything else here restores
    /// nothing.
    #[model(default = 1, validate = RestoreGeneration::validator)]
    pub(crate) generation: Attr<i64>,
    /// SQL that is run in the restored server before it takes over. It takes over only if every statement succeeds and the last
    /// one does not answer `false`, e.g. `SELECT count(*) > 0 FROM orders`. The machine that applies must be able to connect to the
    /// server, and have the file of RDS' certificate authorities, which `RDS_CA_BUNDLE` in its environment names.
    pub(crate) verify_sql: Attr<String>,
    /// How many hours the server with the former data is kept. It is deleted by the first apply after that, with a last snapshot
    /// unless `skip_final_snapshot` is true.
    #[model(default = 24, validate = Hours::validator)]
    pub(crate) keep_old: Attr<i64>,
}

/// A moment in the past. Exactly one of `time` and `latest` is given.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PointInTimeModel {
    /// The moment (RFC 3339, UTC), e.g. `2026-11-24T03:00:00Z`.
    #[model(validate = text::<Timestamp>)]
    pub(crate) time: Attr<String>,
    /// True for the latest moment that can be restored: some five minutes ago.
    pub(crate) latest: Attr<bool>,
    /// Whose past: the name of a DB instance, or the ARN of automated backups (of a deleted instance, or copied from another
    /// region). Defaults to the database's own.
    #[model(validate = text::<Source>)]
    pub(crate) source: Attr<String>,
}
