//! The history of backups, as vaults, plans and restore tests have it: recovery points, copies and drills with their times.
//! Everything is read off live objects, the present included: there is no clock here.

use serde_json::Value as Json;

use crate::shared::{Instant, Span, Text};

/// A continuous recovery point goes on: at most so much is not in it yet. RDS ships its logs every five minutes.
const CONTINUOUS_LAG: Span = Span::of_minutes(5);

/// A recovery point.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point<'a> {
    pub(crate) arn: &'a str,
    pub(crate) resource: &'a str,
    /// When it was begun: what it holds is of that time.
    pub(crate) created: Option<Instant>,
    pub(crate) completed: Option<Instant>,
    pub(crate) live: &'a Json,
}

/// The recovery points of a vault, newest first.
pub(crate) fn points(vault: &Json) -> Vec<Point<'_>> {
    let list = vault["RecoveryPoints"].as_array().into_iter().flatten();
    let mut points: Vec<_> = list.map(point).collect();
    points.sort_by(|one, other| other.created.cmp(&one.created).then_with(|| other.arn.cmp(one.arn)));
    points
}

fn point(live: &Json) -> Point<'_> {
    let text = |field: &str| live[field].as_str().unwrap_or_default();
    Point {
        arn: text("RecoveryPointArn"),
        resource: text("ResourceArn"),
        created: instant(&live["CreationDate"]),
        completed: instant(&live["CompletionDate"]),
        live,
    }
}

/// A time of a live object.
pub(crate) fn instant(value: &Json) -> Option<Instant> {
    value.as_str().and_then(Instant::parse)
}

impl Point<'_> {
    /// Whether it can be restored.
    pub(crate) fn is_usable(&self) -> bool {
        ["COMPLETED", "AVAILABLE"].contains(&self.live["Status"].as_str().unwrap_or_default())
    }

    /// Whether it holds every moment up to a few minutes ago, not the one when it was made.
    pub(crate) fn is_continuous(&self) -> bool {
        self.arn.contains(":continuous:")
    }

    /// When it could be restored from; a continuous one can be from when it was made.
    pub(crate) fn ended(&self) -> Option<Instant> {
        self.completed.or(self.created)
    }

    /// How old what it holds is.
    pub(crate) fn age(&self, now: Instant) -> Option<Span> {
        if self.is_continuous() {
            Some(CONTINUOUS_LAG)
        } else {
            self.created.map(|created| now.since(created))
        }
    }
}

/// The least that can be lost of a resource: the age of its newest usable recovery point. `latest`: up to when its continuous
/// backup reaches, where that is known.
pub(crate) fn least_loss(
    points: &[Point<'_>],
    resource: &str,
    (now, latest): (Instant, Option<Instant>),
) -> Option<Span> {
    let own = points.iter().filter(|point| point.resource == resource && point.is_usable());
    let age = |point: &Point<'_>| match latest.filter(|_| point.is_continuous()) {
        Some(latest) => Some(now.since(latest)),
        None => point.age(now),
    };
    own.filter_map(age).min()
}

/// A restore test that has come to its end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drill<'a> {
    pub(crate) status: &'a str,
    pub(crate) ended: Instant,
    pub(crate) duration: Option<Span>,
    pub(crate) live: &'a Json,
}

impl Drill<'_> {
    /// Whether it shows that what was backed up can be restored.
    pub(crate) fn is_success(&self) -> bool {
        let validation = self.live["ValidationStatus"].as_str();
        self.status == "COMPLETED"
            && !validation.is_some_and(|status| ["FAILED", "TIMED_OUT"].contains(&status))
    }
}

/// The restore tests of a plan that have come to their end, newest first.
pub(crate) fn drills(testing: &Json) -> Vec<Drill<'_>> {
    let jobs = testing["RestoreJobs"].as_array().into_iter().flatten();
    let mut drills: Vec<_> = jobs.filter_map(ended).collect();
    drills.sort_by_key(|drill| std::cmp::Reverse(drill.ended));
    drills
}

fn ended(live: &Json) -> Option<Drill<'_>> {
    let (begun, ended) = (instant(&live["CreationDate"]), instant(&live["CompletionDate"])?);
    let status =
        live["Status"].as_str().filter(|status| ["COMPLETED", "FAILED", "ABORTED"].contains(status))?;
    Some(Drill { status, ended, duration: begun.map(|begun| ended.since(begun)), live })
}
