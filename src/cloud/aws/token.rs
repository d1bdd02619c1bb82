//! The bearer token that EKS takes: a presigned GetCallerIdentity request, which the cluster sends to STS to learn who
//! we are. Nobody stores it; it is made anew before it ends.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::failure::about_credentials;
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
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(EXPIRES);
    let identity = Identity::from(credentials.clone());
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&audience.region)
        .name("sts")
        .time(now)
        .settings(settings)
        .build()
        .map_err(|error| flatten(&error))?
        .into();
    let header = [("x-k8s-aws-id", audience.cluster.as_str())];
    let request = SignableRequest::new("GET", &url, header.into_iter(), SignableBody::empty())
        .map_err(|error| flatten(&error))?;
    let (instructions, _signature) = sign(request, &params).map_err(|error| flatten(&error))?.into_parts();
    let mut signed = http::Request::get(&url).body(()).map_err(|error| flatten(&error))?;
    instructions.apply_to_request_http1x(&mut signed);
    Ok(format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(signed.uri().to_string())))
}

#[cfg(test)]
mod tests;
