//! What a user should know of backups, copies and restore tests as they were found: each that has failed and was not done
//! again since, and what should have been backed up by now.

use std::collections::BTreeMap;

use acme_children::{Children, Observed};
use acme_schema::{Attr, Diagnostic, Diagnostics, Model, Path, Value};
use serde_json::Value as Json;

use super::super::TYPE_NAME;
use super::super::history::{instant, least_loss, points};
use super::super::model::BackupPlanModel;
use super::{Seen, references, text};
use crate::shared::{Instant, Schedule, Span, Text, ZoneName};

/// How jobs end that have not done what they were for.
const FAILED: [&str; 4] = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"];

/// What a restore job has tried: it says so itself, or the vault knows whose recovery point it was.
pub(super) fn tried(job: &Json, vault: &Json) -> Attr<String> {
    let points = vault["RecoveryPoints"].as_array().into_iter().flatten();
    let point = || points.into_iter().find(|point| point["RecoveryPointArn"] == job["RecoveryPointArn"]);
    match &job["SourceResourceArn"] {
        Json::String(arn) => Attr::Known(arn.clone()),
        _ => point().map_or(Attr::Null, |point| text(&point["ResourceArn"])),
    }
}

/// What AWS says of a job.
pub(super) fn message(job: &Json) -> Attr<String> {
    let said = ["StatusMessage", "ValidationStatusMessage"].iter().find_map(|name| job[*name].as_str());
    said.filter(|said| !said.is_empty()).map(str::to_owned).into()
}

/// What there is to say of a plan as it was found, though it is as it should be.
pub(in super::super) fn remarks(state: &Value, observed: &Children<Observed>) -> Diagnostics {
    let Ok(model) = BackupPlanModel::from_value(state) else { return Diagnostics::new() };
    let seen = Seen::of(observed);
    let name = model.name.known().map_or("?", String::as_str);
    let mut said = Diagnostics::new();
    let mut remark = |path: Path, text: String, (detail, hint): (String, &str)| {
        let warning = Diagnostic::warning(format!("{TYPE_NAME} `{name}`: {text}"));
        said.push(warning.detail(detail).hint(hint).at(path));
    };
    let backups = last_of(&seen.home["BackupJobs"], |job| text(&job["ResourceArn"]));
    for (resource, job) in backups.iter().filter(|(_, job)| has_failed(job, "State")) {
        let hint = "see the job in AWS Backup; the next one is made as the rules say, or at once with a higher `backup_generation`";
        let path = path_of(&model, resource);
        remark(path, format!("the last backup of {resource} has failed"), (why(job, "State"), hint));
    }
    let copies = last_of(&seen.plan["CopyJobs"], |job| {
        text(&job["ResourceArn"])
            .known()
            .zip(job["DestinationBackupVaultArn"].as_str())
            .map_or(Attr::Null, |(of, to)| Attr::Known(format!("{of} to {to}")))
    });
    for (what, job) in copies.iter().filter(|(_, job)| has_failed(job, "State")) {
        let hint = "see the job in AWS Backup; the next backup is copied again";
        remark(
            Path::of("copy_actions"),
            format!("the last copy of {what} has failed"),
            (why(job, "State"), hint),
        );
    }
    let tests = last_of(&seen.testing["RestoreJobs"], |job| tried(job, seen.home));
    for (resource, job) in &tests {
        let at = Path::of("restore_testing");
        if has_failed(job, "Status") {
            let hint = "a backup that cannot be restored is none: see the job in AWS Backup, and `restore_testing.restore_metadata`";
            remark(at, format!("the last restore test of {resource} has failed"), (why(job, "Status"), hint));
        } else if has_failed(job, "ValidationStatus") || job["ValidationStatus"] == "TIMED_OUT" {
            let hint = "what was restored is not what it should be, or nobody has said so in time";
            let text = format!("the last restore test of {resource} was not found valid");
            remark(at, text, (why(job, "ValidationStatus"), hint));
        }
    }
    for (text, detail) in slow(&model, &tests) {
        remark(
            Path::of("objectives").attribute("rto"),
            text,
            (detail, "raise `objectives.rto`, or make restoring faster"),
        );
    }
    for (resource, text) in overdue(&model, &seen) {
        let hint = "look at `next_runs`, at the jobs in AWS Backup, and whether AWS Backup is turned on for this kind of resource";
        remark(path_of(&model, &resource), text, (String::new(), hint));
    }
    said
}

/// The last job of each that has come to an end.
fn last_of(jobs: &Json, key: impl Fn(&Json) -> Attr<String>) -> BTreeMap<String, &Json> {
    let mut last: BTreeMap<String, (Option<Instant>, &Json)> = BTreeMap::new();
    let all = jobs.as_array().into_iter().flatten();
    let is_over = |job: &&Json| {
        let state = job["State"].as_str().or(job["Status"].as_str()).unwrap_or_default();
        state == "COMPLETED" || FAILED.contains(&state)
    };
    for job in all.filter(is_over) {
        let Attr::Known(key) = key(job) else { continue };
        let at = instant(&job["CompletionDate"]);
        let entry = last.entry(key).or_insert((at, job));
        if at > entry.0 {
            *entry = (at, job);
        }
    }
    last.into_iter().map(|(key, (_, job))| (key, job)).collect()
}

fn has_failed(job: &Json, field: &str) -> bool {
    job[field].as_str().is_some_and(|state| FAILED.contains(&state))
}

/// Why a job has failed, in the words of AWS.
fn why(job: &Json, field: &str) -> String {
    let state = job[field].as_str().unwrap_or("FAILED");
    let at = instant(&job["CompletionDate"]).map_or_else(String::new, |at| format!(" at {at}"));
    match message(job) {
        Attr::Known(message) => format!("{state}{at}: {message}"),
        Attr::Null | Attr::Unknown => format!("{state}{at}."),
    }
}

/// Where a reference is written.
fn path_of(model: &BackupPlanModel, arn: &str) -> Path {
    let lists =
        [("databases", &model.databases), ("volumes", &model.volumes), ("resources", &model.resources)];
    for (name, list) in lists {
        let elements = list.known().into_iter().flatten();
        let position =
            elements.into_iter().position(|element| element.known().map(String::as_str) == Some(arn));
        if let Some(position) = position {
            return Path::of(name).index(position);
        }
    }
    let first = lists.into_iter().find(|(_, list)| !list.is_null());
    Path::of(first.map_or("resource_tags", |(name, _)| name))
}

/// Restore tests that took longer than a restore may take.
fn slow(model: &BackupPlanModel, tests: &BTreeMap<String, &Json>) -> Vec<(String, String)> {
    let objectives = model.objectives.known();
    let Some(rto) = objectives.and_then(|given| given.rto.known()).and_then(|rto| Span::parse(rto)) else {
        return Vec::new();
    };
    let too_long = |(resource, job): (&String, &&Json)| {
        let (start, end) = (instant(&job["CreationDate"])?, instant(&job["CompletionDate"])?);
        let took = end.since(start);
        let is_slow = took > rto && job["Status"] == "COMPLETED";
        is_slow.then(|| {
            let text = format!("restoring {resource} took {took}, and its `rto` is {rto}");
            (text, format!("So it was in the restore test that ended at {end}."))
        })
    };
    tests.iter().filter_map(too_long).collect()
}

/// What should have been backed up by now, and what more than the plan's `rpo` would be lost of.
fn overdue(model: &BackupPlanModel, seen: &Seen<'_>) -> Vec<(String, String)> {
    let rpo = model.rpo.known().and_then(|rpo| Span::parse(rpo));
    // A continuous backup, too, begins with a snapshot, which the schedule makes.
    let first = model.effective_rules.known().into_iter().flatten().filter_map(|(_, rule)| {
        let rule = rule.known()?;
        let schedule = Schedule::parse(rule.schedule.known()?)?;
        let zone = ZoneName::parse(rule.schedule_timezone.known()?)?;
        let completion = u64::try_from(*rule.completion_window.known()?).ok()?;
        Some(schedule.longest_gap(&zone).plus(Span::of_minutes(completion)))
    });
    let (Some(due), Some(now)) = (first.min().max(rpo), seen.now) else { return Vec::new() };
    let age = instant(&seen.plan["CreationDate"]).map(|made| now.since(made));
    if age.is_none_or(|age| age <= due) {
        return Vec::new();
    }
    let points = points(seen.home);
    let late = |resource: String| {
        let text = match least_loss(&points, &resource, (now, None)) {
            None => format!("{resource} has no backup yet, though the plan is older than its `rpo`"),
            Some(lost) if lost > due => {
                format!(
                    "the newest backup of {resource} is {lost} old, and the plan's rules make one within {due}"
                )
            }
            Some(_) => return None,
        };
        Some((resource, text))
    };
    references(model).into_iter().filter_map(late).collect()
}
