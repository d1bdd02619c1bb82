//! Where backups are copied to, as written.

use acme_schema::{Attr, Model};

use super::super::spec::{AccountId, KeyArn, VaultArn};
use super::LifecycleModel;
use crate::shared::{RegionName, text};

/// A place for copies. Exactly one of `region` and `destination_vault_arn` is given.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct CopyActionModel {
    /// The AWS region to copy to. A vault of the plan's name is made there, with the settings of `vault`, unless `account_id` says
    /// whose it is. Without `account_id`, it must be another region than the plan's.
    #[model(validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// The AWS account, of the same organization, that has a vault of the plan's name in `region`. That vault must exist, and its
    /// access policy must allow `backup:CopyIntoBackupVault` from here.
    #[model(validate = text::<AccountId>)]
    pub(crate) account_id: Attr<String>,
    /// The ARN of an existing vault to copy to, of whatever name, region and account.
    #[model(validate = text::<VaultArn>)]
    pub(crate) destination_vault_arn: Attr<String>,
    /// The ARN of the KMS key, in `region`, of the vault that is made there. Defaults to the account's `aws/backup`.
    #[model(validate = text::<KeyArn>)]
    pub(crate) kms_key_arn: Attr<String>,
    /// How long copies are kept here. Defaults to the `lifecycle` of the rule, or to the `retention_days` of `objectives`. AWS is
    /// always told, so that no copy is kept by mistake.
    pub(crate) lifecycle: Attr<LifecycleModel>,
}
