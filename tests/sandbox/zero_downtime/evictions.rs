//! The evictions of a drained node: every pod by the Eviction API, one after the other, waiting where the disruption budget
//! says so. The node itself takes new pods all the while: there is no other.

use super::{
    release::{NAME, NAMESPACE},
    service::Service,
};
use crate::{Error, error::file};
use serde_json::json;
use std::{
    fs, thread,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(180);
const PAUSE: Duration = Duration::from_millis(500);

/// Evicts the pods that run now, and returns when all of them are gone.
pub(super) fn evict_all(service: &Service<'_>) -> Result<Duration, Error> {
    let begun = Instant::now();
    let evicted = pods(service)?;
    for pod in &evicted {
        until(|| evict(service, pod))?;
    }
    until(|| {
        let left = pods(service)?;
        Ok(!evicted.iter().any(|pod| left.contains(pod)))
    })?;
    Ok(begun.elapsed())
}

fn pods(service: &Service<'_>) -> Result<Vec<String>, Error> {
    let selector = format!("--selector=app.kubernetes.io/name={NAME}");
    let names =
        service.kubectl(&["get", "pods", &selector, "--output=jsonpath={.items[*].metadata.name}"])?;
    Ok(names.split_whitespace().map(str::to_owned).collect())
}

/// False where the budget has no room now.
fn evict(service: &Service<'_>, pod: &str) -> Result<bool, Error> {
    let path = service.directory.path().join("eviction.json");
    let eviction = json!({
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": { "name": pod, "namespace": NAMESPACE },
    });
    fs::write(&path, eviction.to_string()).map_err(file("write", &path))?;
    let url = format!("/api/v1/namespaces/{NAMESPACE}/pods/{pod}/eviction");
    let filename = format!("--filename={}", path.display());
    match service.running.ask_kubectl(&["create", "--raw", &url, &filename]) {
        Ok(_) => Ok(true),
        Err(Error::Program { said, .. }) if said.contains("TooManyRequests") => Ok(false),
        Err(error) => Err(error),
    }
}

fn until(mut done: impl FnMut() -> Result<bool, Error>) -> Result<(), Error> {
    let begun = Instant::now();
    while !done()? {
        if begun.elapsed() > PATIENCE {
            let answer = format!("not done after {} s", PATIENCE.as_secs());
            return Err(Error::Answer { doing: "evict every pod", answer });
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}
