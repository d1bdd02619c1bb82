//! Values on the wire: msgpack as the clients send it, JSON where one prefers that, always msgpack back.
//! An error names the value and the place in it, never what is there: it could be a secret.

use acme_schema::{CodecError, Diagnostic, Diagnostics, Path, Type, Value, json, msgpack};

use crate::proto::tfplugin6::DynamicValue;

/// Reads `what` (as `prior state`). No value at all is null.
pub(super) fn decode(what: &str, wire: Option<DynamicValue>, ty: &Type) -> Result<Value, Diagnostics> {
    let decoded = match wire {
        Some(DynamicValue { msgpack: bytes, .. }) if !bytes.is_empty() => msgpack::decode(&bytes, ty),
        Some(DynamicValue { json: bytes, .. }) if !bytes.is_empty() => json::decode(&bytes, ty),
        Some(_) => {
            Err(CodecError { path: Path::root(), reason: "is in no encoding that is known".to_owned() })
        }
        None => Ok(Value::Null),
    };
    decoded.map_err(|error| {
        Diagnostic::error(format!("The {what} that the provider was given does not fit its schema"))
            .because(&error)
            .hint("the client read the schema of another version of the provider, or there is a bug in one of them")
            .into()
    })
}

/// Writes `what` (as `planned state`).
pub(super) fn encode(what: &str, value: &Value, ty: &Type) -> Result<Option<DynamicValue>, Diagnostics> {
    match msgpack::encode(value, ty) {
        Ok(msgpack) => Ok(Some(DynamicValue { msgpack, json: Vec::new() })),
        Err(error) => {
            Err(Diagnostic::error(format!("The {what} that the provider made does not fit its schema"))
                .because(&error)
                .detail("This is a bug in the provider, not in the configuration; please report it.")
                .into())
        }
    }
}
