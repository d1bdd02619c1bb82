//! Everything that is served on a connection: the provider, what a plugin of this handshake has to have beside it, and
//! the standard health check. Which one a request is for is the first part of its path.

mod broker;
mod controller;
mod stdio;

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use tonic::{
    Status,
    body::Body,
    codegen::{BoxFuture, Service, http},
    server::NamedService,
};
use tonic_health::{
    ServingStatus,
    pb::health_server::HealthServer,
    server::{HealthReporter, HealthService},
};

use crate::{
    Provider,
    ending::Ending,
    proto::{
        plugin::{
            grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
            grpc_stdio_server::GrpcStdioServer,
        },
        tfplugin6::provider_server::ProviderServer,
    },
    protocol6,
};

/// The largest message, each way: what clients of this protocol are used to. States and schemas grow.
pub(crate) const LARGEST: usize = 256 << 20;

/// The name under which clients ask for the health of a plugin.
const HEALTH: &str = "plugin";

type Answer = BoxFuture<http::Response<Body>, Infallible>;
type Checks = HealthServer<HealthService>;

/// All services. A clone is of the same services.
#[derive(Clone)]
pub(crate) struct Services {
    provider: ProviderServer<protocol6::Server>,
    broker: GrpcBrokerServer<broker::Broker>,
    controller: GrpcControllerServer<controller::Controller>,
    stdio: GrpcStdioServer<stdio::Stdio>,
    health: Checks,
}

impl Services {
    pub(crate) async fn new(provider: Arc<dyn Provider>, ending: &Ending) -> Self {
        let reporter = HealthReporter::new();
        reporter.set_service_status(HEALTH, ServingStatus::Serving).await;
        Self {
            provider: ProviderServer::new(protocol6::Server::new(provider))
                .max_decoding_message_size(LARGEST)
                .max_encoding_message_size(LARGEST),
            broker: GrpcBrokerServer::new(broker::Broker::new(ending.clone())),
            controller: GrpcControllerServer::new(controller::Controller::new(ending.clone())),
            stdio: GrpcStdioServer::new(stdio::Stdio::new(ending.clone())),
            health: HealthServer::new(HealthService::from_health_reporter(reporter)),
        }
    }
}

impl Service<http::Request<Body>> for Services {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Answer {
        let name = request.uri().path().split('/').nth(1).unwrap_or_default();
        if name == named(&self.provider) {
            self.provider.call(request)
        } else if name == named(&self.broker) {
            self.broker.call(request)
        } else if name == named(&self.controller) {
            self.controller.call(request)
        } else if name == named(&self.stdio) {
            self.stdio.call(request)
        } else if name == named(&self.health) {
            self.health.call(request)
        } else {
            let status =
                Status::unimplemented(format!("no service {name:?}; this is a plugin of protocol 6"));
            Box::pin(async move { Ok(status.into_http()) })
        }
    }
}

fn named<S: NamedService>(_: &S) -> &'static str {
    S::NAME
}
