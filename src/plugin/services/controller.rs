//! GRPCController: the client is done and lets the plugin end by itself.

use tonic::{Request, Response, Status};

use crate::{
    ending::{Ending, Reason},
    proto::plugin::{Empty, grpc_controller_server::GrpcController},
};

pub(super) struct Controller {
    ending: Ending,
}

impl Controller {
    pub(super) fn new(ending: Ending) -> Self {
        Self { ending }
    }
}

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _: Request<Empty>) -> Result<Response<Empty>, Status> {
        self.ending.begin(Reason::Asked);
        Ok(Response::new(Empty {}))
    }
}
