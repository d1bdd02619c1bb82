//! Why a value could not be encoded or decoded. Says where and what rule was broken, never the value: it may be secret.

use std::fmt;

use crate::{Path, Step};

/// A value could not be read from or written to its encoding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct CodecError {
    /// Where in the value.
    pub path: Path,
    /// The broken rule; completes the sentence that begins with the path.
    pub reason: String,
}

impl CodecError {
    /// A rule that the value itself breaks. Whoever reads the surrounding value adds the way to it.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { path: Path::root(), reason: reason.into() }
    }

    /// The same error, seen from the value that holds the one it is about.
    pub(crate) fn within(self, step: Step) -> Self {
        Self { path: self.path.inside(step), reason: self.reason }
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, reason } = self;
        if path.steps().is_empty() { write!(f, "the value {reason}") } else { write!(f, "`{path}` {reason}") }
    }
}
