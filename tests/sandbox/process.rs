//! A process of this machine, named by its id and the moment it started, so that an id that was given away again is never
//! mistaken for it. Ends only what it was told about by that name.

use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};
use std::{
    thread,
    time::{Duration, Instant},
};

/// One process, for as long as it lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Process {
    pid: u32,
    /// When it started, in whatever unit the system counts; only ever compared for equality.
    started: String,
}

impl Process {
    /// The live process with this id.
    pub(crate) fn find(pid: u32) -> Option<Self> {
        Some(Self { pid, started: started(pid)? })
    }

    /// A process that has ended.
    pub(crate) fn gone(pid: u32) -> Self {
        Self { pid, started: String::new() }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether it still runs; one that has ended and waits for its parent does not.
    pub(crate) fn alive(&self) -> bool {
        started(self.pid).is_some_and(|now| now == self.started)
    }

    fn signal(&self, signal: Signal) {
        if !self.alive() {
            return;
        }
        let Some(pid) = i32::try_from(self.pid).ok().and_then(Pid::from_raw) else { return };
        // The process may have ended since: then there is nothing left to do.
        let _ = kill_process(pid, signal);
    }
}

/// Asks every process to end, waits, and ends by force what is left.
pub(crate) fn stop(processes: &[Process], patience: Duration) {
    end(processes, Signal::TERM, patience);
}

/// The same for processes that take an interrupt as the wish to end without waiting for others.
pub(crate) fn interrupt(processes: &[Process], patience: Duration) {
    end(processes, Signal::INT, patience);
}

/// The same for processes whose work is not wanted any more.
pub(crate) fn abort(processes: &[Process], patience: Duration) {
    end(processes, Signal::QUIT, patience);
}

fn end(processes: &[Process], signal: Signal, patience: Duration) {
    for process in processes {
        process.signal(signal);
    }
    if gone(processes, patience) {
        return;
    }
    for process in processes {
        process.signal(Signal::KILL);
    }
    gone(processes, Duration::from_secs(5));
}

/// Waits until none of them is left; false when some outlived the patience.
pub(crate) fn gone(processes: &[Process], patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    while processes.iter().any(Process::alive) {
        if Instant::now() > deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
    true
}

#[cfg(target_os = "linux")]
fn started(pid: u32) -> Option<String> {
    parse_stat(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// Field 22 of proc_pid_stat(5). The second field is a name in parentheses that may itself hold spaces and parentheses.
#[cfg(target_os = "linux")]
fn parse_stat(stat: &str) -> Option<String> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    let state = fields.next()?;
    if matches!(state, "Z" | "X") {
        return None;
    }
    fields.nth(18).map(str::to_owned)
}

#[cfg(not(target_os = "linux"))]
fn started(pid: u32) -> Option<String> {
    let ps = std::process::Command::new("ps")
        .args(["-o", "stat=,lstart=", "-p", &pid.to_string()])
        .output()
        .ok()?;
    let line = String::from_utf8(ps.stdout).ok()?;
    let (state, start) = line.trim().split_once(' ')?;
    (!state.starts_with('Z')).then(|| start.trim().to_owned())
}

#[cfg(test)]
mod tests;
