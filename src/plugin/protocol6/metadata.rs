//! GetMetadata: the names of what the provider has, and what it can do.

use acme_schema::Diagnostics;

use super::server::Server;
use crate::proto::tfplugin6::{
    ServerCapabilities,
    get_metadata::{
        DataSourceMetadata, EphemeralResourceMetadata, FunctionMetadata, Request, ResourceMetadata, Response,
    },
};

pub(super) async fn call(server: &Server, _: Request) -> Result<Response, Diagnostics> {
    let schemas = server.provider.schemas();
    Ok(Response {
        server_capabilities: Some(capabilities()),
        resources: schemas
            .resources
            .keys()
            .cloned()
            .map(|type_name| ResourceMetadata { type_name })
            .collect(),
        data_sources: schemas
            .data_sources
            .keys()
            .cloned()
            .map(|type_name| DataSourceMetadata { type_name })
            .collect(),
        ephemeral_resources: schemas
            .ephemerals
            .keys()
            .cloned()
            .map(|type_name| EphemeralResourceMetadata { type_name })
            .collect(),
        functions: schemas.functions.keys().cloned().map(|name| FunctionMetadata { name }).collect(),
        ..Response::default()
    })
}

/// What every provider behind this server can do.
pub(super) fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        plan_destroy: true,
        get_provider_schema_optional: true,
        move_resource_state: true,
        generate_resource_config: false,
    }
}
