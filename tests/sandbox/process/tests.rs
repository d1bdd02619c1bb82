//! A process is told from another that was given the same id.

use super::Process;
#[cfg(target_os = "linux")]
use super::parse_stat;

#[test]
fn this_process_is_alive_and_an_older_one_of_the_same_id_is_not() {
    let me = Process::find(std::process::id()).unwrap();
    assert!(me.alive());
    let earlier = Process { started: "0".to_owned(), ..me };
    assert!(!earlier.alive());
}

#[cfg(target_os = "linux")]
#[test]
fn the_start_time_is_found_behind_any_name() {
    let tail = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20";
    let check = |name: &str, state: &str, expect: Option<&str>| {
        assert_eq!(parse_stat(&format!("42 ({name}) {state} {tail}")).as_deref(), expect);
    };
    check("sleep", "S", Some("4711"));
    check("a ) b (", "R", Some("4711"));
    check("sleep", "Z", None);
}
