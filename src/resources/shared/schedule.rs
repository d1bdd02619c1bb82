//! Schedules as AWS writes them: `cron(0 3 * * ? *)`, `rate(12 hours)`. What one looks like is checked here, by AWS' rules;
//! which days a cron expression means is for the crate `croner` to say. No clock: runs are counted from a given instant.

mod fields;
mod gaps;
#[cfg(test)]
mod tests;

use std::iter::successors;

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::civil::{DateTime, date};

use super::span::whole;
use super::{Instant, Span, Text, ZoneName};

/// When AWS does something again and again (`ScheduleExpression`). It runs twice at least.
///
/// A cron expression is read on a clock of the time zone, as EventBridge Scheduler does it: a local time that does not
/// exist, because the clock is put forward over it, is skipped; one that exists twice, because the clock is put back,
/// runs the first time only, be it part of an hourly schedule. A rate takes no notice of clocks: a day has 24 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schedule {
    text: String,
    rule: Rule,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    /// At local times, from 1970 to 2199.
    Cron(Box<Cron>),
    /// Whenever so much time has passed.
    Rate(Span),
}

/// What matters runs from here on: a schedule that ended before has no future, whatever the date is.
const ORIGIN: DateTime = date(2024, 1, 1).at(0, 0, 0, 0);

/// The longest `ScheduleExpression` that AWS takes.
const LONGEST: usize = 256;

impl Schedule {
    /// Reads a schedule.
    ///
    /// # Errors
    /// What is wrong, beginning with "must".
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text.chars().count() > LONGEST {
            return Err(format!("must have at most {LONGEST} characters"));
        }
        let inside = |name| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        let rule = if let Some(fields) = inside("cron") {
            Rule::Cron(Box::new(cron(fields)?))
        } else if let Some(rate) = inside("rate") {
            Rule::Rate(read_rate(rate)?)
        } else {
            return Err(format!("must be {}", Self::ALLOWED));
        };
        Ok(Self { text: text.to_owned(), rule })
    }

    /// How often it runs, where it is a rate.
    pub(crate) fn rate(&self) -> Option<Span> {
        match self.rule {
            Rule::Rate(every) => Some(every),
            Rule::Cron(_) => None,
        }
    }

    /// As it was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The first run after an instant; `None`: there is none until 2199. A rate is counted from the instant, as AWS counts
    /// it from when the schedule was made.
    pub(crate) fn next(&self, zone: &ZoneName, after: &Instant) -> Option<Instant> {
        match &self.rule {
            Rule::Rate(span) => after.plus(*span),
            Rule::Cron(cron) => {
                let mut local = zone.local(*after);
                loop {
                    local = cron.find_next_occurrence(&local, false).ok()?;
                    if let Some(run) = zone.instant(local).filter(|run| run > after) {
                        return Some(run);
                    }
                }
            }
        }
    }

    /// All runs after an instant, in order: [`Schedule::next`], again and again.
    pub(crate) fn runs<'a>(
        &'a self,
        zone: &'a ZoneName,
        after: &Instant,
    ) -> impl Iterator<Item = Instant> + use<'a> {
        successors(self.next(zone, after), move |run| self.next(zone, run))
    }

    /// The longest time from one run to the next. The day on which the clock is put back counts: every day at 3:00 has a
    /// gap of `25h` in Berlin, of `24h` in UTC; and every day at 2:30 one of `47h`, because one run a year is skipped.
    ///
    /// Looks at nine years from the first run after 2023, or at 29 where it runs on fewer than 400 days of them: then the
    /// calendar has come round. Where every week is like any other, few weeks of them are enough. The end of a schedule with years is no gap.
    pub(crate) fn longest_gap(&self, zone: &ZoneName) -> Span {
        self.gaps(zone).longest
    }

    /// The shortest time from one run to the next, in the same years.
    pub(crate) fn shortest_gap(&self, zone: &ZoneName) -> Span {
        self.gaps(zone).shortest
    }

    fn gaps(&self, zone: &ZoneName) -> gaps::Gaps {
        match &self.rule {
            Rule::Rate(span) => gaps::Gaps { longest: *span, shortest: *span },
            Rule::Cron(cron) => gaps::gaps(cron, zone),
        }
    }
}

impl Text for Schedule {
    const ALLOWED: &'static str = "a schedule of AWS: `cron(minutes hours day-of-month month day-of-week year)` such as \
         `cron(0 3 * * ? *)`, or `rate(number unit)` such as `rate(12 hours)`";

    fn parse(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

fn cron(fields: &str) -> Result<Cron, String> {
    let parser = CronParser::builder()
        .seconds(Seconds::Required)
        .year(Year::Required)
        .alternative_weekdays(true) // 1 is Sunday
        .build();
    let cron =
        parser.parse(&fields::pattern(fields)?).map_err(|error| format!("must be a schedule: {error}"))?;
    let first = cron.find_next_occurrence(&ORIGIN, true);
    let first = first.map_err(|_| "must run in 2024 or later, and never does".to_owned())?;
    match cron.find_next_occurrence(&first, false) {
        Ok(_) => Ok(cron),
        Err(_) => Err(format!("must run more than once, and runs on {} only", first.date())),
    }
}

fn read_rate(rate: &str) -> Result<Span, String> {
    const FORM: &str = "must be `rate(number unit)` with a whole number of `minutes`, `hours` or `days` (for 1: `minute`, \
         `hour` or `day`), up to 3650 days";
    let [number, unit] =
        <[&str; 2]>::try_from(Vec::from_iter(rate.split_ascii_whitespace())).map_err(|_| FORM)?;
    let number_of_units = whole(number).ok_or(FORM)?;
    let (one, many, letter) = match unit {
        "minute" | "minutes" => ("minute", "minutes", 'm'),
        "hour" | "hours" => ("hour", "hours", 'h'),
        "day" | "days" => ("day", "days", 'd'),
        _ => return Err(FORM.to_owned()),
    };
    let right = if number_of_units == 1 { one } else { many };
    let span = Span::parse(&format!("{number_of_units}{letter}")).ok_or(FORM)?;
    if unit == right {
        Ok(span)
    } else {
        Err(format!("must be `rate({number_of_units} {right})`, got `{unit}`"))
    }
}
