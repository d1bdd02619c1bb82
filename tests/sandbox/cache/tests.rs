//! Equal inputs have equal keys, and a thing in the cache is made once and whole.

use super::{Item, Key};
use crate::Error;
use std::fs;

fn key(inputs: &[(&str, &str)]) -> String {
    let mut key = Key::default();
    for (name, content) in inputs {
        key.add(name, content.as_bytes());
    }
    key.finish()
}

#[test]
fn a_key_depends_on_every_name_and_every_content_and_on_where_one_ends() {
    let base = key(&[("go.mod", "a"), ("main.go", "b")]);
    assert_eq!(base.len(), 16);
    assert_eq!(base, key(&[("go.mod", "a"), ("main.go", "b")]));
    for other in [
        &[("go.mod", "a"), ("main.go", "c")][..],
        &[("go.mod", "a"), ("other.go", "b")],
        &[("main.go", "b"), ("go.mod", "a")],
        &[("go.mod", "amain.go"), ("", "b")],
        &[("go.mod", "a")],
    ] {
        assert_ne!(base, key(other), "{other:?}");
    }
}

#[test]
fn a_folder_is_hashed_by_the_files_that_are_wanted() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("cmd")).unwrap();
    fs::write(dir.path().join("cmd/main.go"), "package main").unwrap();
    let hash = || {
        let mut key = Key::default();
        key.add_folder(dir.path(), |name| name.ends_with(".go")).unwrap();
        key.finish()
    };
    let before = hash();
    fs::write(dir.path().join("notes.md"), "not wanted").unwrap();
    assert_eq!(before, hash());
    fs::write(dir.path().join("cmd/main.go"), "package other").unwrap();
    assert_ne!(before, hash());
}

#[test]
fn an_item_is_made_once_and_a_failed_attempt_leaves_nothing() {
    let cache = tempfile::tempdir().unwrap();
    let item = Item { cache: cache.path(), name: "thing", key: "1".to_owned() };
    let mut fails = |dir: &std::path::Path, _: crate::progress::Report<'_>| {
        fs::write(dir.join("half"), "").unwrap();
        Err(Error::Program { program: "maker".to_owned(), said: "no".to_owned() })
    };
    assert!(item.ensure(&mut |_| {}, &mut fails).is_err());
    assert!(!item.path().exists());

    let mut made = 0;
    for _ in 0..2 {
        let path = item
            .ensure(&mut |_| {}, &mut |dir, _| {
                made += 1;
                fs::write(dir.join("whole"), "").map_err(crate::error::file("write", dir))
            })
            .unwrap();
        assert!(path.join("whole").exists() && !path.join("half").exists());
    }
    assert_eq!(made, 1);
}

#[test]
fn what_was_not_used_for_a_month_is_forgotten_when_something_newer_is_made() {
    let cache = tempfile::tempdir().unwrap();
    let make = |name: &str, key: &str| {
        let item = Item { cache: cache.path(), name, key: key.repeat(16) };
        item.ensure(&mut |_| {}, &mut |_, _| Ok(())).unwrap()
    };
    let age = |path: &std::path::Path, days: u64| {
        let then = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 24 * 60 * 60);
        fs::File::open(path).unwrap().set_modified(then).unwrap();
    };
    let (old, recent, other) = (make("thing", "1"), make("thing", "2"), make("thing-with-more", "3"));
    age(&old, 31);
    age(&recent, 29);
    age(&other, 31);
    let new = make("thing", "4");
    assert_eq!([&old, &recent, &other, &new].map(|path| path.exists()), [false, true, true, true]);
    age(&recent, 31);
    make("thing", "2");
    make("thing", "5");
    assert!(recent.exists(), "it was used in between");
}
