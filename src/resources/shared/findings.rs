//! What is noticed while a model is read into a specification. A value that is unknown or breaks a limit is noted and
//! becomes [`Attr::Unknown`], so that rules over several attributes give it the benefit of the doubt.

use acme_schema::{Attr, Diagnostic, Diagnostics, List, Path};

use super::{Text, Whole};

/// Broken limits, broken rules, and whether anything was unknown.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    limits: Diagnostics,
    rules: Diagnostics,
    unknown: bool,
}

impl Findings {
    /// Reads text that must be a `T`.
    pub(crate) fn text<T: Text>(&mut self, given: &Attr<String>, path: &Path) -> Attr<T> {
        self.read(given, path, |text| T::parse(text).ok_or_else(|| format!("must be {}", T::ALLOWED)))
    }

    /// Reads a number with limits.
    pub(crate) fn whole<const MIN: i64, const MAX: i64>(
        &mut self,
        given: &Attr<i64>,
        path: &Path,
    ) -> Attr<Whole<MIN, MAX>> {
        self.read(given, path, |number| {
            Whole::parse(*number).ok_or_else(|| format!("must be a whole number from {MIN} to {MAX}"))
        })
    }

    /// Reads a value without limits.
    pub(crate) fn plain<T: Clone>(&mut self, given: &Attr<T>) -> Attr<T> {
        self.unknown |= given.is_unknown();
        given.clone()
    }

    /// Reads a list of text, in which nothing may be null.
    pub(crate) fn texts(&mut self, given: &Attr<List<String>>, path: &Path) -> Attr<Vec<String>> {
        let Some(elements) = self.seen(given) else {
            return if given.is_null() { Attr::Null } else { Attr::Unknown };
        };
        let mut texts = Vec::with_capacity(elements.len());
        for (position, element) in elements.iter().enumerate() {
            match self.plain(element) {
                Attr::Known(text) => texts.push(text),
                Attr::Unknown => {}
                Attr::Null => self.rule(&path.index(position), "must not be null"),
            }
        }
        if texts.len() == elements.len() { Attr::Known(texts) } else { Attr::Unknown }
    }

    /// A value to look into, where there is one.
    pub(crate) fn seen<'a, T>(&mut self, given: &'a Attr<T>) -> Option<&'a T> {
        self.unknown |= given.is_unknown();
        given.known()
    }

    /// A value that must be given.
    pub(crate) fn required<T>(&mut self, given: Attr<T>, path: &Path) -> Attr<T> {
        if given.is_null() {
            self.limits.push(invalid(path, "must be set"));
            return Attr::Unknown;
        }
        given
    }

    /// Notes that a limit that the schema's validators have, too, is broken at `path`.
    pub(crate) fn limit(&mut self, path: &Path, allowed: impl AsRef<str>) {
        self.limits.push(invalid(path, &format!("must be {}", allowed.as_ref())));
    }

    /// Notes that a rule over several values, or over a key or element, is broken at `path`.
    pub(crate) fn rule(&mut self, path: &Path, allowed: impl AsRef<str>) {
        self.rules.push(invalid(path, allowed.as_ref()));
    }

    /// Notes something that is allowed but hardly meant.
    pub(crate) fn warn(&mut self, path: &Path, summary: &str, hint: &str) {
        self.rules.push(Diagnostic::warning(summary).at(path.clone()).hint(hint));
    }

    /// Notes that something that is needed is not known yet.
    pub(crate) fn unknown(&mut self) {
        self.unknown = true;
    }

    /// Whether everything was known, and nothing stands against it.
    pub(crate) fn is_sound(&self) -> bool {
        !self.unknown && !self.limits.has_errors() && !self.rules.has_errors()
    }

    /// What the schema's own validators do not say: broken rules and warnings.
    pub(crate) fn into_rules(self) -> Diagnostics {
        self.rules
    }

    /// The specification, where nothing stands against it.
    ///
    /// # Errors
    /// `Some` diagnostics where something is wrong, `None` where something is unknown.
    pub(crate) fn finish<T>(self, read: Option<T>) -> Result<T, Option<Diagnostics>> {
        let mut diagnostics = self.limits;
        diagnostics.append(self.rules);
        match read {
            _ if diagnostics.has_errors() => Err(Some(diagnostics)),
            Some(read) if !self.unknown => Ok(read),
            _ => Err(None),
        }
    }

    fn read<T, U>(
        &mut self,
        given: &Attr<T>,
        path: &Path,
        parse: impl FnOnce(&T) -> Result<U, String>,
    ) -> Attr<U> {
        match given {
            Attr::Null => Attr::Null,
            Attr::Unknown => {
                self.unknown = true;
                Attr::Unknown
            }
            Attr::Known(value) => match parse(value) {
                Ok(read) => Attr::Known(read),
                Err(allowed) => {
                    self.limits.push(invalid(path, &allowed));
                    Attr::Unknown
                }
            },
        }
    }
}

fn invalid(path: &Path, detail: &str) -> Diagnostic {
    Diagnostic::error(format!("Invalid value for `{path}`")).detail(detail).at(path.clone())
}
