//! ReadResource: a stored state brought up to date. After an error the client keeps what it has.

use acme_schema::Diagnostics;

use super::{
    diagnostics::to_wire,
    dynamic::{decode, encode},
    server::Server,
};
use crate::{
    ReadRequest, ReadResponse,
    proto::tfplugin6::read_resource::{Request, Response},
};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let ty = server.resource_type(&request.type_name)?;
    let stored = decode("stored state", request.current_state, ty)?;
    let asked = ReadRequest { state: stored, private: request.private };
    let ReadResponse { state, private, diagnostics } = server.provider.read(&request.type_name, asked).await;
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Response {
        new_state: encode("new state", &state, ty)?,
        private,
        diagnostics: to_wire(diagnostics),
        ..Response::default()
    })
}
