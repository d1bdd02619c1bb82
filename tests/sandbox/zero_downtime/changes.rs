//! What is changed in each phase, and how it is known to have happened.

use super::{
    autoscaler, evictions,
    phase::Phase,
    release::{Capacity, NAME, Release},
    service::Service,
};
use crate::{Error, progress::Report};
use std::{thread, time::Duration};

/// How long all replicas stay before some go again: long enough for each to be asked.
const STAY: Duration = Duration::from_secs(5);

/// A change that was made.
pub(super) struct Done {
    pub(super) took: Duration,
    pub(super) notes: Vec<String>,
    /// What is not as it should be, though the change is over.
    pub(super) problems: Vec<String>,
}

impl From<Duration> for Done {
    fn from(took: Duration) -> Self {
        Self { took, notes: Vec::new(), problems: Vec::new() }
    }
}

pub(super) fn make(phase: Phase, service: &mut Service<'_>, report: Report<'_>) -> Result<Done, Error> {
    match phase {
        Phase::Image => {
            service.release.tag = "2".to_owned();
            service.apply().map(Done::from)
        }
        Phase::Env => {
            service.release.greeting = "good morning".to_owned();
            service.apply().map(Done::from)
        }
        Phase::Secret => rotate(service),
        Phase::Scale => {
            let out = scale(service, Capacity::Fixed(4))?;
            thread::sleep(STAY);
            Ok(Done::from(out + scale(service, Capacity::Fixed(2))?))
        }
        Phase::Scaling => scale(service, Capacity::Scaled).map(Done::from),
        Phase::BadImage => refuse(service),
        Phase::Evictions => evictions::evict_all(service).map(Done::from),
        Phase::Autoscaler => {
            if service.release.capacity != Capacity::Scaled {
                scale(service, Capacity::Scaled)?;
            }
            autoscaler::grow(service, report)
        }
    }
}

fn scale(service: &mut Service<'_>, capacity: Capacity) -> Result<Duration, Error> {
    service.release.capacity = capacity;
    service.apply()
}

/// The new value is in AWS only; the configuration stays as it is.
fn rotate(service: &mut Service<'_>) -> Result<Done, Error> {
    if let Some(token) = &mut service.release.token {
        token.value = "rotated".to_owned();
        token.secret.rotate(&token.value)?;
    }
    service.apply().map(Done::from)
}

/// An apply that fails must leave the cluster with what ran before. Where it does not, the next phase begins well all the same.
fn refuse(service: &Service<'_>) -> Result<Done, Error> {
    let bad = Release { tag: "missing".to_owned(), ..service.release.clone() };
    let (took, reason) = service.apply_in_vain(&bad)?;
    let path = "--output=jsonpath={.spec.template.spec.containers[0].image}";
    let image = service.kubectl(&["get", "deployment", NAME, path])?;
    let mut done = Done::from(took);
    done.notes.push(format!("apply failed after {:.1} s: {reason}", took.as_secs_f64()));
    if image.ends_with(&format!(":{}", bad.tag)) {
        done.problems.push(format!("not rolled back: deployment/{NAME} still asks for {image}"));
        service.apply()?;
    }
    Ok(done)
}
