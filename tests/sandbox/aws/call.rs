//! One call to an emulator, from request to answer, for the few that the sandbox makes itself. Knows no service.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};

/// The body of an answer that says that all is well; else what went wrong, for people.
pub(crate) async fn send(request: http::request::Builder, body: String) -> Result<String, String> {
    let request = request.body(Full::new(Bytes::from(body))).map_err(|error| error.to_string())?;
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let response = client.request(request).await.map_err(|error| error.to_string())?;
    let status = response.status();
    let body = response.into_body().collect().await.map_err(|error| error.to_string())?;
    let body = String::from_utf8_lossy(&body.to_bytes()).into_owned();
    if status.is_success() { Ok(body) } else { Err(format!("{status} {body}")) }
}
