//! Child names as text.

use super::{ChildId, Kind};

#[test]
fn every_kind_survives_its_own_spelling() {
    for kind in Kind::ALL {
        let id = ChildId::new(kind, "api");
        assert_eq!(id.to_string().parse(), Ok(id));
    }
}

#[test]
fn other_text_is_refused() {
    for text in ["", "deployment", "deployment/", "pod/api", "/api"] {
        assert!(text.parse::<ChildId>().is_err(), "{text:?} was accepted");
    }
}

#[test]
fn ranks_are_distinct() {
    let ranks: std::collections::BTreeSet<u8> = Kind::ALL.into_iter().map(Kind::rank).collect();
    assert_eq!(ranks.len(), Kind::ALL.len());
}
