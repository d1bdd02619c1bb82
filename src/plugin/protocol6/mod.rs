//! Protocol 6: every call of the wire, one file each (one a family where they belong together).
//! Each does three things: decode, call, encode. No decision about a resource may enter.
//!
//! Reading order: [`server`](mod@server) (the table of calls), `answer` (what holds for each), then any call.

mod actions;
mod answer;
mod apply;
mod configure;
mod data_source;
mod diagnostics;
mod dynamic;
mod ephemeral;
mod functions;
mod identity;
mod import;
mod list;
mod metadata;
mod moves;
mod plan;
mod read;
mod schemas;
mod server;
mod state_stores;
mod stop;
mod types;
mod upgrade;
mod validate;

pub(crate) use server::Server;

#[cfg(test)]
mod tests;
