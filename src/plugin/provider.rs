//! What a provider is to Terraform, in the words of `acme-schema` alone: the trait that the rest of the program
//! implements and that `protocol6` calls. No wire type may enter, so the protocol can change without a resource noticing.

mod messages;
mod schemas;

use acme_schema::{Diagnostic, Diagnostics, Value, from_state_json};
use async_trait::async_trait;

pub use messages::{
    ApplyRequest, ApplyResponse, ConfigureRequest, FunctionError, ImportResponse, OpenResponse, PlanRequest,
    PlanResponse, ReadRequest, ReadResponse, RenewResponse,
};
pub use schemas::Schemas;

/// A provider. Calls arrive concurrently; one that panics becomes an error of that call alone.
///
/// Every name is one of [`Provider::schemas`] and every value has the type that is declared there: both are checked
/// before the call, and what is returned is checked against the type again.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// What can be written. The answer must be the same at every call: it is encoded once.
    fn schemas(&self) -> &Schemas;

    /// Checks a provider block. Values may be unknown.
    async fn validate_provider(&self, config: Value) -> Diagnostics;

    /// Takes the provider block for all later calls. Values may be unknown in a plan.
    async fn configure(&self, request: ConfigureRequest) -> Diagnostics;

    /// Checks a resource's block. Values may be unknown; the provider may not be configured yet.
    async fn validate_resource(&self, type_name: &str, config: Value) -> Diagnostics;

    /// Checks a data source's block. Values may be unknown; the provider may not be configured yet.
    async fn validate_data_source(&self, type_name: &str, config: Value) -> Diagnostics;

    /// Turns a stored state of schema version `version` into a value of the current schema. The default takes states
    /// of the current version only: attributes that are gone are dropped, new ones are null.
    ///
    /// # Errors
    /// What is wrong with the state, for the user.
    async fn upgrade_resource(
        &self,
        type_name: &str,
        version: i64,
        state_json: &[u8],
    ) -> Result<Value, Diagnostics> {
        upgrade_current(self.schemas(), type_name, version, state_json)
    }

    /// Plans a create (prior is null), an update or a destroy (proposed is null).
    async fn plan(&self, type_name: &str, request: PlanRequest) -> PlanResponse;

    /// Makes the planned change. On an error the returned state is what exists now; it is recorded.
    async fn apply(&self, type_name: &str, request: ApplyRequest) -> ApplyResponse;

    /// Brings a state up to date with the world.
    async fn read(&self, type_name: &str, request: ReadRequest) -> ReadResponse;

    /// Finds an existing object by the id given to `terraform import`.
    async fn import(&self, type_name: &str, id: &str) -> ImportResponse;

    /// Reads a data source.
    async fn read_data_source(&self, type_name: &str, config: Value) -> (Value, Diagnostics);

    /// Checks an ephemeral resource's block. Values may be unknown; the provider may not be configured yet. The default
    /// has no ephemeral resources.
    async fn validate_ephemeral(&self, type_name: &str, _config: Value) -> Diagnostics {
        no_ephemeral(type_name)
    }

    /// Makes the values of an ephemeral resource, for one run, in a plan as in an apply. All of `config` is known, and
    /// clients insist that what it gives stands in the result unchanged. The default has no ephemeral resources.
    async fn open_ephemeral(&self, type_name: &str, _config: Value) -> OpenResponse {
        OpenResponse { diagnostics: no_ephemeral(type_name), ..OpenResponse::default() }
    }

    /// Keeps an open ephemeral resource usable beyond the time that opening it, or renewing it last, has named. The
    /// values stay what they are. The default has no ephemeral resources.
    async fn renew_ephemeral(&self, type_name: &str, _private: Vec<u8>) -> RenewResponse {
        RenewResponse { diagnostics: no_ephemeral(type_name), ..RenewResponse::default() }
    }

    /// Gives back what an ephemeral resource holds, after the last use. `private` is what opening it has returned:
    /// Terraform does not hand on what renewing it returned. The default has no ephemeral resources.
    async fn close_ephemeral(&self, type_name: &str, _private: Vec<u8>) -> Diagnostics {
        no_ephemeral(type_name)
    }

    /// Calls a function. The provider may not be configured yet. There are as many arguments as the function takes, and
    /// null and unknown only where their parameters allow it. The default has no functions.
    ///
    /// # Errors
    /// Why there is no result, for the user.
    async fn call_function(&self, name: &str, _arguments: Vec<Value>) -> Result<Value, FunctionError> {
        Err(FunctionError::new(format!("The provider has no function \"{name}\"")))
    }

    /// Asks every running call to end soon and to return what exists. Returns at once.
    async fn stop(&self);
}

fn no_ephemeral(type_name: &str) -> Diagnostics {
    Diagnostic::error(format!("The provider has no ephemeral resource type \"{type_name}\"")).into()
}

fn upgrade_current(
    schemas: &Schemas,
    type_name: &str,
    version: i64,
    state_json: &[u8],
) -> Result<Value, Diagnostics> {
    let Some(schema) = schemas.resources.get(type_name) else {
        return Err(Diagnostic::error(format!("The provider has no resource type \"{type_name}\"")).into());
    };
    if version != schema.version {
        let summary =
            format!("The state of this {type_name} has schema version {version}, which cannot be upgraded");
        return Err(Diagnostic::error(summary)
            .detail(format!("This version of the provider writes schema version {}.", schema.version))
            .hint("use the version of the provider that wrote the state, or a newer one")
            .into());
    }
    from_state_json(state_json, schema).map_err(|error| {
        Diagnostic::error(format!("The stored state of this {type_name} cannot be read"))
            .because(&error)
            .into()
    })
}

#[cfg(test)]
mod tests;
