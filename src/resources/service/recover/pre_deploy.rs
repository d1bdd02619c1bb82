//! What a live Job says about what runs before new replicas start. One that is gone cannot be asked.

use acme_children::{Children, Kind, Observed};
use acme_schema::Attr;
use serde_json::Value;

use super::super::expand::job_prefix;
use super::super::model::PreDeployModel;
use super::{container, texts};
use crate::shared::{PlainImageModel, WaitTime};

/// The Job of a service whose own container is this one.
pub(super) fn pre_deploy(name: &str, main: &Value, observed: &Children<Observed>) -> Attr<PreDeployModel> {
    let prefix = job_prefix(name);
    let is_its = |id: &acme_children::ChildId| id.kind == Kind::Job && id.name.starts_with(&prefix);
    observed.iter().find(|(id, _)| is_its(id)).map(|(_, job)| one(&job.live["spec"], name, main)).into()
}

fn one(spec: &Value, name: &str, main: &Value) -> PreDeployModel {
    let live = container::find(&spec["template"]["spec"], name);
    let own_image = Some(&live["image"]).filter(|image| **image != main["image"]).and_then(Value::as_str);
    let timeout =
        spec["activeDeadlineSeconds"].as_u64().and_then(WaitTime::of_seconds).unwrap_or(WaitTime::DEFAULT);
    PreDeployModel {
        image: own_image.map(PlainImageModel::of_reference).into(),
        command: texts(&live["command"]),
        args: texts(&live["args"]),
        timeout: Attr::Known(timeout.to_string()),
        retries: Attr::Known(spec["backoffLimit"].as_i64().unwrap_or(0)),
    }
}
