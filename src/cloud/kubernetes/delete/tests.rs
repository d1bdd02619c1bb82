//! What holds an object that should go.

use super::*;

#[test]
fn holders_are_named() {
    let check = |kind, live: Value, expected: &[&str]| {
        assert_eq!(holders(&ChildId::new(kind, "api"), &live), expected);
    };
    check(Kind::Service, json!({ "metadata": {} }), &[]);
    check(Kind::Service, Value::Null, &[]);
    check(
        Kind::Ingress,
        json!({ "metadata": { "finalizers": ["ingress.k8s.aws/resources", "acme.com/audit"] } }),
        &["ingress/api: held by finalizers: ingress.k8s.aws/resources, acme.com/audit"],
    );
    check(
        Kind::Deployment,
        json!({ "metadata": { "finalizers": ["foregroundDeletion"] } }),
        &[
            "deployment/api: held by finalizers: foregroundDeletion",
            "deployment/api: waits until what it owns is gone",
        ],
    );
    check(
        Kind::Namespace,
        json!({
            "spec": { "finalizers": ["kubernetes"] },
            "status": { "conditions": [
                { "type": "NamespaceDeletionContentFailure", "status": "False", "message": "all is well" },
                { "type": "NamespaceContentRemaining", "status": "True", "message": "1 pod is left" },
            ] },
        }),
        &[
            "namespace/api: held by finalizers: kubernetes",
            "namespace/api: NamespaceContentRemaining: 1 pod is left",
        ],
    );
}

#[test]
fn a_timeout_tells_the_time_that_the_user_set() {
    let id = ChildId::new(Kind::Service, "api");
    let error = CloudError::TimedOut { id, what: "gone", seconds: 3, chain: vec![] };
    let text = with_seconds(error, Duration::from_secs(60)).to_string();
    assert_eq!(text, "service/api was not gone within 60 s");
}
