//! The supervisor's understudy: a small process that waits for the supervisor to end and, when it was killed, takes down
//! what it left behind.

use super::{Supervisor, broken};
use crate::{Error, places::Places, process::Process, record::Record, takedown};
use std::{
    io::Read,
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
};

impl Supervisor {
    /// Starts the keeper. It holds the other end of a pipe that nobody writes to: the pipe ends with the supervisor.
    pub(super) fn start_keeper(&mut self) -> Result<(), Error> {
        let program = std::env::current_exe().map_err(broken("the keeper"))?;
        let mut command = Command::new(program);
        command.arg("keep").arg("--dir").arg(self.places.dir());
        // A group of its own: what kills the supervisor's group spares it.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().map_err(broken("the keeper"))?;
        self.children.push((super::start::KEEPER.to_owned(), child));
        Ok(())
    }
}

/// Waits for the end of standard input, then takes the sandbox down unless that has been done.
pub(crate) fn keep(dir: &Path) -> Result<(), Error> {
    let places = Places::new(dir);
    let guarded = Record::load(&places)?.and_then(|record| record.supervisor);
    // Nothing is ever written: the read returns when the supervisor has ended, and an error would mean the same.
    let _ = std::io::stdin().lock().read(&mut [0]);
    let left = Record::load(&places)?.filter(|record| record.supervisor == guarded);
    match left {
        Some(record) if !guarded.as_ref().is_some_and(Process::alive) => takedown::children(&places, &record),
        _ => Ok(()),
    }
}
