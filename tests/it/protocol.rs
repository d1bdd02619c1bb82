//! The real binary over its socket, with a client of our own: how it starts, whom it lets in, how it ends.

mod access;
mod by_hand;
mod calls;
mod ending;
mod refusals;
mod session;
mod stopping;

use acme_plugin::client::Command;

/// The provider's binary, to be started as a client starts it.
fn plugin() -> Command {
    Command::new(BINARY)
}

const BINARY: &str = env!("CARGO_BIN_EXE_terraform-provider-acme");
