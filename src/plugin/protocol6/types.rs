//! The type of every block, derived from the schemas once: each call needs it to decode and encode.

use std::{collections::BTreeMap, sync::OnceLock};

use acme_schema::{Diagnostics, Schema, Type};

use super::{diagnostics::has_no, server::Server};

/// Filled at the first call that needs it, so that a start costs nothing.
#[derive(Default)]
pub(super) struct Types(OnceLock<Known>);

struct Known {
    provider: Type,
    resources: BTreeMap<String, Type>,
    data_sources: BTreeMap<String, Type>,
    ephemerals: BTreeMap<String, Type>,
}

impl Server {
    pub(super) fn provider_type(&self) -> &Type {
        &self.known().provider
    }

    /// The type of a resource; an unknown name is the user's to hear about.
    pub(super) fn resource_type(&self, name: &str) -> Result<&Type, Diagnostics> {
        tracing::Span::current().record("tf_resource_type", name);
        self.known().resources.get(name).ok_or_else(|| has_no("resource type", name))
    }

    /// The type of a data source; an unknown name is the user's to hear about.
    pub(super) fn data_source_type(&self, name: &str) -> Result<&Type, Diagnostics> {
        tracing::Span::current().record("tf_data_source_type", name);
        self.known().data_sources.get(name).ok_or_else(|| has_no("data source", name))
    }

    /// The type of an ephemeral resource; an unknown name is the user's to hear about.
    pub(super) fn ephemeral_type(&self, name: &str) -> Result<&Type, Diagnostics> {
        tracing::Span::current().record("tf_ephemeral_resource_type", name);
        self.known().ephemerals.get(name).ok_or_else(|| has_no("ephemeral resource type", name))
    }

    fn known(&self) -> &Known {
        self.types.0.get_or_init(|| {
            let schemas = self.provider.schemas();
            Known {
                provider: schemas.provider.ty(),
                resources: types(&schemas.resources),
                data_sources: types(&schemas.data_sources),
                ephemerals: types(&schemas.ephemerals),
            }
        })
    }
}

fn types(schemas: &BTreeMap<String, Schema>) -> BTreeMap<String, Type> {
    schemas.iter().map(|(name, schema)| (name.clone(), schema.ty())).collect()
}
