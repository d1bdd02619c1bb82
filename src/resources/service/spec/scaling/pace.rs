//! How fast replicas are added or taken away.

use acme_schema::{Attr, Path};

use super::super::super::model::{ScaleDownModel, ScaleUpModel};
use super::super::ScaledReplicas;
use crate::shared::{Findings, Given, Whole};

/// Percent of the replicas that run.
pub(crate) type GrowthPercent = Whole<1, 100_000>;
/// Seconds in which the steps are counted.
pub(crate) type Period = Whole<1, 1800>;
/// Seconds that a number must last before it counts.
pub(crate) type Window = Whole<0, 3600>;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
}

/// How fast. At least one of `pods` and `percent` is given; the one that allows more counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    pub(crate) window: Window,
    pub(crate) pods: Option<ScaledReplicas>,
    pub(crate) percent: Option<GrowthPercent>,
    pub(crate) period: Period,
}

impl Direction {
    /// Kubernetes' own pace, which is that of a service that says nothing.
    pub(crate) fn standard(self) -> Pace {
        let (window, pods) = match self {
            Self::Up => (0, Some(ScaledReplicas::clamped(4))),
            Self::Down => (300, None),
        };
        let percent = Some(GrowthPercent::clamped(100));
        Pace { window: Window::clamped(window), pods, percent, period: Period::clamped(15) }
    }
}

/// What is given of a pace, in either direction.
struct Written<'a> {
    window: &'a Attr<i64>,
    pods: &'a Attr<i64>,
    percent: &'a Attr<i64>,
    period: &'a Attr<i64>,
}

pub(super) fn up(given: &Attr<ScaleUpModel>, path: &Path, find: &mut Findings) -> Option<Pace> {
    let model = find.seen(given)?;
    let given = Written {
        window: &model.stabilization_window_seconds,
        pods: &model.pods,
        percent: &model.percent,
        period: &model.period_seconds,
    };
    // The server writes its own pace out as soon as the other way is given: the two cannot be told apart.
    pace(&given, Direction::Up, path, find).filter(|pace| *pace != Direction::Up.standard())
}

pub(super) fn down(given: &Attr<ScaleDownModel>, path: &Path, find: &mut Findings) -> Option<Pace> {
    let model = find.seen(given)?;
    let given = Written {
        window: &model.stabilization_window_seconds,
        pods: &model.pods,
        percent: &model.percent,
        period: &model.period_seconds,
    };
    pace(&given, Direction::Down, path, find)
}

fn pace(given: &Written<'_>, direction: Direction, path: &Path, find: &mut Findings) -> Option<Pace> {
    let at = |name: &str| path.attribute(name);
    let standard = direction.standard();
    let window = find.whole(given.window, &at("stabilization_window_seconds")).or(standard.window);
    let pods: Attr<ScaledReplicas> = find.whole(given.pods, &at("pods"));
    let percent: Attr<GrowthPercent> = find.whole(given.percent, &at("percent"));
    let period = find.whole(given.period, &at("period_seconds")).or(standard.period);
    let (window, period) = (window.option()?, period.option()?);
    if pods.is_null() && percent.is_null() {
        if period != standard.period {
            find.rule(
                &at("period_seconds"),
                "must not be set without `pods` or `percent`: it is the time for these",
            );
        }
        return Some(Pace { window, ..standard });
    }
    Some(Pace { window, pods: pods.option(), percent: percent.option(), period })
}
