//! References to secret values, as written.

use acme_schema::{Attr, Model};

use crate::shared::{SecretArn, VersionId, text};

/// A value in AWS Secrets Manager.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct SecretModel {
    /// The secret's ARN, e.g. `arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf`.
    #[model(required, validate = text::<SecretArn>)]
    pub(crate) secret_arn: Attr<String>,
    /// The key in the JSON object that the secret is. Without it, all of the secret's text.
    pub(crate) key: Attr<String>,
    /// The version (`VersionId`). Without it, the current one (stage `AWSCURRENT`) when the configuration is applied; a
    /// new one is a change that the next plan shows.
    #[model(validate = text::<VersionId>)]
    pub(crate) version_id: Attr<String>,
}
