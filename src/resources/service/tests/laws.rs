//! What holds for every valid service.

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Kind, MANAGER, Manifest, Observed, Quantity, drift, label};
use acme_schema::{Attr, Model, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::model::{AmountsModel, ResourcesModel, ServiceModel};
use super::super::spec::implied_port;
use super::super::{Service, locate, outputs, spec};
use super::{arbitrary, canonical, expanded, normal::normal_pod, planned, world};
use crate::registry::{Expansion, Facts, Resource};
use crate::shared::probe::ProbeModel;
use crate::shared::{ServiceName, Text};

/// The children as the API server returns them: with what it and the controllers add.
pub(super) fn served(expansion: &Expansion) -> Children<Observed> {
    let mut observed = Children::new();
    for (id, manifest) in expansion.desired.iter() {
        observed.insert(id.clone(), Observed { live: serve(id, manifest) });
    }
    observed
}

fn serve(id: &ChildId, manifest: &Manifest) -> Json {
    let mut live = manifest.json().clone();
    live["metadata"]["uid"] = json!("7c6ab47e-2c3a-4c1e-9b5f-1f5d7d2f7f0a");
    live["metadata"]["resourceVersion"] = json!("4711");
    match id.kind {
        Kind::Deployment => {
            if live["spec"]["replicas"].is_null() {
                live["spec"]["replicas"] = json!(7);
            }
            live["status"] = json!({ "readyReplicas": 1 });
            let pod = &mut live["spec"]["template"]["spec"];
            pod["dnsPolicy"] = json!("ClusterFirst");
            pod["restartPolicy"] = json!("Always");
            pod["schedulerName"] = json!("default-scheduler");
            pod["serviceAccount"] = pod["serviceAccountName"].clone();
            pod["containers"][0]["imagePullPolicy"] = json!("IfNotPresent");
            pod["containers"][0]["terminationMessagePath"] = json!("/dev/termination-log");
        }
        Kind::Service => live["spec"]["clusterIP"] = json!("10.96.1.1"),
        Kind::HorizontalPodAutoscaler if live["spec"]["behavior"].is_object() => {
            let behavior = &mut live["spec"]["behavior"];
            let percent = json!({ "type": "Percent", "value": 100, "periodSeconds": 15 });
            let pods = json!({ "type": "Pods", "value": 4, "periodSeconds": 15 });
            if behavior["scaleUp"].is_null() {
                behavior["scaleUp"] = json!({ "stabilizationWindowSeconds": 0, "policies": [pods, percent] });
            }
            if behavior["scaleDown"].is_null() {
                behavior["scaleDown"] = json!({ "policies": [percent] });
            }
            (behavior["scaleUp"]["selectPolicy"], behavior["scaleDown"]["selectPolicy"]) =
                (json!("Max"), json!("Max"));
        }
        // An empty list is not stored.
        Kind::NetworkPolicy if live["spec"]["ingress"] == json!([]) => {
            live["spec"].as_object_mut().unwrap().remove("ingress");
        }
        Kind::ConfigMap
        | Kind::BackupCoverage
        | Kind::BackupPlan
        | Kind::BackupRun
        | Kind::BackupSelection
        | Kind::BackupVault
        | Kind::RestoreTestingPlan
        | Kind::RestoreTestingSelection
        | Kind::DbBackupReplication
        | Kind::DbInstance
        | Kind::DbParameterGroup
        | Kind::DbReplica
        | Kind::DbSubnetGroup
        | Kind::HorizontalPodAutoscaler
        | Kind::Ingress
        | Kind::Job
        | Kind::Namespace
        | Kind::NetworkPolicy
        | Kind::PodDisruptionBudget
        | Kind::Role
        | Kind::Secret
        | Kind::ServiceAccount
        | Kind::ServiceMonitor => {}
    }
    live
}

/// What can be read back: defaults filled in, quantities canonical, nothing empty, no timeouts, nothing computed.
pub(super) fn normal(planned: &Value) -> ServiceModel {
    let mut model = ServiceModel::from_value(planned).unwrap();
    (model.id, model.url, model.internal_host, model.children) =
        (Attr::Null, Attr::Null, Attr::Null, Attr::Null);
    for list in [&mut model.command, &mut model.args] {
        *list = list.known().filter(|list| !list.is_empty()).cloned().into();
    }
    let env = model.env.known().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let env: BTreeMap<_, _> = env.map(|(name, value)| (name.clone(), value.clone())).collect();
    model.env = Some(env).filter(|env| !env.is_empty()).into();
    model.resources =
        model.resources.known().map(resources).filter(|r| *r != ResourcesModel::default()).into();
    normal_ports(&mut model);
    normal_pod(&mut model);
    let mut find = crate::shared::Findings::default();
    let spec = spec::Spec::read(&model, &mut find).expect("the configuration is valid");
    model.timeouts = Attr::Null;
    for probe in [&mut model.startup_probe, &mut model.readiness_probe, &mut model.liveness_probe] {
        if let Attr::Known(probe) = probe {
            normal_probe(probe, &spec);
        }
    }
    if let Attr::Known(route) = &mut model.route {
        let implied = implied_port(&spec.ports).map(|port| port.as_str().to_owned());
        if route.port.known() == implied.as_ref() {
            route.port = Attr::Null;
        }
    }
    canonical::operation(&mut model, &spec);
    model
}

pub(super) fn resources(given: &ResourcesModel) -> ResourcesModel {
    let text = |given: &Attr<String>| {
        Attr::from(given.known().map(|text| Quantity::parse(text).unwrap().to_string()))
    };
    let amounts = |given: &Attr<AmountsModel>| {
        let amounts = given.known().map(|a| AmountsModel { cpu: text(&a.cpu), memory: text(&a.memory) });
        amounts.filter(|amounts| *amounts != AmountsModel::default()).into()
    };
    ResourcesModel { requests: amounts(&given.requests), limits: amounts(&given.limits) }
}

fn normal_ports(model: &mut ServiceModel) {
    if model.ports.known().is_some_and(BTreeMap::is_empty) {
        model.ports = Attr::Null;
    }
    let Attr::Known(ports) = &mut model.ports else { return };
    for port in ports.values_mut() {
        let Attr::Known(port) = port else { continue };
        if port.service_port == port.port {
            port.service_port = Attr::Null;
        }
    }
}

fn normal_probe(probe: &mut ProbeModel, spec: &spec::Spec) {
    let Attr::Known(grpc) = &mut probe.grpc else { return };
    if grpc.service.known().is_some_and(String::is_empty) {
        grpc.service = Attr::Null;
    }
    let named = grpc.port.known().and_then(|port| spec.ports.iter().find(|(name, _)| name.as_str() == port));
    if let Some((_, port)) = named {
        grpc.port = Attr::Known(port.number.get().to_string());
    }
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_generated_is_valid(model in arbitrary::service()) {
        let config = model.to_value();
        let mut said = acme_schema::plan::validate(&Service.schema(), &config);
        said.append(Service.validate(&config));
        prop_assert!(!said.has_errors(), "{said:?}");
    }

    #[test]
    fn recover_is_the_inverse_of_expand(model in arbitrary::service()) {
        let planned = planned(&model.to_value(), &world(&model.to_value()));
        let expansion = expanded(&model.to_value());
        let name = ServiceName::parse(model.name.known().unwrap()).unwrap();
        let target = locate::target(expansion.location.place().unwrap().clone(), &name);
        let recovered = Service.recover(&target, &served(&expansion), &Facts::default()).unwrap();
        prop_assert_eq!(ServiceModel::from_value(&recovered).unwrap(), normal(&planned));
    }

    #[test]
    fn what_is_recovered_expands_to_the_same(model in arbitrary::service()) {
        let model = ServiceModel { timeouts: Attr::Null, ..model };
        let expansion = expanded(&model.to_value());
        let name = ServiceName::parse(model.name.known().unwrap()).unwrap();
        let target = locate::target(expansion.location.place().unwrap().clone(), &name);
        let recovered = Service.recover(&target, &served(&expansion), &Facts::default()).unwrap();
        let again = Service.expand(&recovered, &Facts::default()).unwrap();
        prop_assert_eq!(again.desired, expansion.desired);
        prop_assert_eq!(again.location, expansion.location);
        prop_assert_eq!(again.outputs, expansion.outputs);
    }

    #[test]
    fn expansion_is_deterministic_and_matches_what_is_served(model in arbitrary::service()) {
        let expansion = expanded(&model.to_value());
        prop_assert_eq!(&expansion.desired, &expanded(&model.to_value()).desired);
        for (id, observed) in served(&expansion).iter() {
            let manifest = expansion.desired.get(id).unwrap();
            prop_assert!(drift(manifest.json(), &observed.live).is_empty(), "{id}");
        }
    }

    #[test]
    fn every_child_is_named_within_limits_and_owned(model in arbitrary::service()) {
        let expansion = expanded(&model.to_value());
        for (id, manifest) in expansion.desired.iter() {
            let json = manifest.json();
            let is_label = !matches!(id.kind, Kind::ConfigMap | Kind::Secret);
            prop_assert!(id.name.len() <= if is_label { 63 } else { 253 }, "{id}");
            prop_assert_eq!(text(&json["metadata"]["name"]), id.name.as_str());
            prop_assert_eq!(text(&json["kind"]), id.kind.name());
            prop_assert_eq!(text(&json["metadata"]["labels"][label::MANAGED_BY]), MANAGER);
            prop_assert!(id.kind == Kind::Namespace || expansion.owner.owns(json), "{id}");
        }
    }

    #[test]
    fn every_child_is_found_again(model in arbitrary::service()) {
        let expansion = expanded(&model.to_value());
        let name = ServiceName::parse(model.name.known().unwrap()).unwrap();
        let target = locate::target(expansion.location.place().unwrap().clone(), &name);
        let mut found = target.ids.clone();
        found.extend(Service.also(&target, &served(&expansion)));
        for id in expansion.desired.ids() {
            prop_assert!(id.kind == Kind::Namespace || found.contains(id), "{id}");
        }
    }

    #[test]
    fn digests_differ_where_manifests_do(one in arbitrary::service(), other in arbitrary::service()) {
        let other = ServiceModel { name: one.name.clone(), namespace: one.namespace.clone(), ..other };
        let (one, other) = (expanded(&one.to_value()).desired, expanded(&other.to_value()).desired);
        for (id, manifest) in one.iter() {
            if let Some(counterpart) = other.get(id) {
                prop_assert_eq!(manifest == counterpart, manifest.digest() == counterpart.digest(), "{}", id);
            }
        }
    }

    #[test]
    fn a_selector_never_changes(one in arbitrary::service(), other in arbitrary::service()) {
        let other = ServiceModel { name: one.name.clone(), ..other };
        let deployment = ChildId::new(Kind::Deployment, one.name.known().unwrap());
        let selector = |model: &ServiceModel| {
            expanded(&model.to_value()).desired.get(&deployment).unwrap().json()["spec"]["selector"].clone()
        };
        prop_assert_eq!(selector(&one), selector(&other));
    }

    /// The defaults in the schema and those of the specification are the same ones.
    #[test]
    fn defaults_need_not_be_filled_in(model in arbitrary::service()) {
        let config = model.to_value();
        let planned = planned(&config, &world(&config));
        // What the world says is no default.
        let mut value = config.clone();
        value.set_attribute("secret_versions", planned.attribute("secret_versions").unwrap().clone());
        value.set_attribute("database_urls", planned.attribute("database_urls").unwrap().clone());
        value.set_attribute("secrets_wo", Value::Null);
        if let (Some(mut metrics @ Value::Object(_)), Some(known)) =
            (value.attribute("metrics").cloned(), planned.attribute("metrics"))
        {
            metrics.set_attribute("discovery", known.attribute("discovery").unwrap().clone());
            value.set_attribute("metrics", metrics);
        }
        let expansion = Service.expand(&value, &Facts::default()).unwrap();
        prop_assert_eq!(expansion.desired, expanded(&config).desired);
    }

    #[test]
    fn outputs_are_known_at_plan(model in arbitrary::service()) {
        let planned = planned(&model.to_value(), &world(&model.to_value()));
        for (name, value) in outputs::outputs(&ServiceModel::from_value(&planned).unwrap()) {
            prop_assert_eq!(planned.attribute(name), Some(&value));
            prop_assert!(value.is_wholly_known(), "{}", name);
        }
    }
}
