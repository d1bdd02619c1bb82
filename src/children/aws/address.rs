//! How a database is connected to: the URL of PostgreSQL's clients (libpq, "Connection URIs"), whose parts are
//! percent-encoded as RFC 3986 asks.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::{Aws, listing};
use crate::{CloudError, DatabaseAddress};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address of the database with this id (an instance's identifier or ARN), with the version left empty where RDS manages
/// a password: whose version that is, Secrets Manager knows.
///
/// # Errors
/// There is no such instance, it cannot be connected to yet, or AWS does not answer.
pub async fn address(aws: &dyn Aws, database_id: &str) -> Result<DatabaseAddress, CloudError> {
    let (region, name) = located(database_id);
    let no = |why: String| CloudError::NoDatabase { database_id: database_id.to_owned(), why };
    let found = listing::instance(aws, region, name).await.map_err(|error| match error {
        super::AwsError::Cloud(error) => error,
        super::AwsError::Refused { .. } => no(error.to_string()),
    })?;
    let instance = found.ok_or_else(|| no("it does not exist in this account and region".to_owned()))?;
    of(&instance).ok_or_else(|| {
        let status = instance["DBInstanceStatus"].as_str().unwrap_or("unknown");
        no(format!("it has no endpoint: its status is `{status}`"))
    })
}

/// The region and the identifier that an id names; no region where it is an identifier alone.
#[must_use]
pub fn located(database_id: &str) -> (Option<&str>, &str) {
    match database_id.strip_prefix("arn:") {
        Some(arn) => (arn.split(':').nth(2), arn.rsplit(':').next().unwrap_or(arn)),
        None => (None, database_id),
    }
}

fn of(instance: &Value) -> Option<DatabaseAddress> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let host = text(&instance["Endpoint"]["Address"])?;
    let port = instance["Endpoint"]["Port"].as_i64()?;
    let username = text(&instance["MasterUsername"])?;
    let database_name = text(&instance["DBName"]);
    let secret_arn = text(&instance["MasterUserSecret"]["SecretArn"]);
    let version = if secret_arn.is_some() { "" } else { DatabaseAddress::IAM };
    let path = database_name.as_deref().unwrap_or("postgres");
    let url = format!("postgres://{}@{host}:{port}/{}", encoded(&username), encoded(path));
    Some(DatabaseAddress {
        url,
        host,
        port,
        database_name,
        username,
        secret_arn,
        version: version.to_owned(),
    })
}

/// A URL with a password and parameters in their places. An empty password is none.
#[must_use]
pub fn with_password(url: &str, password: &str, parameters: &str) -> String {
    let with = match url.split_once('@') {
        Some((before, after)) if !password.is_empty() => format!("{before}:{}@{after}", encoded(password)),
        Some(_) | None => url.to_owned(),
    };
    if parameters.is_empty() { with } else { format!("{with}?{parameters}") }
}

/// Everything but unreserved characters as `%XX` (RFC 3986, section 2.3).
#[must_use]
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
