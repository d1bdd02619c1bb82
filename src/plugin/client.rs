//! The client's side of a plugin, for tests that drive a real binary: start it with the environment that Terraform
//! gives, read its one line, connect with mutual TLS, end it.

mod connect;
mod process;

pub use connect::{Channel, ProviderClient};
pub use process::{Certificate, Client, ClientError, Command};

/// The messages of the provider's protocol.
pub use crate::proto::tfplugin6 as wire;

/// The messages and clients of the services beside it.
pub use crate::proto::plugin as services;

/// The standard health check.
pub use tonic_health::pb as health;
