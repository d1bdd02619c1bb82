//! Rollouts as API servers show them, and what is made of them.

use acme_children::Kind;
use expect_test::{Expect, expect};
use serde_json::json;

use super::*;

const REVISION: &str = "deployment.kubernetes.io/revision";

fn id() -> ChildId {
    ChildId::new(Kind::Deployment, "api")
}

/// A Deployment of three at revision 2; `status` over the counts of one whose rollout has just begun.
fn deployment(status: Value) -> Value {
    let mut deployment = json!({
        "metadata": { "uid": "d1", "name": "api", "generation": 4, "annotations": { REVISION: "2" } },
        "spec": { "replicas": 3, "selector": { "matchLabels": { "app": "api" } } },
        "status": { "observedGeneration": 4, "replicas": 4, "updatedReplicas": 1, "availableReplicas": 3 },
    });
    let Value::Object(fields) = status else { panic!("status is an object") };
    for (field, value) in fields {
        deployment["status"][field] = value;
    }
    deployment
}

fn complete() -> Value {
    deployment(json!({ "replicas": 3, "updatedReplicas": 3, "availableReplicas": 3 }))
}

fn replica_set(revision: &str, status: &Value) -> Value {
    json!({
        "metadata": { "uid": format!("rs{revision}"), "name": format!("api-{revision}"),
                      "annotations": { REVISION: revision },
                      "ownerReferences": [{ "uid": "d1", "controller": true }] },
        "status": status,
    })
}

fn pod(revision: &str, letter: &str, status: &Value) -> Value {
    json!({
        "metadata": { "uid": format!("{revision}{letter}"), "name": format!("api-{revision}-{letter}"),
                      "ownerReferences": [{ "uid": format!("rs{revision}"), "controller": true }] },
        "status": status,
    })
}

fn container(status: Value) -> Value {
    let mut container = json!({ "name": "api", "ready": false, "restartCount": 0 });
    let Value::Object(fields) = status else { panic!("status is an object") };
    for (field, value) in fields {
        container[field] = value;
    }
    json!({ "phase": "Running", "containerStatuses": [container] })
}

fn waiting(reason: &str, restarts: u64) -> Value {
    container(json!({ "restartCount": restarts,
                      "state": { "waiting": { "reason": reason, "message": format!("about {reason}") } } }))
}

fn crashed(reason: &str, code: i64, restarts: u64) -> Value {
    let mut status = waiting("CrashLoopBackOff", restarts);
    status["containerStatuses"][0]["lastState"]["terminated"] = json!({ "reason": reason, "exitCode": code });
    status
}

fn by_uid(objects: Vec<Value>) -> BTreeMap<String, Value> {
    objects.into_iter().map(|object| (uid(&object).to_owned(), object)).collect()
}

fn sight(deployment: Value, pods: Vec<Value>) -> Sight {
    let sets = vec![replica_set("1", &json!({})), replica_set("2", &json!({ "availableReplicas": 0 }))];
    Sight { deployment, replica_sets: by_uid(sets), pods: by_uid(pods), ..Sight::default() }
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
fn counts_decide_what_is_ready() {
    let check = |deployment: Value, expected: &str| assert_eq!(verdict(&sight(deployment, vec![])), expected);
    check(complete(), "ready");
    check(deployment(json!({})), "waiting");
    check(deployment(json!({ "replicas": 3, "updatedReplicas": 3, "availableReplicas": 2 })), "waiting");
    check(deployment(json!({ "replicas": 4, "updatedReplicas": 3, "availableReplicas": 4 })), "waiting");
    let mut unseen = complete();
    unseen["metadata"]["generation"] = json!(5);
    check(unseen.clone(), "waiting");
    unseen["spec"]["replicas"] = json!(0);
    check(unseen, "ready");
    let mut paused = deployment(json!({}));
    paused["spec"]["paused"] = json!(true);
    check(paused, "failed: DeploymentPaused");
    check(Value::Null, "failed: Deleted");
}

#[test]
fn older_pods_must_be_gone() {
    let running = json!({ "phase": "Running" });
    let check = |pod: Value, expected: &str| assert_eq!(verdict(&sight(complete(), vec![pod])), expected);
    check(pod("2", "a", &running.clone()), "ready");
    check(pod("1", "a", &running.clone()), "waiting");
    let mut draining = pod("1", "a", &running.clone());
    draining["metadata"]["deletionTimestamp"] = json!("2026-11-23T12:00:00Z");
    check(draining.clone(), "waiting");
    check(pod("1", "a", &json!({ "phase": "Failed" })), "ready");
    let mut stranger = pod("1", "a", &running);
    stranger["metadata"]["ownerReferences"] = json!([{ "uid": "another", "controller": true }]);
    check(stranger, "ready");

    let mut lost = sight(complete(), vec![draining]);
    lost.overdue.insert("1a".into());
    assert_eq!(verdict(&lost), "ready");
    lost.overdue.clear();
    lost.view = View::DeploymentOnly;
    assert_eq!(verdict(&lost), "ready");
}

#[test]
fn containers_end_a_rollout() {
    let check = |status: Value, expected: &str| {
        let sight = sight(deployment(json!({})), vec![pod("2", "a", &status)]);
        assert_eq!(verdict(&sight), expected);
    };
    check(waiting("ContainerCreating", 0), "waiting");
    check(waiting("PodInitializing", 0), "waiting");
    check(waiting("ErrImagePull", 0), "failed: ErrImagePull if it lasts 15s");
    check(waiting("ImagePullBackOff", 0), "failed: ImagePullBackOff");
    check(waiting("InvalidImageName", 0), "failed: InvalidImageName");
    check(waiting("ErrImageNeverPull", 0), "failed: ErrImageNeverPull");
    check(waiting("CreateContainerConfigError", 0), "failed: CreateContainerConfigError if it lasts 5s");
    check(waiting("CreateContainerError", 0), "failed: CreateContainerError if it lasts 5s");
    check(waiting("RunContainerError", 1), "failed: RunContainerError if it lasts 5s");
    check(waiting("CrashLoopBackOff", 1), "failed: CrashLoopBackOff if it lasts 45s");
    check(crashed("Error", 1, 2), "failed: CrashLoopBackOff");
    check(crashed("OOMKilled", 137, 2), "failed: OOMKilled");
    let oom = json!({ "terminated": { "reason": "OOMKilled", "exitCode": 137 } });
    check(container(json!({ "restartCount": 0, "state": oom })), "waiting");
    check(container(json!({ "restartCount": 1, "state": oom })), "failed: OOMKilled");
    check(
        container(json!({ "restartCount": 2, "state": { "running": {} }, "lastState": oom })),
        "failed: OOMKilled",
    );
    check(
        container(json!({ "restartCount": 9, "state": { "running": {} }, "lastState": oom, "ready": true })),
        "waiting",
    );
    let init = waiting("ImagePullBackOff", 0)["containerStatuses"].clone();
    check(json!({ "phase": "Pending", "initContainerStatuses": init }), "failed: ImagePullBackOff");
}

#[test]
fn only_the_newest_revision_counts() {
    let broken = || waiting("ImagePullBackOff", 0);
    let mut going = pod("2", "a", &broken());
    going["metadata"]["deletionTimestamp"] = json!("2026-11-23T12:00:00Z");
    for pods in [vec![pod("1", "a", &broken())], vec![going]] {
        assert_eq!(verdict(&sight(deployment(json!({})), pods)), "waiting");
    }
    let mut unknown = sight(deployment(json!({})), vec![pod("2", "a", &broken())]);
    unknown.replica_sets.remove("rs2");
    assert_eq!(verdict(&unknown), "waiting", "the ReplicaSet of the newest revision has not been seen yet");
}

#[test]
fn what_is_certain_is_told_before_what_is_doubtful() {
    let pods = vec![
        pod("2", "a", &waiting("CreateContainerConfigError", 0)),
        pod("2", "b", &waiting("ImagePullBackOff", 0)),
    ];
    assert_eq!(verdict(&sight(deployment(json!({})), pods)), "failed: ImagePullBackOff");
}

fn quota() -> Value {
    let message = "pods \"api-2-x\" is forbidden: exceeded quota: compute, requested: cpu=1, limited: cpu=0";
    json!({ "conditions": [
        { "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": message },
    ] })
}

fn deadline() -> Value {
    deployment(json!({ "conditions": [
        { "type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded",
          "message": "ReplicaSet \"api-2\" has timed out progressing." },
    ] }))
}

#[test]
fn conditions_end_a_rollout() {
    let mut refused = sight(deployment(json!({})), vec![]);
    refused.replica_sets.insert("rs2".into(), replica_set("2", &quota()));
    assert_eq!(verdict(&refused), "failed: FailedCreate if it lasts 5s");
    assert_eq!(verdict(&sight(deadline(), vec![])), "failed: ProgressDeadlineExceeded if it lasts 10s");
    let unscheduled = json!({ "phase": "Pending", "conditions": [
        { "type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/3 nodes are available" },
    ] });
    assert_eq!(verdict(&sight(deployment(json!({})), vec![pod("2", "a", &unscheduled)])), "waiting");
}

#[test]
fn a_deadline_that_was_exceeded_before_says_nothing_about_this_wait() {
    let sign = |updated: &str, changed: &str| {
        let mut deployment = deadline();
        let condition = &mut deployment["status"]["conditions"][0];
        condition["lastUpdateTime"] = json!(format!("2026-11-23T{updated}Z"));
        condition["lastTransitionTime"] = json!(format!("2026-11-23T{changed}Z"));
        deployment
    };
    let check = |found: &Value, now: Value, expected: &str| {
        let earlier = exceeded(found).cloned().unwrap_or_default();
        let sight = Sight { earlier, ..sight(now, vec![]) };
        assert_eq!(verdict(&sight), expected, "{found}");
    };
    let believed = "failed: ProgressDeadlineExceeded if it lasts 10s";
    let old = sign("12:00:00", "12:00:00");
    check(&old, old.clone(), "waiting");
    check(&old, sign("12:30:00", "12:00:00"), believed);
    check(&old, sign("12:30:00", "12:30:00"), believed);
    check(&deployment(json!({})), old.clone(), believed);
    check(&deadline(), deadline(), "waiting");

    let broken = vec![pod("2", "a", &waiting("ImagePullBackOff", 0))];
    let sight = Sight { earlier: exceeded(&old).cloned().unwrap(), ..sight(old, broken) };
    assert_eq!(verdict(&sight), "failed: ImagePullBackOff");
}

fn told(sight: &Sight, expected: &Expect) {
    let (first, hint) = match judge(sight) {
        Verdict::Failed(fault) => (fault.at.clone().map(|at| at.pod), format!("\nhint: {}", hint(&fault))),
        Verdict::Ready | Verdict::Waiting => (None, String::new()),
    };
    let lines = chain(&id(), sight, first.as_deref()).join("\n");
    expected.assert_eq(&format!("{lines}{hint}"));
}

fn event(uid: &str, name: &str, details: Value) -> Value {
    let mut event =
        json!({ "metadata": { "uid": name }, "involvedObject": { "uid": uid }, "type": "Warning" });
    let Value::Object(fields) = details else { panic!("details are an object") };
    for (field, value) in fields {
        event[field] = value;
    }
    event
}

#[test]
fn an_image_that_cannot_be_pulled_is_told() {
    let ready = json!({ "phase": "Running", "conditions": [{ "type": "Ready", "status": "True" }] });
    let pods = vec![pod("2", "a", &ready), pod("2", "b", &waiting("ImagePullBackOff", 0))];
    let mut sight = sight(deployment(json!({})), pods);
    sight.replica_sets.insert("rs2".into(), replica_set("2", &json!({ "availableReplicas": 1 })));
    let pulled = "Failed to pull image \"acme/api:nope\": not found";
    sight.events = by_uid(vec![
        event(
            "2b",
            "e1",
            json!({ "reason": "Failed", "message": pulled, "count": 3, "lastTimestamp": "2026-11-23T12:00:02Z" }),
        ),
        event(
            "2b",
            "e2",
            json!({ "reason": "BackOff", "message": "about ImagePullBackOff", "lastTimestamp": "2026-11-23T12:00:03Z" }),
        ),
        event(
            "2b",
            "e3",
            json!({ "reason": "Failed", "message": "Error: ErrImagePull", "lastTimestamp": "2026-11-23T12:00:01Z" }),
        ),
        event("1a", "e4", json!({ "reason": "Unhealthy", "message": "of an older pod" })),
    ]);
    told(
        &sight,
        &expect![[r#"
            deployment/api: 1 of 3 updated pods available, 3 of an older revision left
            pod api-2-b: container api: waiting: ImagePullBackOff: about ImagePullBackOff
            event: Failed (3x): Failed to pull image "acme/api:nope": not found
            event: Failed: Error: ErrImagePull
            hint: check that the image exists under exactly this name and tag, and that the cluster's nodes may pull from its registry"#]],
    );
}

#[test]
fn a_crash_is_told() {
    let pods = vec![
        pod("2", "a", &crashed("Error", 1, 1)),
        pod("2", "b", &crashed("OOMKilled", 137, 3)),
        pod("2", "c", &container(json!({ "state": { "running": {} } }))),
        pod("2", "d", &waiting("ContainerCreating", 0)),
        pod("2", "e", &waiting("ContainerCreating", 0)),
    ];
    told(
        &sight(deployment(json!({})), pods),
        &expect![[r#"
            deployment/api: 0 of 3 updated pods available, 3 of an older revision left
            pod api-2-b: container api: waiting: CrashLoopBackOff: about CrashLoopBackOff; last exit: OOMKilled (exit code 137), restarted 3x
            pod api-2-c: container api: running, not ready
            pod api-2-d: container api: waiting: ContainerCreating: about ContainerCreating
            1 more pod: ContainerCreating
            1 more pod: CrashLoopBackOff
            hint: the container uses more memory than it may: raise its memory limit, or make it use less"#]],
    );
}

#[test]
fn refused_pods_and_deadlines_are_told() {
    let mut refused = sight(deadline(), vec![]);
    refused.replica_sets.insert("rs2".into(), replica_set("2", &quota()));
    told(
        &refused,
        &expect![[r#"
            deployment/api: 0 of 3 updated pods available, 3 of an older revision left
            deployment/api: ProgressDeadlineExceeded: ReplicaSet "api-2" has timed out progressing.
            replicaset api-2: FailedCreate: pods "api-2-x" is forbidden: exceeded quota: compute, requested: cpu=1, limited: cpu=0
            hint: the namespace's resource quota leaves no room for its pods: raise the quota or ask for less"#]],
    );
}

#[test]
fn the_log_of_a_container_that_has_run_is_read() {
    let check = |status: Value, expected: Option<Life>| {
        let sight = sight(deployment(json!({})), vec![pod("2", "a", &status)]);
        assert_eq!(worst_log(&sight).map(|container| container.life), expected);
    };
    check(waiting("ContainerCreating", 0), None);
    check(container(json!({ "state": { "running": {} } })), Some(Life::Current));
    check(crashed("Error", 1, 1), Some(Life::Previous));
}

#[test]
fn only_the_last_lines_of_a_log_are_told() {
    let log: String = (1..=9).map(|line| format!("line\u{1b}[1m {line}\n\n")).collect();
    let lines = log_lines(&log);
    assert_eq!(lines.first().map(String::as_str), Some("log: line[1m 5"));
    assert_eq!(lines.len(), 5);
    assert!(log_lines("").is_empty());
}

#[test]
fn selectors_are_written_for_lists() {
    let check = |spec: Value, expected: &str| {
        assert_eq!(selector(&json!({ "spec": { "selector": spec } })), expected);
    };
    check(json!({ "matchLabels": { "a": "1", "b": "2" } }), "a=1,b=2");
    check(
        json!({ "matchExpressions": [
            { "key": "a", "operator": "In", "values": ["x", "y"] },
            { "key": "b", "operator": "NotIn", "values": ["z"] },
            { "key": "c", "operator": "Exists" },
            { "key": "d", "operator": "DoesNotExist" },
        ] }),
        "a in (x,y),b notin (z),c,!d",
    );
}
