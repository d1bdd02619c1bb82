//! Functions: what a configuration can compute with, `provider::acme::NAME(...)`. Pure, and each but a few lines around a
//! type of a specification: a function says nothing that a resource does not say too. No clock; an instant is an argument.

mod cron_next;
mod rpo_of;
#[cfg(test)]
mod tests;

use acme_schema::{Parameter, Type, Value};

use crate::registry::BadArgument;
use crate::shared::{Schedule, Text, Whole, ZoneName};

pub(crate) use cron_next::CronNext;
pub(crate) use rpo_of::RpoOf;

/// The arguments of a call, read by position.
struct Arguments<'a>(&'a [Value]);

impl Arguments<'_> {
    fn schedule(&self, position: usize) -> Result<Schedule, BadArgument> {
        Schedule::read(self.written(position)).map_err(|wrong| BadArgument { position, wrong })
    }

    fn text<T: Text>(&self, position: usize) -> Result<T, BadArgument> {
        let text = self.written(position);
        let wrong = || format!("must be {}, got \"{text}\"", T::ALLOWED);
        T::parse(text).ok_or_else(|| BadArgument { position, wrong: wrong() })
    }

    fn whole<const MIN: i64, const MAX: i64>(&self, position: usize) -> Result<Whole<MIN, MAX>, BadArgument> {
        let number = match self.0.get(position) {
            Some(Value::Number(number)) => number.as_i64(),
            _ => None,
        };
        let wrong = || format!("must be a whole number from {MIN} to {MAX}");
        number.and_then(Whole::parse).ok_or_else(|| BadArgument { position, wrong: wrong() })
    }

    /// The time zone, the last argument: UTC where it is null or left out.
    fn zone(&self, position: usize) -> Result<ZoneName, BadArgument> {
        if self.0.len() > position + 1 {
            let wrong = "must be left out: there is one time zone at most".to_owned();
            return Err(BadArgument { position: position + 1, wrong });
        }
        match self.0.get(position) {
            None | Some(Value::Null) => Ok(ZoneName::default()),
            Some(_) => self.text(position),
        }
    }

    fn written(&self, position: usize) -> &str {
        self.0.get(position).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A parameter without null: an unknown argument makes the result unknown, without a call.
fn parameter(name: &str, ty: Type, description: &str) -> Parameter {
    let (name, description) = (name.to_owned(), description.to_owned());
    Parameter { name, ty, description, allow_null: false, allow_unknown: false }
}

fn schedule_parameter() -> Parameter {
    parameter(
        "schedule",
        Type::String,
        "The schedule, as AWS writes it: `cron(minutes hours day-of-month month day-of-week year)` or `rate(number unit)`.",
    )
}

fn zone_parameter() -> Parameter {
    let zone = parameter(
        "schedule_timezone",
        Type::String,
        "The time zone of a cron expression, one at most, such as `Europe/Berlin`. Defaults to `Etc/UTC`.",
    );
    Parameter { allow_null: true, ..zone }
}
