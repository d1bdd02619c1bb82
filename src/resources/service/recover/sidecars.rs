//! What a live pod says about containers beside the service's own.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::model::SidecarModel;
use super::volumes::{Volumes, mounts};
use super::{container, map_of, texts};
use crate::shared::PlainImageModel;

/// The init containers that stay. One that ends is none.
pub(super) fn sidecars(pod: &Value, volumes: &Volumes) -> Attr<Map<SidecarModel>> {
    let live = pod["initContainers"].as_array().into_iter().flatten();
    let stays = live.filter(|container| container["restartPolicy"] == "Always");
    let model = |live: &Value| Some((live["name"].as_str()?.to_owned(), Attr::Known(one(live, volumes))));
    map_of(stays.filter_map(model).collect())
}

fn one(live: &Value, volumes: &Volumes) -> SidecarModel {
    SidecarModel {
        image: live["image"].as_str().map(PlainImageModel::of_reference).into(),
        command: texts(&live["command"]),
        args: texts(&live["args"]),
        env: env(live),
        resources: container::resources(&live["resources"]),
        mounts: mounts(live, volumes),
    }
}

/// The variables that are given in place. An empty value is not stored.
fn env(live: &Value) -> Attr<Map<String>> {
    let variables = live["env"].as_array().into_iter().flatten();
    let value = |variable: &Value| {
        let value = variable["value"].as_str().unwrap_or_default().to_owned();
        let is_plain = variable["valueFrom"].is_null();
        Some((variable["name"].as_str()?.to_owned(), Attr::Known(value))).filter(|_| is_plain)
    };
    map_of(variables.filter_map(value).collect::<BTreeMap<_, _>>())
}
