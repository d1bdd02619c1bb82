//! What live objects say about ports, exposure and route.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::model::{PortModel, RouteModel};
use super::super::spec::{Exposure, declared_ports, implied_port};
use super::{map_of, text};

/// The container's ports, each with the number that the Service gives it.
pub(super) fn ports(container: &Value, service: &Value) -> Attr<Map<PortModel>> {
    let mut ports = BTreeMap::new();
    for live in container["ports"].as_array().into_iter().flatten() {
        let Some(number) = live["containerPort"].as_i64() else { continue };
        let protocol = live["protocol"].as_str().unwrap_or("TCP");
        let given = live["name"].as_str();
        let front = front(service, number, protocol, given);
        let name = given.or(front["name"].as_str()).map_or_else(|| format!("port-{number}"), str::to_owned);
        let service_port = front["port"].as_i64().filter(|port| *port != number);
        let model = PortModel {
            port: Attr::Known(number),
            protocol: Attr::Known(protocol.to_owned()),
            service_port: service_port.into(),
        };
        ports.insert(name, Attr::Known(model));
    }
    map_of(ports)
}

/// The Service's port that leads to a container's; null where none does.
fn front<'a>(service: &'a Value, number: i64, protocol: &str, name: Option<&str>) -> &'a Value {
    let leads_here = |port: &&Value| {
        let target = if port["targetPort"].is_null() { &port["port"] } else { &port["targetPort"] };
        let same_target = target.as_i64() == Some(number) || (name.is_some() && target.as_str() == name);
        port["protocol"].as_str().unwrap_or("TCP") == protocol && same_target
    };
    service["spec"]["ports"].as_array().into_iter().flatten().find(leads_here).unwrap_or(&Value::Null)
}

/// From the NetworkPolicy; where that is not ours to read, from what leads in.
pub(super) fn exposure(policy: &Value, ingress: &Value, service: &Value) -> Attr<String> {
    let allowed = match &policy["spec"]["ingress"][0] {
        Value::Null => Exposure::Cluster,
        rule if rule["from"].is_null() => Exposure::Public,
        rule if rule["from"].as_array().into_iter().flatten().any(|from| from["ipBlock"].is_object()) => {
            Exposure::Internal
        }
        _ => Exposure::Cluster,
    };
    let scheme = &ingress["metadata"]["annotations"]["alb.ingress.kubernetes.io/scheme"];
    let class = ingress["spec"]["ingressClassName"].as_str().unwrap_or_default();
    // The AWS Load Balancer Controller's own default is internal.
    let led = if scheme == "internal" || (scheme.is_null() && class.starts_with("alb")) {
        Exposure::Internal
    } else if ingress.is_object() || service["spec"]["type"] == "LoadBalancer" {
        Exposure::Public
    } else {
        Exposure::Cluster
    };
    let exposure = if allowed == Exposure::Cluster { led } else { allowed };
    Attr::Known(exposure.as_str().to_owned())
}

pub(super) fn route(ingress: &Value, ports: &Attr<Map<PortModel>>) -> Attr<RouteModel> {
    let spec = &ingress["spec"];
    let rules = || spec["rules"].as_array().into_iter().flatten();
    let hosts: Vec<_> = rules().map(|rule| &rule["host"]).filter(|host| host.is_string()).map(text).collect();
    if hosts.is_empty() {
        return Attr::Null;
    }
    let path = rules().map(|rule| &rule["http"]["paths"][0]).next().unwrap_or(&Value::Null);
    let class = text(&spec["ingressClassName"]);
    Attr::Known(RouteModel {
        hosts: Attr::Known(hosts),
        path: Attr::Known(path["path"].as_str().unwrap_or("/").to_owned()),
        port: port(&path["backend"]["service"]["port"], ports),
        ingress_class: if class.is_null() { Attr::Known("alb".to_owned()) } else { class },
        tls_secret: text(&spec["tls"][0]["secretName"]),
    })
}

/// The port that a route names; null where it need not.
fn port(backend: &Value, ports: &Attr<Map<PortModel>>) -> Attr<String> {
    let is_number = |port: &PortModel, number: i64| {
        let service = if port.service_port.is_null() { &port.port } else { &port.service_port };
        service.known() == Some(&number)
    };
    let name = match (backend["name"].as_str(), backend["number"].as_i64()) {
        (Some(name), _) => Some(name.to_owned()),
        (None, Some(number)) => ports
            .known()
            .into_iter()
            .flatten()
            .find(|(_, port)| port.known().is_some_and(|port| is_number(port, number)))
            .map(|(name, _)| name.clone()),
        (None, None) => None,
    };
    let declared = declared_ports(ports);
    let implied = implied_port(&declared).map(|name| name.as_str().to_owned());
    if name == implied { Attr::Null } else { name.into() }
}
