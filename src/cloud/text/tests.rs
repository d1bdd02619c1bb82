//! One line, no repetition.

use std::io;

use super::*;

#[derive(Debug, thiserror::Error)]
#[error("failed to call: {0}")]
struct Repeats(#[source] io::Error);

#[derive(Debug, thiserror::Error)]
#[error("failed to describe the cluster")]
struct Outer(#[source] Repeats);

#[test]
fn flatten_joins_sources_once() {
    let error = Outer(Repeats(io::Error::other("connection refused")));
    assert_eq!(flatten(&error), "failed to describe the cluster: failed to call: connection refused");
}

#[test]
fn brief_is_one_line_of_limited_length() {
    let check = |text: &str, limit, expected: &str| assert_eq!(brief(text, limit), expected);
    check("a\n  b\tc", 10, "a b c");
    check("0123456789", 10, "0123456789");
    check("0123456789x", 10, "012345678…");
    check("äöü äöü äöü", 5, "äöü…");
    check("", 5, "");
}

#[test]
fn a_url_is_told_without_its_password() {
    let check = |url: &str, expected: &str| assert_eq!(without_userinfo(url), expected);
    check("https://u:hunter2@a.example:6443/k8s/", "https://a.example:6443/k8s/");
    check("https://u@a.example", "https://a.example");
    check("https://a.example/@home", "https://a.example/@home");
    check("http://u:p@ss@[::1]:80?x=@", "http://[::1]:80?x=@");
    check("a.example", "a.example");
}
