//! Passing a request on to the emulator of its service and the answer back, as streams, except for the few answers that
//! the sandbox reads or corrects.

use super::{Body, Gateway, authorization, backup, clusters, full, rds, reply, signature};
use crate::aws::DATABASE_SERVICES;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri, header, request::Parts};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use jiff::Timestamp;
use serde_json::json;
use std::sync::{Arc, PoisonError};

/// Headers that belong to one connection (RFC 9110, section 7.6.1).
const HOP_BY_HOP: [header::HeaderName; 6] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// What is done with an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Stream,
    Cluster,
    Credentials,
}

impl Gateway {
    pub(super) async fn pass(self: &Arc<Self>, request: Request<Incoming>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let service = authorization::service(&parts.headers).unwrap_or_default().to_owned();
        let is_read = matches!(service.as_str(), rds::SERVICE | backup::SERVICE)
            || authorization::wants_body(&parts.headers);
        if service.is_empty() || !is_read {
            return match self.judge(&parts, "") {
                Ok(()) => self.forward(parts, body.boxed(), &service).await,
                Err(refusal) => refused(refusal, &service),
            };
        }
        let bytes = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return reply(StatusCode::BAD_REQUEST, &json!({ "message": error.to_string() })),
        };
        match self.judge(&parts, &signature::hash(&bytes)) {
            Ok(()) => self.pass_read(parts, bytes, &service).await,
            Err(refusal) => refused(refusal, &service),
        }
    }

    fn judge(&self, parts: &Parts, hash: &str) -> Result<(), authorization::Refusal> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone();
        authorization::judge(parts, hash, &keys, Timestamp::now())
    }

    /// A request whose body has been read.
    async fn pass_read(self: &Arc<Self>, parts: Parts, body: Bytes, service: &str) -> Response<Body> {
        if service == rds::SERVICE {
            return self.rds(parts, body).await;
        }
        if service == backup::SERVICE {
            return self.backup(parts, body).await;
        }
        let changed = rds::changes_secret(&parts.headers, service);
        let response = self.forward(parts, full(body), service).await;
        if let Some(region) = changed.filter(|_| response.status().is_success()) {
            self.sync_region(&region).await;
        }
        response
    }

    pub(super) async fn forward(&self, mut parts: Parts, body: Body, service: &str) -> Response<Body> {
        let reading = if clusters::describes(&parts.method, parts.uri.path(), service) {
            Reading::Cluster
        } else if matches!(service, "sts" | "iam") {
            Reading::Credentials
        } else {
            Reading::Stream
        };
        let upstream = if DATABASE_SERVICES.contains(&service) {
            &self.upstreams.databases
        } else {
            &self.upstreams.general
        };
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let Ok(uri) = format!("http://{upstream}{path}").parse::<Uri>() else {
            return reply(StatusCode::BAD_REQUEST, &json!({ "message": "the path is not a URI" }));
        };
        parts.uri = uri;
        strip(&mut parts.headers);
        match self.client.request(Request::from_parts(parts, body)).await {
            Ok(response) => self.back(response, reading).await,
            Err(error) => {
                let message = format!("the emulator at {upstream} does not answer: {error}");
                reply(StatusCode::BAD_GATEWAY, &json!({ "message": message }))
            }
        }
    }

    async fn back(&self, response: Response<Incoming>, reading: Reading) -> Response<Body> {
        let (mut parts, body) = response.into_parts();
        strip(&mut parts.headers);
        if reading == Reading::Stream || !parts.status.is_success() {
            return Response::from_parts(parts, body.boxed());
        }
        let bytes = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return reply(StatusCode::BAD_GATEWAY, &json!({ "message": error.to_string() })),
        };
        let mut corrected = None;
        if reading == Reading::Credentials {
            self.learn(&String::from_utf8_lossy(&bytes));
        } else {
            let endpoint = self.endpoint.lock().unwrap_or_else(PoisonError::into_inner).clone();
            corrected = endpoint.and_then(|endpoint| clusters::lead(&bytes, &endpoint));
        }
        let bytes = corrected.map_or(bytes, Into::into);
        parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
        Response::from_parts(parts, full(bytes))
    }
}

fn refused(refusal: authorization::Refusal, service: &str) -> Response<Body> {
    let (kind, code, body) = refusal.answer(service);
    let mut response = Response::new(full(body));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(code));
    response
}

fn strip(headers: &mut HeaderMap) {
    for name in &HOP_BY_HOP {
        headers.remove(name);
    }
}
