//! A value as one would write it in HCL, on one line: for documentation and messages, never for a machine to read.

use crate::Value;

/// The value in HCL. What is unknown reads as in Terraform's plans.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Unknown(_) => "(known after apply)".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::List(elements) | Value::Set(elements) | Value::Tuple(elements) => {
            format!("[{}]", elements.iter().map(literal).collect::<Vec<_>>().join(", "))
        }
        Value::Map(elements) => {
            braced(elements.iter().map(|(key, e)| format!("{} = {}", quoted(key), literal(e))))
        }
        Value::Object(attributes) => {
            let given = attributes.iter().filter(|(_, value)| !value.is_null());
            braced(given.map(|(name, value)| format!("{name} = {}", literal(value))))
        }
        Value::Dynamic(inner) => literal(&inner.1),
    }
}

fn braced(pairs: impl Iterator<Item = String>) -> String {
    let pairs = pairs.collect::<Vec<_>>();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}
