//! The AWS SDK's configuration with the provider's settings over it: TLS, region, credentials, endpoints, retries.
//! Everything the provider block leaves out is the SDK's own default chain.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::retry::RetryConfig;

use super::Failure;
use crate::settings::{AssumeRole, Endpoints, Settings};
use crate::text::without_userinfo;

/// Clients by region.
type Regional<C> = Mutex<HashMap<String, C>>;

/// Who we are in AWS, and where.
pub(crate) struct Session {
    config: SdkConfig,
    credentials: SharedCredentialsProvider,
    region: Option<String>,
    endpoints: Endpoints,
    backups: Regional<aws_sdk_backup::Client>,
    databases: Regional<aws_sdk_rds::Client>,
    iam: Mutex<Option<aws_sdk_iam::Client>>,
}

impl Session {
    /// Reads the environment and the shared files; calls AWS only where they say so (e.g. the region of the instance).
    pub(crate) async fn load(settings: &Settings) -> Result<Self, Failure> {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http_client())
            .retry_config(retries(settings))
            .timeout_config(timeouts());
        if let Some(region) = &settings.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(profile) = &settings.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(name) = app_name(&settings.user_agent) {
            loader = loader.app_name(name);
        }
        let config = loader.load().await;
        let own =
            config.credentials_provider().ok_or_else(|| Failure::Unauthorized("there are none".into()))?;
        let credentials = match &settings.assume_role {
            Some(role) => assume(role, &config, settings.endpoints.sts.as_deref()).await,
            None => own,
        };
        let config = config.into_builder().credentials_provider(credentials.clone()).build();
        Ok(Self::of(config, credentials, settings.endpoints.clone()))
    }

    /// A session of this configuration.
    fn of(config: SdkConfig, credentials: SharedCredentialsProvider, endpoints: Endpoints) -> Self {
        let region = config.region().map(ToString::to_string);
        let (backups, databases) = (Mutex::default(), Mutex::default());
        Self { config, credentials, region, endpoints, backups, databases, iam: Mutex::default() }
    }

    /// The region, e.g. `eu-west-1`. Who knows one from elsewhere, as from an ARN, needs none here.
    pub(crate) fn region(&self) -> Result<&str, Failure> {
        self.region.as_deref().ok_or(Failure::NoRegion)
    }

    /// Where credentials come from; each question may be answered with newer ones.
    pub(crate) fn credentials(&self) -> SharedCredentialsProvider {
        self.credentials.clone()
    }

    /// The STS address that cluster tokens are made for. The environment's `AWS_ENDPOINT_URL` is no answer: EKS takes
    /// tokens for the hosts of STS only, and an emulator of STS is none of them.
    pub(crate) fn sts_url(&self, region: &str) -> String {
        self.endpoints.sts.clone().unwrap_or_else(|| format!("https://{}", regional_host("sts", region)))
    }

    /// A client of EKS.
    pub(crate) fn eks(&self) -> aws_sdk_eks::Client {
        let mut config = aws_sdk_eks::config::Builder::from(&self.config);
        if let Some(url) = &self.endpoints.eks {
            config = config.endpoint_url(url);
        }
        aws_sdk_eks::Client::from_conf(config.build())
    }

    /// A client of Secrets Manager in a region.
    pub(crate) fn secrets(&self, region: &str) -> aws_sdk_secretsmanager::Client {
        let mut config = aws_sdk_secretsmanager::config::Builder::from(&self.config)
            .region(aws_sdk_secretsmanager::config::Region::new(region.to_owned()));
        if let Some(url) = &self.endpoints.secretsmanager {
            config = config.endpoint_url(url);
        }
        aws_sdk_secretsmanager::Client::from_conf(config.build())
    }

    /// The client of AWS Backup in a region; `None` is the provider's own.
    pub(crate) fn backup(&self, region: Option<&str>) -> Result<aws_sdk_backup::Client, Failure> {
        self.regional(&self.backups, region, |region| {
            let mut config = aws_sdk_backup::config::Builder::from(&self.config)
                .region(aws_sdk_backup::config::Region::new(region.to_owned()))
                .retry_classifier(BackupRetries);
            if let Some(url) = &self.endpoints.backup {
                config = config.endpoint_url(url);
            }
            aws_sdk_backup::Client::from_conf(config.build())
        })
    }

    /// The client of RDS in a region; `None` is the provider's own.
    pub(crate) fn rds(&self, region: Option<&str>) -> Result<aws_sdk_rds::Client, Failure> {
        self.regional(&self.databases, region, |region| {
            let mut config = aws_sdk_rds::config::Builder::from(&self.config)
                .region(aws_sdk_rds::config::Region::new(region.to_owned()));
            if let Some(url) = &self.endpoints.rds {
                config = config.endpoint_url(url);
            }
            aws_sdk_rds::Client::from_conf(config.build())
        })
    }

    fn regional<C: Clone>(
        &self,
        clients: &Regional<C>,
        region: Option<&str>,
        make: impl FnOnce(&str) -> C,
    ) -> Result<C, Failure> {
        let region = region.map_or_else(|| self.region(), Ok)?;
        let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(clients.entry(region.to_owned()).or_insert_with(|| make(region)).clone())
    }

    /// The client of IAM. It is the same in every region of a partition, and a session without one is of the first.
    pub(crate) fn iam(&self) -> aws_sdk_iam::Client {
        let mut iam = self.iam.lock().unwrap_or_else(PoisonError::into_inner);
        iam.get_or_insert_with(|| {
            let region = self.region.as_deref().unwrap_or("us-east-1");
            let mut config = aws_sdk_iam::config::Builder::from(&self.config)
                .region(aws_sdk_iam::config::Region::new(region.to_owned()));
            if let Some(url) = &self.endpoints.iam {
                config = config.endpoint_url(url);
            }
            aws_sdk_iam::Client::from_conf(config.build())
        })
        .clone()
    }

    /// The address of EKS, for messages: as configured, or the region's own.
    pub(crate) fn eks_endpoint(&self, region: &str) -> String {
        let set = (self.endpoints.eks.as_deref(), "AWS_ENDPOINT_URL_EKS");
        self.endpoint(set, &regional_host("eks", region))
    }

    /// The address of Secrets Manager, for messages.
    pub(crate) fn secrets_endpoint(&self, region: &str) -> String {
        let set = (self.endpoints.secretsmanager.as_deref(), "AWS_ENDPOINT_URL_SECRETS_MANAGER");
        self.endpoint(set, &regional_host("secretsmanager", region))
    }

    /// The address of RDS, for messages.
    pub(crate) fn rds_endpoint(&self, region: &str) -> String {
        let set = (self.endpoints.rds.as_deref(), "AWS_ENDPOINT_URL_RDS");
        self.endpoint(set, &regional_host("rds", region))
    }

    /// The address of AWS Backup, for messages.
    pub(crate) fn backup_endpoint(&self, region: &str) -> String {
        let set = (self.endpoints.backup.as_deref(), "AWS_ENDPOINT_URL_BACKUP");
        self.endpoint(set, &regional_host("backup", region))
    }

    /// The address of IAM, for messages.
    pub(crate) fn iam_endpoint(&self) -> String {
        let set = (self.endpoints.iam.as_deref(), "AWS_ENDPOINT_URL_IAM");
        self.endpoint(set, &global_host("iam", self.region.as_deref().unwrap_or("us-east-1")))
    }

    fn endpoint(&self, (own, variable): (Option<&str>, &str), host: &str) -> String {
        let environment = || std::env::var(variable).ok();
        let general = || self.config.endpoint_url().map(str::to_owned);
        let endpoint = own.map(str::to_owned).or_else(environment).or_else(general);
        without_userinfo(&endpoint.unwrap_or_else(|| format!("https://{host}")))
    }
}

/// The name of a service's host in a region, by the DNS suffix of the region's partition.
pub(crate) fn regional_host(service: &str, region: &str) -> String {
    let suffix = match region {
        r if r.starts_with("cn-") => "amazonaws.com.cn",
        r if r.starts_with("us-iso-") => "c2s.ic.gov",
        r if r.starts_with("us-isob-") => "sc2s.sgov.gov",
        r if r.starts_with("us-isof-") => "csp.hci.ic.gov",
        r if r.starts_with("eu-isoe-") => "cloud.adc-e.uk",
        r if r.starts_with("eusc-") => "amazonaws.eu",
        _ => "amazonaws.com",
    };
    format!("{service}.{region}.{suffix}")
}

/// The name of a host that serves all regions of this one's partition.
fn global_host(service: &str, region: &str) -> String {
    match region {
        r if r.starts_with("cn-") => format!("{service}.cn-north-1.amazonaws.com.cn"),
        r if r.starts_with("us-gov-") => format!("{service}.us-gov.amazonaws.com"),
        r if r.starts_with("us-iso") || r.starts_with("eu-iso") || r.starts_with("eusc-") => {
            regional_host(service, region)
        }
        _ => format!("{service}.amazonaws.com"),
    }
}

async fn assume(role: &AssumeRole, config: &SdkConfig, sts: Option<&str>) -> SharedCredentialsProvider {
    let mut config = config.clone().into_builder();
    if let Some(url) = sts {
        config = config.endpoint_url(url);
    }
    let mut builder = AssumeRoleProvider::builder(&role.role_arn)
        .session_name(role.session_name.as_deref().unwrap_or("terraform-provider-acme"))
        .configure(&config.build());
    if let Some(id) = &role.external_id {
        builder = builder.external_id(id);
    }
    SharedCredentialsProvider::new(builder.build().await)
}

/// TLS by rustls and ring, through the environment's proxy where there is one.
fn http_client() -> SharedHttpClient {
    Builder::new().build_with_connector_fn(|settings, components| {
        let mut connector = Connector::builder().proxy_config(ProxyConfig::from_env());
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.tls_provider(Provider::Rustls(CryptoMode::Ring)).build()
    })
}

/// The SDK's own pauses start at a second: too long where a plan waits for nobody.
fn retries(settings: &Settings) -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(settings.retries().saturating_add(1))
        .with_initial_backoff(Duration::from_millis(250))
        .with_max_backoff(Duration::from_secs(10))
}

/// What the SDK does not know of AWS Backup: that a failure behind it passes, and that the code which is throttling elsewhere
/// is a quota here, as true at the next attempt.
#[derive(Debug)]
struct BackupRetries;

impl ClassifyRetry for BackupRetries {
    fn name(&self) -> &'static str {
        "AWS Backup"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let response = context.response().filter(|response| !response.status().is_success());
        let code = response.and_then(|response| response.headers().get("x-amzn-errortype"));
        // What follows a colon is an address of the service's own.
        match code.and_then(|code| code.split(':').next()) {
            Some("DependencyFailureException" | "ServiceUnavailableException") => {
                RetryAction::transient_error()
            }
            Some("LimitExceededException") => RetryAction::RetryForbidden,
            _ => RetryAction::NoActionIndicated,
        }
    }
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(10))
        .operation_attempt_timeout(Duration::from_secs(30))
        .build()
}

/// The SDK takes a name without slashes.
fn app_name(user_agent: &str) -> Option<AppName> {
    let name: String = user_agent
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '-' })
        .take(50)
        .collect();
    AppName::new(name).ok()
}

#[cfg(test)]
impl Session {
    /// A session with fixed credentials, whose calls this client answers.
    pub(crate) fn answered_by(client: SharedHttpClient, region: &'static str) -> Self {
        Self::answered_again_by(client, region, RetryConfig::disabled())
    }

    /// The same with attempts.
    pub(crate) fn answered_again_by(
        client: SharedHttpClient,
        region: &'static str,
        retries: RetryConfig,
    ) -> Self {
        let credentials = aws_credential_types::Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
        let credentials = SharedCredentialsProvider::new(credentials);
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region))
            .credentials_provider(credentials.clone())
            .http_client(client)
            .retry_config(retries)
            .build();
        Self::of(config, credentials, Endpoints::default())
    }
}

#[cfg(test)]
mod tests;
