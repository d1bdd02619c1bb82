//! A bearer token per request, asked of whoever can make one. It is never part of a configuration.

use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request};
use secrecy::{ExposeSecret, SecretString};
use tower::BoxError;
use tower::filter::AsyncPredicate;

/// A source of tokens.
#[async_trait]
pub(crate) trait Bearer: Send + Sync {
    /// A token that is good now.
    async fn token(&self) -> Result<SecretString, NoToken>;

    /// The server refused the last one.
    async fn forget(&self);
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NoToken(pub(crate) String);

/// Puts a token on every request.
#[derive(Clone)]
pub(crate) struct Authorize(pub(crate) Arc<dyn Bearer>);

impl<B: Send + 'static> AsyncPredicate<Request<B>> for Authorize {
    type Request = Request<B>;
    type Future = Pin<Box<dyn Future<Output = Result<Request<B>, BoxError>> + Send>>;

    fn check(&mut self, mut request: Request<B>) -> Self::Future {
        let source = Arc::clone(&self.0);
        Box::pin(async move {
            let token = source.token().await?;
            let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
            Ok(request)
        })
    }
}
