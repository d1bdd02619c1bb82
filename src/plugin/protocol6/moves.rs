//! MoveResourceState: the state of a resource of another type or provider as one of ours. No type takes one yet.

use acme_schema::Diagnostics;

use super::{diagnostics::cannot, server::Server};
use crate::proto::tfplugin6::move_resource_state::{Request, Response};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    server.resource_type(&request.target_type_name)?;
    let Request { source_type_name, source_provider_address, target_type_name, .. } = request;
    let source = format!("take the state of {source_type_name} of {source_provider_address}");
    Err(cannot(&target_type_name, &source)
        .hint("import the object by its id, then remove the old resource from the state")
        .into())
}
