//! What live objects say about ports, exposure and route.

use std::collections::{BTreeMap, BTreeSet};

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

/// The way in from outside; null where there is none, or one that a route cannot say: to say half of it would be to
/// change the rest.
pub(super) fn route(ingress: &Value, ports: &Attr<Map<PortModel>>) -> Attr<RouteModel> {
    routed(ingress, ports).into()
}

fn routed(ingress: &Value, ports: &Attr<Map<PortModel>>) -> Option<RouteModel> {
    let spec = &ingress["spec"];
    let rules = spec["rules"].as_array().filter(|_| spec["defaultBackend"].is_null())?;
    let path = only_path(rules.first()?)?;
    let host = |rule: &'_ Value| {
        let is_same = only_path(rule) == Some(path);
        rule["host"].as_str().filter(|_| is_same).map(str::to_owned)
    };
    let hosts = rules.iter().map(host).collect::<Option<Vec<_>>>()?;
    let service = &path["backend"]["service"];
    // Everything is named after the service, which is how the Ingress was found.
    if path["pathType"] != "Prefix" || service["name"] != ingress["metadata"]["name"] {
        return None;
    }
    Some(RouteModel {
        path: Attr::Known(path["path"].as_str()?.to_owned()),
        port: port(&service["port"], ports)?,
        ingress_class: Attr::Known(spec["ingressClassName"].as_str()?.to_owned()),
        tls_secret: tls_secret(&spec["tls"], &hosts)?,
        hosts: Attr::Known(hosts.into_iter().map(Attr::Known).collect()),
    })
}

fn only_path(rule: &Value) -> Option<&Value> {
    match rule["http"]["paths"].as_array()?.as_slice() {
        [path] => Some(path),
        _ => None,
    }
}

/// The Secret with the certificate for exactly these hosts; null where no Secret is named.
fn tls_secret(tls: &Value, hosts: &[String]) -> Option<Attr<String>> {
    let entries = tls.as_array().map_or(&[][..], Vec::as_slice);
    if entries.iter().all(|entry| entry["secretName"].is_null()) {
        return Some(Attr::Null);
    }
    let [entry] = entries else { return None };
    let covered: BTreeSet<_> =
        entry["hosts"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    (covered == hosts.iter().map(String::as_str).collect()).then(|| text(&entry["secretName"]))
}

/// The port that a route names, null where it need not; `None` where it is none of the container's.
fn port(backend: &Value, ports: &Attr<Map<PortModel>>) -> Option<Attr<String>> {
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
    }?;
    let declared = declared_ports(ports);
    let is_implied = implied_port(&declared).is_some_and(|implied| implied.as_str() == name);
    Some(if is_implied { Attr::Null } else { Attr::Known(name) })
}
