//! How backups are tried, as written.

use acme_schema::{Attr, Map, Model};

use super::super::spec::{SelectionDays, StartHours, ValidationHours};
use crate::shared::{ZoneName, text};

/// Restore tests of AWS Backup.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct RestoreTestingModel {
    /// When backups are tried: `cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR)`, e.g. `cron(0 4 ? * MON *)`.
    #[model(required)]
    pub(crate) schedule: Attr<String>,
    /// The time zone of the schedule, by its name in the IANA database, e.g. `Europe/Berlin`.
    #[model(default = "Etc/UTC", validate = text::<ZoneName>)]
    pub(crate) schedule_timezone: Attr<String>,
    /// Within how many hours after its time a test must have begun, 1 to 168.
    #[model(default = 24, validate = StartHours::validator)]
    pub(crate) start_window_hours: Attr<i64>,
    /// How many days old, 1 to 365, the backup may be that is tried: the newest one. Where all are older, nothing is tried.
    #[model(default = 30, validate = SelectionDays::validator)]
    pub(crate) selection_window_days: Attr<i64>,
    /// For how many hours, up to 168, what was restored is kept for somebody to validate it, who says so by
    /// `PutRestoreValidationResult`. Without it, what was restored is deleted at once.
    #[model(validate = ValidationHours::validator)]
    pub(crate) validation_window_hours: Attr<i64>,
    /// What a restore is told, by the names that AWS Backup has for it (`RestoreMetadataOverrides`), e.g.
    /// `{ dbSubnetGroupName = "product" }`: needed where the account has no default VPC.
    pub(crate) restore_metadata: Attr<Map<String>>,
}
