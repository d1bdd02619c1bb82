//! Whole numbers with limits.

use acme_schema::Validator;

/// A whole number from `MIN` to `MAX`, both allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Whole<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> Whole<MIN, MAX> {
    /// The number; `None` beyond the limits.
    pub(crate) fn parse(number: i64) -> Option<Self> {
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    /// The number nearest to this one that is within the limits: for numbers that the code itself chooses.
    pub(crate) const fn clamped(number: i64) -> Self {
        Self(if number < MIN {
            MIN
        } else if number > MAX {
            MAX
        } else {
            number
        })
    }

    /// The number.
    pub(crate) const fn get(self) -> i64 {
        self.0
    }

    /// The check of the limits.
    pub(crate) fn validator() -> Validator {
        Validator::range(MIN, MAX)
    }
}

/// A number whose change has a meaning, and its size none.
pub(crate) type Generation = Whole<0, 2_147_483_647>;
