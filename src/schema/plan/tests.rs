//! Planning over one small schema: what is said about a configuration, what is planned, what is replaced. Values are
//! written as JSON, with `"?"` for unknown.

mod preparation;
mod replacement;
mod sets;
mod validation;

use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};

use super::{fill_unknown, prepare, refuse_write_only, requires_replace, validate, with_write_only};
use crate::{
    Attr, Attribute, List, Map, Model, Nesting, Presence, Refinements, Rules, Schema, Shape, Type, Validator,
    Value,
};

#[derive(Model)]
struct Service {
    /// Name.
    #[model(required, replace, validate = short)]
    name: Attr<String>,
    /// Replicas.
    #[model(default = 1, range = 1..=9)]
    replicas: Attr<i64>,
    /// Ports.
    ports: Attr<Map<Port>>,
    /// Disk.
    disk: Attr<Disk>,
    /// Probe.
    #[model(default = Probe { path: Attr::Null, after: Attr::Known(5), seen: Attr::Null })]
    probe: Attr<Probe>,
    /// Steps.
    steps: Attr<List<Disk>>,
    /// Password.
    #[model(write_only, one_of = ["a"])]
    password: Attr<String>,
    /// Zone.
    #[model(optional, computed)]
    zone: Attr<String>,
    /// Id.
    #[model(computed, keep)]
    id: Attr<String>,
    /// Region.
    #[model(optional, computed, replace)]
    region: Attr<String>,
    /// Endpoint.
    #[model(computed)]
    endpoint: Attr<String>,
}

#[derive(Model)]
struct Port {
    /// Port.
    #[model(required, range = 1..)]
    port: Attr<i64>,
    /// Protocol.
    #[model(default = "tcp", deprecated = "leave it out")]
    protocol: Attr<String>,
    /// Address.
    #[model(computed)]
    address: Attr<String>,
    /// Stable address.
    #[model(computed, keep)]
    stable: Attr<String>,
    /// Key.
    #[model(sensitive, one_of = ["k"])]
    key: Attr<String>,
}

#[derive(Model)]
struct Disk {
    /// Size.
    #[model(required)]
    size: Attr<i64>,
    /// Class.
    #[model(replace)]
    class: Attr<String>,
    /// Token.
    #[model(write_only)]
    token: Attr<String>,
}

#[derive(Model)]
struct Probe {
    /// Path.
    #[model(default = "/")]
    path: Attr<String>,
    /// After.
    #[model(default = 1)]
    after: Attr<i64>,
    /// Seen.
    #[model(computed)]
    seen: Attr<String>,
}

fn short() -> Validator {
    Validator::text("at most 3 characters", |text| text.len() <= 3)
}

fn schema() -> Schema {
    Schema { version: 0, description: String::new(), attributes: Service::attributes() }
}

/// A value of `ty`: `"?"` is unknown, attributes left out are null.
fn value(json: &Json, ty: &Type) -> Value {
    match (json, ty) {
        (Json::String(text), _) if text == "?" => Value::unknown(),
        (Json::Null, _) => Value::Null,
        (Json::Object(given), Type::Object(types)) => {
            assert!(given.keys().all(|name| types.contains_key(name)), "a misspelt attribute in {json}");
            let pairs = types
                .iter()
                .map(|(name, ty)| (name.clone(), value(&given.get(name).cloned().unwrap_or_default(), ty)));
            Value::Object(pairs.collect())
        }
        (Json::Object(given), Type::Map(ty)) => {
            Value::Map(given.iter().map(|(key, json)| (key.clone(), value(json, ty))).collect())
        }
        (Json::Array(given), Type::List(ty)) => {
            Value::List(given.iter().map(|json| value(json, ty)).collect())
        }
        (Json::Array(given), Type::Set(ty)) => Value::Set(given.iter().map(|json| value(json, ty)).collect()),
        (json, ty) => crate::json::decode_value(json, ty).expect("a value of the type"),
    }
}

/// The other way; nulls are left out.
fn shown(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Unknown(_) => json!("?"),
        Value::Bool(value) => json!(value),
        Value::Number(number) => json!(number.as_i64()),
        Value::String(text) => json!(text),
        Value::List(elements) | Value::Set(elements) | Value::Tuple(elements) => {
            elements.iter().map(shown).collect()
        }
        Value::Map(elements) => elements.iter().map(|(key, e)| (key.clone(), shown(e))).collect(),
        Value::Object(attributes) => {
            let given = attributes.iter().filter(|(_, value)| !value.is_null());
            given.map(|(name, value)| (name.clone(), shown(value))).collect()
        }
        Value::Dynamic(inner) => shown(&inner.1),
    }
}
