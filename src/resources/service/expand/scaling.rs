//! What an autoscaler follows and how fast (autoscaling/v2). Order and shape are those in which the API server keeps them.

use acme_children::Kind;
use serde_json::{Map, Value, json};

use super::super::spec::{Capacity, Metric, MetricKind, MetricTarget, Pace, REQUESTS, Scaling, Spec};
use super::{Child, named};

pub(super) fn autoscaler(spec: &Spec) -> Option<Child> {
    let scaling = match &spec.capacity {
        Capacity::Fixed(_) => return None,
        Capacity::Scaled(scaling) => scaling,
    };
    let body = json!({ "spec": {
        "scaleTargetRef": {
            "apiVersion": Kind::Deployment.api_version(),
            "kind": Kind::Deployment.name(),
            "name": spec.name.as_str(),
        },
        "minReplicas": scaling.min.get(),
        "maxReplicas": scaling.max.get(),
        "metrics": metrics(scaling),
        "behavior": { "scaleUp": scaling.up.map(rules), "scaleDown": scaling.down.map(rules) },
    }});
    Some((named(Kind::HorizontalPodAutoscaler, spec), body))
}

fn metrics(scaling: &Scaling) -> Vec<Value> {
    let utilization = |name: &str, percent: i64| {
        let target = json!({ "type": "Utilization", "averageUtilization": percent });
        json!({ "type": "Resource", "resource": { "name": name, "target": target } })
    };
    let requests = |rate: i64| {
        // The quantity is written as the server would: `2k`, not `2000`.
        let rate = acme_children::Quantity::parse(&rate.to_string()).map(|rate| rate.to_string());
        let target = json!({ "type": "AverageValue", "averageValue": rate });
        json!({ "type": "Pods", "pods": { "metric": { "name": REQUESTS }, "target": target } })
    };
    let of_replicas = [
        scaling.cpu.map(|percent| utilization("cpu", percent.get())),
        scaling.memory.map(|percent| utilization("memory", percent.get())),
        scaling.requests.map(|rate| requests(rate.get())),
    ];
    let named = scaling.metrics.iter().map(|(name, metric)| named_metric(name.as_str(), metric));
    of_replicas.into_iter().flatten().chain(named).collect()
}

fn named_metric(name: &str, metric: &Metric) -> Value {
    let labels: Map<_, _> =
        metric.selector.iter().map(|(key, value)| (key.to_string(), json!(value.as_str()))).collect();
    let target = match metric.target {
        MetricTarget::Average(amount) => {
            json!({ "type": "AverageValue", "averageValue": amount.to_string() })
        }
        MetricTarget::Total(amount) => json!({ "type": "Value", "value": amount.to_string() }),
    };
    let source =
        json!({ "metric": { "name": name, "selector": { "matchLabels": labels } }, "target": target });
    match metric.kind {
        MetricKind::Pods => json!({ "type": "Pods", "pods": source }),
        MetricKind::External => json!({ "type": "External", "external": source }),
    }
}

/// Which of two rules counts is left to Kubernetes' default: the one that allows more.
fn rules(pace: Pace) -> Value {
    let policy =
        |kind: &str, value: i64| json!({ "type": kind, "value": value, "periodSeconds": pace.period.get() });
    json!({
        "stabilizationWindowSeconds": pace.window.get(),
        "policies": [
            pace.pods.map(|pods| policy("Pods", pods.get())),
            pace.percent.map(|percent| policy("Percent", percent.get())),
        ],
    })
}
