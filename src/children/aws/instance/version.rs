//! Engine versions as prefixes and floors, and the weekly windows of RDS. Arithmetic on text only.

use crate::aws::Moment;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY: u32 = 24 * 60;

/// Whether a version is the wanted one or a later one: `16` is satisfied by `16.4` and by `17.1`, `16.4` not by `16.3`.
/// AWS upgrades by itself, and nobody goes back.
#[must_use]
pub fn at_least(found: &str, wanted: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(|part| part.parse::<u64>().ok()).collect::<Vec<_>>();
    let (found, wanted) = (numbers(found), numbers(wanted));
    for (position, wanted) in wanted.iter().enumerate() {
        let found = found.get(position).copied().flatten();
        if found != *wanted {
            return found > *wanted;
        }
    }
    true
}

/// Whether a version is one that a prefix means: `16` means `16.4`, and `16.4` means `16.4-R2`.
#[must_use]
pub fn is_within(version: &str, prefix: &str) -> bool {
    version.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}

/// Whether a weekly window (`PreferredMaintenanceWindow`, `sun:03:00-sun:04:00`, UTC) is open.
#[must_use]
pub fn window_contains(window: &str, now: &Moment) -> bool {
    let at = |text: &str| {
        let (day, time) = text.split_once(':')?;
        let (hour, minute) = time.split_once(':')?;
        let day = DAYS.iter().position(|name| *name == day)?;
        Some(u32::try_from(day).ok()? * DAY + hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
    };
    let ends = window.split_once('-').and_then(|(from, to)| Some((at(from)?, at(to)?)));
    let now = DAYS
        .iter()
        .position(|name| *name == now.weekday)
        .and_then(|day| u32::try_from(day).ok())
        .map(|day| day * DAY + u32::from(now.minute));
    match (ends, now) {
        (Some((from, to)), Some(now)) if from <= to => (from..to).contains(&now),
        (Some((from, to)), Some(now)) => now >= from || now < to,
        (_, _) => false,
    }
}
