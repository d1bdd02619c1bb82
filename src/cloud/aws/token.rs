//! Requests that are signed here and sent by somebody else. The bearer token that EKS takes is a presigned
//! GetCallerIdentity request, which the cluster sends to STS to learn who we are: nobody stores it, and it is made anew
//! before it ends. Database servers and the RDS of another region take requests of their own.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::failure::about_credentials;
use super::session::regional_host;
use crate::kubernetes::{Bearer, NoToken};
use crate::text::flatten;

/// EKS accepts a token for 15 minutes after it was signed; it is replaced a minute before.
const LIFE: Duration = Duration::from_secs(14 * 60);
/// The life of the presigned request in seconds, as EKS' own tools set it (`X-Amz-Expires`).
const EXPIRES: Duration = Duration::from_secs(60);
/// Credentials that end within this time are not waited out.
const MARGIN: Duration = Duration::from_secs(60);

/// Whose token, and for which STS.
#[derive(Clone, Debug)]
pub(crate) struct Audience {
    /// The cluster's name.
    pub(crate) cluster: String,
    /// The region of STS.
    pub(crate) region: String,
    /// The address of STS, without a path.
    pub(crate) sts_url: String,
}

/// Tokens for one cluster.
pub(crate) struct ClusterToken {
    audience: Audience,
    credentials: SharedCredentialsProvider,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    token: SecretString,
    until: SystemTime,
}

impl ClusterToken {
    /// Tokens made of these credentials.
    pub(crate) fn new(audience: Audience, credentials: SharedCredentialsProvider) -> Self {
        Self { audience, credentials, kept: Mutex::new(None) }
    }
}

#[async_trait]
impl Bearer for ClusterToken {
    async fn token(&self) -> Result<SecretString, NoToken> {
        let mut kept = self.kept.lock().await;
        let now = SystemTime::now();
        if let Some(Kept { token, until }) = kept.as_ref()
            && now < *until
        {
            return Ok(token.clone());
        }
        let credentials = self
            .credentials
            .provide_credentials()
            .await
            .map_err(|error| NoToken(about_credentials(&error)))?;
        let token = presign(&self.audience, &credentials, now).map_err(NoToken)?;
        let token = SecretString::from(token);
        *kept = Some(Kept { token: token.clone(), until: renewal(now, credentials.expiry()) });
        Ok(token)
    }

    async fn forget(&self) {
        *self.kept.lock().await = None;
    }
}

/// When a token made now is replaced: before EKS refuses it, and before the credentials in it end.
fn renewal(now: SystemTime, credentials_end: Option<SystemTime>) -> SystemTime {
    let by_token = now + LIFE;
    match credentials_end {
        Some(end) => by_token.min(end.checked_sub(MARGIN).unwrap_or(now)),
        None => by_token,
    }
}

/// The token for this audience, signed with these credentials at this time.
fn presign(audience: &Audience, credentials: &Credentials, now: SystemTime) -> Result<String, String> {
    let url =
        format!("{}/?Action=GetCallerIdentity&Version=2011-06-15", audience.sts_url.trim_end_matches('/'));
    let header = ("x-k8s-aws-id", audience.cluster.as_str());
    let scope = Scope { service: "sts", region: &audience.region, life: EXPIRES };
    let signed = sign_url((&url, Some(header)), &scope, credentials, now)?;
    Ok(format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(signed)))
}

/// Where a database server is, and who logs in.
#[derive(Clone, Debug)]
pub(crate) struct Login<'a> {
    /// Its host.
    pub(crate) host: &'a str,
    /// Its port.
    pub(crate) port: u16,
    /// Its region.
    pub(crate) region: &'a str,
    /// The role of the database that logs in.
    pub(crate) username: &'a str,
}

/// What a database server takes for a password where IAM says who may log in. It is good for 15 minutes.
pub(crate) fn database_token(
    login: &Login<'_>,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<String, String> {
    let Login { host, port, region, username } = login;
    let user = utf8_percent_encode(username, UNRESERVED);
    let url = format!("https://{host}:{port}/?Action=connect&DBUser={user}");
    let scope = Scope { service: "rds-db", region, life: Duration::from_secs(900) };
    let signed = sign_url((&url, None), &scope, credentials, now)?;
    Ok(signed.trim_start_matches("https://").to_owned())
}

/// The request to the RDS of another region that lets one here copy from there.
pub(crate) fn copy_permission(
    (call, parameters): (&str, &[(&str, &str)]),
    (from, to): (&str, &str),
    credentials: &Credentials,
    now: SystemTime,
) -> Result<String, String> {
    let mut url = format!("https://{}/?Action={call}&DestinationRegion={to}", regional_host("rds", from));
    for (name, value) in parameters {
        url.push_str(&format!("&{name}={}", utf8_percent_encode(value, UNRESERVED)));
    }
    url.push_str("&Version=2014-10-31");
    let scope = Scope { service: "rds", region: from, life: Duration::from_secs(3600) };
    sign_url((&url, None), &scope, credentials, now)
}

/// What is not encoded in a signed query.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whom a signature is for, and how long.
struct Scope<'a> {
    service: &'a str,
    region: &'a str,
    life: Duration,
}

/// The address with a signature in its query; the header is to be sent with it.
fn sign_url(
    (url, header): (&str, Option<(&str, &str)>),
    scope: &Scope<'_>,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<String, String> {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(scope.life);
    let identity = Identity::from(credentials.clone());
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(scope.region)
        .name(scope.service)
        .time(now)
        .settings(settings)
        .build()
        .map_err(|error| flatten(&error))?
        .into();
    let request = SignableRequest::new("GET", url, header.into_iter(), SignableBody::empty())
        .map_err(|error| flatten(&error))?;
    let (instructions, _signature) = sign(request, &params).map_err(|error| flatten(&error))?.into_parts();
    let mut signed = http::Request::get(url).body(()).map_err(|error| flatten(&error))?;
    instructions.apply_to_request_http1x(&mut signed);
    Ok(signed.uri().to_string())
}

#[cfg(test)]
mod tests;
