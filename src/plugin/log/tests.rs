//! Levels, lines and what is left out of them.

use std::sync::Mutex;

use serde_json::Value;
use tracing::subscriber::with_default;

use super::*;

fn level_of(set: &[(&str, &str)]) -> LevelFilter {
    level(|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()), LevelFilter::OFF)
}

#[test]
fn the_most_specific_variable_sets_the_level() {
    let check = |set: &[(&str, &str)], expect| assert_eq!(level_of(set), expect, "{set:?}");
    check(&[], LevelFilter::OFF);
    check(&[("TF_LOG", "WARN")], LevelFilter::WARN);
    check(&[("TF_LOG", "trace"), ("TF_LOG_PROVIDER", "info")], LevelFilter::INFO);
    check(&[("TF_LOG_PROVIDER", "info"), ("TF_LOG_PROVIDER_ACME", "OFF")], LevelFilter::OFF);
    check(&[("TF_LOG_PROVIDER_ACME", ""), ("TF_LOG", "error")], LevelFilter::ERROR);
    check(&[("TF_LOG", "JSON")], LevelFilter::TRACE);
    check(&[("TF_LOG", "debug")], LevelFilter::DEBUG);
}

/// The lines that `events` write, each as JSON.
fn lines(level: LevelFilter, events: impl FnOnce()) -> Vec<Value> {
    let written = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&written);
    let layer = Lines::new(Arc::new(move |line| into.lock().unwrap().push(line.to_owned())));
    with_default(tracing_subscriber::registry().with(layer.with_filter(targets(level))), events);
    let lines = written.lock().unwrap().clone();
    lines
        .iter()
        .map(|line| {
            assert!(line.len() < 64 << 10 && line.ends_with("}\n"), "{} bytes", line.len());
            serde_json::from_str(line).unwrap()
        })
        .collect()
}

#[test]
fn a_line_has_its_own_fields_and_those_around_it() {
    let lines = lines(LevelFilter::DEBUG, || {
        let outer =
            tracing::info_span!("outer", rpc = "PlanResourceChange", resource = tracing::field::Empty, n = 1);
        outer.record("resource", "acme_thing");
        let _outer = outer.enter();
        tracing::debug!(n = 2, ok = true, ratio = 0.5, path = ?Some("a\"b"), "done with {}", 7);
        tracing::trace!("too fine");
    });
    let [line] = &lines[..] else { panic!("{lines:?}") };
    let mut line = line.clone();
    let at = line["@timestamp"].take();
    let shape: String =
        at.as_str().unwrap().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "0000-00-00T00:00:00.000000Z");
    expect_test::expect![[r#"
        {
          "@level": "debug",
          "@message": "done with 7",
          "@module": "provider.acme_plugin.log.tests",
          "@timestamp": null,
          "n": 2,
          "ok": true,
          "path": "Some(\"a\\\"b\")",
          "ratio": 0.5,
          "resource": "acme_thing",
          "rpc": "PlanResourceChange"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&line).unwrap());
}

#[test]
fn libraries_are_heard_from_warn_on() {
    let check = |level, expect: &[&str]| {
        let heard = lines(level, || {
            tracing::warn!(target: "hyper::client", "library warns");
            tracing::debug!(target: "hyper::client", body = "a password", "library chats");
            tracing::debug!(target: "acme_cloud", "we chat");
        });
        let heard: Vec<_> = heard.iter().map(|line| line["@message"].as_str().unwrap()).collect();
        assert_eq!(heard, expect);
    };
    check(LevelFilter::TRACE, &["library warns", "we chat"]);
    check(LevelFilter::INFO, &["library warns"]);
    check(LevelFilter::ERROR, &[]);
}

#[test]
fn a_line_stays_under_the_limit() {
    let long = "é".repeat(100_000);
    let nasty = "\u{1}".repeat(100_000);
    let lines = lines(LevelFilter::INFO, || {
        tracing::info!(long, "{long}");
        tracing::info!(a = nasty, b = nasty, c = nasty, d = nasty, e = nasty, f = nasty, last = 1, "{nasty}");
    });
    let [first, second] = &lines[..] else { panic!("{lines:?}") };
    assert!(first["long"].as_str().unwrap().ends_with("é… (200000 bytes)"), "{first:?}");
    assert_eq!(second["fields_left_out"], 5);
    assert_eq!(second["last"], 1, "what fits is still written");
}
