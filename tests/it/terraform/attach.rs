//! A provider that a developer runs in debug mode, with a client attached to it by `TF_REATTACH_PROVIDERS`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::case::{Case, ON_EKS, service};

/// Ended with the test, also with one that fails.
struct Debugged(Child);

impl Drop for Debugged {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(super) fn client_attaches_to_a_debugged_provider(case: &Case<'_>) {
    let environment = case.command(&[]);
    let mut debugged = Command::new(env!("CARGO_BIN_EXE_terraform-provider-acme"));
    debugged.arg("--debug").stdout(Stdio::piped()).stderr(Stdio::null());
    for (name, value) in environment.get_envs() {
        match value {
            Some(value) => debugged.env(name, value),
            None => debugged.env_remove(name),
        };
    }
    let mut debugged = Debugged(debugged.spawn().expect("the provider starts"));
    let said = BufReader::new(debugged.0.stdout.take().expect("its output")).lines();
    let attach = said.map_while(Result::ok).find_map(|line| {
        let (_, value) = line.split_once("TF_REATTACH_PROVIDERS='")?;
        Some(value.trim_end_matches('\'').to_owned())
    });
    let attach = attach.expect("how to attach");

    case.with_namespace().write(ON_EKS, &service("image = { repository = \"acme/api\", tag = \"1.4.2\" }"));
    let case =
        case.with_env(&[("TF_REATTACH_PROVIDERS", Some(&attach)), ("TF_CLI_CONFIG_FILE", Some("/dev/null"))]);
    case.apply().ok().says(&["1 added"]);
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
    assert!(debugged.0.try_wait().expect("its status").is_none(), "it ended with the client");
}
