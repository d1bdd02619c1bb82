//! The way back: from live objects to what would have to be written for them. Reads objects that the provider made
//! exactly, and those of other tools as far as an `acme_service` can say the same.

mod connections;
mod container;
mod metrics;
mod network;
mod placement;
mod pod;
mod pre_deploy;
mod rollout;
mod scaling;
mod secrets;
mod service_account;
mod sidecars;
mod volumes;

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Kind, MANAGER, Observed, Place, label};
use acme_schema::{Attr, Severity, Step};
use serde_json::Value;

use super::cluster_attribute;
use super::expand::default_readiness;
use super::model::ServiceModel;
use super::spec::{Spec, Written, capacity, may_route, may_scale};
use crate::registry::Target;
use crate::shared::probe::{self, ProbeModel};
use crate::shared::{Findings, Whole};

pub(super) use container::find as container;

/// The model of the observed objects; `None` where there is no Deployment.
pub(super) fn recover(target: &Target, observed: &Children<Observed>) -> Option<ServiceModel> {
    let place = target.location.place()?;
    let name = &target.ids.iter().find(|id| id.kind == Kind::Deployment)?.name;
    let live = |kind: Kind| observed.get(&ChildId::new(kind, name)).map_or(&Value::Null, |found| &found.live);
    let deployment = &observed.get(&ChildId::new(Kind::Deployment, name))?.live;
    let pod = &deployment["spec"]["template"]["spec"];
    let container = container(pod, name);
    let ports = network::ports(container, live(Kind::Service));
    let route = network::route(live(Kind::Ingress), &ports);
    let mut model = ServiceModel {
        name: Attr::Known(name.clone()),
        cluster: cluster_attribute(&place.cluster),
        namespace: Attr::Known(place.namespace.clone()),
        create_namespace: Attr::Known(is_our_namespace(place, observed)),
        exposure: network::exposure(live(Kind::NetworkPolicy), live(Kind::Ingress), live(Kind::Service)),
        image: container::image(pod, container),
        command: texts(&container["command"]),
        args: texts(&container["args"]),
        ports,
        resources: container::resources(&container["resources"]),
        scaling: scaling::scaling(live(Kind::HorizontalPodAutoscaler), name),
        rollout: rollout::rollout(deployment),
        placement: placement::placement(pod),
        connects_to: connections::connections(live(Kind::NetworkPolicy)),
        env: container::env(container, observed),
        startup_probe: probe::recover(&container["startupProbe"]),
        readiness_probe: Attr::Null,
        liveness_probe: probe::recover(&container["livenessProbe"]),
        route,
        ..ServiceModel::default()
    };
    let template = &deployment["spec"]["template"];
    let account = live(Kind::ServiceAccount);
    pod::fill(&mut model, name, pod::Live { template, container, account, observed });
    model.pre_deploy = pre_deploy::pre_deploy(name, container, observed);
    model.metrics = metrics::metrics(live(Kind::ServiceMonitor), &template["metadata"], &model.ports);
    if !may_scale(&model) {
        model.scaling = Attr::Null;
    }
    if model.scaling.is_null() {
        model.replicas = Attr::Known(deployment["spec"]["replicas"].as_i64().unwrap_or(1));
    }
    if !may_route(&model) {
        model.route = Attr::Null;
    }
    model.disruption_budget = rollout::budget(live(Kind::PodDisruptionBudget), capacity(&model).as_ref());
    let ingress = if model.route.is_null() { &Value::Null } else { live(Kind::Ingress) };
    leave(&mut model, rollout::shutdown(pod, container, ingress));
    leave_out_what_cannot_be_said(&mut model);
    model.readiness_probe = readiness(&model, probe::recover(&container["readinessProbe"]));
    Some(model)
}

fn leave(model: &mut ServiceModel, shutdown: Written) {
    model.drain_seconds = Attr::Known(shutdown.drain.get());
    model.pre_stop_delay_seconds = shutdown.pre_stop.map(Whole::get).into();
    model.deregistration_delay_seconds = shutdown.deregistration.map(Whole::get).into();
    model.termination_grace_period_seconds = shutdown.grace.map(Whole::get).into();
}

/// Takes back what is found but breaks a rule here. The default in its place can be seen in the next plan; a model that
/// is refused could not be planned at all.
fn leave_out_what_cannot_be_said(model: &mut ServiceModel) {
    let mut find = Findings::default();
    let read = Spec::read(model, &mut find);
    let Err(Some(broken)) = find.finish(read) else { return };
    for path in broken.iter().filter(|d| d.severity == Severity::Error).filter_map(|d| d.path.as_ref()) {
        let Some(Step::Attribute(name)) = path.steps().first() else { continue };
        match name.as_str() {
            "rollout" => model.rollout = Attr::Null,
            "disruption_budget" => model.disruption_budget = Attr::Null,
            "pre_stop_delay_seconds" => model.pre_stop_delay_seconds = Attr::Null,
            "deregistration_delay_seconds" => model.deregistration_delay_seconds = Attr::Null,
            "termination_grace_period_seconds" => model.termination_grace_period_seconds = Attr::Null,
            "placement" => model.placement = Attr::Null,
            "connects_to" => model.connects_to = Attr::Null,
            _ => {}
        }
    }
}

/// The probe as it would have to be written: not at all where it is the default.
fn readiness(model: &ServiceModel, live: Attr<ProbeModel>) -> Attr<ProbeModel> {
    let spec = Spec::read(model, &mut Findings::default());
    let default =
        spec.as_ref().and_then(default_readiness).map(|probe| probe::recover(&probe::manifest(&probe)));
    if default.as_ref() == Some(&live) { Attr::Null } else { live }
}

fn is_our_namespace(place: &Place, observed: &Children<Observed>) -> bool {
    observed
        .get(&ChildId::new(Kind::Namespace, place.namespace.as_str()))
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
