//! One phase from its first request to its last: the load begins, the change is made, the load ends, and what was seen is
//! judged. A phase that fails is no reason to leave the next out.

use super::{
    changes,
    load::Report as Seen,
    phase::Phase,
    service::Service,
    table::Row,
    traffic::{LEAST, Traffic},
};
use crate::{Error, Progress, progress::Report};
use std::{
    thread,
    time::{Duration, Instant},
};

/// How long requests come before the change, and after it.
const MARGIN: Duration = Duration::from_secs(3);

#[derive(Default)]
pub(super) struct Course {
    pub(super) rows: Vec<Row>,
    pub(super) notes: Vec<String>,
    pub(super) problems: Vec<String>,
}

pub(super) fn run(phase: Phase, service: &mut Service<'_>, report: Report<'_>) -> Course {
    let begun = Instant::now();
    report(Progress::begun(&format!("{}: {}", phase.name(), phase.title()), "half a minute or more"));
    let mut course = Course::default();
    if let Err(error) = course.take(phase, service, report) {
        course.problems.push(error.chain());
    }
    if let Err(error) = service.expect_no_changes() {
        course.problems.push(error.chain());
    }
    let ended = if course.problems.is_empty() { "nothing lost" } else { "FAILED" };
    report(Progress::done(&format!("{}: {ended}", phase.name()), begun.elapsed()));
    course
}

impl Course {
    fn take(&mut self, phase: Phase, service: &mut Service<'_>, report: Report<'_>) -> Result<(), Error> {
        let before = service.release.answer();
        let started = service.routes.iter().map(|route| Traffic::steady(service.running, route));
        let traffic = started.collect::<Result<Vec<_>, _>>()?;
        thread::sleep(MARGIN);
        let made = changes::make(phase, service, report);
        thread::sleep(MARGIN);
        let seen = traffic.into_iter().map(Traffic::end).collect::<Result<Vec<_>, _>>()?;
        // What was seen is told even if the change failed.
        let seconds = made.as_ref().ok().map(|done| done.took);
        let after = service.release.answer();
        for (route, seen) in service.routes.iter().zip(seen) {
            let problems = judge(phase, &seen, [&before, &after]);
            self.problems.extend(problems.into_iter().map(|what| format!("by {}: {what}", route.name)));
            self.rows.push(Row { phase: phase.name(), route: route.name, seen, took: seconds });
        }
        let made = made?;
        self.notes.extend(made.notes);
        self.problems.extend(made.problems);
        Ok(())
    }
}

/// Every expectation of the requests that does not hold.
fn judge(phase: Phase, seen: &Seen, answers: [&str; 2]) -> Vec<String> {
    let mut problems = Vec::new();
    if seen.failures > 0 {
        let told = seen.told.join("; ");
        problems.push(format!("{} of {} requests were lost: {told}", seen.failures, seen.requests));
    }
    if seen.requests < LEAST {
        problems.push(format!("{} requests are fewer than {LEAST}", seen.requests));
    }
    for answer in answers {
        if !seen.heard(answer) {
            problems.push(format!("no pod answered `{}`", answer.trim()));
        }
    }
    if seen.pods() < phase.least_pods() {
        problems.push(format!("{} pods answered, {} should have", seen.pods(), phase.least_pods()));
    }
    problems
}

#[cfg(test)]
mod tests;
