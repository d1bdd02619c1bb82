//! What live objects say about metrics.

use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::expand::{ANNOTATION_PATH, ANNOTATION_PORT, ANNOTATION_SCRAPE};
use super::super::model::{MetricsModel, PortModel};
use super::super::spec::{Discovery, declared_ports, main_port};
use super::text;
use crate::shared::{Protocol, RoutePath, Text};

/// Where metrics are: from a ServiceMonitor of ours, else from the annotations of the pods.
pub(super) fn metrics(monitor: &Value, pod: &Value, ports: &Attr<Map<PortModel>>) -> Attr<MetricsModel> {
    monitored(monitor, ports).or_else(|| annotated(&pod["annotations"], ports)).into()
}

fn monitored(monitor: &Value, ports: &Attr<Map<PortModel>>) -> Option<MetricsModel> {
    let endpoint = &monitor["spec"]["endpoints"][0];
    Some(MetricsModel {
        path: path(&endpoint["path"])?,
        port: port(endpoint["port"].as_str()?, ports),
        interval: text(&endpoint["interval"]),
        discovery: Attr::Known(Discovery::ServiceMonitor.as_str().to_owned()),
    })
}

fn annotated(annotations: &Value, ports: &Attr<Map<PortModel>>) -> Option<MetricsModel> {
    let number: u16 = annotations[ANNOTATION_PORT].as_str()?.parse().ok()?;
    let declared = declared_ports(ports);
    let is_meant = |port: &super::super::spec::Port| {
        port.number.get() == i64::from(number) && port.protocol == Protocol::Tcp
    };
    let (name, _) = declared.iter().find(|(_, port)| is_meant(port))?;
    let model = MetricsModel {
        path: path(&annotations[ANNOTATION_PATH])?,
        port: port(name.as_str(), ports),
        interval: Attr::Null,
        discovery: Attr::Known(Discovery::Annotations.as_str().to_owned()),
    };
    (annotations[ANNOTATION_SCRAPE] == "true").then_some(model)
}

/// `None` where it is none that can be written, e.g. with a query.
fn path(live: &Value) -> Option<Attr<String>> {
    let path = live.as_str().map_or(Some(RoutePath::metrics()), RoutePath::parse)?;
    Some(Attr::Known(path.to_string()))
}

/// Null where it need not be written.
fn port(name: &str, ports: &Attr<Map<PortModel>>) -> Attr<String> {
    let declared = declared_ports(ports);
    let is_main = main_port(&declared).is_some_and(|main| main.as_str() == name);
    if is_main { Attr::Null } else { Attr::Known(name.to_owned()) }
}
