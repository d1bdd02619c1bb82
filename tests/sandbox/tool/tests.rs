//! The end of a long text is cut at a line.

use super::{TAIL, tail};

#[test]
fn a_tail_has_whole_lines() {
    assert_eq!(tail(b"short"), "short");
    assert_eq!(tail(b"a\nb\n"), "a\nb\n");
    let long = format!("{}\nlast line\n", "x".repeat(TAIL));
    assert_eq!(tail(long.as_bytes()), "last line\n");
    let unbroken = "y".repeat(TAIL + 5);
    assert_eq!(tail(unbroken.as_bytes()).len(), TAIL);
}
