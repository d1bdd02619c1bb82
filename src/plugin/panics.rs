//! A panic in a call ends that call, not the process: it becomes a diagnostic that says whose bug it is.
//! What a panic says may quote the value that it stumbled over, so only its beginning is ever shown.

use std::{any::Any, cell::RefCell, future::Future, panic::AssertUnwindSafe};

use acme_schema::Diagnostic;
use futures::FutureExt;

thread_local! {
    /// Where this thread panicked last. The hook runs on the thread that then catches the panic.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Sends what a panic says to the log instead of the bare standard error, where a client could not read it.
pub(crate) fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(place, said = said(panic.payload()), "the provider panicked");
        PLACE.with(|last| last.replace(place));
    }));
}

/// Waits for a call.
///
/// # Errors
/// The call panicked; the diagnostic names the call, the place and what was said.
pub(crate) async fn caught<T>(rpc: &str, call: impl Future<Output = T>) -> Result<T, Diagnostic> {
    AssertUnwindSafe(call).catch_unwind().await.map_err(|payload| {
        let place = PLACE.with(RefCell::take);
        Diagnostic::error(format!("The provider panicked in {rpc}"))
            .detail(format!("{}, at {place}", said(&*payload)))
            .detail(
                "This is a bug in the provider, not in the configuration; please report it with these lines.",
            )
            .hint("the provider still runs; what was changed before the panic is found by the next plan")
    })
}

/// A message that is a literal cannot hold a value and is shown whole. Any other is cut before the first colon or
/// quotation, behind which the standard library's messages print values.
fn said(payload: &(dyn Any + Send)) -> String {
    if let Some(literal) = payload.downcast_ref::<&'static str>() {
        return (*literal).to_owned();
    }
    let Some(formatted) = payload.downcast_ref::<String>() else {
        return "a panic without a message".to_owned();
    };
    match formatted.find([':', '`', '"', '\'', '\n']) {
        Some(end) => format!("{} …", formatted[..end].trim_end()),
        None => formatted.clone(),
    }
}

#[cfg(test)]
mod tests;
