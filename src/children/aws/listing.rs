//! What there is of database servers and blue/green deployments in a region: two lists, however many resources ask.

use serde_json::{Value, json};

use super::instance::Look;
use super::{Action, Aws, AwsError, Request};

/// Everything in the region.
pub(super) async fn look(aws: &dyn Aws, region: Option<&str>) -> Result<Look, AwsError> {
    let list = |action| aws.call(region, Request::new(action, json!({})));
    let instances = list(Action::DescribeDbInstances).await?;
    let deployments = list(Action::DescribeBlueGreenDeployments).await?;
    Ok(Look { instances: elements(instances), deployments: elements(deployments), source: None })
}

/// The server of this name; `None` where there is none.
pub(super) async fn instance(
    aws: &dyn Aws,
    region: Option<&str>,
    name: &str,
) -> Result<Option<Value>, AwsError> {
    let request = Request::new(Action::DescribeDbInstances, json!({ "DBInstanceIdentifier": name }));
    Ok(elements(aws.call(region, request).await?).into_iter().next())
}

pub(super) fn elements(list: Value) -> Vec<Value> {
    match list {
        Value::Array(elements) => elements,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Vec::new(),
    }
}
