//! The calls against a server that is a list of replies: what is sent, what is read, and what is said of a failure.

use std::collections::VecDeque;

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::*;

mod answers;
mod backup_answers;
mod backup_failures;
mod backup_requests;
mod failures;
mod requests;
mod server;

/// Replies in their order, and what was sent for them.
#[derive(Clone, Debug, Default)]
struct Server(Arc<Mutex<Told>>);

#[derive(Debug, Default)]
struct Told {
    replies: VecDeque<(u16, String)>,
    sent: Vec<String>,
}

impl Server {
    fn of(replies: &[(u16, &str)]) -> Self {
        let replies = replies.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
        Self(Arc::new(Mutex::new(Told { replies, sent: Vec::new() })))
    }

    fn api(&self) -> Api {
        Api::new(Arc::new(Session::answered_by(self.client(), "eu-west-1")))
    }

    fn client(&self) -> SharedHttpClient {
        let server = self.clone();
        http_client_fn(move |_, _| SharedHttpConnector::new(server.clone()))
    }

    /// What was sent, a call a line.
    fn sent(&self) -> String {
        let sent = self.0.lock().unwrap();
        sent.sent.iter().map(|line| format!("{line}\n")).collect()
    }
}

impl HttpConnector for Server {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut told = self.0.lock().unwrap();
        told.sent.push(line(&request));
        HttpConnectorFuture::ready(match told.replies.pop_front() {
            Some((status, body)) => {
                let code = serde_json::from_str::<Value>(&body).ok();
                let code = code.and_then(|body| Some(body.get("__type")?.as_str()?.to_owned()));
                let mut response =
                    HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body));
                if let Some(code) = code {
                    response.headers_mut().insert("x-amzn-errortype", code + ":http://internal.amazon.com/");
                }
                Ok(response)
            }
            None => Err(ConnectorError::io("nobody is there".into())),
        })
    }
}

/// A form by its fields, or method, path and JSON.
fn line(request: &HttpRequest) -> String {
    let body = String::from_utf8(request.body().bytes().unwrap().to_vec()).unwrap();
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    if request.headers().get("content-type") == Some("application/x-www-form-urlencoded") {
        let parts = body.split('&').filter(|part| !part.starts_with("Version="));
        return parts.map(decoded).collect::<Vec<_>>().join(" ");
    }
    let path = request.uri().split_once("amazonaws.com").unwrap().1;
    let json = serde_json::from_str::<Value>(&body).map(|body| format!(" {body}")).unwrap_or(body);
    format!("{} {}{json}", request.method(), decoded(path))
}

fn refusal(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>r</RequestId></ErrorResponse>"
    )
}

/// An answer to a call, of this result.
fn result(call: &str, result: &str) -> String {
    format!("<{call}Response><{call}Result>{result}</{call}Result></{call}Response>")
}

/// A refusal by AWS Backup.
fn denial(code: &str, message: &str) -> String {
    json!({ "__type": code, "Code": "ERROR_1", "Message": message }).to_string()
}

fn instances(names: &[&str], marker: &str) -> String {
    let name =
        |name: &&str| format!("<DBInstance><DBInstanceIdentifier>{name}</DBInstanceIdentifier></DBInstance>");
    let all: String = names.iter().map(name).collect();
    result("DescribeDBInstances", &format!("<DBInstances>{all}</DBInstances>{marker}"))
}

#[tokio::test(flavor = "current_thread")]
async fn a_list_is_shared_until_something_is_written() {
    let list = instances(&["orders"], "");
    let server = Server::of(&[
        (200, &list),
        (200, &list),
        (200, &result("DeleteDBInstance", "")),
        (200, &list),
        (200, &list),
    ]);
    let api = server.api();
    let look = async || {
        api.call(None, Request::new(Action::DescribeDbInstances, json!({}))).await.unwrap();
    };
    tokio::join!(look(), look(), look());
    tokio::time::sleep(LISTED + Duration::from_millis(100)).await;
    look().await;
    let delete = Request::new(Action::DeleteDbInstance, json!({ "DBInstanceIdentifier": "orders" }));
    api.call(None, delete).await.unwrap();
    look().await;
    let one = json!({ "DBInstanceIdentifier": "orders" });
    api.call(None, Request::new(Action::DescribeDbInstances, one)).await.unwrap();
    expect_test::expect![[r#"
        Action=DescribeDBInstances
        Action=DescribeDBInstances
        Action=DeleteDBInstance DBInstanceIdentifier=orders
        Action=DescribeDBInstances
        Action=DescribeDBInstances DBInstanceIdentifier=orders
    "#]]
    .assert_eq(&server.sent());
}

#[tokio::test(flavor = "current_thread")]
async fn pages_are_followed() {
    let server =
        Server::of(&[(200, &instances(&["a", "b"], "<Marker>next</Marker>")), (200, &instances(&["c"], ""))]);
    let all = server.api().call(None, Request::new(Action::DescribeDbInstances, json!({}))).await.unwrap();
    let names: Vec<_> = all.as_array().unwrap().iter().map(|one| &one["DBInstanceIdentifier"]).collect();
    assert_eq!(names, ["a", "b", "c"]);
    expect_test::expect![[r#"
        Action=DescribeDBInstances
        Action=DescribeDBInstances Marker=next
    "#]]
    .assert_eq(&server.sent());
}

#[test]
fn every_call_is_named_as_in_the_api() {
    assert_eq!(named(Action::CreateDbInstanceReadReplica), ("CreateDBInstanceReadReplica", Service::Rds));
    assert_eq!(named(Action::DescribeDbInstances), ("DescribeDBInstances", Service::Rds));
    assert_eq!(named(Action::TagRole), ("TagRole", Service::Iam));
    assert_eq!(named(Action::TagBackup), ("TagResource", Service::Backup));
}
