//! What the number of replicas follows, and how fast. Only what an autoscaler can do is in here: a target of each kind at
//! most, every metric with exactly one target, at least one target in all.

mod pace;

use std::collections::BTreeMap;

use acme_children::Quantity;
use acme_schema::{Attr, Map, Path};

use super::super::model::{MetricModel, ScalingModel, ServiceModel};
use super::ScaledReplicas;
use crate::shared::{Findings, Given, Labels, Text, Whole, labels, text_type, word_type};

pub(crate) use pace::{Direction, GrowthPercent, Pace, Period, Window};

/// Percent of what a replica requests; it may use more than it requests.
pub(crate) type Percent = Whole<1, 1000>;
/// Requests per second and replica.
pub(crate) type RequestRate = Whole<1, 1_000_000>;

/// The CPU use to keep to where no target is given; also Kubernetes' own default.
const DEFAULT_CPU: Percent = Percent::clamped(80);

/// The metric behind `target_requests_per_second`, by the name that the Prometheus adapter's own examples give it.
pub(crate) const REQUESTS: &str = "http_requests_per_second";

text_type!(
    /// The name of a metric, which is a part of a URL's path.
    MetricName,
    "the name of a metric: at most 253 letters, digits, `_`, `-`, `.`, `:` and `|`, beginning with a letter or `_`",
    |text| {
        text.len() <= 253
            && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:|".contains(c))
    }
);

word_type!(
    /// Where a metric comes from.
    MetricKind,
    "one of `pods`, `external`",
    /// Each replica has one of its own.
    Pods = "pods",
    /// Something outside the cluster.
    External = "external"
);

/// The value of a metric to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount(Quantity);

/// A number of replicas that follows the load. At least one target is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scaling {
    pub(crate) min: ScaledReplicas,
    pub(crate) max: ScaledReplicas,
    pub(crate) cpu: Option<Percent>,
    pub(crate) memory: Option<Percent>,
    pub(crate) requests: Option<RequestRate>,
    pub(crate) metrics: BTreeMap<MetricName, Metric>,
    /// `None`: Kubernetes' own way.
    pub(crate) up: Option<Pace>,
    /// `None`: Kubernetes' own way.
    pub(crate) down: Option<Pace>,
}

/// A metric to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Metric {
    pub(crate) kind: MetricKind,
    pub(crate) selector: Labels,
    pub(crate) target: MetricTarget,
}

/// What to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MetricTarget {
    /// Divided by the number of replicas.
    Average(Amount),
    /// In all; only of external metrics.
    Total(Amount),
}

impl Text for Amount {
    const ALLOWED: &'static str = "a Kubernetes quantity above 0 such as `30`, `0.5` or `2k`";

    fn parse(text: &str) -> Option<Self> {
        Quantity::parse(text).filter(|quantity| Some(*quantity) > Quantity::parse("0")).map(Self)
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

pub(super) fn read(scaling: &ScalingModel, model: &ServiceModel, find: &mut Findings) -> Option<Scaling> {
    let path = Path::of("scaling");
    let at = |name: &str| path.attribute(name);
    let min = find.whole(&scaling.min_replicas, &at("min_replicas"));
    let min: Attr<ScaledReplicas> = find.required(min, &at("min_replicas"));
    let max = find.whole(&scaling.max_replicas, &at("max_replicas"));
    let max: Attr<ScaledReplicas> = find.required(max, &at("max_replicas"));
    if let (Some(min), Some(max)) = (min.known(), max.known())
        && min > max
    {
        find.rule(&at("max_replicas"), format!("must be at least `min_replicas`, which is {}", min.get()));
    }
    let cpu =
        find.whole(&scaling.target_cpu_utilization_percentage, &at("target_cpu_utilization_percentage"));
    let memory = find
        .whole(&scaling.target_memory_utilization_percentage, &at("target_memory_utilization_percentage"));
    let requests = find.whole(&scaling.target_requests_per_second, &at("target_requests_per_second"));
    let metrics = metrics(&scaling.metrics, &at("metrics"), find);
    let has_other = !memory.is_null() || !requests.is_null() || has_metrics(&scaling.metrics);
    let cpu = if cpu.is_null() && !has_other { Attr::Known(DEFAULT_CPU) } else { cpu };
    if cpu.known().is_some() && !may_request(model, Load::Cpu) {
        find.rule(
            &path,
            "must not follow CPU use without `resources.requests.cpu`: utilization is a percentage of it",
        );
    }
    if memory.known().is_some() && !may_request(model, Load::Memory) {
        let allowed = "needs `resources.requests.memory`: utilization is a percentage of it";
        find.rule(&at("target_memory_utilization_percentage"), allowed);
    }
    let up = pace::up(&scaling.scale_up, &at("scale_up"), find);
    let down = pace::down(&scaling.scale_down, &at("scale_down"), find);
    Some(Scaling {
        min: min.option()?,
        max: max.option()?,
        cpu: cpu.option(),
        memory: memory.option(),
        requests: requests.option(),
        metrics,
        up,
        down,
    })
}

fn has_metrics(given: &Attr<Map<MetricModel>>) -> bool {
    match given {
        Attr::Null => false,
        Attr::Unknown => true,
        Attr::Known(metrics) => !metrics.is_empty(),
    }
}

fn metrics(given: &Attr<Map<MetricModel>>, path: &Path, find: &mut Findings) -> BTreeMap<MetricName, Metric> {
    let mut metrics = BTreeMap::new();
    for (key, model) in find.seen(given).into_iter().flatten() {
        let path = path.key(key);
        let name = MetricName::parse(key);
        if name.is_none() {
            find.rule(&path, format!("the key must be {}", MetricName::ALLOWED));
        }
        if model.is_null() {
            find.rule(&path, "must not be null");
        }
        let metric = find.seen(model).and_then(|model| metric(model, &path, find));
        if let (Some(name), Some(metric)) = (name, metric) {
            if name.as_str() == REQUESTS && metric.kind == MetricKind::Pods && metric.selector.is_empty() {
                find.rule(&path, "must be given as `target_requests_per_second`, which is this metric");
            }
            metrics.insert(name, metric);
        }
    }
    metrics
}

fn metric(model: &MetricModel, path: &Path, find: &mut Findings) -> Option<Metric> {
    let at = |name: &str| path.attribute(name);
    let kind = find.text(&model.r#type, &at("type"));
    let kind: Attr<MetricKind> = find.required(kind, &at("type"));
    let selector = labels(&model.selector, &at("selector"), find);
    let average = find.text(&model.target_average_value, &at("target_average_value"));
    let total = find.text(&model.target_value, &at("target_value"));
    let target = match (kind.known()?, average, total) {
        (MetricKind::Pods, _, Attr::Known(_) | Attr::Unknown) if !model.target_value.is_null() => {
            let allowed = "must not be set with `type = \"pods\"`: the replicas' values are averaged";
            find.rule(&at("target_value"), allowed);
            return None;
        }
        (MetricKind::Pods, Attr::Null, _) => {
            find.rule(&at("target_average_value"), "must be set with `type = \"pods\"`");
            return None;
        }
        (MetricKind::External, Attr::Null, Attr::Null)
        | (MetricKind::External, Attr::Known(_), Attr::Known(_)) => {
            find.rule(path, "must have exactly one of `target_average_value` and `target_value`");
            return None;
        }
        (MetricKind::Pods | MetricKind::External, Attr::Known(amount), _) => MetricTarget::Average(amount),
        (MetricKind::External, Attr::Null, Attr::Known(amount)) => MetricTarget::Total(amount),
        (MetricKind::Pods | MetricKind::External, Attr::Unknown, _)
        | (MetricKind::External, Attr::Null, Attr::Unknown) => return None,
    };
    Some(Metric { kind: kind.option()?, selector, target })
}

/// What an autoscaler can follow.
#[derive(Clone, Copy)]
enum Load {
    Cpu,
    Memory,
}

/// Whether a request is given or may turn out to be. Kubernetes takes a limit for a request where that is missing.
fn may_request(model: &ServiceModel, load: Load) -> bool {
    let resources = match &model.resources {
        Attr::Null => return false,
        Attr::Unknown => return true,
        Attr::Known(resources) => resources,
    };
    [&resources.requests, &resources.limits].into_iter().any(|amounts| match (amounts, load) {
        (Attr::Null, _) => false,
        (Attr::Unknown, _) => true,
        (Attr::Known(amounts), Load::Cpu) => !amounts.cpu.is_null(),
        (Attr::Known(amounts), Load::Memory) => !amounts.memory.is_null(),
    })
}
