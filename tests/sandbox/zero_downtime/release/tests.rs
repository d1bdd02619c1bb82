//! A release is written with what it has, and never with the value of a secret.

use super::{Capacity, Release, Secret, Token};
use serde_json::json;

fn release() -> Release {
    Release {
        tag: "1".to_owned(),
        greeting: "hello".to_owned(),
        token: None,
        capacity: Capacity::Fixed(2),
        tls_secret: None,
    }
}

#[test]
fn what_a_release_lacks_is_not_written() {
    let service = release().attributes();
    assert_eq!(service["replicas"], json!(2));
    for absent in ["scaling", "secrets", "route"] {
        assert_eq!(service.get(absent), None);
    }
    let scaled = Release { capacity: Capacity::Scaled, ..release() }.attributes();
    assert_eq!(scaled.get("replicas"), None);
    assert_eq!(scaled["scaling"]["min_replicas"], json!(2));
}

#[test]
fn a_secret_is_named_not_told() {
    let secret = Secret::known("arn:aws:secretsmanager:eu-west-1:1:secret:token");
    let token = Token { secret, value: "rotated".to_owned() };
    let release = Release { token: Some(token), ..release() };
    let written = release.configuration().to_string();
    assert!(written.contains("secret:token"));
    assert!(!written.contains("rotated"));
    assert_eq!(release.answer(), "version=1 greeting=2cf24dba token=f42546d5 ");
}

#[test]
fn an_answer_says_what_pods_were_started_with() {
    assert_eq!(release().answer(), "version=1 greeting=2cf24dba token=- ");
}
