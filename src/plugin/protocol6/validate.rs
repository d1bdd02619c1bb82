//! ValidateProviderConfig, ValidateResourceConfig, ValidateDataResourceConfig: a block as written, before any plan.

use acme_schema::{Diagnostics, plan};

use super::{diagnostics::to_wire, dynamic::decode, server::Server};
use crate::proto::tfplugin6::{
    validate_data_resource_config, validate_provider_config, validate_resource_config,
};

pub(super) async fn provider(
    server: &Server,
    request: validate_provider_config::Request,
) -> Result<validate_provider_config::Response, Diagnostics> {
    let config = decode("provider block", request.config, server.provider_type())?;
    let diagnostics = server.provider.validate_provider(config).await;
    Ok(validate_provider_config::Response { diagnostics: to_wire(diagnostics) })
}

pub(super) async fn resource(
    server: &Server,
    request: validate_resource_config::Request,
) -> Result<validate_resource_config::Response, Diagnostics> {
    let config = decode("configuration", request.config, server.resource_type(&request.type_name)?)?;
    let knows_write_only = request.client_capabilities.is_some_and(|can| can.write_only_attributes_allowed);
    let mut refused = Diagnostics::new();
    if let (false, Some(schema)) =
        (knows_write_only, server.provider.schemas().resources.get(&request.type_name))
    {
        refused = plan::refuse_write_only(schema, &config);
    }
    let mut diagnostics = server.provider.validate_resource(&request.type_name, config).await;
    diagnostics.append(refused);
    Ok(validate_resource_config::Response { diagnostics: to_wire(diagnostics) })
}

pub(super) async fn data_source(
    server: &Server,
    request: validate_data_resource_config::Request,
) -> Result<validate_data_resource_config::Response, Diagnostics> {
    let config = decode("configuration", request.config, server.data_source_type(&request.type_name)?)?;
    let diagnostics = server.provider.validate_data_source(&request.type_name, config).await;
    Ok(validate_data_resource_config::Response { diagnostics: to_wire(diagnostics) })
}
