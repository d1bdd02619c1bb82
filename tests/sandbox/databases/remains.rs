//! The servers of a sandbox as its folder tells of them, for whoever did not start them: the keeper, `down`, `status`.

use super::{discard::discard, server::PROCESS};
use crate::{
    Error,
    places::Places,
    process::{self, Process},
};
use std::{fs, time::Duration};

/// A server that is told to drop everything does so at once.
const PATIENCE: Duration = Duration::from_secs(8);

/// Every server that was started and not stopped.
pub(crate) fn running(places: &Places) -> Vec<Process> {
    let read = |entry: fs::DirEntry| serde_json::from_slice(&fs::read(entry.path().join(PROCESS)).ok()?).ok();
    fs::read_dir(places.databases()).into_iter().flatten().flatten().filter_map(read).collect()
}

/// Ends them all and removes what they wrote.
pub(crate) fn clear(places: &Places) -> Result<(), Error> {
    process::abort(&running(places), PATIENCE);
    discard(&places.databases())
}
