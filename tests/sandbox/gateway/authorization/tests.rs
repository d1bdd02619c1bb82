//! A request is let through when its key was handed out and its signature is right.

use super::{Refusal, judge};
use crate::gateway::token::AccessKey;
use http::Request;

const HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// The example that AWS publishes: ListUsers of IAM.
const SIGNATURE: &str = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

struct Asked {
    key: &'static str,
    signature: &'static str,
    uri: &'static str,
    token: Option<&'static str>,
    now: &'static str,
}

const GOOD: Asked = Asked {
    key: "AKIDEXAMPLE",
    signature: SIGNATURE,
    uri: "/?Action=ListUsers&Version=2010-05-08",
    token: None,
    now: "2015-08-30T12:40:00Z",
};

fn check(asked: &Asked, expect: Result<(), Refusal>) {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/20150830/us-east-1/iam/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date, Signature={}",
        asked.key, asked.signature
    );
    let mut request = Request::get(asked.uri)
        .header("authorization", authorization)
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .header("host", "iam.amazonaws.com")
        .header("x-amz-date", "20150830T123600Z");
    if let Some(token) = asked.token {
        request = request.header("x-amz-security-token", token);
    }
    let key = AccessKey {
        id: "AKIDEXAMPLE".to_owned(),
        secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
        arn: String::new(),
    };
    let (parts, ()) = request.body(()).unwrap().into_parts();
    assert_eq!(judge(&parts, HASH, &[key], asked.now.parse().unwrap()), expect);
}

#[test]
fn a_request_signed_with_a_known_key_passes() {
    check(&GOOD, Ok(()));
}

#[test]
fn another_secret_another_request_and_another_time_are_refused() {
    let zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    check(&Asked { signature: zeros, ..GOOD }, Err(Refusal::Signature));
    check(&Asked { uri: "/?Action=ListRoles&Version=2010-05-08", ..GOOD }, Err(Refusal::Signature));
    check(&Asked { now: "2015-08-30T13:00:00Z", ..GOOD }, Err(Refusal::Time));
}

#[test]
fn a_key_that_was_never_handed_out_is_refused_unless_it_is_another_account() {
    check(&Asked { key: "AKIDUNKNOWN", ..GOOD }, Err(Refusal::UnknownKey));
    check(&Asked { token: Some("t"), ..GOOD }, Err(Refusal::UnknownKey));
    check(&Asked { key: "999999999999", ..GOOD }, Ok(()));
}

#[test]
fn a_refusal_has_the_form_of_its_service() {
    let (kind, code, body) = Refusal::UnknownKey.answer("eks");
    assert_eq!((kind, code), ("application/json", "UnrecognizedClientException"));
    assert!(body.contains("\"__type\":\"UnrecognizedClientException\""), "{body}");
    let (kind, code, body) = Refusal::Signature.answer("sts");
    assert_eq!((kind, code), ("text/xml", "SignatureDoesNotMatch"));
    assert!(body.contains("<Code>SignatureDoesNotMatch</Code>"), "{body}");
}
