//! The phases by name, in the order in which they build on each other, and what each must show. Pure.

/// One way in which a service changes while it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// A new image.
    Image,
    /// A changed environment variable.
    Env,
    /// A secret that was rotated where it is kept.
    Secret,
    /// From two replicas to four and back.
    Scale,
    /// From a fixed number of replicas to an autoscaler.
    Scaling,
    /// An image that does not exist.
    BadImage,
    /// Every pod evicted, one after the other, as a drained node evicts them.
    Evictions,
    /// More load, and so more pods.
    Autoscaler,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Self; 8] = [
        Self::Image,
        Self::Env,
        Self::Secret,
        Self::Scale,
        Self::Scaling,
        Self::BadImage,
        Self::Evictions,
        Self::Autoscaler,
    ];

    /// The phase of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.name() == name)
    }

    /// As it is called on the command line and in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Env => "env",
            Self::Secret => "secret",
            Self::Scale => "scale",
            Self::Scaling => "scaling",
            Self::BadImage => "bad-image",
            Self::Evictions => "evictions",
            Self::Autoscaler => "autoscaler",
        }
    }

    /// What happens, for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Image => "a new image, 1 to 2",
            Self::Env => "a changed environment variable",
            Self::Secret => "a rotated secret",
            Self::Scale => "2 replicas to 4 and back",
            Self::Scaling => "a number of replicas to an autoscaler",
            Self::BadImage => "an image that does not exist",
            Self::Evictions => "every pod evicted",
            Self::Autoscaler => "more load, and so more pods",
        }
    }

    /// How many pods must have answered: fewer would mean that nothing happened while the requests came.
    pub(super) fn least_pods(self) -> usize {
        match self {
            Self::Image | Self::Env | Self::Secret | Self::Scale | Self::Evictions => 4,
            Self::Scaling | Self::BadImage => 2,
            Self::Autoscaler => 3,
        }
    }
}

#[cfg(test)]
mod tests;
