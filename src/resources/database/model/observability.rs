//! What is recorded of a database's work, as written.

use acme_schema::{Attr, Model};

use super::super::spec::{InsightsDays, Interval};
use crate::shared::{KeyId, RoleArn, text};

/// RDS Performance Insights.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct InsightsModel {
    /// How many days figures are kept: 7 (free of charge), or 31 to 731.
    #[model(default = 7, validate = InsightsDays::validator)]
    pub(crate) retention_days: Attr<i64>,
    /// The KMS key that the figures are encrypted with. Defaults to the account's `aws/rds`.
    #[model(validate = text::<KeyId>)]
    pub(crate) kms_key_id: Attr<String>,
}

/// RDS Enhanced Monitoring.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct MonitoringModel {
    /// The seconds between two readings: 1, 5, 10, 15, 30 or 60.
    #[model(default = 60, validate = Interval::validator)]
    pub(crate) interval_seconds: Attr<i64>,
    /// The ARN of a role that lets RDS write to CloudWatch. Without it, the role
    /// `NAME-rds-monitoring` is made, or `NAME-REGION-rds-monitoring` where `region` is given.
    #[model(validate = text::<RoleArn>)]
    pub(crate) role_arn: Attr<String>,
}
