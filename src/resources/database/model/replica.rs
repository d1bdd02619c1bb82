//! Copies of a database elsewhere, as written.

use acme_schema::{Attr, List, Model};

use super::super::spec::{Days, InstanceClass, security_group_ids, subnet_ids};
use crate::shared::{KeyId, RegionName, text};

/// A server that follows the database and can be read.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ReplicaModel {
    /// The instance class. Defaults to the database's.
    #[model(validate = text::<InstanceClass>)]
    pub(crate) instance_class: Attr<String>,
    /// The AWS region. Defaults to the database's. Another one needs `subnet_ids`, `security_group_ids` and `kms_key_id`.
    #[model(validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// The ids of the subnets in another region.
    #[model(validate = subnet_ids)]
    pub(crate) subnet_ids: Attr<List<String>>,
    /// The ids of the security groups. Default to the database's.
    #[model(validate = security_group_ids)]
    pub(crate) security_group_ids: Attr<List<String>>,
    /// The KMS key in another region: its ARN, id or alias.
    #[model(validate = text::<KeyId>)]
    pub(crate) kms_key_id: Attr<String>,
    /// Whether the replica has a standby of its own.
    #[model(default = false)]
    pub(crate) multi_az: Attr<bool>,
}

/// Copies of automated backups.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct BackupReplicationModel {
    /// The AWS region that they are copied to.
    #[model(required, validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// How many days they are kept there, at least 1.
    #[model(default = 7, validate = Days::validator)]
    pub(crate) retention_days: Attr<i64>,
    /// The ARN of the KMS key there that they are encrypted with.
    #[model(required, validate = text::<KeyId>)]
    pub(crate) kms_key_id: Attr<String>,
}
