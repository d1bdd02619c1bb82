//! Quantities against what a Kubernetes 1.34 API server stores for them.

use super::Quantity;

#[track_caller]
fn check(text: &str, canonical: &str) {
    assert_eq!(Quantity::parse(text).map(|q| q.to_string()).as_deref(), Some(canonical), "for {text:?}");
}

#[test]
fn canonical_forms() {
    for (text, canonical) in [
        ("0", "0"),
        ("1", "1"),
        ("1000m", "1"),
        ("0.25", "250m"),
        (".5", "500m"),
        ("1.5", "1500m"),
        ("2000", "2k"),
        ("1500", "1500"),
        ("100M", "100M"),
        ("256Mi", "256Mi"),
        ("1024Mi", "1Gi"),
        ("0.5Gi", "512Mi"),
        ("1.5Gi", "1536Mi"),
        ("1000Ki", "1000Ki"),
        ("1023", "1023"),
        ("1e3", "1e3"),
    ] {
        check(text, canonical);
    }
}

#[test]
fn equal_amounts_are_equal_however_written() {
    assert_eq!(Quantity::parse("1Gi"), Quantity::parse("1073741824"));
    assert_eq!(Quantity::parse("0.1"), Quantity::parse("100m"));
    assert!(Quantity::parse("1G") < Quantity::parse("1Gi"));
}

#[test]
fn other_text_is_refused() {
    for text in [
        "",
        ".",
        "m",
        "-1",
        "1 Gi",
        "1gb",
        "1.5.1",
        "0.0000000001",
        "1e",
        "99999999999999999999",
        "1n1",
        "12E",
    ] {
        assert_eq!(Quantity::parse(text), None, "{text:?} was accepted");
    }
}
