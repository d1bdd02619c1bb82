//! The port to AWS, alive: each call of it is one function over the SDK, in the folder beside, and every failure is told
//! in the port's words here. What is made of the answers is decided by who calls; no call may be made that nobody has
//! asked for.

mod catalog;
mod changes;
mod clock;
mod failed;
mod groups;
mod instance;
mod instances;
mod object;
mod parameters;
mod roles;
mod sql;
mod trust;

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use acme_children::SecretText;
use acme_children::aws::{Action, Aws, AwsError, Moment, Request};
use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use serde_json::Value;

use self::failed::{About, Failed};
use self::parameters::Parameters;
use super::failure::about_credentials;
use super::secrets::{current_part, named_region};
use super::token::{Login, copy_permission, database_token};
use super::{Failure, Session};
use crate::kubernetes::random;
use crate::once::{Keep, Once};

/// How long a list of all database servers is shared.
const LISTED: Duration = Duration::from_secs(1);

/// A list of database servers that several ask for.
type Listed = Arc<Once<Result<Value, Failed>>>;

/// The calls, as a session makes them.
pub(crate) struct Api {
    session: Arc<Session>,
    /// The lists of database servers by region, until something is written.
    lists: Mutex<HashMap<Option<String>, Listed>>,
}

impl Api {
    /// Calls nobody yet.
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session, lists: Mutex::default() }
    }

    async fn answer(
        &self,
        region: Option<&str>,
        (action, call): (Action, &str),
        (from, password): (&Parameters<'_>, Option<&SecretText>),
    ) -> Result<Value, Failed> {
        let rds = &self.session.rds(region)?;
        let iam = &self.session.iam();
        match action {
            Action::AddTagsToResource => boxed(|| groups::add_tags(rds, from)).await,
            Action::AttachRolePolicy => boxed(|| roles::attach(iam, from)).await,
            Action::CreateBlueGreenDeployment => boxed(|| changes::create(rds, from)).await,
            Action::CreateDbInstance => boxed(|| instances::create(rds, from, password)).await,
            Action::CreateDbInstanceReadReplica => {
                let elsewhere = self.elsewhere(region, (call, "SourceDBInstanceIdentifier"), from).await?;
                boxed(|| instances::create_replica(rds, from, elsewhere)).await
            }
            Action::CreateDbParameterGroup => boxed(|| groups::create_parameter_group(rds, from)).await,
            Action::CreateDbSubnetGroup => boxed(|| groups::create_subnet_group(rds, from)).await,
            Action::CreateRole => boxed(|| roles::create(iam, from)).await,
            Action::DeleteBlueGreenDeployment => boxed(|| changes::delete(rds, from)).await,
            Action::DeleteDbInstance => boxed(|| instances::delete(rds, from)).await,
            Action::DeleteDbParameterGroup => boxed(|| groups::delete_parameter_group(rds, from)).await,
            Action::DeleteDbSubnetGroup => boxed(|| groups::delete_subnet_group(rds, from)).await,
            Action::DeleteRole => boxed(|| roles::delete(iam, from)).await,
            Action::DescribeBlueGreenDeployments => boxed(|| changes::describe(rds, from)).await,
            Action::DescribeDbEngineVersions => boxed(|| catalog::engine_versions(rds, from)).await,
            Action::DescribeDbInstances => self.describe_instances(region, from).await,
            Action::DescribeDbInstanceAutomatedBackups => {
                boxed(|| changes::describe_backups(rds, from)).await
            }
            Action::DescribeDbParameterGroup => boxed(|| groups::describe_parameter_group(rds, from)).await,
            Action::DescribeDbSubnetGroup => boxed(|| groups::describe_subnet_group(rds, from)).await,
            Action::DescribeEvents => boxed(|| catalog::events(rds, from)).await,
            Action::DescribeOrderableDbInstanceOptions => {
                boxed(|| catalog::orderable_options(rds, from)).await
            }
            Action::DetachRolePolicy => boxed(|| roles::detach(iam, from)).await,
            Action::GetRole => boxed(|| roles::get(iam, from)).await,
            Action::ModifyDbInstance => boxed(|| instances::modify(rds, from, password)).await,
            Action::ModifyDbParameterGroup => boxed(|| groups::modify_parameter_group(rds, from)).await,
            Action::ModifyDbSubnetGroup => boxed(|| groups::modify_subnet_group(rds, from)).await,
            Action::RebootDbInstance => boxed(|| instances::reboot(rds, from)).await,
            Action::RemoveTagsFromResource => boxed(|| groups::remove_tags(rds, from)).await,
            Action::ResetDbParameterGroup => boxed(|| groups::reset_parameter_group(rds, from)).await,
            Action::RestoreDbInstanceFromDbSnapshot => boxed(|| instances::restore_snapshot(rds, from)).await,
            Action::RestoreDbInstanceToPointInTime => boxed(|| instances::restore_time(rds, from)).await,
            Action::StartDbInstanceAutomatedBackupsReplication => {
                let elsewhere = self.elsewhere(region, (call, "SourceDBInstanceArn"), from).await?;
                boxed(|| changes::start_copies(rds, from, elsewhere)).await
            }
            Action::StopDbInstanceAutomatedBackupsReplication => {
                boxed(|| changes::stop_copies(rds, from)).await
            }
            Action::SwitchoverBlueGreenDeployment => boxed(|| changes::switch_over(rds, from)).await,
            Action::TagRole => boxed(|| roles::tag(iam, from)).await,
        }
    }

    /// The list of all servers is shared by those who ask at about the same time, as the steps of a run do.
    async fn describe_instances(&self, region: Option<&str>, from: &Parameters<'_>) -> Result<Value, Failed> {
        let rds = self.session.rds(region)?;
        if from.text("DBInstanceIdentifier").is_some() {
            return instances::describe(&rds, from).await;
        }
        from.all_read()?;
        let once = {
            let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lists.entry(region.map(str::to_owned)).or_default())
        };
        once.get(|_| Keep::For(LISTED), instances::describe(&rds, from)).await
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
        let writes = !call.starts_with("Describe") && !call.starts_with("Get");
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

/// A call on the heap. Where several are awaited in one function, each would have its room on the stack, in all of which a
/// worker's stack ends.
#[inline(never)]
fn boxed<F: Future>(call: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::pin(call())
}

/// Who answers a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Rds,
    Iam,
}

/// A call's name in the API, and whose API that is.
fn named(action: Action) -> (&'static str, Service) {
    match action {
        Action::AddTagsToResource => ("AddTagsToResource", Service::Rds),
        Action::AttachRolePolicy => ("AttachRolePolicy", Service::Iam),
        Action::CreateBlueGreenDeployment => ("CreateBlueGreenDeployment", Service::Rds),
        Action::CreateDbInstance => ("CreateDBInstance", Service::Rds),
        Action::CreateDbInstanceReadReplica => ("CreateDBInstanceReadReplica", Service::Rds),
        Action::CreateDbParameterGroup => ("CreateDBParameterGroup", Service::Rds),
        Action::CreateDbSubnetGroup => ("CreateDBSubnetGroup", Service::Rds),
        Action::CreateRole => ("CreateRole", Service::Iam),
        Action::DeleteBlueGreenDeployment => ("DeleteBlueGreenDeployment", Service::Rds),
        Action::DeleteDbInstance => ("DeleteDBInstance", Service::Rds),
        Action::DeleteDbParameterGroup => ("DeleteDBParameterGroup", Service::Rds),
        Action::DeleteDbSubnetGroup => ("DeleteDBSubnetGroup", Service::Rds),
        Action::DeleteRole => ("DeleteRole", Service::Iam),
        Action::DescribeBlueGreenDeployments => ("DescribeBlueGreenDeployments", Service::Rds),
        Action::DescribeDbEngineVersions => ("DescribeDBEngineVersions", Service::Rds),
        Action::DescribeDbInstances => ("DescribeDBInstances", Service::Rds),
        Action::DescribeDbInstanceAutomatedBackups => ("DescribeDBInstanceAutomatedBackups", Service::Rds),
        Action::DescribeDbParameterGroup => ("DescribeDBParameterGroups", Service::Rds),
        Action::DescribeDbSubnetGroup => ("DescribeDBSubnetGroups", Service::Rds),
        Action::DescribeEvents => ("DescribeEvents", Service::Rds),
        Action::DescribeOrderableDbInstanceOptions => ("DescribeOrderableDBInstanceOptions", Service::Rds),
        Action::DetachRolePolicy => ("DetachRolePolicy", Service::Iam),
        Action::GetRole => ("GetRole", Service::Iam),
        Action::ModifyDbInstance => ("ModifyDBInstance", Service::Rds),
        Action::ModifyDbParameterGroup => ("ModifyDBParameterGroup", Service::Rds),
        Action::ModifyDbSubnetGroup => ("ModifyDBSubnetGroup", Service::Rds),
        Action::RebootDbInstance => ("RebootDBInstance", Service::Rds),
        Action::RemoveTagsFromResource => ("RemoveTagsFromResource", Service::Rds),
        Action::ResetDbParameterGroup => ("ResetDBParameterGroup", Service::Rds),
        Action::RestoreDbInstanceFromDbSnapshot => ("RestoreDBInstanceFromDBSnapshot", Service::Rds),
        Action::RestoreDbInstanceToPointInTime => ("RestoreDBInstanceToPointInTime", Service::Rds),
        Action::StartDbInstanceAutomatedBackupsReplication => {
            ("StartDBInstanceAutomatedBackupsReplication", Service::Rds)
        }
        Action::StopDbInstanceAutomatedBackupsReplication => {
            ("StopDBInstanceAutomatedBackupsReplication", Service::Rds)
        }
        Action::SwitchoverBlueGreenDeployment => ("SwitchoverBlueGreenDeployment", Service::Rds),
        Action::TagRole => ("TagRole", Service::Iam),
    }
}

#[cfg(test)]
mod tests;
