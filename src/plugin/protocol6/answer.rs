//! What holds for every call: a panic, an unknown type or a value that does not fit becomes an answer of the right
//! type with a diagnostic in it; how long it took is logged. Never what was asked.

use std::{future::Future, pin::Pin, time::Instant};

use acme_schema::Diagnostics;
use futures::{Stream, stream};
use tonic::{Response, Status};
use tracing::{Instrument, field::Empty};

use super::diagnostics::to_wire;
use crate::{panics::caught, proto::tfplugin6 as wire};

/// An answer that can say that there is none.
pub(super) trait Refuse: Default {
    /// Puts the reasons in.
    fn refuse(&mut self, diagnostics: Diagnostics);
}

/// Waits for a call and makes an answer of whatever became of it.
pub(super) async fn answer<R: Refuse>(
    rpc: &'static str,
    call: impl Future<Output = Result<R, Diagnostics>>,
) -> R {
    let span = tracing::debug_span!(
        "call",
        tf_rpc = rpc,
        tf_resource_type = Empty,
        tf_data_source_type = Empty,
        tf_ephemeral_resource_type = Empty,
        tf_function_name = Empty
    );
    async {
        let started = Instant::now();
        let answered = caught(rpc, call).await.unwrap_or_else(|panicked| Err(panicked.into()));
        let refused = answered.is_err();
        let tf_req_duration_ms = started.elapsed().as_millis();
        tracing::debug!(refused, tf_req_duration_ms, "answered a call");
        answered.unwrap_or_else(|diagnostics| {
            let mut answer = R::default();
            answer.refuse(diagnostics);
            answer
        })
    }
    .instrument(span)
    .await
}

/// What a streaming call answers.
pub(super) type Events<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// A stream of one event.
pub(super) fn once<T: Send + 'static>(event: T) -> Response<Events<T>> {
    Response::new(Box::pin(stream::iter([Ok(event)])))
}

macro_rules! refuse_with_diagnostics {
    ($($response:path,)*) => {
        $(
            impl Refuse for $response {
                fn refuse(&mut self, diagnostics: Diagnostics) {
                    self.diagnostics = to_wire(diagnostics);
                }
            }
        )*
    };
}

refuse_with_diagnostics! {
    wire::get_metadata::Response,
    wire::get_provider_schema::Response,
    wire::get_resource_identity_schemas::Response,
    wire::validate_provider_config::Response,
    wire::configure_provider::Response,
    wire::validate_resource_config::Response,
    wire::upgrade_resource_state::Response,
    wire::upgrade_resource_identity::Response,
    wire::read_resource::Response,
    wire::plan_resource_change::Response,
    wire::apply_resource_change::Response,
    wire::import_resource_state::Response,
    wire::move_resource_state::Response,
    wire::generate_resource_config::Response,
    wire::validate_data_resource_config::Response,
    wire::read_data_source::Response,
    wire::validate_ephemeral_resource_config::Response,
    wire::open_ephemeral_resource::Response,
    wire::renew_ephemeral_resource::Response,
    wire::close_ephemeral_resource::Response,
    wire::validate_list_resource_config::Response,
    wire::get_functions::Response,
    wire::validate_action_config::Response,
    wire::plan_action::Response,
    wire::validate_state_store_config::Response,
    wire::configure_state_store::Response,
    wire::read_state_bytes::ResponseChunk,
    wire::write_state_bytes::Response,
    wire::lock_state::Response,
    wire::unlock_state::Response,
    wire::get_states::Response,
    wire::delete_state::Response,
}
