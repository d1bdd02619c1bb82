//! What must succeed before new replicas start: a Job whose pod is that of a replica, less what has to do with requests.

use acme_children::{ChildId, Kind, MANAGER, label};
use serde_json::{Map, Value, json};

use super::super::spec::{PreDeploy, Spec};
use super::{Child, container, workload};

/// The resource label of the Job's pods: neither Service nor Deployment nor autoscaler takes them for replicas.
pub(super) const RESOURCE: &str = "acme_service.pre-deploy";

/// The most of a service's name that a Job's name has room for: with what follows, a label of 63.
const NAME_LENGTH: usize = 43;

/// What is about requests, restarts and spreading: none of it concerns a container that ends.
const OF_REPLICAS: [&str; 2] = ["terminationGracePeriodSeconds", "topologySpreadConstraints"];
const OF_SERVERS: [&str; 5] = ["lifecycle", "livenessProbe", "ports", "readinessProbe", "startupProbe"];

/// What the names of the service's Jobs begin with.
pub(crate) fn job_prefix(service: &str) -> String {
    let cut: String = service.chars().take(NAME_LENGTH).collect();
    format!("{}-pre-deploy-", cut.trim_end_matches('-'))
}

/// The Job's id before it is named after its content.
pub(super) fn placeholder(spec: &Spec) -> ChildId {
    ChildId::new(Kind::Job, format!("{}-pre-deploy", spec.name))
}

pub(super) fn job(spec: &Spec) -> Option<Child> {
    let pre_deploy = spec.pre_deploy.as_ref()?;
    let labels =
        json!({ label::NAME: spec.name.as_str(), label::MANAGED_BY: MANAGER, label::RESOURCE: RESOURCE });
    let body = json!({ "spec": {
        "backoffLimit": pre_deploy.retries.get(),
        "activeDeadlineSeconds": pre_deploy.timeout.get().as_secs(),
        "template": { "metadata": { "labels": labels }, "spec": pod(spec, pre_deploy) },
    }});
    Some((placeholder(spec), body))
}

fn pod(spec: &Spec, pre_deploy: &PreDeploy) -> Value {
    let image = pre_deploy.image.as_ref().unwrap_or(&spec.image);
    let mut main = without(container::container(spec), &OF_SERVERS);
    main.insert("image".to_owned(), json!(image.to_string()));
    main.insert("command".to_owned(), json!(pre_deploy.command));
    main.insert("args".to_owned(), json!(pre_deploy.args));
    let mut pod = without(workload::pod(spec), &OF_REPLICAS);
    pod.insert("containers".to_owned(), json!([main]));
    pod.insert("restartPolicy".to_owned(), json!("Never"));
    Value::Object(pod)
}

fn without(object: Value, fields: &[&str]) -> Map<String, Value> {
    let Value::Object(mut object) = object else { return Map::new() };
    object.retain(|field, _| !fields.contains(&field.as_str()));
    object
}
