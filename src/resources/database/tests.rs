//! `acme_database` as tables: configurations and what follows from them. No test calls the code in between.

mod bad_input;
mod children;
mod impact;
mod laws;
mod plan;
mod refused;
mod windows;

use acme_schema::{Value, plan as planning};
use serde_json::{Value as Json, json};

use super::Database;
use crate::registry::{Expansion, Facts, Resource};
use crate::table;

/// A password that nothing may show.
const PASSWORD: &str = "hunter2-hunter2";

/// The configuration written as JSON.
fn config(json: &Json) -> Value {
    table::config(&Database, json)
}

/// The least that a database can be written with.
fn base() -> Json {
    json!({
        "name": "orders",
        "engine_version": "16",
        "instance_class": "db.t4g.medium",
        "allocated_storage": 50,
        "subnet_ids": ["subnet-0b2c", "subnet-0a1b"],
        "security_group_ids": ["sg-0a1b"],
        "credentials": { "username": "orders" },
    })
}

/// The base with a change.
fn changed(change: &Json) -> Json {
    table::changed(base(), change)
}

/// The plan of a new database.
fn planned(config: &Value, facts: &Facts) -> Value {
    let mut planned = planning::prepare(&Database.schema(), &Value::Null, config, config);
    Database.settle(config, &mut planned, facts);
    planned
}

/// The expansion of a new database, as when it is applied: with the password.
fn expanded(config: &Value) -> Expansion {
    let facts = Facts::default();
    let planned = with_password(&planned(config, &facts), config);
    Database.expand(&planned, &facts).expect("the configuration is valid")
}

/// The plan with what is write-only in the configuration.
fn with_password(planned: &Value, config: &Value) -> Value {
    planning::with_write_only(&Database.schema(), planned, config)
}
