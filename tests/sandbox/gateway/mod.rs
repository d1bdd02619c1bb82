//! The sandbox's own door to AWS: one address on loopback in front of the emulators. It passes everything on, except that
//! EKS clusters lead to the sandbox's Kubernetes and RDS instances to its database servers, and that it answers for AWS Backup
//! itself; it answers the TokenReviews of that Kubernetes; it says how the sandbox is. No knowledge of processes.

mod authorization;
pub(crate) mod backup;
pub(crate) mod clusters;
mod credentials;
mod proxy;
mod rds;
pub(crate) mod signature;
pub(crate) mod token;

use crate::{
    aws::{ACCESS_KEY_ID, ACCOUNT, REGION, SECRET_ACCESS_KEY, USER_ARN},
    databases::Databases,
};
use bytes::Bytes;
use clusters::Endpoint;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioIo},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};
use token::AccessKey;
use tokio::net::TcpListener;

type Body = BoxBody<Bytes, hyper::Error>;

/// Paths that are the sandbox's own; no AWS service has one that starts so.
pub(crate) const TOKEN_REVIEW: &str = "/_sandbox/token-review";
pub(crate) const HEALTH: &str = "/_sandbox/health";

/// Where the emulators listen: host and port.
#[derive(Clone, Debug)]
pub(crate) struct Upstreams {
    /// Answers for every service that is not named in `databases`, but Backup.
    pub(crate) general: String,
    /// Answers for [`crate::aws::DATABASE_SERVICES`].
    pub(crate) databases: String,
}

/// What the gateway knows; the supervisor tells it more as the sandbox comes up.
pub(crate) struct Gateway {
    address: String,
    upstreams: Upstreams,
    client: Client<HttpConnector, Body>,
    keys: Mutex<Vec<AccessKey>>,
    endpoint: Mutex<Option<Endpoint>>,
    health: Mutex<Value>,
    backup: backup::Backup,
    /// None where the machine has no PostgreSQL.
    behind: Option<rds::Behind>,
}

impl Gateway {
    pub(crate) fn new(address: String, upstreams: Upstreams, databases: Option<Arc<Databases>>) -> Arc<Self> {
        let own = AccessKey {
            id: ACCESS_KEY_ID.to_owned(),
            secret: SECRET_ACCESS_KEY.to_owned(),
            session_token: None,
            arn: USER_ARN.to_owned(),
        };
        Arc::new(Self {
            address,
            upstreams,
            client: Client::builder(TokioExecutor::new()).build_http(),
            keys: Mutex::new(vec![own]),
            endpoint: Mutex::default(),
            health: Mutex::new(json!({ "ready": false })),
            backup: backup::Backup::default(),
            behind: databases.map(rds::Behind::new),
        })
    }

    pub(crate) fn lead_to(&self, endpoint: Endpoint) {
        *self.endpoint.lock().unwrap_or_else(PoisonError::into_inner) = Some(endpoint);
    }

    pub(crate) fn say(&self, health: Value) {
        *self.health.lock().unwrap_or_else(PoisonError::into_inner) = health;
    }

    /// Answers on the listener until the runtime ends.
    pub(crate) async fn serve(self: Arc<Self>, listener: TcpListener) {
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let gateway = Arc::clone(&self);
            tokio::spawn(async move {
                let answer = service_fn(|request| {
                    let gateway = Arc::clone(&gateway);
                    async move { Ok::<_, Infallible>(gateway.answer(request).await) }
                });
                // A client that hangs up in the middle is no concern of the gateway.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
            });
        }
    }

    async fn answer(self: &Arc<Self>, request: Request<Incoming>) -> Response<Body> {
        match (request.method(), request.uri().path()) {
            (&Method::GET, HEALTH) => {
                let health = self.health.lock().unwrap_or_else(PoisonError::into_inner).clone();
                reply(StatusCode::OK, &health)
            }
            (&Method::POST, TOKEN_REVIEW) => self.review(request).await,
            (&Method::POST, path @ (backup::run::RUN | backup::run::RESTORE_TEST)) => {
                let path = path.to_owned();
                match request.into_body().collect().await {
                    Ok(body) => self.backup_run(&path, &body.to_bytes()).await,
                    Err(error) => reply(StatusCode::BAD_REQUEST, &json!({ "message": error.to_string() })),
                }
            }
            _ => self.pass(request).await,
        }
    }

    async fn review(&self, request: Request<Incoming>) -> Response<Body> {
        let review = match request.into_body().collect().await {
            Ok(body) => serde_json::from_slice::<Value>(&body.to_bytes()).unwrap_or_default(),
            Err(error) => return reply(StatusCode::BAD_REQUEST, &json!({ "message": error.to_string() })),
        };
        let token = token::asked(&review).unwrap_or_default();
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let clusters = self.clusters(&token::region(token).unwrap_or_else(|| REGION.to_owned())).await;
        let judge =
            token::Judge { keys: &keys, clusters: &clusters, gateway: &self.address, now: Timestamp::now() };
        reply(StatusCode::OK, &token::answer(&token::verify(token, &judge)))
    }

    /// The clusters that exist in a region; none when the emulator does not answer.
    async fn clusters(&self, region: &str) -> Vec<String> {
        let request = Request::get(format!("http://{}/clusters?maxResults=100", self.upstreams.general))
            .header(header::AUTHORIZATION, crate::aws::authorization(region, "eks"))
            .body(empty());
        let Ok(request) = request else { return Vec::new() };
        let Ok(response) = self.client.request(request).await else { return Vec::new() };
        response.into_body().collect().await.map(|body| clusters::names(&body.to_bytes())).unwrap_or_default()
    }

    fn learn(&self, answer: &str) {
        if let Some(key) = credentials::handed_out(answer, ACCOUNT) {
            self.keys.lock().unwrap_or_else(PoisonError::into_inner).push(key);
        }
    }
}

fn empty() -> Body {
    full(Bytes::new())
}

fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never: Infallible| match never {}).boxed()
}

fn reply(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(full(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}
