//! The schemas of everything a provider has, by type name.

use std::collections::BTreeMap;

use acme_schema::Schema;

/// What can be written with a provider.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// The provider block.
    pub provider: Schema,
    /// Resources by type name, as `acme_service`.
    pub resources: BTreeMap<String, Schema>,
    /// Data sources by type name, as `acme_service`.
    pub data_sources: BTreeMap<String, Schema>,
}
