//! Messages: the cause chain is told once, hints come last, errors are told from warnings.

use super::{Diagnostic, Diagnostics};
use crate::Path;

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("connection refused")]
    Refused,
    #[error("failed to reach the cluster")]
    Cluster(#[source] Box<Failure>),
    #[error("failed to apply: {0}")]
    Repeating(#[source] Box<Failure>),
}

#[test]
fn a_cause_chain_is_one_line_each() {
    let error = Failure::Cluster(Box::new(Failure::Refused));
    let diagnostic = Diagnostic::error("Could not apply").because(&error).hint("check the network");
    let lines = [
        "caused by: failed to reach the cluster",
        "caused by: connection refused",
        "hint: check the network",
    ];
    assert_eq!(diagnostic.detail, lines.join("\n"));
}

#[test]
fn what_is_added_later_stands_before_the_hints() {
    let diagnostic = Diagnostic::error("Failed").hint("one").detail("first").hint("two").detail("second");
    assert_eq!(diagnostic.detail, "first\nsecond\nhint: one\nhint: two");
    assert_eq!(
        Diagnostic::error("Failed").detail("no hint: it is text").detail("more").detail,
        "no hint: it is text\nmore"
    );
}

#[test]
fn a_cause_that_was_printed_already_is_left_out() {
    let error = Failure::Repeating(Box::new(Failure::Refused));
    assert_eq!(
        Diagnostic::error("Failed").because(&error).detail,
        "caused by: failed to apply: connection refused"
    );
    assert_eq!(Diagnostic::error("connection refused").because(&Failure::Refused).detail, "");
}

#[test]
fn order_is_kept_and_a_warning_is_no_error() {
    let mut all = Diagnostics::from(Diagnostic::warning("one").at(Path::of("a")));
    assert!(!all.is_empty() && !all.has_errors());
    all.append(Diagnostic::error("two").into());
    all.extend([Diagnostic::warning("three")]);
    assert!(all.has_errors());
    assert_eq!(all.iter().map(|d| d.summary.as_str()).collect::<Vec<_>>(), ["one", "two", "three"]);
}
