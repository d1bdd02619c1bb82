//! What is noted of a Job: judged by itself and its pods, and its success outlives it.

use acme_children::Kind;
use serde_json::json;

use super::*;

fn id() -> ChildId {
    ChildId::new(Kind::Job, "migrate")
}

fn job(kind: &str) -> Value {
    json!({ "metadata": { "uid": "j1", "name": "migrate" },
            "status": { "conditions": [{ "type": kind, "status": "True", "reason": "BackoffLimitExceeded" }] } })
}

/// A Job whose lists are complete, as it was last seen.
fn notes(job: Value) -> Notes {
    let mut notes = Notes::of(Workload::Job, &job);
    notes.put(Subject::Job, job);
    notes.change(Subject::Job, Change::Listed);
    notes.change(Subject::Pods, Change::Listed);
    notes
}

fn verdict(notes: &mut Notes, now: Instant) -> String {
    match notes.verdict(&id(), now) {
        Verdict::Ready => "ready".to_owned(),
        Verdict::Waiting => "waiting".to_owned(),
        Verdict::Failed(fault) => fault.reason,
    }
}

#[test]
fn a_job_is_judged_without_replica_sets() {
    let mut notes = notes(job("Complete"));
    assert_eq!(verdict(&mut notes, Instant::now()), "ready");
    notes.change(Subject::Pods, Change::Reset);
    assert_eq!(verdict(&mut notes, Instant::now()), "waiting");
}

#[test]
fn a_failure_waits_for_its_evidence() {
    let (mut notes, start) = (notes(job("Failed")), Instant::now());
    assert_eq!(verdict(&mut notes, start), "waiting");
    assert_eq!(verdict(&mut notes, start + Duration::from_secs(1)), "BackoffLimitExceeded");
}

#[test]
fn a_job_that_is_gone_was_deleted_unless_it_had_succeeded() {
    let check = |last: &str, expected: &str| {
        let mut notes = notes(job("Suspended"));
        notes.change(Subject::Job, Change::Gone(job(last)));
        assert_eq!(verdict(&mut notes, Instant::now()), expected, "{last}");
    };
    check("Suspended", "Deleted");
    check("Complete", "ready");
}
