//! `acme_service` as tables: configurations and what follows from them. No test calls the code in between.

mod arbitrary;
mod bad_input;
mod children;
mod foreign;
mod laws;
mod left_alone;
mod plan;

use acme_schema::{Value, plan as planning};
use serde_json::Value as Json;

use super::Service;
use crate::registry::{Expansion, Facts, Resource};

/// The configuration written as JSON.
fn config(json: &Json) -> Value {
    crate::tests::written(&Service.schema(), json)
}

/// The plan of a new service.
fn planned(config: &Value, facts: &Facts) -> Value {
    let mut planned = planning::prepare(&Service.schema(), &Value::Null, config, config);
    Service.settle(config, &mut planned, facts);
    planned
}

/// The expansion of a new service with the provider's default settings.
fn expanded(config: &Value) -> Expansion {
    let facts = Facts::default();
    Service.expand(&planned(config, &facts), &facts).expect("the configuration is valid")
}
