//! Checks of one known value, each with the sentence that the documentation and the error both print.
//! Rules that need two attributes belong to the resource's `spec`, not here.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use crate::Value;

type Check = dyn Fn(&Value) -> bool + Send + Sync;

/// A check of one attribute's value. It never sees null or unknown.
#[derive(Clone)]
pub struct Validator {
    allowed: String,
    check: Arc<Check>,
}

impl Validator {
    /// `allowed` completes the sentence "must be …"; `check` says whether a value is.
    pub fn new(allowed: impl Into<String>, check: impl Fn(&Value) -> bool + Send + Sync + 'static) -> Self {
        Self { allowed: allowed.into(), check: Arc::new(check) }
    }

    /// A check of text.
    pub fn text(allowed: impl Into<String>, check: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self::new(allowed, move |value| matches!(value, Value::String(text) if check(text)))
    }

    /// One of these words.
    #[must_use]
    pub fn one_of(words: &'static [&'static str]) -> Self {
        let allowed = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        Self::text(format!("one of {allowed}"), move |text| words.contains(&text))
    }

    /// A whole number from `min` to `max`, both allowed. The limits of `i64` are no limits to the reader.
    #[must_use]
    pub fn range(min: i64, max: i64) -> Self {
        let allowed = match (min, max) {
            (i64::MIN, i64::MAX) => "a whole number".to_owned(),
            (i64::MIN, max) => format!("a whole number, at most {max}"),
            (min, i64::MAX) => format!("a whole number, at least {min}"),
            (min, max) => format!("a whole number from {min} to {max}"),
        };
        Self::new(
            allowed,
            move |value| matches!(value, Value::Number(n) if n.as_i64().is_some_and(|n| (min..=max).contains(&n))),
        )
    }

    /// What is allowed: completes the sentence "must be …".
    #[must_use]
    pub fn allowed(&self) -> &str {
        &self.allowed
    }

    /// Whether the (known, not null) value is allowed.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        (self.check)(value)
    }
}

impl fmt::Debug for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Validator").field(&self.allowed).finish()
    }
}
