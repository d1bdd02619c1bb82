//! ImportResourceState: an existing object by its id. GenerateResourceConfig: a block for an imported object, which
//! the client writes itself from the schema.

use acme_schema::Diagnostics;

use super::{
    diagnostics::{cannot, to_wire},
    dynamic::encode,
    server::Server,
};
use crate::{
    ImportResponse,
    proto::tfplugin6::{
        generate_resource_config,
        import_resource_state::{ImportedResource, Request, Response},
    },
};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let ty = server.resource_type(&request.type_name)?;
    if request.id.is_empty() {
        return Err(cannot(&request.type_name, "be imported without an id").hint("give the id").into());
    }
    let ImportResponse { state, private, diagnostics } =
        server.provider.import(&request.type_name, &request.id).await;
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let imported = ImportedResource {
        type_name: request.type_name,
        state: encode("imported state", &state, ty)?,
        private,
        identity: None,
    };
    Ok(Response { imported_resources: vec![imported], diagnostics: to_wire(diagnostics), deferred: None })
}

pub(super) async fn generate_config(
    server: &Server,
    request: generate_resource_config::Request,
) -> Result<generate_resource_config::Response, Diagnostics> {
    server.resource_type(&request.type_name)?;
    Err(cannot(&request.type_name, "write its own configuration").into())
}
