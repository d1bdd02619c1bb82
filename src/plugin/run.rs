//! From the first instruction to the last: decide, listen, say where, serve, clean up.

mod by_hand;

use std::{
    future::Future,
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use rustls_pki_types::CertificateDer;
use tokio::runtime::Builder;
use tokio_rustls::TlsAcceptor;
use tracing_subscriber::filter::LevelFilter;

use by_hand::Audience;

use crate::{
    Provider,
    connection::Live,
    ending::{Ending, Reason, connections_gone, parent, parent_death, terminated},
    handshake::{self, Place, Refusal, Start},
    listen::{ListenError, Listener, incoming},
    log, panics,
    serve::serve,
    tls::{self, Identity, TlsError},
};

/// Calls wait for the network nearly all their time; a second thread keeps StopProvider answered while one computes.
const THREADS: usize = 2;
/// The stack of each, in bytes: as much as a main thread has. Calls of an SDK within steps within waits are deep, and those of
/// a build without optimizations are wide, too. Only what is used is ever taken.
const STACK: usize = 8 << 20;

/// The longest that leftovers of the runtime may hold up the exit.
const LEFTOVERS: Duration = Duration::from_millis(100);

/// What the plugin says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The address in a registry, as `registry.terraform.io/acme/acme`.
    pub address: &'static str,
    /// The version of the provider, as `0.1.0`.
    pub version: &'static str,
}

impl Options {
    /// The name of the program, as `terraform-provider-acme`.
    pub(crate) fn name(&self) -> String {
        format!("terraform-provider-{}", self.address.rsplit('/').next().unwrap_or(self.address))
    }
}

/// Why nothing was served.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("failed to start the runtime, or to tell the client where to connect")]
    Io(#[from] io::Error),
    #[error("failed to serve")]
    Serve(#[from] tonic::transport::Error),
}

/// Serves a provider to the client that started this process, until the client is done or gone. Started by a person
/// it says what it is instead. `main` returns what this returns; `provider` is called inside the runtime, and only
/// when there is a client.
#[must_use]
pub fn run(provider: impl FnOnce() -> Arc<dyn Provider>, options: Options) -> ExitCode {
    let parent = parent();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut audience = Audience::Client;
    let started = match handshake::decide(&arguments, &|name| std::env::var(name).ok()) {
        Ok(Start::ByHand) => return by_hand::explain(&options),
        Ok(Start::Version) => return by_hand::version(&options),
        Ok(Start::Debug(place)) => {
            audience = Audience::Person;
            start_log(LevelFilter::INFO);
            in_runtime(async { debug(provider(), &place, &options).await })
        }
        Ok(Start::Plugin { client, place }) => {
            start_log(LevelFilter::OFF);
            in_runtime(async { plugin(provider(), client, &place, parent).await })
        }
        Err(refusal) => Err(refusal.into()),
    };
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => by_hand::complain(&options, audience, &error),
    }
}

fn start_log(unset: LevelFilter) {
    log::start(log::level(|name| std::env::var(name).ok(), unset));
    panics::log_panics();
}

fn in_runtime(work: impl Future<Output = Result<(), RunError>>) -> Result<(), RunError> {
    let runtime =
        Builder::new_multi_thread().worker_threads(THREADS).thread_stack_size(STACK).enable_all().build()?;
    let done = runtime.block_on(work);
    runtime.shutdown_timeout(LEFTOVERS);
    done
}

async fn plugin(
    provider: Arc<dyn Provider>,
    client: CertificateDer<'static>,
    place: &Place,
    parent: Option<u32>,
) -> Result<(), RunError> {
    let terminated = terminated()?;
    let identity = Identity::generate()?;
    let certificate = identity.certificate.clone();
    let acceptor = TlsAcceptor::from(Arc::new(tls::only(client, identity)?));
    let (listener, address) = Listener::bind(place).await?;
    let live = Live::default();
    say(&handshake::line(&address, &certificate))?;

    let ending = Ending::default();
    let gone = connections_gone(live.follow());
    tokio::spawn(watch(Arc::clone(&provider), ending.clone(), async move {
        tokio::select! {
            () = terminated => Reason::Signal,
            () = parent_death(parent) => Reason::ClientGone,
            () = gone => Reason::ClientGone,
        }
    }));
    Ok(serve(provider, incoming(listener, Some(acceptor), live), &ending).await?)
}

async fn debug(provider: Arc<dyn Provider>, place: &Place, options: &Options) -> Result<(), RunError> {
    let (listener, address) = Listener::bind(place).await?;
    say(&by_hand::reattach(options, &address))?;

    let ending = Ending::default();
    tokio::spawn(watch(Arc::clone(&provider), ending.clone(), async {
        // An error means that no signal can arrive; then the process can only be killed.
        match tokio::signal::ctrl_c().await {
            Ok(()) => Reason::Asked,
            Err(_) => std::future::pending().await,
        }
    }));
    Ok(serve(provider, incoming(listener, None, Live::default()), &ending).await?)
}

/// Begins the end when `reason` comes, and lets running calls end first.
async fn watch(provider: Arc<dyn Provider>, ending: Ending, reason: impl Future<Output = Reason>) {
    let reason = reason.await;
    provider.stop().await;
    ending.begin(reason);
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
