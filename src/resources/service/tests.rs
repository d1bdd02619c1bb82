//! `acme_service` as tables: configurations and what follows from them. No test calls the code in between.

mod arbitrary;
mod bad_input;
mod canonical;
mod children;
mod foreign;
mod impact;
mod laws;
mod left_alone;
mod normal;
mod patched;
mod plan;
mod secret;
mod world;

use acme_children::DatabaseAddress;
use acme_schema::{Value, plan as planning};
use serde_json::Value as Json;

use super::Service;
use crate::registry::{Expansion, Facts, Resource};

/// The configuration written as JSON.
fn config(json: &Json) -> Value {
    crate::tests::written(&Service.schema(), json)
}

/// A world that answers whatever this configuration asks: every secret has one version, and there are ServiceMonitors.
fn world(config: &Value) -> Facts {
    let needs = Service.needs(config);
    let version = |arn: String| (arn, "0123456789abcdef0123456789abcdef".to_owned());
    Facts {
        secret_versions: needs.secrets.into_iter().map(version).collect(),
        databases: needs.databases.into_iter().map(|id| (id.clone(), database(&id))).collect(),
        custom: needs.custom.into_iter().map(|kind| (kind, true)).collect(),
        ..Facts::default()
    }
}

/// How the database of this name is connected to.
fn database(id: &str) -> DatabaseAddress {
    let host = format!("{id}.c1.eu-west-1.rds.amazonaws.com");
    DatabaseAddress {
        url: format!("postgres://product@{host}:5432/product"),
        host,
        port: 5432,
        database_name: Some("product".to_owned()),
        username: "product".to_owned(),
        secret_arn: Some("arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds-a".to_owned()),
        version: "fedcba9876543210fedcba9876543210".to_owned(),
    }
}

/// The plan of a new service.
fn planned(config: &Value, facts: &Facts) -> Value {
    let mut planned = planning::prepare(&Service.schema(), &Value::Null, config, config);
    Service.settle(config, &mut planned, facts);
    planned
}

/// The expansion of a new service with the provider's default settings.
fn expanded(config: &Value) -> Expansion {
    let facts = world(config);
    Service.expand(&planned(config, &facts), &facts).expect("the configuration is valid")
}
