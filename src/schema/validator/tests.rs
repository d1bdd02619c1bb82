//! The ready-made checks, and the sentences they complete.

use super::Validator;
use crate::Value;

fn check(validator: &Validator, allowed: &str, good: &[Value], bad: &[Value]) {
    assert_eq!(validator.allowed(), allowed);
    good.iter().for_each(|value| assert!(validator.accepts(value), "{value:?}"));
    bad.iter().for_each(|value| assert!(!validator.accepts(value), "{value:?}"));
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().expect("a number"))
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

#[test]
fn words() {
    let validator = Validator::one_of(&["tcp", "udp"]);
    check(
        &validator,
        "one of `tcp`, `udp`",
        &[text("tcp"), text("udp")],
        &[text("TCP"), text(""), number("1")],
    );
}

#[test]
fn ranges() {
    let (good, bad) = ([number("1"), number("9")], [number("0"), number("10"), number("1.5"), text("1")]);
    check(&Validator::range(1, 9), "a whole number from 1 to 9", &good, &bad);
    let (good, bad) = ([number("1"), number("9223372036854775807")], [number("0"), number("1e30")]);
    check(&Validator::range(1, i64::MAX), "a whole number, at least 1", &good, &bad);
    check(&Validator::range(i64::MIN, 0), "a whole number, at most 0", &[number("-7")], &[number("1")]);
    check(&Validator::range(i64::MIN, i64::MAX), "a whole number", &[number("-7")], &[number("0.5")]);
}
