//! What a person sees, and a client that cannot be served.

use std::process::{Command, Output};

use acme_plugin::client::ClientError;

use super::{BINARY, plugin};

fn started(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(BINARY).args(arguments).env_remove("TF_PLUGIN_MAGIC_COOKIE").output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_person_is_told_what_this_is() {
    let (code, stdout, stderr) = started(&[]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(
        stderr.starts_with("terraform-provider-acme") && stderr.contains("required_providers"),
        "{stderr}"
    );
    assert_eq!(started(&["--help"]).2, stderr);
}

#[test]
fn a_person_can_ask_for_the_version() {
    let expect = format!("terraform-provider-acme {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(started(&["--version"]), (Some(0), expect, String::new()));
}

#[tokio::test]
async fn a_client_that_cannot_be_served_learns_why() {
    let refused = plugin().env("PLUGIN_PROTOCOL_VERSIONS", "4,5").start().await.err().unwrap();
    let ClientError::Handshake { line, stderr } = refused else { panic!("{refused}") };
    assert!(line.contains("the client offers plugin protocol 4,5"), "clients quote this line: {line}");
    assert_eq!(line, stderr);

    let refused = plugin().env("PLUGIN_UNIX_SOCKET_DIR", "/nowhere").start().await.err().unwrap();
    let ClientError::Handshake { line, .. } = refused else { panic!("{refused}") };
    assert!(line.contains("failed to listen on a socket in /nowhere"), "{line}");
}
