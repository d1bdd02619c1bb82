//! Secrets Manager: which version of a secret is current, and the value of one. Each is asked once in a run, however many
//! resources want to know. A value leaves as [`SecretText`]; no error repeats any part of one, and no text that a parser
//! stumbled over.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use acme_children::aws::AwsError;
use acme_children::{CloudError, SecretText};
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::failure::classify;
use super::{Failure, Session};
use crate::once::{Keep, Once};
use crate::text::Said;

/// The stage of the version that is in use.
const CURRENT: &str = "AWSCURRENT";
/// How long a failure is shared by those who ask at the same time.
const FAILED: Duration = Duration::from_secs(5);
/// How long a version is good for.
const VERSION: Duration = Duration::from_secs(10);
/// How long nobody is asked after nobody has answered.
const SILENCE: Duration = Duration::from_secs(60);
/// How many questions are asked side by side: AWS limits them by account, not by who asks.
const SIDE_BY_SIDE: usize = 8;

type Shared<K, T> = Mutex<HashMap<K, Arc<Once<Result<T, Failure>>>>>;

/// What was asked of Secrets Manager in this run.
pub(crate) struct Secrets {
    versions: Shared<String, String>,
    texts: Shared<(String, String), SecretText>,
    turns: Semaphore,
    /// That nobody answers, and since when.
    silent: Mutex<Option<(Instant, Failure)>>,
}

impl Default for Secrets {
    fn default() -> Self {
        Self {
            versions: Shared::default(),
            texts: Shared::default(),
            turns: Semaphore::new(SIDE_BY_SIDE),
            silent: Mutex::default(),
        }
    }
}

impl Secrets {
    /// The current version of a secret (`VersionId`).
    pub(crate) async fn version(&self, session: &Session, arn: &str) -> Result<String, CloudError> {
        let once = shared(&self.versions, arn.to_owned());
        // The same run may rotate it.
        let keep = |_: &Result<String, Failure>| Keep::For(VERSION);
        let ask = async {
            let _turn = self.turns.acquire().await;
            let answer = match self.silence() {
                Some(silence) => Err(silence),
                None => describe(session, arn).await,
            };
            if let Err(failure @ Failure::Unreachable(_)) = &answer {
                self.hear_nothing(failure);
            }
            answer
        };
        once.get(keep, ask).await.map_err(|failure| explain(failure, &Asked::of(session, arn, None)))
    }

    /// The text of one version of a secret, or of one key in the JSON object that it is.
    pub(crate) async fn value(
        &self,
        session: &Session,
        (arn, version): (&str, &str),
        key: Option<&str>,
    ) -> Result<SecretText, CloudError> {
        let once = shared(&self.texts, (arn.to_owned(), version.to_owned()));
        let keep = |answer: &Result<SecretText, Failure>| keep(answer);
        let ask = async {
            let _turn = self.turns.acquire().await;
            get(session, arn, version).await
        };
        let explain = |failure| explain(failure, &Asked::of(session, arn, Some(version)));
        let text = once.get(keep, ask).await.map_err(explain)?;
        match key {
            None => Ok(text),
            Some(key) => part(&text, key).map_err(|why| unreadable(arn, why)),
        }
    }
}

impl Secrets {
    /// Where nobody answers, it is not waited for an answer about each secret.
    fn silence(&self) -> Option<Failure> {
        let silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, failure) = silent.as_ref()?;
        (since.elapsed() < SILENCE).then(|| failure.clone())
    }

    fn hear_nothing(&self, failure: &Failure) {
        let mut silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        if silent.as_ref().is_none_or(|(since, _)| since.elapsed() >= SILENCE) {
            *silent = Some((Instant::now(), failure.clone()));
        }
    }
}

fn shared<K: Eq + Hash, T>(by_key: &Shared<K, T>, key: K) -> Arc<Once<Result<T, Failure>>> {
    let mut by_key = by_key.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(by_key.entry(key).or_default())
}

fn keep<T>(answer: &Result<T, Failure>) -> Keep {
    if answer.is_ok() { Keep::Always } else { Keep::For(FAILED) }
}

/// The region in a secret's ARN: `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME`.
/// It is asked there, wherever the provider is.
fn region<'a>(session: &'a Session, arn: &'a str) -> Result<&'a str, Failure> {
    named_region(arn).map_or_else(|| session.region(), Ok)
}

pub(super) fn named_region(arn: &str) -> Option<&str> {
    arn.split(':').nth(3).filter(|region| !region.is_empty())
}

async fn describe(session: &Session, arn: &str) -> Result<String, Failure> {
    let client = session.secrets(region(session, arn)?);
    current(&client.describe_secret().secret_id(arn).send().await.map_err(|error| failed(&error))?)
}

fn current(described: &DescribeSecretOutput) -> Result<String, Failure> {
    if described.deleted_date().is_some() {
        return Err(Failure::Other("it is scheduled for deletion".to_owned()));
    }
    let stages = described.version_ids_to_stages().into_iter().flatten();
    let mut current = stages.filter(|(_, stages)| stages.iter().any(|stage| stage == CURRENT));
    let version = current.next().map(|(version, _)| version.clone());
    version
        .ok_or_else(|| Failure::Other(format!("it has no version in stage {CURRENT}: it has no value yet")))
}

async fn get(session: &Session, arn: &str, version: &str) -> Result<SecretText, Failure> {
    let client = session.secrets(region(session, arn)?);
    tracing::debug!(arn, version, "secret value is looked up");
    let asked = client.get_secret_value().secret_id(arn).version_id(version).send().await;
    match asked.map_err(|error| failed(&error))?.secret_string() {
        Some(text) => Ok(SecretText::new(text)),
        None => Err(Failure::Other("it is binary, and only text can be used".to_owned())),
    }
}

/// One key of the JSON object that is the current value of a secret, as it is now: whoever rotates it does not tell.
pub(super) async fn current_part(session: &Session, arn: &str, key: &str) -> Result<SecretText, CloudError> {
    let text = async {
        let client = session.secrets(region(session, arn)?);
        let asked = client.get_secret_value().secret_id(arn).send().await;
        let text = asked.map_err(|error| failed(&error))?.secret_string.map(SecretText::new);
        text.ok_or_else(|| Failure::Other("it is binary, and only text can be used".to_owned()))
    };
    let text = text.await.map_err(|failure| explain(failure, &Asked::of(session, arn, None)))?;
    part(&text, key).map_err(|why| unreadable(arn, why))
}

fn failed<E>(error: &SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    // What is no answer of Secrets Manager may still be a value.
    if matches!(error, SdkError::ResponseError(_)) {
        return Failure::Other("the answer cannot be read".to_owned());
    }
    classify(error, error.raw_response().map(|response| response.status().as_u16()))
}

/// One key of a JSON object. The reasons name the key that was asked for and nothing of what is there.
fn part(text: &SecretText, key: &str) -> Result<SecretText, String> {
    let Ok(Value::Object(object)) = serde_json::from_str(text.expose()) else {
        return Err(format!("it is no JSON object, so it has no key `{key}`"));
    };
    match object.get(key) {
        Some(Value::String(value)) => Ok(SecretText::new(value)),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(SecretText::new(value.to_string())),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) => {
            Err(format!("its key `{key}` is neither text nor a number"))
        }
        None => Err(format!("it has no key `{key}`")),
    }
}

/// What was asked of whom, for messages.
struct Asked<'a> {
    arn: &'a str,
    version: Option<&'a str>,
    region: &'a str,
    endpoint: String,
}

impl<'a> Asked<'a> {
    fn of(session: &'a Session, arn: &'a str, version: Option<&'a str>) -> Self {
        let region = region(session, arn).unwrap_or_default();
        Self { arn, version, region, endpoint: session.secrets_endpoint(region) }
    }
}

fn explain(failure: Failure, asked: &Asked<'_>) -> CloudError {
    let Asked { arn, version, region, endpoint } = asked;
    match failure {
        Failure::NotFound => match version {
            None => unreadable(arn, format!("it does not exist in {region}")),
            Some(version) => {
                unreadable(arn, format!("it, or its version `{version}`, does not exist in {region}"))
            }
        },
        Failure::Unauthorized(text) => {
            CloudError::Unauthorized { endpoint: endpoint.clone(), source: Said::boxed(text) }
        }
        // Not [`CloudError::Unreachable`]: that would say that a write to the cluster may have been made.
        Failure::Unreachable(text) => unreadable(arn, format!("{endpoint} cannot be reached: {text}")),
        Failure::NoRegion => unreadable(arn, "no AWS region is set, and its ARN names none"),
        Failure::NotUsable(text) | Failure::Forbidden(text) | Failure::Other(text) => unreadable(arn, text),
    }
}

/// The error about a secret that cannot be had.
pub(crate) fn unreadable(arn: &str, why: impl Into<String>) -> CloudError {
    CloudError::Secret { secret_arn: arn.to_owned(), source: Said::boxed(why) }
}

/// The error about AWS itself, before any secret was asked for.
pub(crate) fn no_session(failure: Failure, arn: &str) -> CloudError {
    explain(failure, &Asked { arn, version: None, region: "", endpoint: "AWS".to_owned() })
}

/// The error about AWS itself, before any of its services was asked.
pub(crate) fn no_aws(failure: Failure) -> CloudError {
    match failure {
        Failure::Unauthorized(text) => {
            CloudError::Unauthorized { endpoint: "AWS".to_owned(), source: Said::boxed(text) }
        }
        Failure::NoRegion | Failure::NotFound => no_region(),
        Failure::NotUsable(text)
        | Failure::Unreachable(text)
        | Failure::Forbidden(text)
        | Failure::Other(text) => {
            CloudError::Settings { cluster: "AWS".to_owned(), source: Said::boxed(text) }
        }
    }
}

fn no_region() -> CloudError {
    let source = Said::boxed("no AWS region is set, neither in the provider nor in the environment");
    CloudError::Settings { cluster: "AWS".to_owned(), source }
}

/// The error about a database whose password nobody can look up.
pub(crate) fn no_password(database_id: &str) -> CloudError {
    let source = Said::boxed("RDS does not manage its password, so nobody can look it up");
    CloudError::Other { verb: "look up the password of", object: format!("database `{database_id}`"), source }
}

/// A refusal as an error about nothing in particular.
pub(crate) fn plain(error: AwsError) -> CloudError {
    match error {
        AwsError::Cloud(error) => error,
        AwsError::Refused { .. } => {
            let source = Said::boxed(error.to_string());
            CloudError::Other { verb: "call", object: "AWS".to_owned(), source }
        }
    }
}

#[cfg(test)]
mod tests;
