//! What is believed at once, what must last, and what is not judged before all is seen.

use serde_json::json;

use super::*;

fn pod(reason: &str) -> Value {
    json!({
        "metadata": { "uid": "p1", "name": "api-1-x",
                      "ownerReferences": [{ "uid": "rs1", "controller": true }] },
        "status": { "containerStatuses": [
            { "name": "api", "restartCount": 0, "state": { "waiting": { "reason": reason } } },
        ] },
    })
}

fn notes(reason: &str) -> Notes {
    let revision = json!({ "deployment.kubernetes.io/revision": "1" });
    let mut notes = Notes::default();
    notes.put(
        Subject::Deployment,
        json!({ "metadata": { "uid": "d1", "generation": 1, "annotations": revision }, "spec": { "replicas": 1 },
                "status": { "observedGeneration": 1 } }),
    );
    notes.put(
        Subject::ReplicaSets,
        json!({ "metadata": { "uid": "rs1", "annotations": revision,
                              "ownerReferences": [{ "uid": "d1", "controller": true }] } }),
    );
    notes.put(Subject::Pods, pod(reason));
    for subject in [Subject::Deployment, Subject::ReplicaSets, Subject::Pods] {
        notes.change(subject, Change::Listed);
    }
    notes
}

fn reason(verdict: Verdict) -> Option<String> {
    match verdict {
        Verdict::Failed(fault) => Some(fault.reason),
        Verdict::Ready | Verdict::Waiting => None,
    }
}

#[test]
fn a_doubtful_sign_must_last() {
    let id = ChildId::new(Kind::Deployment, "api");
    let check = |sign: &str, seconds: u64, expected: Option<&str>| {
        let (mut notes, start) = (notes(sign), Instant::now());
        notes.verdict(&id, start);
        let verdict = notes.verdict(&id, start + Duration::from_secs(seconds));
        assert_eq!(reason(verdict).as_deref(), expected, "{sign} after {seconds} s");
    };
    check("ImagePullBackOff", 0, Some("ImagePullBackOff"));
    check("ErrImagePull", 5, None);
    check("ErrImagePull", 15, Some("ErrImagePull"));
    check("CreateContainerConfigError", 4, None);
    check("CreateContainerConfigError", 5, Some("CreateContainerConfigError"));
    check("ContainerCreating", 600, None);
}

#[test]
fn a_doubtful_sign_that_comes_back_is_believed() {
    let id = ChildId::new(Kind::Deployment, "api");
    let (mut notes, start) = (notes("ErrImagePull"), Instant::now());
    assert_eq!(reason(notes.verdict(&id, start)), None);
    notes.put(Subject::Pods, pod("ContainerCreating"));
    assert_eq!(reason(notes.verdict(&id, start + Duration::from_secs(10))), None);
    notes.put(Subject::Pods, pod("ErrImagePull"));
    let verdict = notes.verdict(&id, start + Duration::from_secs(20));
    assert_eq!(reason(verdict).as_deref(), Some("ErrImagePull"));
}

#[test]
fn nothing_is_judged_while_a_list_is_incomplete() {
    let id = ChildId::new(Kind::Deployment, "api");
    let mut notes = notes("ImagePullBackOff");
    notes.change(Subject::ReplicaSets, Change::Reset);
    assert_eq!(notes.verdict(&id, Instant::now()), Verdict::Waiting);
    assert!(notes.sight.replica_sets.is_empty());
}

#[test]
fn a_pod_that_drains_too_long_is_overdue() {
    let id = ChildId::new(Kind::Deployment, "api");
    let mut notes = notes("ContainerCreating");
    let mut old = pod("");
    old["metadata"]["uid"] = json!("p0");
    old["metadata"]["deletionTimestamp"] = json!("2026-11-23T12:00:00Z");
    old["metadata"]["deletionGracePeriodSeconds"] = json!(10);
    notes.put(Subject::Pods, old);
    let check = |notes: &mut Notes, seconds: u64, expected: usize| {
        notes.verdict(&id, Instant::now() + Duration::from_secs(seconds));
        assert_eq!(notes.sight.overdue.len(), expected, "after {seconds} s");
    };
    check(&mut notes, 10, 0);
    check(&mut notes, 16, 1);
}
