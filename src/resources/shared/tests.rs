//! What each type of text takes and refuses, and how long the words of a wait are.

use acme_children::Quantity;

use super::image::{ImageDigest, Repository, Tag};
use super::probe::ProbePort;
use super::{
    ClusterName, EnvName, HostName, HttpPath, ImageModel, Label, ObjectName, PortName, Protocol, RoutePath,
    ServiceName, Text, WaitTime,
};

fn check<T: Text>(good: &[&str], bad: &[&str]) {
    for text in good {
        assert!(T::parse(text).is_some(), "{text:?} was refused: must be {}", T::ALLOWED);
    }
    for text in bad {
        assert!(T::parse(text).is_none(), "{text:?} was accepted: must be {}", T::ALLOWED);
    }
}

#[test]
fn names() {
    check::<Label>(
        &["a", "0", "a-b", &"a".repeat(63)],
        &["", "-a", "a-", "A", "a.b", "a_b", "ä", &"a".repeat(64)],
    );
    check::<ServiceName>(&["a", "a0", &"a".repeat(50)], &["", "0a", "a-", &"a".repeat(51)]);
    check::<ObjectName>(
        &["a", "a.b", "0.1", "a.".repeat(126).trim_end_matches('.')],
        &["", ".a", "a..b", "a/b", "A"],
    );
    check::<ClusterName>(&["a", "A_1-x", &"a".repeat(100)], &["", "-a", "_a", "a.b", &"a".repeat(101)]);
    check::<HostName>(
        &["localhost", "www.acme.com", "*.acme.com", "1.acme.com", "xn--bcher-kva.example"],
        &[
            "",
            "*",
            "*.",
            "a.*.com",
            "*acme.com",
            "acme.com.",
            "10.0.0.1",
            "[::1]",
            "a b",
            "acme.com/x",
            "http://x",
        ],
    );
    check::<EnvName>(&["A", "_a", "a.b", ".a", "-", "A1"], &["", ".", "..", "..a", "1", "A B", "A=B", "ä"]);
}

#[test]
fn network() {
    check::<PortName>(
        &["http", "a", "a-1", "1a", &"a".repeat(15)],
        &["", "80", "-a", "a-", "a--b", "HTTP", &"a".repeat(16)],
    );
    check::<ProbePort>(&["http", "1", "65535"], &["", "0", "65536", "-1", "99999999999999999999", "HTTP"]);
    check::<Protocol>(&["TCP", "UDP"], &["", "tcp", "SCTP"]);
    check::<HttpPath>(&["/", "/a?b=c", "/a//b"], &["", "a", "/a b", "/ä", "/\n"]);
    check::<RoutePath>(
        &["/", "/a", "/a/", "/a.b", "/..a"],
        &["", "a", "//", "/a/../b", "/.", "/a?b", "/a%2Fb", "/a#b"],
    );
}

#[test]
fn images() {
    check::<Repository>(
        &[
            "api",
            "acme/api",
            "ghcr.io/acme/api",
            "localhost/api",
            "host:5000/a",
            "e/a.b-c__d",
            "1.2.3.4:5000/a-----b",
        ],
        &[
            "",
            "/",
            "a/",
            "/a",
            "a:1",
            "a@b",
            "A",
            "a b",
            "host:port/a",
            "a..b",
            "a___b",
            "a.b-c__d/e",
            "-a",
            "host:5000",
            "HTTP://a/b",
        ],
    );
    check::<Tag>(
        &["1", "latest", "V1_2.3-rc", &"a".repeat(128)],
        &["", ".1", "-1", "a/b", "a:b", &"a".repeat(129)],
    );
    let hex = "0a".repeat(32);
    check::<ImageDigest>(
        &[&format!("sha256:{hex}")],
        &["", &hex, "sha256:0a", &format!("sha512:{hex}"), &format!("sha256:{}", "0A".repeat(32))],
    );
}

#[test]
fn amounts() {
    check::<Quantity>(&["0", "1", "250m", "0.5", "1Gi", "1e3"], &["", "-1", "1 Gi", "Gi", "1GB", "one"]);
}

#[test]
fn waits() {
    check::<WaitTime>(
        &["1s", "90s", "10m", "1h30m", "1h1m1s", "24h"],
        &["", "0s", "10", "m", "1d", "1.5h", "25h", "1m1h", "1m1m", "-1m", "+1m"],
    );
    let seconds = |text: &str| WaitTime::parse(text).unwrap().get().as_secs();
    assert_eq!(["90s", "10m", "1h30m", "24h"].map(seconds), [90, 600, 5400, 86400]);
}

#[test]
fn references_are_taken_apart() {
    let parts = |reference: &str| {
        let image = ImageModel::of_reference(reference);
        [image.repository, image.tag, image.digest].map(|part| part.known().cloned().unwrap_or_default())
    };
    assert_eq!(parts("acme/api:1.2"), ["acme/api", "1.2", ""]);
    assert_eq!(parts("host:5000/api"), ["host:5000/api", "latest", ""]);
    assert_eq!(parts("host:5000/api:1"), ["host:5000/api", "1", ""]);
    assert_eq!(parts("api@sha256:0"), ["api", "", "sha256:0"]);
    assert_eq!(parts("api:1@sha256:0"), ["api", "", "sha256:0"]);
}
