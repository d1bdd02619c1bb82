//! The order of planning, the framework's contract: defaults, write-only to null, computed to unknown, the resource's
//! own rules, what forces replacement. Pure functions over values and a schema; nothing here knows a resource.

mod fill;
mod prepare;
mod replace;
#[cfg(test)]
mod tests;
mod validate;

pub use fill::fill_unknown;
pub use prepare::{prepare, with_write_only};
pub use replace::requires_replace;
pub use validate::{refuse_write_only, validate};
