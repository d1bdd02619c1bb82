//! ApplyResourceChange: the one call that changes the world, so the one whose answer may never lose an object.
//! Where nothing was done, the prior state goes back; where it is unclear what was done, the best account of it does.

use acme_schema::{Diagnostics, Type, Value};

use super::{
    diagnostics::to_wire,
    dynamic::{decode, encode},
    server::Server,
};
use crate::{
    ApplyRequest, ApplyResponse,
    panics::caught,
    proto::tfplugin6::apply_resource_change::{Request, Response},
};

pub(super) async fn call(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let untouched = Response {
        new_state: request.prior_state.clone(),
        private: request.planned_private.clone(),
        ..Response::default()
    };
    Ok(attempt(server, request)
        .await
        .unwrap_or_else(|diagnostics| Response { diagnostics: to_wire(diagnostics), ..untouched }))
}

/// An error means that nothing was done.
async fn attempt(server: &Server, request: Request) -> Result<Response, Diagnostics> {
    let ty = server.resource_type(&request.type_name)?;
    let asked = ApplyRequest {
        prior: decode("prior state", request.prior_state, ty)?,
        planned: decode("planned state", request.planned_state, ty)?,
        config: decode("configuration", request.config, ty)?,
        private: request.planned_private,
    };
    let unclear = ApplyResponse {
        state: best_account(&asked),
        private: asked.private.clone(),
        diagnostics: Diagnostics::new(),
    };
    let done = match caught("ApplyResourceChange", server.provider.apply(&request.type_name, asked)).await {
        Ok(done) => done,
        Err(panicked) => ApplyResponse { diagnostics: panicked.into(), ..unclear.clone() },
    };
    finish(done, unclear, ty)
}

fn finish(mut done: ApplyResponse, unclear: ApplyResponse, ty: &Type) -> Result<Response, Diagnostics> {
    if done.diagnostics.has_errors() {
        done.state = without_unknown(done.state);
    }
    let (new_state, private) = match encode("new state", &done.state, ty) {
        Ok(new_state) => (new_state, done.private),
        Err(misfit) => {
            done.diagnostics.append(misfit);
            (encode("prior state", &unclear.state, ty)?, unclear.private)
        }
    };
    Ok(Response { new_state, private, diagnostics: to_wire(done.diagnostics), ..Response::default() })
}

/// What to record when the provider cannot say: an object that was there still is; one that was being created may be,
/// and the next read finds out.
fn best_account(asked: &ApplyRequest) -> Value {
    if asked.prior.is_null() { without_unknown(asked.planned.clone()) } else { asked.prior.clone() }
}

/// A state holds no unknown values. Null is how Terraform itself records one that an error left behind.
fn without_unknown(value: Value) -> Value {
    let each = |values: Vec<Value>| values.into_iter().map(without_unknown).collect();
    match value {
        Value::Unknown(_) => Value::Null,
        Value::List(values) => Value::List(each(values)),
        Value::Set(values) => Value::Set(each(values)),
        Value::Tuple(values) => Value::Tuple(each(values)),
        Value::Map(values) => Value::Map(values.into_iter().map(|(k, v)| (k, without_unknown(v))).collect()),
        Value::Object(values) => {
            Value::Object(values.into_iter().map(|(k, v)| (k, without_unknown(v))).collect())
        }
        Value::Dynamic(inner) => Value::Dynamic(Box::new((inner.0, without_unknown(inner.1)))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}
