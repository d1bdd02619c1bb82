//! The six fields of a cron expression of AWS, each by its own rules, so that an error can name the field; and the pattern
//! for `croner` that means the same. Numbers only leave here, and ranges with both ends: `croner` would read a
//! lone `L` as a day of the week, or a step without an end there, otherwise than AWS does.

use super::super::span::whole;

/// One field: what it is called, which numbers it takes, and the names of some of them.
struct Field {
    position: u8,
    name: &'static str,
    from: u64,
    to: u64,
    /// Those of the numbers from `from` on.
    names: &'static [&'static str],
    /// What a single value may be.
    allowed: &'static str,
}

const MINUTES: Field =
    Field { position: 1, name: "minutes", from: 0, to: 59, names: &[], allowed: "a number from 0 to 59" };
const HOURS: Field =
    Field { position: 2, name: "hours", from: 0, to: 23, names: &[], allowed: "a number from 0 to 23" };
const DAY: Field = Field {
    position: 3,
    name: "day of the month",
    from: 1,
    to: 31,
    names: &[],
    allowed: "a number from 1 to 31, or alone `L` (the last), `LW` (the last from Monday to Friday) or `15W` (the nearest to the 15th of those),",
};
const MONTH: Field = Field {
    position: 4,
    name: "month",
    from: 1,
    to: 12,
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    allowed: "a number from 1 to 12 or a name from `JAN` to `DEC`",
};
const WEEKDAY: Field = Field {
    position: 5,
    name: "day of the week",
    from: 1,
    to: 7,
    names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
    allowed: "a number from 1 (Sunday) to 7 or a name from `SUN` to `SAT`, or alone `L` (Saturday), `6L` (the last \
              Friday of the month) or `6#3` (the third),",
};
const YEAR: Field = Field {
    position: 6,
    name: "year",
    from: 1970,
    to: 2199,
    names: &[],
    allowed: "a number from 1970 to 2199",
};

/// The pattern for what stands between the brackets of `cron(…)`: with seconds, Sunday as 1.
///
/// # Errors
/// What is wrong, beginning with "must".
pub(super) fn pattern(text: &str) -> Result<String, String> {
    let fields = Vec::from_iter(text.split_ascii_whitespace());
    let [minutes, hours, day, month, weekday, year] = <[&str; 6]>::try_from(fields).map_err(|fields| {
        let fields = fields.len();
        format!(
            "must have six fields, `cron(minutes hours day-of-month month day-of-week year)`, got {fields}"
        )
    })?;
    let minutes = MINUTES.list(minutes)?;
    let hours = HOURS.list(hours)?;
    let days = days(day)?;
    let months = MONTH.list(month)?;
    let weekdays = weekdays(weekday)?;
    let years = YEAR.list(year)?;
    match (day, weekday) {
        ("?", "?") => Err(format!("must have `?` in one of {DAY} and {WEEKDAY}, got it in both")),
        ("?", _) | (_, "?") => Ok(format!("0 {minutes} {hours} {days} {months} {weekdays} {years}")),
        ("*", _) => Err(format!("must have `?` as {DAY} where {WEEKDAY} is given, got `*`")),
        _ => Err(format!("must have `?` as {WEEKDAY} where {DAY} is given, got `{weekday}`")),
    }
}

fn days(text: &str) -> Result<String, String> {
    let nearest = text.strip_suffix('W').and_then(|day| DAY.number(day));
    match (text, nearest) {
        ("?" | "*", _) => Ok("*".to_owned()),
        ("L" | "LW", _) => Ok(text.to_owned()),
        (_, Some(day)) => Ok(format!("{day}W")),
        _ => DAY.list(text),
    }
}

fn weekdays(text: &str) -> Result<String, String> {
    let last = text.strip_suffix('L').and_then(|day| WEEKDAY.number(day));
    let nth = text
        .split_once('#')
        .and_then(|(day, nth)| Some((WEEKDAY.number(day)?, whole(nth).filter(|nth| (1..=5).contains(nth))?)));
    match (text, last, nth) {
        ("?" | "*", ..) => Ok("*".to_owned()),
        ("L", ..) => Ok(WEEKDAY.to.to_string()),
        (_, Some(day), _) => Ok(format!("{day}#L")),
        (.., Some((day, nth))) => Ok(format!("{day}#{nth}")),
        _ => WEEKDAY.list(text),
    }
}

impl Field {
    fn list(&self, text: &str) -> Result<String, String> {
        let items: Result<Vec<_>, _> = text.split(',').map(|item| self.item(item, text)).collect();
        Ok(items?.join(","))
    }

    /// One of a list, as a range with its step.
    fn item(&self, item: &str, list: &str) -> Result<String, String> {
        let got = if item.is_empty() { list } else { item };
        let value = |text| {
            let also = if text == got { "" } else { " also in a list, a range or before a step," };
            self.number(text)
                .ok_or_else(|| format!("must have {} as {self},{also} got `{got}`", self.allowed))
        };
        let (values, step) = item.split_once('/').map_or((item, None), |(values, step)| (values, Some(step)));
        let (from, to) = match (values.split_once('-'), step) {
            _ if values == "*" => (self.from, self.to),
            (Some((from, to)), _) => (value(from)?, value(to)?),
            (None, Some(_)) => (value(values)?, self.to),
            (None, None) => return Ok(value(values)?.to_string()),
        };
        if from > to {
            return Err(format!("must have a range from the lower to the higher as {self}, got `{got}`"));
        }
        let Some(step) = step else { return Ok(format!("{from}-{to}")) };
        match whole(step).filter(|step| (1..=self.to).contains(step)) {
            Some(step) => Ok(format!("{from}-{to}/{step}")),
            None => Err(format!("must have a step from 1 to {} in {self}, got `{got}`", self.to)),
        }
    }

    fn number(&self, text: &str) -> Option<u64> {
        let named =
            self.names.iter().zip(self.from..).find(|(name, _)| **name == text).map(|(_, number)| number);
        named.or_else(|| whole(text).filter(|number| (self.from..=self.to).contains(number)))
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the {} (field {})", self.name, self.position)
    }
}
