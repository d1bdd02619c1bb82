//! ValidateEphemeralResourceConfig, OpenEphemeralResource, RenewEphemeralResource, CloseEphemeralResource: values that
//! live for one run. What was opened is never lost: a client closes only what it was told to be open.

use acme_schema::{Diagnostic, Diagnostics, Path, Type, Value};

use super::{
    diagnostics::to_wire,
    dynamic::{decode, encode},
    server::Server,
};
use crate::{
    OpenResponse, RenewResponse,
    panics::caught,
    proto::tfplugin6::{
        Deferred, DynamicValue, close_ephemeral_resource, deferred::Reason, open_ephemeral_resource,
        renew_ephemeral_resource, validate_ephemeral_resource_config,
    },
};

pub(super) async fn validate(
    server: &Server,
    request: validate_ephemeral_resource_config::Request,
) -> Result<validate_ephemeral_resource_config::Response, Diagnostics> {
    let config = decode("configuration", request.config, server.ephemeral_type(&request.type_name)?)?;
    let diagnostics = server.provider.validate_ephemeral(&request.type_name, config).await;
    Ok(validate_ephemeral_resource_config::Response { diagnostics: to_wire(diagnostics) })
}

pub(super) async fn open(
    server: &Server,
    request: open_ephemeral_resource::Request,
) -> Result<open_ephemeral_resource::Response, Diagnostics> {
    let ty = server.ephemeral_type(&request.type_name)?;
    let config = decode("configuration", request.config, ty)?;
    if !config.is_wholly_known() {
        if request.client_capabilities.is_some_and(|can| can.deferral_allowed) {
            return Ok(deferred());
        }
        return Err(not_known(&request.type_name, &config).into());
    }
    let OpenResponse { result, renew_at, private, mut diagnostics } =
        server.provider.open_ephemeral(&request.type_name, config).await;
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    match opened(&result, ty) {
        Ok(result) => Ok(open_ephemeral_resource::Response {
            diagnostics: to_wire(diagnostics),
            renew_at: renew_at.map(Into::into),
            result,
            private: Some(private),
            deferred: None,
        }),
        Err(misfit) => {
            diagnostics.append(misfit);
            diagnostics.append(server.provider.close_ephemeral(&request.type_name, private).await);
            Err(diagnostics)
        }
    }
}

/// The values of what is open. Beyond their type: they are there, and known.
fn opened(result: &Value, ty: &Type) -> Result<Option<DynamicValue>, Diagnostics> {
    if !result.is_null() && result.is_wholly_known() {
        return encode("result", result, ty);
    }
    let why = if result.is_null() { "it must not be null" } else { "it must not hold unknown values" };
    Err(Diagnostic::error("The result that the provider made does not fit its schema")
        .detail(why)
        .detail("This is a bug in the provider, not in the configuration; please report it.")
        .into())
}

/// The answer to a client that can come back with known values.
fn deferred() -> open_ephemeral_resource::Response {
    open_ephemeral_resource::Response {
        deferred: Some(Deferred { reason: Reason::ResourceConfigUnknown.into() }),
        ..open_ephemeral_resource::Response::default()
    }
}

/// What to say to any other client. Terraform opens nothing before its configuration is known.
fn not_known(type_name: &str, config: &Value) -> Diagnostic {
    let error = Diagnostic::error(format!("{type_name} cannot be opened before its configuration is known"))
        .hint("refer to values that are known in the plan, or apply what they come from first");
    let unknown = config
        .as_object()
        .and_then(|attributes| attributes.iter().find(|(_, value)| !value.is_wholly_known()));
    match unknown {
        Some((name, _)) => error.at(Path::of(name)),
        None => error,
    }
}

pub(super) async fn renew(
    server: &Server,
    request: renew_ephemeral_resource::Request,
) -> Result<renew_ephemeral_resource::Response, Diagnostics> {
    server.ephemeral_type(&request.type_name)?;
    let before = request.private.unwrap_or_default();
    let renewing = server.provider.renew_ephemeral(&request.type_name, before.clone());
    let renewed = caught("RenewEphemeralResource", renewing).await.unwrap_or_else(|panicked| RenewResponse {
        diagnostics: panicked.into(),
        ..RenewResponse::default()
    });
    let RenewResponse { renew_at, private, diagnostics } = renewed;
    Ok(renew_ephemeral_resource::Response {
        renew_at: renew_at.map(Into::into),
        private: Some(if diagnostics.has_errors() { before } else { private }),
        diagnostics: to_wire(diagnostics),
    })
}

pub(super) async fn close(
    server: &Server,
    request: close_ephemeral_resource::Request,
) -> Result<close_ephemeral_resource::Response, Diagnostics> {
    server.ephemeral_type(&request.type_name)?;
    let private = request.private.unwrap_or_default();
    let diagnostics = server.provider.close_ephemeral(&request.type_name, private).await;
    Ok(close_ephemeral_resource::Response { diagnostics: to_wire(diagnostics) })
}
