//! Counting answers: how many, how fast, what they said, and the first that were none. Pure.

use super::client::Answer;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};
use tokio::task::JoinError;

/// Failures that are told one by one; the others are counted.
const TOLD: usize = 5;

/// Answers as they come in.
#[derive(Debug, Default)]
pub(super) struct Tally {
    times: Vec<Duration>,
    failures: u64,
    told: Vec<String>,
    answers: BTreeMap<String, u64>,
}

/// What a load has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Report {
    pub(in super::super) requests: u64,
    pub(in super::super) failures: u64,
    /// The first failures, and when they were.
    pub(in super::super) told: Vec<String>,
    /// Half of the answers came within this time.
    pub(in super::super) median: Option<Duration>,
    /// 99 of 100 answers came within this time.
    pub(in super::super) p99: Option<Duration>,
    /// What the answers said, and how many said it.
    pub(in super::super) answers: BTreeMap<String, u64>,
}

impl Tally {
    /// One more answer; a task that broke is one that never came.
    pub(super) fn add(&mut self, answer: Result<Answer, JoinError>, at: Duration) {
        match answer.unwrap_or_else(|error| Err(error.to_string())) {
            Ok((time, said)) => {
                self.times.push(time);
                *self.answers.entry(said).or_default() += 1;
            }
            Err(problem) => {
                self.failures += 1;
                if self.told.len() < TOLD {
                    self.told.push(format!("at {:.1} s {problem}", at.as_secs_f64()));
                }
            }
        }
    }

    pub(super) fn report(mut self) -> Report {
        self.times.sort_unstable();
        Report {
            requests: self.times.len() as u64 + self.failures,
            failures: self.failures,
            median: percentile(&self.times, 50),
            p99: percentile(&self.times, 99),
            told: self.told,
            answers: self.answers,
        }
    }
}

/// The smallest of the sorted times that so many percent of them do not exceed.
fn percentile(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

impl Report {
    /// Whether any answer began so.
    pub(in super::super) fn heard(&self, beginning: &str) -> bool {
        self.answers.keys().any(|said| said.starts_with(beginning))
    }

    /// How many pods answered.
    pub(in super::super) fn pods(&self) -> usize {
        let hosts = self.answers.keys().filter_map(|said| said.split_once("host=").map(|(_, host)| host));
        hosts.collect::<std::collections::BTreeSet<_>>().len()
    }
}

#[cfg(test)]
mod tests;
