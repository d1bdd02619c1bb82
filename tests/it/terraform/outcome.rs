//! What a command of a client did: its exit code and what it said, with the frames and line breaks of its messages undone.

use std::process::Output;
use std::time::Duration;

/// A command that has ended.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) command: String,
    pub(super) code: Option<i32>,
    /// Everything that was said, as it was said.
    pub(super) said: String,
    pub(super) stdout: String,
    pub(super) took: Duration,
}

impl Outcome {
    pub(super) fn new(command: String, output: &Output, took: Duration) -> Self {
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let said = format!("{stdout}{}", String::from_utf8_lossy(&output.stderr));
        Self { command, code: output.status.code(), said, stdout, took }
    }

    /// What was said in one line: no frames, single spaces.
    pub(super) fn text(&self) -> String {
        let is_frame = |c: char| matches!(c, '│' | '╷' | '╵');
        self.said.replace(is_frame, " ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    pub(super) fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "`{}` said:\n{}", self.command, self.said);
        self
    }

    /// Ended well.
    #[track_caller]
    pub(super) fn ok(self) -> Self {
        self.code(0)
    }

    /// Ended with an error, and said all of this.
    #[track_caller]
    pub(super) fn fails(self, saying: &[&str]) -> Self {
        self.code(1).says(saying)
    }

    #[track_caller]
    pub(super) fn says(self, all: &[&str]) -> Self {
        let text = self.text();
        for one in all {
            assert!(text.contains(one), "`{}` did not say {one:?}, but:\n{}", self.command, self.said);
        }
        self
    }

    #[track_caller]
    pub(super) fn says_nothing_of(self, all: &[&str]) -> Self {
        let text = self.text();
        for one in all {
            assert!(!text.contains(one), "`{}` said {one:?}:\n{}", self.command, self.said);
        }
        self
    }

    /// Took no longer than this: what fails must fail soon.
    #[track_caller]
    pub(super) fn within(self, limit: Duration) -> Self {
        assert!(self.took < limit, "`{}` took {:?}:\n{}", self.command, self.took, self.said);
        self
    }
}
