//! How users of a database are let in, as written.

use acme_schema::{Attr, Model};

use super::super::spec::{Mode, Username};
use crate::shared::{Generation, KeyId, text};

/// Who the master user is, and where the password is.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct CredentialsModel {
    /// The way: `managed` (RDS makes the password, keeps it in Secrets Manager and rotates it), `iam` (the same
    /// for the master user, while everybody else logs in with tokens) or `write_only` (the password is `password_wo`). With
    /// `managed` and `iam` there can be neither `replicas` nor `update_strategy.type = "blue_green"`.
    #[model(default = "managed", validate = text::<Mode>)]
    pub(crate) mode: Attr<String>,
    /// The master user's name.
    #[model(required, replace, validate = text::<Username>)]
    pub(crate) username: Attr<String>,
    /// The KMS key that the managed secret is encrypted with. Defaults to the account's `aws/secretsmanager`.
    #[model(validate = text::<KeyId>)]
    pub(crate) secret_kms_key_id: Attr<String>,
    /// The password, with `mode = "write_only"`: 8 to 128 printable characters, none of `/`, `"`, `@` and space. It is given to
    /// AWS and never stored.
    #[model(write_only, sensitive)]
    pub(crate) password_wo: Attr<String>,
    /// A number to raise with every new `password_wo`: without that, nobody would know that it has changed.
    #[model(validate = Generation::validator)]
    pub(crate) password_wo_version: Attr<i64>,
}
