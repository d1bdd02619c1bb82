//! Text with limits: read once, then carried as a type that cannot break them. The sentence beside the check is the
//! one that the documentation, the validator and the error print.

use acme_children::Quantity;
use acme_schema::Validator;

/// A type that is written as text.
pub(crate) trait Text: Sized + 'static {
    /// What is allowed: completes the sentence "must be …".
    const ALLOWED: &'static str;

    /// Reads the text; `None` where it is not allowed.
    fn parse(text: &str) -> Option<Self>;
}

/// The check that text can be read as a `T`.
pub(crate) fn text<T: Text>() -> Validator {
    Validator::text(T::ALLOWED, |text| T::parse(text).is_some())
}

impl Text for Quantity {
    const ALLOWED: &'static str =
        "a Kubernetes quantity, not negative, such as `250m`, `0.5`, `256Mi` or `1Gi`";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// Defines a newtype over text: its doc comment, its name, what is allowed, the check.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $allowed:expr, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(String);

        impl $name {
            /// The text.
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl $crate::shared::Text for $name {
            const ALLOWED: &'static str = $allowed;

            fn parse(text: &str) -> Option<Self> {
                let check: fn(&str) -> bool = $check;
                check(text).then(|| Self(text.to_owned()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// Defines an enum of words: its doc comment, its name, what is allowed, then `Variant = "word"` for each.
macro_rules! word_type {
    ($(#[$doc:meta])* $name:ident, $allowed:expr, $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// The word.
            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl $crate::shared::Text for $name {
            const ALLOWED: &'static str = $allowed;

            fn parse(text: &str) -> Option<Self> {
                match text {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use {text_type, word_type};
