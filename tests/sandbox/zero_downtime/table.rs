//! The table at the end: a line for each phase and way in. Pure.

use super::load::Report;
use std::time::Duration;

const HEAD: [&str; 8] = ["phase", "by", "requests", "failures", "p50 ms", "p99 ms", "pods", "change s"];
/// The first columns are words, the others numbers.
const WORDS: usize = 2;

pub(super) struct Row {
    pub(super) phase: &'static str,
    pub(super) route: &'static str,
    pub(super) seen: Report,
    /// None where the change was not made.
    pub(super) took: Option<Duration>,
}

impl Row {
    fn cells(&self) -> [String; 8] {
        let absent = || "-".to_owned();
        let milliseconds = |time: Option<Duration>| {
            time.map_or_else(absent, |time| format!("{:.1}", time.as_secs_f64() * 1000.0))
        };
        [
            self.phase.to_owned(),
            self.route.to_owned(),
            self.seen.requests.to_string(),
            self.seen.failures.to_string(),
            milliseconds(self.seen.median),
            milliseconds(self.seen.p99),
            self.seen.pods().to_string(),
            self.took.map_or_else(absent, |time| format!("{:.1}", time.as_secs_f64())),
        ]
    }
}

pub(super) fn render(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(Row::cells));
    let mut widths = [0; 8];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let aligned = |line: &[String; 8]| {
        let cells = line.iter().zip(widths).enumerate().map(|(at, (cell, width))| {
            if at < WORDS { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        cells.collect::<Vec<_>>().join("  ") + "\n"
    };
    lines.iter().map(aligned).collect()
}

#[cfg(test)]
mod tests;
