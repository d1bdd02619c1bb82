//! What a live autoscaler says, as far as `scaling` can say the same. One that follows anything else stays with whoever
//! made it: a target that is made up here would take the place of its own.

use std::collections::BTreeMap;

use acme_children::Quantity;
use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::model::{MetricModel, ScaleDownModel, ScaleUpModel, ScalingModel};
use super::super::spec::{
    Direction, GrowthPercent, MetricKind, Pace, Period, REQUESTS, RequestRate, ScaledReplicas, Window,
};
use super::{map_of, text};
use crate::shared::Whole;

/// Null where there is none, or one that does not scale this Deployment by what can be written here alone.
pub(super) fn scaling(autoscaler: &Value, deployment: &str) -> Attr<ScalingModel> {
    read(&autoscaler["spec"], deployment).into()
}

fn read(spec: &Value, deployment: &str) -> Option<ScalingModel> {
    let target = &spec["scaleTargetRef"];
    if target["kind"] != "Deployment" || target["name"] != deployment {
        return None;
    }
    let mut model = ScalingModel {
        min_replicas: Attr::Known(spec["minReplicas"].as_i64().unwrap_or(1)),
        max_replicas: Attr::Known(spec["maxReplicas"].as_i64()?),
        ..ScalingModel::default()
    };
    let mut metrics = BTreeMap::new();
    for metric in spec["metrics"].as_array().filter(|metrics| !metrics.is_empty())? {
        match metric["type"].as_str()? {
            "Resource" => resource(&metric["resource"], &mut model)?,
            "Pods" => match requests(&metric["pods"]) {
                Some(rate) if model.target_requests_per_second.is_null() => {
                    model.target_requests_per_second = Attr::Known(rate);
                }
                _ => named(MetricKind::Pods, &metric["pods"], &mut metrics)?,
            },
            "External" => named(MetricKind::External, &metric["external"], &mut metrics)?,
            _ => return None,
        }
    }
    model.metrics = map_of(metrics);
    let behavior = &spec["behavior"];
    let up = pace(&behavior["scaleUp"], Direction::Up)?;
    let down = pace(&behavior["scaleDown"], Direction::Down)?;
    model.scale_up = up.map(scale_up).into();
    model.scale_down = down.map(scale_down).into();
    Some(model)
}

fn resource(live: &Value, model: &mut ScalingModel) -> Option<()> {
    let place = match live["name"].as_str()? {
        "cpu" => &mut model.target_cpu_utilization_percentage,
        "memory" => &mut model.target_memory_utilization_percentage,
        _ => return None,
    };
    *place = Attr::Known(
        live["target"]["averageUtilization"].as_i64().filter(|_| live["target"]["type"] == "Utilization")?,
    );
    Some(())
}

/// The requests per second to keep to, where the metric is that one.
fn requests(live: &Value) -> Option<i64> {
    let is_this_one = live["metric"]["name"] == REQUESTS && live["metric"]["selector"].is_null();
    let wanted = live["target"]["averageValue"].as_str().and_then(Quantity::parse).filter(|_| is_this_one)?;
    let text = wanted.to_string();
    // A quantity has several spellings: `2k` are 2000.
    let rate = match text.strip_suffix(['k', 'M']) {
        Some(thousands) if text.ends_with('k') => thousands.parse::<i64>().ok()?.checked_mul(1_000)?,
        Some(millions) => millions.parse::<i64>().ok()?.checked_mul(1_000_000)?,
        None => text.parse().ok()?,
    };
    RequestRate::parse(rate).map(Whole::get)
}

fn named(kind: MetricKind, live: &Value, metrics: &mut Map<MetricModel>) -> Option<()> {
    let selector = &live["metric"]["selector"];
    if !selector["matchExpressions"].is_null() {
        return None;
    }
    let labels = selector["matchLabels"].as_object().into_iter().flatten();
    let amount = |field: &str| -> Attr<String> {
        live["target"][field].as_str().and_then(Quantity::parse).map(|amount| amount.to_string()).into()
    };
    let model = MetricModel {
        r#type: Attr::Known(kind.as_str().to_owned()),
        selector: map_of(labels.map(|(key, value)| (key.clone(), text(value))).collect()),
        target_average_value: amount("averageValue"),
        target_value: amount("value"),
    };
    let name = live["metric"]["name"].as_str()?.to_owned();
    // A name stands for one metric here, so one of two would be lost.
    metrics.insert(name, Attr::Known(model)).is_none().then_some(())
}

/// `None` where it cannot be written, `Some(None)` where it is Kubernetes' own, which the server writes out.
fn pace(live: &Value, direction: Direction) -> Option<Option<Pace>> {
    let standard = direction.standard();
    if live.is_null() {
        return Some(None);
    }
    if live["selectPolicy"].as_str().is_some_and(|select| select != "Max") {
        return None;
    }
    // Downwards the server leaves its own window out.
    let is_given = direction == Direction::Down && !live["stabilizationWindowSeconds"].is_null();
    let window = match &live["stabilizationWindowSeconds"] {
        Value::Null => standard.window,
        seconds => Window::parse(seconds.as_i64()?)?,
    };
    let mut found = Pace { window, pods: None, percent: None, period: standard.period };
    let policies = live["policies"].as_array().map_or(&[][..], Vec::as_slice);
    for (position, policy) in policies.iter().enumerate() {
        let period = Period::parse(policy["periodSeconds"].as_i64()?)?;
        let value = policy["value"].as_i64()?;
        if position > 0 && period != found.period {
            return None;
        }
        found.period = period;
        match policy["type"].as_str()? {
            "Pods" if found.pods.is_none() => found.pods = Some(ScaledReplicas::parse(value)?),
            "Percent" if found.percent.is_none() => found.percent = Some(GrowthPercent::parse(value)?),
            _ => return None,
        }
    }
    let found = if policies.is_empty() { Pace { window, ..standard } } else { found };
    Some(Some(found).filter(|found| is_given || *found != standard))
}

/// The steps of a pace, where they are not Kubernetes' own.
fn steps(pace: Pace, direction: Direction) -> (Attr<i64>, Attr<i64>) {
    let standard = direction.standard();
    if (Pace { window: standard.window, ..pace }) == standard {
        return (Attr::Null, Attr::Null);
    }
    (pace.pods.map(Whole::get).into(), pace.percent.map(Whole::get).into())
}

fn scale_up(pace: Pace) -> ScaleUpModel {
    let (pods, percent) = steps(pace, Direction::Up);
    let stabilization_window_seconds = Attr::Known(pace.window.get());
    ScaleUpModel {
        stabilization_window_seconds,
        pods,
        percent,
        period_seconds: Attr::Known(pace.period.get()),
    }
}

fn scale_down(pace: Pace) -> ScaleDownModel {
    let (pods, percent) = steps(pace, Direction::Down);
    let stabilization_window_seconds = Attr::Known(pace.window.get());
    ScaleDownModel {
        stabilization_window_seconds,
        pods,
        percent,
        period_seconds: Attr::Known(pace.period.get()),
    }
}
