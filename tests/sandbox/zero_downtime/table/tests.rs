//! Words are aligned to the left, numbers to the right, and what was not measured is a dash.

use super::{Report, Row, render};
use expect_test::expect;
use std::time::Duration;

#[test]
fn columns_are_as_wide_as_what_is_in_them() {
    let seen = Report {
        requests: 2412,
        failures: 0,
        median: Some(Duration::from_micros(1234)),
        p99: Some(Duration::from_millis(101)),
        answers: [("version=1 host=a".to_owned(), 2411), ("version=2 host=b".to_owned(), 1)].into(),
        told: Vec::new(),
    };
    let rows = [
        Row { phase: "image", route: "service", seen, took: Some(Duration::from_millis(21_460)) },
        Row { phase: "bad-image", route: "ingress", seen: Report::default(), took: None },
    ];
    expect![[r#"
        phase      by       requests  failures  p50 ms  p99 ms  pods  change s
        image      service      2412         0     1.2   101.0     2      21.5
        bad-image  ingress         0         0       -       -     0         -
    "#]]
    .assert_eq(&render(&rows));
}
