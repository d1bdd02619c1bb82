//! Calls of RDS, EC2 and IAM, as the teams that own databases, networks and roles would make them. The sandbox's own calls, so that nothing of the provider
//! is tested by itself.

use super::{call, signed::Endpoint};
use crate::{Error, Running};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const SERVICE: &str = "rds";
const VARIABLE: &str = "AWS_ENDPOINT_URL_RDS";

/// Calls RDS in a region: an action, such as `CreateDBInstance`, with its parameters. Answers with the XML that came back.
///
/// # Errors
///
/// When RDS refuses; the error carries what it said.
pub fn rds(
    running: &Running,
    region: &str,
    action: &str,
    parameters: &[(&str, &str)],
) -> Result<String, Error> {
    ask(running, (SERVICE, "2014-10-31"), region, action, parameters)
}

/// The ids of the subnets that a region of the sandbox begins with, in different availability zones.
///
/// # Errors
///
/// When EC2 refuses; the error carries what it said.
pub fn subnets(running: &Running, region: &str) -> Result<Vec<String>, Error> {
    let answer = ask(running, ("ec2", "2016-11-15"), region, "DescribeSubnets", &[])?;
    let ids = answer.split("<subnetId>").skip(1).filter_map(|rest| rest.split('<').next());
    Ok(ids.map(str::to_owned).collect())
}

/// Calls IAM: an action, such as `CreateRole`, with its parameters. Answers with the XML that came back.
///
/// # Errors
///
/// When IAM refuses; the error carries what it said.
pub fn iam(running: &Running, action: &str, parameters: &[(&str, &str)]) -> Result<String, Error> {
    ask(running, ("iam", "2010-05-08"), "us-east-1", action, parameters)
}

fn ask(
    running: &Running,
    (service, version): (&'static str, &str),
    region: &str,
    action: &str,
    parameters: &[(&str, &str)],
) -> Result<String, Error> {
    let failed = |answer: String| Error::Answer { doing: "call AWS", answer };
    let url = running.env().iter().find(|(name, _)| name == VARIABLE).map(|(_, url)| url.as_str());
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut body = format!("Action={}&Version={version}", encode(action));
    for (name, value) in parameters {
        body.push_str(&format!("&{name}={}", encode(value)));
    }
    let endpoint = Endpoint { url: url.unwrap_or_default(), region, service };
    let request = endpoint
        .post(&body)
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed(error.to_string()))?;
    runtime.block_on(call::send(request, body)).map_err(failed)
}
