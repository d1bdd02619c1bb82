//! The three kinds of probe: what is written ([`ProbeModel`]), what it means ([`Probe`]), how Kubernetes spells it.

mod manifest;
mod model;
mod spec;

pub(crate) use manifest::{manifest, recover};
pub(crate) use model::ProbeModel;
#[cfg(test)]
pub(crate) use model::{ExecModel, GrpcModel, HttpGetModel, TcpSocketModel};
pub(crate) use spec::{Declared, Handler, Probe, ProbeKind, ProbePort, Seconds, Timing, read};
