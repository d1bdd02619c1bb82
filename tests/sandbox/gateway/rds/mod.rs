//! Calls of RDS: the emulator answers them, and what they mean for the servers behind it is done before the answer goes
//! back, with the servers' addresses in it. One call at a time, so that both sides see the same order.

mod answer;
mod call;
mod catalog;
mod managed;
mod meaning;
mod secret;

use super::{Body, Gateway, credentials, full};
use crate::{
    Error,
    aws::REGION,
    databases::{Databases, Key},
};
pub(super) use answer::text;
use answer::{Facts, Instance};
use bytes::Bytes;
use call::Call;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header, request::Parts};
use http_body_util::BodyExt;
use managed::Caller;
use std::sync::Arc;
use tokio::sync::Mutex;

pub(super) const SERVICE: &str = "rds";

/// The servers behind the emulator.
pub(super) struct Behind {
    databases: Arc<Databases>,
    /// Held from a call's beginning to its end.
    turn: Mutex<()>,
}

impl Behind {
    pub(super) fn new(databases: Arc<Databases>) -> Self {
        Self { databases, turn: Mutex::default() }
    }

    fn facts(&self, instance: &Key) -> Option<Facts> {
        let (port, resource) = (self.databases.port(instance)?, self.databases.resource(instance)?);
        Some(Facts { port, resource })
    }

    /// Work with servers takes long: it goes where nobody else waits.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Databases) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, String> {
        let databases = Arc::clone(&self.databases);
        let done = tokio::task::spawn_blocking(move || work(&databases)).await;
        done.map_err(|error| error.to_string())?.map_err(|error| error.chain())
    }
}

fn region(headers: &HeaderMap) -> String {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    authorization.and_then(credentials::region).unwrap_or(REGION).to_owned()
}

/// The region in which a request gives a secret another value, if it does.
pub(super) fn changes_secret(headers: &HeaderMap, service: &str) -> Option<String> {
    let (_, operation) = headers.get("x-amz-target")?.to_str().ok()?.split_once('.')?;
    let changes = service == secret::SERVICE && secret::CHANGES.contains(&operation);
    changes.then(|| region(headers))
}

impl Gateway {
    pub(super) async fn rds(&self, parts: Parts, body: Bytes) -> Response<Body> {
        self.rds_as(Caller::User, parts, &String::from_utf8_lossy(&body)).await
    }

    /// A call that the gateway makes itself, for Backup; the XML that came back, or the error's.
    pub(super) async fn rds_own(&self, region: &str, form: String) -> Result<String, String> {
        let request = http::Request::post("/")
            .header(header::AUTHORIZATION, crate::aws::authorization(region, SERVICE))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(());
        let (parts, ()) = request.map_err(|error| error.to_string())?.into_parts();
        let response = self.rds_as(Caller::Backup, parts, &form).await;
        let status = response.status();
        let body = response.into_body().collect().await.map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&body.to_bytes()).into_owned();
        if status.is_success() {
            return Ok(text);
        }
        let part = |name| answer::text(&text, name).unwrap_or_default();
        Err(format!("{}: {}", part("Code"), part("Message")))
    }

    async fn rds_as(&self, caller: Caller, mut parts: Parts, form: &str) -> Response<Body> {
        let region = region(&parts.headers);
        let behind = self.behind.as_ref();
        let _turn = match behind {
            Some(behind) => Some(behind.turn.lock().await),
            None => None,
        };
        let resources = behind.map(|behind| behind.databases.resources(&region)).unwrap_or_default();
        let kind = managed::kind(form);
        let form = Call::named(&managed::asked(form, caller), &resources);
        parts.headers.insert(header::CONTENT_LENGTH, form.len().into());
        let call = Call::parse(&form);
        if managed::is_trespass(&call, caller) {
            return refusal("InvalidDBSnapshotState", "Snapshots of AWS Backup are deleted in AWS Backup");
        }
        if behind.is_some() && call.action() == catalog::ACTION {
            return answered(StatusCode::OK, catalog::versions());
        }
        let taken = |key: &Key| behind.is_some_and(|behind| behind.databases.secret(key).is_some());
        if meaning::target(&call, &region).is_some_and(|name| taken(&name)) {
            return refusal("DBInstanceAlreadyExists", "DB instance already exists");
        }
        let (mut parts, body) = self.forward(parts, full(form), SERVICE).await.into_parts();
        let mut text = match body.collect().await {
            Ok(body) => String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            Err(error) => return failure(&error.to_string()),
        };
        if let Some(behind) = behind.filter(|_| parts.status.is_success()) {
            if let Err(problem) = self.follow(behind, &call, &region, &text).await {
                return failure(&problem);
            }
            text = answer::lead(&text, &|name| behind.facts(&Key::new(&region, name)));
        }
        text = managed::told(&text, kind.as_deref());
        parts.headers.insert(header::CONTENT_LENGTH, text.len().into());
        Response::from_parts(parts, full(text))
    }

    /// Does what the call means, and gives the master users the passwords that they now have.
    async fn follow(&self, behind: &Behind, call: &Call, region: &str, text: &str) -> Result<(), String> {
        for step in meaning::steps(call, region, text) {
            behind.work(move |databases| databases.take(step)).await?;
        }
        if call.action() == "DeleteBlueGreenDeployment" {
            let left = self.instances(region).await?;
            let names: Vec<_> = left.into_iter().map(|instance| instance.name).collect();
            let step = meaning::keep(region, &names);
            behind.work(move |databases| databases.take(step)).await?;
        }
        let instances = answer::instances(text);
        if let Some((key, password)) = meaning::password(call, region, &instances) {
            behind.work(move |databases| databases.set_password(&key, &password)).await?;
        }
        if call.action() == "DeleteDBInstance" {
            return Ok(());
        }
        self.sync(behind, region, &instances).await
    }

    /// Every instance that the emulator has in a region.
    async fn instances(&self, region: &str) -> Result<Vec<Instance>, String> {
        let request = http::Request::post(format!("http://{}/", self.upstreams.databases))
            .header(header::AUTHORIZATION, crate::aws::authorization(region, SERVICE))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = "Action=DescribeDBInstances&Version=2014-10-31&MaxRecords=100".to_owned();
        let text = crate::aws::call::send(request, body).await?;
        Ok(answer::instances(&text))
    }
}

/// What AWS says when the fault is its own.
fn failure(problem: &str) -> Response<Body> {
    let problem = problem.replace('&', "&amp;").replace('<', "&lt;");
    error(StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure", &problem)
}

/// What AWS says where the emulator would do harm.
fn refusal(code: &str, message: &str) -> Response<Body> {
    error(StatusCode::BAD_REQUEST, code, message)
}

fn error(status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let kind = if status.is_client_error() { "Sender" } else { "Receiver" };
    let text = format!(
        "<ErrorResponse><Error><Type>{kind}</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>sandbox</RequestId></ErrorResponse>"
    );
    answered(status, text)
}

fn answered(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(full(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}
