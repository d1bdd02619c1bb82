//! The daily and the weekly window on the clock: what overlaps, around midnight and around the end of the week.

use super::super::spec::{BackupWindow, MaintenanceWindow};
use crate::shared::Text;

#[test]
fn windows_overlap_as_on_a_clock() {
    let cases = [
        // Beside, at the edge, by a minute, inside, around.
        ("03:00-03:30", "sun:04:00-sun:05:00", false),
        ("03:00-04:00", "sun:04:00-sun:05:00", false),
        ("05:00-05:30", "sun:04:00-sun:05:00", false),
        ("03:00-04:01", "sun:04:00-sun:05:00", true),
        ("04:59-05:30", "sun:04:00-sun:05:00", true),
        ("04:15-04:45", "sun:04:00-sun:05:00", true),
        ("03:00-06:00", "wed:04:00-wed:05:00", true),
        // The backup around midnight.
        ("23:45-00:15", "mon:00:00-mon:00:30", true),
        ("23:45-00:15", "sun:00:00-sun:00:30", true),
        ("23:45-00:15", "sat:23:00-sat:23:45", false),
        ("23:45-00:15", "mon:00:15-mon:00:45", false),
        ("12:00-11:30", "thu:11:30-thu:12:00", false),
        ("12:00-11:31", "thu:11:30-thu:12:00", true),
        // The maintenance around midnight, and around the end of the week.
        ("00:00-00:30", "tue:23:45-wed:00:15", true),
        ("00:15-00:45", "tue:23:45-wed:00:15", false),
        ("23:00-23:45", "sun:23:45-mon:00:15", false),
        ("23:00-23:46", "sun:23:45-mon:00:15", true),
        ("00:00-00:30", "sun:23:45-mon:00:15", true),
        ("00:15-00:45", "sun:23:45-mon:00:15", false),
        // A whole day.
        ("07:00-07:30", "fri:12:00-sat:12:00", true),
        ("11:30-12:00", "sun:12:00-mon:12:00", true),
    ];
    for (daily, weekly, overlap) in cases {
        let backup = BackupWindow::parse(daily).unwrap_or_else(|| panic!("{daily}"));
        let maintenance = MaintenanceWindow::parse(weekly).unwrap_or_else(|| panic!("{weekly}"));
        assert_eq!(backup.overlaps(&maintenance), overlap, "{daily} {weekly}");
        assert_eq!((backup.as_str(), maintenance.as_str()), (daily, weekly));
    }
}

#[test]
fn windows_have_lengths_that_rds_takes() {
    for (text, is_one) in [
        ("03:00-03:30", true),
        ("23:45-00:15", true),
        ("03:00-02:59", true),
        ("03:00-03:00", false),
        ("03:00-03:29", false),
        ("24:00-00:30", false),
        ("03:60-04:30", false),
        ("3:00-04:00", false),
        ("+3:00-04:00", false),
        ("03:00-04:00-05:00", false),
        ("", false),
    ] {
        assert_eq!(BackupWindow::parse(text).is_some(), is_one, "{text}");
    }
    for (text, is_one) in [
        ("sun:04:00-sun:04:30", true),
        ("sun:23:45-mon:00:15", true),
        ("sun:04:00-mon:04:00", true),
        ("sun:04:00-mon:04:01", false),
        ("sun:04:00-sun:04:00", false),
        ("sun:04:00-sun:04:29", false),
        ("sun:04:00-sun:03:00", false),
        ("Sun:04:00-Sun:05:00", false),
        ("sun:04:00", false),
        ("04:00-05:00", false),
    ] {
        assert_eq!(MaintenanceWindow::parse(text).is_some(), is_one, "{text}");
    }
}
