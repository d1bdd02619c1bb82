//! Small steps on values that may be null or unknown.

use acme_schema::Attr;

/// What is left of an attribute once it has been looked at.
pub(crate) trait Given<T> {
    /// The value, or this one where none is given. Unknown stays unknown.
    fn or(self, default: T) -> Attr<T>;

    /// Applies `change` to a value.
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Attr<U>;

    /// The value as a specification holds it. `None` for unknown too: whoever read it has noted that.
    fn option(self) -> Option<T>;
}

impl<T> Given<T> for Attr<T> {
    fn or(self, default: T) -> Attr<T> {
        match self {
            Attr::Null => Attr::Known(default),
            given => given,
        }
    }

    fn map<U>(self, change: impl FnOnce(T) -> U) -> Attr<U> {
        match self {
            Attr::Null => Attr::Null,
            Attr::Unknown => Attr::Unknown,
            Attr::Known(value) => Attr::Known(change(value)),
        }
    }

    fn option(self) -> Option<T> {
        match self {
            Attr::Known(value) => Some(value),
            Attr::Null | Attr::Unknown => None,
        }
    }
}
