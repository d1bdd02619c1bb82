//! Containers beside the service's own: they start before it and end after it, under the same restrictions.

use serde_json::{Value, json};

use super::super::spec::{Sidecar, Spec};
use super::{container, volumes};
use crate::shared::{EnvName, PartName};

pub(super) fn containers(spec: &Spec) -> Vec<Value> {
    spec.pod.sidecars.iter().map(|(name, sidecar)| one(spec, name, sidecar)).collect()
}

fn one(spec: &Spec, name: &PartName, sidecar: &Sidecar) -> Value {
    json!({
        "name": name.as_str(),
        "image": sidecar.image.to_string(),
        "command": sidecar.command,
        "args": sidecar.args,
        "env": sidecar.env.iter().map(variable).collect::<Vec<_>>(),
        "resources": container::resources(&sidecar.resources),
        // What makes an init container one that stays.
        "restartPolicy": "Always",
        "securityContext": container::security(),
        "terminationMessagePolicy": "FallbackToLogsOnError",
        "volumeMounts": volumes::sidecar_mounts(spec, name, sidecar),
    })
}

fn variable((name, value): (&EnvName, &String)) -> Value {
    // The server does not store an empty value.
    let value = Some(value).filter(|value| !value.is_empty());
    json!({ "name": name.as_str(), "value": value })
}
