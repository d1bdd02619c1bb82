//! What Prometheus reads, and how it is told.

use std::collections::BTreeMap;

use acme_schema::{Attr, Path};

use super::super::model::ServiceModel;
use super::ports::{self, Port, main_port};
use crate::shared::{Findings, Given, PortName, RoutePath, WaitTime, word_type};

word_type!(
    /// How Prometheus is told of a service.
    Discovery,
    "one of `service_monitor`, `annotations`",
    /// By a custom resource of the Prometheus Operator.
    ServiceMonitor = "service_monitor",
    /// By annotations of the pods.
    Annotations = "annotations"
);

/// Where a TCP port of the service answers with metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Metrics {
    pub(crate) path: RoutePath,
    pub(crate) port: PortName,
    /// As written: Prometheus reads the same form. `None`: its own.
    pub(crate) interval: Option<String>,
    pub(crate) discovery: Discovery,
}

pub(super) fn read(
    model: &ServiceModel,
    declared: &Attr<BTreeMap<PortName, Port>>,
    find: &mut Findings,
) -> Option<Metrics> {
    let path = Path::of("metrics");
    let at = |name: &str| path.attribute(name);
    let given = find.seen(&model.metrics)?;
    let asked = find.text(&given.path, &at("path")).or(RoutePath::metrics());
    let interval = find.text::<WaitTime>(&given.interval, &at("interval"));
    let discovery = find.text(&given.discovery, &at("discovery"));
    if discovery.is_null() {
        find.unknown();
    }
    let port = port(&given.port, declared, find);
    Some(Metrics {
        path: asked.option()?,
        port: port?,
        interval: interval.option().and_then(|_| given.interval.clone().option()),
        discovery: discovery.option()?,
    })
}

fn port(
    given: &Attr<String>,
    declared: &Attr<BTreeMap<PortName, Port>>,
    find: &mut Findings,
) -> Option<PortName> {
    let path = Path::of("metrics");
    let named: Attr<PortName> = find.text(given, &path.attribute("port"));
    let declared = declared.known()?;
    let Some(main) = main_port(declared) else {
        find.rule(
            &path,
            "must not be set for a service without a TCP port in `ports`: there is nothing to read",
        );
        return None;
    };
    if named.is_null() {
        return Some(main.clone());
    }
    let name = named.option()?;
    let tcp: Vec<_> = ports::tcp_ports(declared).collect();
    if !tcp.contains(&&name) {
        let names: Vec<_> = tcp.iter().map(|name| format!("`{name}`")).collect();
        let allowed = format!("must be the name of a TCP port in `ports`: {}", names.join(", "));
        find.rule(&path.attribute("port"), allowed);
    }
    Some(name)
}
