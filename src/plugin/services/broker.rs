//! GRPCBroker: a client opens this stream to announce further connections. A provider needs none, so what it says is
//! read and not answered.

use std::{future::ready, pin::Pin};

use futures::{Stream, StreamExt};
use tonic::{Request, Response, Status, Streaming};

use crate::{
    ending::Ending,
    proto::plugin::{ConnInfo, grpc_broker_server::GrpcBroker},
};

pub(super) struct Broker {
    ending: Ending,
}

impl Broker {
    pub(super) fn new(ending: Ending) -> Self {
        Self { ending }
    }
}

#[tonic::async_trait]
impl GrpcBroker for Broker {
    type StartStreamStream = Pin<Box<dyn Stream<Item = Result<ConnInfo, Status>> + Send>>;

    async fn start_stream(
        &self,
        request: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<Self::StartStreamStream>, Status> {
        let silent = request.into_inner().filter_map(|_| ready(None)).take_until(self.ending.begun());
        Ok(Response::new(Box::pin(silent)))
    }
}
