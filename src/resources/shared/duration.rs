//! Durations as Terraform users write them: `90s`, `10m`, `1h30m`.

use std::fmt;
use std::time::Duration;

use super::Text;

/// How long an operation may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WaitTime(Duration);

const LONGEST: u64 = 24 * 3600;

impl WaitTime {
    /// Where nothing is given. Two rollouts of a slow image fit.
    pub(crate) const DEFAULT: Self = Self(Duration::from_secs(600));

    /// The wait of this many seconds, where it is one.
    pub(crate) fn of_seconds(seconds: u64) -> Option<Self> {
        (1..=LONGEST).contains(&seconds).then(|| Self(Duration::from_secs(seconds)))
    }

    /// The duration.
    pub(crate) fn get(self) -> Duration {
        self.0
    }
}

impl Text for WaitTime {
    const ALLOWED: &'static str =
        "a duration of hours, minutes and seconds such as `90s`, `10m` or `1h30m`, from `1s` to `24h`";

    fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut seconds = 0_u64;
        for (unit, factor) in [('h', 3600), ('m', 60), ('s', 1)] {
            if let Some((number, after)) = rest.split_once(unit) {
                seconds = seconds.checked_add(number_of(number)?.checked_mul(factor)?)?;
                rest = after;
            }
        }
        Self::of_seconds(seconds).filter(|_| rest.is_empty())
    }
}

/// As it would be written: the units that are not zero.
impl fmt::Display for WaitTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        for (amount, unit) in [(seconds / 3600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')] {
            if amount > 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        Ok(())
    }
}

/// Digits only: `str::parse` would also take a sign.
fn number_of(digits: &str) -> Option<u64> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}
