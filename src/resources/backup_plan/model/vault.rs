//! How vaults are protected and watched, as written.

use acme_schema::{Attr, List, Model};

use super::super::spec::{ChangeableDays, Days, KeyArn, LockMode, TopicArn};
use crate::shared::text;

/// The vaults that are made here: one in the plan's region, and one in each region of `copy_actions` in the same account.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct VaultModel {
    /// The ARN of the KMS key that the vault in the plan's region is encrypted with. Defaults to the account's `aws/backup`. Those of
    /// copies are in `copy_actions`.
    #[model(optional, replace, validate = text::<KeyArn>)]
    pub(crate) kms_key_arn: Attr<String>,
    /// The access policy of the vaults: a JSON object, e.g. `jsonencode({ Version = "2012-10-17", Statement = [...] })`.
    pub(crate) access_policy: Attr<String>,
    /// Whether recovery points are deleted with the vaults when the plan is destroyed. Otherwise a plan whose vaults are not empty
    /// is protected: every plan that would destroy or replace it is refused.
    #[model(default = false)]
    pub(crate) force_destroy: Attr<bool>,
    /// A lock (AWS Backup Vault Lock): nobody deletes recovery points before their time.
    pub(crate) lock: Attr<LockModel>,
}

/// A lock of vaults.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct LockModel {
    /// The mode: `governance` (who has the right to, can take the lock away) or `compliance` (after `changeable_for_days`
    /// nobody can, neither the account's root user nor AWS).
    #[model(required, validate = text::<LockMode>)]
    pub(crate) mode: Attr<String>,
    /// How many days a recovery point must be kept at least: a rule with a shorter `delete_after` is refused.
    #[model(validate = Days::validator)]
    pub(crate) min_retention_days: Attr<i64>,
    /// How many days a recovery point may be kept at most: a rule with a longer `delete_after` is refused.
    #[model(validate = Days::validator)]
    pub(crate) max_retention_days: Attr<i64>,
    /// For how many days, at least 3, a compliance lock can be changed and taken away after it was turned on; only with
    /// `mode = "compliance"`. Defaults to 3.
    #[model(validate = ChangeableDays::validator)]
    pub(crate) changeable_for_days: Attr<i64>,
    /// Must be true with `mode = "compliance"`: whoever writes it knows that the lock cannot be taken back, that its recovery points
    /// are kept and paid for until their time, and that the vault cannot be destroyed before.
    pub(crate) acknowledge_irreversible: Attr<bool>,
}

/// Where events of the vault in the plan's region are reported to.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct NotificationsModel {
    /// The ARN of the SNS topic, in the plan's region. Its policy must let `backup.amazonaws.com` publish.
    #[model(required, validate = text::<TopicArn>)]
    pub(crate) sns_topic_arn: Attr<String>,
    /// What is reported (AWS Backup: `BackupVaultEvents`). Defaults to `BACKUP_JOB_COMPLETED`, which is also that of a job that
    /// failed or expired, `COPY_JOB_FAILED` and `RESTORE_JOB_COMPLETED`. The order means nothing. What AWS does not send any
    /// more, such as `BACKUP_JOB_FAILED`, is taken with a warning.
    pub(crate) events: Attr<List<String>>,
}
