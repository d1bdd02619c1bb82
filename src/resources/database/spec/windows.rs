//! The daily and the weekly window of RDS, in minutes, and whether they overlap.

use crate::shared::Text;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY: u32 = 24 * 60;
const SHORTEST: u32 = 30;

/// A daily window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BackupWindow {
    text: String,
    from: u32,
    minutes: u32,
}

/// A weekly window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MaintenanceWindow {
    text: String,
    from: u32,
    minutes: u32,
}

impl Text for BackupWindow {
    const ALLOWED: &'static str = "a daily window in UTC of at least 30 minutes, such as `03:00-03:30`";

    fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (time(from)?, time(to)?);
        let minutes = (to + DAY - from) % DAY;
        (minutes >= SHORTEST).then(|| Self { text: text.to_owned(), from, minutes })
    }
}

impl Text for MaintenanceWindow {
    const ALLOWED: &'static str = "a weekly window in UTC of 30 minutes to 24 hours, such as `sun:04:00-sun:04:30`, days as `mon` to `sun`";

    fn parse(text: &str) -> Option<Self> {
        let moment = |text: &str| {
            let (day, rest) = text.split_once(':')?;
            let day = DAYS.iter().position(|name| *name == day)?;
            Some(u32::try_from(day).ok()? * DAY + time(rest)?)
        };
        let (from, to) = text.split_once('-')?;
        let (from, to) = (moment(from)?, moment(to)?);
        let minutes = (to + 7 * DAY - from) % (7 * DAY);
        (SHORTEST..=DAY).contains(&minutes).then(|| Self { text: text.to_owned(), from, minutes })
    }
}

impl BackupWindow {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a backup may be made while there is maintenance, which RDS refuses.
    pub(crate) fn overlaps(&self, maintenance: &MaintenanceWindow) -> bool {
        let MaintenanceWindow { from, minutes, .. } = maintenance;
        // A week from the second day on, so that what began the day before and what goes on into the next week are in it.
        let (begins, ends) = (from + 7 * DAY, from + 7 * DAY + minutes);
        (0..15).any(|day| {
            let at = day * DAY + self.from;
            at < ends && begins < at + self.minutes
        })
    }
}

impl MaintenanceWindow {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// Minutes since midnight of `hh:mm`.
fn time(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let number = |digits: &str| {
        (digits.len() == 2 && digits.chars().all(|c| c.is_ascii_digit()))
            .then(|| digits.parse::<u32>().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
