//! One API server: calls with a limit on how many are under way, a time limit, and retries. Knows JSON, not kinds.

use std::sync::Arc;
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{Request, StatusCode};
use kube::client::{Body, ClientBuilder};
use kube::{Client, Config};
use serde_json::Value;
use tokio::sync::Semaphore;
use tower::buffer::BufferLayer;
use tower::filter::AsyncFilterLayer;

use super::auth::{Authorize, Bearer};
use super::config::Unusable;
use super::failure::{Answer, Broken, Failure};
use super::lists::Lists;
use super::namespaces::Namespaces;
use super::serves::Served;
use super::{reason, retry, secret};
use crate::text::{flatten, without_userinfo};

/// How many calls to one server may be under way. Watches are not counted.
const IN_FLIGHT: usize = 32;
/// How many requests may wait for their turn to be sent.
const WAITING: usize = 1024;
/// How long one attempt of a call may take.
const CALL: Duration = Duration::from_secs(60);

/// A connection to one cluster, shared by everything that happens there.
pub(crate) struct Server {
    client: Client,
    endpoint: String,
    bearer: Option<Arc<dyn Bearer>>,
    in_flight: Semaphore,
    max_retries: u32,
    lists: Lists,
    namespaces: Namespaces,
    served: Served,
}

/// What the server says, without secret values: here is the one door that they could come in by.
fn json(body: &[u8]) -> Result<Value, Failure> {
    let mut value = serde_json::from_slice(body).map_err(|error| Failure::Malformed(error.to_string()))?;
    secret::hide(&mut value);
    Ok(value)
}

impl Server {
    /// A connection that is made with the first call.
    pub(crate) async fn new(
        config: Config,
        bearer: Option<Arc<dyn Bearer>>,
        max_retries: u32,
    ) -> Result<Self, Unusable> {
        let endpoint = without_userinfo(&config.cluster_url.to_string()).trim_end_matches('/').to_owned();
        let filter = bearer.clone().map(|bearer| AsyncFilterLayer::new(Authorize(bearer)));
        // A kubeconfig may name a program that is run for credentials, and waited for.
        let build = tokio::task::spawn_blocking(move || {
            let builder = ClientBuilder::try_from(config)?;
            Ok::<_, kube::Error>(match filter {
                Some(filter) => builder.with_layer(&BufferLayer::new(WAITING)).with_layer(&filter).build(),
                None => builder.build(),
            })
        });
        let built = build.await.map_err(|error| Unusable::Settings(flatten(&error)))?;
        let client = built.map_err(|error| Unusable::Settings(reason::of_client(&error)))?;
        let in_flight = Semaphore::new(IN_FLIGHT);
        let (lists, namespaces, served) = (Lists::default(), Namespaces::default(), Served::default());
        Ok(Self { client, endpoint, bearer, in_flight, max_retries, lists, namespaces, served })
    }

    /// The address, without credentials.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The lists that are shared by whoever reads at the same time.
    pub(crate) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Who is at work in which namespace.
    pub(crate) fn namespaces(&self) -> &Namespaces {
        &self.namespaces
    }

    /// Which custom kinds there are.
    pub(crate) fn served(&self) -> &Served {
        &self.served
    }

    /// The client, for watches.
    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// Reads JSON.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.call(Request::get(path).body(Vec::new())).await
    }

    /// Makes a call and reads JSON.
    pub(crate) async fn call(&self, request: http::Result<Request<Vec<u8>>>) -> Result<Value, Failure> {
        let body = self.bytes(request).await?;
        json(&body)
    }

    /// As [`Server::call`], for what a plan can do without: a server that is at fault is not asked again.
    pub(crate) async fn ask(&self, request: http::Result<Request<Vec<u8>>>) -> Result<Value, Failure> {
        let is_at_fault = |failure: &Failure| failure.code().is_some_and(|code| code >= 500);
        let limit = |failure: &Failure| if is_at_fault(failure) { 0 } else { self.max_retries };
        json(&self.again(request, limit).await?)
    }

    /// Makes a call, again where that helps, and reads what comes.
    pub(crate) async fn bytes(&self, request: http::Result<Request<Vec<u8>>>) -> Result<Vec<u8>, Failure> {
        self.again(request, |_| self.max_retries).await
    }

    /// Makes a call, and again as often as `limit` says for a failure.
    async fn again(
        &self,
        request: http::Result<Request<Vec<u8>>>,
        limit: impl Fn(&Failure) -> u32,
    ) -> Result<Vec<u8>, Failure> {
        let request = request.map_err(|error| Failure::Malformed(flatten(&error)))?;
        let mut attempt = 0;
        let mut is_token_new = false;
        loop {
            let failure = match self.once(request.clone()).await {
                Ok(body) => return Ok(body),
                Err(failure) => failure,
            };
            if let (Some(401), Some(bearer), false) = (failure.code(), &self.bearer, is_token_new) {
                // The credentials behind the token may have been rotated.
                bearer.forget().await;
                is_token_new = true;
                continue;
            }
            let Some(pause) = retry::pause(&failure, attempt, limit(&failure)) else { return Err(failure) };
            tracing::debug!(
                path = request.uri().path(),
                attempt,
                ?pause,
                code = failure.code(),
                "call is made again"
            );
            tokio::time::sleep(pause).await;
            attempt += 1;
        }
    }

    /// Makes a call once.
    pub(crate) async fn once(&self, request: Request<Vec<u8>>) -> Result<Vec<u8>, Failure> {
        let Ok(_permit) = self.in_flight.acquire().await else {
            return Err(Failure::Malformed("the connection is closed".into()));
        };
        match tokio::time::timeout(CALL, self.exchange(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure::Broken(Broken::Final, format!("no answer within {} s", CALL.as_secs()))),
        }
    }

    async fn exchange(&self, request: Request<Vec<u8>>) -> Result<Vec<u8>, Failure> {
        let response =
            self.client.send(request.map(Body::from)).await.map_err(|error| Failure::of(&error))?;
        let status = response.status();
        let retry_after =
            response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let body = response.into_body().collect_bytes().await.map_err(|error| Failure::of(&error))?;
        if status.is_success() {
            return Ok(body.to_vec());
        }
        // A redirect is an answer, too: of something that is no API server.
        let code = if status.is_redirection() { StatusCode::BAD_GATEWAY } else { status }.as_u16();
        Err(Failure::Answer(Answer::read(code, &body, retry_after.map(Duration::from_secs))))
    }
}
