//! What a plan shows before anything exists: outputs, the cluster, the number of replicas, and what waits for apply.

use acme_children::Cluster;
use acme_schema::Value;
use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};

use super::super::Service;
use super::{config, expanded, planned};
use crate::registry::{DefaultCluster, Facts, OnFailure, Resource, Unexpanded};
use crate::tests::UNKNOWN;

fn service(change: &Json) -> Json {
    let mut json =
        json!({ "name": "api", "namespace": "product", "image": { "repository": "acme/api", "tag": "1" } });
    for (name, value) in change.as_object().unwrap() {
        json[name] = value.clone();
    }
    json
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "null".to_owned(),
        Some(Value::Unknown(_)) => UNKNOWN.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(other) => other.kind().to_owned(),
    }
}

fn check(change: &Json, expect: &Expect) {
    let planned = planned(&config(&service(change)), &Facts::default());
    let line = |name: &str| format!("{name} = {}\n", shown(planned.attribute(name)));
    let text: String = ["id", "url", "internal_host", "replicas", "cluster", "children"].map(line).concat();
    expect.assert_eq(&text);
}

#[test]
fn a_worker() {
    check(
        &json!({}),
        &expect![[r#"
            id = product/api
            url = null
            internal_host = null
            replicas = 1
            cluster = null
            children = (known after apply)
        "#]],
    );
}

#[test]
fn a_public_service() {
    let change = json!({
        "exposure": "public",
        "ports": { "http": { "port": 80 } },
        "route": { "hosts": ["*.acme.com", "api.acme.com"], "path": "/v1/" },
    });
    check(
        &change,
        &expect![[r#"
            id = product/api
            url = https://api.acme.com/v1
            internal_host = api.product.svc.cluster.local
            replicas = 2
            cluster = null
            children = (known after apply)
        "#]],
    );
}

#[test]
fn unknown_parts_leave_the_rest_known() {
    let change = json!({
        "exposure": UNKNOWN,
        "ports": { "http": { "port": UNKNOWN } },
        "env": { "METRICS_URL": UNKNOWN },
        "route": { "hosts": [UNKNOWN, "api.acme.com"] },
        "cluster": UNKNOWN,
    });
    check(
        &change,
        &expect![[r#"
            id = product/api
            url = (known after apply)
            internal_host = api.product.svc.cluster.local
            replicas = (known after apply)
            cluster = (known after apply)
            children = (known after apply)
        "#]],
    );
}

#[test]
fn with_scaling_there_is_no_number_of_replicas() {
    let resources = json!({ "requests": { "cpu": "1" } });
    let scaling = json!({ "min_replicas": 2, "max_replicas": 4 });
    let json = service(&json!({ "resources": resources, "scaling": scaling }));
    let planned = planned(&config(&json), &Facts::default());
    assert_eq!(shown(planned.attribute("replicas")), "null");
}

#[test]
fn anything_unknown_postpones_the_expansion() {
    for change in [
        json!({ "env": { "A": UNKNOWN } }),
        json!({ "image": { "repository": "acme/api", "tag": UNKNOWN } }),
        json!({ "cluster": UNKNOWN }),
        json!({ "scaling": UNKNOWN }),
        json!({ "args": [UNKNOWN] }),
        json!({ "timeouts": { "create": UNKNOWN } }),
        json!({ "rollout": { "max_surge": UNKNOWN } }),
        json!({ "rollout": { "rollback_on_failure": UNKNOWN } }),
        json!({ "disruption_budget": UNKNOWN }),
        json!({ "disruption_budget": { "max_unavailable": UNKNOWN } }),
        json!({ "drain_seconds": UNKNOWN }),
        json!({ "termination_grace_period_seconds": UNKNOWN }),
        json!({ "placement": { "architecture": UNKNOWN } }),
        json!({ "placement": { "node_selector": { "disk": UNKNOWN } } }),
        json!({ "placement": { "tolerations": [{ "key": UNKNOWN }] } }),
        json!({ "connects_to": { "db": UNKNOWN } }),
        json!({ "connects_to": { "db": { "service_id": UNKNOWN } } }),
        json!({ "connects_to": { "db": { "cidr": "10.0.0.0/8", "port": UNKNOWN } } }),
        json!({ "scaling": { "min_replicas": 1, "max_replicas": 2, "metrics": UNKNOWN } }),
        json!({ "scaling": { "min_replicas": 1, "max_replicas": 2, "target_requests_per_second": 9, "scale_up": { "pods": UNKNOWN } } }),
        json!({ "ports": { "http": { "port": UNKNOWN } }, "startup_probe": { "grpc": { "port": "http" } } }),
    ] {
        let facts = Facts::default();
        let planned = planned(&config(&service(&change)), &facts);
        assert!(matches!(Service.expand(&planned, &facts), Err(Unexpanded::Unknown)), "{change}");
    }
}

#[test]
fn the_cluster_is_the_providers_where_none_is_named() {
    let cases = [
        (json!({}), DefaultCluster::Configured, Some(Cluster::Configured)),
        (json!({}), DefaultCluster::Eks("staging".into()), Some(Cluster::Eks("staging".into()))),
        (json!({}), DefaultCluster::Unknown, None),
        (json!({ "cluster": "main" }), DefaultCluster::Unknown, Some(Cluster::Eks("main".into()))),
        (
            json!({ "cluster": "main" }),
            DefaultCluster::Eks("staging".into()),
            Some(Cluster::Eks("main".into())),
        ),
    ];
    for (change, cluster, expect) in cases {
        let facts = Facts { cluster, ..Facts::default() };
        let planned = planned(&config(&service(&change)), &facts);
        let place = Service
            .expand(&planned, &facts)
            .ok()
            .map(|expansion| expansion.location.place().unwrap().cluster.clone());
        assert_eq!(place, expect, "{change} {facts:?}");
    }
}

/// A cluster that is being made must not plan the replacement of what runs elsewhere.
#[test]
fn an_existing_service_stays_where_it_is_while_the_providers_cluster_is_unknown() {
    let facts = Facts { cluster: DefaultCluster::Eks("staging".into()), ..Facts::default() };
    let prior = planned(&config(&service(&json!({}))), &facts);
    let config = config(&service(&json!({ "args": ["changed"] })));
    let mut proposed = config.clone();
    for name in ["cluster", "namespace", "create_namespace", "exposure", "replicas", "id", "children"] {
        proposed.set_attribute(name, prior.attribute(name).unwrap().clone());
    }
    let schema = Service.schema();
    let mut planned = acme_schema::plan::prepare(&schema, &prior, &config, &proposed);
    Service.settle(&config, &mut planned, &Facts { cluster: DefaultCluster::Unknown, ..Facts::default() });
    assert_eq!(planned.attribute("args").map(Value::is_null), Some(false));
    assert_eq!(acme_schema::plan::requires_replace(&schema, &prior, &planned), Vec::new());
}

#[test]
fn timeouts_are_read() {
    let expansion =
        expanded(&config(&service(&json!({ "timeouts": { "create": "1h30m", "delete": "45s" } }))));
    let seconds = |duration: std::time::Duration| duration.as_secs();
    let timeouts = expansion.timeouts;
    assert_eq!(
        [seconds(timeouts.create), seconds(timeouts.update), seconds(timeouts.delete)],
        [5400, 600, 45]
    );
}

#[test]
fn what_follows_a_failure_is_read() {
    let after = |change: Json| expanded(&config(&service(&change))).on_failure;
    assert_eq!(after(json!({})), OnFailure::RollBack);
    assert_eq!(after(json!({ "rollout": {} })), OnFailure::RollBack);
    assert_eq!(after(json!({ "rollout": { "rollback_on_failure": false } })), OnFailure::Leave);
}

/// A limit that is not known yet is the provider's matter: it does not keep the children from being planned.
#[test]
fn the_limit_of_disruption_need_not_be_known() {
    let planned = planned(&config(&service(&json!({ "max_disruption": UNKNOWN }))), &Facts::default());
    assert!(Service.expand(&planned, &Facts::default()).is_ok());
    assert!(planned.attribute("planned_impact").is_some_and(Value::is_unknown));
}

#[test]
fn an_environment_is_named_after_its_content() {
    let name = |env: Json| {
        let expansion = expanded(&config(&service(&json!({ "env": env }))));
        let ids = expansion.desired.ids().into_iter().map(ToString::to_string);
        ids.filter(|id| id.starts_with("configmap/")).collect::<Vec<_>>()
    };
    assert_eq!(name(json!({})), Vec::<String>::new());
    assert_eq!(name(json!({ "A": null })), Vec::<String>::new());
    assert_eq!(name(json!({ "A": "1", "B": "2" })), name(json!({ "B": "2", "A": "1" })));
    assert_ne!(name(json!({ "A": "1" })), name(json!({ "A": "2" })));
}

fn check_id(id: &str, cluster: DefaultCluster, expect: &Expect) {
    let text = match Service.locate(id, &Facts { cluster, ..Facts::default() }) {
        Ok(target) => {
            let ids: Vec<_> = target.ids.iter().map(ToString::to_string).collect();
            format!(
                "{:?} {} {}",
                target.location.place().unwrap().cluster,
                target.location.place().unwrap().namespace,
                ids.join(" ")
            )
        }
        Err(diagnostic) => format!("{}\n{}", diagnostic.summary, diagnostic.detail),
    };
    expect.assert_eq(&text);
}

#[test]
fn ids_lead_to_services() {
    check_id(
        "product/api",
        DefaultCluster::Configured,
        &expect![
            "Configured product deployment/api horizontalpodautoscaler/api ingress/api networkpolicy/api poddisruptionbudget/api service/api serviceaccount/api"
        ],
    );
    check_id(
        "main/product/api",
        DefaultCluster::Unknown,
        &expect![[
            r#"Eks("main") product deployment/api horizontalpodautoscaler/api ingress/api networkpolicy/api poddisruptionbudget/api service/api serviceaccount/api"#
        ]],
    );
    check_id(
        "product/api",
        DefaultCluster::Unknown,
        &expect![[r#"
        The cluster of `product/api` is not known yet
        hint: name it in the id: CLUSTER/NAMESPACE/NAME"#]],
    );
    check_id(
        "api",
        DefaultCluster::Configured,
        &expect![[r#"
        `api` is not the id of a service
        hint: the id has the form NAMESPACE/NAME, or CLUSTER/NAMESPACE/NAME for another EKS cluster"#]],
    );
    check_id(
        "product/API",
        DefaultCluster::Configured,
        &expect![[r#"
        `product/API` is not the id of a service
        NAME must be a DNS label: at most 50 lower-case letters, digits and `-`, beginning with a letter and ending with a letter or digit"#]],
    );
    check_id(
        "a/b/c/d",
        DefaultCluster::Configured,
        &expect![[r#"
        `a/b/c/d` is not the id of a service
        hint: the id has the form NAMESPACE/NAME, or CLUSTER/NAMESPACE/NAME for another EKS cluster"#]],
    );
}
