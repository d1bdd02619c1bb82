//! Starting and ending loads: where the requests come from, how many there are, and by which ways they go in.

use super::load::{Order, Report, Tls};
use crate::{Error, Running, executable, tool};
use std::{
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Requests that a phase must have; a rollout that is over sooner is followed until then.
pub(super) const LEAST: u64 = 2000;
/// Far more than the longest phase has.
const MOST: u64 = 100_000;
const PER_SECOND: u32 = 100;
const LONGEST: Duration = Duration::from_secs(900);
/// How long a new way in may take to lead somewhere: an ingress controller hears of it a little later.
const PATIENCE: Duration = Duration::from_secs(60);

/// A way to the service.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) name: &'static str,
    pub(super) url: String,
    pub(super) tls: Option<Tls>,
}

/// A load that runs.
pub(super) struct Traffic(Child);

impl Traffic {
    /// The steady load of a phase.
    pub(super) fn steady(running: &Running, route: &Route) -> Result<Self, Error> {
        Self::start(running, &order(route, LEAST, PER_SECOND))
    }

    /// A load that keeps the pods busy for as long as it is wanted.
    pub(super) fn busy(running: &Running, route: &Route, per_second: u32) -> Result<Self, Error> {
        Self::start(running, &order(route, 0, per_second))
    }

    fn start(running: &Running, order: &Order) -> Result<Self, Error> {
        let failed = |answer: String| Error::Answer { doing: "order requests", answer };
        let order = serde_json::to_string(order).map_err(|error| failed(error.to_string()))?;
        let mut load = Command::new(executable::find(&mut |_| {})?);
        load.args(["load", &order]);
        let mut load = running.on_the_node(&load);
        load.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let program = tool::name(&load);
        load.spawn().map(Self).map_err(|source| Error::Start { program, source })
    }

    /// Tells the load that it is no longer wanted, and waits for what it has seen.
    pub(super) fn end(mut self) -> Result<Report, Error> {
        drop(self.0.stdin.take());
        let output = self.0.wait_with_output();
        let output = output.map_err(|source| Error::Start { program: "the load".to_owned(), source })?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        serde_json::from_str(&said).map_err(|error| Error::Answer {
            doing: "read the load's report",
            answer: format!("{error} in `{}` ({})", said.trim(), output.status),
        })
    }
}

fn order(route: &Route, least: u64, per_second: u32) -> Order {
    Order {
        url: route.url.clone(),
        tls: route.tls.clone(),
        per_second,
        least,
        most: MOST,
        longest: LONGEST.as_secs(),
    }
}

/// Waits until a way in leads to the service.
pub(super) fn reach(running: &Running, route: &Route) -> Result<(), Error> {
    let begun = Instant::now();
    loop {
        let once = Order { least: 1, most: 1, ..order(route, 1, 1) };
        let report = Traffic::start(running, &once)?.end()?;
        if report.failures == 0 {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            return Err(Error::Answer { doing: "reach the service", answer: report.told.join("; ") });
        }
        thread::sleep(Duration::from_millis(500));
    }
}
