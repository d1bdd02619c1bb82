//! Lengths of time in whole minutes: `15m`, `26h`, `7d`. Nothing shorter, and no calendar.

use std::fmt;

use super::Text;

/// A length of time in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span(u64);

const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;
const LONGEST: u64 = 3650 * DAY;

impl Span {
    /// The span of this many minutes, zero included.
    pub(crate) const fn of_minutes(minutes: u64) -> Self {
        Self(minutes)
    }

    /// The minutes.
    pub(crate) const fn minutes(self) -> u64 {
        self.0
    }

    /// Both, one after the other.
    pub(crate) const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Text for Span {
    const ALLOWED: &'static str =
        "a duration of days, hours and minutes such as `15m`, `1h30m`, `24h` or `7d`, from `1m` to `3650d`";

    fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut minutes = 0_u64;
        for (unit, factor) in [('d', DAY), ('h', HOUR), ('m', 1)] {
            if let Some((number, after)) = rest.split_once(unit) {
                minutes = minutes.checked_add(whole(number)?.checked_mul(factor)?)?;
                rest = after;
            }
        }
        (rest.is_empty() && (1..=LONGEST).contains(&minutes)).then_some(Self(minutes))
    }
}

/// As waits are written, in hours and minutes, however many hours they are: `90m` is `1h30m`, `7d` is `168h`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / HOUR, self.0 % HOUR) {
            (0, minutes) => write!(f, "{minutes}m"),
            (hours, 0) => write!(f, "{hours}h"),
            (hours, minutes) => write!(f, "{hours}h{minutes}m"),
        }
    }
}

/// Digits only: `str::parse` would also take a sign.
pub(super) fn whole(digits: &str) -> Option<u64> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}
