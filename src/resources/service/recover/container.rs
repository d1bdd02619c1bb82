//! What a live container says about image, resources and environment.

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Kind, Observed, Quantity};
use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::model::{AmountsModel, ResourcesModel};
use super::{map_of, text};
use crate::shared::ImageModel;

/// The container that is the service: the one that has its name, else the first.
pub(in super::super) fn find<'a>(pod: &'a Value, name: &str) -> &'a Value {
    let containers = || pod["containers"].as_array().into_iter().flatten();
    containers().find(|container| container["name"] == name).or(containers().next()).unwrap_or(&Value::Null)
}

pub(super) fn image(pod: &Value, container: &Value) -> Attr<ImageModel> {
    let Some(reference) = container["image"].as_str() else { return Attr::Null };
    let pull_secret = text(&pod["imagePullSecrets"][0]["name"]);
    Attr::Known(ImageModel { pull_secret, ..ImageModel::of_reference(reference) })
}

pub(super) fn resources(live: &Value) -> Attr<ResourcesModel> {
    let model = ResourcesModel { requests: amounts(&live["requests"]), limits: amounts(&live["limits"]) };
    if model == ResourcesModel::default() { Attr::Null } else { Attr::Known(model) }
}

fn amounts(live: &Value) -> Attr<AmountsModel> {
    let quantity =
        |name: &str| live[name].as_str().and_then(Quantity::parse).map(|quantity| quantity.to_string());
    let model = AmountsModel { cpu: quantity("cpu").into(), memory: quantity("memory").into() };
    if model == AmountsModel::default() { Attr::Null } else { Attr::Known(model) }
}

/// The variables that the container is given as values: from ConfigMaps that were found, and in place, which win.
pub(super) fn env(container: &Value, observed: &Children<Observed>) -> Attr<Map<String>> {
    let mut env = BTreeMap::new();
    for source in container["envFrom"].as_array().into_iter().flatten() {
        let Some(name) = source["configMapRef"]["name"].as_str() else { continue };
        let Some(found) = observed.get(&ChildId::new(Kind::ConfigMap, name)) else { continue };
        let data = found.live["data"].as_object().into_iter().flatten();
        env.extend(data.map(|(name, value)| (name.clone(), text(value))));
    }
    for variable in container["env"].as_array().into_iter().flatten() {
        if let (Some(name), value @ Attr::Known(_)) = (variable["name"].as_str(), text(&variable["value"])) {
            env.insert(name.to_owned(), value);
        }
    }
    map_of(env)
}
