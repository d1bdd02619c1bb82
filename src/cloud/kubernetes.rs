//! Kubernetes: one connection per cluster, and what the port asks of it. Calls carry JSON values, because the manifests
//! are JSON and what the server adds must not be lost in a typed round trip.

mod apply;
mod auth;
mod check;
mod config;
mod delete;
mod failure;
mod fields;
mod lists;
mod namespace;
mod namespaces;
mod observe;
mod path;
mod ready;
mod reason;
mod renew;
mod retry;
mod rollout;
mod secret;
mod server;
mod serves;
mod watch;

pub(crate) use apply::apply;
pub(crate) use auth::{Bearer, NoToken};
pub(crate) use check::check;
pub(crate) use config::{Unusable, configured, eks};
pub(crate) use delete::delete;
pub(crate) use observe::observe;
pub(crate) use ready::ready;
pub(crate) use retry::random;
pub(crate) use secret::{Data, kept};
pub(crate) use server::Server;
pub(crate) use serves::serves;
