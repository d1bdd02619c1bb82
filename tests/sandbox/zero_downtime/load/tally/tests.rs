//! Percentiles are values that were measured, and nothing that failed is lost in the count.

use super::{Report, TOLD, Tally, percentile};
use std::time::Duration;

fn milliseconds(values: impl IntoIterator<Item = u64>) -> Vec<Duration> {
    values.into_iter().map(Duration::from_millis).collect()
}

#[test]
fn a_percentile_is_the_nearest_rank() {
    let check = |values: Vec<Duration>, percent: usize, expect: Option<u64>| {
        assert_eq!(
            percentile(&values, percent),
            expect.map(Duration::from_millis),
            "{percent} of {values:?}"
        );
    };
    check(milliseconds([]), 50, None);
    check(milliseconds([7]), 50, Some(7));
    check(milliseconds([7]), 99, Some(7));
    check(milliseconds([1, 2, 3, 4]), 50, Some(2));
    check(milliseconds(1..=100), 99, Some(99));
    check(milliseconds(1..=101), 99, Some(100));
    check(milliseconds(1..=1000), 50, Some(500));
}

fn told(answers: &[Result<(u64, &str), &str>]) -> Report {
    let mut tally = Tally::default();
    for answer in answers {
        let answer = answer.map(|(time, said)| (Duration::from_millis(time), said.to_owned()));
        tally.add(Ok(answer.map_err(str::to_owned)), Duration::from_millis(1500));
    }
    tally.report()
}

#[test]
fn answers_are_counted_by_what_they_say() {
    let report = told(&[
        Ok((3, "version=1 host=a")),
        Ok((1, "version=1 host=b")),
        Ok((2, "version=2 host=c")),
        Ok((9, "version=2 host=c")),
    ]);
    assert_eq!((report.requests, report.failures, report.pods()), (4, 0, 3));
    assert_eq!(report.median, Some(Duration::from_millis(2)));
    assert_eq!(report.p99, Some(Duration::from_millis(9)));
    assert_eq!(report.answers["version=2 host=c"], 2);
    assert!(report.heard("version=2 "));
    assert!(!report.heard("version=3 "));
}

#[test]
fn every_failure_counts_and_the_first_are_told() {
    let report = told(&[Err("503"); TOLD + 2]);
    assert_eq!((report.requests, report.failures, report.median), (7, 7, None));
    assert_eq!(report.told, vec!["at 1.5 s 503"; TOLD]);
}
