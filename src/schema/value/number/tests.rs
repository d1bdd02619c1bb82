//! Numbers: equality is numeric, text is exact, machine words only where they fit.

use super::Number;

fn number(text: &str) -> Number {
    text.parse().expect(text)
}

#[test]
fn reads_and_writes_decimals() {
    let check = |text: &str, expect: &str| assert_eq!(number(text).to_string(), expect, "{text}");
    check("0", "0");
    check("-0.0", "0");
    check("007", "7");
    check("+1.50", "1.5");
    check("-12.25e1", "-122.5");
    check("1e3", "1000");
    check("1E-3", "0.001");
    check(".5", "0.5");
    check("5.", "5");
    check(
        "123456789012345678901234567890.000000000000000000000000000001",
        "123456789012345678901234567890.000000000000000000000000000001",
    );
}

#[test]
fn refuses_what_is_no_number() {
    for text in [
        "",
        "-",
        ".",
        "e5",
        "1e",
        "1e1.5",
        "0x10",
        "1_000",
        "NaN",
        "inf",
        "1e10001",
        "1e-99999999",
        "--1",
        "1 ",
    ] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
}

#[test]
fn equality_is_numeric() {
    assert_eq!(number("1e2"), Number::from(100_i64));
    assert_eq!(number("0.50"), Number::from_f64(0.5).unwrap());
    assert_ne!(number("0.1"), Number::from_f64(0.1).unwrap(), "no binary number is a tenth");
}

#[test]
fn fits_a_machine_word_or_not() {
    let check = |text: &str, whole: bool, word: Option<i64>| {
        assert_eq!((number(text).is_whole(), number(text).as_i64()), (whole, word), "{text}");
    };
    check("0", true, Some(0));
    check("-9223372036854775808", true, Some(i64::MIN));
    check("9223372036854775807", true, Some(i64::MAX));
    check("9223372036854775808", true, None);
    check("1000000000000000000", true, Some(1_000_000_000_000_000_000));
    check("10000000000000000000", true, None);
    check("1.5", false, None);
    check("1e10000", true, None);
}

#[test]
fn floats_are_exact() {
    for float in [0.0, -1.5, 0.1, f64::MAX, f64::MIN_POSITIVE, 5e-324, 1e300] {
        let number = Number::from_f64(float).unwrap();
        assert_eq!(number.as_exact_f64(), Some(float), "{float}");
    }
    assert_eq!(number("0.1").as_exact_f64(), None);
    assert!((number("0.1").as_f64() - 0.1).abs() < f64::EPSILON);
    assert_eq!(number("1e400").as_exact_f64(), None);
    assert_eq!(Number::from_f64(f64::NAN), None);
    assert_eq!(Number::from_f64(f64::INFINITY), None);
}
