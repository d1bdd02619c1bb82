//! Durations as Terraform users write them: `90s`, `10m`, `1h30m`.

use std::time::Duration;

use super::Text;

/// How long an operation may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WaitTime(Duration);

const LONGEST: u64 = 24 * 3600;

impl WaitTime {
    /// Where nothing is given. Two rollouts of a slow image fit.
    pub(crate) const DEFAULT: Self = Self(Duration::from_secs(600));

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
        (rest.is_empty() && (1..=LONGEST).contains(&seconds)).then(|| Self(Duration::from_secs(seconds)))
    }
}

/// Digits only: `str::parse` would also take a sign.
fn number_of(digits: &str) -> Option<u64> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}
