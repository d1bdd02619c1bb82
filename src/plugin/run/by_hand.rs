//! What a person who starts the program reads.

use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
};

use serde_json::{Map, json};

use super::Options;
use crate::handshake::{Address, PROTOCOL};

/// Who reads a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Someone at a terminal.
    Person,
    /// Someone who started a client, which reads standard output.
    Client,
}

/// Says what this is and how to use it.
pub(super) fn explain(options: &Options) -> ExitCode {
    let Options { address, version } = options;
    let name = options.name();
    let short = address.rsplit('/').next().unwrap_or(address);
    let source = address.trim_start_matches("registry.terraform.io/");
    tell(&format!(
        "{name} {version} is a plugin: Terraform and OpenTofu start it, people do not.

To use it, name it in a configuration and run `terraform init`:

  terraform {{
    required_providers {{
      {short} = {{ source = \"{source}\" }}
    }}
  }}

  --version  prints name and version
  --debug    serves without a client's certificate, for a debugger, and prints how to attach
"
    ));
    ExitCode::FAILURE
}

/// Prints name and version on standard output.
pub(super) fn version(options: &Options) -> ExitCode {
    match super::say(&format!("{} {}\n", options.name(), options.version)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Prints why nothing was served.
pub(super) fn complain(options: &Options, audience: Audience, error: &dyn Error) -> ExitCode {
    let text = complaint(options, error);
    tell(&text);
    if audience == Audience::Client {
        // Clients hide standard error, but quote a first line that is not a handshake.
        let _ = super::say(&text);
    }
    ExitCode::FAILURE
}

/// One line with every cause.
fn complaint(options: &Options, error: &dyn Error) -> String {
    let mut text = format!("{}: {error}", options.name());
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text.push('\n');
    text
}

/// How to attach a client to this process. OpenTofu looks the provider up under its own registry's name.
pub(super) fn reattach(options: &Options, address: &Address) -> String {
    let provider = json!({
        "Protocol": "grpc",
        "ProtocolVersion": PROTOCOL,
        "Pid": std::process::id(),
        "Test": true,
        "Addr": { "Network": address.network, "String": address.text },
    });
    let mut all = Map::from_iter([(options.address.to_owned(), provider.clone())]);
    if let Some(rest) = options.address.strip_prefix("registry.terraform.io/") {
        all.insert(format!("registry.opentofu.org/{rest}"), provider);
    }
    let all = serde_json::Value::Object(all);
    format!(
        "{} {} is ready. Anyone who can reach {} can use it; keep it to this machine.\n\
         To attach Terraform or OpenTofu, run in its shell:\n\n  \
         export TF_REATTACH_PROVIDERS='{all}'\n\n\
         Ctrl-C ends it.\n",
        options.name(),
        options.version,
        address.text,
    )
}

fn tell(text: &str) {
    // There is nowhere to report that standard error is gone.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests;
