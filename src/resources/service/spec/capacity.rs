//! How many replicas run: a fixed number or limits for a number that follows the load. Never both.

use acme_schema::{Attr, Path};

use super::super::model::ServiceModel;
use super::{Exposure, Scaling, scaling};
use crate::shared::{Findings, Given, Whole};

/// A fixed number of replicas; 0 pauses a service.
pub(crate) type Replicas = Whole<0, 10_000>;
/// A limit of a number of replicas.
pub(crate) type ScaledReplicas = Whole<1, 10_000>;

/// How many replicas run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Capacity {
    /// Always this many.
    Fixed(Replicas),
    /// As many as the load asks for.
    Scaled(Scaling),
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
        return scaling::read(scaling, model, find).map(Capacity::Scaled);
    }
    let replicas = match replicas {
        Attr::Null => default_replicas(*exposure.known()?),
        given => given.option()?,
    };
    Some(Capacity::Fixed(replicas))
}

/// Warns of a service for everybody that a single lost node takes away.
pub(super) fn warn_of_one(model: &ServiceModel, exposure: &Attr<Exposure>, find: &mut Findings) {
    if exposure.known() != Some(&Exposure::Public) {
        return;
    }
    let least = model.scaling.known().map(|scaling| &scaling.min_replicas);
    let path = if model.replicas.known() == Some(&1) {
        Path::of("replicas")
    } else if least.and_then(Attr::known) == Some(&1) {
        Path::of("scaling").attribute("min_replicas")
    } else {
        return;
    };
    find.warn(
        &path,
        "the service is public but may run as a single replica",
        "with 2 or more it survives the loss of a node",
    );
}
