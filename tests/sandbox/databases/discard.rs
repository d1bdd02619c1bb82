//! Removing what a database wrote. It is thousands of files, and a disk that takes a millisecond for each takes many at
//! once. Knows no servers.

use crate::{Error, error::file};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

const AT_ONCE: usize = 16;

/// Removes a folder, if it is there.
pub(super) fn discard(folder: &Path) -> Result<(), Error> {
    let mut files = Vec::new();
    list(folder, &mut files);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // What cannot be removed is told of below.
                    let _ = fs::remove_file(path);
                }
            });
        }
    });
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file("remove", folder)(error)),
        _ => Ok(()),
    }
}

/// Every file below a folder; links are not followed.
fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            list(&entry.path(), files);
        } else {
            files.push(entry.path());
        }
    }
}

#[cfg(test)]
mod tests;
