//! ReadDataSource: something that exists, by what is written about it.

use acme_schema::Diagnostics;

use super::{
    diagnostics::to_wire,
    dynamic::{decode, encode},
    server::Server,
};
use crate::proto::tfplugin6::read_data_source::{Request, Response};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let ty = server.data_source_type(&request.type_name)?;
    let config = decode("configuration", request.config, ty)?;
    let (state, diagnostics) = server.provider.read_data_source(&request.type_name, config).await;
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Response { state: encode("state", &state, ty)?, diagnostics: to_wire(diagnostics), deferred: None })
}
