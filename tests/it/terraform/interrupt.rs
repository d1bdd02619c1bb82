//! Ctrl-C in the middle of an apply: the whole process group gets the signal, as from a terminal; what exists is recorded,
//! and the next apply goes on from there.

use std::os::unix::process::CommandExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::case::Case;
use super::outcome::Outcome;

pub(super) fn interrupted_apply_is_resumed(case: &Case<'_>) {
    // Runs and never becomes ready, so that the apply waits.
    let waiting =
        "image = { repository = \"acme/api\", tag = \"fail-readiness\" }\nports = { http = { port = 8080 } }";
    case.with_namespace().service(waiting);
    let begun = Instant::now();
    let mut command = case.command(&["apply", "-auto-approve"]);
    let client =
        command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the client");
    case.eventually("the Deployment is made", |case| {
        !case.kubectl_here(&["get", "deployment", "api", "--ignore-not-found"]).is_empty()
    });
    std::thread::sleep(Duration::from_secs(2));
    let group = Pid::from_raw(client.id().cast_signed()).expect("a process id");
    let interrupted = Instant::now();
    kill_process_group(group, Signal::INT).expect("the signal is sent");
    let output = client.wait_with_output().expect("the client ends");
    assert!(interrupted.elapsed() < Duration::from_secs(20), "it took {:?} to stop", interrupted.elapsed());
    let outcome = Outcome::new("apply, interrupted".to_owned(), &output, begun.elapsed());
    outcome.code(1).says(&["stopped while"]);

    assert_eq!(case.state(), ["acme_service.api"], "what was made is not recorded");
    let recorded = case.recorded("/children").to_string();
    assert!(recorded.contains("deployment/api"), "{recorded}");
    case.service(&waiting.replace("fail-readiness", "1.4.2"));
    case.apply().ok();
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}
