//! The order of planning, the framework's contract: defaults, write-only to null, computed to unknown, the resource's
//! own rules, what forces replacement. Pure functions over values and a schema; nothing here knows a resource.

mod prepare;
mod replace;
#[cfg(test)]
mod tests;
mod validate;

pub use prepare::prepare;
pub use replace::requires_replace;
pub use validate::validate;
