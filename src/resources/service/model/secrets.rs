//! References to secret values, as written.

use acme_schema::{Attr, Model};

use crate::shared::{DatabaseId, MountPath, SecretArn, VersionId, text};

/// A value in AWS Secrets Manager, or the URL of a database. Exactly one of `secret_arn` and `database_id` is given.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct SecretModel {
    /// The secret's ARN, e.g. `arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf`.
    #[model(validate = text::<SecretArn>)]
    pub(crate) secret_arn: Attr<String>,
    /// The key in the JSON object that the secret is. Without it, all of the secret's text.
    pub(crate) key: Attr<String>,
    /// The version (`VersionId`). Without it, the current one (stage `AWSCURRENT`) when the configuration is applied; a
    /// new one is a change that the next plan shows.
    #[model(validate = text::<VersionId>)]
    pub(crate) version_id: Attr<String>,
    /// The `id` of an `acme_database`, or the ARN of a DB instance in another region. The value is its URL,
    /// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`, percent-encoded, with the password that RDS manages; a rotation
    /// is a change that the next plan shows. There is no password in it where RDS does not manage one
    /// (`credentials.mode = "write_only"`).
    #[model(validate = text::<DatabaseId>)]
    pub(crate) database_id: Attr<String>,
    /// The path of the file in the container with the certificates that the database's own is checked against (the CA bundle of
    /// RDS, in one of `volumes`): the URL then says `sslmode=verify-full`. Without it, `sslmode=require`: encrypted, but not sure
    /// whom one talks to.
    #[model(validate = text::<MountPath>)]
    pub(crate) ssl_root_cert: Attr<String>,
}
