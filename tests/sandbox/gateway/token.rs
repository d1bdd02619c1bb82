//! Answers a Kubernetes TokenReview as the authenticator of an EKS cluster does: the token is a presigned
//! GetCallerIdentity request, and whoever could sign it for this cluster is let in. Pure: the time, the keys and the
//! clusters are given.

use super::signature::{ALGORITHM, Query, Scope, Signed, hash, same, sign, timely};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};

const PREFIX: &str = "k8s-aws-v1.";
const CLUSTER_HEADER: &str = "x-k8s-aws-id";
const LONGEST: usize = 4096;
const PARAMETERS: [&str; 9] = [
    "Action",
    "Version",
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// An access key that the sandbox knows.
#[derive(Clone, Debug)]
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) secret: String,
    /// Temporary keys have one.
    pub(crate) session_token: Option<String>,
    /// Who holds the key.
    pub(crate) arn: String,
}

/// What a token is judged by.
pub(crate) struct Judge<'a> {
    pub(crate) keys: &'a [AccessKey],
    /// Names of the clusters that exist in the region of the token.
    pub(crate) clusters: &'a [String],
    /// Host and port of the gateway, which may be asked in place of STS itself.
    pub(crate) gateway: &'a str,
    pub(crate) now: Timestamp,
}

/// Why a token was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the token does not start with k8s-aws-v1. or is too long")]
    Form,
    #[error("the token is not unpadded base64url of a URL")]
    Encoding,
    #[error("the URL does not lead to STS: {0}")]
    Host(String),
    #[error("the query parameter {0} is not allowed, missing or wrong")]
    Parameter(String),
    #[error("the header x-k8s-aws-id is not signed")]
    ClusterNotSigned,
    #[error("the header {0} may not be signed")]
    Header(String),
    #[error("the token expired or is not valid yet (X-Amz-Date {0})")]
    Time(String),
    #[error("the access key {0} is unknown")]
    UnknownKey(String),
    #[error("the signature is wrong: another secret, or a token for another cluster")]
    Signature,
}

struct Url<'a> {
    host: &'a str,
    path: &'a str,
    query: Query,
}

fn parse_url<'a>(url: &'a str, gateway: &str) -> Result<Url<'a>, Refusal> {
    let (scheme, rest) = url.split_once("://").ok_or(Refusal::Encoding)?;
    let (place, query) = rest.split_once('?').ok_or(Refusal::Encoding)?;
    let (host, path) = place.find('/').map_or((place, "/"), |slash| place.split_at(slash));
    let region = host.strip_prefix("sts.").and_then(|rest| rest.strip_suffix(".amazonaws.com"));
    let sts = host == "sts.amazonaws.com" || region.is_some_and(|region| !region.contains(['.', ':', '@']));
    if !(scheme == "https" && sts || scheme == "http" && host == gateway) || path != "/" {
        return Err(Refusal::Host(format!("{scheme}://{host}{path}")));
    }
    Ok(Url { host, path, query: Query::parse(query) })
}

fn check_parameters(query: &Query) -> Result<(), Refusal> {
    for name in query.names() {
        let twice = query.names().filter(|other| *other == name).count() > 1;
        if twice || !PARAMETERS.contains(&name) {
            return Err(Refusal::Parameter(name.to_owned()));
        }
    }
    for (name, value) in
        [("Action", "GetCallerIdentity"), ("Version", "2011-06-15"), ("X-Amz-Algorithm", ALGORITHM)]
    {
        if query.get(name) != Some(value) {
            return Err(Refusal::Parameter(name.to_owned()));
        }
    }
    match query.get("X-Amz-Expires").map(str::parse::<u32>) {
        Some(Ok(0..=900)) => Ok(()),
        _ => Err(Refusal::Parameter("X-Amz-Expires".to_owned())),
    }
}

fn required<'a>(query: &'a Query, name: &str) -> Result<&'a str, Refusal> {
    query.get(name).ok_or_else(|| Refusal::Parameter(name.to_owned()))
}

/// Who presigned the token, when it is good for one of the clusters.
pub(crate) fn verify(token: &str, judge: &Judge<'_>) -> Result<AccessKey, Refusal> {
    if token.len() > LONGEST {
        return Err(Refusal::Form);
    }
    let encoded = token.strip_prefix(PREFIX).ok_or(Refusal::Form)?;
    let url = URL_SAFE_NO_PAD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let url = url.ok_or(Refusal::Encoding)?;
    let url = parse_url(&url, judge.gateway)?;
    check_parameters(&url.query)?;
    let time = required(&url.query, "X-Amz-Date")?;
    if !timely(time, judge.now) {
        return Err(Refusal::Time(time.to_owned()));
    }

    let signed: Vec<&str> = required(&url.query, "X-Amz-SignedHeaders")?.split(';').collect();
    if !signed.contains(&CLUSTER_HEADER) {
        return Err(Refusal::ClusterNotSigned);
    }
    if let Some(other) = signed.iter().find(|name| !["host", CLUSTER_HEADER].contains(*name)) {
        return Err(Refusal::Header((*other).to_owned()));
    }
    let scope = Scope::parse(required(&url.query, "X-Amz-Credential")?)
        .filter(|scope| scope.service == "sts" && time.starts_with(scope.date))
        .ok_or_else(|| Refusal::Parameter("X-Amz-Credential".to_owned()))?;
    let key = judge
        .keys
        .iter()
        .find(|key| key.id == scope.access_key)
        .filter(|key| key.session_token.as_deref() == url.query.get("X-Amz-Security-Token"))
        .ok_or_else(|| Refusal::UnknownKey(scope.access_key.to_owned()))?;

    let signature = required(&url.query, "X-Amz-Signature")?;
    let payload = hash(b"");
    let made_for = |cluster: &String| {
        let headers: Vec<_> = signed
            .iter()
            .map(|name| (*name, if *name == "host" { url.host } else { cluster.as_str() }))
            .collect();
        let request =
            Signed { method: "GET", path: url.path, query: &url.query, headers: &headers, payload: &payload };
        sign(&request, &scope, time, &key.secret).is_some_and(|made| same(&made, signature))
    };
    if judge.clusters.iter().any(made_for) { Ok(key.clone()) } else { Err(Refusal::Signature) }
}

/// The token that a TokenReview asks about.
pub(crate) fn asked(review: &Value) -> Option<&str> {
    review.pointer("/spec/token")?.as_str()
}

/// The region that a token says it was signed for, as far as it can be read at all.
pub(crate) fn region(token: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix(PREFIX)?).ok()?;
    let url = String::from_utf8(bytes).ok()?;
    let query = Query::parse(url.split_once('?')?.1);
    Some(Scope::parse(query.get("X-Amz-Credential")?)?.region.to_owned())
}

/// The TokenReview that answers. Whoever has a key of the sandbox's account may do everything.
pub(crate) fn answer(verdict: &Result<AccessKey, Refusal>) -> Value {
    let status = match verdict {
        Ok(key) => json!({
            "authenticated": true,
            "user": {
                "username": key.arn,
                "uid": format!("aws-iam-authenticator:{}", key.arn),
                "groups": ["system:masters"],
                "extra": { "arn": [key.arn], "accessKeyId": [key.id] },
            },
        }),
        Err(refusal) => json!({ "authenticated": false, "error": refusal.to_string() }),
    };
    json!({ "apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": status })
}

#[cfg(test)]
mod tests;
