//! The types that Terraform's language has, and their JSON spelling on the wire
//! (`"string"`, `["map","string"]`, `["object",{...}]`). Conversion between types is not done here.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::CodecError;

/// A type nested deeper than this is refused.
const MAX_DEPTH: usize = 128;

/// A type of the Terraform language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A number of any size and precision.
    Number,
    /// Unicode text.
    String,
    /// Ordered elements of one type.
    List(Box<Type>),
    /// Unordered, distinct elements of one type.
    Set(Box<Type>),
    /// Elements of one type by string key.
    Map(Box<Type>),
    /// Attributes by name, each of its own type.
    Object(BTreeMap<String, Type>),
    /// Elements by position, each of its own type.
    Tuple(Vec<Type>),
    /// A value that carries its own type.
    Dynamic,
}

impl Type {
    /// A list of `element`.
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// A set of `element`.
    #[must_use]
    pub fn set(element: Self) -> Self {
        Self::Set(Box::new(element))
    }

    /// A map of `element`.
    #[must_use]
    pub fn map(element: Self) -> Self {
        Self::Map(Box::new(element))
    }

    /// Reads the type from its JSON spelling.
    ///
    /// # Errors
    /// This is not the spelling of a type.
    pub fn from_json(json: &Json) -> Result<Self, CodecError> {
        read(json, MAX_DEPTH).ok_or_else(|| CodecError::new("must be the JSON spelling of a type"))
    }

    /// Writes the type in its JSON spelling.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Bool => json!("bool"),
            Self::Number => json!("number"),
            Self::String => json!("string"),
            Self::Dynamic => json!("dynamic"),
            Self::List(element) => json!(["list", element.to_json()]),
            Self::Set(element) => json!(["set", element.to_json()]),
            Self::Map(element) => json!(["map", element.to_json()]),
            Self::Tuple(elements) => json!(["tuple", elements.iter().map(Self::to_json).collect::<Vec<_>>()]),
            Self::Object(attributes) => {
                let attributes = attributes.iter().map(|(name, ty)| (name.clone(), ty.to_json()));
                json!(["object", attributes.collect::<serde_json::Map<_, _>>()])
            }
        }
    }
}

fn read(json: &Json, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    if let Json::String(name) = json {
        return match name.as_str() {
            "bool" => Some(Type::Bool),
            "number" => Some(Type::Number),
            "string" => Some(Type::String),
            "dynamic" => Some(Type::Dynamic),
            _ => None,
        };
    }
    match json.as_array()?.as_slice() {
        [Json::String(kind), inner] => match kind.as_str() {
            "list" => read(inner, depth).map(Type::list),
            "set" => read(inner, depth).map(Type::set),
            "map" => read(inner, depth).map(Type::map),
            "tuple" => {
                inner.as_array()?.iter().map(|e| read(e, depth)).collect::<Option<_>>().map(Type::Tuple)
            }
            "object" => object(inner, depth),
            _ => None,
        },
        // The third element lists the attributes that a conversion may leave out; a value always has them all.
        [Json::String(kind), inner, Json::Array(_)] if kind == "object" => object(inner, depth),
        _ => None,
    }
}

fn object(attributes: &Json, depth: usize) -> Option<Type> {
    let attributes = attributes.as_object()?.iter();
    attributes
        .map(|(name, ty)| Some((name.clone(), read(ty, depth)?)))
        .collect::<Option<_>>()
        .map(Type::Object)
}
