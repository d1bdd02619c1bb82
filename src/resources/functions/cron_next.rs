//! `cron_next`: when a schedule runs.

use acme_schema::{Function as Declaration, Type, Value};

use super::{Arguments, parameter, schedule_parameter, zone_parameter};
use crate::registry::{BadArgument, Function};
use crate::shared::Instant;

/// `cron_next`
pub(crate) struct CronNext;

impl Function for CronNext {
    fn name(&self) -> &'static str {
        "cron_next"
    }

    fn declaration(&self) -> Declaration {
        Declaration {
            summary: "When a schedule runs".to_owned(),
            description: "The next runs of a schedule after a time, as RFC 3339 in UTC, such as `2026-01-31T03:00:00Z`. There are \
                fewer than `count` where the schedule ends before, in 2199 at the latest. A rate is counted from `after`, as \
                AWS counts it from when the schedule was made.\n\n\
                A local time that does not exist, because the clock is put forward over it, is skipped; one that exists twice, \
                because the clock is put back, runs the first time only.\n\n\
                Terraform 1.8 and OpenTofu 1.7 are the first to call functions of providers."
                .to_owned(),
            parameters: Vec::from([
                schedule_parameter(),
                parameter(
                    "after",
                    Type::String,
                    "The time after which the first run is, as RFC 3339, such as `plantimestamp()`.",
                ),
                parameter("count", Type::Number, "How many runs, from 1 to 100."),
            ]),
            variadic: Some(zone_parameter()),
            returns: Type::list(Type::String),
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, BadArgument> {
        let arguments = Arguments(arguments);
        let schedule = arguments.schedule(0)?;
        let after: Instant = arguments.text(1)?;
        let count = usize::try_from(arguments.whole::<1, 100>(2)?.get()).unwrap_or_default();
        let zone = arguments.zone(3)?;
        let runs = schedule.runs(&zone, &after).take(count);
        Ok(Value::List(runs.map(|run| Value::String(run.to_string())).collect()))
    }
}
