//! The bridge between a Rust struct and a block: `#[derive(Model)]` implements [`Model`], the impls here give the
//! field types. Nothing here decides; a null or unknown field stays one, in [`Attr`].

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{Attribute, Nesting, Number, Path, Shape, Type, Validator, Value};

/// A field of a model: null, not known yet, or a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Attr<T> {
    /// Not given.
    #[default]
    Null,
    /// Known only after apply of something else.
    Unknown,
    /// Given.
    Known(T),
}

/// Elements by key, each of which may be unknown.
pub type Map<T> = BTreeMap<String, Attr<T>>;

/// Elements in order, each of which may be unknown.
pub type List<T> = Vec<Attr<T>>;

/// A struct that mirrors a block or a nested object. Implemented by `#[derive(Model)]`.
pub trait Model: Sized {
    /// The declared attributes, in field order.
    fn attributes() -> Vec<Attribute>;

    /// Reads the struct from the block's or object's attributes.
    ///
    /// # Errors
    /// An attribute is of another type than declared: a defect of the caller, which has checked types before.
    fn from_attributes(attributes: &BTreeMap<String, Value>, path: &Path) -> Result<Self, ConversionError>;

    /// Writes every attribute, null and unknown ones too.
    fn to_attributes(&self) -> BTreeMap<String, Value>;

    /// Reads the struct from an object value.
    ///
    /// # Errors
    /// As [`Model::from_attributes`]; also where the value is no object.
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        Self::from_value_at(value, &Path::root())
    }

    /// Reads the struct from an object value that stands at `path`.
    ///
    /// # Errors
    /// As [`Model::from_value`].
    fn from_value_at(value: &Value, path: &Path) -> Result<Self, ConversionError> {
        match value {
            Value::Object(attributes) => Self::from_attributes(attributes, path),
            other => Err(ConversionError::new(path, "an object", other)),
        }
    }

    /// Writes the struct as an object value.
    fn to_value(&self) -> Value {
        Value::Object(self.to_attributes())
    }
}

/// A Rust type that an attribute can have.
pub trait AttributeType: Sized {
    /// The shape that the schema declares for it.
    fn shape() -> Shape;

    /// What must hold for a value because of the Rust type, where the field states nothing of its own.
    #[must_use]
    fn validators() -> Vec<Validator> {
        Vec::new()
    }

    /// Reads a known value.
    ///
    /// # Errors
    /// The value is of another type.
    fn decode(value: &Value, path: &Path) -> Result<Self, ConversionError>;

    /// Writes the value.
    fn encode(&self) -> Value;
}

/// A value has another type than its schema declares.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` must be {expected}, not {found}")]
pub struct ConversionError {
    /// Where.
    pub path: Path,
    /// What the schema declares.
    pub expected: &'static str,
    /// The kind of value that is there.
    pub found: &'static str,
}

impl ConversionError {
    /// The value at `path` should have been `expected`.
    #[must_use]
    pub fn new(path: &Path, expected: &'static str, found: &Value) -> Self {
        Self { path: path.clone(), expected, found: found.kind() }
    }
}

impl<T> Attr<T> {
    /// The value, where there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Null | Self::Unknown => None,
        }
    }

    /// Whether no value was given.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the value is not known yet.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

impl<T> From<Option<T>> for Attr<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Known)
    }
}

impl<T: AttributeType> Attr<T> {
    /// Reads a value that may be null or unknown.
    ///
    /// # Errors
    /// A known value is of another type than `T`.
    pub fn decode(value: &Value, path: &Path) -> Result<Self, ConversionError> {
        match value {
            Value::Null => Ok(Self::Null),
            Value::Unknown(_) => Ok(Self::Unknown),
            known => T::decode(known, path).map(Self::Known),
        }
    }

    /// Writes a value that may be null or unknown.
    pub fn encode(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Unknown => Value::unknown(),
            Self::Known(value) => value.encode(),
        }
    }
}

impl AttributeType for String {
    fn shape() -> Shape {
        Shape::Plain(Type::String)
    }

    fn decode(value: &Value, path: &Path) -> Result<Self, ConversionError> {
        match value {
            Value::String(text) => Ok(text.clone()),
            other => Err(ConversionError::new(path, "a string", other)),
        }
    }

    fn encode(&self) -> Value {
        Value::String(self.clone())
    }
}

impl AttributeType for bool {
    fn shape() -> Shape {
        Shape::Plain(Type::Bool)
    }

    fn decode(value: &Value, path: &Path) -> Result<Self, ConversionError> {
        match value {
            Value::Bool(value) => Ok(*value),
            other => Err(ConversionError::new(path, "a bool", other)),
        }
    }

    fn encode(&self) -> Value {
        Value::Bool(*self)
    }
}

impl AttributeType for i64 {
    fn shape() -> Shape {
        Shape::Plain(Type::Number)
    }

    fn validators() -> Vec<Validator> {
        Vec::from([Validator::range(i64::MIN, i64::MAX)])
    }

    fn decode(value: &Value, path: &Path) -> Result<Self, ConversionError> {
        match value {
            Value::Number(number) => {
                number.as_i64().ok_or_else(|| ConversionError::new(path, "a whole number of 64 bits", value))
            }
            other => Err(ConversionError::new(path, "a number", other)),
        }
    }

    fn encode(&self) -> Value {
        Value::Number(Number::from(*self))
    }
}

impl<T: AttributeType> AttributeType for List<T> {
    fn shape() -> Shape {
        collection(Nesting::List, Type::list, T::shape())
    }

    fn decode(value: &Value, path: &Path) -> Result<Self, ConversionError> {
        match value {
            Value::List(elements) => {
                elements.iter().enumerate().map(|(i, e)| Attr::decode(e, &path.index(i))).collect()
            }
            other => Err(ConversionError::new(path, "a list", other)),
        }
    }

    fn encode(&self) -> Value {
        Value::List(self.iter().map(Attr::encode).collect())
    }
}

impl<T: AttributeType> AttributeType for Map<T> {
    fn shape() -> Shape {
        collection(Nesting::Map, Type::map, T::shape())
    }

    fn decode(value: &Value, path: &Path) -> Result<Self, ConversionError> {
        match value {
            Value::Map(elements) => {
                elements.iter().map(|(k, e)| Ok((k.clone(), Attr::decode(e, &path.key(k))?))).collect()
            }
            other => Err(ConversionError::new(path, "a map", other)),
        }
    }

    fn encode(&self) -> Value {
        Value::Map(self.iter().map(|(k, e)| (k.clone(), e.encode())).collect())
    }
}

/// A collection of plain elements is a plain type; one of single nested objects is nested itself.
fn collection(nesting: Nesting, plain: fn(Type) -> Type, element: Shape) -> Shape {
    match element {
        Shape::Nested { nesting: Nesting::Single, attributes } => Shape::Nested { nesting, attributes },
        other => Shape::Plain(plain(other.ty())),
    }
}
