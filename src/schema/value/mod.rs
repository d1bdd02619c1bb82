//! A value of the Terraform language, null and unknown included, independent of any encoding.
//! The two encodings of the wire are [`msgpack`] (calls) and [`json`] (state); both are checked against a type.

mod error;
pub mod json;
mod literal;
pub mod msgpack;
mod number;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{Path, Step, Type};

pub use error::CodecError;
pub(crate) use literal::literal;
pub use number::Number;

/// A value of some [`Type`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// A value that is known only after apply, and what is known about it already.
    Unknown(Refinements),
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// A set; the order is that of the wire.
    Set(Vec<Value>),
    /// A tuple.
    Tuple(Vec<Value>),
    /// A map.
    Map(BTreeMap<String, Value>),
    /// An object or a block.
    Object(BTreeMap<String, Value>),
    /// A value where the schema says `dynamic`, with its own type.
    Dynamic(Box<(Type, Value)>),
}

/// What is known about an unknown value. Passed through unchanged from configuration to plan; all empty: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refinements {
    /// The value will not be null.
    pub not_null: bool,
    /// A string will start with this.
    pub string_prefix: Option<String>,
    /// The smallest number, and whether it is itself allowed.
    pub number_min: Option<(Number, bool)>,
    /// The largest number, and whether it is itself allowed.
    pub number_max: Option<(Number, bool)>,
    /// The fewest elements of a collection.
    pub length_min: Option<i64>,
    /// The most elements of a collection.
    pub length_max: Option<i64>,
}

impl Value {
    /// An unknown value about which nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self::Unknown(Refinements::default())
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the value itself is unknown; its elements may be while it is not.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Whether nothing in the value is unknown.
    #[must_use]
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Unknown(_) => false,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
            Self::List(elements) | Self::Set(elements) | Self::Tuple(elements) => {
                elements.iter().all(Self::is_wholly_known)
            }
            Self::Map(elements) | Self::Object(elements) => elements.values().all(Self::is_wholly_known),
            Self::Dynamic(inner) => inner.1.is_wholly_known(),
        }
    }

    /// The kind of value, as an error names it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Unknown(_) => "unknown",
            Self::Bool(_) => "a bool",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Set(_) => "a set",
            Self::Tuple(_) => "a tuple",
            Self::Map(_) => "a map",
            Self::Object(_) => "an object",
            Self::Dynamic(_) => "a dynamic value",
        }
    }

    /// The text of a known string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The attributes of a known object.
    #[must_use]
    pub fn as_object(&self) -> Option<&BTreeMap<String, Value>> {
        match self {
            Self::Object(attributes) => Some(attributes),
            _ => None,
        }
    }

    /// An attribute of this object; `None` where this is no object or has none of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        self.as_object()?.get(name)
    }

    /// An element of this map; `None` where this is no map or has none of that key.
    pub(crate) fn at_key(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Map(elements) => elements.get(key),
            _ => None,
        }
    }

    /// An element of this list; `None` where this is no list or is shorter.
    pub(crate) fn at_index(&self, index: usize) -> Option<&Value> {
        match self {
            Self::List(elements) => elements.get(index),
            _ => None,
        }
    }

    /// Sets an attribute of this object. Any other value stays as it is.
    pub fn set_attribute(&mut self, name: &str, value: Value) {
        if let Self::Object(attributes) = self {
            attributes.insert(name.to_owned(), value);
        }
    }

    /// The value at `path`; `None` where the path leads nowhere.
    #[must_use]
    pub fn at(&self, path: &Path) -> Option<&Value> {
        path.steps().iter().try_fold(self, |value, step| match (value, step) {
            (Self::Object(attributes), Step::Attribute(name)) => attributes.get(name),
            (Self::Map(elements), Step::Key(key)) => elements.get(key),
            (Self::List(elements) | Self::Tuple(elements), Step::Index(index)) => {
                elements.get(usize::try_from(*index).ok()?)
            }
            _ => None,
        })
    }
}

/// The error for a value of the kind `found` where `ty` is declared.
fn mismatch(ty: &Type, found: &str) -> CodecError {
    let expected = match ty {
        Type::Bool => "a bool".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::String => "a string".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Set(_) => "a set".to_owned(),
        Type::Map(_) => "a map".to_owned(),
        Type::Object(_) => "an object".to_owned(),
        Type::Tuple(types) => format!("a tuple of {} elements", types.len()),
        Type::Dynamic => "a value with its type".to_owned(),
    };
    CodecError::new(format!("must be {expected}, not {found}"))
}

/// Checks that an object has the attributes of its type, no more and no fewer.
fn same_attributes(
    values: &BTreeMap<String, Value>,
    types: &BTreeMap<String, Type>,
) -> Result<(), CodecError> {
    let error =
        |name: &String, reason: &str| Err(CodecError::new(reason).within(Step::Attribute(name.clone())));
    if let Some(name) = values.keys().find(|name| !types.contains_key(*name)) {
        return error(name, "is not an attribute of this object");
    }
    match types.keys().find(|name| !values.contains_key(*name)) {
        Some(name) => error(name, "must be present"),
        None => Ok(()),
    }
}
