//! How the service is reached: a stable address inside the cluster, and hosts outside.

use acme_children::Kind;
use serde_json::{Map, Value, json};

use super::super::spec::{Exposure, Route, Spec};
use super::{Child, named, selector};
use crate::shared::HostName;
use crate::shared::probe::{Handler, ProbePort};

/// Private addresses (RFC 1918).
pub(super) const PRIVATE_RANGES: [&str; 3] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

pub(super) fn service(spec: &Spec) -> Option<Child> {
    let ports: Vec<_> = spec
        .ports
        .iter()
        .map(|(name, port)| {
            json!({
                "name": name.as_str(),
                "port": port.service.get(),
                "targetPort": name.as_str(),
                "protocol": port.protocol.as_str(),
            })
        })
        .collect();
    let body = json!({ "spec": { "type": "ClusterIP", "selector": selector(spec), "ports": ports } });
    (!spec.ports.is_empty()).then(|| (named(Kind::Service, spec), body))
}

pub(super) fn ingress(spec: &Spec) -> Option<Child> {
    let route = spec.route.as_ref()?;
    let backend =
        json!({ "service": { "name": spec.name.as_str(), "port": { "name": route.port.as_str() } } });
    let path = json!({ "path": route.path.as_str(), "pathType": "Prefix", "backend": backend });
    let rules: Vec<_> = route
        .hosts
        .iter()
        .map(|host| json!({ "host": host.as_str(), "http": { "paths": [path] } }))
        .collect();
    let hosts: Vec<_> = route.hosts.iter().map(HostName::as_str).collect();
    let tls =
        route.tls_secret.as_ref().map(|secret| json!([{ "hosts": hosts, "secretName": secret.as_str() }]));
    let body = json!({
        "metadata": { "annotations": annotations(spec, route) },
        "spec": { "ingressClassName": route.ingress_class.as_str(), "tls": tls, "rules": rules },
    });
    Some((named(Kind::Ingress, spec), body))
}

/// What the AWS Load Balancer Controller is told; nothing for other controllers.
fn annotations(spec: &Spec, route: &Route) -> Value {
    if !route.is_alb() {
        return Value::Null;
    }
    let scheme = match spec.exposure {
        Exposure::Public => "internet-facing",
        Exposure::Internal | Exposure::Cluster => "internal",
    };
    let mut annotations = Map::new();
    let mut say = |name: &str, value: String| annotations.insert(alb_annotation(name), json!(value));
    say("scheme", scheme.to_owned());
    say("target-type", "ip".to_owned());
    say("listen-ports", r#"[{"HTTP": 80}, {"HTTPS": 443}]"#.to_owned());
    say("ssl-redirect", "443".to_owned());
    if let Some(delay) = spec.shutdown.deregistration {
        say(TARGET_GROUP, format!("{DEREGISTRATION}={}", delay.get()));
    }
    match health(spec, route) {
        Some(health) => {
            say("healthcheck-path", health.path);
            say("healthcheck-port", health.port);
            say("success-codes", "200-399".to_owned());
        }
        // Without a path that is known to be healthy, any answer shows that the process serves.
        None => {
            say("success-codes", "200-499".to_owned());
        }
    }
    Value::Object(annotations)
}

/// The full name of one of the controller's annotations.
pub(crate) fn alb_annotation(name: &str) -> String {
    format!("alb.ingress.kubernetes.io/{name}")
}

/// The annotation with what is set on the targets of a load balancer.
pub(crate) const TARGET_GROUP: &str = "target-group-attributes";

/// Among these, the seconds that open connections to a leaving target are left.
pub(crate) const DEREGISTRATION: &str = "deregistration_delay.timeout_seconds";

struct Health {
    path: String,
    port: String,
}

/// The health check's word for the port that each target gets its requests on.
const TRAFFIC_PORT: &str = "traffic-port";

/// What the load balancer asks: the same as the readiness probe, where that is HTTP. Where both use one port, it is not
/// told by number, which may differ between old and new pods.
fn health(spec: &Spec, route: &Route) -> Option<Health> {
    match &spec.readiness.as_ref()?.handler {
        Handler::HttpGet { path, port, .. } => {
            let number = match port {
                ProbePort::Number(number) => *number,
                ProbePort::Name(name) => spec.ports.get(name)?.number,
            };
            let is_routed = spec.ports.get(&route.port).is_some_and(|port| port.number == number);
            let port = if is_routed { TRAFFIC_PORT.to_owned() } else { number.get().to_string() };
            Some(Health { path: path.to_string(), port })
        }
        Handler::TcpSocket { .. } | Handler::Grpc { .. } | Handler::Exec { .. } => None,
    }
}
