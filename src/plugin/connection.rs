//! One connection, whatever carries it: unix socket or TCP, with TLS or without, or a pipe in a test.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::watch,
};
use tonic::transport::server::Connected;

/// What can carry a connection.
pub(crate) trait Carrier: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Carrier for T {}

/// A connection that is counted while it lives.
pub(crate) struct Connection {
    carrier: Box<dyn Carrier>,
    live: Live,
}

/// How many connections there are. Clones count into the same number.
#[derive(Clone, Default)]
pub(crate) struct Live(watch::Sender<usize>);

impl Live {
    /// Follows the number.
    pub(crate) fn follow(&self) -> watch::Receiver<usize> {
        self.0.subscribe()
    }
}

impl Connection {
    pub(crate) fn new(carrier: impl Carrier + 'static, live: Live) -> Self {
        live.0.send_modify(|count| *count += 1);
        Self { carrier: Box::new(carrier), live }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.live.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.carrier).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.carrier).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.carrier).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.carrier).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.carrier).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.carrier.is_write_vectored()
    }
}
