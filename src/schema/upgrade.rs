//! From a stored state to a value of the current schema. The state was written by this or an earlier release with the
//! same schema version: attributes may have been added or removed since, their types may not have changed.

#[cfg(test)]
mod tests;

use crate::value::json::{Attributes, parse, read};
use crate::{CodecError, Schema, Value};

/// A stored state does not fit the current schema.
#[derive(Debug, thiserror::Error)]
pub enum UpgradeError {
    /// The state is no JSON, or an attribute in it has another type than the schema declares.
    #[error("failed to read the stored state")]
    Codec(#[from] CodecError),
    /// The state as a whole is null.
    #[error("the stored state is empty")]
    Empty,
}

/// Reads the JSON of a stored state as a value of `schema`. Attributes that the schema no longer has are dropped, those
/// that the state does not have yet are null; both at any depth.
///
/// # Errors
/// The state is no JSON, is null, or holds a value of another type than declared.
pub fn from_state_json(bytes: &[u8], schema: &Schema) -> Result<Value, UpgradeError> {
    match read(&parse(bytes)?, &schema.ty(), Attributes::Forgiving)? {
        Value::Null => Err(UpgradeError::Empty),
        value => Ok(value),
    }
}
