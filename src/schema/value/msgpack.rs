//! Values as MessagePack, the encoding of calls, as Terraform's own library writes it: extension 0 is unknown,
//! extension 12 unknown with refinements, `dynamic` a pair of the type's JSON and the value.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::decode;
pub use write::encode;

/// The extension of an unknown value about which nothing is known.
const UNKNOWN: i8 = 0;
/// The extension of an unknown value with a map of what is known about it.
const REFINED_UNKNOWN: i8 = 12;

/// The keys of that map.
mod key {
    /// A bool: the value will be null, or will not.
    pub(super) const NULLNESS: i64 = 1;
    /// A string.
    pub(super) const STRING_PREFIX: i64 = 2;
    /// A pair of a number and a bool: whether the number itself is allowed.
    pub(super) const NUMBER_MIN: i64 = 3;
    /// As [`NUMBER_MIN`].
    pub(super) const NUMBER_MAX: i64 = 4;
    /// An integer.
    pub(super) const LENGTH_MIN: i64 = 5;
    /// An integer.
    pub(super) const LENGTH_MAX: i64 = 6;
}
