//! What is said to the user: errors and warnings in the order they arose, each with the attribute it is about.
//! The one place that prints a cause chain; an error type of a room never prints its own source.

#[cfg(test)]
mod tests;

use std::error::Error;

use crate::Path;

/// What a paragraph begins with that says what to do.
const HINT: &str = "hint: ";

/// How bad it is. Terraform knows no third level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The operation fails.
    Error,
    /// The operation goes on.
    Warning,
}

/// One message: what happened (summary), why and what to do (detail), and where in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// One line: what failed, on which object.
    pub summary: String,
    /// Cause chain, then a line that starts with `hint:`. May be empty.
    pub detail: String,
    /// The attribute it is about; `None`: the whole block.
    pub path: Option<Path>,
}

impl Diagnostic {
    /// An error with this one-line summary.
    pub fn error(summary: impl Into<String>) -> Self {
        Self { severity: Severity::Error, summary: summary.into(), detail: String::new(), path: None }
    }

    /// A warning with this one-line summary.
    pub fn warning(summary: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(summary) }
    }

    /// The attribute this is about.
    pub fn at(mut self, path: Path) -> Self {
        self.path = Some(path);
        self
    }

    /// Adds a paragraph to the detail: after the others, before what to do about it.
    pub fn detail(mut self, text: impl AsRef<str>) -> Self {
        let hint =
            if self.detail.starts_with(HINT) { Some(0) } else { self.detail.find(&format!("\n{HINT}")) };
        let hints = hint.map(|at| self.detail.split_off(at));
        self = self.line(text.as_ref());
        match hints {
            Some(hints) => self.line(hints.trim_start_matches('\n')),
            None => self,
        }
    }

    fn line(mut self, text: &str) -> Self {
        if !self.detail.is_empty() {
            self.detail.push('\n');
        }
        self.detail.push_str(text);
        self
    }

    /// Adds an error and everything that caused it, one line each. A cause whose text the line above it already
    /// contains is left out: some libraries print their source themselves.
    pub fn because(mut self, error: &dyn Error) -> Self {
        let mut above = self.summary.clone();
        let mut next = Some(error);
        while let Some(cause) = next {
            let text = cause.to_string();
            if !above.contains(&text) {
                self = self.detail(format!("caused by: {text}"));
                above = text;
            }
            next = cause.source();
        }
        self
    }

    /// Adds what the user can do about it.
    pub fn hint(self, text: impl AsRef<str>) -> Self {
        self.line(&format!("{HINT}{}", text.as_ref()))
    }
}

/// Messages in the order they arose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No messages.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one message.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds another's messages after these.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether any message is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The messages, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.0.extend(iter);
    }
}
