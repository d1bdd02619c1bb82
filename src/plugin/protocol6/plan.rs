//! PlanResourceChange: what would change. Asked for a destroy too, so that the provider may refuse it.

use acme_schema::Diagnostics;

use super::{
    diagnostics::{path_to_wire, to_wire},
    dynamic::{decode, encode},
    server::Server,
};
use crate::{
    PlanRequest, PlanResponse,
    proto::tfplugin6::plan_resource_change::{Request, Response},
};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let ty = server.resource_type(&request.type_name)?;
    let asked = PlanRequest {
        prior: decode("prior state", request.prior_state, ty)?,
        proposed: decode("proposed state", request.proposed_new_state, ty)?,
        config: decode("configuration", request.config, ty)?,
        private: request.prior_private,
    };
    let PlanResponse { planned, requires_replace, private, diagnostics } =
        server.provider.plan(&request.type_name, asked).await;
    // A plan that failed has no state that could fit.
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Response {
        planned_state: encode("planned state", &planned, ty)?,
        requires_replace: requires_replace.iter().map(path_to_wire).collect(),
        planned_private: private,
        diagnostics: to_wire(diagnostics),
        ..Response::default()
    })
}
