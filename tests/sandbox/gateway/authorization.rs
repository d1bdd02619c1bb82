//! Refuses what AWS would refuse and the emulators let pass: a request signed with a key that was never handed out, or with
//! the wrong secret, or too long ago. Pure: parts of a request in, a refusal out.

use super::{
    credentials,
    signature::{Query, Scope, Signed, canonical_path, same, sign, timely},
    token::AccessKey,
};
use http::{HeaderMap, request::Parts};
use jiff::Timestamp;

/// Services whose errors are XML.
const XML: [&str; 9] =
    ["autoscaling", "cloudformation", "ec2", "elasticloadbalancing", "iam", "rds", "route53", "s3", "sts"];

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    UnknownKey,
    Signature,
    Time,
}

impl Refusal {
    fn message(self) -> &'static str {
        match self {
            Self::UnknownKey => "The security token included in the request is invalid.",
            Self::Signature => {
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                 Access Key and signing method."
            }
            Self::Time => "Signature expired or not yet current.",
        }
    }

    /// The codes of services whose errors are XML and of those whose errors are JSON.
    fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownKey => ("InvalidClientTokenId", "UnrecognizedClientException"),
            Self::Signature | Self::Time => ("SignatureDoesNotMatch", "InvalidSignatureException"),
        }
    }

    /// The error in the form of its service: content type, value of `x-amzn-errortype`, body.
    pub(crate) fn answer(self, service: &str) -> (&'static str, &'static str, String) {
        let message = self.message();
        let (xml, json) = self.codes();
        if XML.contains(&service) {
            let error =
                format!("<Error><Type>Sender</Type><Code>{xml}</Code><Message>{message}</Message></Error>");
            return (
                "text/xml",
                xml,
                format!("<ErrorResponse>{error}<RequestId>sandbox</RequestId></ErrorResponse>"),
            );
        }
        let body = serde_json::json!({ "__type": json, "message": message }).to_string();
        ("application/json", json, body)
    }
}

/// The parts of an `Authorization` header.
struct Claim<'a> {
    scope: Scope<'a>,
    headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Claim<'a> {
    fn parse(authorization: &'a str) -> Option<Self> {
        let part = |name: &str| {
            let (_, rest) = authorization.split_once(name)?;
            rest.split([',', ' ']).next()
        };
        Some(Self {
            scope: Scope::parse(part("Credential=")?)?,
            headers: part("SignedHeaders=")?.split(';').collect(),
            signature: part("Signature=")?,
        })
    }
}

/// Whether the body must be hashed to check the request; S3 sends the hash along.
pub(crate) fn wants_body(headers: &HeaderMap) -> bool {
    !headers.contains_key("x-amz-content-sha256")
}

/// Judges a request by the keys that were handed out. One without a signature is the emulator's to judge; so is one of
/// another account, whose key is its twelve digits.
pub(crate) fn judge(request: &Parts, hash: &str, keys: &[AccessKey], now: Timestamp) -> Result<(), Refusal> {
    let value = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
    let Some(claim) = value("authorization").and_then(Claim::parse) else { return Ok(()) };
    let id = claim.scope.access_key;
    let Some(key) = keys.iter().find(|key| key.id == id) else {
        let account = id.len() == 12 && id.chars().all(|c| c.is_ascii_digit());
        return if account { Ok(()) } else { Err(Refusal::UnknownKey) };
    };
    if key.session_token.as_deref() != value("x-amz-security-token") {
        return Err(Refusal::UnknownKey);
    }
    let time = value("x-amz-date").unwrap_or_default();
    if !timely(time, now) {
        return Err(Refusal::Time);
    }
    let mut headers = Vec::new();
    for name in &claim.headers {
        let values: Vec<_> =
            request.headers.get_all(*name).iter().filter_map(|value| value.to_str().ok()).collect();
        headers.push((*name, values.join(",")));
    }
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let query = Query::parse(request.uri.query().unwrap_or_default());
    let signed = Signed {
        method: request.method.as_str(),
        path: &canonical_path(request.uri.path(), claim.scope.service),
        query: &query,
        headers: &headers,
        payload: value("x-amz-content-sha256").unwrap_or(hash),
    };
    let made = sign(&signed, &claim.scope, time, &key.secret);
    if made.is_some_and(|made| same(&made, claim.signature)) { Ok(()) } else { Err(Refusal::Signature) }
}

/// The service that a request is for.
pub(crate) fn service(headers: &HeaderMap) -> Option<&str> {
    credentials::service(headers.get("authorization")?.to_str().ok()?)
}

#[cfg(test)]
mod tests;
