//! From settings to a client's configuration. Every source becomes a kubeconfig first (given by address, read from
//! files, described by EKS), so that they share one meaning.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::USER_AGENT;
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::Matcher;
use kube::Config;
use kube::config::{KubeConfigOptions, Kubeconfig};
use serde_json::{Value, json};

use super::reason;
use crate::aws::Described;
use crate::settings::{Kubernetes, Settings};

/// Why there is no usable configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// Nothing names a cluster.
    NoCluster,
    /// What names it is wrong.
    Settings(String),
}

/// The cluster of the `kubernetes` attribute, or of the environment's kubeconfig.
pub(crate) async fn configured(settings: &Settings) -> Result<Config, Unusable> {
    let context = settings.kubernetes.as_ref().and_then(|kubernetes| kubernetes.config_context.clone());
    let file = match source(settings)? {
        Source::Address(kubernetes) => by_address(kubernetes)?,
        Source::Files(paths) => by_files(&paths)?,
    };
    finish(file, context, &settings.user_agent).await
}

/// A cluster that EKS described. Its token is not part of the configuration.
pub(crate) async fn eks(described: &Described, settings: &Settings) -> Result<Config, Unusable> {
    let cluster = json!({
        "server": described.endpoint,
        "certificate-authority-data": described.certificate_authority,
    });
    finish(kubeconfig(&cluster, &json!({}))?, None, &settings.user_agent).await
}

enum Source<'a> {
    Address(&'a Kubernetes),
    Files(Vec<PathBuf>),
}

/// Which of the settings decides: an address, then a named file, then the environment.
fn source(settings: &Settings) -> Result<Source<'_>, Unusable> {
    let set = |text: &'_ &String| !text.is_empty();
    if let Some(kubernetes) = &settings.kubernetes {
        if kubernetes.host.as_ref().filter(set).is_some() {
            return Ok(Source::Address(kubernetes));
        }
        if let Some(path) = kubernetes.config_path.as_ref().filter(set) {
            return Ok(Source::Files(vec![expand_home(path)]));
        }
    }
    let list = settings.kubeconfig.as_ref().filter(set).ok_or(Unusable::NoCluster)?;
    let paths = std::env::split_paths(list).filter(|path| !path.as_os_str().is_empty());
    Ok(Source::Files(paths.collect()))
}

fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

fn by_address(kubernetes: &Kubernetes) -> Result<Kubeconfig, Unusable> {
    let host = kubernetes.host.as_deref().unwrap_or_default();
    let server = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
    let mut cluster = json!({ "server": server });
    if let Some(pem) = &kubernetes.cluster_ca_certificate {
        cluster["certificate-authority-data"] = json!(STANDARD.encode(pem));
    }
    let mut user = json!({});
    if let Some(token) = &kubernetes.token {
        user["token"] = json!(token);
    }
    if let (Some(certificate), Some(key)) = (&kubernetes.client_certificate, &kubernetes.client_key) {
        user["client-certificate-data"] = json!(STANDARD.encode(certificate));
        user["client-key-data"] = json!(STANDARD.encode(key));
    }
    kubeconfig(&cluster, &user)
}

/// Merged as kubectl does it: the first file that says something wins, and files of a list may be missing.
fn by_files(paths: &[PathBuf]) -> Result<Kubeconfig, Unusable> {
    let is_list = paths.len() > 1;
    let present: Vec<&Path> = paths.iter().map(PathBuf::as_path).filter(|p| !is_list || p.exists()).collect();
    if present.is_empty() {
        return Err(Unusable::Settings("none of the kubeconfig files exists".into()));
    }
    present.into_iter().try_fold(Kubeconfig::default(), |merged, path| {
        let file = Kubeconfig::read_from(path).and_then(|file| merged.merge(file));
        let why = |error| format!("`{}`: {}", path.display(), reason::of_kubeconfig(&error));
        file.map_err(|error| Unusable::Settings(why(error)))
    })
}

fn kubeconfig(cluster: &Value, user: &Value) -> Result<Kubeconfig, Unusable> {
    let file = json!({
        "clusters": [{ "name": "it", "cluster": cluster }],
        "users": [{ "name": "it", "user": user }],
        "contexts": [{ "name": "it", "context": { "cluster": "it", "user": "it" } }],
        "current-context": "it",
    });
    // A parse error would quote the text around it, secrets included.
    serde_json::from_value(file).map_err(|_| Unusable::Settings("they do not make a kubeconfig".into()))
}

async fn finish(file: Kubeconfig, context: Option<String>, user_agent: &str) -> Result<Config, Unusable> {
    let options = KubeConfigOptions { context, ..KubeConfigOptions::default() };
    let mut config = Config::from_custom_kubeconfig(file.clone(), &options)
        .await
        .map_err(|error| Unusable::Settings(reason::of_kubeconfig(&error)))?;
    config.connect_timeout = Some(Duration::from_secs(10));
    // Watches are silent for minutes; calls have a time limit of their own.
    config.read_timeout = None;
    // Calls are retried here, by rules that know which of them may be repeated.
    config.default_retry = false;
    if let Ok(value) = HeaderValue::from_str(user_agent) {
        config.headers.push((USER_AGENT, value));
    }
    if !names_a_proxy(&file) {
        config.proxy_url = environment_proxy(&config.cluster_url);
    }
    Ok(config)
}

fn names_a_proxy(file: &Kubeconfig) -> bool {
    let proxy = |cluster: &kube::config::NamedCluster| cluster.cluster.as_ref()?.proxy_url.clone();
    file.clusters.iter().filter_map(proxy).any(|url| !url.is_empty())
}

/// The environment's proxy for this address. The client library compares `NO_PROXY` with the proxy's own address, so
/// that is decided here.
fn environment_proxy(url: &Uri) -> Option<Uri> {
    Matcher::from_env().intercept(url)?;
    let variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let value = variables.into_iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))?;
    value.parse().ok()
}

#[cfg(test)]
mod tests;
