//! GetResourceIdentitySchemas, UpgradeResourceIdentity: no resource has an identity beside its id yet.

use acme_schema::Diagnostics;

use super::{diagnostics::cannot, server::Server};
use crate::proto::tfplugin6::{get_resource_identity_schemas, upgrade_resource_identity};

pub(super) async fn schemas(
    _: &Server,
    _: get_resource_identity_schemas::Request,
) -> Result<get_resource_identity_schemas::Response, Diagnostics> {
    Ok(get_resource_identity_schemas::Response::default())
}

pub(super) async fn upgrade(
    server: &Server,
    request: upgrade_resource_identity::Request,
) -> Result<upgrade_resource_identity::Response, Diagnostics> {
    server.resource_type(&request.type_name)?;
    Err(cannot(&request.type_name, "upgrade an identity: it has none").into())
}
