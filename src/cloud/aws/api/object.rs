//! Answers as JSON by AWS' names. What an answer does not have is absent, never null; times are RFC 3339 to the second.

use std::collections::HashMap;

use aws_sdk_rds::primitives::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::{Map, Value};

/// A JSON object that is being made.
#[derive(Default)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    /// The object with this field, where there is something to put in it.
    pub(super) fn with(mut self, name: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value.into());
        }
        self
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// A list, each of its elements as `one` says.
pub(super) fn list<T, V: Into<Value>>(items: Option<Vec<T>>, one: impl Fn(T) -> V) -> Option<Value> {
    items.map(|items| array(items, one))
}

/// A list of names, as `one` finds them.
pub(super) fn names<T>(items: Option<Vec<T>>, one: impl Fn(T) -> Option<String>) -> Option<Vec<String>> {
    items.map(|items| items.into_iter().filter_map(one).collect())
}

/// A list that is always there.
pub(super) fn array<T, V: Into<Value>>(items: Vec<T>, one: impl Fn(T) -> V) -> Value {
    Value::Array(items.into_iter().map(|item| one(item).into()).collect())
}

/// A time without its fraction, so that times sort as texts.
pub(super) fn time(time: Option<DateTime>) -> Option<String> {
    DateTime::from_secs(time?.secs()).fmt(Format::DateTime).ok()
}

/// Tags as an object of text; an empty one where there are none.
pub(super) fn tags(tags: Option<Vec<aws_sdk_rds::types::Tag>>) -> Option<Value> {
    let tags = tags.unwrap_or_default().into_iter();
    let pairs = tags.filter_map(|tag| Some((tag.key?, Value::from(tag.value.unwrap_or_default()))));
    Some(Value::Object(pairs.collect()))
}

/// An object of text.
pub(super) fn texts(pairs: HashMap<String, String>) -> Value {
    Value::Object(pairs.into_iter().map(|(key, value)| (key, Value::from(value))).collect())
}
