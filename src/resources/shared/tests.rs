//! What each type of text takes and refuses, and how long the words of a wait are.

use acme_children::Quantity;

use super::image::{ImageDigest, Repository, Tag};
use super::probe::ProbePort;
use super::{
    Cidr, ClusterName, EnvName, FileName, HostName, HttpPath, ImageModel, Instant, Label, LabelKey,
    LabelValue, MountPath, ObjectName, PartName, PortName, Protocol, RoleArn, RoutePath, SecretArn,
    ServiceName, Share, Span, Text, VersionId, WaitTime, ZoneName,
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
fn labels() {
    check::<LabelKey>(
        &[
            "a",
            "A.b_c-1",
            "acme.com/a",
            &format!("{}/{}", "a.".repeat(126).trim_end_matches('.'), "a".repeat(63)),
        ],
        &["", "-a", "a-", "a b", "/a", "a/", "a/b/c", "ACME.com/a", "ä", &"a".repeat(64)],
    );
    check::<LabelValue>(
        &["", "a", "A.b_c-1", &"a".repeat(63)],
        &["-a", "a.", "a b", "a/b", "ä", &"a".repeat(64)],
    );
}

#[test]
fn shares() {
    check::<Share>(
        &["0", "1", "10000", "0%", "25%", "100%"],
        &["", "%", "-1", "+1", "01", "10001", "101%", "1.5", "25 %", "1%%", "25%x"],
    );
    let share = |text: &str| Share::parse(text).unwrap();
    assert_eq!((share("25%").up(3), share("25%").down(3)), (1, 0));
    assert_eq!((share("100%").up(3), share("100%").down(3)), (3, 3));
    assert_eq!((share("2").up(3), share("2").down(3)), (2, 2));
    assert!(share("0%").is_zero() && share("0").is_zero() && !share("1%").is_zero());
}

#[test]
fn ranges() {
    check::<Cidr>(
        &["0.0.0.0/0", "10.0.20.0/24", "10.0.0.1/32", "::/0", "2001:db8::/32", "::1/128", "fd00:1::/33"],
        &[
            "",
            "/",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.0/+8",
            "10.0.0.1/24",
            "10.0.0/8",
            "010.0.0.0/8",
            "::/129",
            "::1/127",
            "2001:DB8::/32",
            "2001:db8:0::/32",
            "::ffff:10.0.0.0/104",
            "fe80::%eth0/64",
            " 10.0.0.0/8",
        ],
    );
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
fn files() {
    check::<FileName>(&["a", "1", "app.yaml", ".hidden", "a..b"], &["", ".", "..", "..a", "a/b", "a b", "ä"]);
    check::<MountPath>(
        &["/a", "/etc/app", "/a b", "/.a", "/..a"],
        &["", "/", "a", "/a/", "//a", "/a//b", "/a/./b", "/a/..", "/a:b", "/a\n"],
    );
    check::<PartName>(&["a", "0", "a-b", &"a".repeat(40)], &["", "-a", "A", "a.b", &"a".repeat(41)]);
    let path = |text: &str| MountPath::parse(text).unwrap();
    assert!(path("/a/b").is_inside(&path("/a")));
    assert!(!path("/ab").is_inside(&path("/a")) && !path("/a").is_inside(&path("/a")));
}

#[test]
fn arns() {
    let secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:";
    check::<SecretArn>(
        &[
            &format!("{secret}a"),
            &format!("{secret}a/b-AbCdEf"),
            &secret.replace("aws", "aws-cn").replace("secret:", "secret:a"),
        ],
        &[
            "",
            secret,
            &format!("{secret}a:b"),
            &secret.replace("aws", "gcp"),
            &secret.replace("123456789012", "1"),
        ],
    );
    check::<RoleArn>(
        &["arn:aws:iam::123456789012:role/a", "arn:aws-us-gov:iam::123456789012:role/a/b"],
        &[
            "",
            "a",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:role/a/",
            "arn:aws:iam::123456789012:a",
        ],
    );
    check::<VersionId>(
        &[&"a".repeat(32), &"0-".repeat(32)],
        &["", "AWSCURRENT", &"a".repeat(31), &"a".repeat(65), &"_".repeat(32)],
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
    let written = |text: &str| WaitTime::parse(text).unwrap().to_string();
    assert_eq!(["90s", "60m", "1h0m1s", "24h"].map(written), ["1m30s", "1h", "1h1s", "24h"]);
}

#[test]
fn spans() {
    check::<Span>(
        &["1m", "15m", "1h", "1h30m", "24h", "7d", "1d12h", "3650d"],
        &[
            "",
            "0m",
            "0d",
            "15",
            "m",
            "1s",
            "90s",
            "1.5h",
            "1m1h",
            "-1m",
            "+1m",
            "1 h",
            "3650d1m",
            "99999999999999999999d",
        ],
    );
    let minutes = |text: &str| Span::parse(text).unwrap().minutes();
    assert_eq!(["15m", "1h30m", "7d", "1d12h5m"].map(minutes), [15, 90, 10080, 2165]);
    let written = |text: &str| Span::parse(text).unwrap().to_string();
    assert_eq!(["15m", "90m", "60m", "7d", "1d12h5m"].map(written), ["15m", "1h30m", "1h", "168h", "36h5m"]);
    assert_eq!(Span::of_minutes(0).to_string(), "0m");
}

#[test]
fn instants() {
    check::<Instant>(
        &[
            "2026-01-31T03:00:00Z",
            "2026-01-31T03:00:00.5Z",
            "2026-01-31T03:00:00+02:00",
            "2024-02-29T23:59:59-23:59",
            "1969-12-31T23:59:59.999Z",
        ],
        &[
            "",
            "2026-01-31",
            "2026-01-31T03:00Z",
            "2026-01-31T03:00:00",
            "2026-01-31 03:00:00Z",
            "2026-01-31t03:00:00z",
            "2026-01-31T03:00:00.Z",
            "2026-01-31T03:00:00+0200",
            "2026-01-31T03:00:00+02:00[Europe/Berlin]",
            "2026-02-29T03:00:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T03:00:00Z ",
            "+2026-01-31T03:00:00Z",
        ],
    );
    let written = |text: &str| Instant::parse(text).unwrap().to_string();
    assert_eq!(written("2026-01-31T03:00:00.999+02:00"), "2026-01-31T01:00:00Z");
    assert_eq!(written("1969-12-31T23:59:58.5Z"), "1969-12-31T23:59:58Z");
    let since = |later: &str, earlier: &str| {
        Instant::parse(later).unwrap().since(Instant::parse(earlier).unwrap()).to_string()
    };
    assert_eq!(since("2026-01-31T03:00:00Z", "2026-01-30T02:59:30Z"), "24h1m");
    assert_eq!(since("2026-01-30T03:00:00Z", "2026-01-31T03:00:00Z"), "0m");
    assert!(Instant::parse("9999-12-30T00:00:00Z").unwrap().plus(Span::of_minutes(1 << 40)).is_none());
}

#[test]
fn time_zones() {
    check::<ZoneName>(
        &["UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata"],
        &["", "europe/berlin", "Europe/Bonn", "Etc/Unknown", "+02:00", "CEST", "Europe/Berlin ", "../UTC"],
    );
    assert_eq!(ZoneName::default().as_str(), "Etc/UTC");
    assert!(ZoneName::parse("Etc/UTC").is_some_and(|zone| zone.to_string() == "Etc/UTC"));
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
