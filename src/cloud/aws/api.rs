//! The port to AWS, alive: each call of it is one function over the SDK, in the folder beside, and every failure is told
//! in the port's words here. What is made of the answers is decided by who calls; no call may be made that nobody has
//! asked for.

mod backup_jobs;
mod backup_plans;
mod backup_rules;
mod backup_tags;
mod backup_vaults;
mod calls;
mod catalog;
mod changes;
mod clock;
mod failed;
mod groups;
mod instance;
mod instances;
mod object;
mod parameters;
mod restore_testing;
mod roles;
mod sql;
mod trust;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use acme_children::SecretText;
use acme_children::aws::{Action, Aws, AwsError, Moment, Request};
use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use serde_json::Value;

use self::calls::{Call, Service, made, named};
use self::failed::{About, Failed};
use self::parameters::Parameters;
use super::failure::about_credentials;
use super::secrets::{current_part, named_region};
use super::token::{Login, copy_permission, database_token};
use super::{Failure, Session};
use crate::kubernetes::random;
use crate::once::{Keep, Once};

/// How long a list of everything in a region is shared.
const LISTED: Duration = Duration::from_secs(1);

/// A list that several ask for.
type Listed = Arc<Once<Result<Value, Failed>>>;

/// The calls, as a session makes them.
pub(crate) struct Api {
    session: Arc<Session>,
    /// The lists of database servers and of backup plans by region, until something is written.
    lists: Mutex<HashMap<(Action, Option<String>), Listed>>,
}

impl Api {
    /// Calls nobody yet.
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session, lists: Mutex::default() }
    }

    async fn answer(
        &self,
        region: Option<&str>,
        (action, name): (Action, &'static str),
        (from, password): (&Parameters<'_>, Option<&SecretText>),
    ) -> Result<Value, Failed> {
        let backup = self.session.backup(region)?;
        let (iam, rds) = (self.session.iam(), self.session.rds(region)?);
        made(action, &Call { api: self, region, name, from, password, backup, iam, rds }).await
    }

    /// The list of all servers, or the one that is asked for.
    async fn describe_instances(&self, region: Option<&str>, from: &Parameters<'_>) -> Result<Value, Failed> {
        let rds = self.session.rds(region)?;
        if from.text("DBInstanceIdentifier").is_some() {
            return instances::describe(&rds, from).await;
        }
        self.shared((Action::DescribeDbInstances, region), from, instances::describe(&rds, from)).await
    }

    /// A list of everything is shared by those who ask at about the same time, as the steps of a run and many resources do.
    async fn shared(
        &self,
        (action, region): (Action, Option<&str>),
        from: &Parameters<'_>,
        asked: impl Future<Output = Result<Value, Failed>>,
    ) -> Result<Value, Failed> {
        from.all_read()?;
        let once = {
            let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lists.entry((action, region.map(str::to_owned))).or_default())
        };
        once.get(|_| Keep::For(LISTED), asked).await
    }

    /// Lists that are being made now may not show a write; those who ask later get another.
    fn forget_lists(&self) {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What the region of a source that is in another one asks for: a request to it, signed by who copies.
    async fn elsewhere(
        &self,
        region: Option<&str>,
        (call, source): (&str, &str),
        from: &Parameters<'_>,
    ) -> Result<Option<String>, Failed> {
        let here = region.map_or_else(|| self.session.region(), Ok)?;
        let arn = from.text(source).unwrap_or_default();
        let Some(there) = named_region(&arn).filter(|there| *there != here) else { return Ok(None) };
        let key = from.text("KmsKeyId");
        let mut parameters = vec![(source, arn.as_str())];
        parameters.extend(key.as_deref().map(|key| ("KmsKeyId", key)));
        let credentials = self.credentials().await?;
        let signed = copy_permission((call, &parameters), (there, here), &credentials, SystemTime::now());
        Ok(Some(signed.map_err(Failure::Other)?))
    }

    async fn credentials(&self) -> Result<Credentials, Failure> {
        let credentials = self.session.credentials().provide_credentials().await;
        credentials.map_err(|error| Failure::Unauthorized(about_credentials(&error)))
    }

    /// What is said of a call that fails.
    fn about(
        &self,
        region: Option<&str>,
        (call, service): (&'static str, Service),
        from: &Parameters<'_>,
    ) -> About {
        let region = region.or_else(|| self.session.region().ok()).unwrap_or_default();
        let (endpoint, place) = match service {
            Service::Backup => (self.session.backup_endpoint(region), format!("in {region}")),
            Service::Rds => (self.session.rds_endpoint(region), format!("in {region}")),
            Service::Iam => (self.session.iam_endpoint(), "in IAM".to_owned()),
        };
        let object = from.subject().map_or(place, |subject| format!("`{subject}`"));
        About { call, object, endpoint }
    }
}

#[async_trait]
impl Aws for Api {
    async fn call(&self, region: Option<&str>, request: Request) -> Result<Value, AwsError> {
        let (call, service) = named(request.action);
        let from = Parameters::new(&request.parameters);
        let writes = !["Describe", "Get", "List"].iter().any(|reads| call.starts_with(reads));
        if writes {
            self.forget_lists();
        }
        let answer = self.answer(region, (request.action, call), (&from, request.password.as_ref())).await;
        if writes {
            self.forget_lists();
        }
        tracing::debug!(call, subject = from.subject(), answered = answer.is_ok(), "AWS was called");
        answer.map_err(|failed| failed.about(self.about(region, (call, service), &from)))
    }

    async fn query(
        &self,
        region: Option<&str>,
        instance: &Value,
        password: Option<&SecretText>,
        sql: &str,
    ) -> Result<(), AwsError> {
        let server = sql::Server::of(instance)?;
        // A password goes to no server that may be somebody else's.
        let bundle = sql::Bundle::of_environment().ok_or_else(|| {
            server.failed(
                "its certificate cannot be verified: set RDS_CA_BUNDLE to the file of RDS' certificate authorities",
            )
        })?;
        let password = match password {
            Some(password) => password.clone(),
            None => self.password(region, &server).await?,
        };
        sql::run(&server, &password, &bundle, sql).await
    }

    fn region(&self) -> Option<String> {
        self.session.region().ok().map(str::to_owned)
    }

    fn moment(&self, hours_ahead: u32) -> Moment {
        clock::moment(SystemTime::now(), hours_ahead)
    }

    async fn pause(&self, looks: u32) -> Duration {
        let pause = clock::pause(looks, random());
        tokio::time::sleep(pause).await;
        pause
    }
}

impl Api {
    /// The password of a server's master user where nobody gives one: the one that RDS manages, or a token of IAM.
    async fn password(&self, region: Option<&str>, server: &sql::Server) -> Result<SecretText, AwsError> {
        if let Some(arn) = &server.secret_arn {
            return Ok(current_part(&self.session, arn, "password").await?);
        }
        if !server.takes_tokens {
            return Err(server.failed("there is no password for its master user").into());
        }
        self.token(region, (&server.host, server.port), &server.user).await
    }

    /// A token of IAM that lets a user into a server (`rds-db:connect`).
    pub(crate) async fn token(
        &self,
        region: Option<&str>,
        (host, port): (&str, u16),
        username: &str,
    ) -> Result<SecretText, AwsError> {
        let about = || {
            let endpoint = self.session.rds_endpoint(region.unwrap_or_default());
            About { call: "log in to", object: format!("{host}:{port}"), endpoint }
        };
        let failed = |failure: Failure| Failed::from(failure).about(about());
        let region = region.map_or_else(|| self.session.region(), Ok).map_err(failed)?;
        let credentials = self.credentials().await.map_err(failed)?;
        let login = Login { host, port, region, username };
        let token = database_token(&login, &credentials, SystemTime::now());
        token.map(SecretText::new).map_err(|why| failed(Failure::Other(why)))
    }
}

#[cfg(test)]
mod tests;
