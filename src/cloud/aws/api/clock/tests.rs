//! Times and pauses.

use super::*;

#[test]
fn a_moment_is_in_utc() {
    let noon = SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_435_200_750); // 2026-11-23T12:00:00.75Z
    let check = |hours, text: &str, weekday, minute| {
        assert_eq!(moment(noon, hours), Moment { text: text.to_owned(), weekday, minute });
    };
    check(0, "2026-11-23T12:00:00Z", "mon", 720);
    check(13, "2026-11-24T01:00:00Z", "tue", 60);
    check(24 * 40, "2027-01-02T12:00:00Z", "sat", 720);
    assert!(moment(noon, u32::MAX).text > moment(noon, 0).text);
}

#[test]
fn pauses_grow_to_a_limit() {
    let check = |looks, chance, millis| assert_eq!(pause(looks, chance).as_millis(), millis, "{looks}");
    check(0, 0.5, 300);
    check(0, 0.0, 240);
    check(0, 1.0, 360);
    check(2, 0.5, 675);
    check(10, 0.5, 15_000);
    check(u32::MAX, 1.0, 18_000);
}
