//! What AWS refuses, in classes that the user can act on. The texts of signature errors are cut: AWS puts the signed
//! request, session token included, into them.

use std::error::Error;

use acme_children::CloudError;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::text::{Said, brief, flatten, source_of};

/// Why AWS did not answer the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nothing says which region.
    NoRegion,
    /// What was asked for does not exist.
    NotFound,
    /// The cluster is not (yet, or any more) usable.
    NotUsable(String),
    /// No answer.
    Unreachable(String),
    /// No credentials, or none that AWS accepts.
    Unauthorized(String),
    /// The credentials may not do this.
    Forbidden(String),
    /// Anything else.
    Other(String),
}

/// What a question was about, for messages.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The cluster's name.
    pub(crate) cluster: String,
    /// The region asked; empty where none is known.
    pub(crate) region: String,
    /// The address asked.
    pub(crate) endpoint: String,
}

/// A failure of DescribeCluster, or of what comes before it, in the words of the port.
pub(crate) fn explain(failure: Failure, about: About) -> CloudError {
    let cluster = format!("EKS cluster `{}`", about.cluster);
    match failure {
        Failure::NoRegion => CloudError::Settings {
            cluster,
            source: Said::boxed("no AWS region is set, neither in the provider nor in the environment"),
        },
        Failure::NotFound => CloudError::ClusterNotFound { name: about.cluster, region: about.region },
        Failure::NotUsable(text) => {
            CloudError::Other { verb: "connect to", object: cluster, source: Said::boxed(text) }
        }
        Failure::Unreachable(text) => {
            CloudError::Unreachable { endpoint: about.endpoint, source: Said::boxed(text) }
        }
        Failure::Unauthorized(text) => {
            CloudError::Unauthorized { endpoint: about.endpoint, source: Said::boxed(text) }
        }
        Failure::Forbidden(text) => {
            CloudError::Forbidden { verb: "describe", object: cluster, source: Said::boxed(text) }
        }
        Failure::Other(text) => {
            CloudError::Other { verb: "describe", object: cluster, source: Said::boxed(text) }
        }
    }
}

/// The class of an SDK error.
pub(crate) fn classify<E, R>(error: &SdkError<E, R>, status: Option<u16>) -> Failure
where
    E: ProvideErrorMetadata + Error + 'static,
    R: std::fmt::Debug + 'static,
{
    let text = || brief(&flatten(error), 400);
    if let Some(error) = credentials_error(error) {
        return Failure::Unauthorized(about_credentials(error));
    }
    match error {
        SdkError::ServiceError(answer) => {
            let meta = answer.err().meta();
            refused(meta.code().unwrap_or(""), meta.message().unwrap_or(""), status)
        }
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) => Failure::Unreachable(text()),
        _ => Failure::Other(text()),
    }
}

/// The class of an error that a service answered with.
pub(crate) fn refused(code: &str, message: &str, status: Option<u16>) -> Failure {
    const NOT_ACCEPTED: [&str; 9] = [
        "AuthFailure",
        "ExpiredToken",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignature",
        "MissingAuthenticationToken",
        "SignatureDoesNotMatch",
        "UnrecognizedClient",
    ];
    let name = code.strip_suffix("Exception").unwrap_or(code);
    let first_line = message.lines().next().unwrap_or("");
    let text = match (code, first_line) {
        ("", line) => format!("HTTP status {}: {}", status.unwrap_or(0), brief(line, 300)),
        (code, "") => code.to_owned(),
        (code, line) => format!("{code}: {}", brief(line, 300)),
    };
    match (name, status) {
        ("ResourceNotFound", _) => Failure::NotFound,
        (name, _) if NOT_ACCEPTED.contains(&name) => Failure::Unauthorized(text),
        (_, Some(401)) => Failure::Unauthorized(text),
        ("AccessDenied" | "UnauthorizedOperation", _) | (_, Some(403)) => Failure::Forbidden(text),
        ("ServiceUnavailable", _) | (_, Some(502..=504)) => Failure::Unreachable(text),
        _ => Failure::Other(text),
    }
}

/// What is wrong with the credentials.
pub(crate) fn about_credentials(error: &CredentialsError) -> String {
    if matches!(error, CredentialsError::CredentialsNotLoaded(_)) {
        return "there are none: not in the environment, a profile, a web identity, the container or the instance".into();
    }
    brief(&flatten(error), 400)
}

/// The credentials error that an error comes from, somewhere down.
fn credentials_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CredentialsError> {
    source_of(error)
}

#[cfg(test)]
mod tests;
