//! The time as RDS writes it, and how long it is waited before another look. The clock itself is read by who calls.

use std::time::{Duration, SystemTime};

use acme_children::aws::Moment;
use jiff::civil::Weekday;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The first pause in seconds; each one after it is half as long again.
const FIRST: f64 = 0.3;
/// The longest one.
const LONGEST: f64 = 15.0;

/// The time so many hours after `now`.
pub(super) fn moment(now: SystemTime, hours_ahead: u32) -> Moment {
    let ahead = SignedDuration::from_hours(i64::from(hours_ahead));
    let then = Timestamp::try_from(now).and_then(|now| now.checked_add(ahead)).unwrap_or(Timestamp::MAX);
    let then = Offset::UTC.to_datetime(then);
    let weekday = match then.weekday() {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    };
    let minutes = i16::from(then.hour()) * 60 + i16::from(then.minute());
    Moment {
        text: then.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        weekday,
        minute: u16::try_from(minutes).unwrap_or(0),
    }
}

/// The pause after so many looks, a fifth more or less, so that those who wait do not look together. `chance`: 0..=1.
pub(super) fn pause(looks: u32, chance: f64) -> Duration {
    let grown = FIRST * 1.5_f64.powi(i32::try_from(looks.min(30)).unwrap_or(30));
    Duration::from_secs_f64(grown.min(LONGEST) * (0.8 + 0.4 * chance.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests;
