//! How an update replaces replicas: how many at once, when it has failed, and what follows then.

use acme_schema::{Attr, Path};

use super::super::model::{RolloutModel, ServiceModel, TimeoutsModel};
use super::Capacity;
use crate::registry::{OnFailure, Timeouts};
use crate::shared::{Findings, Given, Share, Whole};

/// Seconds that a new replica must stay ready.
pub(crate) type MinReady = Whole<0, 3600>;
/// Seconds without progress.
pub(crate) type Deadline = Whole<1, 86_400>;

/// How an update replaces replicas. It can always replace one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rollout {
    pub(crate) max_surge: Share,
    pub(crate) max_unavailable: Share,
    pub(crate) min_ready: MinReady,
    /// Above `min_ready`.
    pub(crate) deadline: Deadline,
    pub(crate) on_failure: OnFailure,
}

impl Rollout {
    const SURGE: Share = Share::Percent(25);
    const UNAVAILABLE: Share = Share::Count(0);
    const MIN_READY: MinReady = MinReady::clamped(0);

    /// The way of a service that says nothing.
    pub(crate) fn standard(timeouts: Timeouts) -> Self {
        Self {
            max_surge: Self::SURGE,
            max_unavailable: Self::UNAVAILABLE,
            min_ready: Self::MIN_READY,
            deadline: standard_deadline(timeouts),
            on_failure: OnFailure::RollBack,
        }
    }

    /// Whether an update of this many replicas has a moment in which none is ready.
    pub(crate) fn lets_all_go(&self, replicas: i64) -> bool {
        let unavailable = self.max_unavailable.down(replicas);
        // Where rounding leaves Kubernetes no other way, it takes one away.
        let missing = if self.max_surge.is_zero() { unavailable.max(1) } else { unavailable };
        replicas > 0 && missing >= replicas
    }
}

/// Nine tenths of the shorter wait, so that Kubernetes gives its reason before the wait gives up.
fn standard_deadline(timeouts: Timeouts) -> Deadline {
    let seconds = timeouts.create.min(timeouts.update).as_secs();
    Deadline::clamped(i64::try_from(seconds - seconds / 10).unwrap_or(i64::MAX))
}

pub(super) fn read(model: &ServiceModel, timeouts: Timeouts, find: &mut Findings) -> Option<Rollout> {
    let path = Path::of("rollout");
    let at = |name: &str| path.attribute(name);
    let standard = Rollout::standard(timeouts);
    let Some(rollout) = find.seen(&model.rollout) else { return Some(standard) };
    let surge = find.text(&rollout.max_surge, &at("max_surge")).or(standard.max_surge);
    let unavailable =
        find.text(&rollout.max_unavailable, &at("max_unavailable")).or(standard.max_unavailable);
    let is_zero = |share: &Attr<Share>| share.known().is_some_and(|share| share.is_zero());
    let is_stuck = is_zero(&surge) && is_zero(&unavailable);
    if is_stuck {
        let allowed = "must be above 0 where `max_unavailable` is 0: no replica could be replaced";
        find.rule(&at("max_surge"), allowed);
    }
    let min_ready = find.whole(&rollout.min_ready_seconds, &at("min_ready_seconds")).or(standard.min_ready);
    let deadline = deadline(rollout, min_ready.known().copied(), model, (standard.deadline, find));
    let on_failure = find.plain(&rollout.rollback_on_failure).or(true);
    let on_failure = on_failure.map(|back| if back { OnFailure::RollBack } else { OnFailure::Leave });
    if is_stuck {
        return None;
    }
    Some(Rollout {
        max_surge: surge.option()?,
        max_unavailable: unavailable.option()?,
        min_ready: min_ready.option()?,
        deadline: deadline?,
        on_failure: on_failure.option()?,
    })
}

/// Kubernetes refuses a deadline that passes before a single replica can count as ready.
fn deadline(
    rollout: &RolloutModel,
    min_ready: Option<MinReady>,
    model: &ServiceModel,
    (standard, find): (Deadline, &mut Findings),
) -> Option<Deadline> {
    let path = Path::of("rollout");
    let at = path.attribute("progress_deadline_seconds");
    let given = find.whole(&rollout.progress_deadline_seconds, &at);
    let is_short = |deadline: Deadline| min_ready.is_some_and(|ready| deadline.get() <= ready.get());
    match given {
        Attr::Unknown => None,
        Attr::Known(deadline) => {
            if is_short(deadline) {
                let ready = min_ready.map_or(0, Whole::get);
                find.rule(&at, format!("must be above `min_ready_seconds`, which is {ready}"));
            }
            Some(deadline)
        }
        Attr::Null => {
            if is_short(standard) && are_known(&model.timeouts) {
                let allowed = format!(
                    "must be below the progress deadline, which is {} (nine tenths of the shorter of `timeouts.create` \
                     and `timeouts.update`)",
                    standard.get()
                );
                find.rule(&path.attribute("min_ready_seconds"), allowed);
            }
            Some(standard)
        }
    }
}

fn are_known(timeouts: &Attr<TimeoutsModel>) -> bool {
    match timeouts {
        Attr::Null => true,
        Attr::Unknown => false,
        Attr::Known(timeouts) => !timeouts.create.is_unknown() && !timeouts.update.is_unknown(),
    }
}

/// Warns of updates that have a moment without any replica.
pub(super) fn warn_of_outages(rollout: Option<&Rollout>, capacity: Option<&Capacity>, find: &mut Findings) {
    let (Some(rollout), Some(capacity)) = (rollout, capacity) else { return };
    let least = capacity.least();
    if !rollout.lets_all_go(least) {
        return;
    }
    let cause = if rollout.max_unavailable.down(least) >= least { "max_unavailable" } else { "max_surge" };
    let summary = if least == 1 {
        "every update of a single replica is an outage: it goes before the next one is ready".to_owned()
    } else {
        format!("every update is an outage: `rollout` lets all {least} replicas go at once")
    };
    let hint =
        "with `max_surge` above 0 and `max_unavailable` below the number of replicas, some always serve";
    find.warn(&Path::of("rollout").attribute(cause), &summary, hint);
}
