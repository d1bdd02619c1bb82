//! The schemas of everything a provider has, by name.

use std::collections::BTreeMap;

use acme_schema::{Function, Schema};

/// What can be written with a provider.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// The provider block.
    pub provider: Schema,
    /// Resources by type name, as `acme_service`.
    pub resources: BTreeMap<String, Schema>,
    /// Data sources by type name, as `acme_service`.
    pub data_sources: BTreeMap<String, Schema>,
    /// Ephemeral resources, values that live for one run, by type name, as `acme_token`.
    pub ephemerals: BTreeMap<String, Schema>,
    /// Functions by name, as `join` where a configuration calls `provider::acme::join`.
    pub functions: BTreeMap<String, Function>,
}
