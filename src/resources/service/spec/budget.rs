//! How many replicas may be evicted at once. A budget that lets none go holds up every drain of a node, so it is refused.

use acme_schema::{Attr, Path};

use super::super::model::ServiceModel;
use super::Capacity;
use crate::shared::{Findings, Share};

/// How many replicas may be evicted at once, seen from one side or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Budget {
    MaxUnavailable(Share),
    MinAvailable(Share),
}

impl Budget {
    /// The budget of a service that says nothing: one where others stay, and none for a single replica, which would block
    /// every node from being drained.
    pub(crate) fn standard(capacity: &Capacity) -> Option<Self> {
        (capacity.least() >= 2).then_some(Self::MaxUnavailable(Share::Count(1)))
    }

    /// Whether it lets none of this many replicas go.
    fn blocks(self, replicas: i64) -> bool {
        match self {
            Self::MaxUnavailable(share) => share.is_zero(),
            Self::MinAvailable(share) => replicas > 0 && share.up(replicas) >= replicas,
        }
    }
}

/// The budget, where there is one; unknown where something needed is.
pub(super) fn read(model: &ServiceModel, capacity: Option<&Capacity>, find: &mut Findings) -> Attr<Budget> {
    let path = Path::of("disruption_budget");
    let Some(given) = find.seen(&model.disruption_budget) else {
        return match (&model.disruption_budget, capacity) {
            (Attr::Null, Some(capacity)) => Budget::standard(capacity).into(),
            (Attr::Null | Attr::Unknown | Attr::Known(_), _) => Attr::Unknown,
        };
    };
    let most: Attr<Share> = find.text(&given.max_unavailable, &path.attribute("max_unavailable"));
    let least: Attr<Share> = find.text(&given.min_available, &path.attribute("min_available"));
    let budget = match (most, least) {
        (Attr::Known(share), Attr::Null) => Budget::MaxUnavailable(share),
        (Attr::Null, Attr::Known(share)) => Budget::MinAvailable(share),
        (Attr::Null, Attr::Null) | (Attr::Known(_), Attr::Known(_)) => {
            find.rule(&path, "must have exactly one of `max_unavailable` and `min_available`");
            return Attr::Unknown;
        }
        (Attr::Unknown, _) | (_, Attr::Unknown) => return Attr::Unknown,
    };
    let replicas = match (budget, capacity) {
        (Budget::MaxUnavailable(_), _) => 0,
        (Budget::MinAvailable(_), Some(capacity)) => capacity.least(),
        (Budget::MinAvailable(_), None) => return Attr::Unknown,
    };
    if budget.blocks(replicas) {
        let allowed = match budget {
            Budget::MaxUnavailable(_) => {
                "must let at least one replica go: with `max_unavailable` 0 no node could be drained"
                    .to_owned()
            }
            Budget::MinAvailable(share) => format!(
                "must let at least one replica go: with `min_available` {share} of {replicas} no node could be drained"
            ),
        };
        find.rule(&path, allowed);
    }
    Attr::Known(budget)
}
