//! AWS as reconciliation sees it: calls by the names of their APIs, answers as JSON by the names of their fields, and what
//! can go wrong. What follows from the answers is decided here, in the folder beside, so that the in-memory cloud and the
//! real one go the same way. No SDK, socket, runtime or clock may enter: whoever calls brings an [`Aws`].
//!
//! Reading order: [`Aws`] (the door), `reach` (observe, apply, ready, delete by kind), `instance` (the course of a database
//! server), then the small kinds.

mod address;
mod backup;
mod backup_replication;
mod check;
mod drift;
mod home;
mod instance;
mod listing;
mod own_arn;
mod parameter_group;
mod reach;
mod role;
mod subnet_group;
#[cfg(test)]
mod tests;
mod wait;

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use crate::{CloudError, SecretText};

pub use address::{address, encoded, located, with_password};
pub use backup::{BACKUP_GENERATION, FORCE_DESTROY, LOCK_DAYS, is_selected};
pub(crate) use backup::{holds_backups, kept as keeps_backups};
pub(crate) use drift::{differences, is_settled, restarts};
pub use instance::{
    GENERATION, KEPT_UNTIL, PARAMETERS, PASSWORD_VERSION, at_least, is_static, is_within, kept,
    pending_reboot, port, window_contains,
};
pub use own_arn::{ACCOUNT, PARTITION, REGION};
pub use reach::{apply, check, delete, observe, ready};

/// The door to AWS.
#[async_trait]
pub trait Aws: Send + Sync {
    /// Makes one call, tried again where that helps (throttling, 5xx), and returns the part of its answer that
    /// [`Action`] names. `region`: `None` is the provider's.
    async fn call(&self, region: Option<&str>, request: Request) -> Result<Value, AwsError>;

    /// Runs SQL in a database server and returns when every statement has succeeded and the last one has not answered
    /// `false`. `instance`: the answer of [`Action::DescribeDbInstances`] for it. `password`: where RDS does not manage it.
    async fn query(
        &self,
        region: Option<&str>,
        instance: &Value,
        password: Option<&SecretText>,
        sql: &str,
    ) -> Result<(), AwsError>;

    /// The provider's region, e.g. `eu-west-1`; `None` where nothing says which.
    fn region(&self) -> Option<String>;

    /// The time, so many hours from now.
    fn moment(&self, hours_ahead: u32) -> Moment;

    /// Waits before another look at something that takes a while, the longer the more looks there were, and says how long.
    async fn pause(&self, looks: u32) -> Duration;
}

/// A point in time, UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339 to the second, ending in `Z`: `2026-11-24T21:30:00Z`. So earlier ones sort first.
    pub text: String,
    /// The day as RDS writes it: `mon`.
    pub weekday: &'static str,
    /// Minutes since midnight.
    pub minute: u16,
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What is called.
    pub action: Action,
    /// Its parameters, by the names in the API. Tags are an object of text: `{"Tags": {"team": "web"}}`. Lists of groups,
    /// subnets and log types are arrays of text; `Parameters` is an array of `{ParameterName, ParameterValue, ApplyMethod}`.
    pub parameters: Value,
    /// `MasterUserPassword`.
    pub password: Option<SecretText>,
}

impl Request {
    /// A call with these parameters and no password.
    #[must_use]
    pub fn new(action: Action, parameters: Value) -> Self {
        Self { action, parameters, password: None }
    }
}

/// The calls, by their names in the API, and what of the answer is returned. Objects carry their tags as an object of text
/// in `Tags`; times are RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// RDS `AddTagsToResource` {`ResourceName`, `Tags`}: null.
    AddTagsToResource,
    /// IAM `AttachRolePolicy` {`RoleName`, `PolicyArn`}: null.
    AttachRolePolicy,
    /// Backup `CreateBackupPlan` {`BackupPlan`, `BackupPlanTags`, `CreatorRequestId`}: {`BackupPlanId`}.
    CreateBackupPlan,
    /// Backup `CreateBackupSelection` {`BackupPlanId`, `BackupSelection`, `CreatorRequestId`}: null.
    CreateBackupSelection,
    /// Backup `CreateBackupVault` {`BackupVaultName`, `BackupVaultTags`, `EncryptionKeyArn`, `CreatorRequestId`}: null.
    CreateBackupVault,
    /// RDS `CreateBlueGreenDeployment`: the `BlueGreenDeployment`.
    CreateBlueGreenDeployment,
    /// RDS `CreateDBInstance`: the `DBInstance`.
    CreateDbInstance,
    /// RDS `CreateDBInstanceReadReplica`; `SourceRegion` is where an ARN in `SourceDBInstanceIdentifier` says: the
    /// `DBInstance`.
    CreateDbInstanceReadReplica,
    /// RDS `CreateDBParameterGroup`: null.
    CreateDbParameterGroup,
    /// RDS `CreateDBSubnetGroup`: null.
    CreateDbSubnetGroup,
    /// Backup `CreateRestoreTestingPlan` {`RestoreTestingPlan`, `Tags`, `CreatorRequestId`}: null.
    CreateRestoreTestingPlan,
    /// Backup `CreateRestoreTestingSelection` {`RestoreTestingPlanName`, `RestoreTestingSelection`, `CreatorRequestId`}: null.
    CreateRestoreTestingSelection,
    /// IAM `CreateRole`: null.
    CreateRole,
    /// Backup `DeleteBackupPlan` {`BackupPlanId`}: null.
    DeleteBackupPlan,
    /// Backup `DeleteBackupSelection` {`BackupPlanId`, `SelectionId`}: null.
    DeleteBackupSelection,
    /// Backup `DeleteBackupVault` {`BackupVaultName`}: null.
    DeleteBackupVault,
    /// Backup `DeleteBackupVaultAccessPolicy` {`BackupVaultName`}: null.
    DeleteBackupVaultAccessPolicy,
    /// Backup `DeleteBackupVaultLockConfiguration` {`BackupVaultName`}: null.
    DeleteBackupVaultLockConfiguration,
    /// Backup `DeleteBackupVaultNotifications` {`BackupVaultName`}: null.
    DeleteBackupVaultNotifications,
    /// RDS `DeleteBlueGreenDeployment`: null.
    DeleteBlueGreenDeployment,
    /// RDS `DeleteDBInstance`: null.
    DeleteDbInstance,
    /// RDS `DeleteDBParameterGroup`: null.
    DeleteDbParameterGroup,
    /// RDS `DeleteDBSubnetGroup`: null.
    DeleteDbSubnetGroup,
    /// Backup `DeleteRecoveryPoint` {`BackupVaultName`, `RecoveryPointArn`}: null.
    DeleteRecoveryPoint,
    /// Backup `DeleteRestoreTestingPlan` {`RestoreTestingPlanName`}: null.
    DeleteRestoreTestingPlan,
    /// Backup `DeleteRestoreTestingSelection` {`RestoreTestingPlanName`, `RestoreTestingSelectionName`}: null.
    DeleteRestoreTestingSelection,
    /// IAM `DeleteRole`: null.
    DeleteRole,
    /// IAM `DeleteRolePolicy` {`RoleName`, `PolicyName`}: null.
    DeleteRolePolicy,
    /// Backup `DescribeBackupJob` {`BackupJobId`}: the answer.
    DescribeBackupJob,
    /// Backup `DescribeBackupVault` {`BackupVaultName`} with its `Tags`, in `Policy` its access policy as text
    /// (`GetBackupVaultAccessPolicy`) and in `Notifications` {`SNSTopicArn`, `BackupVaultEvents`}
    /// (`GetBackupVaultNotifications`), both left out where there are none; null where it does not exist. AWS says of one that
    /// does not exist that access is denied: whether that is so, `ListBackupVaults` tells.
    DescribeBackupVault,
    /// RDS `DescribeBlueGreenDeployments`, every page: an array. An endpoint that does not know the call: an empty one.
    DescribeBlueGreenDeployments,
    /// RDS `DescribeDBEngineVersions` {`Engine`, `EngineVersion`}: an array.
    DescribeDbEngineVersions,
    /// RDS `DescribeDBInstanceAutomatedBackups` {`DbiResourceId`…}, every page: an array.
    DescribeDbInstanceAutomatedBackups,
    /// RDS `DescribeDBInstances`, every page where no `DBInstanceIdentifier` is given: an array. One that does not exist: an
    /// empty one.
    DescribeDbInstances,
    /// RDS `DescribeDBParameterGroups` {`DBParameterGroupName`} with its tags and, in `Parameters`, those that a user has set
    /// (`DescribeDBParameters` with `Source` = `user`), each {`ParameterName`, `ParameterValue`, `ApplyMethod`}; null where it does
    /// not exist.
    DescribeDbParameterGroup,
    /// RDS `DescribeDBSubnetGroups` {`DBSubnetGroupName`} with its tags; null where it does not exist.
    DescribeDbSubnetGroup,
    /// RDS `DescribeEvents` {`SourceIdentifier`, `SourceType`, `Duration` in minutes}: an array of {`Date`, `Message`}.
    DescribeEvents,
    /// RDS `DescribeOrderableDBInstanceOptions` {`Engine`, `EngineVersion`, `DBInstanceClass`}: an array, at most one page.
    DescribeOrderableDbInstanceOptions,
    /// IAM `DetachRolePolicy` {`RoleName`, `PolicyArn`}: null.
    DetachRolePolicy,
    /// Backup `GetBackupPlan` {`BackupPlanId`}: the answer with its `Tags`, and with `AdvancedBackupSettings` in `BackupPlan`
    /// (AWS gives them beside it); null where it does not exist or is deleted (AWS still describes it, with a `DeletionDate`).
    GetBackupPlan,
    /// Backup `GetRestoreTestingPlan` {`RestoreTestingPlanName`}: the `RestoreTestingPlan` with its `Tags`; null where it does
    /// not exist.
    GetRestoreTestingPlan,
    /// Backup `GetRestoreTestingSelection` {`RestoreTestingPlanName`, `RestoreTestingSelectionName`}: the
    /// `RestoreTestingSelection`; null where it does not exist.
    GetRestoreTestingSelection,
    /// IAM `GetRole` {`RoleName`} with its tags, in `PolicyArns` what is attached to it and in `Policies` its inline policies:
    /// an object of name to the document as JSON; null where it does not exist.
    GetRole,
    /// Backup `ListBackupJobs` {`ByBackupVaultName`}, every page: `BackupJobs`.
    ListBackupJobs,
    /// Backup `ListBackupPlans`, every page: `BackupPlansList`, without the deleted ones.
    ListBackupPlans,
    /// Backup `ListBackupSelections` {`BackupPlanId`}, every page, and what each selects (`GetBackupSelection`): an array of
    /// {`SelectionId`, `BackupSelection`}. A plan that does not exist: an empty one.
    ListBackupSelections,
    /// Backup `ListCopyJobs` {`ByDestinationVaultArn`}, every page: `CopyJobs`.
    ListCopyJobs,
    /// Backup `ListRecoveryPointsByBackupVault` {`BackupVaultName`}, every page: `RecoveryPoints`. A vault that does not
    /// exist: an empty array.
    ListRecoveryPoints,
    /// Backup `ListRestoreJobs` {`ByRestoreTestingPlanArn`}, every page: `RestoreJobs`.
    ListRestoreJobs,
    /// RDS `ModifyDBInstance`: the `DBInstance`.
    ModifyDbInstance,
    /// RDS `ModifyDBParameterGroup`: null. At most twenty parameters.
    ModifyDbParameterGroup,
    /// RDS `ModifyDBSubnetGroup`: null.
    ModifyDbSubnetGroup,
    /// Backup `PutBackupVaultAccessPolicy` {`BackupVaultName`, `Policy`}: null.
    PutBackupVaultAccessPolicy,
    /// Backup `PutBackupVaultLockConfiguration` {`BackupVaultName`, `MinRetentionDays`, `MaxRetentionDays`,
    /// `ChangeableForDays`}: null.
    PutBackupVaultLockConfiguration,
    /// Backup `PutBackupVaultNotifications` {`BackupVaultName`, `SNSTopicArn`, `BackupVaultEvents`}: null.
    PutBackupVaultNotifications,
    /// IAM `PutRolePolicy` {`RoleName`, `PolicyName`, `PolicyDocument`}: null.
    PutRolePolicy,
    /// RDS `RebootDBInstance`: null.
    RebootDbInstance,
    /// RDS `RemoveTagsFromResource` {`ResourceName`, `TagKeys`}: null.
    RemoveTagsFromResource,
    /// RDS `ResetDBParameterGroup` {`DBParameterGroupName`, `Parameters`}: null.
    ResetDbParameterGroup,
    /// RDS `RestoreDBInstanceFromDBSnapshot`: the `DBInstance`.
    RestoreDbInstanceFromDbSnapshot,
    /// RDS `RestoreDBInstanceToPointInTime`: the `DBInstance`.
    RestoreDbInstanceToPointInTime,
    /// Backup `StartBackupJob` {`BackupVaultName`, `ResourceArn`, `IamRoleArn`, `IdempotencyToken`, `RecoveryPointTags`,
    /// `Lifecycle`, `StartWindowMinutes`, `CompleteWindowMinutes`, `BackupOptions`}: {`BackupJobId`, `CreationDate`, `IsParent`}, and
    /// for some types `RecoveryPointArn`. The same token is answered with the same job.
    StartBackupJob,
    /// RDS `StartDBInstanceAutomatedBackupsReplication`, called in the region of the copies: null.
    StartDbInstanceAutomatedBackupsReplication,
    /// RDS `StopDBInstanceAutomatedBackupsReplication`, called there: null.
    StopDbInstanceAutomatedBackupsReplication,
    /// RDS `SwitchoverBlueGreenDeployment`: null.
    SwitchoverBlueGreenDeployment,
    /// Backup `TagResource` {`ResourceArn`, `Tags`}: null.
    TagBackup,
    /// IAM `TagRole` {`RoleName`, `Tags`}: null.
    TagRole,
    /// Backup `UntagResource` {`ResourceArn`, `TagKeyList`}: null.
    UntagBackup,
    /// Backup `UpdateBackupPlan` {`BackupPlanId`, `BackupPlan`}: null.
    UpdateBackupPlan,
    /// Backup `UpdateRestoreTestingPlan` {`RestoreTestingPlanName`, `RestoreTestingPlan`}: null. Unlike at creation, there is no
    /// `RestoreTestingPlanName` in `RestoreTestingPlan`.
    UpdateRestoreTestingPlan,
    /// Backup `UpdateRestoreTestingSelection` {`RestoreTestingPlanName`, `RestoreTestingSelectionName`,
    /// `RestoreTestingSelection`}: null. Unlike at creation, there is no `RestoreTestingSelectionName` and no
    /// `ProtectedResourceType` in `RestoreTestingSelection`.
    UpdateRestoreTestingSelection,
}

/// Why a call has failed.
#[derive(Debug, thiserror::Error)]
pub enum AwsError {
    /// The service refuses it.
    #[error("{code}: {message}")]
    Refused {
        /// The service's code, without `Fault` or `Exception` behind it, e.g. `DBInstanceNotFound`.
        code: String,
        /// Its words, on one line.
        message: String,
    },
    /// There was no answer, or none that has to do with the call.
    #[error(transparent)]
    Cloud(#[from] CloudError),
}

impl AwsError {
    /// Whether the service has refused with this code.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        matches!(self, Self::Refused { code: said, .. } if said == code)
    }

    /// The same about a child.
    #[must_use]
    pub fn about(self, id: &crate::ChildId) -> CloudError {
        match self {
            Self::Cloud(error) => error,
            Self::Refused { .. } => CloudError::Refused { id: id.clone(), source: self.to_string().into() },
        }
    }
}
