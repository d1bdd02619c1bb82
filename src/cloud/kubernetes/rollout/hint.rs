//! What the user can do about a reason. Sentences that fit any workload: resources and their attributes are not known
//! here.

use super::Fault;

/// What to do about a fault.
pub(crate) fn hint(fault: &Fault) -> String {
    match fault.reason.as_str() {
        "ErrImagePull" | "ImagePullBackOff" | "RegistryUnavailable" => {
            "check that the image exists under exactly this name and tag, and that the cluster's nodes may pull from \
             its registry"
        }
        "ErrImageNeverPull" => "the node may not pull this image and does not have it: check the pull policy",
        "ImageInspectError" | "InvalidImageName" => "check the spelling of the image's repository and tag",
        "CreateContainerConfigError" => {
            "the container refers to something that does not exist in the namespace, usually a ConfigMap, a Secret or \
             a key in one, or runs as root where it must not"
        }
        "CreateContainerError" | "RunContainerError" => {
            "the container cannot be started as described: check its command, its mounts and its security settings"
        }
        "CrashLoopBackOff" => {
            "the container starts and ends again: read its last log lines, check its command, its environment and \
             whether it reaches what it needs at start; a liveness probe that is too strict ends it, too"
        }
        "OOMKilled" => "the container uses more memory than it may: raise its memory limit, or make it use less",
        "FailedCreate" if fault.message.contains("exceeded quota") => {
            "the namespace's resource quota leaves no room for its pods: raise the quota or ask for less"
        }
        "FailedCreate" => "the cluster refuses to create its pods: see the message for the rule that they break",
        "ProgressDeadlineExceeded" => {
            "the new pods did not become available in time: see what the pods say; pods that run but are not ready \
             fail their readiness probe, and pods that are not scheduled find no node with enough room"
        }
        "BackoffLimitExceeded" | "PodFailurePolicy" => {
            "the job that must succeed before the rollout failed, so nothing was rolled out: read its last log lines; \
             apply again when the reason is gone, and it runs again"
        }
        "DeadlineExceeded" => {
            "it took longer than its timeout allows, so nothing was rolled out: see what it was doing at the end, and \
             give it more time if that is what it needs; apply again, and it runs again"
        }
        "JobSuspended" => {
            "somebody else suspended the job, so nothing was rolled out: resume it by setting its `suspend` to false, \
             then apply again"
        }
        "Deleted" => "somebody else deleted it: apply again",
        "DeploymentPaused" => "resume it with `kubectl rollout resume`, then apply again",
        _ => "see what Kubernetes says about it, and apply again when it is solved",
    }
    .to_owned()
}
