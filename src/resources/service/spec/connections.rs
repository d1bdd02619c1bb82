//! What the replicas may connect to: services by their id, everything else by address and port.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map, Path};

use super::super::model::{ConnectionModel, ServiceModel};
use crate::shared::{Cidr, DatabaseId, Findings, Given, Label, PortNumber, Protocol, ServiceName, Text};

/// The `id` of an `acme_service`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceId {
    pub(crate) namespace: Label,
    pub(crate) name: ServiceName,
}

/// A port of the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PeerPort {
    pub(crate) number: PortNumber,
    pub(crate) protocol: Protocol,
}

/// Something to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Another service; without port, to all that its own policy lets in.
    Service { peer: ServiceId, port: Option<PeerPort> },
    /// A database, wherever it is in private address space.
    Database { id: DatabaseId, port: Option<PeerPort> },
    /// A range of addresses.
    Range { cidr: Cidr, port: PeerPort },
}

/// What there is to connect to, by the names that the user chose.
pub(crate) type Connections = BTreeMap<String, Connection>;

impl Text for ServiceId {
    const ALLOWED: &'static str = "the `id` of an `acme_service`: `NAMESPACE/NAME`";

    fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = text.split_once('/')?;
        Some(Self { namespace: Label::parse(namespace)?, name: ServiceName::parse(name)? })
    }
}

impl std::fmt::Display for ServiceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

pub(super) fn read(model: &ServiceModel, find: &mut Findings) -> Connections {
    let path = Path::of("connects_to");
    let given: &Attr<Map<ConnectionModel>> = &model.connects_to;
    let own = own_id(model);
    let mut connections = Connections::new();
    for (key, model) in find.seen(given).into_iter().flatten() {
        let path = path.key(key);
        if model.is_null() {
            find.rule(&path, "must not be null");
        }
        let connection = find.seen(model).and_then(|model| connection(model, own.as_deref(), &path, find));
        connections.extend(connection.map(|connection| (key.clone(), connection)));
    }
    connections
}

/// The service's own id, as far as known.
fn own_id(model: &ServiceModel) -> Option<String> {
    let namespace = match &model.namespace {
        Attr::Null => Label::default_namespace().to_string(),
        Attr::Unknown => return None,
        Attr::Known(namespace) => namespace.clone(),
    };
    Some(format!("{namespace}/{}", model.name.known()?))
}

fn connection(
    model: &ConnectionModel,
    own: Option<&str>,
    path: &Path,
    find: &mut Findings,
) -> Option<Connection> {
    let at = |name: &str| path.attribute(name);
    let peer: Attr<ServiceId> = find.text(&model.service_id, &at("service_id"));
    let cidr: Attr<Cidr> = find.text(&model.cidr, &at("cidr"));
    let database: Attr<DatabaseId> = find.text(&model.database_id, &at("database_id"));
    let number: Attr<PortNumber> = find.whole(&model.port, &at("port"));
    let protocol = find.text(&model.protocol, &at("protocol")).or(Protocol::Tcp);
    if number.is_null() && protocol.known() == Some(&Protocol::Udp) {
        find.rule(&at("protocol"), "must not be set without `port`: it is the protocol of that");
    }
    let targets = [&model.service_id, &model.database_id, &model.cidr];
    let known = targets.iter().filter(|target| target.known().is_some()).count();
    if known > 1 || targets.iter().all(|target| target.is_null()) {
        find.rule(path, "must have exactly one of `service_id`, `database_id` and `cidr`");
        return None;
    }
    if model.cidr.known().is_some() && number.is_null() {
        find.rule(&at("port"), "must be set with `cidr`");
        return None;
    }
    if model.service_id.known().is_some_and(|peer| own == Some(peer.as_str())) {
        find.rule(&at("service_id"), "must be another service: this one is where the connection begins");
    }
    let port = match number {
        Attr::Null => None,
        Attr::Known(number) => Some(PeerPort { number, protocol: protocol.option()? }),
        Attr::Unknown => return None,
    };
    match (peer, database, cidr) {
        (Attr::Known(peer), Attr::Null, Attr::Null) => Some(Connection::Service { peer, port }),
        (Attr::Null, Attr::Known(id), Attr::Null) => Some(Connection::Database { id, port }),
        (Attr::Null, Attr::Null, Attr::Known(cidr)) => Some(Connection::Range { cidr, port: port? }),
        (Attr::Null | Attr::Unknown | Attr::Known(_), _, _) => None,
    }
}
