//! A phase is judged by what was lost, by how much was asked, and by whether anything happened meanwhile.

use super::{Phase, Seen, judge};

const OLD: &str = "version=1 ";
const NEW: &str = "version=2 ";

fn seen(requests: u64, failures: u64, answers: &[&str]) -> Seen {
    Seen {
        requests,
        failures,
        told: (0..failures).map(|_| "at 1.0 s refused".to_owned()).collect(),
        answers: answers.iter().map(|said| ((*said).to_owned(), 1)).collect(),
        ..Seen::default()
    }
}

fn check(seen: &Seen, expect: &[&str]) {
    assert_eq!(judge(Phase::Image, seen, [OLD, NEW]), expect);
}

#[test]
fn a_phase_is_good_when_nothing_is_lost_and_every_pod_was_replaced() {
    let all = ["version=1 host=a", "version=1 host=b", "version=2 host=c", "version=2 host=d"];
    check(&seen(2000, 0, &all), &[]);
    check(&seen(2000, 1, &all), &["1 of 2000 requests were lost: at 1.0 s refused"]);
    check(&seen(1999, 0, &all), &["1999 requests are fewer than 2000"]);
}

#[test]
fn a_phase_in_which_nothing_happened_is_none() {
    check(
        &seen(2000, 0, &["version=1 host=a", "version=1 host=b"]),
        &["no pod answered `version=2`", "2 pods answered, 4 should have"],
    );
}
