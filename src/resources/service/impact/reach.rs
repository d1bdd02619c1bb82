//! What changes for those who reach the service, and for what it reaches: exposure, ports, route, connections. What is only
//! added takes nothing away from anybody.

use std::collections::BTreeSet;

use acme_schema::{Attr, Map, Path};

use super::super::model::{ConnectionModel, PortModel, RouteModel, ServiceModel};
use super::super::spec::{Exposure, declared_ports, implied_port};
use super::Change;
use crate::impact::{Disruption, Impact};
use crate::shared::{PortName, Text};

pub(super) fn exposure(change: &Change<'_>) -> Impact {
    let read = |given: &Attr<String>| given.known().and_then(|word| Exposure::parse(word));
    let (before, after) = (read(&change.prior.exposure), read(&change.planned.exposure));
    let outage = |reason: &str| Impact::of(Disruption::Outage, Path::of("exposure"), reason);
    match (before, after) {
        (Some(Exposure::Public | Exposure::Internal), Some(Exposure::Cluster)) => {
            outage("clients outside the cluster lose access")
        }
        (Some(Exposure::Public), Some(Exposure::Internal)) => {
            outage("clients outside the private networks lose access")
        }
        (Some(Exposure::Internal), Some(Exposure::Public)) if has_load_balancer(change) => {
            outage("the load balancer is replaced: an internal one cannot become one of the internet")
        }
        _ => Impact::none(),
    }
}

fn has_load_balancer(change: &Change<'_>) -> bool {
    let is_alb =
        |route: &RouteModel| route.ingress_class.known().is_none_or(|class| class.starts_with("alb"));
    change.prior.route.known().is_some_and(is_alb) && change.planned.route.known().is_some_and(is_alb)
}

/// The ports of a model that are known, by name.
fn known_ports(given: &Attr<Map<PortModel>>) -> impl Iterator<Item = (&String, &PortModel)> {
    given.known().into_iter().flatten().filter_map(|(name, port)| Some((name, port.known()?)))
}

pub(super) fn ports(change: &Change<'_>) -> Impact {
    let mut impact = Impact::none();
    for (name, before) in known_ports(&change.prior.ports) {
        let path = Path::of("ports").key(name);
        let after = known_ports(&change.planned.ports).find(|(other, _)| *other == name);
        impact = impact.or_worse(match after {
            None => Impact::of(
                Disruption::Outage,
                path,
                format!("whoever uses the port `{name}` loses it; under another name it is another port"),
            ),
            Some((_, after)) => port(before, after, &path),
        });
    }
    impact.or_worse(change.replaces_pods(Path::of("ports")))
}

fn port(before: &PortModel, after: &PortModel, path: &Path) -> Impact {
    let outage =
        |attribute: &str, reason: String| Impact::of(Disruption::Outage, path.attribute(attribute), reason);
    let service = |port: &PortModel| port.service_port.known().or(port.port.known()).copied();
    if protocol(&before.protocol) != protocol(&after.protocol) {
        return outage("protocol", format!("whoever uses {} loses the port", protocol(&before.protocol)));
    }
    if service(before) == service(after) {
        return Impact::none();
    }
    let lost = service(before).unwrap_or_default();
    let cause = if before.service_port == after.service_port { "port" } else { "service_port" };
    outage(
        cause,
        format!("other pods no longer reach the service at {lost}; `service_port = {lost}` keeps it there"),
    )
}

fn protocol(given: &Attr<String>) -> &str {
    given.known().map_or("TCP", String::as_str)
}

pub(super) fn route(change: &Change<'_>) -> Impact {
    let path = Path::of("route");
    let outage = |path: &Path, reason: String| Impact::of(Disruption::Outage, path.clone(), reason);
    let Some(before) = change.prior.route.known() else { return Impact::none() };
    let Some(after) = change.planned.route.known() else {
        return outage(&path, "nothing leads to the service from outside the cluster any more".to_owned());
    };
    let hosts = |route: &RouteModel| -> BTreeSet<String> {
        route.hosts.known().into_iter().flatten().filter_map(Attr::known).cloned().collect()
    };
    let (old, new) = (hosts(before), hosts(after));
    let lost: Vec<_> = old.difference(&new).map(|host| format!("`{host}`")).collect();
    if !lost.is_empty() {
        let reason = format!("{} no longer leads to the service", lost.join(", "));
        return outage(&path.attribute("hosts"), reason);
    }
    let text = |given: &Attr<String>, default: &str| given.known().map_or(default, String::as_str).to_owned();
    let words = [
        (
            "path",
            text(&before.path, "/"),
            text(&after.path, "/"),
            "paths that led to the service no longer do",
        ),
        (
            "port",
            to_port(change.prior, before),
            to_port(change.planned, after),
            "requests go to another port, whose targets are new",
        ),
        (
            "ingress_class",
            text(&before.ingress_class, "alb"),
            text(&after.ingress_class, "alb"),
            "another controller serves the hosts, at another address",
        ),
    ];
    for (name, old, new, reason) in words {
        if old != new {
            return outage(&path.attribute(name), reason.to_owned());
        }
    }
    if !before.tls_secret.is_null() && after.tls_secret.is_null() {
        return outage(&path.attribute("tls_secret"), "the hosts lose their certificate".to_owned());
    }
    Impact::none()
}

/// The port that a route leads to, whether it is written or implied.
fn to_port(service: &ServiceModel, route: &RouteModel) -> String {
    let implied = || implied_port(&declared_ports(&service.ports)).map(PortName::to_string);
    route.port.known().cloned().or_else(implied).unwrap_or_default()
}

/// A connection that is only renamed stays open: policies have no names.
pub(super) fn connections(change: &Change<'_>) -> Impact {
    let known = |given: &'_ Attr<Map<ConnectionModel>>| -> Vec<(String, ConnectionModel)> {
        let known = given.known().into_iter().flatten();
        known.filter_map(|(name, connection)| Some((name.clone(), connection.known()?.clone()))).collect()
    };
    let after = known(&change.planned.connects_to);
    let lost = known(&change.prior.connects_to)
        .into_iter()
        .find(|(_, connection)| !after.iter().any(|(_, other)| other == connection));
    lost.map_or_else(Impact::none, |(name, _)| {
        let reason = format!("what `{name}` allowed is refused, and connections that it had are cut");
        Impact::of(Disruption::Outage, Path::of("connects_to").key(name), reason)
    })
}
