//! SQL in a database server: one connection, encrypted, for one text of statements. No password, no statement and no value
//! of a row may be in an error.

use std::path::PathBuf;
use std::time::Duration;

use acme_children::aws::AwsError;
use acme_children::{CloudError, SecretText};
use serde_json::Value;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::DbError;
use tokio_postgres::{Config, Error, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::trust;
use crate::text::{Said, brief, flatten};

/// How long it may take until statements can be sent.
const CONNECT: Duration = Duration::from_secs(30);
/// How long each address of the server is tried.
const ADDRESS: Duration = Duration::from_secs(10);
/// The database that every server has.
const ALWAYS_THERE: &str = "postgres";

/// The file of certificate authorities that servers' certificates are verified against.
pub(super) struct Bundle(PathBuf);

impl Bundle {
    /// The one that `RDS_CA_BUNDLE` names.
    pub(super) fn of_environment() -> Option<Self> {
        std::env::var_os("RDS_CA_BUNDLE").filter(|path| !path.is_empty()).map(|path| Self(path.into()))
    }
}

/// A database server, and who logs in where.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: String,
    database: String,
    name: String,
    /// The secret with the password, where RDS manages it.
    pub(super) secret_arn: Option<String>,
    /// Whether it lets tokens of IAM in.
    pub(super) takes_tokens: bool,
}

impl Server {
    /// The server that DescribeDBInstances describes so.
    pub(super) fn of(instance: &Value) -> Result<Self, CloudError> {
        let text = |pointer: &str| instance.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let name = text("/DBInstanceIdentifier").unwrap_or_default();
        let missing = |what: &str| failed(&name, &format!("RDS tells no {what} for it"));
        let port = instance.pointer("/Endpoint/Port").and_then(Value::as_u64);
        Ok(Self {
            host: text("/Endpoint/Address").ok_or_else(|| missing("address"))?,
            port: port.and_then(|port| u16::try_from(port).ok()).ok_or_else(|| missing("port"))?,
            user: text("/MasterUsername").ok_or_else(|| missing("master user"))?,
            database: text("/DBName").unwrap_or_else(|| ALWAYS_THERE.to_owned()),
            secret_arn: text("/MasterUserSecret/SecretArn"),
            takes_tokens: instance["IAMDatabaseAuthenticationEnabled"] == true,
            name,
        })
    }

    /// That it cannot be asked.
    pub(super) fn failed(&self, why: &str) -> CloudError {
        failed(&self.name, why)
    }

    fn unreachable(&self, why: impl Into<String>) -> AwsError {
        let endpoint = format!("{}:{}", self.host, self.port);
        AwsError::Cloud(CloudError::Unreachable { endpoint, source: Said::boxed(why) })
    }

    /// What the server says, or that it says nothing.
    fn error(&self, error: &Error) -> AwsError {
        match error.as_db_error() {
            Some(said) => AwsError::Refused { code: said.code().code().to_owned(), message: words(said) },
            None => self.unreachable(brief(&flatten(error), 400)),
        }
    }
}

fn object(name: &str) -> String {
    format!("database server `{name}`")
}

fn failed(name: &str, why: &str) -> CloudError {
    CloudError::Other { verb: "log in to", object: object(name), source: Said::boxed(why) }
}

/// Runs the statements and looks at what the last one has answered.
pub(super) async fn run(
    server: &Server,
    password: &SecretText,
    bundle: &Bundle,
    sql: &str,
) -> Result<(), AwsError> {
    let tls = trust::tls(&bundle.0).map_err(|why| server.failed(&why))?;
    let mut config = Config::new();
    config
        .host(&server.host)
        .port(server.port)
        .user(&server.user)
        .password(password.expose())
        .dbname(&server.database)
        .application_name("terraform-provider-acme")
        .ssl_mode(SslMode::Require)
        .connect_timeout(ADDRESS);
    let connected = tokio::time::timeout(CONNECT, config.connect(MakeRustlsConnect::new(tls))).await;
    let connected = connected.map_err(|_elapsed| server.unreachable("it did not let us in within 30 s"))?;
    let (client, connection) = connected.map_err(|error| server.error(&error))?;
    let work = async move { client.simple_query(sql).await };
    // The connection ends when `work` has let go of its client.
    let (answered, _end) = tokio::join!(work, connection);
    let answered = answered.map_err(|error| server.error(&error))?;
    if says_false(answered.iter().filter_map(Step::of)) {
        let message = "the last statement has answered `false`".to_owned();
        return Err(AwsError::Refused { code: "VerificationFailed".to_owned(), message });
    }
    Ok(())
}

/// What an answer consists of.
enum Step<'a> {
    /// A row, by its first column.
    Row(Option<&'a str>),
    /// A statement is done.
    Done,
}

impl<'a> Step<'a> {
    fn of(message: &'a SimpleQueryMessage) -> Option<Self> {
        match message {
            SimpleQueryMessage::Row(row) if row.is_empty() => Some(Self::Row(None)),
            SimpleQueryMessage::Row(row) => Some(Self::Row(row.get(0))),
            SimpleQueryMessage::CommandComplete(_) => Some(Self::Done),
            _ => None,
        }
    }
}

/// Whether the last statement has answered one row, and that says no.
fn says_false<'a>(steps: impl Iterator<Item = Step<'a>>) -> bool {
    let (mut rows, mut last) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Row(first) => rows.push(first),
            Step::Done => last = std::mem::take(&mut rows),
        }
    }
    matches!(last[..], [Some("f" | "false")])
}

/// A server's words, where they cannot repeat a value or a part of a statement.
fn words(said: &DbError) -> String {
    words_of(said.code().code(), said.message())
}

fn words_of(code: &str, message: &str) -> String {
    match code {
        "42601" => "a statement has a syntax error".to_owned(),
        code if code.starts_with("22") => "a value cannot be used as a statement uses it".to_owned(),
        _ => brief(message, 400),
    }
}

#[cfg(test)]
mod tests;
