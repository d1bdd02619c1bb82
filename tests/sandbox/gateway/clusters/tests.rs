//! Every DescribeCluster, and nothing else, leads to the sandbox's Kubernetes.

use super::{Endpoint, describes, lead, names};
use http::Method;
use serde_json::{Value, json};

#[test]
fn describe_cluster_is_recognized_by_method_path_and_service() {
    let check = |method: Method, path: &str, service: &str, expect: bool| {
        assert_eq!(describes(&method, path, service), expect, "{method} {path} {service:?}");
    };
    check(Method::GET, "/clusters/production", "eks", true);
    check(Method::GET, "/clusters/production", "", true);
    check(Method::GET, "/clusters/production", "kafka", false);
    check(Method::GET, "/clusters", "eks", false);
    check(Method::GET, "/clusters/", "eks", false);
    check(Method::GET, "/clusters/production/node-groups", "eks", false);
    check(Method::DELETE, "/clusters/production", "eks", false);
}

fn led(answer: &Value) -> Option<Value> {
    let endpoint = Endpoint { url: "https://127.0.0.1:6443".to_owned(), ca: "Q0E=".to_owned() };
    let bytes = lead(answer.to_string().as_bytes(), &endpoint)?;
    serde_json::from_slice(&bytes).ok()
}

#[test]
fn endpoint_and_authority_are_replaced_and_everything_else_is_kept() {
    for (said, expect) in [("CREATING", "ACTIVE"), ("ACTIVE", "ACTIVE"), ("DELETING", "DELETING")] {
        let answer = json!({ "cluster": {
            "name": "production", "status": said, "version": "1.34", "endpoint": "https://localhost:16443",
            "certificateAuthority": { "data": "" },
        } });
        assert_eq!(
            led(&answer),
            Some(json!({ "cluster": {
                "name": "production", "status": expect, "version": "1.34", "endpoint": "https://127.0.0.1:6443",
                "certificateAuthority": { "data": "Q0E=" },
            } }))
        );
    }
}

#[test]
fn an_error_passes_as_it_is() {
    assert_eq!(led(&json!({ "__type": "ResourceNotFoundException", "message": "No cluster found" })), None);
}

#[test]
fn clusters_are_listed_by_name() {
    assert_eq!(names(br#"{"clusters":["a","b"],"nextToken":null}"#), ["a", "b"]);
    assert!(names(b"not json").is_empty());
}
