//! What a live pod says about its nodes. What cannot be written here is left out: fields that are not written stay with
//! whoever wrote them.

use std::collections::BTreeMap;

use acme_schema::{Attr, List, Map};
use serde_json::Value;

use super::super::expand::{NODE, ZONE, capacity_terms};
use super::super::model::{PlacementModel, TolerationModel};
use super::super::spec::{ARCHITECTURE, CapacityType, Operator, Spread};
use super::{map_of, text};

/// The placement, where it is not the default.
pub(super) fn placement(pod: &Value) -> Attr<PlacementModel> {
    let labels = pod["nodeSelector"].as_object().into_iter().flatten();
    let mut labels: BTreeMap<_, _> = labels.map(|(key, value)| (key.clone(), text(value))).collect();
    let architecture = labels.remove(ARCHITECTURE).unwrap_or(Attr::Null);
    let node_selector: Attr<Map<String>> = map_of(labels);
    let model = PlacementModel {
        spread: Attr::Known(spread(&pod["topologySpreadConstraints"]).as_str().to_owned()),
        architecture,
        capacity_type: capacity(&pod["affinity"]).map(|capacity| capacity.as_str().to_owned()).into(),
        node_selector,
        tolerations: tolerations(&pod["tolerations"]).into(),
    };
    let standard = PlacementModel {
        spread: Attr::Known(Spread::Preferred.as_str().to_owned()),
        ..PlacementModel::default()
    };
    if model == standard { Attr::Null } else { Attr::Known(model) }
}

/// Constraints of another form count as the default, which takes their place.
fn spread(live: &Value) -> Spread {
    let Some(constraints) = live.as_array().filter(|constraints| !constraints.is_empty()) else {
        return Spread::None;
    };
    let otherwise = |key: &str| {
        let over = constraints.iter().find(|constraint| constraint["topologyKey"] == key);
        over.and_then(|constraint| constraint["whenUnsatisfiable"].as_str())
    };
    match (otherwise(ZONE), otherwise(NODE)) {
        (Some("DoNotSchedule"), Some("ScheduleAnyway")) => Spread::Required,
        _ => Spread::Preferred,
    }
}

fn capacity(affinity: &Value) -> Option<CapacityType> {
    let terms =
        affinity["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
            .as_array()?;
    [CapacityType::Spot, CapacityType::OnDemand]
        .into_iter()
        .find(|capacity| capacity_terms(*capacity).as_slice() == terms.as_slice())
}

/// All of them or, where one cannot be written, none: a list has one owner.
fn tolerations(live: &Value) -> Option<List<TolerationModel>> {
    let tolerations = live.as_array()?.iter().map(toleration).collect::<Option<Vec<_>>>()?;
    Some(tolerations.into_iter().map(Attr::Known).collect())
}

fn toleration(live: &Value) -> Option<TolerationModel> {
    let operator = live["operator"].as_str().unwrap_or(Operator::Equal.as_str());
    live["tolerationSeconds"].is_null().then(|| TolerationModel {
        key: said(&live["key"]),
        operator: Attr::Known(operator.to_owned()),
        value: said(&live["value"]),
        effect: said(&live["effect"]),
    })
}

fn said(live: &Value) -> Attr<String> {
    live.as_str().filter(|text| !text.is_empty()).map(str::to_owned).into()
}
