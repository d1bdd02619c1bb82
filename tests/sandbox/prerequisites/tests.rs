//! Versions compare as numbers, whatever hangs on them.

use super::numbers;

#[test]
fn a_version_is_read_as_two_numbers() {
    for (text, expect) in [
        ("1.26.8", Some((1, 26))),
        ("1.9", Some((1, 9))),
        ("1.25rc1", Some((1, 25))),
        ("3", Some((3, 0))),
        ("3.11.7+", Some((3, 11))),
        ("devel", None),
        ("", None),
    ] {
        assert_eq!(numbers(text), expect, "{text}");
    }
    assert!(numbers("1.9") < numbers("1.26"));
}
