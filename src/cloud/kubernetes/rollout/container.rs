//! What is wrong with a container, by the kubelet's words for it, and how soon that is believed.

use std::time::Duration;

use serde_json::Value;

use super::{Life, text};

/// What keeps a container from running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The container's name.
    pub(crate) container: String,
    /// In the kubelet's words.
    pub(crate) reason: String,
    /// What it says about it.
    pub(crate) message: String,
    /// How long it must last to be believed; zero: it is certain.
    pub(crate) settle: Duration,
    /// Which of the container's lives has written a log.
    pub(crate) life: Life,
}

/// A first failure to pull may be a passing one; the kubelet's back-off follows within this time.
const PULL: Duration = Duration::from_secs(15);
/// What a container refers to may be on its way.
const REFERENCE: Duration = Duration::from_secs(5);
/// The first back-offs (10 s, 20 s) end within this time: who is still in one of them is not restarted at all.
const FIRST_CRASHES: Duration = Duration::from_secs(45);
/// A container that crashes while what it needs starts up is restarted this often before it is given up.
const RESTARTS: u64 = 2;

/// Troubles of a pod's containers, first those that run before the others.
pub(crate) fn troubles(pod: &Value) -> Vec<Trouble> {
    statuses(pod).into_iter().filter_map(trouble).collect()
}

/// The status of every container, first those that run before the others.
pub(crate) fn statuses(pod: &Value) -> Vec<&Value> {
    let of = |field: &str| pod["status"][field].as_array().into_iter().flatten();
    of("initContainerStatuses").chain(of("containerStatuses")).collect()
}

fn trouble(status: &Value) -> Option<Trouble> {
    let waiting = &status["state"]["waiting"];
    let restarts = status["restartCount"].as_u64().unwrap_or(0);
    let (reason, settle, life) = match text(&waiting["reason"]) {
        reason @ ("ErrImageNeverPull" | "ImageInspectError" | "ImagePullBackOff" | "InvalidImageName") => {
            (reason, Duration::ZERO, Life::None)
        }
        reason @ ("ErrImagePull" | "RegistryUnavailable") => (reason, PULL, Life::None),
        reason @ ("CreateContainerConfigError" | "CreateContainerError") => (reason, REFERENCE, Life::None),
        "RunContainerError" => ("RunContainerError", REFERENCE, Life::Previous),
        "CrashLoopBackOff" if restarts >= RESTARTS => (crash(status), Duration::ZERO, Life::Previous),
        "CrashLoopBackOff" => (crash(status), FIRST_CRASHES, Life::Previous),
        _ if is_out_of_memory_again(status, restarts) => ("OOMKilled", Duration::ZERO, Life::Previous),
        _ => return None,
    };
    Some(Trouble {
        container: text(&status["name"]).to_owned(),
        reason: reason.to_owned(),
        message: text(&waiting["message"]).to_owned(),
        settle,
        life,
    })
}

/// A crash loop by its cause, where the kubelet names one that is more than "it ended".
fn crash(status: &Value) -> &'static str {
    if status["lastState"]["terminated"]["reason"] == "OOMKilled" { "OOMKilled" } else { "CrashLoopBackOff" }
}

/// Killed for memory, restarted, and not well after that.
fn is_out_of_memory_again(status: &Value, restarts: u64) -> bool {
    let is_oom = |state: &str| status[state]["terminated"]["reason"] == "OOMKilled";
    status["ready"] != true
        && ((is_oom("state") && restarts >= 1) || (is_oom("lastState") && restarts >= RESTARTS))
}
