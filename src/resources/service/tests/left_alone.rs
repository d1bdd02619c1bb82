//! Autoscalers and Ingresses of other tools that an `acme_service` cannot say: an import leaves them alone. Half of what
//! they say, or a default in place of it, would be claimed and replaced by the next apply.

use acme_children::{ChildId, Children, Kind, Observed};
use acme_schema::{Model, plan as planning};
use serde_json::{Value as Json, json};

use super::super::Service;
use super::super::model::ServiceModel;
use crate::registry::{Facts, Resource};

/// What an import makes of the Deployment `shop` (4 replicas, 250m of CPU requested) and these objects of its name.
fn imported(pod: Json, objects: Vec<(Kind, Json)>) -> (ServiceModel, Vec<Kind>) {
    let mut container = json!({ "name": "shop", "image": "acme/shop:1", "ports": [
        { "name": "http", "containerPort": 8080 }, { "name": "admin", "containerPort": 9000 },
    ] });
    container["resources"] = pod;
    let deployment =
        json!({ "spec": { "replicas": 4, "template": { "spec": { "containers": [container] } } } });
    let mut observed = Children::new();
    for (kind, mut live) in objects.into_iter().chain([(Kind::Deployment, deployment)]) {
        live["metadata"]["name"] = json!("shop");
        observed.insert(ChildId::new(kind, "shop"), Observed { live });
    }
    let target = Service.locate("legacy/shop", &Facts::default()).unwrap();
    let value = Service.recover(&target, &observed).unwrap();
    assert!(planning::validate(&Service.schema(), &value).is_empty());
    let expansion = Service.expand(&value, &Facts::default()).expect("what is recovered is valid");
    let kinds = expansion.desired.ids().iter().map(|id| id.kind).collect();
    (ServiceModel::from_value(&value).unwrap(), kinds)
}

fn cpu() -> Json {
    json!({ "requests": { "cpu": "250m" } })
}

fn utilization(name: &str, percent: i64) -> Json {
    let target = json!({ "type": "Utilization", "averageUtilization": percent });
    json!({ "type": "Resource", "resource": { "name": name, "target": target } })
}

fn autoscaler(metrics: &Json) -> Json {
    json!({ "spec": {
        "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "shop" },
        "minReplicas": 2, "maxReplicas": 9, "metrics": metrics,
    } })
}

#[test]
fn an_autoscaler_is_claimed_only_where_scaling_says_the_same() {
    let check = |why: &str, pod: Json, live: Json, is_claimed: bool| {
        let (model, kinds) = imported(pod, vec![(Kind::HorizontalPodAutoscaler, live)]);
        assert_eq!(model.scaling.is_null(), !is_claimed, "{why}");
        assert_eq!(model.replicas.known().copied(), (!is_claimed).then_some(4), "{why}");
        assert_eq!(kinds.contains(&Kind::HorizontalPodAutoscaler), is_claimed, "{why}");
    };
    let mut elsewhere = autoscaler(&json!([utilization("cpu", 60)]));
    elsewhere["spec"]["scaleTargetRef"]["name"] = json!("shop-canary");
    let external = json!({ "type": "External", "external": {
        "metric": { "name": "queue" }, "target": { "type": "AverageValue", "averageValue": "30" },
    } });
    let pods = json!({ "type": "Pods", "pods": {
        "metric": { "name": "rps" }, "target": { "type": "AverageValue", "averageValue": "1k" },
    } });
    let value = json!({ "type": "Resource", "resource": {
        "name": "cpu", "target": { "type": "AverageValue", "averageValue": "500m" },
    } });
    let sidecar = json!({ "type": "ContainerResource", "containerResource": {
        "name": "cpu", "container": "proxy", "target": { "type": "Utilization", "averageUtilization": 60 },
    } });
    let both = json!({ "requests": { "cpu": "250m", "memory": "1Gi" } });
    check("cpu", cpu(), autoscaler(&json!([utilization("cpu", 60)])), true);
    check(
        "cpu and memory",
        both,
        autoscaler(&json!([utilization("memory", 70), utilization("cpu", 60)])),
        true,
    );
    check("external", cpu(), autoscaler(&json!([external])), false);
    check("external beside cpu", cpu(), autoscaler(&json!([utilization("cpu", 60), external])), false);
    check("pods", cpu(), autoscaler(&json!([pods])), false);
    check("an amount", cpu(), autoscaler(&json!([value])), false);
    check("a sidecar", cpu(), autoscaler(&json!([sidecar])), false);
    check("nothing", cpu(), autoscaler(&json!([])), false);
    check("another Deployment", cpu(), elsewhere, false);
    check("no request", json!({}), autoscaler(&json!([utilization("cpu", 60)])), false);
    check("no request for memory", cpu(), autoscaler(&json!([utilization("memory", 60)])), false);
    check("a percentage beyond ours", cpu(), autoscaler(&json!([utilization("cpu", 2000)])), false);
}

fn path(path: &str, backend: &Json) -> Json {
    json!({ "path": path, "pathType": "Prefix", "backend": { "service": backend } })
}

fn rule(host: &str, paths: &[Json]) -> Json {
    json!({ "host": host, "http": { "paths": paths } })
}

#[test]
fn an_ingress_is_claimed_only_where_a_route_says_the_same() {
    let http = json!({ "name": "shop", "port": { "name": "http" } });
    let root = path("/", &http);
    let check = |why: &str, spec: Json, is_claimed: bool| {
        let mut ingress = json!({ "spec": { "ingressClassName": "nginx" } });
        for (name, value) in spec.as_object().unwrap() {
            ingress["spec"][name] = value.clone();
        }
        let (model, kinds) = imported(cpu(), vec![(Kind::Ingress, ingress)]);
        assert_eq!(model.route.is_null(), !is_claimed, "{why}");
        assert_eq!(kinds.contains(&Kind::Ingress), is_claimed, "{why}");
    };
    let one = || vec![rule("a.acme.com", std::slice::from_ref(&root))];
    let to = |backend: Json| json!({ "rules": [rule("a.acme.com", &[path("/", &backend)])] });
    let of_type = |kind: &str| {
        let mut exact = root.clone();
        exact["pathType"] = json!(kind);
        json!({ "rules": [rule("a.acme.com", &[exact])] })
    };
    let tls = |tls: Json| json!({ "rules": one(), "tls": tls });
    check("one host", json!({ "rules": one() }), true);
    check("two hosts", json!({ "rules": [one()[0], rule("b.acme.com", std::slice::from_ref(&root))] }), true);
    check("a default only", json!({ "defaultBackend": { "service": http } }), false);
    check("a default beside", json!({ "rules": one(), "defaultBackend": { "service": http } }), false);
    check("no rules", json!({ "rules": [] }), false);
    check("any host", json!({ "rules": [{ "http": { "paths": [root] } }] }), false);
    check("two paths", json!({ "rules": [rule("a.acme.com", &[root.clone(), path("/b", &http)])] }), false);
    check("a path per host", json!({ "rules": [one()[0], rule("b.acme.com", &[path("/b", &http)])] }), false);
    check("one host twice", json!({ "rules": [one()[0], one()[0]] }), false);
    check("exact", of_type("Exact"), false);
    check("the controller's own way", of_type("ImplementationSpecific"), false);
    check("another service", to(json!({ "name": "cart", "port": { "name": "http" } })), false);
    check("by number", to(json!({ "name": "shop", "port": { "number": 9000 } })), true);
    check("an unknown number", to(json!({ "name": "shop", "port": { "number": 1 } })), false);
    check("an unknown port", to(json!({ "name": "shop", "port": { "name": "grpc" } })), false);
    check("no class", json!({ "rules": one(), "ingressClassName": null }), false);
    check("tls", tls(json!([{ "hosts": ["a.acme.com"], "secretName": "a" }])), true);
    check("tls without a Secret", tls(json!([{ "hosts": ["a.acme.com"] }])), true);
    check("a wildcard's Secret", tls(json!([{ "hosts": ["*.acme.com"], "secretName": "a" }])), false);
    check("two Secrets", tls(json!([{ "secretName": "a" }, { "secretName": "b" }])), false);
}
