//! When backups are made, how long they are kept, and what is lost at most.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map, Path};

use super::super::model::{BackupPlanModel, LifecycleModel, RuleModel};
use super::Spec;
use super::{CompletionMinutes, Days, RuleName, StartMinutes, selection};
use crate::shared::{Findings, Given, Schedule, Span, Text, Whole, ZoneName, tags};

/// How many days something stays in cold storage at least: AWS charges them in any case.
pub(super) const COLD_DAYS: i64 = 90;
/// How many days back a continuous backup reaches at most.
pub(super) const CONTINUOUS_DAYS: i64 = 35;
/// How far apart backups are at least.
const SHORTEST_GAP: Span = Span::of_minutes(60);
/// How much longer than beginning a backup may take at least.
const SHORTEST_RUN: i64 = 60;
/// RDS ships its logs every five minutes: what is lost with continuous backup.
pub(super) const CONTINUOUS_LOSS: Span = Span::of_minutes(5);

/// A rule of a backup plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) schedule: Schedule,
    pub(crate) zone: ZoneName,
    pub(crate) start: StartMinutes,
    pub(crate) completion: CompletionMinutes,
    pub(crate) is_continuous: bool,
    pub(crate) lifecycle: Lifecycle,
    /// How long copies are kept where the copy action does not say. `None`: there are no copies.
    pub(crate) copies: Option<Lifecycle>,
    pub(crate) tags: BTreeMap<String, String>,
}

/// How long backups are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lifecycle {
    pub(crate) delete_after: Days,
    pub(crate) cold_after: Option<Days>,
}

impl Rule {
    /// What is lost at most between two backups: a backup that is not complete in time is cancelled, so until then only the one
    /// before can be had.
    pub(crate) fn loss(&self) -> Span {
        let completion = u64::try_from(self.completion.get()).unwrap_or(0);
        self.schedule.longest_gap(&self.zone).plus(Span::of_minutes(completion))
    }
}

/// What is lost at most of what is selected: of everything the same, if it can be backed up continuously.
pub(crate) fn rpo(rules: &BTreeMap<RuleName, Rule>, model: &BackupPlanModel) -> Attr<Span> {
    let is_continuous = rules.values().any(|rule| rule.is_continuous);
    match selection::is_continuous(model) {
        Some(true) if is_continuous => Attr::Known(CONTINUOUS_LOSS),
        None if is_continuous => Attr::Unknown,
        Some(_) | None => rules.values().map(Rule::loss).min().into(),
    }
}

/// What is lost at most where only copies are left, without the time that copying takes.
pub(crate) fn copy_rpo(rules: &BTreeMap<RuleName, Rule>) -> Option<Span> {
    rules.values().filter(|rule| rule.copies.is_some()).map(Rule::loss).min()
}

/// The rules that are written.
pub(super) fn read(model: &BackupPlanModel, find: &mut Findings) -> Option<BTreeMap<RuleName, Rule>> {
    let path = Path::of("rules");
    let given = find.seen(&model.rules)?;
    if given.is_empty() {
        find.rule(&path, "must have at least one rule");
    }
    let mut rules = BTreeMap::new();
    let mut is_complete = true;
    for (name, given) in given {
        let path = path.key(name);
        let parsed = RuleName::parse(name);
        if parsed.is_none() {
            find.rule(&path, format!("the key must be {}", RuleName::ALLOWED));
        }
        if given.is_null() {
            find.rule(&path, "must not be null");
        }
        match (parsed, find.seen(given).and_then(|given| rule(given, &path, find))) {
            (Some(name), Some(rule)) => drop(rules.insert(name, rule)),
            (_, _) => is_complete = false,
        }
    }
    is_complete.then_some(rules)
}

fn rule(given: &RuleModel, path: &Path, find: &mut Findings) -> Option<Rule> {
    let at = |name: &str| path.attribute(name);
    let (schedule, zone) = schedule((&given.schedule, &given.schedule_timezone), path, find);
    let start: Attr<StartMinutes> =
        find.whole(&given.start_window, &at("start_window")).or(StartMinutes::clamped(60));
    let completion: Attr<CompletionMinutes> =
        find.whole(&given.completion_window, &at("completion_window")).or(CompletionMinutes::clamped(480));
    if let (Some(start), Some(completion)) = (start.known(), completion.known())
        && completion.get() < start.get() + SHORTEST_RUN
    {
        let allowed = format!(
            "must be at least {} with a `start_window` of {}: both are counted from the time of the schedule, and a backup takes \
             its time",
            start.get() + SHORTEST_RUN,
            start.get()
        );
        find.rule(&at("completion_window"), allowed);
    }
    let is_continuous = find.plain(&given.enable_continuous_backup).or(false);
    let lifecycle = lifecycle(&given.lifecycle, &at("lifecycle"), find);
    if is_continuous.known() == Some(&true) {
        continuous(&given.lifecycle, &at("lifecycle"), find);
    }
    let is_copied = find.plain(&given.copy).or(true);
    let tags = texts(&given.recovery_point_tags, &at("recovery_point_tags"), find);
    let allowed = self::tags();
    if given.recovery_point_tags.known().is_some() && !allowed.accepts(&given.recovery_point_tags.encode()) {
        find.limit(&at("recovery_point_tags"), allowed.allowed());
    }
    let lifecycle = lifecycle?;
    Some(Rule {
        schedule: schedule?,
        zone: zone?,
        start: start.option()?,
        completion: completion.option()?,
        is_continuous: is_continuous.option()?,
        lifecycle,
        copies: is_copied.option()?.then_some(lifecycle),
        tags: tags?,
    })
}

/// A schedule and its zone; the reason why it is none is said where it stands.
pub(super) fn schedule(
    (schedule, zone): (&Attr<String>, &Attr<String>),
    path: &Path,
    find: &mut Findings,
) -> (Option<Schedule>, Option<ZoneName>) {
    let at = path.attribute("schedule");
    let zone: Attr<ZoneName> = find.text(zone, &path.attribute("schedule_timezone")).or(ZoneName::default());
    let given = find.plain(schedule);
    let schedule = match find.required(given, &at) {
        Attr::Known(text) => match Schedule::read(&text) {
            Ok(schedule) => match schedule.rate() {
                None => Some(schedule),
                Some(every) => {
                    find.rule(
                        &at,
                        format!("must be a cron expression: AWS Backup takes no rates{}", as_cron(every)),
                    );
                    None
                }
            },
            Err(why) => {
                find.rule(&at, why);
                None
            }
        },
        Attr::Null | Attr::Unknown => None,
    };
    if let (Some(schedule), Some(zone)) = (&schedule, zone.known()) {
        let gap = schedule.shortest_gap(zone);
        if gap < SHORTEST_GAP {
            find.rule(
                &at,
                format!("must not run more often than every hour: there are runs only {gap} apart"),
            );
        }
    }
    (schedule, zone.option())
}

/// A backup must be there until the next one is: else there is none for a while.
pub(super) fn outlive(spec: &Spec, find: &mut Findings) {
    for (name, rule) in &spec.rules {
        let gap = rule.schedule.longest_gap(&rule.zone);
        let path = match &spec.objectives {
            Some(_) => Path::of("objectives").attribute("retention_days"),
            None => Path::of("rules").key(name.as_str()).attribute("lifecycle").attribute("delete_after"),
        };
        short_lived(&rule.lifecycle, gap, &path, find);
        if rule.copies.is_some() {
            for (position, action) in spec.copies.iter().enumerate() {
                let path =
                    Path::of("copy_actions").index(position).attribute("lifecycle").attribute("delete_after");
                action.lifecycle.iter().for_each(|kept| short_lived(kept, gap, &path, find));
            }
        }
    }
}

fn short_lived(kept: &Lifecycle, gap: Span, path: &Path, find: &mut Findings) {
    const DAY: u64 = 24 * 60;
    let days = u64::try_from(kept.delete_after.get()).unwrap_or(u64::MAX);
    if days.saturating_mul(DAY) < gap.minutes() {
        let least = gap.minutes().div_ceil(DAY);
        let allowed = format!(
            "must be at least {least}: there are up to {gap} between two backups, and one must outlive the other"
        );
        find.rule(path, allowed);
    }
}

/// What would be written for a rate.
fn as_cron(every: Span) -> String {
    let hours = every.minutes() / 60;
    let cron = match hours {
        1 => "cron(0 * * * ? *)".to_owned(),
        2..=12 if every.minutes().is_multiple_of(60) && 24_u64.is_multiple_of(hours) => {
            format!("cron(0 0/{hours} * * ? *)")
        }
        24 => "cron(0 3 * * ? *)".to_owned(),
        168 => "cron(0 3 ? * SUN *)".to_owned(),
        _ => return String::new(),
    };
    format!(". Every {every} is `{cron}`")
}

/// A lifecycle that must be given.
fn lifecycle(given: &Attr<LifecycleModel>, path: &Path, find: &mut Findings) -> Option<Lifecycle> {
    if given.is_null() {
        find.required(Attr::<()>::Null, path);
    }
    optional_lifecycle(given, path, find)
}

pub(super) fn optional_lifecycle(
    given: &Attr<LifecycleModel>,
    path: &Path,
    find: &mut Findings,
) -> Option<Lifecycle> {
    let given = find.seen(given)?;
    let at = |name: &str| path.attribute(name);
    let delete_after: Attr<Days> = find.whole(&given.delete_after, &at("delete_after"));
    let delete_after = find.required(delete_after, &at("delete_after"));
    let cold_after: Attr<Days> = find.whole(&given.cold_storage_after, &at("cold_storage_after"));
    if let (Some(delete), Some(cold)) = (delete_after.known(), cold_after.known())
        && delete.get() < cold.get() + COLD_DAYS
    {
        let allowed = format!(
            "must be at least {} with a `cold_storage_after` of {}: what is in cold storage stays there for at least {COLD_DAYS} days",
            cold.get() + COLD_DAYS,
            cold.get()
        );
        find.rule(&at("delete_after"), allowed);
    }
    Some(Lifecycle { delete_after: delete_after.option()?, cold_after: cold_after.option() })
}

/// What AWS Backup takes of a continuous backup.
fn continuous(given: &Attr<LifecycleModel>, path: &Path, find: &mut Findings) {
    let Some(given) = given.known() else { return };
    if given.delete_after.known().is_some_and(|days| *days > CONTINUOUS_DAYS) {
        let allowed = format!(
            "must be at most {CONTINUOUS_DAYS} with `enable_continuous_backup = true`. To keep backups longer, add a rule without it"
        );
        find.rule(&path.attribute("delete_after"), allowed);
    }
    if given.cold_storage_after.known().is_some() {
        let allowed =
            "must not be set with `enable_continuous_backup = true`: continuous backups have no cold storage";
        find.rule(&path.attribute("cold_storage_after"), allowed);
    }
}

/// A map of texts, in which nothing may be null. `None`: something in it is not known.
pub(super) fn texts(
    given: &Attr<Map<String>>,
    path: &Path,
    find: &mut Findings,
) -> Option<BTreeMap<String, String>> {
    if given.is_unknown() {
        find.unknown();
        return None;
    }
    let mut texts = BTreeMap::new();
    for (key, value) in given.known().into_iter().flatten() {
        match find.plain(value) {
            Attr::Known(value) => drop(texts.insert(key.clone(), value)),
            Attr::Null => find.rule(&path.key(key), "must not be null"),
            Attr::Unknown => {}
        }
    }
    Some(texts)
}

/// The days of a lifecycle in a message.
pub(super) fn days<const MIN: i64, const MAX: i64>(days: Whole<MIN, MAX>) -> String {
    if days.get() == 1 { "1 day".to_owned() } else { format!("{} days", days.get()) }
}
