//! The folder of the sockets is the one place that depends on the length of a path.

use super::Places;
use std::path::Path;

fn check(dir: &str, inside: bool) {
    let sockets = Places::new(Path::new(dir)).sockets();
    assert_eq!(sockets.starts_with(dir), inside, "{}", sockets.display());
    let longest = sockets.join("containerd.sock.ttrpc");
    assert!(longest.as_os_str().len() <= 107, "{}", longest.display());
}

#[test]
fn sockets_stay_inside_a_short_folder_and_leave_a_long_one() {
    check("/tmp/s", true);
    check(&format!("/tmp/{}", "s".repeat(70)), true);
    check(&format!("/tmp/{}", "s".repeat(90)), false);
    check(&format!("/tmp/{}", "s".repeat(200)), false);
}

#[test]
fn two_folders_have_two_short_names() {
    let name = |dir: &str| Places::new(Path::new(dir)).short_name();
    assert_eq!(name("/tmp/a"), name("/tmp/a"));
    assert_ne!(name("/tmp/a"), name("/tmp/b"));
}
