//! Which Jobs are in the way of another try.

use serde_json::json;

use super::*;

#[test]
fn a_job_that_will_not_succeed_makes_room() {
    let check = |condition: &str, status: &str, expected: Fate| {
        let live = json!({ "status": { "conditions": [{ "type": condition, "status": status }] } });
        assert_eq!(fate(&live), expected, "{condition}={status}");
    };
    check("Complete", "True", Fate::Stays);
    check("SuccessCriteriaMet", "True", Fate::Stays);
    check("Failed", "True", Fate::Failed);
    check("FailureTarget", "True", Fate::Failed);
    check("Failed", "False", Fate::Open);
    check("Suspended", "True", Fate::Open);
    assert_eq!(fate(&json!({ "status": { "active": 1 } })), Fate::Open);
    let going = json!({ "metadata": { "deletionTimestamp": "2026-11-23T12:00:00Z" },
                        "status": { "conditions": [{ "type": "Complete", "status": "True" }] } });
    assert_eq!(fate(&going), Fate::Goes);
}

#[test]
fn a_pod_that_waits_in_vain_is_stuck() {
    let check = |field: &str, state: Value, expected: bool| {
        assert_eq!(is_stuck(&json!({ "status": { field: [{ "state": state }] } })), expected, "{state}");
    };
    let waiting = |reason: &str| json!({ "waiting": { "reason": reason } });
    check("containerStatuses", waiting("ImagePullBackOff"), true);
    check("initContainerStatuses", waiting("CreateContainerConfigError"), true);
    check("containerStatuses", waiting("ContainerCreating"), false);
    check("containerStatuses", waiting("PodInitializing"), false);
    check("containerStatuses", json!({ "running": {} }), false);
    check("containerStatuses", json!({ "terminated": { "exitCode": 1 } }), false);
    assert!(!is_stuck(&json!({ "status": { "phase": "Pending" } })));
}
