//! When a call is made again, and after how long. Every call of this room may be repeated: reads, server-side apply,
//! creation that tolerates its own earlier success, deletion of one uid.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use super::failure::{Broken, Failure};

/// How long the first pause is at most; it doubles with every attempt.
const FIRST: Duration = Duration::from_millis(250);
/// How long a pause is at most, whatever the server asks for.
const LONGEST: Duration = Duration::from_secs(20);
/// How often a server that takes no connections is tried again.
const CONNECTION_RETRIES: u32 = 2;

/// The pause before the next attempt; `None` where there should be none.
pub(crate) fn pause(failure: &Failure, attempt: u32, limit: u32) -> Option<Duration> {
    let (limit, asked) = match failure {
        Failure::Answer(answer) => match answer.code {
            429 | 500 | 502 | 503 | 504 => (limit, answer.retry_after),
            _ => return None,
        },
        Failure::Broken(Broken::Reset, _) => (limit, None),
        Failure::Broken(Broken::Refused, _) => (limit.min(CONNECTION_RETRIES), None),
        Failure::Broken(Broken::Final, _) | Failure::NoToken(_) | Failure::Malformed(_) => return None,
    };
    (attempt < limit).then(|| length(asked, attempt, random()))
}

/// Between half of the pause and all of it, so that callers do not come back together. `chance` is in 0..=1.
fn length(asked: Option<Duration>, attempt: u32, chance: f64) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(attempt.min(16))).min(LONGEST / 2);
    let jittered = doubled.mul_f64(0.5 + chance / 2.0);
    asked.map_or(jittered, |asked| (asked + jittered).min(LONGEST))
}

/// A number in 0..=1, from the randomness that the standard library seeds its hash maps with.
pub(crate) fn random() -> f64 {
    let bits = u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or(u32::MAX);
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests;
