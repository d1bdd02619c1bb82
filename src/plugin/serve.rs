//! The server: all services over whatever connections come in, until the end.

use std::{io, sync::Arc};

use futures::Stream;
use tonic::transport::{Error, Server};

use crate::{Provider, connection::Connection, ending::Ending, services::Services};

/// How much a peer may send ahead, for one call and for all. A schema or state of megabytes then takes one round trip
/// of the socket instead of one for each 64 KiB; memory is used only as it arrives.
const CALL_WINDOW: u32 = 4 << 20;
const CONNECTION_WINDOW: u32 = 16 << 20;

/// The largest piece of a message on the wire: larger pieces cost fewer system calls and switch between calls later.
const FRAME: u32 = 256 << 10;

/// More calls at once than any client makes.
const CALLS: u32 = 4096;

/// Serves until `ending` has begun and every call has returned, or is overdue.
pub(crate) async fn serve(
    provider: Arc<dyn Provider>,
    incoming: impl Stream<Item = io::Result<Connection>>,
    ending: &Ending,
) -> Result<(), Error> {
    let services = Services::new(provider, ending).await;
    let served = Server::builder()
        .initial_stream_window_size(CALL_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_frame_size(FRAME)
        .max_concurrent_streams(CALLS)
        .serve_with_incoming_shutdown(services, incoming, ending.begun());
    tokio::select! {
        served = served => served,
        () = ending.overdue() => {
            tracing::warn!("ended with calls still running");
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
