//! The plugin that Terraform starts: builds the provider and serves it. Nothing else.

use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let options = acme_plugin::Options {
        address: "registry.terraform.io/acme/acme",
        version: env!("CARGO_PKG_VERSION"),
    };
    acme_plugin::run(|| Arc::new(acme::provider::Acme::new()), options)
}
