//! How many of all replicas, as Kubernetes writes it (its type IntOrString): a count, or a percentage. Which way a
//! percentage is rounded depends on what it is for, so whoever asks says it.

use std::fmt;

use serde_json::{Value, json};

use super::Text;

/// A count of replicas, or a percentage of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    Count(i64),
    Percent(i64),
}

const MOST: i64 = 10_000;

impl Share {
    /// None of them, whether counted or in percent.
    pub(crate) fn is_zero(self) -> bool {
        self.up(1) == 0
    }

    /// How many of `all` it is, rounded up.
    pub(crate) fn up(self, all: i64) -> i64 {
        match self {
            Self::Count(count) => count,
            Self::Percent(percent) => (percent * all + 99) / 100,
        }
    }

    /// How many of `all` it is, rounded down.
    pub(crate) fn down(self, all: i64) -> i64 {
        match self {
            Self::Count(count) => count,
            Self::Percent(percent) => percent * all / 100,
        }
    }

    /// As Kubernetes stores it: a number or a text.
    pub(crate) fn manifest(self) -> Value {
        match self {
            Self::Count(count) => json!(count),
            Self::Percent(_) => json!(self.to_string()),
        }
    }

    /// What Kubernetes has stored; `None` where that is beyond the limits, or absent.
    pub(crate) fn recover(live: &Value) -> Option<Self> {
        match live {
            Value::Number(number) => Self::parse(&number.to_string()),
            Value::String(text) => Self::parse(text),
            _ => None,
        }
    }
}

impl Text for Share {
    const ALLOWED: &'static str =
        "a number of replicas from `0` to `10000`, or a percentage of them from `0%` to `100%`";

    fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str, most: i64| digits.parse().ok().filter(|n| (0..=most).contains(n));
        let share = match text.strip_suffix('%') {
            Some(digits) => Self::Percent(number(digits, 100)?),
            None => Self::Count(number(text, MOST)?),
        };
        // One spelling for one share: neither sign nor leading zero.
        (share.to_string() == text).then_some(share)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}
