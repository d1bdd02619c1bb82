//! Why there is no connection, without what may be a secret: parsers quote the text around an error, and programs that
//! are run for credentials print them. What is not known to be harmless is not repeated.

use std::error::Error;

use kube::client::AuthError;
use kube::config::{KubeconfigError, LoadDataError};

use crate::text::{flatten, source_of};

/// What is wrong with a kubeconfig.
pub(crate) fn of_kubeconfig(error: &KubeconfigError) -> String {
    match error {
        KubeconfigError::Parse(error) => {
            let position = error.location().map(|at| (at.line(), at.column()));
            format!("it is not a kubeconfig{}", at(position))
        }
        KubeconfigError::LoadCertificateAuthority(error) => of_data("certificate authority", error),
        KubeconfigError::LoadClientCertificate(error) => of_data("client certificate", error),
        KubeconfigError::LoadClientKey(error) => of_data("client key", error),
        KubeconfigError::CurrentContextNotSet
        | KubeconfigError::KindMismatch
        | KubeconfigError::ApiVersionMismatch
        | KubeconfigError::LoadContext(_)
        | KubeconfigError::LoadClusterOfContext(_)
        | KubeconfigError::FindPath
        | KubeconfigError::ReadConfig(..)
        | KubeconfigError::MissingClusterUrl
        | KubeconfigError::ParseClusterUrl(_)
        | KubeconfigError::ParseProxyUrl(_) => flatten(error),
        KubeconfigError::ParseCertificates(_) => "the certificate authority is not PEM".to_owned(),
        _ => "it cannot be used".to_owned(),
    }
}

fn of_data(what: &str, error: &LoadDataError) -> String {
    match error {
        LoadDataError::DecodeBase64(_) => format!("the {what} is not base64"),
        LoadDataError::ReadFile(..) | LoadDataError::NoBase64DataOrFile => {
            format!("the {what} cannot be loaded: {}", flatten(error))
        }
    }
}

/// What keeps a client from being made.
pub(crate) fn of_client(error: &kube::Error) -> String {
    match error {
        kube::Error::Auth(error) => of_credentials(error),
        kube::Error::InferKubeconfig(error) => of_kubeconfig(error),
        kube::Error::RustlsTls(_) => {
            "the certificate authority, the client certificate or its key cannot be used: each must be PEM"
                .to_owned()
        }
        kube::Error::ProxyProtocolUnsupported { proxy_url }
        | kube::Error::ProxyProtocolDisabled { proxy_url, .. } => {
            format!("proxies by `{}` are not supported", proxy_url.scheme_str().unwrap_or_default())
        }
        _ => "they do not make a client".to_owned(),
    }
}

/// Why there are no credentials to call with.
pub(crate) fn of_credentials(error: &AuthError) -> String {
    match error {
        AuthError::AuthExecRun { out, .. } => format!("the program for credentials failed: {}", out.status),
        AuthError::AuthExecParse(error) => {
            let position = error.location().map(|at| (at.line(), at.column()));
            format!("the program for credentials printed no ExecCredential{}", at(position))
        }
        AuthError::AuthExecStart(_)
        | AuthError::ExecMissingClusterInfo
        | AuthError::ExecPluginFailed
        | AuthError::InvalidBasicAuth(_)
        | AuthError::InvalidBearerToken(_)
        | AuthError::MissingCommand
        | AuthError::ReadTokenFile(..)
        | AuthError::UnrefreshableTokenResponse => flatten(error),
        _ => "the kubeconfig's credentials cannot be used".to_owned(),
    }
}

/// The error about credentials that an error comes from, somewhere down.
pub(crate) fn credentials_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a AuthError> {
    source_of(error)
}

fn at(position: Option<(u64, u64)>) -> String {
    position.map_or_else(String::new, |(line, column)| format!(": see line {line}, column {column}"))
}

#[cfg(test)]
mod tests;
