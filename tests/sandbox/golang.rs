//! Building the Go programs of the sandbox into the cache, keyed by everything that goes into them.

use crate::{
    Error,
    cache::{Item, Key},
    places, prerequisites,
    progress::Report,
    tool,
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// One module's programs, built together.
pub(crate) struct Build<'a> {
    /// What it is, for people and for the cache's folder name.
    pub(crate) name: &'a str,
    /// Folder of the module below the crate.
    pub(crate) module: &'a str,
    /// Packages to build; each becomes a program of its last path element's name.
    pub(crate) packages: &'a [&'a str],
    pub(crate) tags: &'a str,
    pub(crate) ldflags: String,
    /// How long a first build takes, for people.
    pub(crate) expect: &'a str,
}

impl Build<'_> {
    /// Whether a build is needed, and with it the Go toolchain.
    pub(crate) fn missing(&self) -> Result<bool, Error> {
        Ok(!self.item(&places::cache())?.path().exists())
    }

    fn item<'b>(&'b self, cache: &'b Path) -> Result<Item<'b>, Error> {
        Ok(Item { cache, name: self.name, key: self.key(&self.folder())? })
    }

    fn folder(&self) -> PathBuf {
        places::source().join(self.module)
    }

    /// The folder that holds the programs.
    pub(crate) fn ensure(&self, report: Report<'_>) -> Result<PathBuf, Error> {
        let module = self.folder();
        self.item(&places::cache())?.ensure(report, &mut |dir, report| {
            let go = prerequisites::go()?;
            let step = format!("build {}", self.name);
            tool::timed(&step, self.expect, report, &mut |report| {
                tool::run(&mut self.command(&go, &module, dir), &step, report)
            })
        })
    }

    fn command(&self, go: &Path, module: &Path, out: &Path) -> Command {
        let mut command = Command::new(go);
        command.current_dir(module).args(["build", "-trimpath", "-buildvcs=false", "-mod=readonly"]);
        command
            .args(["-tags", self.tags, "-ldflags", &self.ldflags, "-o"])
            .arg(out.join(""))
            .args(self.packages);
        // A workspace file or flags of the user's own must not change what is built.
        command.env("CGO_ENABLED", "0").env("GOWORK", "off").env("GOFLAGS", "");
        command
    }

    fn key(&self, module: &Path) -> Result<String, Error> {
        let mut key = Key::default();
        key.add_folder(module, |name| name.ends_with(".go") || name == "go.mod" || name == "go.sum")?;
        for part in [self.tags, &self.ldflags, &self.packages.join(" ")] {
            key.add("flag", part.as_bytes());
        }
        key.add("platform", format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH).as_bytes());
        Ok(key.finish())
    }
}
