//! What a NetworkPolicy says about where pods connect to: the annotation that the provider writes. The rules of other tools
//! have no names, and mean more than can be written here.

use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::expand::CONNECTIONS;
use super::super::model::ConnectionModel;
use super::{map_of, text};
use crate::shared::Protocol;

pub(super) fn connections(policy: &Value) -> Attr<Map<ConnectionModel>> {
    let written = policy["metadata"]["annotations"][CONNECTIONS].as_str();
    let written: Option<Value> = written.and_then(|json| serde_json::from_str(json).ok());
    let written = written.as_ref().and_then(Value::as_object).into_iter().flatten();
    map_of(written.map(|(name, connection)| (name.clone(), Attr::Known(one(connection)))).collect())
}

fn one(written: &Value) -> ConnectionModel {
    let protocol = written["protocol"].as_str().unwrap_or(Protocol::Tcp.as_str());
    ConnectionModel {
        service_id: text(&written["service_id"]),
        database_id: text(&written["database_id"]),
        cidr: text(&written["cidr"]),
        port: written["port"].as_i64().into(),
        protocol: Attr::Known(protocol.to_owned()),
    }
}
