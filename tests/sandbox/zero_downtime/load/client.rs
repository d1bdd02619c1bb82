//! The load's clients: one that makes a connection for each request, one that keeps connections as browsers and services do.
//! Neither tries anything twice.

use super::{Order, Tls};
use bytes::Bytes;
use http::{HeaderValue, Request, Uri, header};
use http_body_util::{BodyExt, Empty};
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject};
use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

/// A request without an answer after this time is lost.
const PATIENCE: Duration = Duration::from_secs(5);
const KEPT: usize = 8;

type Inner = legacy::Client<HttpsConnector<HttpConnector>, Empty<Bytes>>;

pub(super) struct Client {
    url: Uri,
    host: Option<HeaderValue>,
    fresh: Inner,
    /// Several, each with a connection of its own: one would stay with one pod.
    kept: Vec<Inner>,
}

/// How long an answer took, and its first line.
pub(super) type Answer = Result<(Duration, String), String>;

impl Client {
    pub(super) fn new(order: &Order) -> Result<Self, String> {
        let url = order.url.parse().map_err(|error| format!("{}: {error}", order.url))?;
        let host = order.tls.as_ref().map(|tls| HeaderValue::from_str(&tls.name)).transpose();
        let mut builder = legacy::Client::builder(TokioExecutor::new());
        builder.retry_canceled_requests(false);
        let kept = (0..KEPT).map(|_| Ok(builder.build(connector(order.tls.as_ref())?)));
        let kept = kept.collect::<Result<_, String>>()?;
        let fresh = builder.pool_max_idle_per_host(0).build(connector(order.tls.as_ref())?);
        Ok(Self { url, host: host.map_err(|error| error.to_string())?, fresh, kept })
    }

    /// Kept connections take turns.
    fn turn(&self, number: u64) -> Option<&Inner> {
        self.kept.get(usize::try_from(number % KEPT as u64).ok()?)
    }

    /// The request with this number: every second one over a new connection.
    pub(super) async fn ask(&self, number: u64) -> Answer {
        let kept = if number.is_multiple_of(2) { None } else { self.turn(number / 2) };
        let over = if kept.is_some() { "a kept connection" } else { "a new connection" };
        let mut request = Request::new(Empty::new());
        request.uri_mut().clone_from(&self.url);
        if let Some(host) = &self.host {
            request.headers_mut().insert(header::HOST, host.clone());
        }
        if kept.is_none() {
            request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let begun = Instant::now();
        let client = kept.unwrap_or(&self.fresh);
        match tokio::time::timeout(PATIENCE, answer(client, request)).await {
            Ok(Ok(said)) => Ok((begun.elapsed(), said)),
            Ok(Err(problem)) => Err(format!("over {over}: {problem}")),
            Err(_) => Err(format!("over {over}: no answer within {} s", PATIENCE.as_secs())),
        }
    }
}

async fn answer(client: &Inner, request: Request<Empty<Bytes>>) -> Result<String, String> {
    let response = client.request(request).await.map_err(|error| chain(&error))?;
    let status = response.status();
    let body = response.into_body().collect().await.map_err(|error| chain(&error))?.to_bytes();
    let said = String::from_utf8_lossy(&body).lines().next().unwrap_or_default().to_owned();
    if status == http::StatusCode::OK { Ok(said) } else { Err(format!("{status}: {said}")) }
}

/// The library's own text leaves out why.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

fn connector(tls: Option<&Tls>) -> Result<HttpsConnector<HttpConnector>, String> {
    let mut trusted = RootCertStore::empty();
    if let Some(tls) = tls {
        let certificate = CertificateDer::from_pem_file(&tls.ca)
            .map_err(|error| format!("{}: {error}", tls.ca.display()))?;
        trusted.add(certificate).map_err(|error| error.to_string())?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    let mut http = HttpConnector::new();
    // It is asked for TLS, too, by the connector around it.
    http.enforce_http(false);
    // As clients do that wait for answers.
    http.set_nodelay(true);
    let mut builder = HttpsConnectorBuilder::new().with_tls_config(config).https_or_http();
    if let Some(tls) = tls {
        let name = ServerName::try_from(tls.name.clone()).map_err(|error| error.to_string())?;
        builder = builder.with_server_name_resolver(FixedServerNameResolver::new(name));
    }
    Ok(builder.enable_http1().wrap_connector(http))
}
