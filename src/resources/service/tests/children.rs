//! The objects that typical services consist of. Each has three files in `children/`: `x.json`, the configuration;
//! `x.yaml`, what we own of the objects that follow; `x.live.json`, what a Kubernetes 1.34 API server returned for them.

use acme_children::{ChildId, Children, Kind, Observed, drift};
use acme_schema::Model;
use expect_test::{ExpectFile, expect_file};
use serde_json::Value as Json;

use super::super::Service;
use super::super::model::ServiceModel;
use super::laws::normal;
use super::{config, expanded, planned, world};
use crate::registry::{Facts, Resource};

/// The services: plain web server, autoscaled API, worker without ports, everything at once; two that use what an operator
/// decides (a worker that follows a queue on spot nodes, a shop that leaves slowly); all that can be around a container, and
/// the other ways of it.
const SERVICES: [(&str, &str); 8] = [
    (include_str!("children/ui.json"), include_str!("children/ui.live.json")),
    (include_str!("children/api.json"), include_str!("children/api.live.json")),
    (include_str!("children/worker.json"), include_str!("children/worker.live.json")),
    (include_str!("children/gateway.json"), include_str!("children/gateway.live.json")),
    (include_str!("children/mailer.json"), include_str!("children/mailer.live.json")),
    (include_str!("children/checkout.json"), include_str!("children/checkout.live.json")),
    (include_str!("children/billing.json"), include_str!("children/billing.live.json")),
    (include_str!("children/courier.json"), include_str!("children/courier.live.json")),
];

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

fn live(text: &str) -> Children<Observed> {
    let mut observed = Children::new();
    for live in json(text).as_array().unwrap() {
        let kind = Kind::ALL.into_iter().find(|kind| live["kind"] == kind.name()).unwrap();
        let name = live["metadata"]["name"].as_str().unwrap();
        observed.insert(ChildId::new(kind, name), Observed { live: live.clone() });
    }
    observed
}

#[test]
fn manifests() {
    let expected = [
        expect_file!["children/ui.yaml"],
        expect_file!["children/api.yaml"],
        expect_file!["children/worker.yaml"],
        expect_file!["children/gateway.yaml"],
        expect_file!["children/mailer.yaml"],
        expect_file!["children/checkout.yaml"],
        expect_file!["children/billing.yaml"],
        expect_file!["children/courier.yaml"],
    ];
    for ((service, _), expect) in SERVICES.into_iter().zip(expected) {
        check(&json(service), &expect);
    }
}

/// What we write is what an API server stores: a second plan is empty.
#[test]
fn a_real_server_changes_nothing_that_is_ours() {
    for (service, observed) in SERVICES {
        let desired = expanded(&config(&json(service))).desired;
        let observed = live(observed);
        for (id, manifest) in desired.iter().filter(|(id, _)| id.kind != Kind::Namespace) {
            let found = observed.get(id).unwrap_or_else(|| panic!("{id} is not in the recording"));
            assert_eq!(drift(manifest.json(), &found.live), Vec::new(), "{id}");
        }
    }
}

#[test]
fn what_a_real_server_returns_is_recovered() {
    for (service, observed) in SERVICES {
        let config = config(&json(service));
        let planned = planned(&config, &world(&config));
        let expected = ServiceModel { create_namespace: acme_schema::Attr::Known(false), ..normal(&planned) };
        let place = expanded(&config).location;
        let place = place.place().unwrap().clone();
        let name = expected.name.known().unwrap();
        let id = match place.cluster {
            acme_children::Cluster::Configured => format!("{}/{name}", place.namespace),
            acme_children::Cluster::Eks(cluster) => format!("{cluster}/{}/{name}", place.namespace),
        };
        let target = Service.locate(&id, &Facts::default()).unwrap();
        let recovered = Service.recover(&target, &live(observed), &Facts::default()).unwrap();
        assert_eq!(ServiceModel::from_value(&recovered).unwrap(), expected, "{id}");
    }
}

fn check(json: &Json, expect: &ExpectFile) {
    let expansion = expanded(&config(json));
    let mut text = String::from("# What we own of the children; rewritten by UPDATE_EXPECT=1.\n");
    for (_, manifest) in expansion.desired.iter() {
        text.push_str("---\n");
        yaml(manifest.json(), "", &mut text);
        if !manifest.start().is_null() {
            text.push_str("# Starts with, and leaves to others:\n");
            yaml(manifest.start(), "# ", &mut text);
        }
        for (name, source) in manifest.secrets() {
            text.push_str(&format!("# Secret value {name}: {source:?}\n"));
        }
    }
    expect.assert_eq(&text);
}

/// Block style, keys in order, every text quoted.
fn yaml(value: &Json, indent: &str, into: &mut String) {
    match value {
        Json::Object(fields) => {
            for (name, field) in fields {
                into.push_str(&format!("{indent}{name}:"));
                nested(field, indent, into);
            }
        }
        Json::Array(elements) => {
            for element in elements {
                let mut text = String::new();
                yaml(element, &format!("{indent}  "), &mut text);
                into.push_str(&format!("{indent}- {}", text.trim_start()));
            }
        }
        scalar => into.push_str(&format!("{indent}{scalar}\n")),
    }
}

fn nested(value: &Json, indent: &str, into: &mut String) {
    match value {
        Json::Object(fields) if fields.is_empty() => into.push_str(" {}\n"),
        Json::Array(elements) if elements.is_empty() => into.push_str(" []\n"),
        Json::Object(_) => {
            into.push('\n');
            yaml(value, &format!("{indent}  "), into);
        }
        Json::Array(_) => {
            into.push('\n');
            yaml(value, indent, into);
        }
        scalar => into.push_str(&format!(" {scalar}\n")),
    }
}

/// What leads to the pods is applied before new pods are ready, so it must hold for the old ones, too.
#[test]
fn a_new_port_number_cuts_nobody_off() {
    let children = |number: i64, probed: &str| {
        expanded(&config(&serde_json::json!({
            "name": "api",
            "exposure": "public",
            "image": { "repository": "acme/api", "tag": "1" },
            "ports": { "http": { "port": number, "service_port": 80 }, "admin": { "port": 9000 } },
            "readiness_probe": { "http_get": { "path": "/healthz", "port": probed } },
            "route": { "hosts": ["api.acme.com"] },
        })))
        .desired
    };
    let (old, new) = (children(8080, "http"), children(9090, "http"));
    let differing: Vec<_> = old.iter().filter(|(id, child)| new.get(id) != Some(child)).collect();
    assert_eq!(differing.iter().map(|(id, _)| id.kind).collect::<Vec<_>>(), [Kind::Deployment]);
    let ingress = ChildId::new(Kind::Ingress, "api");
    for (probed, expected) in
        [("http", "traffic-port"), ("8080", "traffic-port"), ("admin", "9000"), ("9100", "9100")]
    {
        let children = children(8080, probed);
        let annotations = &children.get(&ingress).unwrap().json()["metadata"]["annotations"];
        assert_eq!(annotations["alb.ingress.kubernetes.io/healthcheck-port"], expected, "{probed}");
    }
}
