//! Jobs as API servers show them, and what is made of them.

use std::collections::BTreeMap;

use acme_children::Kind;
use expect_test::{Expect, expect};
use serde_json::json;

use super::super::hint;
use super::*;

fn id() -> ChildId {
    ChildId::new(Kind::Job, "api-pre-deploy-1")
}

/// One object's fields over another's.
fn over(mut base: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    for (field, value) in fields {
        base[field] = value;
    }
    base
}

fn job(status: Value) -> Value {
    json!({
        "metadata": { "uid": "j1", "name": "api-pre-deploy-1" },
        "spec": { "backoffLimit": 0 },
        "status": over(json!({ "active": 1, "startTime": "2026-11-23T12:00:00Z" }), status),
    })
}

fn with_condition(kind: &str, reason: &str, message: &str) -> Value {
    job(json!({ "active": 0, "failed": 1, "conditions": [
        { "type": kind, "status": "True", "reason": reason, "message": message },
    ] }))
}

fn limit_reached() -> Value {
    with_condition("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit")
}

/// The pod of this letter; those of later letters are newer.
fn pod(letter: &str, status: Value) -> Value {
    json!({
        "metadata": { "uid": letter, "name": format!("api-pre-deploy-1-{letter}"),
                      "creationTimestamp": format!("2026-11-23T12:00:0{}Z", letter.len()),
                      "ownerReferences": [{ "uid": "j1", "controller": true }] },
        "spec": { "restartPolicy": "Never" },
        "status": over(json!({ "phase": "Pending" }), status),
    })
}

fn container(name: &str, state: &Value) -> Value {
    json!({ "name": name, "ready": false, "restartCount": 0, "state": state })
}

fn waiting(reason: &str) -> Value {
    json!({ "containerStatuses": [
        container("api", &json!({ "waiting": { "reason": reason, "message": format!("about {reason}") } })),
    ] })
}

fn exited(reason: &str, code: i64, message: &str) -> Value {
    let terminated = json!({ "reason": reason, "exitCode": code, "message": message });
    json!({ "phase": "Failed", "containerStatuses": [container("api", &json!({ "terminated": terminated }))] })
}

fn by_uid(objects: Vec<Value>) -> BTreeMap<String, Value> {
    objects.into_iter().map(|object| (uid(&object).to_owned(), object)).collect()
}

fn sight(job: Value, pods: Vec<Value>) -> Sight {
    Sight { job, pods: by_uid(pods), ..Sight::default() }
}

fn event(uid: &str, name: &str, reason: &str, message: &str) -> Value {
    json!({ "metadata": { "uid": name }, "involvedObject": { "uid": uid }, "type": "Warning",
            "reason": reason, "message": message })
}

fn verdict(sight: &Sight) -> String {
    match judge(sight) {
        Verdict::Ready => "ready".into(),
        Verdict::Waiting => "waiting".into(),
        Verdict::Failed(Fault { reason, settle, .. }) if settle.is_zero() => format!("failed: {reason}"),
        Verdict::Failed(Fault { reason, settle, .. }) => format!("failed: {reason} if it lasts {settle:?}"),
    }
}

#[test]
fn conditions_decide_how_a_job_ends() {
    let check = |job: Value, expected: &str| {
        let pods = vec![pod("a", exited("Error", 1, ""))];
        assert_eq!(verdict(&sight(job, pods)), expected);
    };
    check(job(json!({})), "waiting");
    check(with_condition("Complete", "CompletionsReached", ""), "ready");
    check(with_condition("SuccessCriteriaMet", "CompletionsReached", ""), "waiting");
    check(limit_reached(), "failed: BackoffLimitExceeded if it lasts 1s");
    check(with_condition("Failed", "PodFailurePolicy", ""), "failed: PodFailurePolicy if it lasts 1s");
    check(
        with_condition("FailureTarget", "DeadlineExceeded", "was active longer than specified deadline"),
        "failed: DeadlineExceeded if it lasts 1s",
    );
    let mut not_failed = limit_reached();
    not_failed["status"]["conditions"][0]["status"] = json!("False");
    check(not_failed, "waiting");
    check(Value::Null, "failed: Deleted");
}

#[test]
fn a_job_that_does_not_go_on_is_not_waited_for() {
    let check = |pointer: [&str; 2], value: Value, expected: &str| {
        for (mut job, expected) in [(job(json!({})), expected), (with_condition("Complete", "", ""), "ready")]
        {
            job[pointer[0]][pointer[1]] = value.clone();
            assert_eq!(verdict(&sight(job, vec![])), expected);
        }
    };
    check(["spec", "suspend"], json!(true), "failed: JobSuspended");
    check(["spec", "suspend"], json!(false), "waiting");
    check(["metadata", "deletionTimestamp"], json!("2026-11-23T12:00:00Z"), "failed: Deleted");
}

#[test]
fn containers_that_cannot_start_end_a_job() {
    let check = |status: Value, expected: &str| {
        assert_eq!(verdict(&sight(job(json!({})), vec![pod("a", status)])), expected);
    };
    check(waiting("ContainerCreating"), "waiting");
    check(waiting("ErrImagePull"), "failed: ErrImagePull if it lasts 15s");
    check(waiting("ImagePullBackOff"), "failed: ImagePullBackOff");
    check(waiting("CreateContainerConfigError"), "failed: CreateContainerConfigError if it lasts 5s");
    check(exited("Error", 1, ""), "waiting");
    check(exited("OOMKilled", 137, ""), "waiting");
    let broken = waiting("ImagePullBackOff");
    check(over(broken.clone(), json!({ "phase": "Failed" })), "waiting");

    let mut going = pod("a", broken.clone());
    going["metadata"]["deletionTimestamp"] = json!("2026-11-23T12:00:00Z");
    assert_eq!(verdict(&sight(job(json!({})), vec![going])), "waiting");
    let mut stranger = pod("a", broken);
    stranger["metadata"]["ownerReferences"][0]["uid"] = json!("another");
    assert_eq!(verdict(&sight(job(json!({})), vec![stranger])), "waiting");
}

#[test]
fn crashes_that_the_job_counts_are_its_own_matter() {
    let crash = |name: &str| {
        over(
            container(name, &json!({ "waiting": { "reason": "CrashLoopBackOff" } })),
            json!({ "restartCount": 3 }),
        )
    };
    let check = |policy: &str, status: Value, expected: &str| {
        let mut pod = pod("a", status);
        pod["spec"]["restartPolicy"] = json!(policy);
        assert_eq!(verdict(&sight(job(json!({})), vec![pod])), expected, "{policy}");
    };
    check("OnFailure", json!({ "containerStatuses": [crash("api")] }), "waiting");
    let beside = |state: Value| json!({ "initContainerStatuses": [crash("proxy")], "containerStatuses": [container("api", &state)] });
    let before = || beside(json!({ "waiting": { "reason": "PodInitializing" } }));
    check("Never", before(), "failed: CrashLoopBackOff");
    check("OnFailure", before(), "waiting");
    check("Never", beside(json!({ "running": {} })), "waiting");
}

#[test]
fn pods_that_cannot_be_created_end_a_job() {
    let quota = "Error creating: pods \"api-pre-deploy-1-x\" is forbidden: exceeded quota: compute";
    let check = |status: Value, pods: Vec<Value>, expected: &str| {
        let mut sight = sight(job(status), pods);
        sight.events = by_uid(vec![event("j1", "e1", "FailedCreate", quota)]);
        assert_eq!(verdict(&sight), expected);
        sight.events = by_uid(vec![event("j2", "e1", "FailedCreate", quota)]);
        assert_eq!(verdict(&sight), "waiting");
    };
    check(json!({ "active": 0 }), vec![], "failed: FailedCreate if it lasts 5s");
    check(json!({ "active": 0, "failed": 1 }), vec![], "waiting");
    check(json!({ "active": 0 }), vec![pod("a", waiting("ContainerCreating"))], "waiting");
}

fn told(sight: &Sight, expected: &Expect) {
    let (first, hint) = match judge(sight) {
        Verdict::Failed(fault) => (fault.at.clone().map(|at| at.pod), format!("\nhint: {}", hint(&fault))),
        Verdict::Ready | Verdict::Waiting => (None, String::new()),
    };
    let lines = chain(&id(), sight, first.as_deref()).join("\n");
    expected.assert_eq(&format!("{lines}{hint}"));
}

#[test]
fn a_failed_job_is_told() {
    let pods = vec![
        pod("a", exited("Error", 1, "")),
        pod("bb", exited("OOMKilled", 137, "")),
        pod("ccc", exited("Error", 3, "relation \"users\" exists")),
    ];
    let mut sight = sight(limit_reached(), pods);
    sight.events = by_uid(vec![
        event("j1", "e1", "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
        event("ccc", "e2", "FailedMount", "about a mount"),
        event("a", "e3", "FailedMount", "of an older pod"),
    ]);
    told(
        &sight,
        &expect![[r#"
        job/api-pre-deploy-1: BackoffLimitExceeded: Job has reached the specified backoff limit
        pod api-pre-deploy-1-ccc: container api: terminated: Error (exit code 3): relation "users" exists
        pod api-pre-deploy-1-bb: container api: terminated: OOMKilled (exit code 137)
        1 more pod: Error
        event: FailedMount: about a mount
        hint: the job that must succeed before the rollout failed, so nothing was rolled out: read its last log lines; apply again when the reason is gone, and it runs again"#]],
    );
}

#[test]
fn a_container_that_cannot_be_started_is_told() {
    let message = "exec: \"migrate\": executable file not found in $PATH";
    told(
        &sight(limit_reached(), vec![pod("a", exited("StartError", 128, message))]),
        &expect![[r#"
        job/api-pre-deploy-1: BackoffLimitExceeded: Job has reached the specified backoff limit
        pod api-pre-deploy-1-a: container api: terminated: StartError (exit code 128): exec: "migrate": executable file not found in $PATH
        hint: the job that must succeed before the rollout failed, so nothing was rolled out: read its last log lines; apply again when the reason is gone, and it runs again"#]],
    );
}

#[test]
fn a_job_that_takes_too_long_is_told() {
    let sign =
        with_condition("FailureTarget", "DeadlineExceeded", "Job was active longer than specified deadline");
    let running = over(container("api", &json!({ "running": {} })), json!({ "ready": true }));
    let mut going = pod("a", json!({ "phase": "Running", "containerStatuses": [running] }));
    going["metadata"]["deletionTimestamp"] = json!("2026-11-23T12:00:00Z");
    told(
        &sight(sign, vec![going]),
        &expect![[r#"
        job/api-pre-deploy-1: DeadlineExceeded: Job was active longer than specified deadline
        pod api-pre-deploy-1-a: Running
        hint: it took longer than its timeout allows, so nothing was rolled out: see what it was doing at the end, and give it more time if that is what it needs; apply again, and it runs again"#]],
    );
}

#[test]
fn a_job_that_cannot_pull_is_told() {
    let pods = vec![pod("a", waiting("ImagePullBackOff")), pod("bb", waiting("ContainerCreating"))];
    told(
        &sight(job(json!({ "active": 2 })), pods),
        &expect![[r#"
        job/api-pre-deploy-1: 2 active, 0 failed
        pod api-pre-deploy-1-a: container api: waiting: ImagePullBackOff: about ImagePullBackOff
        pod api-pre-deploy-1-bb: container api: waiting: ContainerCreating: about ContainerCreating
        hint: check that the image exists under exactly this name and tag, and that the cluster's nodes may pull from its registry"#]],
    );
}

#[test]
fn a_job_that_stands_still_is_told() {
    let mut suspended = job(json!({ "active": 0 }));
    suspended["spec"]["suspend"] = json!(true);
    told(
        &sight(suspended, vec![]),
        &expect![[r#"
        job/api-pre-deploy-1: 0 active, 0 failed, suspended
        hint: somebody else suspended the job, so nothing was rolled out: resume it by setting its `suspend` to false, then apply again"#]],
    );
    let mut refused = sight(job(json!({ "active": 0 })), vec![]);
    let quota = "Error creating: pods \"x\" is forbidden: exceeded quota: compute";
    refused.events = by_uid(vec![event("j1", "e1", "FailedCreate", quota)]);
    told(
        &refused,
        &expect![[r#"
        job/api-pre-deploy-1: 0 active, 0 failed
        event: FailedCreate: Error creating: pods "x" is forbidden: exceeded quota: compute
        hint: the namespace's resource quota leaves no room for its pods: raise the quota or ask for less"#]],
    );
    told(
        &sight(Value::Null, vec![]),
        &expect![[r#"
        job/api-pre-deploy-1: 0 active, 0 failed
        hint: somebody else deleted it: apply again"#]],
    );
}

#[test]
fn the_log_of_what_failed_first_is_read() {
    let check = |status: Value, expected: &str| {
        let worst = worst_log(&sight(job(json!({})), vec![pod("a", status)]));
        let worst = worst.map(|at| format!("{} of {}, {:?}", at.name, at.pod, at.life));
        assert_eq!(worst.as_deref().unwrap_or("none"), expected);
    };
    let ended = |name: &str, code: i64, at: u8| {
        let finished = format!("2026-11-23T12:00:0{at}Z");
        container(name, &json!({ "terminated": { "exitCode": code, "finishedAt": finished } }))
    };
    let running = |name: &str| container(name, &json!({ "running": {} }));
    let held = |name: &str| container(name, &json!({ "waiting": { "reason": "PodInitializing" } }));
    let statuses = |before: Vec<Value>, own: Vec<Value>| json!({ "initContainerStatuses": before, "containerStatuses": own });
    check(waiting("ContainerCreating"), "none");
    check(exited("Error", 1, ""), "api of api-pre-deploy-1-a, Current");
    check(exited("Completed", 0, ""), "none");
    check(statuses(vec![running("proxy")], vec![running("api")]), "api of api-pre-deploy-1-a, Current");
    check(
        statuses(vec![ended("proxy", 137, 1)], vec![ended("api", 1, 2)]),
        "api of api-pre-deploy-1-a, Current",
    );
    check(statuses(vec![ended("init", 1, 1)], vec![held("api")]), "init of api-pre-deploy-1-a, Current");
    check(
        statuses(vec![], vec![ended("agent", 143, 2), ended("api", 1, 1)]),
        "api of api-pre-deploy-1-a, Current",
    );
    let crashed = over(held("api"), json!({ "lastState": { "terminated": { "exitCode": 1 } } }));
    check(statuses(vec![], vec![crashed]), "api of api-pre-deploy-1-a, Previous");
}

#[test]
fn the_newest_pod_that_has_a_log_is_read() {
    let pods = vec![
        pod("a", exited("Error", 1, "")),
        pod("bb", exited("Error", 1, "")),
        pod("ccc", waiting("ContainerCreating")),
    ];
    let worst = worst_log(&sight(job(json!({})), pods));
    assert_eq!(worst.map(|at| at.pod).as_deref(), Some("api-pre-deploy-1-bb"));
}

#[test]
fn pods_are_found_by_the_name_of_their_job() {
    assert_eq!(selector(&job(json!({}))), "batch.kubernetes.io/job-name=api-pre-deploy-1");
}
