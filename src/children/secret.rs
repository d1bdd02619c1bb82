//! Secret values on their way from where they are kept to where they are needed. They are never part of a manifest's JSON,
//! a digest, a state or a message; `Debug` does not print them.

use std::collections::BTreeMap;
use std::fmt;

/// Secret values by the name that each has in an object.
pub type Secrets = BTreeMap<String, SecretSource>;

/// Where a secret value comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretSource {
    /// A version of a secret in AWS Secrets Manager.
    Reference {
        /// The secret's ARN.
        secret_arn: String,
        /// Its version (`VersionId` of GetSecretValue).
        version_id: String,
        /// The key in the JSON object that the secret is; `None`: all of its text.
        key: Option<String>,
    },
    /// The URL of a database, with a version of the password that RDS manages.
    Database {
        /// The `id` of an `acme_database`, or the ARN of an instance.
        database_id: String,
        /// The URL without password and parameters, as it was looked up.
        url: String,
        /// The version of the password; [`crate::DatabaseAddress::IAM`] where there is none.
        version_id: String,
        /// The parameters behind `?`.
        parameters: String,
    },
    /// A write-only value of the configuration.
    Given(SecretText),
    /// A write-only value of an earlier configuration, which nobody has any more.
    Gone,
}

/// Text that is not shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SecretText(String);

impl SecretText {
    /// Hides the text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that writes it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(sensitive)")
    }
}
