//! What the machine must bring, found and asked for its version; for what is missing, one sentence that says how to get it.

use crate::{Error, tool};
use std::{path::PathBuf, process::Command};

pub(crate) struct Python {
    pub(crate) program: PathBuf,
    /// `3.11.7`.
    pub(crate) version: String,
}

const GO_REMEDY: &str = "install Go 1.24 or newer from https://go.dev/dl or with `brew install go` (a system's own package \
                         may be older)";
const PYTHON_REMEDY: &str = "install Python 3.10 or newer with venv and pip (`apt-get install python3 python3-venv`, `brew \
                             install python`)";
const OLDEST_GO: (u32, u32) = (1, 21);
const OLDEST_PYTHON: (u32, u32) = (3, 10);

fn missing(name: &str, purpose: &'static str, remedy: &str) -> Error {
    Error::Missing { name: name.to_owned(), purpose, remedy: remedy.to_owned() }
}

/// The Go toolchain; from 1.21 on it fetches the newer one that a module asks for.
pub(crate) fn go() -> Result<PathBuf, Error> {
    let absent = || missing("go", "build Kubernetes", GO_REMEDY);
    let program = tool::find("go").ok_or_else(absent)?;
    let said = tool::output(Command::new(&program).args(["env", "GOVERSION"])).ok_or_else(absent)?;
    match numbers(said.trim_start_matches("go")) {
        Some(found) if found < OLDEST_GO => {
            Err(missing("go", "build Kubernetes", &format!("{said} is too old; {GO_REMEDY}")))
        }
        _ => Ok(program),
    }
}

/// A Python that can make virtual environments.
pub(crate) fn python() -> Result<Python, Error> {
    let purpose = "run the AWS emulators";
    let mut remedy = PYTHON_REMEDY.to_owned();
    for name in ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"] {
        let Some(program) = tool::find(name) else { continue };
        let script = "import sys, venv, ensurepip; print('.'.join(map(str, sys.version_info[:3])))";
        let Some(version) = tool::output(Command::new(&program).args(["-c", script])) else {
            remedy = format!("{} has no venv or no pip; {PYTHON_REMEDY}", program.display());
            continue;
        };
        if numbers(&version).is_some_and(|found| found >= OLDEST_PYTHON) {
            return Ok(Python { program, version });
        }
        remedy = format!("{} is {version}; {PYTHON_REMEDY}", program.display());
    }
    Err(missing("python3", purpose, &remedy))
}

/// npm, for clients that are published there.
pub(crate) fn npm() -> Result<PathBuf, Error> {
    let remedy = "install Node.js with npm (`apt-get install npm`, `brew install node`), or put tofu 1.6 or newer on PATH";
    tool::find("npm").ok_or_else(|| missing("npm", "fetch OpenTofu", remedy))
}

/// The first two numbers of a version: `1.26.8` is (1, 26).
pub(crate) fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    Some((digits(parts.next()?)?, parts.next().map_or(Some(0), digits)?))
}

#[cfg(test)]
mod tests;
