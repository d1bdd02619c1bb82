//! Where pods may connect to: names are looked up anywhere, and what is declared can be reached; nothing else.

use std::collections::BTreeMap;

use acme_children::label;
use serde_json::{Map, Value, json};

use super::super::TYPE_NAME;
use super::super::spec::{Connection, Connections, PeerPort, Spec};
use super::network::PRIVATE_RANGES;

/// The annotation that keeps the connections as they were written: a policy's rules have no names.
pub(crate) const ANNOTATION: &str = "acme.com/connects-to";

/// Addresses that VPCs may have beside the private ones (RFC 6598).
const SHARED_RANGE: &str = "100.64.0.0/10";
/// The port of PostgreSQL.
const POSTGRES: i64 = 5432;

/// The label that every namespace has, with its own name.
const NAMESPACE: &str = "kubernetes.io/metadata.name";

/// The policy's rules, in an order that depends on nothing but the configuration.
pub(super) fn rules(spec: &Spec) -> Vec<Value> {
    let connections = spec.connections.values().map(rule);
    std::iter::once(dns()).chain(connections).collect()
}

/// To any destination: where names are looked up differs (a node's own cache, the cluster's service), and so does how each
/// is seen by a policy.
fn dns() -> Value {
    json!({ "ports": [{ "port": 53, "protocol": "UDP" }, { "port": 53, "protocol": "TCP" }] })
}

fn rule(connection: &Connection) -> Value {
    match connection {
        Connection::Service { peer, port } => {
            let pods = json!({ label::NAME: peer.name.as_str(), label::RESOURCE: TYPE_NAME });
            let to = json!({
                "namespaceSelector": { "matchLabels": { NAMESPACE: peer.namespace.as_str() } },
                "podSelector": { "matchLabels": pods },
            });
            json!({ "to": [to], "ports": port.map(|port| [self::port(port)]) })
        }
        Connection::Database { port, .. } => {
            let ranges = PRIVATE_RANGES.iter().chain(&[SHARED_RANGE]);
            let to: Vec<_> = ranges.map(|cidr| json!({ "ipBlock": { "cidr": cidr } })).collect();
            let port = port.map_or_else(|| json!({ "port": POSTGRES, "protocol": "TCP" }), self::port);
            json!({ "to": to, "ports": [port] })
        }
        Connection::Range { cidr, port } => {
            json!({ "to": [{ "ipBlock": { "cidr": cidr.as_str() } }], "ports": [self::port(*port)] })
        }
    }
}

fn port(port: PeerPort) -> Value {
    json!({ "port": port.number.get(), "protocol": port.protocol.as_str() })
}

/// The connections by name, as JSON in a text; null without any.
pub(super) fn annotation(connections: &Connections) -> Value {
    if connections.is_empty() {
        return Value::Null;
    }
    let written: Map<_, _> =
        connections.iter().map(|(name, connection)| (name.clone(), written(connection))).collect();
    json!({ ANNOTATION: Value::Object(written).to_string() })
}

fn written(connection: &Connection) -> Value {
    let (mut fields, port) = match connection {
        Connection::Service { peer, port } => {
            (BTreeMap::from([("service_id", json!(peer.to_string()))]), *port)
        }
        Connection::Database { id, port } => (BTreeMap::from([("database_id", json!(id.as_str()))]), *port),
        Connection::Range { cidr, port } => (BTreeMap::from([("cidr", json!(cidr.as_str()))]), Some(*port)),
    };
    if let Some(port) = port {
        fields.extend([("port", json!(port.number.get())), ("protocol", json!(port.protocol.as_str()))]);
    }
    json!(fields)
}
