//! What a function of a provider declares: its parameters and what it returns, as `provider::acme::NAME(...)` calls it.
//! A declaration only; what the function does is in the provider.

#[cfg(test)]
mod tests;

use crate::Type;

/// A function that a configuration can call. It is pure: it knows its arguments and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// What it does, in one line of plain text.
    pub summary: String,
    /// What it does, in Markdown.
    pub description: String,
    /// One for each argument, by position.
    pub parameters: Vec<Parameter>,
    /// Takes all arguments behind those of `parameters`, none included; `None`: there may be no more.
    pub variadic: Option<Parameter>,
    /// The type of the result.
    pub returns: Type,
}

/// One argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name, for documentation and messages; a call gives arguments by position.
    pub name: String,
    /// The type that an argument is converted to.
    pub ty: Type,
    /// What it means, in Markdown, ending in a full stop.
    pub description: String,
    /// Whether null is an argument. Where it is not, the function never sees it.
    pub allow_null: bool,
    /// Whether an unknown value is an argument. Where it is not, the result is unknown too, without a call.
    pub allow_unknown: bool,
}

impl Function {
    /// The parameter that takes the argument at `position`, counted from 0; `None`: there are too many.
    #[must_use]
    pub fn parameter(&self, position: usize) -> Option<&Parameter> {
        self.parameters.get(position).or(self.variadic.as_ref())
    }
}
