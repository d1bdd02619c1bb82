//! What can go wrong, in words for the person at the terminal: a sentence each, and how to get on where that is known.

use std::{io, path::PathBuf};

/// Why the sandbox could not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A program that the sandbox builds or runs with is not on this machine.
    #[error("{name} is needed to {purpose}: {remedy}")]
    Missing {
        /// The program as it is called on `PATH`.
        name: String,
        /// What the sandbox does with it.
        purpose: &'static str,
        /// One sentence: how to get it.
        remedy: String,
    },
    /// More than one program is missing: a sentence for each.
    #[error("{}", .0.join("\n"))]
    Several(Vec<String>),
    /// This machine cannot run a real node.
    #[error("a real node needs {0}")]
    RealNode(String),
    /// Something else lives in the folder that was to hold the sandbox.
    #[error("{} is not empty and holds no sandbox: name another folder with --dir", .0.display())]
    ForeignFolder(PathBuf),
    /// A sandbox is where another one was to be made.
    #[error("a sandbox is in {} already: take it down first (`cargo sandbox down --dir {}`)", .0.display(), .0.display())]
    Occupied(PathBuf),
    /// A sandbox with other nodes runs in the same folder.
    #[error("the sandbox in {} runs with {running} nodes: run `cargo sandbox down` first, or name another folder with --dir", dir.display())]
    OtherNodes {
        /// Folder of the running sandbox.
        dir: PathBuf,
        /// Its kind of nodes.
        running: &'static str,
    },
    /// A file or folder could not be read or written.
    #[error("failed to {doing} {}", path.display())]
    File {
        /// The verb, for example "write".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A program could not be started.
    #[error("failed to start {program}")]
    Start {
        /// The program.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A program ended with an error.
    #[error("{program} failed: {said}")]
    Program {
        /// The program.
        program: String,
        /// The end of what it said.
        said: String,
    },
    /// A server did not come up.
    #[error("{server} {problem} (log: {}): {said}", log.display())]
    Server {
        /// The server.
        server: String,
        /// "stopped", "did not answer within 60 s".
        problem: String,
        /// Its log.
        log: PathBuf,
        /// The end of that log.
        said: String,
    },
    /// A server of the sandbox gave an answer that nothing can be done with.
    #[error("failed to {doing}: {answer}")]
    Answer {
        /// What was asked of it.
        doing: &'static str,
        /// What came back.
        answer: String,
    },
    /// The supervisor reported why the sandbox did not come up.
    #[error("{0}")]
    Supervisor(String),
    /// A recorded file of the sandbox is not what the sandbox writes.
    #[error("failed to read {}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl Error {
    /// The error and everything that caused it, outermost first, for a single line of output.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

/// Turns an I/O error into one that says what was being done to which file.
pub(crate) fn file(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
    let path = path.into();
    move |source| Error::File { doing, path, source }
}
