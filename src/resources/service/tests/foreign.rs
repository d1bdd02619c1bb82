//! A service that another tool made, as a real API server returns it: what an import and the data source say of it.

use acme_children::{ChildId, Children, Kind, Observed};
use acme_schema::{Schema, Value, json as codec, plan as planning};
use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};

use super::super::{Service, ServiceData};
use super::{config, expanded};
use crate::registry::{DataSource, DefaultCluster, Facts, Resource, Target};
use crate::tests::written;

const OBJECTS: &str = include_str!("foreign/objects.json");

/// The objects among those that a target asks for.
fn observed(target: &Target) -> Children<Observed> {
    let objects: Vec<Json> = serde_json::from_str(OBJECTS).unwrap();
    let mut observed = Children::new();
    let mut look = |ids: &std::collections::BTreeSet<ChildId>| {
        for live in &objects {
            let kind = Kind::ALL.into_iter().find(|kind| live["kind"] == kind.name()).unwrap();
            let id = ChildId::new(kind, live["metadata"]["name"].as_str().unwrap());
            if ids.contains(&id)
                && live["metadata"]["namespace"] == target.location.place().unwrap().namespace.as_str()
            {
                observed.insert(id, Observed { live: live.clone() });
            }
        }
        observed.clone()
    };
    let found = look(&target.ids);
    look(&Service.also(target, &found).into_iter().collect())
}

/// The value as JSON, without what is null.
fn check(value: &Value, schema: &Schema, expect: &Expect) {
    let json: Json = serde_json::from_slice(&codec::encode(value, &schema.ty()).unwrap()).unwrap();
    expect.assert_eq(&format!("{:#}\n", given(json)));
}

fn given(json: Json) -> Json {
    match json {
        Json::Object(fields) => fields
            .into_iter()
            .filter(|(_, field)| !field.is_null())
            .map(|(name, field)| (name, given(field)))
            .collect(),
        other => other,
    }
}

#[test]
fn import_says_what_would_have_to_be_written() {
    let target = Service.locate("legacy/shop", &Facts::default()).unwrap();
    let value = Service.recover(&target, &observed(&target), &Facts::default()).unwrap();
    check(
        &value,
        &Service.schema(),
        &expect![[r#"
            {
              "args": [
                "--verbose"
              ],
              "create_namespace": false,
              "drain_seconds": 10,
              "env": {
                "LOG_LEVEL": "debug"
              },
              "exposure": "internal",
              "image": {
                "pull_secret": "registry",
                "repository": "registry.acme.com:5000/legacy/shop",
                "tag": "latest"
              },
              "name": "shop",
              "namespace": "legacy",
              "placement": {
                "spread": "none"
              },
              "ports": {
                "metrics": {
                  "port": 9100,
                  "protocol": "TCP"
                },
                "web": {
                  "port": 3000,
                  "protocol": "TCP",
                  "service_port": 80
                }
              },
              "pre_stop_delay_seconds": 0,
              "readiness_probe": {
                "failure_threshold": 3,
                "http_get": {
                  "path": "/ready",
                  "port": "3000",
                  "scheme": "HTTP"
                },
                "initial_delay_seconds": 0,
                "period_seconds": 10,
                "success_threshold": 1,
                "timeout_seconds": 1
              },
              "replicas": 4,
              "resources": {
                "limits": {
                  "memory": "1536Mi"
                },
                "requests": {
                  "cpu": "100m",
                  "memory": "1Gi"
                }
              },
              "rollout": {
                "max_surge": "25%",
                "max_unavailable": "25%",
                "min_ready_seconds": 0,
                "progress_deadline_seconds": 600,
                "rollback_on_failure": true
              },
              "route": {
                "hosts": [
                  "shop.acme.com"
                ],
                "ingress_class": "alb",
                "path": "/shop",
                "port": "web",
                "tls_secret": "shop-tls"
              }
            }
        "#]],
    );
}

#[test]
fn what_is_imported_is_valid() {
    let target = Service.locate("legacy/shop", &Facts::default()).unwrap();
    let value = Service.recover(&target, &observed(&target), &Facts::default()).unwrap();
    assert!(planning::validate(&Service.schema(), &value).is_empty());
    let expansion = Service.expand(&value, &Facts::default()).unwrap();
    assert!(expansion.desired.ids().iter().all(|id| id.name.starts_with("shop")));
}

#[test]
fn configuration_of_others_is_not_claimed() {
    let target = Service.locate("legacy/shop", &Facts::default()).unwrap();
    assert!(!observed(&target).ids().iter().any(|id| id.kind == Kind::ConfigMap));
}

#[test]
fn what_is_not_there_is_not_recovered() {
    let target = Service.locate("legacy/other", &Facts::default()).unwrap();
    assert_eq!(Service.recover(&target, &observed(&target), &Facts::default()), None);
}

#[test]
fn the_data_source_reports_it() {
    let schema = ServiceData.schema();
    let config = written(&schema, &json!({ "name": "shop", "namespace": "legacy" }));
    let facts = Facts { cluster: DefaultCluster::Eks("production".into()), ..Facts::default() };
    let target = ServiceData.locate(&config, &facts).unwrap();
    let value = ServiceData.report(&config, &target, &observed(&target)).unwrap();
    check(
        &value,
        &schema,
        &expect![[r#"
            {
              "children": {
                "deployment/shop": "drifted-fe43aa335f546475",
                "ingress/shop": "drifted-eb1ee181bd2b83d9",
                "service/shop": "drifted-611713c9c39895f6"
              },
              "cluster": "production",
              "exposure": "internal",
              "id": "legacy/shop",
              "image": {
                "repository": "registry.acme.com:5000/legacy/shop",
                "tag": "latest"
              },
              "internal_host": "shop.legacy.svc.cluster.local",
              "name": "shop",
              "namespace": "legacy",
              "ports": {
                "metrics": {
                  "port": 9100,
                  "protocol": "TCP",
                  "service_port": 9100
                },
                "web": {
                  "port": 3000,
                  "protocol": "TCP",
                  "service_port": 80
                }
              },
              "replicas": 4,
              "url": "https://shop.acme.com/shop"
            }
        "#]],
    );
}

#[test]
fn the_data_source_knows_services_of_ours() {
    let service = json!({
        "name": "ui",
        "image": { "repository": "acme/ui", "tag": "2" },
        "ports": { "http": { "port": 80 } },
        "resources": { "requests": { "cpu": "1" } },
        "scaling": { "min_replicas": 1, "max_replicas": 3 },
        "env": { "A": "1" },
    });
    let expansion = expanded(&config(&service));
    let schema = ServiceData.schema();
    let config = written(&schema, &json!({ "name": "ui" }));
    let target = ServiceData.locate(&config, &Facts::default()).unwrap();
    let value = ServiceData.report(&config, &target, &super::laws::served(&expansion)).unwrap();
    check(
        &value,
        &schema,
        &expect![[r#"
            {
              "children": {
                "configmap/ui-env-7a90a969": "1374fb1d19a6097a",
                "deployment/ui": "406fd40e3b313f65",
                "horizontalpodautoscaler/ui": "62c35ac2d7b89675",
                "networkpolicy/ui": "7725bd2b010691fd",
                "service/ui": "9564460ca8e3a23c",
                "serviceaccount/ui": "327654a38d304f97"
              },
              "exposure": "cluster",
              "id": "default/ui",
              "image": {
                "repository": "acme/ui",
                "tag": "2"
              },
              "internal_host": "ui.default.svc.cluster.local",
              "name": "ui",
              "namespace": "default",
              "ports": {
                "http": {
                  "port": 80,
                  "protocol": "TCP",
                  "service_port": 80
                }
              },
              "scaling": {
                "max_replicas": 3,
                "min_replicas": 1,
                "target_cpu_utilization_percentage": 80
              }
            }
        "#]],
    );
}

fn refused(json: &Json, cluster: DefaultCluster, expect: &Expect) {
    let config = written(&ServiceData.schema(), json);
    let facts = Facts { cluster, ..Facts::default() };
    let said = ServiceData
        .locate(&config, &facts)
        .and_then(|target| ServiceData.report(&config, &target, &observed(&target)))
        .expect_err("nothing can be reported");
    let line = |diagnostic: &acme_schema::Diagnostic| {
        let path = diagnostic.path.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
        format!("{path}: {}; {}\n", diagnostic.summary, diagnostic.detail)
    };
    expect.assert_eq(&said.iter().map(line).collect::<String>());
}

#[test]
fn the_data_source_says_what_is_wrong() {
    refused(
        &json!({ "name": "shop" }),
        DefaultCluster::Configured,
        &expect![[r#"
        name: There is no service `shop` in namespace `default`; The namespace has no Deployment of that name.
    "#]],
    );
    refused(
        &json!({ "name": "none", "namespace": "legacy" }),
        DefaultCluster::Configured,
        &expect![[r#"
        name: There is no service `none` in namespace `legacy`; The namespace has no Deployment of that name.
    "#]],
    );
    refused(
        &json!({ "name": "Shop" }),
        DefaultCluster::Configured,
        &expect![[r#"
        name: Invalid value for `name`; must be a DNS label: at most 50 lower-case letters, digits and `-`, beginning with a letter and ending with a letter or digit
    "#]],
    );
    refused(
        &json!({ "name": "shop", "namespace": crate::tests::UNKNOWN }),
        DefaultCluster::Configured,
        &expect![[r#"
            -: acme_service cannot be read yet: the configuration is known only after apply; 
        "#]],
    );
    refused(
        &json!({ "name": "shop" }),
        DefaultCluster::Unknown,
        &expect![[r#"
        -: acme_service cannot be read yet: the provider's `cluster` is known only after apply; 
    "#]],
    );
}
