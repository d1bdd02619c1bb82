//! The table that leads from objectives to rules, or to a refusal that says what would be possible: [`TABLE`]. A new case is a
//! new row; tests go through every row and its limits.

use std::collections::BTreeMap;

use acme_schema::{Attr, Path};

use super::super::model::{BackupPlanModel, ObjectivesModel};
use super::rules::{COLD_DAYS, CONTINUOUS_DAYS, CONTINUOUS_LOSS, Lifecycle, Rule};
use super::{CompletionMinutes, Days, RuleName, StartMinutes, selection};
use crate::shared::{Findings, Given, Schedule, Span, Text, ZoneName};

/// The least that can be lost without continuous backup: a backup every hour, and two until it is complete.
pub(crate) const LEAST_SNAPSHOT_LOSS: Span = Span::of_minutes(180);
/// How long restoring takes at least.
const LEAST_RTO: Span = Span::of_minutes(30);
/// How long restoring takes at least what is in cold storage, which answers after three to five hours.
const LEAST_COLD_RTO: Span = Span::of_minutes(300);
/// How many days the snapshots are kept that are only made to be copied.
const STOPOVER_DAYS: i64 = 7;
/// The least time within which a backup begins, and within which it is complete.
const START: StartMinutes = StartMinutes::clamped(60);
const LEAST_COMPLETION: u64 = 120;
/// What AWS Backup itself takes where nothing is said.
const COMPLETION: CompletionMinutes = CompletionMinutes::clamped(480);

/// How often snapshots can be made: the minutes between two, and the schedule. From the most seldom on.
const INTERVALS: [(u64, &str); 8] = [
    (7 * 1440, "cron(0 3 ? * SUN *)"),
    (1440, DAILY),
    (720, "cron(0 3/12 * * ? *)"),
    (480, "cron(0 3/8 * * ? *)"),
    (360, "cron(0 3/6 * * ? *)"),
    (240, "cron(0 3/4 * * ? *)"),
    (120, "cron(0 1/2 * * ? *)"),
    (60, "cron(0 * * * ? *)"),
];
const DAILY: &str = "cron(0 3 * * ? *)";
/// The same, when that is over.
const LATER: &str = "cron(0 5 * * ? *)";

/// Objectives as they were written, for what they are noted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Objectives {
    pub(crate) rpo: String,
    pub(crate) rto: Option<String>,
    pub(crate) retention: Days,
    pub(crate) cold_after: Option<Days>,
    pub(crate) continuous: Option<bool>,
}

/// What is wished for, as far as it is known.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    rpo: Option<Span>,
    rto: Option<Span>,
    retention: Option<Days>,
    cold_after: Option<Days>,
    /// `None`: as the rpo needs, or not known.
    continuous: Option<bool>,
    has_copies: bool,
    is_tested: bool,
    /// There is something that cannot be backed up continuously.
    only_snapshots: bool,
}

/// A row: a case, and what follows in it.
pub(crate) struct Row {
    /// The case, in words.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is read by people, and named by tests"))]
    pub(crate) case: &'static str,
    is_so: fn(&Wish) -> bool,
    follows: Follows,
}

/// What follows.
enum Follows {
    /// It cannot be: at which attribute, and what would be possible.
    Refusal(&'static str, &'static str),
    /// A rule of this name.
    Rule(&'static str, fn(&Wish) -> Option<Derived>),
    /// It is hardly meant: at which attribute, the summary and the hint.
    Warning(&'static str, &'static str, &'static str),
}

/// What is special about a derived rule.
struct Derived {
    schedule: &'static str,
    completion: CompletionMinutes,
    is_continuous: bool,
    lifecycle: Lifecycle,
    copies: Option<Lifecycle>,
}

/// In the order in which cases are told apart.
pub(crate) static TABLE: &[Row] = &[
    Row {
        case: "rpo below 5m",
        is_so: |wish| wish.rpo.is_some_and(|rpo| rpo < CONTINUOUS_LOSS),
        follows: Follows::Refusal(
            "rpo",
            "must be at least `5m`: that is what continuous backup loses at most. To lose less, let a standby or a replica follow",
        ),
    },
    Row {
        case: "rpo from 5m to below 3h, continuous = false",
        is_so: |wish| wish.needs_continuous() && wish.continuous == Some(false),
        follows: Follows::Refusal(
            "continuous",
            "must not be false with an `rpo` below `3h`: without continuous backup, `3h` is possible",
        ),
    },
    Row {
        case: "rpo from 5m to below 3h, of something without continuous backup",
        is_so: |wish| wish.needs_continuous() && wish.continuous != Some(false) && wish.only_snapshots,
        follows: Follows::Refusal(
            "rpo",
            "must be at least `3h` with what is selected: only databases and S3 buckets that are named can be backed up continuously. \
             With a plan for those alone, `5m` is possible",
        ),
    },
    Row {
        case: "continuous = true, of something without continuous backup",
        is_so: |wish| wish.continuous == Some(true) && !wish.needs_continuous() && wish.only_snapshots,
        follows: Follows::Refusal(
            "continuous",
            "must not be true with what is selected: only databases and S3 buckets that are named can be backed up continuously",
        ),
    },
    Row {
        case: "rpo from 5m to below 3h, or continuous = true",
        is_so: Wish::is_continuous,
        follows: Follows::Rule("continuous", |wish| {
            Some(Derived {
                schedule: DAILY,
                completion: COMPLETION,
                is_continuous: true,
                lifecycle: short(wish.retention?, CONTINUOUS_DAYS),
                copies: None,
            })
        }),
    },
    Row {
        case: "rpo from 5m to below 3h, or continuous = true, with copy_actions",
        is_so: |wish| wish.is_continuous() && wish.has_copies,
        follows: Follows::Rule("copies", |wish| {
            let (schedule, completion) = seldom(wish.rpo?.max(LEAST_SNAPSHOT_LOSS));
            let lifecycle = short(wish.retention?, STOPOVER_DAYS);
            Some(Derived {
                schedule,
                completion,
                is_continuous: false,
                lifecycle,
                copies: Some(wish.lifecycle()?),
            })
        }),
    },
    Row {
        // A continuous backup goes with its database: a snapshot stays.
        case: "rpo from 5m to below 3h, or continuous = true, without copy_actions, or with retention_days above 35",
        is_so: |wish| {
            let is_long = wish.retention.is_some_and(|days| days.get() > CONTINUOUS_DAYS);
            wish.is_continuous() && (!wish.has_copies || is_long)
        },
        follows: Follows::Rule("retained", |wish| {
            Some(Derived {
                schedule: LATER,
                completion: COMPLETION,
                is_continuous: false,
                lifecycle: wish.lifecycle()?,
                copies: None,
            })
        }),
    },
    Row {
        case: "rpo from 3h on, without continuous = true",
        is_so: |wish| wish.rpo.is_some_and(|rpo| rpo >= LEAST_SNAPSHOT_LOSS) && wish.continuous != Some(true),
        follows: Follows::Rule("snapshots", |wish| {
            let (schedule, completion) = seldom(wish.rpo?);
            let lifecycle = wish.lifecycle()?;
            Some(Derived { schedule, completion, is_continuous: false, lifecycle, copies: Some(lifecycle) })
        }),
    },
    Row {
        case: "retention_days below cold_storage_after + 90",
        is_so: |wish| {
            wish.retention
                .zip(wish.cold_after)
                .is_some_and(|(days, cold)| days.get() < cold.get() + COLD_DAYS)
        },
        follows: Follows::Refusal(
            "cold_storage_after",
            "must be at least 90 days less than `retention_days`: what is in cold storage stays there for at least 90 days",
        ),
    },
    Row {
        case: "rto below 30m",
        is_so: |wish| wish.rto.is_some_and(|rto| rto < LEAST_RTO),
        follows: Follows::Refusal(
            "rto",
            "must be at least `30m`: restoring takes some fifteen minutes at least, and the rest is up to what there is to restore. To \
             be back sooner, have a standby (`multi_az`) or replicas",
        ),
    },
    Row {
        case: "rto below 5h, with cold_storage_after",
        is_so: |wish| {
            wish.rto.is_some_and(|rto| (LEAST_RTO..LEAST_COLD_RTO).contains(&rto))
                && wish.cold_after.is_some()
        },
        follows: Follows::Refusal(
            "rto",
            "must be at least `5h` with `cold_storage_after`: cold storage answers after three to five hours. Without it, `30m` is \
             possible",
        ),
    },
    Row {
        case: "rto without restore_testing",
        is_so: |wish| wish.rto.is_some() && !wish.is_tested,
        follows: Follows::Warning(
            "rto",
            "Nothing measures how long a restore takes",
            "set `restore_testing`: its tests are held against `objectives.rto`",
        ),
    },
];

impl Wish {
    fn needs_continuous(&self) -> bool {
        self.rpo.is_some_and(|rpo| (CONTINUOUS_LOSS..LEAST_SNAPSHOT_LOSS).contains(&rpo))
    }

    fn is_continuous(&self) -> bool {
        let is_possible = self.rpo.is_some_and(|rpo| rpo >= CONTINUOUS_LOSS) && !self.only_snapshots;
        is_possible && (self.continuous == Some(true) || self.needs_continuous() && self.continuous.is_none())
    }

    /// That of a backup that is kept for all of the time.
    fn lifecycle(&self) -> Option<Lifecycle> {
        Some(Lifecycle { delete_after: self.retention?, cold_after: self.cold_after })
    }
}

/// That of a backup that is kept for no more than so many days.
fn short(retention: Days, most: i64) -> Lifecycle {
    Lifecycle { delete_after: retention.min(Days::clamped(most)), cold_after: None }
}

/// The schedule that runs as seldom as the objective allows, and what it leaves a backup to be complete: not more than the time
/// until the next one.
fn seldom(rpo: Span) -> (&'static str, CompletionMinutes) {
    let rpo = rpo.minutes();
    let fits = |(interval, _): &&(u64, &'static str)| interval + LEAST_COMPLETION <= rpo;
    let (interval, schedule) = *INTERVALS.iter().find(fits).unwrap_or(&INTERVALS[INTERVALS.len() - 1]);
    let completion = rpo.saturating_sub(interval).min(interval).max(LEAST_COMPLETION);
    (schedule, CompletionMinutes::clamped(i64::try_from(completion).unwrap_or(i64::MAX)))
}

/// The rules that follow, by name.
type Rules = BTreeMap<RuleName, Rule>;

/// Reads objectives, and what follows from them.
pub(super) fn read(model: &BackupPlanModel, find: &mut Findings) -> Option<(Objectives, Rules)> {
    let path = Path::of("objectives");
    let given = find.seen(&model.objectives)?;
    let at = |name: &str| path.attribute(name);
    let wish = wish(model, given, find);
    let mut rules = Rules::new();
    for row in TABLE.iter().filter(|row| (row.is_so)(&wish)) {
        match &row.follows {
            Follows::Refusal(attribute, allowed) => find.rule(&at(attribute), allowed),
            Follows::Warning(attribute, summary, hint) => find.warn(&at(attribute), summary, hint),
            Follows::Rule(name, derive) => {
                let rule = derive(&wish).and_then(|derived| rule(&derived));
                rules.extend(RuleName::parse(name).zip(rule));
            }
        }
    }
    let objectives = Objectives {
        rpo: given.rpo.known()?.clone(),
        rto: given.rto.known().cloned(),
        retention: wish.retention?,
        cold_after: wish.cold_after,
        continuous: wish.continuous,
    };
    Some((objectives, rules))
}

fn wish(model: &BackupPlanModel, given: &ObjectivesModel, find: &mut Findings) -> Wish {
    let at = |name: &str| Path::of("objectives").attribute(name);
    let rpo = find.text(&given.rpo, &at("rpo"));
    let rpo = find.required(rpo, &at("rpo"));
    let retention = find.whole(&given.retention_days, &at("retention_days"));
    Wish {
        rpo: rpo.option(),
        rto: find.text(&given.rto, &at("rto")).option(),
        retention: retention.or(Days::clamped(CONTINUOUS_DAYS)).option(),
        cold_after: find.whole(&given.cold_storage_after, &at("cold_storage_after")).option(),
        continuous: find.plain(&given.continuous).option(),
        has_copies: model.copy_actions.known().is_some_and(|copies| !copies.is_empty()),
        is_tested: !model.restore_testing.is_null(),
        only_snapshots: selection::has_only_snapshots(model),
    }
}

fn rule(derived: &Derived) -> Option<Rule> {
    Some(Rule {
        schedule: Schedule::parse(derived.schedule)?,
        zone: ZoneName::default(),
        start: START,
        completion: derived.completion,
        is_continuous: derived.is_continuous,
        lifecycle: derived.lifecycle,
        copies: derived.copies,
        tags: BTreeMap::new(),
    })
}

#[cfg(test)]
impl Row {
    /// The name of the rule that follows; where none does, what is said instead.
    pub(crate) fn told(&self) -> Result<&'static str, String> {
        match &self.follows {
            Follows::Rule(name, _) => Ok(name),
            Follows::Refusal(attribute, allowed) => Err(format!("refused: `{attribute}` {allowed}")),
            Follows::Warning(attribute, summary, _) => {
                Err(format!("a warning at `{attribute}`: {}{}", summary[..1].to_lowercase(), &summary[1..]))
            }
        }
    }
}

/// The cases that objectives are, in the order of the table.
#[cfg(test)]
pub(crate) fn cases(model: &BackupPlanModel) -> Vec<&'static str> {
    let Some(given) = model.objectives.known() else { return Vec::new() };
    let wish = wish(model, given, &mut Findings::default());
    TABLE.iter().filter(|row| (row.is_so)(&wish)).map(|row| row.case).collect()
}

/// Exactly one of the two says when backups are made.
pub(super) fn exactly_one(model: &BackupPlanModel, find: &mut Findings) {
    match (&model.objectives, &model.rules) {
        (Attr::Null, Attr::Null) => {
            find.rule(
                &Path::of("objectives"),
                "must be set, unless `rules` is: one of them says when backups are made",
            );
        }
        (Attr::Known(_), Attr::Known(_)) => {
            find.rule(&Path::of("rules"), "must not be set with `objectives`: the rules follow from those");
        }
        (_, _) => {}
    }
}
