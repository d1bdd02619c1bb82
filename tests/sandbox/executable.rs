//! The programs that Cargo builds from this workspace: this crate's own, for a caller that is another one (a test, the demo;
//! the supervisor is the program `sandbox`, whoever asks for it), and the provider, for whoever applies with it.

use crate::{Error, places, progress::Report, tool};
use serde_json::Value;
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const NAME: &str = "sandbox";

/// The program itself when it is the caller, else the one that Cargo builds from the same sources.
pub(crate) fn find(report: Report<'_>) -> Result<PathBuf, Error> {
    let own = env::current_exe().ok();
    match own.filter(|exe| exe.file_stem().is_some_and(|stem| stem == NAME)) {
        Some(own) => Ok(own),
        None => tool::timed("build the sandbox's own program", "a few seconds", report, &mut |_| build()),
    }
}

fn cargo() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// Builds the provider, so that what is applied with is what the sources say.
///
/// # Errors
///
/// When Cargo does not start or the build fails; what the compiler says goes to standard error.
pub fn build_provider() -> Result<(), Error> {
    let mut command = Command::new(cargo());
    command.args(["build", "--bin", "terraform-provider-acme"]).current_dir(places::workspace());
    let failed = |source| Error::Start { program: cargo().display().to_string(), source };
    let status = command.stdin(Stdio::null()).status().map_err(failed)?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Program { program: "cargo build".to_owned(), said: status.to_string() })
}

fn build() -> Result<PathBuf, Error> {
    let cargo = cargo();
    let mut command = Command::new(&cargo);
    command.current_dir(places::workspace()).args(["build", "--quiet", "--package", NAME, "--bin", NAME]);
    command.args(["--message-format", "json-render-diagnostics"]).stdin(Stdio::null());
    let program = cargo.display().to_string();
    let output = command.output().map_err(|source| Error::Start { program: program.clone(), source })?;
    let built = String::from_utf8_lossy(&output.stdout).lines().filter_map(executable).next_back();
    built
        .filter(|_| output.status.success())
        .ok_or_else(|| Error::Program { program, said: tool::tail(&output.stderr) })
}

/// The path in Cargo's message about a finished program.
fn executable(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    message.get("executable")?.as_str().map(Path::new).map(Path::to_path_buf)
}
