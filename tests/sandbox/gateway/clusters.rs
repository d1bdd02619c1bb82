//! What the emulator says about an EKS cluster, corrected: its endpoint and certificate authority are those of the
//! sandbox's Kubernetes. Pure.

use http::Method;
use serde_json::{Value, json};

/// Where the Kubernetes behind every cluster answers.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// `https://127.0.0.1:PORT`.
    pub(crate) url: String,
    /// The certificate authority: base64 of its PEM.
    pub(crate) ca: String,
}

/// Whether this request is EKS's DescribeCluster (`GET /clusters/NAME`). The service is the one of the request's
/// signature, empty when there is none.
pub(crate) fn describes(method: &Method, path: &str, service: &str) -> bool {
    let name = path.strip_prefix("/clusters/").unwrap_or_default();
    method == Method::GET
        && !name.is_empty()
        && !name.contains('/')
        && (service.is_empty() || service == "eks")
}

/// The answer with the endpoint in place. A cluster that is being made is there already, since its Kubernetes is.
pub(crate) fn lead(answer: &[u8], endpoint: &Endpoint) -> Option<Vec<u8>> {
    let mut answer: Value = serde_json::from_slice(answer).ok()?;
    let cluster = answer.get_mut("cluster")?.as_object_mut()?;
    cluster.insert("endpoint".to_owned(), json!(endpoint.url));
    cluster.insert("certificateAuthority".to_owned(), json!({ "data": endpoint.ca }));
    if cluster.get("status").and_then(Value::as_str) == Some("CREATING") {
        cluster.insert("status".to_owned(), json!("ACTIVE"));
    }
    serde_json::to_vec(&answer).ok()
}

/// The names in the answer to ListClusters.
pub(crate) fn names(answer: &[u8]) -> Vec<String> {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    let names = answer.get("clusters").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests;
