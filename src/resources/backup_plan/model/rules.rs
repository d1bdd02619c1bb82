//! When backups are made and how long they are kept, as written and as it is in force.

use acme_schema::{Attr, Map, Model};

use super::super::spec::{CompletionMinutes, Days, StartMinutes};
use crate::shared::{ZoneName, tags, text};

/// A rule of a backup plan.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct RuleModel {
    /// When a backup is made, at most every hour: `cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR)`, e.g.
    /// `cron(0 3 * * ? *)`. AWS Backup takes no rates.
    #[model(required)]
    pub(crate) schedule: Attr<String>,
    /// The time zone of the schedule, by its name in the IANA database, e.g. `Europe/Berlin`.
    #[model(default = "Etc/UTC", validate = text::<ZoneName>)]
    pub(crate) schedule_timezone: Attr<String>,
    /// Within how many minutes after its time a backup must have begun, at least 60; otherwise it is cancelled.
    #[model(default = 60, validate = StartMinutes::validator)]
    pub(crate) start_window: Attr<i64>,
    /// Within how many minutes after its time a backup must be complete, at least 60 more than `start_window`; otherwise it is
    /// cancelled.
    #[model(default = 480, validate = CompletionMinutes::validator)]
    pub(crate) completion_window: Attr<i64>,
    /// Whether backups are continuous, where their kind can be (databases and S3 buckets): they can be restored to any moment.
    #[model(default = false)]
    pub(crate) enable_continuous_backup: Attr<bool>,
    /// How long backups are kept.
    #[model(required)]
    pub(crate) lifecycle: Attr<LifecycleModel>,
    /// Whether the backups of this rule are copied to where `copy_actions` says.
    #[model(default = true)]
    pub(crate) copy: Attr<bool>,
    /// Tags of the recovery points, over `tags`.
    #[model(validate = tags)]
    pub(crate) recovery_point_tags: Attr<Map<String>>,
}

/// How long backups are kept, in days from when they were made.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct LifecycleModel {
    /// After how many days a backup is deleted; 1 to 35 for continuous ones.
    #[model(required, validate = Days::validator)]
    pub(crate) delete_after: Attr<i64>,
    /// After how many days a backup goes to cold storage, where its kind has one: at least 90 days before it is deleted. Without
    /// it, never. Databases have none.
    #[model(validate = Days::validator)]
    pub(crate) cold_storage_after: Attr<i64>,
}

/// A rule as it is in force.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct EffectiveRuleModel {
    /// When a backup is made.
    #[model(computed)]
    pub(crate) schedule: Attr<String>,
    /// The time zone of the schedule.
    #[model(computed)]
    pub(crate) schedule_timezone: Attr<String>,
    /// Within how many minutes a backup must have begun.
    #[model(computed)]
    pub(crate) start_window: Attr<i64>,
    /// Within how many minutes a backup must be complete.
    #[model(computed)]
    pub(crate) completion_window: Attr<i64>,
    /// Whether backups are continuous, where their kind can be.
    #[model(computed)]
    pub(crate) enable_continuous_backup: Attr<bool>,
    /// How long backups are kept.
    #[model(computed)]
    pub(crate) lifecycle: Attr<EffectiveLifecycleModel>,
    /// Whether the backups of this rule are copied.
    #[model(computed)]
    pub(crate) copy: Attr<bool>,
    /// How long copies are kept by those of `copy_actions` that have no `lifecycle` of their own: shown even where each of them
    /// has one; null where there are no copies.
    #[model(computed)]
    pub(crate) copy_lifecycle: Attr<EffectiveLifecycleModel>,
    /// Tags of the recovery points, over `tags`.
    #[model(computed)]
    pub(crate) recovery_point_tags: Attr<Map<String>>,
}

/// How long backups are kept, in days from when they were made.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct EffectiveLifecycleModel {
    /// After how many days a backup is deleted.
    #[model(computed)]
    pub(crate) delete_after: Attr<i64>,
    /// After how many days a backup goes to cold storage; null: never.
    #[model(computed)]
    pub(crate) cold_storage_after: Attr<i64>,
}

/// What is special about the backups of some kinds of resources (AWS Backup: `AdvancedBackupSettings`).
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct AdvancedSettingsModel {
    /// Whether applications on Windows instances of EC2 are brought to a consistent state before (`WindowsVSS`). AWS does not where
    /// it is not set.
    pub(crate) windows_vss: Attr<bool>,
    /// Whether the access control lists of S3 objects are backed up (`BackupACLs`). AWS does where it is not set.
    pub(crate) s3_acls: Attr<bool>,
    /// Whether the tags of S3 objects are backed up (`BackupObjectTags`). AWS does where it is not set.
    pub(crate) s3_object_tags: Attr<bool>,
}
