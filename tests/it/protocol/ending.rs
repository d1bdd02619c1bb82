//! How the process ends: asked to, told to, or left alone.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use acme_plugin::client::wire::{get_metadata, stop_provider};
use rustix::process::{Pid, Signal, kill_process};

use super::{BINARY, plugin};

fn send(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[tokio::test]
async fn an_interrupt_is_the_clients_and_a_termination_is_not() {
    let mut client = plugin().env("TF_LOG_PROVIDER", "debug").start().await.unwrap();
    send(client.pid().unwrap(), Signal::INT);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let metadata = client.provider().get_metadata(get_metadata::Request {}).await;
    assert!(metadata.is_ok(), "a Ctrl-C does not end it");
    let stopped = client.provider().stop_provider(stop_provider::Request {}).await.unwrap().into_inner();
    assert_eq!(stopped.error, "");

    send(client.pid().unwrap(), Signal::TERM);
    assert!(client.ended().await.unwrap().success());
    let socket = client.line().split('|').nth(3).unwrap().to_owned();
    assert!(!Path::new(&socket).parent().unwrap().exists());
    let logged = client.stderr().join("\n");
    assert!(
        logged.contains(r#""@message":"answered a call""#) && logged.contains(r#""tf_rpc":"GetMetadata""#)
    );
}

#[tokio::test]
async fn a_client_that_is_done_waits_for_nothing() {
    let client = plugin().start().await.unwrap();
    let started = Instant::now();
    assert!(client.shut_down().await.unwrap().success());
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn a_plugin_whose_client_was_killed_ends() {
    // The shell is the client: it dies without a word.
    let certificate = include_str!("client.pem");
    let mut shell = Command::new("sh")
        .args(["-c", "\"$0\" & wait", BINARY])
        .env("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
        .env("PLUGIN_CLIENT_CERT", certificate)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(shell.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let socket = line.split('|').nth(3).unwrap().to_owned();
    assert!(Path::new(&socket).exists());
    shell.kill().unwrap();
    shell.wait().unwrap();

    let killed = Instant::now();
    // Standard output is closed when the last process that holds it has ended.
    assert_eq!(stdout.read_line(&mut line).unwrap(), 0);
    assert!(killed.elapsed() < Duration::from_secs(3), "{:?}", killed.elapsed());
    assert!(!Path::new(&socket).exists());
}
