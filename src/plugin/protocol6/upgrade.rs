//! UpgradeResourceState: a stored state, of whatever schema version, as a value of the current schema.

use acme_schema::{Diagnostic, Diagnostics};

use super::{dynamic::encode, server::Server};
use crate::proto::tfplugin6::upgrade_resource_state::{Request, Response};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let ty = server.resource_type(&request.type_name)?;
    let Some(state) = request.raw_state.filter(|raw| !raw.json.is_empty()) else {
        return Err(no_json(&request.type_name));
    };
    let state = server.provider.upgrade_resource(&request.type_name, request.version, &state.json).await?;
    Ok(Response { upgraded_state: encode("upgraded state", &state, ty)?, diagnostics: Vec::new() })
}

/// States without JSON were written by clients of a time before this protocol.
fn no_json(type_name: &str) -> Diagnostics {
    Diagnostic::error(format!("The stored state of this {type_name} cannot be read"))
        .detail("It was written by a version of Terraform older than 0.12, which did not know this provider.")
        .into()
}
