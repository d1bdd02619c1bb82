//! Which nodes replicas run on.

use acme_schema::{Attr, List, Path};

use super::super::model::{PlacementModel, TolerationModel};
use crate::shared::{Findings, Given, LabelKey, LabelValue, Labels, labels, word_type};

word_type!(
    /// How replicas are spread over zones and nodes.
    Spread,
    "one of `preferred`, `required`, `none`",
    /// Where that is possible.
    Preferred = "preferred",
    /// Over zones always, over nodes where that is possible.
    Required = "required",
    /// Not at all.
    None = "none"
);

word_type!(
    /// A CPU architecture, by the words of Go and Kubernetes.
    Architecture,
    "one of `amd64`, `arm64`",
    Amd64 = "amd64",
    Arm64 = "arm64"
);

word_type!(
    /// How nodes are paid for.
    CapacityType,
    "one of `spot`, `on_demand`",
    Spot = "spot",
    OnDemand = "on_demand"
);

word_type!(
    /// How a toleration is compared with a taint.
    Operator,
    "one of `Equal`, `Exists`",
    Equal = "Equal",
    Exists = "Exists"
);

word_type!(
    /// What a taint does.
    Effect,
    "one of `NoSchedule`, `PreferNoSchedule`, `NoExecute`",
    NoSchedule = "NoSchedule",
    PreferNoSchedule = "PreferNoSchedule",
    NoExecute = "NoExecute"
);

/// The label of a node's architecture.
pub(crate) const ARCHITECTURE: &str = "kubernetes.io/arch";

/// Which nodes replicas run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placement {
    pub(crate) spread: Spread,
    pub(crate) architecture: Option<Architecture>,
    pub(crate) capacity_type: Option<CapacityType>,
    /// Without [`ARCHITECTURE`].
    pub(crate) node_selector: Labels,
    pub(crate) tolerations: Vec<Toleration>,
}

/// A taint that keeps no replica away. Without key, every taint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toleration {
    pub(crate) key: Option<LabelKey>,
    pub(crate) operator: Operator,
    /// Only with [`Operator::Equal`].
    pub(crate) value: Option<LabelValue>,
    pub(crate) effect: Option<Effect>,
}

impl Default for Placement {
    fn default() -> Self {
        Self {
            spread: Spread::Preferred,
            architecture: None,
            capacity_type: None,
            node_selector: Labels::new(),
            tolerations: Vec::new(),
        }
    }
}

pub(super) fn read(given: &Attr<PlacementModel>, find: &mut Findings) -> Placement {
    let path = Path::of("placement");
    let at = |name: &str| path.attribute(name);
    let Some(model) = find.seen(given) else { return Placement::default() };
    let node_selector = labels(&model.node_selector, &at("node_selector"), find);
    if node_selector.keys().any(|key| key.as_str() == ARCHITECTURE) {
        find.rule(&at("node_selector").key(ARCHITECTURE), "must be given as `architecture`");
    }
    Placement {
        spread: find.text(&model.spread, &at("spread")).option().unwrap_or(Spread::Preferred),
        architecture: find.text(&model.architecture, &at("architecture")).option(),
        capacity_type: find.text(&model.capacity_type, &at("capacity_type")).option(),
        node_selector,
        tolerations: tolerations(&model.tolerations, &at("tolerations"), find),
    }
}

fn tolerations(given: &Attr<List<TolerationModel>>, path: &Path, find: &mut Findings) -> Vec<Toleration> {
    let mut tolerations = Vec::new();
    for (position, model) in find.seen(given).into_iter().flatten().enumerate() {
        let path = path.index(position);
        if model.is_null() {
            find.rule(&path, "must not be null");
        }
        tolerations.extend(find.seen(model).and_then(|model| toleration(model, &path, find)));
    }
    tolerations
}

fn toleration(model: &TolerationModel, path: &Path, find: &mut Findings) -> Option<Toleration> {
    let at = |name: &str| path.attribute(name);
    let key = find.text(&model.key, &at("key"));
    let operator = find.text(&model.operator, &at("operator")).or(Operator::Equal).option()?;
    let value = find.text(&model.value, &at("value"));
    let effect = find.text(&model.effect, &at("effect"));
    match operator {
        Operator::Equal if key.is_null() => {
            find.rule(&at("operator"), "must be `Exists` without `key`: every taint has another value");
        }
        Operator::Exists if value.known().is_some() => {
            find.rule(&at("value"), "must not be set with `operator = \"Exists\"`: any value is tolerated");
        }
        Operator::Equal | Operator::Exists => {}
    }
    // The server does not store an empty value.
    let value = value.option().filter(|value: &LabelValue| !value.as_str().is_empty());
    Some(Toleration { key: key.option(), operator, value, effect: effect.option() })
}
