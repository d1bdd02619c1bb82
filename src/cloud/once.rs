//! One call for many callers: whoever comes first makes the value, whoever comes meanwhile waits for it, whoever comes
//! soon enough gets the same. Failures are values here, so that a dead server is not called once per caller.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// A value that is made once and kept for a while.
pub(crate) struct Once<T> {
    slot: Mutex<Option<Kept<T>>>,
}

struct Kept<T> {
    value: T,
    /// `None`: for ever.
    until: Option<Instant>,
}

/// How long a value is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// As long as the process runs.
    Always,
    /// From when it was asked for.
    For(Duration),
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { slot: Mutex::new(None) }
    }
}

impl<T: Clone> Once<T> {
    /// The kept value, or the one that `make` makes. If the caller is dropped meanwhile, the next one makes it.
    pub(crate) async fn get(&self, keep: impl Fn(&T) -> Keep, make: impl Future<Output = T>) -> T {
        let mut slot = self.slot.lock().await;
        if let Some(kept) = slot.as_ref()
            && kept.until.is_none_or(|until| Instant::now() < until)
        {
            return kept.value.clone();
        }
        let asked = Instant::now();
        let value = make.await;
        let until = match keep(&value) {
            Keep::Always => None,
            // A slow answer is shared with those who waited for it, however old it is.
            Keep::For(time) => Some((asked + time).max(Instant::now() + GRACE)),
        };
        *slot = Some(Kept { value: value.clone(), until });
        value
    }
}

impl<T> Once<T> {
    /// Changes the kept value, if there is one. False while it is being made or read: then it is not known what the
    /// value will be.
    pub(crate) fn amend(&self, change: impl FnOnce(&mut T)) -> bool {
        let Ok(mut slot) = self.slot.try_lock() else { return false };
        if let Some(kept) = slot.as_mut() {
            change(&mut kept.value);
        }
        true
    }
}

/// How long even an answer that took long is shared.
const GRACE: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests;
