//! Who is at work in which namespace. A namespace is looked through and then deleted: whoever comes between the two would
//! be deleted with it. That is ruled out within one process; no call waits for a namespace while it has another.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// The namespaces of one cluster.
#[derive(Debug, Default)]
pub(crate) struct Namespaces {
    by_name: Mutex<HashMap<String, Arc<Namespace>>>,
}

#[derive(Debug, Default)]
struct Namespace {
    work: Arc<RwLock<()>>,
    /// Somebody was given the namespace and has put nothing into it yet.
    is_promised: AtomicBool,
}

/// While this is held, the namespace is not looked through.
#[derive(Debug)]
pub(crate) struct AtWork {
    namespace: Arc<Namespace>,
    _shared: OwnedRwLockReadGuard<()>,
}

/// While this is held, nobody is at work in the namespace.
#[derive(Debug)]
pub(crate) struct Alone {
    _exclusive: OwnedRwLockWriteGuard<()>,
}

impl Namespaces {
    /// To work in a namespace; waits while it is looked through.
    pub(crate) async fn enter(&self, name: &str) -> AtWork {
        let namespace = self.named(name);
        let shared = Arc::clone(&namespace.work).read_owned().await;
        AtWork { namespace, _shared: shared }
    }

    /// To look through a namespace and delete it; waits while somebody is at work in it. `None`: it is promised.
    pub(crate) async fn close(&self, name: &str) -> Option<Alone> {
        let namespace = self.named(name);
        let exclusive = Arc::clone(&namespace.work).write_owned().await;
        (!namespace.is_promised.load(Ordering::Acquire)).then_some(Alone { _exclusive: exclusive })
    }

    fn named(&self, name: &str) -> Arc<Namespace> {
        let mut by_name = self.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(by_name.entry(name.to_owned()).or_default())
    }
}

impl AtWork {
    /// Somebody was given the namespace: it stays until something was tried in it.
    pub(crate) fn promise(&self) {
        self.namespace.is_promised.store(true, Ordering::Release);
    }

    /// From now on, what is in the namespace decides whether it stays.
    pub(crate) fn redeem(&self) {
        self.namespace.is_promised.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests;
