//! Values as JSON, the encoding of state: types are not in it, except where the schema says `dynamic`.
//! Unknown has no JSON form.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::{CodecError, Step, Type, Value};

/// What to do where an object and its type have different attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attributes {
    /// Refuse.
    Exact,
    /// Leave out those that the type lacks, read those that the object lacks as null.
    Forgiving,
}

/// Reads a value of type `ty` from JSON text.
///
/// # Errors
/// The text is not JSON, or not that of a value of this type.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, CodecError> {
    decode_value(&parse(bytes)?, ty)
}

/// Reads a value of type `ty` from JSON.
///
/// # Errors
/// It is not that of a value of this type.
pub fn decode_value(json: &Json, ty: &Type) -> Result<Value, CodecError> {
    read(json, ty, Attributes::Exact)
}

/// Writes a value of type `ty` as JSON text.
///
/// # Errors
/// Something in the value is unknown, or it is not of this type.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, CodecError> {
    Ok(encode_value(value, ty)?.to_string().into_bytes())
}

/// Writes a value of type `ty` as JSON.
///
/// # Errors
/// As [`encode`].
pub fn encode_value(value: &Value, ty: &Type) -> Result<Json, CodecError> {
    let elements = |elements: &[Value], types: &mut dyn Iterator<Item = &Type>| {
        let pairs = elements.iter().zip(types).enumerate();
        pairs.map(|(i, (e, t))| encode_value(e, t).map_err(|e| e.within(index(i)))).collect::<Result<_, _>>()
    };
    match (value, ty) {
        (Value::Unknown(_), _) => Err(CodecError::new("must be known")),
        (Value::Null, _) => Ok(Json::Null),
        (Value::Bool(value), Type::Bool) => Ok(json!(value)),
        (Value::Number(number), Type::Number) => number
            .to_string()
            .parse::<serde_json::Number>()
            .map(Json::Number)
            .map_err(|_| CodecError::new("must be a number that JSON can hold")),
        (Value::String(text), Type::String) => Ok(json!(text)),
        (Value::List(values), Type::List(element)) | (Value::Set(values), Type::Set(element)) => {
            elements(values, &mut std::iter::repeat(&**element)).map(Json::Array)
        }
        (Value::Tuple(values), Type::Tuple(types)) if values.len() == types.len() => {
            elements(values, &mut types.iter()).map(Json::Array)
        }
        (Value::Map(values), Type::Map(element)) => {
            let pairs = values.iter().map(|(key, value)| {
                Ok((key.clone(), encode_value(value, element).map_err(|e| e.within(Step::Key(key.clone())))?))
            });
            pairs.collect::<Result<_, _>>().map(Json::Object)
        }
        (Value::Object(values), Type::Object(types)) => {
            super::same_attributes(values, types)?;
            let pairs = values.iter().zip(types.values()).map(|((name, value), ty)| {
                let json = encode_value(value, ty).map_err(|e| e.within(Step::Attribute(name.clone())))?;
                Ok((name.clone(), json))
            });
            pairs.collect::<Result<_, _>>().map(Json::Object)
        }
        (Value::Dynamic(inner), Type::Dynamic) => {
            let (ty, value) = &**inner;
            Ok(json!({ "value": encode_value(value, ty)?, "type": ty.to_json() }))
        }
        _ => Err(super::mismatch(ty, value.kind())),
    }
}

pub(crate) fn parse(bytes: &[u8]) -> Result<Json, CodecError> {
    // The parser's own message can quote the text, so only its kind and place are told.
    serde_json::from_slice(bytes).map_err(|e| {
        CodecError::new(format!("must be JSON, but is not at line {} column {}", e.line(), e.column()))
    })
}

pub(crate) fn read(json: &Json, ty: &Type, rule: Attributes) -> Result<Value, CodecError> {
    match (ty, json) {
        (_, Json::Null) => Ok(Value::Null),
        (Type::Bool, Json::Bool(value)) => Ok(Value::Bool(*value)),
        (Type::Number, Json::Number(number)) => number
            .to_string()
            .parse()
            .map(Value::Number)
            .map_err(|_| CodecError::new("must be a number of a reasonable size")),
        (Type::String, Json::String(text)) => Ok(Value::String(text.clone())),
        (Type::List(element), Json::Array(elements)) => array(elements, element, rule).map(Value::List),
        (Type::Set(element), Json::Array(elements)) => array(elements, element, rule).map(Value::Set),
        (Type::Tuple(types), Json::Array(elements)) if types.len() == elements.len() => {
            let pairs = elements.iter().zip(types).enumerate();
            let values = pairs.map(|(i, (e, ty))| read(e, ty, rule).map_err(|e| e.within(index(i))));
            values.collect::<Result<_, _>>().map(Value::Tuple)
        }
        (Type::Map(element), Json::Object(elements)) => {
            let pairs = elements.iter().map(|(key, json)| {
                Ok((key.clone(), read(json, element, rule).map_err(|e| e.within(Step::Key(key.clone())))?))
            });
            pairs.collect::<Result<_, _>>().map(Value::Map)
        }
        (Type::Object(types), Json::Object(attributes)) => object(attributes, types, rule),
        (Type::Dynamic, Json::Object(wrapper)) => match (wrapper.get("type"), wrapper.get("value")) {
            (Some(ty), Some(value)) if wrapper.len() == 2 => {
                let ty = Type::from_json(ty)?;
                let value = read(value, &ty, rule)?;
                Ok(Value::Dynamic(Box::new((ty, value))))
            }
            _ => Err(CodecError::new("must have a `type` and a `value`")),
        },
        _ => Err(super::mismatch(ty, kind(json))),
    }
}

fn array(elements: &[Json], ty: &Type, rule: Attributes) -> Result<Vec<Value>, CodecError> {
    elements.iter().enumerate().map(|(i, e)| read(e, ty, rule).map_err(|e| e.within(index(i)))).collect()
}

fn object(
    attributes: &serde_json::Map<String, Json>,
    types: &BTreeMap<String, Type>,
    rule: Attributes,
) -> Result<Value, CodecError> {
    let extra = attributes.keys().find(|name| !types.contains_key(*name));
    if let (Attributes::Exact, Some(name)) = (rule, extra) {
        return Err(
            CodecError::new("is not an attribute of this object").within(Step::Attribute(name.clone()))
        );
    }
    let pairs = types.iter().map(|(name, ty)| {
        let value = match (attributes.get(name), rule) {
            (Some(json), _) => read(json, ty, rule),
            (None, Attributes::Forgiving) => Ok(Value::Null),
            (None, Attributes::Exact) => Err(CodecError::new("must be present")),
        };
        Ok((name.clone(), value.map_err(|e| e.within(Step::Attribute(name.clone())))?))
    });
    pairs.collect::<Result<_, _>>().map(Value::Object)
}

fn index(position: usize) -> Step {
    Step::Index(i64::try_from(position).unwrap_or(i64::MAX))
}

fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a bool",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}
