//! Signature Version 4, recomputed from the published description (AWS documentation, "Create a signed AWS API request").
//! Written apart from the SDK's signer on purpose: it is what the provider's signatures are judged by. Pure.

use hmac::{Hmac, KeyInit, Mac};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

/// RFC 3986 unreserved characters stay as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The query of a presigned URL, decoded, in the order of the URL.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        };
        Self(query.split('&').filter(|part| !part.is_empty()).map(pair).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Sorted and encoded as the signer must have done it, without the signature itself.
    fn canonical(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let mut pairs: Vec<_> = self
            .0
            .iter()
            .filter(|(name, _)| name != "X-Amz-Signature")
            .map(|(name, value)| (encode(name), encode(value)))
            .collect();
        pairs.sort();
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }
}

/// What is signed of a request.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    /// As it is signed: see [`canonical_path`].
    pub(crate) path: &'a str,
    pub(crate) query: &'a Query,
    /// Name and value of each signed header, sorted by name.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// Hash of the body, or a word that stands for it.
    pub(crate) payload: &'a str,
}

/// The path as it is signed: every service but S3 encodes the encoded path once more.
pub(crate) fn canonical_path(path: &str, service: &str) -> String {
    if service == "s3" {
        return path.to_owned();
    }
    path.split('/').map(|part| utf8_percent_encode(part, ENCODED).to_string()).collect::<Vec<_>>().join("/")
}

/// The hash of a body, in hexadecimal.
pub(crate) fn hash(body: &[u8]) -> String {
    hex::encode(Sha256::digest(body))
}

/// How long a signature is good, counted from its date; the clock of the signer may be as much ahead.
const LIFETIME_SECONDS: i64 = 15 * 60;

/// Whether a date (`YYYYMMDDTHHMMSSZ`) is near enough to now.
pub(crate) fn timely(date: &str, now: Timestamp) -> bool {
    let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", date).and_then(|civil| civil.to_zoned(TimeZone::UTC));
    signed.is_ok_and(|signed| (now.as_second() - signed.timestamp().as_second()).abs() <= LIFETIME_SECONDS)
}

/// `ACCESS_KEY/DATE/REGION/SERVICE/aws4_request`.
pub(crate) struct Scope<'a> {
    pub(crate) access_key: &'a str,
    pub(crate) date: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
}

impl<'a> Scope<'a> {
    pub(crate) fn parse(credential: &'a str) -> Option<Self> {
        let parts: Vec<_> = credential.split('/').collect();
        match parts[..] {
            [access_key, date, region, service, "aws4_request"] => {
                Some(Self { access_key, date, region, service })
            }
            _ => None,
        }
    }

    fn text(&self) -> String {
        format!("{}/{}/{}/aws4_request", self.date, self.region, self.service)
    }
}

fn hmac(key: &[u8], text: &str) -> Option<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(text.as_bytes());
    Some(mac.finalize().into_bytes().to_vec())
}

/// The signature that the holder of `secret` would have made at `time` (`YYYYMMDDTHHMMSSZ`), in hexadecimal. None only
/// when the key cannot be used with HMAC, which accepts any length.
pub(crate) fn sign(request: &Signed<'_>, scope: &Scope<'_>, time: &str, secret: &str) -> Option<String> {
    let plain = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let headers: String =
        request.headers.iter().map(|(name, value)| format!("{name}:{}\n", plain(value))).collect();
    let names = request.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let canonical = format!(
        "{}\n{}\n{}\n{headers}\n{names}\n{}",
        request.method,
        request.path,
        request.query.canonical(),
        request.payload
    );
    let to_sign = format!("{ALGORITHM}\n{time}\n{}\n{}", scope.text(), hash(canonical.as_bytes()));
    let mut key = format!("AWS4{secret}").into_bytes();
    for part in [scope.date, scope.region, scope.service, "aws4_request"] {
        key = hmac(&key, part)?;
    }
    hmac(&key, &to_sign).map(hex::encode)
}

/// Compares without telling by the time taken how much was right.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[cfg(test)]
mod tests;
