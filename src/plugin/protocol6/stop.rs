//! StopProvider: the user pressed Ctrl-C. Running calls end with what exists; the server lives on to answer them.

use acme_schema::Diagnostics;

use super::{answer::Refuse, server::Server};
use crate::proto::tfplugin6::stop_provider::{Request, Response};

pub(super) async fn call(server: &Server, _: Request) -> Result<Response, Diagnostics> {
    tracing::info!("stopping: running calls are asked to end");
    server.provider.stop().await;
    Ok(Response::default())
}

impl Refuse for Response {
    fn refuse(&mut self, diagnostics: Diagnostics) {
        self.error = diagnostics.into_iter().map(|d| d.summary).collect::<Vec<_>>().join("; ");
    }
}
