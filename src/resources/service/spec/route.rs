//! The way to a service from outside the cluster.

use std::collections::BTreeMap;

use acme_schema::{Attr, List, Path};

use super::super::model::RouteModel;
use super::ports::{self, Port};
use crate::shared::{Findings, Given, HostName, ObjectName, PortName, RoutePath, Text};

/// The IngressClass where none is given.
const DEFAULT_CLASS: &str = "alb";

/// Hosts and a path that lead to a port of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// At least one, none twice.
    pub(crate) hosts: Vec<HostName>,
    pub(crate) path: RoutePath,
    /// A TCP port of the service.
    pub(crate) port: PortName,
    pub(crate) ingress_class: ObjectName,
    pub(crate) tls_secret: Option<ObjectName>,
}

impl Route {
    /// Whether it is served by the AWS Load Balancer Controller, which takes orders by annotation.
    pub(crate) fn is_alb(&self) -> bool {
        self.ingress_class.as_str().starts_with("alb")
    }
}

/// The port of a route that names none, where one suggests itself.
pub(crate) fn implied_port(ports: &BTreeMap<PortName, Port>) -> Option<&PortName> {
    ports::obvious_port(ports)
}

pub(super) fn read(
    given: &Attr<RouteModel>,
    declared: &Attr<BTreeMap<PortName, Port>>,
    find: &mut Findings,
) -> Option<Route> {
    let path = Path::of("route");
    let at = |name: &str| path.attribute(name);
    let model = find.seen(given)?;
    let hosts = hosts(&model.hosts, &at("hosts"), find);
    let prefix = find.text(&model.path, &at("path")).or(RoutePath::root());
    let class = find.text(&model.ingress_class, &at("ingress_class"));
    let class = if class.is_null() { ObjectName::parse(DEFAULT_CLASS) } else { class.option() };
    let tls_secret = find.text(&model.tls_secret, &at("tls_secret"));
    let port = port(&model.port, declared, find);
    Some(Route {
        hosts: hosts?,
        path: prefix.option()?,
        port: port?,
        ingress_class: class?,
        tls_secret: tls_secret.option(),
    })
}

fn hosts(given: &Attr<List<String>>, path: &Path, find: &mut Findings) -> Option<Vec<HostName>> {
    let texts = find.texts(given, path);
    let texts = find.required(texts, path).option()?;
    if texts.is_empty() {
        find.rule(path, "must have at least one host name");
    }
    let mut hosts = Vec::with_capacity(texts.len());
    for (position, text) in texts.iter().enumerate() {
        match HostName::parse(text) {
            None => find.rule(&path.index(position), format!("must be {}", HostName::ALLOWED)),
            Some(host) if hosts.contains(&host) => {
                find.rule(
                    &path.index(position),
                    format!("must differ from the other hosts: `{host}` is there twice"),
                );
            }
            Some(host) => hosts.push(host),
        }
    }
    Some(hosts)
}

fn port(
    given: &Attr<String>,
    declared: &Attr<BTreeMap<PortName, Port>>,
    find: &mut Findings,
) -> Option<PortName> {
    let route = Path::of("route");
    let path = route.attribute("port");
    let named: Attr<PortName> = find.text(given, &path);
    let ports = declared.known()?;
    let tcp: Vec<_> = ports::tcp_ports(ports).map(|name| format!("`{name}`")).collect();
    if tcp.is_empty() {
        find.rule(
            &route,
            "must not be set for a service without a TCP port in `ports`: there is nothing to lead to",
        );
        return None;
    }
    match named {
        Attr::Unknown => None,
        Attr::Known(name) => {
            if !tcp.contains(&format!("`{name}`")) {
                find.rule(&path, format!("must be the name of a TCP port in `ports`: {}", tcp.join(", ")));
            }
            Some(name)
        }
        Attr::Null => {
            let port = implied_port(ports).cloned();
            if port.is_none() {
                find.rule(
                    &path,
                    format!(
                        "must be set where none of several TCP ports is named `http`: one of {}",
                        tcp.join(", ")
                    ),
                );
            }
            port
        }
    }
}
