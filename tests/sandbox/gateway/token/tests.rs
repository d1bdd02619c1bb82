//! A token is accepted only when it was signed with a known secret, for a cluster that exists, less than 15 minutes ago.

use super::{AccessKey, Judge, Refusal, answer, region, verify};
use crate::gateway::signature::{Query, Scope, Signed, hash, sign};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::json;

const NOW: &str = "2025-06-01T12:00:00Z";
const ARN: &str = "arn:aws:iam::123456789012:user/sandbox";

struct Token {
    url: &'static str,
    date: &'static str,
    cluster: &'static str,
    secret: &'static str,
    credential: &'static str,
    signed: &'static str,
    extra: &'static str,
}

const GOOD: Token = Token {
    url: "https://sts.eu-west-1.amazonaws.com",
    date: "20250601T115900Z",
    cluster: "production",
    secret: "secret",
    credential: "AKID%2F20250601%2Feu-west-1%2Fsts%2Faws4_request",
    signed: "host;x-k8s-aws-id",
    extra: "",
};

impl Token {
    fn text(&self) -> String {
        let query = format!(
            "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}\
             &X-Amz-Date={}&X-Amz-Expires=60&X-Amz-SignedHeaders={}{}",
            self.credential,
            self.date,
            self.signed.replace(';', "%3B"),
            self.extra,
        );
        let host = self.url.split_once("://").unwrap().1.trim_end_matches('/');
        let headers: Vec<_> = self
            .signed
            .split(';')
            .map(|name| (name, if name == "host" { host } else { self.cluster }))
            .collect();
        let parsed = Query::parse(&query);
        let scope = Scope { access_key: "AKID", date: &self.date[..8], region: "eu-west-1", service: "sts" };
        let payload = hash(b"");
        let request =
            Signed { method: "GET", path: "/", query: &parsed, headers: &headers, payload: &payload };
        let signature = sign(&request, &scope, self.date, self.secret).unwrap();
        let url = format!("{}?{query}&X-Amz-Signature={signature}", self.url);
        format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(url))
    }
}

fn judged(token: &str) -> Result<String, Refusal> {
    let key = AccessKey {
        id: "AKID".to_owned(),
        secret: "secret".to_owned(),
        session_token: None,
        arn: ARN.to_owned(),
    };
    let clusters = ["staging".to_owned(), "production".to_owned()];
    let now: Timestamp = NOW.parse().unwrap();
    let judge = Judge { keys: &[key], clusters: &clusters, gateway: "127.0.0.1:4000", now };
    verify(token, &judge).map(|key| key.arn)
}

fn check(token: &Token, expect: Result<&str, Refusal>) {
    assert_eq!(judged(&token.text()), expect.map(str::to_owned));
}

fn parameter(name: &str) -> Result<&'static str, Refusal> {
    Err(Refusal::Parameter(name.to_owned()))
}

#[test]
fn a_good_token_is_accepted_from_every_endpoint_of_sts() {
    check(&GOOD, Ok(ARN));
    check(&Token { cluster: "staging", ..GOOD }, Ok(ARN));
    check(&Token { url: "https://sts.eu-west-1.amazonaws.com/", ..GOOD }, Ok(ARN));
    check(&Token { url: "https://sts.amazonaws.com/", ..GOOD }, Ok(ARN));
    check(&Token { url: "http://127.0.0.1:4000/", ..GOOD }, Ok(ARN));
}

#[test]
fn a_wrong_secret_and_a_token_for_another_cluster_are_refused() {
    check(&Token { secret: "guess", ..GOOD }, Err(Refusal::Signature));
    check(&Token { cluster: "elsewhere", ..GOOD }, Err(Refusal::Signature));
}

#[test]
fn a_token_is_good_for_a_quarter_of_an_hour() {
    check(&Token { date: "20250601T114500Z", ..GOOD }, Ok(ARN));
    for date in ["20250601T114459Z", "20250601T121501Z"] {
        check(&Token { date, ..GOOD }, Err(Refusal::Time(date.to_owned())));
    }
}

#[test]
fn what_was_signed_must_be_a_caller_identity_for_a_cluster_and_nothing_else() {
    check(&Token { signed: "host", ..GOOD }, Err(Refusal::ClusterNotSigned));
    check(&Token { signed: "host;x-a;x-k8s-aws-id", ..GOOD }, Err(Refusal::Header("x-a".to_owned())));
    check(&Token { extra: "&Policy=x", ..GOOD }, parameter("Policy"));
    check(&Token { extra: "&Action=GetCallerIdentity", ..GOOD }, parameter("Action"));
    let credential = "AKID%2F20250601%2Feu-west-1%2Fs3%2Faws4_request";
    check(&Token { credential, ..GOOD }, parameter("X-Amz-Credential"));
    let credential = "AKIB%2F20250601%2Feu-west-1%2Fsts%2Faws4_request";
    check(&Token { credential, ..GOOD }, Err(Refusal::UnknownKey("AKIB".to_owned())));
    check(&Token { extra: "&X-Amz-Security-Token=t", ..GOOD }, Err(Refusal::UnknownKey("AKID".to_owned())));
}

#[test]
fn only_sts_is_asked() {
    for url in [
        "https://evil.example",
        "https://sts.eu-west-1.amazonaws.com.evil.example",
        "https://sts.a.b.amazonaws.com",
        "http://sts.eu-west-1.amazonaws.com",
        "http://127.0.0.1:4001",
    ] {
        check(&Token { url, ..GOOD }, Err(Refusal::Host(format!("{url}/"))));
    }
}

#[test]
fn what_is_no_token_is_refused() {
    assert_eq!(judged(""), Err(Refusal::Form));
    assert_eq!(judged(&"k".repeat(5000)), Err(Refusal::Form));
    assert_eq!(judged("k8s-aws-v1.%%"), Err(Refusal::Encoding));
    assert_eq!(judged("k8s-aws-v1.aGVsbG8"), Err(Refusal::Encoding));
}

#[test]
fn the_region_of_a_token_is_read_before_it_is_judged() {
    assert_eq!(region(&GOOD.text()).as_deref(), Some("eu-west-1"));
    assert_eq!(region("k8s-aws-v1.aGVsbG8"), None);
}

#[test]
fn a_refusal_is_answered_with_its_reason() {
    assert_eq!(
        answer(&Err(Refusal::ClusterNotSigned)),
        json!({
            "apiVersion": "authentication.k8s.io/v1",
            "kind": "TokenReview",
            "status": { "authenticated": false, "error": "the header x-k8s-aws-id is not signed" },
        })
    );
}
