//! A probe as written. Names and defaults are those of Kubernetes (core/v1 Probe).

use acme_schema::{Attr, List, Model};

use super::spec::{Count, Delay, ProbePort, Seconds};
use crate::shared::{HttpPath, Scheme, text};

/// A probe.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ProbeModel {
    /// Succeeds when an HTTP GET is answered with a status from 200 to 399. Exactly one of `http_get`, `tcp_socket`,
    /// `grpc` and `exec` is given.
    pub(crate) http_get: Attr<HttpGetModel>,
    /// Succeeds when a TCP connection opens.
    pub(crate) tcp_socket: Attr<TcpSocketModel>,
    /// Succeeds when the gRPC health service (`grpc.health.v1.Health`) answers `SERVING`.
    pub(crate) grpc: Attr<GrpcModel>,
    /// Succeeds when a command, run in the container, exits with 0.
    pub(crate) exec: Attr<ExecModel>,
    /// Seconds between the container's start and the first probe.
    #[model(default = Delay::DEFAULT.get(), validate = Delay::validator)]
    pub(crate) initial_delay_seconds: Attr<i64>,
    /// Seconds between two probes.
    #[model(default = Seconds::PERIOD.get(), validate = Seconds::validator)]
    pub(crate) period_seconds: Attr<i64>,
    /// Seconds after which a probe has failed for want of an answer.
    #[model(default = Seconds::TIMEOUT.get(), validate = Seconds::validator)]
    pub(crate) timeout_seconds: Attr<i64>,
    /// How many failures in a row count as one: the container is restarted (startup, liveness) or gets no more requests
    /// (readiness).
    #[model(default = Count::FAILURES.get(), validate = Count::validator)]
    pub(crate) failure_threshold: Attr<i64>,
    /// How many successes in a row end a failure. Must be 1 for startup and liveness probes.
    #[model(default = Count::SUCCESSES.get(), validate = Count::validator)]
    pub(crate) success_threshold: Attr<i64>,
}

/// An HTTP GET.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct HttpGetModel {
    /// The path to ask for.
    #[model(default = "/", validate = text::<HttpPath>)]
    pub(crate) path: Attr<String>,
    /// The port: a name from `ports`, or a number.
    #[model(required, validate = text::<ProbePort>)]
    pub(crate) port: Attr<String>,
    /// Whether to use TLS. The certificate is not verified.
    #[model(default = "HTTP", validate = text::<Scheme>)]
    pub(crate) scheme: Attr<String>,
}

/// A TCP connection.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct TcpSocketModel {
    /// The port: a name from `ports`, or a number.
    #[model(required, validate = text::<ProbePort>)]
    pub(crate) port: Attr<String>,
}

/// A call of the gRPC health service.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct GrpcModel {
    /// The port: a name from `ports`, or a number.
    #[model(required, validate = text::<ProbePort>)]
    pub(crate) port: Attr<String>,
    /// The service whose health is asked for. Without it, that of the whole server.
    pub(crate) service: Attr<String>,
}

/// A command.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ExecModel {
    /// The program and its arguments. No shell is involved.
    #[model(required)]
    pub(crate) command: Attr<List<String>>,
}
