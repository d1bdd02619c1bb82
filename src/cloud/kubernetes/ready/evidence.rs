//! The errors that end a wait, with what there is to tell: what was seen, and the last lines of one log. Nothing is judged
//! here, and a log that cannot be read is left out.

use std::time::Duration;

use acme_children::CloudError;
use http::Request;

use super::super::path;
use super::super::rollout::{Container, Fault, Life, Sight, hint, log_lines};
use super::Watching;
use super::notes::Notes;

/// How long a log is waited for.
const LOG: Duration = Duration::from_secs(3);

impl Watching<'_> {
    pub(super) async fn failed(self, sight: &Sight, fault: Fault) -> CloudError {
        let pod = fault.at.as_ref().map(|container| container.pod.as_str());
        let mut chain = self.workload.chain(self.id, sight, pod);
        let at = fault.at.clone().or_else(|| self.workload.log(sight));
        chain.extend(self.log(at).await);
        let hint = hint(&fault);
        CloudError::Failed { id: self.id.clone(), reason: fault.reason, chain, hint }
    }

    pub(super) async fn timed_out(self, notes: &Notes) -> CloudError {
        let mut chain = self.workload.chain(self.id, &notes.sight, None);
        chain.extend(self.log(self.workload.log(&notes.sight)).await);
        chain.extend(notes.lost.iter().map(|text| format!("watch: {text}")));
        CloudError::TimedOut { id: self.id.clone(), what: "ready", seconds: self.timeout.as_secs(), chain }
    }

    /// The last lines of a log, where there is one to be had soon.
    async fn log(self, container: Option<Container>) -> Vec<String> {
        let Some(Container { pod, name, life }) = container else { return Vec::new() };
        let previous = match life {
            Life::Current => "false",
            Life::Previous => "true",
            Life::None => return Vec::new(),
        };
        let pods = path::within("v1", &self.place.namespace, "pods");
        let uri =
            format!("{pods}/{pod}/log?container={name}&previous={previous}&tailLines=20&limitBytes=16384");
        let Ok(request) = Request::get(uri).body(Vec::new()) else { return Vec::new() };
        match tokio::time::timeout(LOG, self.server.once(request)).await {
            Ok(Ok(log)) => log_lines(&String::from_utf8_lossy(&log)),
            Ok(Err(failure)) => {
                tracing::debug!(?failure, pod, "log cannot be read");
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }
}
