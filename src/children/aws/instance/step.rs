//! The vocabulary of a database server's course: a step, and why there is none.

use crate::aws::Request;

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// A call, after which one looks again.
    Call(Request),
    /// Looking again after a while.
    Await {
        /// The server.
        who: String,
        /// What it is waited for.
        what: String,
    },
    /// Running the SQL that tells whether a restored server has what it should have.
    Verify {
        /// The server.
        who: String,
    },
    /// Nothing: everything is as wanted, or waits for somebody.
    Done,
}

/// Nothing will change by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stuck {
    /// The server.
    pub(crate) who: String,
    /// Its status.
    pub(crate) status: String,
    /// What else there is to say.
    pub(crate) chain: Vec<String>,
    /// What the user can do.
    pub(crate) hint: &'static str,
}
