//! AWS Backup as a user calls it, and as time would move it: the run of a rule and of a restore test. The sandbox's own calls,
//! so that nothing of the provider is tested by itself.

use super::{call, signed::Endpoint};
use crate::{
    Error, Running,
    gateway::backup::run::{RESTORE_TEST, RUN},
};
use serde_json::{Value, json};

const SERVICE: &str = "backup";
const VARIABLE: &str = "AWS_ENDPOINT_URL";

/// What somebody found out about a restored resource while it was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validation<'a> {
    /// Nobody looked: `TIMED_OUT`, where the selection gives time to look (`ValidationWindowHours`).
    None,
    /// `SUCCESSFUL`.
    Successful,
    /// `FAILED`, with the message.
    Failed(&'a str),
}

/// Calls AWS Backup in a region: a method, such as `PUT`, with a path, such as `/backup-vaults/NAME` (its segments
/// percent-encoded, a query behind it), and a body; [`Value::Null`] for none. Answers with the JSON that came back.
///
/// # Errors
///
/// When Backup refuses; the error carries what it said.
pub fn call(
    running: &Running,
    region: &str,
    (method, path): (&str, &str),
    body: &Value,
) -> Result<Value, Error> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let endpoint = Endpoint { url: url(running), region, service: SERVICE };
    send(endpoint.request(method, path, &body), body)
}

/// Runs a rule of a plan now, as its schedule would: backs up what the plan's selections mean, and copies as the rule says.
/// Returns when all jobs are over: `{ "BackupJobs": […], "CopyJobs": […] }`, in the shapes of DescribeBackupJob and CopyJob. A
/// job that failed is no error.
///
/// # Errors
///
/// When there is no such plan or rule in the region.
pub fn run(running: &Running, region: &str, plan: &str, rule: &str) -> Result<Value, Error> {
    let order = json!({ "Region": region, "BackupPlanName": plan, "RuleName": rule });
    own(running, RUN, &order)
}

/// Runs a restore test now, as its schedule would: makes an instance from the newest recovery point of each resource that is
/// meant, notes what was found out about it, deletes it. Returns when that is over: `{ "RestoreJobs": […] }`, in the shape of
/// DescribeRestoreJob. A job that failed is no error.
///
/// # Errors
///
/// When there is no such restore testing plan in the region.
pub fn restore_test(
    running: &Running,
    region: &str,
    plan: &str,
    validation: Validation<'_>,
) -> Result<Value, Error> {
    let mut order = json!({ "Region": region, "RestoreTestingPlanName": plan });
    match validation {
        Validation::None => {}
        Validation::Successful => order["ValidationStatus"] = json!("SUCCESSFUL"),
        Validation::Failed(message) => {
            order["ValidationStatus"] = json!("FAILED");
            order["ValidationStatusMessage"] = json!(message);
        }
    }
    own(running, RESTORE_TEST, &order)
}

fn url(running: &Running) -> &str {
    let url = running.env().iter().find(|(name, _)| name == VARIABLE);
    url.map(|(_, url)| url.as_str()).unwrap_or_default()
}

fn own(running: &Running, path: &str, order: &Value) -> Result<Value, Error> {
    send(http::Request::post(format!("{}{path}", url(running))), order.to_string())
}

fn send(request: http::request::Builder, body: String) -> Result<Value, Error> {
    let failed = |answer: String| Error::Answer { doing: "call AWS Backup", answer };
    let request = request.header(http::header::CONTENT_TYPE, "application/json");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed(error.to_string()))?;
    let answer = runtime.block_on(call::send(request, body)).map_err(failed)?;
    serde_json::from_str(&answer).map_err(|error| failed(error.to_string()))
}
