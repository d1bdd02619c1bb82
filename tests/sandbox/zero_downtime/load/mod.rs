//! The load: a process of its own that sends requests at a steady pace, as many new connections as kept ones, and repeats
//! none. It ends when its standard input does, and by itself when it has sent too many or for too long. Knows addresses, no
//! Kubernetes.

mod client;
mod tally;

pub(super) use tally::Report;

use crate::Error;
use client::Client;
use serde::{Deserialize, Serialize};
use std::{
    io::{self, Read, Write},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tally::Tally;
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

/// What one load is to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Order {
    /// What every request asks for.
    pub(super) url: String,
    /// How the server is told from others behind the same address, where it speaks TLS.
    pub(super) tls: Option<Tls>,
    pub(super) per_second: u32,
    /// Requests that are sent even if nobody wants any more.
    pub(super) least: u64,
    /// Requests after which it ends by itself.
    pub(super) most: u64,
    /// Seconds after which it ends by itself.
    pub(super) longest: u64,
}

/// The name that the server's certificate must be for, and who may have signed it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Tls {
    pub(super) name: String,
    pub(super) ca: PathBuf,
}

/// Runs an order, written as JSON, to its end and prints the report.
pub(super) fn run(order: &str) -> Result<(), Error> {
    let failed = |answer: String| Error::Answer { doing: "send requests", answer };
    let order: Order = serde_json::from_str(order).map_err(|error| failed(error.to_string()))?;
    let unwanted = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&unwanted);
    thread::spawn(move || {
        // Nothing is ever written: the read returns when whoever wanted the load has seen enough, or has gone.
        let _ = io::stdin().lock().read(&mut [0]);
        told.store(true, Ordering::Relaxed);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| failed(error.to_string()))?;
    let report = runtime.block_on(send(&order, &unwanted)).map_err(failed)?;
    let report = serde_json::to_string(&report).map_err(|error| failed(error.to_string()))?;
    writeln!(io::stdout().lock(), "{report}").map_err(|error| failed(error.to_string()))
}

async fn send(order: &Order, unwanted: &AtomicBool) -> Result<Report, String> {
    let client = Arc::new(Client::new(order)?);
    let begun = Instant::now();
    let mut pace = interval(Duration::from_secs(1) / order.per_second.max(1));
    // A machine that was busy for a moment is no reason for a burst.
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut asked, mut tally, mut sent) = (JoinSet::new(), Tally::default(), 0);
    let ends = |sent: u64| {
        let enough = sent >= order.least && unwanted.load(Ordering::Relaxed);
        enough || sent >= order.most || begun.elapsed() > Duration::from_secs(order.longest)
    };
    while !ends(sent) {
        tokio::select! {
            _ = pace.tick() => {
                let client = Arc::clone(&client);
                asked.spawn(async move { client.ask(sent).await });
                sent += 1;
            }
            Some(answer) = asked.join_next() => tally.add(answer, begun.elapsed()),
        }
    }
    while let Some(answer) = asked.join_next().await {
        tally.add(answer, begun.elapsed());
    }
    Ok(tally.report())
}
