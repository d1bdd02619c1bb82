//! Running a program to its end while the caller is told that it goes on, and finding programs at all.

use crate::{
    Error,
    progress::{Progress, Report},
};
use std::{
    env,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const HEARTBEAT: Duration = Duration::from_secs(15);
/// How much of a program's output an error carries, in bytes.
const TAIL: usize = 2000;

/// The executable of this name on `PATH`.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_executable(file))
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// Tells when a step that may take long begins and ends.
pub(crate) fn timed<T>(
    step: &str,
    expect: &str,
    report: Report<'_>,
    work: &mut dyn FnMut(Report<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let begun = Instant::now();
    report(Progress::begun(step, expect));
    let result = work(report)?;
    report(Progress::done(step, begun.elapsed()));
    Ok(result)
}

/// Runs to the end; an error carries the end of what the program said.
pub(crate) fn run(command: &mut Command, step: &str, report: Report<'_>) -> Result<(), Error> {
    let program = name(command);
    let (reader, writer) =
        std::io::pipe().map_err(|source| Error::Start { program: program.clone(), source })?;
    let started =
        writer.try_clone().and_then(|copy| command.stdin(Stdio::null()).stdout(copy).stderr(writer).spawn());
    // The command holds the writing ends: without this the reader would never see the end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = started.map_err(|source| Error::Start { program: program.clone(), source })?;
    let said = thread::spawn(move || last(reader));
    let (begun, mut beat) = (Instant::now(), Instant::now());
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => thread::sleep(Duration::from_millis(50)),
            Err(source) => return Err(Error::Start { program, source }),
        }
        if beat.elapsed() > HEARTBEAT {
            report(Progress::waiting(step, begun.elapsed()));
            beat = Instant::now();
        }
    };
    if status.success() {
        return Ok(());
    }
    let said = said.join().unwrap_or_default();
    Err(Error::Program { program, said: format!("{} ({status})", said.trim()) })
}

/// What a short-lived program prints, when it ends well.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub(crate) fn name(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads to the end and keeps the last part.
fn last(mut reader: impl Read) -> String {
    let mut all = Vec::new();
    // What was read before an error is still worth showing.
    let _ = reader.read_to_end(&mut all);
    tail(&all)
}

/// The last whole lines of a text, at most about 2,000 bytes.
pub(crate) fn tail(text: &[u8]) -> String {
    let start = text.len().saturating_sub(TAIL);
    let end = String::from_utf8_lossy(text.get(start..).unwrap_or_default()).into_owned();
    match end.split_once('\n') {
        Some((_, whole)) if start > 0 && !whole.trim().is_empty() => whole.to_owned(),
        _ => end,
    }
}

#[cfg(test)]
mod tests;
