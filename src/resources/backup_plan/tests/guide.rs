//! The guide's tables of objectives are the code's: each case with what follows in it, and each `rpo` with its schedule, as
//! plans say them. Rewritten in the guide by UPDATE_EXPECT=1.

use acme_schema::Model;
use expect_test::expect_file;
use serde_json::{Value as Json, json};

use super::super::model::{BackupPlanModel, EffectiveLifecycleModel, EffectiveRuleModel};
use super::super::spec::TABLE;
use super::{changed, config, planned};
use crate::registry::Facts;
use crate::shared::Span;

const GUIDE: &str = include_str!("../../../../docs/guides/disaster-recovery.md");
const CASES: &str = "| `objectives` | what follows |\n|---|---|\n";
const SCHEDULES: &str = "| `rpo` | `schedule` | `completion_window` | lost at most |\n|---|---|---|---|\n";
/// Longer than a rule that keeps backups for less.
const RETENTION: i64 = 120;
/// The hours in which schedules are by `rpo`; after the last one, none is another.
const HOURS: std::ops::Range<u64> = 3..200;
/// A wish that leaves a backup more time than it ever gets.
const ENDLESS: &str = "365d";

fn effective(change: &Json, name: &str) -> Option<EffectiveRuleModel> {
    let planned = planned(&config(&changed(change)), &Facts::default());
    let model = BackupPlanModel::from_value(&planned).unwrap();
    model.effective_rules.known()?.get(name)?.known().cloned()
}

fn kept(lifecycle: &EffectiveLifecycleModel) -> String {
    let days = *lifecycle.delete_after.known().unwrap();
    let most = if days == RETENTION { String::new() } else { format!(", at most {days}") };
    let cold = if lifecycle.cold_storage_after.is_null() { "" } else { " and `cold_storage_after`" };
    format!("`retention_days`{cold}{most}")
}

/// A rule in words. What depends on `rpo` is in the other table.
fn rule(name: &str) -> String {
    let objectives = [
        json!({ "rpo": "12h", "continuous": name != "snapshots" }),
        json!({ "rpo": "24h", "continuous": name != "snapshots" }),
    ];
    let of = |objectives: &Json| {
        let mut change = json!({ "objectives": objectives, "copy_actions": [{ "region": "us-west-2" }] });
        change["objectives"]["retention_days"] = json!(RETENTION);
        change["objectives"]["cold_storage_after"] = json!(30);
        effective(&change, name).unwrap_or_else(|| panic!("there is no rule {name}"))
    };
    let [one, other] = [of(&objectives[0]), of(&objectives[1])];
    let kind =
        if one.enable_continuous_backup.known() == Some(&true) { "continuous backups" } else { "snapshots" };
    let when = if one.schedule == other.schedule {
        let completion = one.completion_window.known().unwrap();
        format!("by `{}`, each complete within {completion} minutes", one.schedule.known().unwrap())
    } else {
        "by the table below".to_owned()
    };
    let copies = one.copy_lifecycle.known().map_or_else(
        || "not copied".to_owned(),
        |lifecycle| format!("copied; the copies are kept by {}", kept(lifecycle)),
    );
    format!("the rule `{name}`: {kind} {when}, kept by {}, {copies}", kept(one.lifecycle.known().unwrap()))
}

fn snapshots(rpo: &str) -> (String, i64) {
    let rule = effective(&json!({ "objectives": { "rpo": rpo } }), "snapshots").expect("snapshots");
    (rule.schedule.known().unwrap().clone(), *rule.completion_window.known().unwrap())
}

fn lost(rpo: &str) -> String {
    let change = json!({ "objectives": { "rpo": rpo } });
    let planned = planned(&config(&changed(&change)), &Facts::default());
    BackupPlanModel::from_value(&planned).unwrap().rpo.known().unwrap().clone()
}

/// The same, where it is the same, and else both.
fn range<T: PartialEq + std::fmt::Display>(from: &T, to: &T) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

/// The hour from which on another schedule is taken than at this one.
fn next(hour: u64) -> Option<u64> {
    let schedule = |hour: u64| snapshots(&format!("{hour}h")).0;
    let (mut same, mut other) = (hour, HOURS.end);
    let here = schedule(same);
    if schedule(other) == here {
        return None;
    }
    while other - same > 1 {
        let middle = same.midpoint(other);
        *(if schedule(middle) == here { &mut same } else { &mut other }) = middle;
    }
    assert_eq!(snapshots(&minutes_before(other)).0, here, "it changes between two hours");
    Some(other)
}

/// A line for each schedule: from which `rpo` to below which it is taken.
fn schedules() -> String {
    let mut lines = String::new();
    let mut hour = Some(HOURS.start);
    while let Some(first) = hour {
        hour = next(first);
        let until = hour.map_or_else(|| " on".to_owned(), |next| format!(" to below `{next}h`"));
        let last = hour.map_or_else(|| ENDLESS.to_owned(), minutes_before);
        let (schedule, completion) = snapshots(&format!("{first}h"));
        let completion = range(&completion, &snapshots(&last).1);
        let lost = range(&lost(&format!("{first}h")), &lost(&last));
        lines.push_str(&format!("| from `{first}h`{until} | `{schedule}` | {completion} | {lost} |\n"));
    }
    lines
}

fn minutes_before(hour: u64) -> String {
    Span::of_minutes(hour * 60 - 1).to_string()
}

fn tables() -> String {
    let cases = TABLE.iter().map(|row| {
        let follows = row.told().map_or_else(|said| said, rule);
        format!("| {} | {follows} |\n", row.case)
    });
    let cases: String = cases.collect();
    let least = HOURS.start;
    format!(
        "{CASES}{cases}\nIn the table below, an `rpo` under `{least}h` counts as `{least}h`. `completion_window`, in minutes, is what \
         `rpo` leaves after the time\nbetween two backups, within these limits:\n\n{SCHEDULES}{}",
        schedules()
    )
}

#[test]
fn the_guide_says_what_follows_from_objectives() {
    let (before, rest) = GUIDE.split_once(CASES).expect("the guide has a table of cases");
    let (_, rest) = rest.split_once(SCHEDULES).expect("the guide has a table of schedules");
    let after = rest.find("\n\n").map_or("", |end| &rest[end + 1..]);
    let expected = format!("{before}{}{after}", tables());
    expect_file!["../../../../docs/guides/disaster-recovery.md"].assert_eq(&expected);
}
