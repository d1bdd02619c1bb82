//! ConfigureProvider: the provider block, for all later calls.

use acme_schema::Diagnostics;

use super::{diagnostics::to_wire, dynamic::decode, server::Server};
use crate::{
    ConfigureRequest,
    proto::tfplugin6::configure_provider::{Request, Response},
};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let config = decode("provider block", request.config, server.provider_type())?;
    let request = ConfigureRequest { terraform_version: request.terraform_version, config };
    Ok(Response { diagnostics: to_wire(server.provider.configure(request).await) })
}
