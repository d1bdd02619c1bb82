//! `acme_backup_plan` as written. The doc comments are the registry's documentation.

mod copies;
mod objectives;
mod restore_testing;
mod rules;
mod seen;
mod vault;

use acme_schema::{Attr, List, Map, Model};

use super::spec::{Generation, PlanName};
use crate::Disruption;
use crate::shared::{RegionName, RoleArn, WaitTime, tags, text};

pub(crate) use copies::CopyActionModel;
pub(crate) use objectives::ObjectivesModel;
pub(crate) use restore_testing::RestoreTestingModel;
pub(crate) use rules::{
    AdvancedSettingsModel, EffectiveLifecycleModel, EffectiveRuleModel, LifecycleModel, RuleModel,
};
pub(crate) use seen::{LastBackupModel, LastCopyModel, LastRestoreTestModel};
pub(crate) use vault::{LockModel, NotificationsModel, VaultModel};

/// Backups of databases and volumes with AWS Backup.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct BackupPlanModel {
    /// The name of the backup plan, and of the vaults that it fills (AWS Backup: `BackupPlanName`, `BackupVaultName`). Vaults are
    /// unique by name in an account and region.
    #[model(required, replace, validate = text::<PlanName>)]
    pub(crate) name: Attr<String>,
    /// The AWS region, where everything that is backed up must be. Defaults to the provider's.
    #[model(optional, replace, validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// The ARNs of the DB instances and DB clusters to back up, e.g. `[acme_database.main.arn]`.
    pub(crate) databases: Attr<List<String>>,
    /// The ARNs of the EBS volumes to back up.
    pub(crate) volumes: Attr<List<String>>,
    /// The ARNs of other things to back up: whatever AWS Backup protects, such as DynamoDB tables, EFS file systems and S3 buckets.
    /// `*` stands for any characters. All references together are at most 500 without and 30 with a `*`.
    pub(crate) resources: Attr<List<String>>,
    /// Tags by which to select what is backed up: a resource must have all of them. Alone, they select everything in the region
    /// that has them; together with references, only those of the references that have them.
    pub(crate) resource_tags: Attr<Map<String>>,
    /// How much may be lost and how long a restore may take. The rules follow from it, and are shown in `effective_rules`; what AWS
    /// Backup cannot keep is refused, with what it could. Exactly one of `objectives` and `rules` is given.
    ///
    /// - An `rpo` below `5m` is refused: `5m` is possible, with continuous backup.
    /// - An `rpo` from `5m` to below `3h`, or `continuous = true`, leads to the rule `continuous`: a continuous backup that is kept for
    ///   `retention_days`, at most 35. Only databases and S3 buckets that are named have one; with anything else it is refused,
    ///   and `3h` is possible. With `copy_actions`, there is also the rule `copies`: snapshots, every hour or as seldom as `rpo`
    ///   allows, that are kept for `retention_days`, at most 7, and whose copies are kept for `retention_days`. Without
    ///   `copy_actions`, or with a `retention_days` above 35, there is also the rule `retained`: a daily snapshot that is kept for
    ///   `retention_days`.
    /// - An `rpo` from `3h` on leads to the rule `snapshots`: every 1, 2, 4, 6, 8, 12 or 24 hours or every week, as seldom as `rpo`
    ///   allows. The time within which a backup must be complete counts, and is two hours at least.
    pub(crate) objectives: Attr<ObjectivesModel>,
    /// When backups are made and how long they are kept, by the name of each rule: 1 to 50 letters, digits, `-`, `_` and `.`.
    pub(crate) rules: Attr<Map<RuleModel>>,
    /// Where each backup is copied to when it is complete. The order means nothing.
    pub(crate) copy_actions: Attr<List<CopyActionModel>>,
    /// How the vaults are encrypted and protected. It holds for every vault that is made here, the copies' included.
    pub(crate) vault: Attr<VaultModel>,
    /// The ARN of the role that AWS Backup acts as, also to restore what is tried. Without it, the role `NAME-backup` is made, which
    /// may do no more than back up what is selected; and with `restore_testing` the role `NAME-restore-test`, which has the
    /// policies of AWS for restores (`AWSBackupServiceRolePolicyForRestores`, and for S3 buckets
    /// `AWSBackupServiceRolePolicyForS3Restore`).
    #[model(validate = text::<RoleArn>)]
    pub(crate) role_arn: Attr<String>,
    /// What is special about the backups of some kinds of resources.
    pub(crate) advanced_settings: Attr<AdvancedSettingsModel>,
    /// Where events of the vault are reported to.
    pub(crate) notifications: Attr<NotificationsModel>,
    /// Backups are tried by restoring them on a schedule (AWS Backup restore testing). What is restored is deleted again. Needs
    /// references: what is selected by tags alone cannot be told to be restorable. A given `role_arn` must have the permissions
    /// of the policies that `NAME-restore-test` would have.
    pub(crate) restore_testing: Attr<RestoreTestingModel>,
    /// Raise it, from 1 on, to have a backup of every reference made by the apply, which waits for it. A lower number than
    /// `highest_generation` makes none. Needs references without `*`, and no `resource_tags`.
    #[model(validate = Generation::validator)]
    pub(crate) backup_generation: Attr<i64>,
    /// Tags of the plan, its vaults, its roles and its recovery points, over the provider's `default_tags`. Others are removed.
    #[model(validate = tags)]
    pub(crate) tags: Attr<Map<String>>,
    /// The most that a change of this resource may do: see `max_disruption` in the provider block, which this one goes before.
    /// Backups disturb nobody, but a compliance lock is `irreversible`.
    #[model(one_of = Disruption::WORDS)]
    pub(crate) max_disruption: Attr<String>,
    /// How long operations may take.
    pub(crate) timeouts: Attr<TimeoutsModel>,
    /// The `name`.
    #[model(computed, keep)]
    pub(crate) id: Attr<String>,
    /// The ARN of the backup plan.
    #[model(computed, keep)]
    pub(crate) arn: Attr<String>,
    /// The id that AWS gives to the backup plan (`BackupPlanId`).
    #[model(computed, keep)]
    pub(crate) plan_id: Attr<String>,
    /// The ARN of the vault in the plan's own region.
    #[model(computed, keep)]
    pub(crate) vault_arn: Attr<String>,
    /// The rules in force, by name, with every default filled in: those written, or those that follow from `objectives`. To go on
    /// from them, write them as `rules`, without `copy_lifecycle`.
    #[model(computed)]
    pub(crate) effective_rules: Attr<Map<EffectiveRuleModel>>,
    /// What is lost at most, as a span of time such as `5m` or `3h`: the longest gap between two backups and the time that one
    /// may take until it is complete; `5m` where everything selected has continuous backup.
    #[model(computed)]
    pub(crate) rpo: Attr<String>,
    /// What is lost at most where only the copies are left, without the time that copying takes. Null without copies.
    #[model(computed)]
    pub(crate) copy_rpo: Attr<String>,
    /// When each rule runs next (RFC 3339, UTC), as of the last refresh.
    #[model(computed)]
    pub(crate) next_runs: Attr<Map<String>>,
    /// How many recovery points there are in the vaults that are made here.
    #[model(computed)]
    pub(crate) recovery_points: Attr<i64>,
    /// How many recovery points there are in each vault that is made for copies, by its region.
    #[model(computed)]
    pub(crate) copied_recovery_points: Attr<Map<i64>>,
    /// Until when (RFC 3339, UTC) a compliance lock keeps the last recovery point; where there is none, since when the lock cannot be
    /// taken back. Null without a compliance lock, and as long as it can be taken back.
    #[model(computed)]
    pub(crate) locked_until: Attr<String>,
    /// The ARNs of what has a recovery point in the vault.
    #[model(computed)]
    pub(crate) protected_resources: Attr<List<String>>,
    /// The ARNs of the references without `*` that have no recovery point in the vault.
    #[model(computed)]
    pub(crate) unprotected_resources: Attr<List<String>>,
    /// The newest backup; null before the first one.
    #[model(computed)]
    pub(crate) last_backup: Attr<LastBackupModel>,
    /// The newest copy of a backup; null before the first one.
    #[model(computed)]
    pub(crate) last_copy: Attr<LastCopyModel>,
    /// The newest restore test that has come to its end; null before the first one.
    #[model(computed)]
    pub(crate) last_restore_test: Attr<LastRestoreTestModel>,
    /// The highest `backup_generation` that there was; null where there was none.
    #[model(computed, keep)]
    pub(crate) highest_generation: Attr<i64>,
    /// All tags, the provider's `default_tags` included.
    #[model(computed)]
    pub(crate) tags_all: Attr<Map<String>>,
    /// What the last change does: `none`, `replace`, or `irreversible` where it turns on a compliance lock.
    #[model(computed)]
    pub(crate) planned_impact: Attr<String>,
    /// Why, and because of which attribute; also where a change protects less than before. Null where there is nothing to say.
    #[model(computed)]
    pub(crate) planned_impact_reason: Attr<String>,
    /// The AWS objects that the plan consists of, as `KIND/NAME`, each with a digest that changes with it.
    #[model(computed)]
    pub(crate) children: Attr<Map<String>>,
}

/// How long each operation may take: hours, minutes and seconds such as `90s`, `30m` or `1h30m`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct TimeoutsModel {
    /// Until a new plan is there, and the backups that `backup_generation` asks for are complete. Defaults to `10h`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) create: Attr<String>,
    /// Until a change is made, and the backups that `backup_generation` asks for are complete. Defaults to `10h`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) update: Attr<String>,
    /// Until the plan is gone, and with `vault.force_destroy` what it has kept. Defaults to `1h`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) delete: Attr<String>,
}
