//! `acme_backup_plan` as tables: configurations and what follows from them. No test calls the code in between.

mod bad_input;
mod children;
mod guide;
mod impact;
mod laws;
mod objectives;
mod outputs;
mod plan;
mod refused;

use acme_schema::{Value, plan as planning};
use serde_json::{Value as Json, json};

use super::BackupPlan;
use crate::registry::{Expansion, Facts, Resource};
use crate::table;

/// What is backed up.
const DATABASE: &str = "arn:aws:rds:eu-west-1:123456789012:db:orders";
const VOLUME: &str = "arn:aws:ec2:eu-west-1:123456789012:volume/vol-0a1b2c3d";

/// The configuration written as JSON.
fn config(json: &Json) -> Value {
    table::config(&BackupPlan, json)
}

/// The least that a backup plan can be written with.
fn base() -> Json {
    json!({ "name": "orders", "databases": [DATABASE], "objectives": { "rpo": "24h" } })
}

/// The base with a change.
fn changed(change: &Json) -> Json {
    table::changed(base(), change)
}

/// The plan of a new backup plan.
fn planned(config: &Value, facts: &Facts) -> Value {
    let mut planned = planning::prepare(&BackupPlan.schema(), &Value::Null, config, config);
    BackupPlan.settle(config, &mut planned, facts);
    planned
}

/// The expansion of a new backup plan.
fn expanded(config: &Value) -> Expansion {
    let facts = Facts::default();
    BackupPlan.expand(&planned(config, &facts), &facts).expect("the configuration is valid")
}
