//! A block of HCL as a value of a schema: attributes that are not written are null, `unknown` stands for a value that is
//! known only after apply.

use acme_schema::{Number, Schema, Type, Value};
use serde_json::Value as Json;

const UNKNOWN: &str = "${unknown}";

/// The block's configuration.
pub(crate) fn read(hcl: &str, schema: &Schema) -> Value {
    let json: Json = hcl::from_str(hcl).unwrap_or_else(|error| panic!("{error} in\n{hcl}"));
    let known = schema.ty();
    if let (Json::Object(written), Type::Object(types)) = (&json, &known) {
        for name in written.keys() {
            assert!(types.contains_key(name), "the schema has no attribute `{name}`");
        }
    }
    value(&json, &known)
}

fn value(json: &Json, ty: &Type) -> Value {
    if json == UNKNOWN {
        return Value::unknown();
    }
    match (json, ty) {
        (Json::Null, _) => Value::Null,
        (Json::Bool(it), Type::Bool) => Value::Bool(*it),
        (Json::Number(it), Type::Number) => Value::Number(Number::from(it.as_i64().expect("a whole number"))),
        (Json::String(it), Type::String) => Value::String(it.clone()),
        (Json::Number(it), Type::String) => Value::String(it.to_string()),
        (Json::Array(elements), Type::List(of)) => {
            Value::List(elements.iter().map(|e| value(e, of)).collect())
        }
        (Json::Array(elements), Type::Set(of)) => Value::Set(elements.iter().map(|e| value(e, of)).collect()),
        (Json::Object(elements), Type::Map(of)) => {
            Value::Map(elements.iter().map(|(key, e)| (key.clone(), value(e, of))).collect())
        }
        (Json::Object(written), Type::Object(types)) => {
            let one = |(name, ty): (&String, &Type)| {
                (name.clone(), written.get(name).map_or(Value::Null, |json| value(json, ty)))
            };
            Value::Object(types.iter().map(one).collect())
        }
        _ => panic!("{json} is not {ty:?}"),
    }
}
