//! How Terraform talks to the provider: the plugin handshake, mutual TLS, the protocol's server. Knows no resource.
//!
//! Reading order: [`Provider`] (what the rest of the program implements), [`run`] (what `main` calls), `handshake`, `tls`
//! and `listen` (how a client gets in), `services` and `protocol6` (what it finds), `ending` (how it is over).

#[cfg(feature = "client")]
pub mod client;
mod connection;
mod ending;
#[cfg(test)]
mod fixture;
mod handshake;
mod listen;
mod log;
mod panics;
mod proto;
mod protocol6;
mod provider;
mod run;
mod serve;
mod services;
mod tls;

pub use provider::{
    ApplyRequest, ApplyResponse, ConfigureRequest, FunctionError, ImportResponse, OpenResponse, PlanRequest,
    PlanResponse, Provider, ReadRequest, ReadResponse, RenewResponse, Schemas,
};
pub use run::{Options, run};
