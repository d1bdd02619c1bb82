//! More load until the autoscaler has added pods. That they go again is not waited for: Kubernetes takes five minutes to
//! believe that a load is over.

use super::{
    changes::Done,
    release::{MIN_REPLICAS, NAME},
    service::Service,
    traffic::{Route, Traffic},
};
use crate::{Error, Progress, progress::Report};
use std::{
    thread,
    time::{Duration, Instant},
};

/// Half a processor in all: five times what two pods may use before there should be more.
const BUSY: &str = "burn?for=20ms";
const PER_SECOND: u32 = 25;
/// A new measurement every 15 s, a decision every 15 s, and the time that a pod takes to be ready.
const PATIENCE: Duration = Duration::from_secs(240);
const BEAT: Duration = Duration::from_secs(15);

/// Returns when more pods than the least are ready; the plan must be empty then.
pub(super) fn grow(service: &Service<'_>, report: Report<'_>) -> Result<Done, Error> {
    let Some(route) = service.routes.first() else { return Ok(Done::from(Duration::ZERO)) };
    let idle = ready(service)?;
    if idle != MIN_REPLICAS {
        let answer = format!("{idle} pods are ready before there is more load");
        return Err(Error::Answer { doing: "begin with the least number of pods", answer });
    }
    let route = Route { url: format!("{}{BUSY}", route.url), ..route.clone() };
    let busy = Traffic::busy(service.running, &route, PER_SECOND)?;
    let begun = Instant::now();
    let grown = wait(service, report);
    let took = begun.elapsed();
    let planned = grown.and_then(|note| service.expect_no_changes().map(|()| note));
    let seen = busy.end()?;
    let note = planned?;
    if seen.failures > 0 {
        let answer = format!("{} of {} were lost: {}", seen.failures, seen.requests, seen.told.join("; "));
        return Err(Error::Answer { doing: "have every busy request answered", answer });
    }
    Ok(Done { notes: vec![note], ..Done::from(took) })
}

/// What was seen when more than the least number of pods were ready.
fn wait(service: &Service<'_>, report: Report<'_>) -> Result<String, Error> {
    let (begun, mut beat) = (Instant::now(), Instant::now());
    loop {
        let (ready, used) = (ready(service)?, used(service)?);
        let now = format!("{ready} pods, {used}, after {} s of load", begun.elapsed().as_secs());
        if ready > MIN_REPLICAS {
            return Ok(now);
        }
        if begun.elapsed() > PATIENCE {
            return Err(Error::Answer { doing: "see the autoscaler add pods", answer: now });
        }
        if beat.elapsed() > BEAT {
            report(Progress::waiting(&format!("{ready} pods, {used}"), begun.elapsed()));
            beat = Instant::now();
        }
        thread::sleep(Duration::from_secs(1));
    }
}

fn ready(service: &Service<'_>) -> Result<u32, Error> {
    let ready = service.kubectl(&["get", "deployment", NAME, "--output=jsonpath={.status.readyReplicas}"])?;
    Ok(ready.parse().unwrap_or(0))
}

/// What the autoscaler has measured, for people.
fn used(service: &Service<'_>) -> Result<String, Error> {
    let path = "--output=jsonpath={.status.currentMetrics[0].resource.current.averageUtilization}";
    let used = service.kubectl(&["get", "horizontalpodautoscaler", NAME, path])?;
    if used.is_empty() {
        Ok("not measured yet".to_owned())
    } else {
        Ok(format!("{used} % of the processor requested"))
    }
}
