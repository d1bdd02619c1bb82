//! A plugin process and the means to talk to it.

use std::process::Output;

use acme::provider::{Acme, Environment};
use acme_plugin::client::{Command, wire};
use acme_plugin::{Provider, Schemas};
use acme_schema::{Schema, Value, msgpack};

use super::BINARY;

/// The plugin, with nothing in its environment that leads anywhere.
pub(super) fn plugin() -> Command {
    let leading = [
        "KUBECONFIG",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_PROFILE",
        "AWS_REGION",
        "ACME_OFFLINE",
    ];
    leading.into_iter().fold(Command::new(BINARY), Command::without)
}

/// Runs the plugin as a person would, with these arguments and variables.
pub(super) fn by_hand(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = std::process::Command::new(BINARY);
    for name in ["TF_PLUGIN_MAGIC_COOKIE", "PLUGIN_PROTOCOL_VERSIONS", "PLUGIN_CLIENT_CERT"] {
        command.env_remove(name);
    }
    command.args(arguments).envs(variables.iter().copied()).output().expect("the plugin starts")
}

pub(super) fn schemas() -> Schemas {
    Acme::with(Environment::default(), None).schemas().clone()
}

/// A value as it travels.
pub(super) fn encoded(value: &Value, schema: &Schema) -> Option<wire::DynamicValue> {
    let msgpack = msgpack::encode(value, &schema.ty()).expect("a value of the schema");
    Some(wire::DynamicValue { msgpack, json: Vec::new() })
}

/// The summaries of the errors among diagnostics.
pub(super) fn errors(diagnostics: &[wire::Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|diagnostic| diagnostic.summary.clone()).collect()
}
