//! What goes into and comes out of the calls of a provider that take more than two values.
//! Plain data: private bytes are the provider's own and are handed back as they were given.

use std::time::SystemTime;

use acme_schema::{Diagnostics, Path, Value};

/// The provider block, and who asks.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigureRequest {
    /// The version of Terraform or OpenTofu, as `1.11.4`. Empty where the client does not say.
    pub terraform_version: String,
    /// The provider block. Values may be unknown in a plan.
    pub config: Value,
}

/// What to plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRequest {
    /// The state now; null: the resource is to be created.
    pub prior: Value,
    /// The configuration laid over the prior state; null: the resource is to be destroyed.
    pub proposed: Value,
    /// The block as written; null where the resource is to be destroyed.
    pub config: Value,
    /// What the provider stored beside the prior state.
    pub private: Vec<u8>,
}

/// A plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanResponse {
    /// The state after apply, as far as it is known; null for a destroy.
    pub planned: Value,
    /// The attributes whose change needs a new resource in the place of the old one.
    pub requires_replace: Vec<Path>,
    /// Handed to apply.
    pub private: Vec<u8>,
    /// What to tell the user.
    pub diagnostics: Diagnostics,
}

/// What to make real.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplyRequest {
    /// The state now; null: create.
    pub prior: Value,
    /// The plan; null: destroy.
    pub planned: Value,
    /// The block as written, the only value that holds write-only attributes; null where the resource is destroyed.
    pub config: Value,
    /// What the plan returned as private.
    pub private: Vec<u8>,
}

/// What was made real.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApplyResponse {
    /// The state now, wholly known; null: nothing exists. On an error this is what exists nevertheless. An unknown
    /// value that an error left behind is recorded as null.
    pub state: Value,
    /// Stored beside the state.
    pub private: Vec<u8>,
    /// What to tell the user.
    pub diagnostics: Diagnostics,
}

/// What to bring up to date.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadRequest {
    /// The stored state.
    pub state: Value,
    /// What the provider stored beside it.
    pub private: Vec<u8>,
}

/// What is in the world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadResponse {
    /// The state as it is; null: the object is gone.
    pub state: Value,
    /// Stored beside the state.
    pub private: Vec<u8>,
    /// What to tell the user. With an error the stored state stays.
    pub diagnostics: Diagnostics,
}

/// What was found under an id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportResponse {
    /// Enough of the state for a read to complete it; null where there is an error.
    pub state: Value,
    /// Stored beside the state.
    pub private: Vec<u8>,
    /// What to tell the user.
    pub diagnostics: Diagnostics,
}

/// What was opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenResponse {
    /// The values, wholly known. Not looked at where there is an error.
    pub result: Value,
    /// When to renew it, where it is still in use then; `None`: never.
    pub renew_at: Option<SystemTime>,
    /// Handed to renew and close.
    pub private: Vec<u8>,
    /// What to tell the user. With an error nothing is open, and close is not called.
    pub diagnostics: Diagnostics,
}

/// What was renewed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RenewResponse {
    /// When to renew it again; `None`: never.
    pub renew_at: Option<SystemTime>,
    /// Handed to the next renew.
    pub private: Vec<u8>,
    /// What to tell the user. With an error the private bytes stay what they were.
    pub diagnostics: Diagnostics,
}

/// Why a function has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct FunctionError {
    /// What is wrong, and what to do about it.
    pub text: String,
    /// The argument at fault, counted from 0; `None`: no single one.
    pub argument: Option<i64>,
}

impl FunctionError {
    /// An error of the whole call.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), argument: None }
    }

    /// The argument at fault, counted from 0.
    #[must_use]
    pub fn at(mut self, argument: i64) -> Self {
        self.argument = Some(argument);
        self
    }
}
