//! What can be written: types, values with null and unknown, attribute paths, schemas, diagnostics.
//!
//! Reading order: [`Type`] and [`Value`] (what travels), [`Path`] and [`Diagnostics`] (what is said about it),
//! [`Schema`], [`Model`] and [`Function`] (what is declared), [`plan`] (the order of planning), [`docs`] (its rendering).
//! No runtime, no network, no clock, no environment may enter: everything here is a pure function of its input.

// What `#[derive(Model)]` emits names this crate from outside; only the tests use it in here.
#[cfg(test)]
extern crate self as acme_schema;

mod attribute;
mod diagnostics;
pub mod docs;
mod function;
mod model;
mod path;
pub mod plan;
mod ty;
mod upgrade;
mod validator;
mod value;

pub use acme_derive::Model;
pub use attribute::{Attribute, Nesting, Presence, Rules, Schema, Shape};
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use function::{Function, Parameter};
pub use model::{Attr, AttributeType, ConversionError, List, Map, Model};
pub use path::{Path, Step};
pub use ty::Type;
pub use upgrade::{UpgradeError, from_state_json};
pub use validator::Validator;
pub use value::{CodecError, Number, Refinements, Value, json, msgpack};
