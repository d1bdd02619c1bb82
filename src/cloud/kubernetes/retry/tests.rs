//! What is tried again, and how long the pauses are.

use super::super::failure::Answer;
use super::*;

fn answer(code: u16, retry_after: Option<u64>) -> Failure {
    Failure::Answer(Answer { code, retry_after: retry_after.map(Duration::from_secs), ..Answer::default() })
}

#[test]
fn only_what_may_pass_is_tried_again() {
    let check = |failure: Failure, attempts: u32| {
        let made = (0..100).take_while(|attempt| pause(&failure, *attempt, 5).is_some()).count();
        assert_eq!(u32::try_from(made).unwrap(), attempts, "{failure:?}");
    };
    for code in [429, 500, 502, 503, 504] {
        check(answer(code, None), 5);
    }
    for code in [400, 401, 403, 404, 409, 410, 422, 501] {
        check(answer(code, None), 0);
    }
    check(Failure::Broken(Broken::Reset, "reset".into()), 5);
    check(Failure::Broken(Broken::Refused, "refused".into()), 2);
    check(Failure::Broken(Broken::Final, "certificate".into()), 0);
    check(Failure::NoToken("none".into()), 0);
}

#[test]
fn pauses_grow_and_are_limited() {
    let check = |asked: Option<u64>, attempt, chance, expected: u64| {
        let pause = length(asked.map(Duration::from_secs), attempt, chance);
        assert_eq!(pause, Duration::from_millis(expected));
    };
    check(None, 0, 0.0, 125);
    check(None, 0, 1.0, 250);
    check(None, 3, 1.0, 2_000);
    check(None, 30, 1.0, 10_000);
    check(Some(2), 0, 0.0, 2_125);
    check(Some(3_600), 0, 1.0, 20_000);
}

#[test]
fn jitter_is_a_fraction() {
    assert!((0..1_000).map(|_| random()).all(|chance| (0.0..=1.0).contains(&chance)));
}
