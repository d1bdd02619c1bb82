//! A request to the gateway with a signature that it accepts, for calls that the sandbox's own user makes. Sends nothing.

use super::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};
use crate::gateway::signature::{ALGORITHM, Query, Scope, Signed, canonical_path, hash, sign};
use http::{header, request::Builder};
use jiff::{Timestamp, tz::TimeZone};

/// Whom a request is for.
pub(super) struct Endpoint<'a> {
    /// Without a path.
    pub(super) url: &'a str,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
}

impl Endpoint<'_> {
    /// A POST of this body to the service, signed now.
    pub(super) fn post(&self, body: &str) -> Builder {
        self.request("POST", "/", body)
    }

    /// A request of this method, path (encoded, with its query) and body, signed now.
    pub(super) fn request(&self, method: &str, target: &str, body: &str) -> Builder {
        let time = Timestamp::now().to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
        let date = time.split('T').next().unwrap_or_default();
        let scope = Scope { access_key: ACCESS_KEY_ID, date, region: self.region, service: self.service };
        let url = self.url.trim_end_matches('/');
        let host = url.split("://").nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let request = Signed {
            method,
            path: &canonical_path(path, self.service),
            query: &Query::parse(query),
            headers: &[("host", host), ("x-amz-date", &time)],
            payload: &hash(body.as_bytes()),
        };
        let signature = sign(&request, &scope, &time, SECRET_ACCESS_KEY).unwrap_or_default();
        let credential = format!("{ACCESS_KEY_ID}/{date}/{}/{}/aws4_request", self.region, self.service);
        let authorization = format!(
            "{ALGORITHM} Credential={credential}, SignedHeaders=host;x-amz-date, Signature={signature}"
        );
        http::Request::builder()
            .method(method)
            .uri(format!("{url}{target}"))
            .header(header::AUTHORIZATION, authorization)
            .header("x-amz-date", time)
    }
}
