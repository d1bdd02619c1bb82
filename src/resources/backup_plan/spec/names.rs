//! Names and numbers with AWS Backup's limits, each with the sentence that says what they are.

use crate::shared::{Whole, is_account, is_region, text_type, word_type};

use super::arns::Arn;

text_type!(
    /// The name of a plan and of its vaults.
    PlanName,
    "the name of a backup vault: 2 to 50 letters, digits, `-` and `_`",
    |text| (2..=50).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
);

text_type!(
    /// The name of a rule.
    RuleName,
    "the name of a rule: 1 to 50 letters, digits, `-`, `_` and `.`",
    |text| (1..=50).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
);

text_type!(
    /// An account of AWS.
    AccountId,
    "the id of an AWS account: twelve digits",
    |text| is_account(text)
);

text_type!(
    /// The ARN of a vault.
    VaultArn,
    "the ARN of a backup vault, such as `arn:aws:backup:us-west-2:123456789012:backup-vault:product`",
    |text| {
        Arn::parse(text).is_some_and(|arn| {
            let name = arn.resource().strip_prefix("backup-vault:").unwrap_or_default();
            arn.service() == "backup" && is_region(arn.region()) && is_account(arn.account()) && is_vault_name(name)
        })
    }
);

text_type!(
    /// The ARN of a key in AWS KMS: AWS Backup takes no alias.
    KeyArn,
    "the ARN of a KMS key, such as `arn:aws:kms:eu-west-1:123456789012:key/0f1e…`",
    |text| {
        Arn::parse(text).is_some_and(|arn| {
            let id = arn.resource().strip_prefix("key/").unwrap_or_default();
            let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            arn.service() == "kms" && is_region(arn.region()) && is_account(arn.account()) && is_id
        })
    }
);

text_type!(
    /// The ARN of a topic in SNS.
    TopicArn,
    "the ARN of an SNS topic, such as `arn:aws:sns:eu-west-1:123456789012:backups`",
    |text| {
        Arn::parse(text).is_some_and(|arn| {
            let name = arn.resource();
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            arn.service() == "sns" && is_region(arn.region()) && is_account(arn.account()) && is_name
        })
    }
);

word_type!(
    /// Who can take a lock away.
    LockMode,
    "`governance` or `compliance`",
    /// Who has the right to.
    Governance = "governance",
    /// Nobody.
    Compliance = "compliance"
);

fn is_vault_name(name: &str) -> bool {
    use crate::shared::Text;
    PlanName::parse(name).is_some()
}

/// Days that something is kept.
pub(crate) type Days = Whole<1, 36_500>;
/// Days in which a compliance lock can be changed.
pub(crate) type ChangeableDays = Whole<3, 36_500>;
/// Minutes within which a backup begins.
pub(crate) type StartMinutes = Whole<60, 525_600>;
/// Minutes within which a backup is complete.
pub(crate) type CompletionMinutes = Whole<120, 1_051_200>;
/// Hours within which a restore test begins.
pub(crate) type StartHours = Whole<1, 168>;
/// Days from which a restore test takes a backup.
pub(crate) type SelectionDays = Whole<1, 365>;
/// Hours in which what was restored can be validated.
pub(crate) type ValidationHours = Whole<0, 168>;
/// The number of a backup that is asked for.
pub(crate) type Generation = Whole<1, 2_147_483_647>;

/// What a vault reports (AWS Backup: `BackupVaultEvent`).
pub(crate) const EVENTS: [&str; 23] = [
    "ACCESS_POINT_AVAILABLE",
    "ACCESS_POINT_CREATION_FAILED",
    "ACCESS_POINT_DELETED",
    "ACCESS_POINT_DELETION_FAILED",
    "ACCESS_POINT_DISASSOCIATED",
    "ACCESS_POINT_EXPIRED",
    "BACKUP_JOB_COMPLETED",
    "BACKUP_JOB_STARTED",
    "CONTINUOUS_BACKUP_INTERRUPTED",
    "COPY_JOB_FAILED",
    "COPY_JOB_STARTED",
    "COPY_JOB_SUCCESSFUL",
    "EKS_BACKUP_OBJECT_FAILED",
    "EKS_RESTORE_OBJECT_FAILED",
    "EKS_RESTORE_OBJECT_SKIPPED",
    "RECOVERY_POINT_INDEXING_FAILED",
    "RECOVERY_POINT_INDEX_COMPLETED",
    "RECOVERY_POINT_INDEX_DELETED",
    "RECOVERY_POINT_MODIFIED",
    "RESTORE_JOB_COMPLETED",
    "RESTORE_JOB_STARTED",
    "S3_BACKUP_OBJECT_FAILED",
    "S3_RESTORE_OBJECT_FAILED",
];

/// What AWS still takes and never sends any more (`PutBackupVaultNotifications` calls it deprecated), each with what is sent
/// instead, if anything.
pub(crate) const RETIRED_EVENTS: [(&str, Option<&str>); 7] = [
    ("BACKUP_JOB_EXPIRED", Some("BACKUP_JOB_COMPLETED")),
    ("BACKUP_JOB_FAILED", Some("BACKUP_JOB_COMPLETED")),
    ("BACKUP_JOB_SUCCESSFUL", Some("BACKUP_JOB_COMPLETED")),
    ("BACKUP_PLAN_CREATED", None),
    ("BACKUP_PLAN_MODIFIED", None),
    ("RESTORE_JOB_FAILED", Some("RESTORE_JOB_COMPLETED")),
    ("RESTORE_JOB_SUCCESSFUL", Some("RESTORE_JOB_COMPLETED")),
];

/// What is reported where nothing else is asked for.
pub(crate) const DEFAULT_EVENTS: [&str; 3] =
    ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"];
