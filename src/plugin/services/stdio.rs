//! GRPCStdio: a client opens this stream for what the plugin prints. Nothing is printed, so it stays open and empty
//! until the end.

use std::pin::Pin;

use futures::{Stream, StreamExt, stream};
use tonic::{Request, Response, Status};

use crate::{
    ending::Ending,
    proto::plugin::{StdioData, grpc_stdio_server::GrpcStdio},
};

pub(super) struct Stdio {
    ending: Ending,
}

impl Stdio {
    pub(super) fn new(ending: Ending) -> Self {
        Self { ending }
    }
}

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    type StreamStdioStream = Pin<Box<dyn Stream<Item = Result<StdioData, Status>> + Send>>;

    async fn stream_stdio(&self, _: Request<()>) -> Result<Response<Self::StreamStdioStream>, Status> {
        Ok(Response::new(Box::pin(stream::pending().take_until(self.ending.begun()))))
    }
}
