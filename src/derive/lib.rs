//! `#[derive(Model)]`: a struct with doc comments becomes a block of attributes and its codec.
//! What it emits are calls to public functions of `acme_schema`; a decision belongs there, never in emitted code.

mod description;
mod emit;
mod field;
mod options;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `Model` and `AttributeType` for a struct whose named fields are all of type `Attr<T>`.
///
/// The doc comment of a field is the attribute's description. `#[model(...)]` takes, separated by commas:
/// `required`, `optional` (what holds without any), `computed`, `optional, computed`; `default = value` (optional and
/// computed); `replace`, `keep`, `sensitive`, `write_only`; `deprecated = "what to use instead"`;
/// `one_of = ["a", "b"]`, `range = 1..=9` or `1..`, `validate = function` (repeatable; called without arguments, gives
/// a `Validator`); `rename = "name"`.
#[proc_macro_derive(Model, attributes(model))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    emit::model(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}
