//! The way back: from live objects to what would have to be written for them. Reads objects that the provider made
//! exactly, and those of other tools as far as an `acme_service` can say the same.

mod container;
mod network;
mod scaling;

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Kind, MANAGER, Observed, label};
use acme_schema::Attr;
use serde_json::Value;

use super::cluster_attribute;
use super::expand::default_readiness;
use super::model::ServiceModel;
use super::spec::{Spec, may_route, may_scale};
use crate::registry::Target;
use crate::shared::Findings;
use crate::shared::probe::{self, ProbeModel};

pub(super) use container::find as container;

/// The model of the observed objects; `None` where there is no Deployment.
pub(super) fn recover(target: &Target, observed: &Children<Observed>) -> Option<ServiceModel> {
    let name = &target.ids.iter().find(|id| id.kind == Kind::Deployment)?.name;
    let live = |kind: Kind| observed.get(&ChildId::new(kind, name)).map_or(&Value::Null, |found| &found.live);
    let deployment = &observed.get(&ChildId::new(Kind::Deployment, name))?.live;
    let pod = &deployment["spec"]["template"]["spec"];
    let container = container(pod, name);
    let ports = network::ports(container, live(Kind::Service));
    let route = network::route(live(Kind::Ingress), &ports);
    let mut model = ServiceModel {
        name: Attr::Known(name.clone()),
        cluster: cluster_attribute(&target.place.cluster),
        namespace: Attr::Known(target.place.namespace.clone()),
        create_namespace: Attr::Known(is_our_namespace(target, observed)),
        exposure: network::exposure(live(Kind::NetworkPolicy), live(Kind::Ingress), live(Kind::Service)),
        image: container::image(pod, container),
        command: texts(&container["command"]),
        args: texts(&container["args"]),
        ports,
        resources: container::resources(&container["resources"]),
        scaling: scaling::scaling(live(Kind::HorizontalPodAutoscaler), name),
        env: container::env(container, observed),
        startup_probe: probe::recover(&container["startupProbe"]),
        readiness_probe: Attr::Null,
        liveness_probe: probe::recover(&container["livenessProbe"]),
        route,
        ..ServiceModel::default()
    };
    if !may_scale(&model) {
        model.scaling = Attr::Null;
    }
    if model.scaling.is_null() {
        model.replicas = Attr::Known(deployment["spec"]["replicas"].as_i64().unwrap_or(1));
    }
    if !may_route(&model) {
        model.route = Attr::Null;
    }
    model.readiness_probe = readiness(&model, probe::recover(&container["readinessProbe"]));
    Some(model)
}

/// The probe as it would have to be written: not at all where it is the default.
fn readiness(model: &ServiceModel, live: Attr<ProbeModel>) -> Attr<ProbeModel> {
    let spec = Spec::read(model, &mut Findings::default());
    let default =
        spec.as_ref().and_then(default_readiness).map(|probe| probe::recover(&probe::manifest(&probe)));
    if default.as_ref() == Some(&live) { Attr::Null } else { live }
}

fn is_our_namespace(target: &Target, observed: &Children<Observed>) -> bool {
    observed
        .get(&ChildId::new(Kind::Namespace, target.place.namespace.as_str()))
        .is_some_and(|found| found.live["metadata"]["labels"][label::MANAGED_BY] == MANAGER)
}

/// A list of text; null where there is nothing in it.
fn texts(live: &Value) -> Attr<Vec<Attr<String>>> {
    let texts: Vec<_> = live.as_array().into_iter().flatten().map(text).collect();
    if texts.is_empty() { Attr::Null } else { Attr::Known(texts) }
}

fn text(live: &Value) -> Attr<String> {
    live.as_str().map(str::to_owned).into()
}

fn map_of<T>(entries: BTreeMap<String, Attr<T>>) -> Attr<BTreeMap<String, Attr<T>>> {
    if entries.is_empty() { Attr::Null } else { Attr::Known(entries) }
}
