//! A call of AWS Backup taken apart, and the ways to refuse one. Pure; knows no operation.

use crate::gateway::signature::Query;
use http::{Method, Uri};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// What an operation answers with.
pub(super) type Answer = Result<Value, Refusal>;

/// A request of the REST protocol.
pub(super) struct Call {
    method: Method,
    /// Segments, decoded: an ARN is one of them.
    path: Vec<String>,
    query: Query,
    pub(super) body: Value,
    pub(super) region: String,
}

impl Call {
    pub(super) fn parse(method: &Method, uri: &Uri, body: &[u8], region: &str) -> Result<Self, Refusal> {
        let decode = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
        let body = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(body) };
        Ok(Self {
            method: method.clone(),
            // Some clients end a path in a slash.
            path: uri.path().trim_end_matches('/').split('/').skip(1).map(decode).collect(),
            query: Query::parse(uri.query().unwrap_or_default()),
            body: body.map_err(|error| Refusal::new("SerializationException", &error.to_string()))?,
            region: region.to_owned(),
        })
    }

    /// Method and segments, to be matched.
    pub(super) fn route(&self) -> (&str, Vec<&str>) {
        (self.method.as_str(), self.path.iter().map(String::as_str).collect())
    }

    /// A parameter of the query. Restore testing writes the first letter large, the rest of the service small.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        self.query.get(name).filter(|value| !value.is_empty())
    }

    /// The answer to what is no operation of the sandbox's Backup.
    pub(super) fn unknown(&self) -> Refusal {
        let message = format!("the sandbox's Backup has no {} /{}", self.method, self.path.join("/"));
        Refusal::new("UnknownOperationException", &message)
    }

    /// A text of the body that must be there.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        required(&self.body, name)
    }
}

/// A text that must be there.
pub(super) fn required<'a>(object: &'a Value, name: &str) -> Result<&'a str, Refusal> {
    let missing = || Refusal::new("MissingParameterValueException", &format!("{name} is missing"));
    Some(text(object, name)).filter(|text| !text.is_empty()).ok_or_else(missing)
}

/// A text, empty where there is none.
pub(super) fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn number(object: &Value, name: &str) -> Option<i64> {
    object.get(name).and_then(Value::as_i64)
}

/// The elements of a list, none where there is no list.
pub(super) fn list<'a>(object: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    object.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// The texts of a list.
pub(super) fn texts<'a>(object: &'a Value, name: &str) -> Vec<&'a str> {
    list(object, name).filter_map(Value::as_str).collect()
}

pub(super) fn map(object: &Value, name: &str) -> Map<String, Value> {
    object.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Writes these fields over those of an object; null takes one away.
pub(super) fn change(object: &mut Value, fields: Value) {
    let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) else { return };
    for (name, value) in fields {
        if value.is_null() {
            object.remove(&name);
        } else {
            object.insert(name, value);
        }
    }
}

/// The object without the fields that are null.
pub(super) fn whole(fields: Value) -> Value {
    let mut object = Value::Object(Map::new());
    change(&mut object, fields);
    object
}

/// Why an operation is not done: an error that the service's model has, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(code: &'static str, message: &str) -> Self {
        Self { code, message: message.to_owned() }
    }

    pub(super) fn not_found(message: &str) -> Self {
        Self::new("ResourceNotFoundException", message)
    }

    /// A value that AWS does not take.
    pub(super) fn value(message: &str) -> Self {
        Self::new("InvalidParameterValueException", message)
    }

    /// What cannot be done in the state that things are in.
    pub(super) fn state(message: &str) -> Self {
        Self::new("InvalidRequestException", message)
    }

    pub(super) fn exists(message: &str) -> Self {
        Self::new("AlreadyExistsException", message)
    }
}
