//! Things made once and kept outside the checkout: named by a hash of what they are made from, appearing whole or not at
//! all, made by one process at a time. Knows nothing about what is made.

use crate::{
    Error,
    error::file,
    progress::{Progress, Report},
};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};

/// How long a thing is kept after it was last used.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Digits of a key.
const KEY_LENGTH: usize = 16;

/// A hash over named inputs; their order matters, their names keep neighbors apart.
#[derive(Clone, Default)]
pub(crate) struct Key(Sha256);

impl Key {
    pub(crate) fn add(&mut self, name: &str, content: &[u8]) {
        for part in [name.as_bytes(), content] {
            self.0.update((part.len() as u64).to_be_bytes());
            self.0.update(part);
        }
    }

    /// Every file below `dir` whose name `wanted` accepts, in order of path.
    pub(crate) fn add_folder(&mut self, dir: &Path, wanted: fn(&str) -> bool) -> Result<(), Error> {
        for path in files(dir)? {
            let name = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().into_owned();
            if wanted(&name) {
                self.add(&name, &fs::read(&path).map_err(file("read", &path))?);
            }
        }
        Ok(())
    }

    /// Sixteen hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        hex::encode(self.0.finalize()).chars().take(KEY_LENGTH).collect()
    }
}

/// Marks a thing as used now; a cache that cannot be written to is good enough to read.
fn used(path: &Path) {
    let _ = File::open(path).and_then(|folder| folder.set_modified(SystemTime::now()));
}

fn files(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(file("read", dir))? {
        let path = entry.map_err(file("read", dir))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// One thing in the cache.
pub(crate) struct Item<'a> {
    /// The cache's folder.
    pub(crate) cache: &'a Path,
    /// What it is, for people: "kubernetes".
    pub(crate) name: &'a str,
    pub(crate) key: String,
}

impl Item<'_> {
    pub(crate) fn path(&self) -> PathBuf {
        self.cache.join(format!("{}-{}", self.name, self.key))
    }

    /// The folder of the finished thing; `make` fills an empty folder when there is none yet.
    pub(crate) fn ensure(
        &self,
        report: Report<'_>,
        make: &mut dyn FnMut(&Path, Report<'_>) -> Result<(), Error>,
    ) -> Result<PathBuf, Error> {
        let path = self.path();
        if path.exists() {
            used(&path);
            return Ok(path);
        }
        fs::create_dir_all(self.cache).map_err(file("create", self.cache))?;
        let _lock = self.lock(report)?;
        if path.exists() {
            return Ok(path);
        }
        let part = self.cache.join(format!("{}-{}.part", self.name, self.key));
        if part.exists() {
            fs::remove_dir_all(&part).map_err(file("remove", &part))?;
        }
        fs::create_dir_all(&part).map_err(file("create", &part))?;
        let made = make(&part, report);
        if made.is_err() {
            // The error is what the caller wants to hear; a left-over is cleared by the next attempt.
            let _ = fs::remove_dir_all(&part);
        }
        made?;
        fs::rename(&part, &path).map_err(file("create", &path))?;
        self.forget_old(&path);
        Ok(path)
    }

    /// Removes what was made earlier under the same name and has not been used for a month. Another user's file, or one in
    /// use, may refuse to go: it is no worse off than before.
    fn forget_old(&self, newest: &Path) {
        let prefix = format!("{}-", self.name);
        let is_key = |name: &str| name.len() == prefix.len() + KEY_LENGTH && name.starts_with(&prefix);
        for entry in fs::read_dir(self.cache).into_iter().flatten().flatten() {
            let named = entry.file_name().to_str().is_some_and(is_key);
            let unused =
                entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|time| time.elapsed().ok());
            if named && entry.path() != newest && unused.is_some_and(|unused| unused > KEPT) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    fn lock(&self, report: Report<'_>) -> Result<File, Error> {
        let path = self.cache.join(format!("{}.lock", self.name));
        let lock = File::create(&path).map_err(file("create", &path))?;
        let (begun, mut said) = (Instant::now(), None::<Instant>);
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::Error(source)) => return Err(Error::File { doing: "lock", path, source }),
                Err(TryLockError::WouldBlock) => {}
            }
            if said.is_none_or(|last| last.elapsed() > Duration::from_secs(15)) {
                report(Progress::waiting(&format!("another process makes {}", self.name), begun.elapsed()));
                said = Some(Instant::now());
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

#[cfg(test)]
mod tests;
