//! What the number of replicas follows, and how fast, as written.

use acme_schema::{Attr, Map, Model};

use super::super::spec::{
    Amount, GrowthPercent, MetricKind, Percent, Period, RequestRate, ScaledReplicas, Window,
};
use crate::shared::text;

/// A number of replicas that follows the load. With several targets, the one that asks for most replicas counts.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ScalingModel {
    /// The number of replicas without load.
    #[model(required, validate = ScaledReplicas::validator)]
    pub(crate) min_replicas: Attr<i64>,
    /// The number of replicas that is never exceeded; at least `min_replicas`.
    #[model(required, validate = ScaledReplicas::validator)]
    pub(crate) max_replicas: Attr<i64>,
    /// The CPU use to keep to, in percent of `resources.requests.cpu`, averaged over the replicas. Where no target at all
    /// is given, 80.
    #[model(validate = Percent::validator)]
    pub(crate) target_cpu_utilization_percentage: Attr<i64>,
    /// The memory use to keep to, in percent of `resources.requests.memory`, averaged over the replicas.
    #[model(validate = Percent::validator)]
    pub(crate) target_memory_utilization_percentage: Attr<i64>,
    /// The requests per second to keep to, averaged over the replicas: the metric `http_requests_per_second` of the pods,
    /// as the cluster's custom metrics API has it (e.g. from the Prometheus adapter).
    #[model(validate = RequestRate::validator)]
    pub(crate) target_requests_per_second: Attr<i64>,
    /// Other metrics to follow, by the name under which the custom (`pods`) or external (`external`) metrics API knows
    /// each: at most 253 letters, digits, `_`, `-`, `.`, `:` and `|`.
    pub(crate) metrics: Attr<Map<MetricModel>>,
    /// How fast replicas are added. Defaults to Kubernetes' own way: every 15 seconds 4 more, or twice as many.
    pub(crate) scale_up: Attr<ScaleUpModel>,
    /// How fast replicas are taken away. Defaults to Kubernetes' own way: as many as the least load of the last 5 minutes
    /// allows.
    pub(crate) scale_down: Attr<ScaleDownModel>,
}

/// A metric to follow.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct MetricModel {
    /// Where it comes from: `pods` (a metric of each replica) or `external` (one from outside the cluster, such as the
    /// length of a queue).
    #[model(required, validate = text::<MetricKind>)]
    pub(crate) r#type: Attr<String>,
    /// Labels that select among the metric's series.
    pub(crate) selector: Attr<Map<String>>,
    /// The value to keep to, divided by the number of replicas, as a Kubernetes quantity such as `30` or `500m`. Needed with
    /// `pods`; with `external` exactly one of the two targets is given.
    #[model(validate = text::<Amount>)]
    pub(crate) target_average_value: Attr<String>,
    /// The value to keep to, whatever the number of replicas. Only with `external`.
    #[model(validate = text::<Amount>)]
    pub(crate) target_value: Attr<String>,
}

/// How fast replicas are added. Where both `pods` and `percent` are given, the one that allows more counts.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ScaleUpModel {
    /// Seconds over which the least of the numbers that the load asked for counts.
    #[model(default = 0, validate = Window::validator)]
    pub(crate) stabilization_window_seconds: Attr<i64>,
    /// How many replicas may be added in a period. Where neither `pods` nor `percent` is given: 4, and 100 percent.
    #[model(validate = ScaledReplicas::validator)]
    pub(crate) pods: Attr<i64>,
    /// How many may be added in a period, in percent of those that run.
    #[model(validate = GrowthPercent::validator)]
    pub(crate) percent: Attr<i64>,
    /// The length of a period in seconds.
    #[model(default = 15, validate = Period::validator)]
    pub(crate) period_seconds: Attr<i64>,
}

/// How fast replicas are taken away. Where both `pods` and `percent` are given, the one that allows more counts.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ScaleDownModel {
    /// Seconds over which the most of the numbers that the load asked for counts.
    #[model(default = 300, validate = Window::validator)]
    pub(crate) stabilization_window_seconds: Attr<i64>,
    /// How many replicas may be taken away in a period. Where neither `pods` nor `percent` is given: 100 percent.
    #[model(validate = ScaledReplicas::validator)]
    pub(crate) pods: Attr<i64>,
    /// How many may be taken away in a period, in percent of those that run.
    #[model(validate = GrowthPercent::validator)]
    pub(crate) percent: Attr<i64>,
    /// The length of a period in seconds.
    #[model(default = 15, validate = Period::validator)]
    pub(crate) period_seconds: Attr<i64>,
}
