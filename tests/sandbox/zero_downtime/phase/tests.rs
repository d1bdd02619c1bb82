//! A phase is found by its own name only.

use super::Phase;

#[test]
fn every_phase_has_a_name_of_its_own() {
    for phase in Phase::ALL {
        assert_eq!(Phase::find(phase.name()), Some(phase));
    }
    assert_eq!(Phase::find("Image"), None);
    assert_eq!(Phase::find(""), None);
}
