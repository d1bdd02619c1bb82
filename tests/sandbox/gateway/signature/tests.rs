//! Signatures are those of the examples that AWS publishes, and depend on every part of a request.

use super::{Query, Scope, Signed, canonical_path, hash, hmac, same, sign, timely};

#[test]
fn the_signing_key_is_the_one_of_the_published_example() {
    let mut key = b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec();
    for part in ["20150830", "us-east-1", "iam", "aws4_request"] {
        key = hmac(&key, part).unwrap();
    }
    assert_eq!(hex::encode(key), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

#[test]
fn the_query_is_sorted_and_encoded_anew_without_the_signature() {
    let query = Query::parse("b=2%2F3&X-Amz-Signature=ff&a=x%20y&A=~");
    assert_eq!(query.canonical(), "A=~&a=x%20y&b=2%2F3");
    assert_eq!(query.get("b"), Some("2/3"));
}

#[test]
fn a_scope_has_five_parts() {
    assert!(Scope::parse("AKID/20250101/eu-west-1/sts/aws4_request").is_some());
    for wrong in ["", "AKID/20250101/eu-west-1/sts", "AKID/20250101/eu-west-1/sts/aws3_request"] {
        assert!(Scope::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn every_part_of_the_request_is_signed() {
    let signature = |path: &str, query: &str, id: &str, secret: &str| {
        let query = Query::parse(query);
        let headers = [("host", "sts.eu-west-1.amazonaws.com"), ("x-k8s-aws-id", id)];
        let scope = Scope { access_key: "AKID", date: "20250101", region: "eu-west-1", service: "sts" };
        let payload = hash(b"");
        let request = Signed { method: "GET", path, query: &query, headers: &headers, payload: &payload };
        sign(&request, &scope, "20250101T000000Z", secret).unwrap()
    };
    let base = signature("/", "Action=GetCallerIdentity", "production", "secret");
    assert!(same(&base, &signature("/", "Action=GetCallerIdentity", "production", "secret")));
    for other in [
        signature("/x", "Action=GetCallerIdentity", "production", "secret"),
        signature("/", "Action=GetSessionToken", "production", "secret"),
        signature("/", "Action=GetCallerIdentity", "staging", "secret"),
        signature("/", "Action=GetCallerIdentity", "production", "other"),
    ] {
        assert!(!same(&base, &other));
    }
}

/// The example of "Create a signed AWS API request": ListUsers of IAM.
#[test]
fn the_signature_is_the_one_of_the_published_example() {
    let query = Query::parse("Action=ListUsers&Version=2010-05-08");
    let headers = [
        ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
        ("host", "iam.amazonaws.com"),
        ("x-amz-date", "20150830T123600Z"),
    ];
    let payload = hash(b"");
    let request = Signed { method: "GET", path: "/", query: &query, headers: &headers, payload: &payload };
    let scope = Scope { access_key: "AKIDEXAMPLE", date: "20150830", region: "us-east-1", service: "iam" };
    let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    assert_eq!(
        sign(&request, &scope, "20150830T123600Z", secret).unwrap(),
        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    );
}

#[test]
fn a_path_is_encoded_twice_except_for_s3() {
    assert_eq!(canonical_path("/tags/arn%3Aaws", "eks"), "/tags/arn%253Aaws");
    assert_eq!(canonical_path("/bucket/a%20b", "s3"), "/bucket/a%20b");
    assert_eq!(canonical_path("/", "sts"), "/");
}

#[test]
fn a_date_is_near_for_a_quarter_of_an_hour() {
    let now = "2025-06-01T12:00:00Z".parse().unwrap();
    for (date, expect) in [
        ("20250601T114500Z", true),
        ("20250601T121500Z", true),
        ("20250601T114459Z", false),
        ("20250601T121501Z", false),
        ("yesterday", false),
    ] {
        assert_eq!(timely(date, now), expect, "{date}");
    }
}
