//! How Prometheus is told where a service's metrics are.

use acme_children::{Kind, label};
use serde_json::{Map, Value, json};

use super::super::spec::{Discovery, Metrics, Spec};
use super::{Child, named, selector};

/// The annotations of pods by convention.
pub(crate) const ANNOTATION_SCRAPE: &str = "prometheus.io/scrape";
pub(crate) const ANNOTATION_PATH: &str = "prometheus.io/path";
pub(crate) const ANNOTATION_PORT: &str = "prometheus.io/port";

/// The metrics of a service that says so in this way.
fn by(spec: &Spec, discovery: Discovery) -> Option<&Metrics> {
    spec.metrics.as_ref().filter(|metrics| metrics.discovery == discovery)
}

pub(super) fn service_monitor(spec: &Spec) -> Option<Child> {
    let metrics = by(spec, Discovery::ServiceMonitor)?;
    let endpoint =
        json!({ "port": metrics.port.as_str(), "path": metrics.path.as_str(), "interval": metrics.interval });
    let body = json!({ "spec": {
        "jobLabel": label::NAME,
        // The Service carries the labels of the pods.
        "selector": { "matchLabels": selector(spec) },
        "endpoints": [endpoint],
    }});
    Some((named(Kind::ServiceMonitor, spec), body))
}

/// Those of the pods; none where there is a ServiceMonitor.
pub(super) fn annotations(spec: &Spec) -> Map<String, Value> {
    let Some(metrics) = by(spec, Discovery::Annotations) else { return Map::new() };
    let number = spec.ports.get(&metrics.port).map(|port| json!(port.number.get().to_string()));
    let annotations = [
        (ANNOTATION_SCRAPE, Some(json!("true"))),
        (ANNOTATION_PATH, Some(json!(metrics.path.as_str()))),
        (ANNOTATION_PORT, number),
    ];
    annotations.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
