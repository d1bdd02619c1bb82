//! What a planned change does to those who use a resource: the vocabulary. Which change does what is in each resource's
//! own table.

use acme_schema::Path;

use crate::shared::Text;

/// How much a change is felt, from not at all to what nobody can take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disruption {
    /// Nobody notices.
    None,
    /// Replicas are replaced one after the other; no request is lost.
    Rolling,
    /// A standby takes over: seconds without an answer.
    Failover,
    /// No answer until the change is done.
    Outage,
    /// The resource is destroyed, and another one is made.
    Replace,
    /// It cannot be taken back by anybody.
    Irreversible,
}

impl Disruption {
    /// The words, from the least to the most.
    pub const WORDS: &[&str] = &["none", "rolling", "failover", "outage", "replace", "irreversible"];
    const ALL: [Self; 6] =
        [Self::None, Self::Rolling, Self::Failover, Self::Outage, Self::Replace, Self::Irreversible];

    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Rolling => "rolling",
            Self::Failover => "failover",
            Self::Outage => "outage",
            Self::Replace => "replace",
            Self::Irreversible => "irreversible",
        }
    }

    /// Reads the word; `None` where it is none of them.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

impl Text for Disruption {
    const ALLOWED: &'static str = "one of `none`, `rolling`, `failover`, `outage`, `replace`, `irreversible`";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// What a change does, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// How much it is felt.
    pub level: Disruption,
    /// Why, in a sentence without its full stop; empty where there is nothing to say.
    pub reason: String,
    /// The attribute that causes it.
    pub path: Option<Path>,
}

impl Impact {
    /// A change that nobody notices.
    #[must_use]
    pub fn none() -> Self {
        Self { level: Disruption::None, reason: String::new(), path: None }
    }

    /// A change of this level, caused by the attribute at `path`.
    #[must_use]
    pub fn of(level: Disruption, path: Path, reason: impl Into<String>) -> Self {
        Self { level, reason: reason.into(), path: Some(path) }
    }

    /// The one that is felt more; of equals the first that says why.
    #[must_use]
    pub fn or_worse(self, other: Self) -> Self {
        let says_more = other.level == self.level && self.reason.is_empty();
        if other.level > self.level || says_more { other } else { self }
    }
}
