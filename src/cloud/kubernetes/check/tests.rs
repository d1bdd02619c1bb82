//! The pod that stands for those that a controller would make.

use super::super::failure::Answer;
use super::*;

fn deployment(template: &Value) -> Value {
    json!({ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "api" },
            "spec": { "replicas": 2, "template": template } })
}

fn template() -> Value {
    json!({
        "metadata": { "creationTimestamp": null, "labels": { "app": "api" } },
        "spec": { "serviceAccount": "api", "serviceAccountName": "api",
                  "containers": [{ "name": "api", "image": "acme/api:1" }] },
    })
}

fn made_by(api_version: &str, kind: &str) -> Value {
    json!([{ "apiVersion": api_version, "kind": kind, "name": "api",
             "uid": "00000000-0000-0000-0000-000000000000", "controller": true }])
}

#[test]
fn a_pod_is_made_from_the_template() {
    let mut expected = template();
    expected["apiVersion"] = json!("v1");
    expected["kind"] = json!("Pod");
    expected["metadata"]["generateName"] = json!("api-");
    expected["metadata"]["ownerReferences"] = made_by("apps/v1", "ReplicaSet");
    assert_eq!(pod(&deployment(&template())), Some(expected));
    let mut job = deployment(&template());
    (job["apiVersion"], job["kind"]) = (json!("batch/v1"), json!("Job"));
    assert_eq!(pod(&job).unwrap()["metadata"]["ownerReferences"], made_by("batch/v1", "Job"));
}

#[test]
fn a_pod_whose_account_is_not_there_yet_gets_the_one_that_is() {
    let spec = of_default_account(pod(&deployment(&template())).unwrap())["spec"].take();
    let containers = json!([{ "name": "api", "image": "acme/api:1" }]);
    assert_eq!(spec, json!({ "automountServiceAccountToken": false, "containers": containers }));

    let answer = |code, message: &str| {
        Failure::Answer(Answer { code, message: message.to_owned(), ..Answer::default() })
    };
    let missing = "pods \"api-x\" is forbidden: error looking up service account product/api: serviceaccount \"api\" \
                   not found";
    assert!(lacks_account(&answer(403, missing)));
    assert!(!lacks_account(&answer(403, "pods \"api-x\" is forbidden: exceeded quota: compute")));
    assert!(!lacks_account(&Failure::NoToken("none".into())));
}

#[test]
fn what_makes_no_pods_is_not_asked_about_pods() {
    for manifest in [
        json!({ "metadata": { "name": "api" }, "spec": { "ports": [] } }),
        json!({ "metadata": { "name": "api" }, "spec": { "replicas": 0, "template": { "spec": {} } } }),
        json!({ "metadata": { "name": "api" } }),
    ] {
        assert_eq!(pod(&manifest), None, "{manifest}");
    }
}
