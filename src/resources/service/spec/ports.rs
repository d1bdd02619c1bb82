//! The ports that a container listens on, and which of them is the main one.

use std::collections::{BTreeMap, BTreeSet};

use acme_schema::{Attr, Map, Path};

use super::super::model::PortModel;
use crate::shared::probe::Declared;
use crate::shared::{Findings, Given, PortName, PortNumber, Protocol, Text};

/// The name that makes a port the main one.
const MAIN: &str = "http";

/// A port that a container listens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    /// The number in the container.
    pub(crate) number: PortNumber,
    pub(crate) protocol: Protocol,
    /// The number at the service's address.
    pub(crate) service: PortNumber,
}

/// The port that the default readiness probe and a route use: the one named `http`, else the first TCP port by name.
pub(crate) fn main_port(ports: &BTreeMap<PortName, Port>) -> Option<&PortName> {
    let mut names = tcp_ports(ports);
    let first = names.next()?;
    if first.as_str() == MAIN {
        Some(first)
    } else {
        names.find(|name| name.as_str() == MAIN).or(Some(first))
    }
}

/// The only TCP port, or the one named `http`; `None` where there is no obvious one.
pub(super) fn obvious_port(ports: &BTreeMap<PortName, Port>) -> Option<&PortName> {
    let main = main_port(ports)?;
    (main.as_str() == MAIN || tcp_ports(ports).count() == 1).then_some(main)
}

pub(super) fn tcp_ports(ports: &BTreeMap<PortName, Port>) -> impl Iterator<Item = &PortName> {
    ports.iter().filter(|(_, port)| port.protocol == Protocol::Tcp).map(|(name, _)| name)
}

/// Name to number, as far as known, for probes.
pub(super) fn declared(given: &Attr<Map<PortModel>>) -> Declared {
    given.clone().map(|ports| ports.into_iter().map(|(name, port)| (name, number(&port))).collect())
}

fn number(port: &Attr<PortModel>) -> Attr<PortNumber> {
    port.known()
        .and_then(|port| port.port.known())
        .and_then(|number| PortNumber::parse(*number))
        .map_or(Attr::Unknown, Attr::Known)
}

/// Reads all ports; unknown where any is.
pub(super) fn read(given: &Attr<Map<PortModel>>, find: &mut Findings) -> Attr<BTreeMap<PortName, Port>> {
    let path = Path::of("ports");
    let Some(models) = find.seen(given) else {
        return if given.is_null() { Attr::Known(BTreeMap::new()) } else { Attr::Unknown };
    };
    let mut ports = BTreeMap::new();
    let mut taken = Taken::default();
    for (key, model) in models {
        let path = path.key(key);
        let name = PortName::parse(key);
        if name.is_none() {
            find.rule(&path, format!("the key must be {}", PortName::ALLOWED));
        }
        if model.is_null() {
            find.rule(&path, "must not be null");
        }
        let port = find.seen(model).and_then(|model| one(model, &path, &mut taken, find));
        if let (Some(name), Some(port)) = (name, port) {
            ports.insert(name, port);
        }
    }
    if ports.len() == models.len() { Attr::Known(ports) } else { Attr::Unknown }
}

/// The ports of a model that nothing is said about; none where any is unknown.
pub(crate) fn declared_ports(given: &Attr<Map<PortModel>>) -> BTreeMap<PortName, Port> {
    read(given, &mut Findings::default()).option().unwrap_or_default()
}

/// Numbers in use, per protocol.
#[derive(Default)]
struct Taken {
    container: BTreeSet<(PortNumber, Protocol)>,
    service: BTreeSet<(PortNumber, Protocol)>,
}

fn one(model: &PortModel, path: &Path, taken: &mut Taken, find: &mut Findings) -> Option<Port> {
    let at = |name: &str| path.attribute(name);
    let number = find.whole(&model.port, &at("port"));
    let number = find.required(number, &at("port"));
    let protocol = find.text(&model.protocol, &at("protocol")).or(Protocol::Tcp);
    let service: Attr<PortNumber> = find.whole(&model.service_port, &at("service_port"));
    // Where no port is given for the service, a duplicate of it is the fault of `port`.
    let service_path = if service.is_null() { at("port") } else { at("service_port") };
    let (number, protocol) = (number.option()?, protocol.option()?);
    let service = if service.is_null() { number } else { service.option()? };
    if !taken.container.insert((number, protocol)) {
        let allowed = format!(
            "must differ from the other ports: {} {} is declared twice",
            number.get(),
            protocol.as_str()
        );
        find.rule(&at("port"), allowed);
    } else if !taken.service.insert((service, protocol)) {
        let allowed = format!(
            "must differ from the other ports: the service has {} {} already",
            service.get(),
            protocol.as_str()
        );
        find.rule(&service_path, allowed);
    }
    Some(Port { number, protocol, service })
}
