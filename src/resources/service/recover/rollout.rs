//! What live objects say about updates, evictions and leaving. What cannot be written here is left out, which means the
//! default.

use acme_schema::Attr;
use serde_json::Value;

use super::super::expand::{DEREGISTRATION, TARGET_GROUP, alb_annotation};
use super::super::model::{BudgetModel, RolloutModel};
use super::super::spec::{
    Budget, Capacity, Deadline, Delay, Drain, Grace, MinReady, Rollout, Shutdown, Written,
};
use crate::registry::Timeouts;
use crate::shared::{Share, WaitTime, Whole};

/// Seconds until a pod is killed, where it does not say.
const KUBERNETES_GRACE: i64 = 30;

/// The way of updating, where it is not the default. What follows a failed update is written in no object.
pub(super) fn rollout(deployment: &Value) -> Attr<RolloutModel> {
    let wait = WaitTime::DEFAULT.get();
    let standard = Rollout::standard(Timeouts { create: wait, update: wait, delete: wait });
    let spec = &deployment["spec"];
    let way = &spec["strategy"]["rollingUpdate"];
    let found = Rollout {
        max_surge: Share::recover(&way["maxSurge"]).unwrap_or(standard.max_surge),
        max_unavailable: Share::recover(&way["maxUnavailable"]).unwrap_or(standard.max_unavailable),
        min_ready: whole(&spec["minReadySeconds"]).unwrap_or(MinReady::clamped(0)),
        deadline: whole(&spec["progressDeadlineSeconds"]).unwrap_or(standard.deadline),
        ..standard
    };
    let deadline = Some(found.deadline).filter(|deadline| *deadline != standard.deadline);
    let model = RolloutModel {
        max_surge: Attr::Known(found.max_surge.to_string()),
        max_unavailable: Attr::Known(found.max_unavailable.to_string()),
        min_ready_seconds: Attr::Known(found.min_ready.get()),
        progress_deadline_seconds: deadline.map(Deadline::get).into(),
        rollback_on_failure: Attr::Known(true),
    };
    if found == standard { Attr::Null } else { Attr::Known(model) }
}

/// The budget, where it is not the default for this many replicas.
pub(super) fn budget(live: &Value, capacity: Option<&Capacity>) -> Attr<BudgetModel> {
    let spec = &live["spec"];
    let budget = Share::recover(&spec["maxUnavailable"])
        .map(Budget::MaxUnavailable)
        .or(Share::recover(&spec["minAvailable"]).map(Budget::MinAvailable));
    if budget == capacity.and_then(Budget::standard) {
        return Attr::Null;
    }
    let share = |share: Share| Attr::Known(share.to_string());
    let model = match budget {
        None => return Attr::Null,
        Some(Budget::MaxUnavailable(most)) => {
            BudgetModel { max_unavailable: share(most), ..BudgetModel::default() }
        }
        Some(Budget::MinAvailable(least)) => {
            BudgetModel { min_available: share(least), ..BudgetModel::default() }
        }
    };
    Attr::Known(model)
}

/// The shortest way to write how pods leave. A hook of another kind cannot be written and counts as the default.
pub(super) fn shutdown(pod: &Value, container: &Value, ingress: &Value) -> Written {
    let has_ports = container["ports"].as_array().is_some_and(|ports| !ports.is_empty());
    let hook = &container["lifecycle"]["preStop"];
    let delay = if hook.is_null() { Some(Delay::clamped(0)) } else { whole(&hook["sleep"]["seconds"]) };
    let delay = delay.unwrap_or(Delay::clamped(Drain::DEFAULT.get()));
    let grace = pod["terminationGracePeriodSeconds"].as_i64().unwrap_or(KUBERNETES_GRACE);
    let left = Shutdown {
        pre_stop: has_ports.then_some(delay),
        deregistration: deregistration(ingress),
        grace: Grace::clamped(grace),
    };
    left.written()
}

fn deregistration(ingress: &Value) -> Option<Delay> {
    let said = ingress["metadata"]["annotations"][alb_annotation(TARGET_GROUP)].as_str()?;
    let delay = said.split(',').find_map(|one| one.trim().strip_prefix(DEREGISTRATION)?.strip_prefix('='))?;
    Delay::parse(delay.parse().ok()?)
}

fn whole<const MIN: i64, const MAX: i64>(live: &Value) -> Option<Whole<MIN, MAX>> {
    Whole::parse(live.as_i64()?)
}
