//! The eight calls about places to keep Terraform's state: the provider has none.

use acme_schema::Diagnostics;
use tonic::Streaming;

use super::{diagnostics::has_no, server::Server};
use crate::proto::tfplugin6::{
    configure_state_store, delete_state, get_states, lock_state, read_state_bytes, unlock_state,
    validate_state_store_config, write_state_bytes,
};

const KIND: &str = "state store";

pub(super) async fn validate(
    _: &Server,
    request: validate_state_store_config::Request,
) -> Result<validate_state_store_config::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn configure(
    _: &Server,
    request: configure_state_store::Request,
) -> Result<configure_state_store::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn read(
    _: &Server,
    request: read_state_bytes::Request,
) -> Result<read_state_bytes::ResponseChunk, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

/// Reads the first piece only: it is the one that names the store.
pub(super) async fn write(
    _: &Server,
    mut pieces: Streaming<write_state_bytes::RequestChunk>,
) -> Result<write_state_bytes::Response, Diagnostics> {
    let first = pieces.message().await.ok().flatten();
    let name = first.and_then(|piece| piece.meta).map(|meta| meta.type_name).unwrap_or_default();
    Err(has_no(KIND, &name))
}

pub(super) async fn lock(
    _: &Server,
    request: lock_state::Request,
) -> Result<lock_state::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn unlock(
    _: &Server,
    request: unlock_state::Request,
) -> Result<unlock_state::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn list(
    _: &Server,
    request: get_states::Request,
) -> Result<get_states::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn delete(
    _: &Server,
    request: delete_state::Request,
) -> Result<delete_state::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}
