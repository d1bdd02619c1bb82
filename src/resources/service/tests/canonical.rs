//! The form in which recovery writes what has several: rollout, budget, shutdown, scaling, placement, connections. Whether it
//! means the same is shown by the laws, which expand both.

use acme_children::Quantity;
use acme_schema::{Attr, Map};

use super::super::model::{
    MetricModel, PlacementModel, RolloutModel, ScaleDownModel, ScaleUpModel, ScalingModel, ServiceModel,
};
use super::super::spec::{Budget, Capacity, Rollout, Spec};
use crate::registry::Timeouts;
use crate::shared::{WaitTime, Whole};

/// Nothing is left that no object holds, and nothing is written that holds anyway.
pub(super) fn operation(model: &mut ServiceModel, spec: &Spec) {
    model.max_disruption = Attr::Null;
    (model.planned_impact, model.planned_impact_reason) = (Attr::Null, Attr::Null);
    model.rollout = rollout(&spec.rollout);
    if spec.budget == Budget::standard(&spec.capacity) {
        model.disruption_budget = Attr::Null;
    }
    let written = spec.shutdown.written();
    model.drain_seconds = Attr::Known(written.drain.get());
    model.pre_stop_delay_seconds = written.pre_stop.map(Whole::get).into();
    model.deregistration_delay_seconds = written.deregistration.map(Whole::get).into();
    model.termination_grace_period_seconds = written.grace.map(Whole::get).into();
    if let (Attr::Known(scaling), Capacity::Scaled(read)) = (&mut model.scaling, &spec.capacity) {
        scaling.target_cpu_utilization_percentage = read.cpu.map(Whole::get).into();
        self::scaling(scaling);
    }
    placement(&mut model.placement);
    filled(&mut model.connects_to);
}

fn rollout(rollout: &Rollout) -> Attr<RolloutModel> {
    let wait = WaitTime::DEFAULT.get();
    let standard = Rollout::standard(Timeouts { create: wait, update: wait, delete: wait });
    let stored = Rollout { on_failure: standard.on_failure, ..*rollout };
    if stored == standard {
        return Attr::Null;
    }
    let deadline = Some(stored.deadline.get()).filter(|seconds| *seconds != standard.deadline.get());
    Attr::Known(RolloutModel {
        max_surge: Attr::Known(stored.max_surge.to_string()),
        max_unavailable: Attr::Known(stored.max_unavailable.to_string()),
        min_ready_seconds: Attr::Known(stored.min_ready.get()),
        progress_deadline_seconds: deadline.into(),
        rollback_on_failure: Attr::Known(true),
    })
}

fn scaling(model: &mut ScalingModel) {
    if let Attr::Known(metrics) = &mut model.metrics {
        for metric in metrics.values_mut() {
            if let Attr::Known(metric) = metric {
                self::metric(metric);
            }
        }
    }
    filled(&mut model.metrics);
    if let Attr::Known(up) = &mut model.scale_up {
        let standard = ScaleUpModel { pods: Attr::Known(4), percent: Attr::Known(100), ..up.clone() };
        if *up == standard && up.period_seconds == Attr::Known(15) {
            (up.pods, up.percent) = (Attr::Null, Attr::Null);
        }
    }
    if let Attr::Known(down) = &mut model.scale_down {
        let standard = ScaleDownModel { pods: Attr::Null, percent: Attr::Known(100), ..down.clone() };
        if *down == standard && down.period_seconds == Attr::Known(15) {
            down.percent = Attr::Null;
        }
    }
    let up = ScaleUpModel {
        stabilization_window_seconds: Attr::Known(0),
        period_seconds: Attr::Known(15),
        ..ScaleUpModel::default()
    };
    model.scale_up = model.scale_up.known().filter(|given| **given != up).cloned().into();
}

fn metric(metric: &mut MetricModel) {
    filled(&mut metric.selector);
    for amount in [&mut metric.target_average_value, &mut metric.target_value] {
        if let Attr::Known(text) = amount {
            *text = Quantity::parse(text).unwrap().to_string();
        }
    }
}

fn placement(placement: &mut Attr<PlacementModel>) {
    let Attr::Known(model) = placement else { return };
    filled(&mut model.node_selector);
    if model.tolerations.known().is_some_and(Vec::is_empty) {
        model.tolerations = Attr::Null;
    }
    if let Attr::Known(tolerations) = &mut model.tolerations {
        for toleration in tolerations {
            let Attr::Known(toleration) = toleration else { continue };
            if toleration.value.known().is_some_and(String::is_empty) {
                toleration.value = Attr::Null;
            }
        }
    }
    let standard =
        PlacementModel { spread: Attr::Known("preferred".to_owned()), ..PlacementModel::default() };
    if *model == standard {
        *placement = Attr::Null;
    }
}

fn filled<T>(map: &mut Attr<Map<T>>) {
    if map.known().is_some_and(Map::is_empty) {
        *map = Attr::Null;
    }
}
