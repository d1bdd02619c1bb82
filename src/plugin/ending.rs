//! How the process ends: who asked for it, and how long running calls then have.

use std::{
    future::Future,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::{sync::watch, time::timeout};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// The longest that a client may be away before it counts as gone. Its parent's death is noticed sooner; this is for
/// a process that was started through another one.
const AWAY: Duration = Duration::from_secs(10);

/// How often to look whether the parent still lives.
const LOOK: Duration = Duration::from_millis(500);

/// Why the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The client is done.
    Asked,
    /// Somebody wants the process to end while the client may still wait for answers.
    Signal,
    /// Nobody waits for an answer any more.
    ClientGone,
}

impl Reason {
    /// How long running calls have to return what exists. A client that asked kills the process after two seconds.
    pub(crate) fn grace(self) -> Duration {
        match self {
            Self::Asked => Duration::from_millis(1500),
            Self::Signal => Duration::from_secs(10),
            Self::ClientGone => Duration::from_millis(500),
        }
    }
}

/// The end of the process: once begun, it stays. Clones are of the same end.
#[derive(Clone, Default)]
pub(crate) struct Ending {
    begun: CancellationToken,
    reason: Arc<OnceLock<Reason>>,
}

impl Ending {
    /// Begins the end. Only the first reason counts.
    pub(crate) fn begin(&self, reason: Reason) {
        if self.reason.set(reason).is_ok() {
            tracing::debug!(?reason, "ending");
        }
        self.begun.cancel();
    }

    /// Waits until it has begun.
    pub(crate) fn begun(&self) -> WaitForCancellationFutureOwned {
        self.begun.clone().cancelled_owned()
    }

    /// Waits until it has begun and running calls have had their time.
    pub(crate) async fn overdue(&self) {
        self.begun().await;
        tokio::time::sleep(self.reason.get().map_or(Duration::ZERO, |reason| reason.grace())).await;
    }
}

/// Waits until the process that started this one is dead. Where there is no way to know, waits forever.
pub(crate) async fn parent_death(parent: Option<u32>) {
    let Some(parent) = parent else { return std::future::pending().await };
    while self::parent() == Some(parent) {
        tokio::time::sleep(LOOK).await;
    }
}

/// The process that started this one. An orphan is given to another process, so the number changes.
pub(crate) fn parent() -> Option<u32> {
    #[cfg(unix)]
    return Some(std::os::unix::process::parent_id());
    #[cfg(not(unix))]
    None
}

/// Waits until there was a connection and then none for a while.
pub(crate) async fn connections_gone(mut live: watch::Receiver<usize>) {
    if live.wait_for(|count| *count > 0).await.is_err() {
        return;
    }
    loop {
        if live.wait_for(|count| *count == 0).await.is_err() {
            return;
        }
        if timeout(AWAY, live.wait_for(|count| *count > 0)).await.is_err() {
            return;
        }
    }
}

/// Signals while a client is served: a Ctrl-C reaches the whole process group, and the client then calls StopProvider,
/// so it is not for us. Returns when the process is told to end.
#[cfg(unix)]
pub(crate) fn terminated() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = interrupt.recv() => tracing::debug!("ignored an interrupt: it is the client's"),
            }
        }
    })
}

/// As on unix; there is no other signal here.
#[cfg(not(unix))]
pub(crate) fn terminated() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { while tokio::signal::ctrl_c().await.is_ok() {} })
}

#[cfg(test)]
mod tests;
