//! Autoscalers and Ingresses of other tools that an `acme_service` cannot say: an import leaves them alone. Half of what
//! they say, or a default in place of it, would be claimed and replaced by the next apply.

use acme_children::{ChildId, Children, Kind, Observed};
use acme_schema::{Model, plan as planning};
use serde_json::{Value as Json, json};

use super::super::Service;
use super::super::model::ServiceModel;
use crate::registry::{Facts, Resource};
use crate::table::merge;

/// What an import makes of the Deployment `shop` (4 replicas, 250m of CPU requested) and these objects of its name.
fn imported(pod: Json, objects: Vec<(Kind, Json)>) -> (ServiceModel, Vec<Kind>) {
    imported_with(pod, objects, &json!({}))
}

/// The same with a change to the Deployment's `spec`.
fn imported_with(pod: Json, objects: Vec<(Kind, Json)>, change: &Json) -> (ServiceModel, Vec<Kind>) {
    let mut container = json!({ "name": "shop", "image": "acme/shop:1", "ports": [
        { "name": "http", "containerPort": 8080 }, { "name": "admin", "containerPort": 9000 },
    ] });
    container["resources"] = pod;
    let mut deployment =
        json!({ "spec": { "replicas": 4, "template": { "spec": { "containers": [container] } } } });
    merge(&mut deployment["spec"], change);
    let mut observed = Children::new();
    for (kind, mut live) in objects.into_iter().chain([(Kind::Deployment, deployment)]) {
        live["metadata"]["name"] = json!("shop");
        observed.insert(ChildId::new(kind, "shop"), Observed { live });
    }
    let target = Service.locate("legacy/shop", &Facts::default()).unwrap();
    let value = Service.recover(&target, &observed, &Facts::default()).unwrap();
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
    let mut selected = external.clone();
    selected["external"]["metric"]["selector"] = json!({ "matchLabels": { "queue": "mail" } });
    let mut expressed = external.clone();
    expressed["external"]["metric"]["selector"] =
        json!({ "matchExpressions": [{ "key": "queue", "operator": "Exists" }] });
    let mut slashed = external.clone();
    slashed["external"]["metric"]["name"] = json!("custom.googleapis.com/queue");
    let fractional = json!({ "type": "Pods", "pods": {
        "metric": { "name": "http_requests_per_second" },
        "target": { "type": "AverageValue", "averageValue": "500m" },
    } });
    let object = json!({ "type": "Object", "object": {
        "metric": { "name": "rps" },
        "describedObject": { "apiVersion": "v1", "kind": "Service", "name": "shop" },
        "target": { "type": "Value", "value": "1k" },
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
    check("external", json!({}), autoscaler(&json!([external])), true);
    check("external beside cpu", cpu(), autoscaler(&json!([utilization("cpu", 60), external])), true);
    check("external of one kind", cpu(), autoscaler(&json!([selected])), true);
    check("two of one name", cpu(), autoscaler(&json!([external, selected])), false);
    check("a selector by expressions", cpu(), autoscaler(&json!([expressed])), false);
    check("a name beyond ours", cpu(), autoscaler(&json!([slashed])), false);
    check("pods", json!({}), autoscaler(&json!([pods])), true);
    check("less than a request per second", cpu(), autoscaler(&json!([fractional])), false);
    check("another object's", cpu(), autoscaler(&json!([object])), false);
    check("an amount", cpu(), autoscaler(&json!([value])), false);
    check("a sidecar", cpu(), autoscaler(&json!([sidecar])), false);
    check("nothing", cpu(), autoscaler(&json!([])), false);
    check("another Deployment", cpu(), elsewhere, false);
    check("no request", json!({}), autoscaler(&json!([utilization("cpu", 60)])), false);
    check("no request for memory", cpu(), autoscaler(&json!([utilization("memory", 60)])), false);
    check("a percentage beyond ours", cpu(), autoscaler(&json!([utilization("cpu", 2000)])), false);
}

#[test]
fn an_autoscaler_is_claimed_only_where_its_pace_can_be_written() {
    let check = |why: &str, behavior: Json, is_claimed: bool| {
        let mut live = autoscaler(&json!([utilization("cpu", 60)]));
        live["spec"]["behavior"] = behavior;
        let (model, _) = imported(cpu(), vec![(Kind::HorizontalPodAutoscaler, live)]);
        assert_eq!(model.scaling.is_null(), !is_claimed, "{why}");
    };
    let policy = |kind: &str, seconds: i64| json!({ "type": kind, "value": 5, "periodSeconds": seconds });
    check("one step", json!({ "scaleUp": { "policies": [policy("Pods", 15)] } }), true);
    check(
        "two steps",
        json!({ "scaleUp": { "policies": [policy("Percent", 30), policy("Pods", 30)] } }),
        true,
    );
    check(
        "two periods",
        json!({ "scaleUp": { "policies": [policy("Pods", 15), policy("Percent", 60)] } }),
        false,
    );
    check(
        "one step twice",
        json!({ "scaleUp": { "policies": [policy("Pods", 15), policy("Pods", 15)] } }),
        false,
    );
    check(
        "the least",
        json!({ "scaleDown": { "selectPolicy": "Min", "policies": [policy("Pods", 15)] } }),
        false,
    );
    check("not at all", json!({ "scaleDown": { "selectPolicy": "Disabled" } }), false);
}

/// What cannot be written is left out, so that what is found can always be planned.
#[test]
fn what_breaks_a_rule_is_left_out() {
    let check = |why: &str, objects: Vec<(Kind, Json)>, change: Json, expect: &str| {
        let mut pod = cpu();
        pod["requests"]["memory"] = json!("1Gi");
        let (model, _) = imported_with(pod, objects, &change);
        let found = [
            ("rollout", model.rollout.is_null()),
            ("budget", model.disruption_budget.is_null()),
            ("delay", model.pre_stop_delay_seconds.is_null()),
            ("grace", model.termination_grace_period_seconds.is_null()),
            ("placement", model.placement.is_null()),
        ];
        let found: Vec<_> = found.iter().filter(|(_, is_null)| !is_null).map(|(name, _)| *name).collect();
        assert_eq!(found.join(" "), expect, "{why}");
    };
    let pod = |pod: Json| json!({ "template": { "spec": pod } });
    let budget = |budget: Json| vec![(Kind::PodDisruptionBudget, json!({ "spec": budget }))];
    // The Deployment says nothing of these: pods stop at once, wherever they run, after Kubernetes' 30 seconds.
    check("nothing", vec![], json!({}), "delay placement");
    check(
        "a way of updating",
        vec![],
        json!({ "strategy": { "rollingUpdate": { "maxUnavailable": "25%" } } }),
        "rollout delay placement",
    );
    check(
        "a surge beyond ours",
        vec![],
        json!({ "strategy": { "rollingUpdate": { "maxSurge": "150%" } } }),
        "delay placement",
    );
    check("a budget", budget(json!({ "minAvailable": 2 })), json!({}), "budget delay placement");
    check("the default budget", budget(json!({ "maxUnavailable": 1 })), json!({}), "delay placement");
    check("a budget that blocks", budget(json!({ "minAvailable": "100%" })), json!({}), "delay placement");
    check("a short end", vec![], pod(json!({ "terminationGracePeriodSeconds": 5 })), "delay grace placement");
    check("no end", vec![], pod(json!({ "terminationGracePeriodSeconds": 0 })), "delay grace placement");
    check(
        "another architecture",
        vec![],
        pod(json!({ "nodeSelector": { "kubernetes.io/arch": "s390x" } })),
        "delay",
    );
    check(
        "a toleration for a while",
        vec![],
        pod(json!({ "tolerations": [
        { "key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 5 },
    ] })),
        "delay placement",
    );
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

/// What is around a container that another tool has made is claimed where it can be said, and is no obstacle where not.
#[test]
fn what_is_around_a_foreign_container_is_said_as_far_as_it_can_be() {
    let pod = |change: &Json| {
        let mut container =
            json!({ "name": "shop", "image": "acme/shop:1", "ports": [{ "containerPort": 80 }] });
        container["volumeMounts"] = json!([
            { "name": "cache", "mountPath": "/cache" },
            { "name": "files", "mountPath": "/files" },
            { "name": "one", "mountPath": "/one", "subPath": "x" },
        ]);
        let mut template = json!({
            "metadata": { "annotations": { "prometheus.io/scrape": "true", "prometheus.io/port": "80" } },
            "spec": {
                "serviceAccountName": "shop-account",
                "containers": [container],
                "initContainers": [{ "name": "wait", "image": "acme/wait:1" }],
                "volumes": [
                    { "name": "cache", "emptyDir": {} },
                    { "name": "files", "configMap": { "name": "shop-files" } },
                    { "name": "host", "hostPath": { "path": "/var" } },
                    { "name": "one", "emptyDir": {} },
                ],
            },
        });
        merge(&mut template, change);
        let deployment =
            json!({ "metadata": { "name": "shop" }, "spec": { "replicas": 1, "template": template } });
        let mut observed = Children::new();
        observed.insert(ChildId::new(Kind::Deployment, "shop"), Observed { live: deployment });
        let target = Service.locate("legacy/shop", &Facts::default()).unwrap();
        assert_eq!(Service.also(&target, &observed), []);
        let value = Service.recover(&target, &observed, &Facts::default()).unwrap();
        assert!(planning::validate(&Service.schema(), &value).is_empty());
        Service.expand(&value, &Facts::default()).expect("what is recovered is valid");
        ServiceModel::from_value(&value).unwrap()
    };
    let model = pod(&json!({}));
    let names: Vec<_> = model.volumes.known().unwrap().keys().collect();
    assert_eq!(names, ["cache"]);
    assert!(model.sidecars.is_null());
    let account = model.service_account.known().unwrap();
    assert_eq!(account.name.known().map(String::as_str), Some("shop-account"));
    assert_eq!(account.automount_token.known(), Some(&true));
    let metrics = model.metrics.known().unwrap();
    assert_eq!(metrics.path.known().map(String::as_str), Some("/metrics"));
    let query = json!({ "metadata": { "annotations": { "prometheus.io/path": "/metrics?all" } } });
    assert!(pod(&query).metrics.is_null());
    let broken = json!({ "spec": { "volumes": [{ "name": "Cache", "emptyDir": {} }] } });
    assert!(pod(&broken).volumes.is_null());
}
