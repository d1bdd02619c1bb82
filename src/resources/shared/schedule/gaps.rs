//! How far apart the runs of a cron expression are. It goes by days, not by runs: every minute in January would
//! otherwise look like every minute. Where every week is like any other, few weeks are enough.

use croner::Cron;
use jiff::SignedDuration;
use jiff::civil::{Date, Time};

use super::super::{Instant, Span, ZoneName};
use super::ORIGIN;

/// The extremes of what lies between one run and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gaps {
    pub(super) longest: Span,
    pub(super) shortest: Span,
}

/// The runs of one day.
struct Day {
    first: Instant,
    last: Instant,
    /// `None`: there is one run.
    within: Option<Gaps>,
}

/// Years that are looked at in any case; they suffice where they have so many days with runs.
const YEARS: i16 = 9;
const DAYS: u32 = 400;
/// Years in which leap years and days of the week have come round.
const CYCLE: i16 = 29;

/// The gaps in the zone; where its clock skips all runs but one, those in UTC.
pub(super) fn gaps(cron: &Cron, zone: &ZoneName) -> Gaps {
    let found = measure(cron, zone).or_else(|| measure(cron, &ZoneName::default()));
    found.unwrap_or_else(|| Gaps::of(Span::of_minutes(u64::MAX)))
}

/// `None`: there are not two runs.
fn measure(cron: &Cron, zone: &ZoneName) -> Option<Gaps> {
    if is_weekly(cron) { by_weeks(cron, zone) } else { by_years(cron, zone) }
}

/// Whether every week is like any other, in all years that would be looked at.
pub(super) fn is_weekly(cron: &Cron) -> bool {
    let pattern = &cron.pattern;
    let first = i32::from(ORIGIN.year());
    pattern.is_dom_wildcard()
        && !pattern.days_of_week.has_modifiers()
        && (1..=12).all(|month| pattern.month_match(month).unwrap_or(false))
        && (first..=first + i32::from(YEARS)).all(|year| pattern.year_match(year).unwrap_or(false))
}

/// The gaps of every day in the years.
pub(super) fn by_years(cron: &Cron, zone: &ZoneName) -> Option<Gaps> {
    let start = first_day(cron)?;
    walk((cron, zone), start, |date, days, gaps| {
        let years = date.year() - start.year();
        gaps.is_some() && (years >= CYCLE || (years >= YEARS && days >= DAYS))
    })
}

/// The same where every week is like any other: the gaps of the first week, and of the weeks before and after each change of the
/// clock.
pub(super) fn by_weeks(cron: &Cron, zone: &ZoneName) -> Option<Gaps> {
    const AROUND: SignedDuration = SignedDuration::from_hours(8 * 24);
    let start = first_day(cron)?;
    let end = Date::new(start.year() + YEARS, 1, 1).ok()?;
    let mut stretches = vec![(start, start.saturating_add(AROUND))];
    for change in zone.changes(ORIGIN).take_while(|change| *change < end) {
        let (from, to) = (change.saturating_sub(AROUND), change.saturating_add(AROUND));
        match stretches.last_mut().filter(|(_, last)| from <= *last) {
            Some((_, last)) => *last = to,
            None => stretches.push((from, to)),
        }
    }
    let walked = stretches.into_iter().map(|(from, to)| {
        let is_over = |date: Date, _: u32, _: Option<Gaps>| date > to || date >= end;
        walk((cron, zone), from, is_over)
    });
    walked.fold(None, both)
}

fn first_day(cron: &Cron) -> Option<Date> {
    Some(cron.find_next_occurrence(&ORIGIN, true).ok()?.date())
}

/// From the first day with runs that is not before `from`, until it is enough, which the next day and the number of days and the
/// gaps so far tell. `None`: there are not two runs.
fn walk(
    (cron, zone): (&Cron, &ZoneName),
    from: Date,
    is_enough: impl Fn(Date, u32, Option<Gaps>) -> bool,
) -> Option<Gaps> {
    let times = times(cron);
    let steady = of_times(&times);
    let mut gaps = None;
    let mut last: Option<Instant> = None;
    let mut days = 0;
    let mut date = cron.find_next_occurrence(&from.at(0, 0, 0, 0), true).ok()?.date();
    loop {
        if let Some(day) = runs_on(date, &times, steady, zone) {
            gaps = both(gaps, last.map(|last| Gaps::of(day.first.since(last))));
            gaps = both(gaps, day.within);
            last = Some(day.last);
            days += 1;
        }
        let Ok(next) = cron.find_next_occurrence(&date.at(23, 59, 59, 0), false) else { return gaps };
        date = next.date();
        if is_enough(date, days, gaps) {
            return gaps;
        }
    }
}

/// The times of every day that has runs, in order.
fn times(cron: &Cron) -> Vec<Time> {
    let minutes = cron.pattern.minutes.values();
    let at = |hour: u16, minute: u16| Time::new(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0).ok();
    let hours = cron.pattern.hours.values().into_iter();
    hours.flat_map(|hour| minutes.iter().filter_map(move |minute| at(hour, *minute))).collect()
}

/// The gaps between the times of a day on which the clock is left alone.
fn of_times(times: &[Time]) -> Option<Gaps> {
    let minute =
        |time: &Time| u64::from(time.hour().unsigned_abs()) * 60 + u64::from(time.minute().unsigned_abs());
    let gap = |pair: &[Time]| Gaps::of(Span::of_minutes(minute(&pair[1]) - minute(&pair[0])));
    times.windows(2).map(gap).fold(None, |gaps, gap| both(gaps, Some(gap)))
}

/// `steady`: the gaps where the clock is left alone. `None`: all times are skipped.
fn runs_on(date: Date, times: &[Time], steady: Option<Gaps>, zone: &ZoneName) -> Option<Day> {
    let (first, last) = (date.to_datetime(*times.first()?), date.to_datetime(*times.last()?));
    if zone.is_steady(first, last) {
        return Some(Day { first: zone.instant(first)?, last: zone.instant(last)?, within: steady });
    }
    let runs = Vec::from_iter(times.iter().filter_map(|time| zone.instant(date.to_datetime(*time))));
    let gap = |pair: &[Instant]| Gaps::of(pair[1].since(pair[0]));
    let within = runs.windows(2).map(gap).fold(None, |gaps, gap| both(gaps, Some(gap)));
    Some(Day { first: *runs.first()?, last: *runs.last()?, within })
}

impl Gaps {
    fn of(gap: Span) -> Self {
        Self { longest: gap, shortest: gap }
    }
}

fn both(one: Option<Gaps>, other: Option<Gaps>) -> Option<Gaps> {
    let (Some(a), Some(b)) = (one, other) else { return one.or(other) };
    Some(Gaps { longest: a.longest.max(b.longest), shortest: a.shortest.min(b.shortest) })
}
