//! What a caller is told while a sandbox comes up or goes down: data, and the one line that a terminal shows for it.

use serde::{Deserialize, Serialize};
use std::{fmt, time::Duration};

/// One step, as it begins, goes on or ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Progress {
    /// What is being done, for example "building kubernetes 1.34.4".
    pub step: String,
    /// How far it is.
    pub stage: Stage,
    /// Time since the step began.
    pub elapsed: Duration,
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// It begins and may take a while: the text says how long.
    Begun(String),
    /// It goes on; sent every few seconds.
    Waiting,
    /// It is done.
    Done,
}

impl Progress {
    pub(crate) fn begun(step: &str, expect: &str) -> Self {
        Self { step: step.to_owned(), stage: Stage::Begun(expect.to_owned()), elapsed: Duration::ZERO }
    }

    pub(crate) fn waiting(step: &str, elapsed: Duration) -> Self {
        Self { step: step.to_owned(), stage: Stage::Waiting, elapsed }
    }

    pub(crate) fn done(step: &str, elapsed: Duration) -> Self {
        Self { step: step.to_owned(), stage: Stage::Done, elapsed }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.stage {
            Stage::Begun(expect) => write!(f, "    …     {} ({expect})", self.step),
            Stage::Waiting => write!(f, "    …     {}: {} s so far", self.step, self.elapsed.as_secs()),
            Stage::Done => write!(f, "{:>7.1} s {}", self.elapsed.as_secs_f64(), self.step),
        }
    }
}

/// Where progress goes.
pub(crate) type Report<'a> = &'a mut dyn FnMut(Progress);
