//! How many replicas run: a fixed number or limits for a number that follows the load. Never both.

use acme_schema::{Attr, Path};

use super::super::model::{ScalingModel, ServiceModel};
use super::Exposure;
use crate::shared::{Findings, Given, Whole};

/// A fixed number of replicas; 0 pauses a service.
pub(crate) type Replicas = Whole<0, 10_000>;
/// A limit of a number of replicas.
pub(crate) type ScaledReplicas = Whole<1, 10_000>;
/// Percent of what a replica requests; it may use more than it requests.
pub(crate) type Percent = Whole<1, 1000>;

/// The CPU use to keep to where no target is given; also Kubernetes' own default.
const DEFAULT_CPU: Percent = Percent::clamped(80);

/// How many replicas run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capacity {
    /// Always this many.
    Fixed(Replicas),
    /// As many as the load asks for.
    Scaled(Scaling),
}

/// A number of replicas that follows the load. At least one target is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scaling {
    pub(crate) min: ScaledReplicas,
    pub(crate) max: ScaledReplicas,
    pub(crate) cpu: Option<Percent>,
    pub(crate) memory: Option<Percent>,
}

impl Capacity {
    /// The number of replicas that can be relied on.
    pub(crate) fn least(&self) -> i64 {
        match self {
            Self::Fixed(replicas) => replicas.get(),
            Self::Scaled(scaling) => scaling.min.get(),
        }
    }
}

/// The number of replicas where none is given.
pub(crate) fn default_replicas(exposure: Exposure) -> Replicas {
    match exposure {
        Exposure::Public => Replicas::clamped(2),
        Exposure::Internal | Exposure::Cluster => Replicas::clamped(1),
    }
}

pub(super) fn read(model: &ServiceModel, exposure: &Attr<Exposure>, find: &mut Findings) -> Option<Capacity> {
    let at = Path::of("replicas");
    let replicas = find.whole(&model.replicas, &at);
    if model.replicas.known().is_some() && model.scaling.known().is_some() {
        find.rule(&at, "must not be set beside `scaling`: exactly one of the two is allowed");
    }
    if let Some(scaling) = find.seen(&model.scaling) {
        return scaled(scaling, model, find).map(Capacity::Scaled);
    }
    let replicas = match replicas {
        Attr::Null => default_replicas(*exposure.known()?),
        given => given.option()?,
    };
    Some(Capacity::Fixed(replicas))
}

fn scaled(scaling: &ScalingModel, model: &ServiceModel, find: &mut Findings) -> Option<Scaling> {
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
    let cpu = if cpu.is_null() && memory.is_null() { Attr::Known(DEFAULT_CPU) } else { cpu };
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
    Some(Scaling { min: min.option()?, max: max.option()?, cpu: cpu.option(), memory: memory.option() })
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
