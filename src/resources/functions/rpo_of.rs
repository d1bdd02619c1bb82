//! `rpo_of`: what a backup schedule can lose at most.

use acme_schema::{Function as Declaration, Type, Value};

use super::{Arguments, parameter, schedule_parameter, zone_parameter};
use crate::registry::{BadArgument, Function};
use crate::shared::Span;

/// `rpo_of`
pub(crate) struct RpoOf;

/// The longest completion window, in minutes: ten years.
const LONGEST: i64 = 5_256_000;

impl Function for RpoOf {
    fn name(&self) -> &'static str {
        "rpo_of"
    }

    fn declaration(&self) -> Declaration {
        Declaration {
            summary: "What a backup schedule can lose at most".to_owned(),
            description: "The recovery point objective that a backup schedule keeps: the longest time between two runs, and the \
                time that a backup may take. A backup that is not complete by then is cancelled; until then only the one \
                before it can be restored. The result is a duration such as `26h` or `1h30m`.\n\n\
                The day on which a clock is put back has 25 hours: daily backups by the clock of `Europe/Berlin` are `25h` \
                apart once a year, and the result says so. A local time that does not exist, because the clock is put forward \
                over it, is skipped: 2:30 every day in Berlin is `47h` apart once a year. In `Etc/UTC` there is neither.\n\n\
                Terraform 1.8 and OpenTofu 1.7 are the first to call functions of providers."
                .to_owned(),
            parameters: Vec::from([
                schedule_parameter(),
                parameter(
                    "completion_window_minutes",
                    Type::Number,
                    "How long after its time a backup must be complete, in minutes, as in a rule's `completion_window`.",
                ),
            ]),
            variadic: Some(zone_parameter()),
            returns: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, BadArgument> {
        let arguments = Arguments(arguments);
        let schedule = arguments.schedule(0)?;
        let window = arguments.whole::<0, LONGEST>(1)?;
        let zone = arguments.zone(2)?;
        let window = Span::of_minutes(window.get().unsigned_abs());
        Ok(Value::String(schedule.longest_gap(&zone).plus(window).to_string()))
    }
}
