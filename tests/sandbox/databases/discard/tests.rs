//! A folder goes with all that is in it, and nothing that is only linked from it.

use super::discard;
use std::{fs, os::unix::fs::symlink};

#[test]
fn everything_in_the_folder_goes_and_nothing_else() {
    let outside = tempfile::tempdir().expect("a folder");
    let (kept, gone) = (outside.path().join("kept"), outside.path().join("gone"));
    fs::create_dir_all(&kept).expect("a folder");
    fs::write(kept.join("file"), "x").expect("a file");
    fs::create_dir_all(gone.join("a/b")).expect("a folder");
    fs::write(gone.join("a/b/file"), "x").expect("a file");
    symlink(&kept, gone.join("link")).expect("a link");
    discard(&gone).expect("it goes");
    assert!(!gone.exists() && kept.join("file").exists());
    discard(&gone).expect("once more");
}
