//! The list of the calls: how each is named, whose it is, and which function makes it. What a call needs beside its
//! parameters is in [`Call`]; nothing is decided here.

use std::pin::Pin;

use acme_children::SecretText;
use acme_children::aws::Action;
use serde_json::Value;

use super::failed::Failed;
use super::parameters::Parameters;
use super::{
    Api, backup_jobs, backup_plans, backup_tags, backup_vaults, catalog, changes, groups, instances,
    restore_testing, roles,
};

/// What a call is made with.
pub(super) struct Call<'a> {
    /// Who makes it.
    pub(super) api: &'a Api,
    /// Where; `None` is the provider's region.
    pub(super) region: Option<&'a str>,
    /// Its name in the API.
    pub(super) name: &'static str,
    /// Its parameters.
    pub(super) from: &'a Parameters<'a>,
    /// The password beside them.
    pub(super) password: Option<&'a SecretText>,
    /// The client of AWS Backup.
    pub(super) backup: aws_sdk_backup::Client,
    /// The client of IAM.
    pub(super) iam: aws_sdk_iam::Client,
    /// The client of RDS.
    pub(super) rds: aws_sdk_rds::Client,
}

/// Who answers a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// AWS Backup.
    Backup,
    /// IAM.
    Iam,
    /// RDS.
    Rds,
}

/// A call that is being made.
type Made<'a> = Pin<Box<dyn Future<Output = Result<Value, Failed>> + Send + 'a>>;

/// A call on the heap. Where several are awaited in one function, each would have its room on the stack, in all of which a
/// worker's stack ends.
#[inline(never)]
fn boxed<'a, F>(call: impl FnOnce() -> F) -> Made<'a>
where
    F: Future<Output = Result<Value, Failed>> + Send + 'a,
{
    Box::pin(call())
}

/// Each action: its service, its name there, and what makes it.
macro_rules! calls {
    ($($action:ident = $service:ident $name:literal, |$call:ident| $made:expr;)*) => {
        /// A call's name in the API, and whose API that is.
        pub(super) fn named(action: Action) -> (&'static str, Service) {
            match action { $(Action::$action => ($name, Service::$service),)* }
        }

        /// Makes a call.
        pub(super) fn made<'a>(action: Action, call: &'a Call<'a>) -> Made<'a> {
            match action { $(Action::$action => { let $call = call; boxed(move || $made) })* }
        }
    };
}

calls! {
    AddTagsToResource = Rds "AddTagsToResource", |c| groups::add_tags(&c.rds, c.from);
    AttachRolePolicy = Iam "AttachRolePolicy", |c| roles::attach(&c.iam, c.from);
    CreateBackupPlan = Backup "CreateBackupPlan", |c| backup_plans::create(&c.backup, c.from);
    CreateBackupSelection = Backup "CreateBackupSelection", |c| backup_plans::create_selection(&c.backup, c.from);
    CreateBackupVault = Backup "CreateBackupVault", |c| backup_vaults::create(&c.backup, c.from);
    CreateBlueGreenDeployment = Rds "CreateBlueGreenDeployment", |c| changes::create(&c.rds, c.from);
    CreateDbInstance = Rds "CreateDBInstance", |c| instances::create(&c.rds, c.from, c.password);
    CreateDbInstanceReadReplica = Rds "CreateDBInstanceReadReplica", |c| async move {
        let elsewhere = c.api.elsewhere(c.region, (c.name, "SourceDBInstanceIdentifier"), c.from).await?;
        instances::create_replica(&c.rds, c.from, elsewhere).await
    };
    CreateDbParameterGroup = Rds "CreateDBParameterGroup", |c| groups::create_parameter_group(&c.rds, c.from);
    CreateDbSubnetGroup = Rds "CreateDBSubnetGroup", |c| groups::create_subnet_group(&c.rds, c.from);
    CreateRestoreTestingPlan = Backup "CreateRestoreTestingPlan",
        |c| restore_testing::create_plan(&c.backup, c.from);
    CreateRestoreTestingSelection = Backup "CreateRestoreTestingSelection",
        |c| restore_testing::create_selection(&c.backup, c.from);
    CreateRole = Iam "CreateRole", |c| roles::create(&c.iam, c.from);
    DeleteBackupPlan = Backup "DeleteBackupPlan", |c| backup_plans::delete(&c.backup, c.from);
    DeleteBackupSelection = Backup "DeleteBackupSelection", |c| backup_plans::delete_selection(&c.backup, c.from);
    DeleteBackupVault = Backup "DeleteBackupVault", |c| backup_vaults::delete(&c.backup, c.from);
    DeleteBackupVaultAccessPolicy = Backup "DeleteBackupVaultAccessPolicy",
        |c| backup_vaults::delete_policy(&c.backup, c.from);
    DeleteBackupVaultLockConfiguration = Backup "DeleteBackupVaultLockConfiguration",
        |c| backup_vaults::delete_lock(&c.backup, c.from);
    DeleteBackupVaultNotifications = Backup "DeleteBackupVaultNotifications",
        |c| backup_vaults::delete_notifications(&c.backup, c.from);
    DeleteBlueGreenDeployment = Rds "DeleteBlueGreenDeployment", |c| changes::delete(&c.rds, c.from);
    DeleteDbInstance = Rds "DeleteDBInstance", |c| instances::delete(&c.rds, c.from);
    DeleteDbParameterGroup = Rds "DeleteDBParameterGroup", |c| groups::delete_parameter_group(&c.rds, c.from);
    DeleteDbSubnetGroup = Rds "DeleteDBSubnetGroup", |c| groups::delete_subnet_group(&c.rds, c.from);
    DeleteRecoveryPoint = Backup "DeleteRecoveryPoint", |c| backup_vaults::delete_point(&c.backup, c.from);
    DeleteRestoreTestingPlan = Backup "DeleteRestoreTestingPlan",
        |c| restore_testing::delete_plan(&c.backup, c.from);
    DeleteRestoreTestingSelection = Backup "DeleteRestoreTestingSelection",
        |c| restore_testing::delete_selection(&c.backup, c.from);
    DeleteRole = Iam "DeleteRole", |c| roles::delete(&c.iam, c.from);
    DeleteRolePolicy = Iam "DeleteRolePolicy", |c| roles::delete_policy(&c.iam, c.from);
    DescribeBackupJob = Backup "DescribeBackupJob", |c| backup_jobs::describe(&c.backup, c.from);
    DescribeBackupVault = Backup "DescribeBackupVault", |c| backup_vaults::describe(&c.backup, c.from);
    DescribeBlueGreenDeployments = Rds "DescribeBlueGreenDeployments", |c| changes::describe(&c.rds, c.from);
    DescribeDbEngineVersions = Rds "DescribeDBEngineVersions", |c| catalog::engine_versions(&c.rds, c.from);
    DescribeDbInstanceAutomatedBackups = Rds "DescribeDBInstanceAutomatedBackups",
        |c| changes::describe_backups(&c.rds, c.from);
    DescribeDbInstances = Rds "DescribeDBInstances", |c| c.api.describe_instances(c.region, c.from);
    DescribeDbParameterGroup = Rds "DescribeDBParameterGroups",
        |c| groups::describe_parameter_group(&c.rds, c.from);
    DescribeDbSubnetGroup = Rds "DescribeDBSubnetGroups", |c| groups::describe_subnet_group(&c.rds, c.from);
    DescribeEvents = Rds "DescribeEvents", |c| catalog::events(&c.rds, c.from);
    DescribeOrderableDbInstanceOptions = Rds "DescribeOrderableDBInstanceOptions",
        |c| catalog::orderable_options(&c.rds, c.from);
    DetachRolePolicy = Iam "DetachRolePolicy", |c| roles::detach(&c.iam, c.from);
    GetBackupPlan = Backup "GetBackupPlan", |c| backup_plans::get(&c.backup, c.from);
    GetRestoreTestingPlan = Backup "GetRestoreTestingPlan", |c| restore_testing::get_plan(&c.backup, c.from);
    GetRestoreTestingSelection = Backup "GetRestoreTestingSelection",
        |c| restore_testing::get_selection(&c.backup, c.from);
    GetRole = Iam "GetRole", |c| roles::get(&c.iam, c.from);
    ListBackupJobs = Backup "ListBackupJobs", |c| backup_jobs::list_backups(&c.backup, c.from);
    ListBackupPlans = Backup "ListBackupPlans", |c| {
        let listed = backup_plans::list_plans(&c.backup, c.from);
        c.api.shared((Action::ListBackupPlans, c.region), c.from, listed)
    };
    ListBackupSelections = Backup "ListBackupSelections", |c| backup_plans::list_selections(&c.backup, c.from);
    ListCopyJobs = Backup "ListCopyJobs", |c| backup_jobs::list_copies(&c.backup, c.from);
    ListRecoveryPoints = Backup "ListRecoveryPointsByBackupVault",
        |c| backup_vaults::list_points(&c.backup, c.from);
    ListRestoreJobs = Backup "ListRestoreJobs", |c| backup_jobs::list_restores(&c.backup, c.from);
    ModifyDbInstance = Rds "ModifyDBInstance", |c| instances::modify(&c.rds, c.from, c.password);
    ModifyDbParameterGroup = Rds "ModifyDBParameterGroup", |c| groups::modify_parameter_group(&c.rds, c.from);
    ModifyDbSubnetGroup = Rds "ModifyDBSubnetGroup", |c| groups::modify_subnet_group(&c.rds, c.from);
    PutBackupVaultAccessPolicy = Backup "PutBackupVaultAccessPolicy",
        |c| backup_vaults::put_policy(&c.backup, c.from);
    PutBackupVaultLockConfiguration = Backup "PutBackupVaultLockConfiguration",
        |c| backup_vaults::put_lock(&c.backup, c.from);
    PutBackupVaultNotifications = Backup "PutBackupVaultNotifications",
        |c| backup_vaults::put_notifications(&c.backup, c.from);
    PutRolePolicy = Iam "PutRolePolicy", |c| roles::put_policy(&c.iam, c.from);
    RebootDbInstance = Rds "RebootDBInstance", |c| instances::reboot(&c.rds, c.from);
    RemoveTagsFromResource = Rds "RemoveTagsFromResource", |c| groups::remove_tags(&c.rds, c.from);
    ResetDbParameterGroup = Rds "ResetDBParameterGroup", |c| groups::reset_parameter_group(&c.rds, c.from);
    RestoreDbInstanceFromDbSnapshot = Rds "RestoreDBInstanceFromDBSnapshot",
        |c| instances::restore_snapshot(&c.rds, c.from);
    RestoreDbInstanceToPointInTime = Rds "RestoreDBInstanceToPointInTime",
        |c| instances::restore_time(&c.rds, c.from);
    StartBackupJob = Backup "StartBackupJob", |c| backup_jobs::start(&c.backup, c.from);
    StartDbInstanceAutomatedBackupsReplication = Rds "StartDBInstanceAutomatedBackupsReplication",
        |c| async move {
            let elsewhere = c.api.elsewhere(c.region, (c.name, "SourceDBInstanceArn"), c.from).await?;
            changes::start_copies(&c.rds, c.from, elsewhere).await
        };
    StopDbInstanceAutomatedBackupsReplication = Rds "StopDBInstanceAutomatedBackupsReplication",
        |c| changes::stop_copies(&c.rds, c.from);
    SwitchoverBlueGreenDeployment = Rds "SwitchoverBlueGreenDeployment",
        |c| changes::switch_over(&c.rds, c.from);
    TagBackup = Backup "TagResource", |c| backup_tags::tag(&c.backup, c.from);
    TagRole = Iam "TagRole", |c| roles::tag(&c.iam, c.from);
    UntagBackup = Backup "UntagResource", |c| backup_tags::untag(&c.backup, c.from);
    UpdateBackupPlan = Backup "UpdateBackupPlan", |c| backup_plans::update(&c.backup, c.from);
    UpdateRestoreTestingPlan = Backup "UpdateRestoreTestingPlan",
        |c| restore_testing::update_plan(&c.backup, c.from);
    UpdateRestoreTestingSelection = Backup "UpdateRestoreTestingSelection",
        |c| restore_testing::update_selection(&c.backup, c.from);
}
