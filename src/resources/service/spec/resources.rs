//! CPU and memory of one replica.

use acme_children::Quantity;
use acme_schema::{Attr, Path};

use super::super::model::{AmountsModel, ResourcesModel};
use crate::shared::{Findings, Given};

/// What a replica is given. No request is above its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resources {
    pub(crate) requests: Amounts,
    pub(crate) limits: Amounts,
}

/// An amount of CPU and memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amounts {
    pub(crate) cpu: Option<Quantity>,
    pub(crate) memory: Option<Quantity>,
}

pub(super) fn read(given: &Attr<ResourcesModel>, find: &mut Findings) -> Resources {
    let path = Path::of("resources");
    let Some(model) = find.seen(given) else { return Resources::default() };
    let requests = amounts(&model.requests, &path.attribute("requests"), find);
    let limits = amounts(&model.limits, &path.attribute("limits"), find);
    let pairs = [("cpu", requests.cpu, limits.cpu), ("memory", requests.memory, limits.memory)];
    for (name, request, limit) in pairs {
        if let (Some(request), Some(limit)) = (request, limit)
            && request > limit
        {
            let path = path.attribute("requests").attribute(name);
            find.rule(&path, format!("must not be above `resources.limits.{name}`, which is {limit}"));
        }
    }
    Resources { requests, limits }
}

fn amounts(given: &Attr<AmountsModel>, path: &Path, find: &mut Findings) -> Amounts {
    let Some(model) = find.seen(given) else { return Amounts::default() };
    Amounts {
        cpu: find.text(&model.cpu, &path.attribute("cpu")).option(),
        memory: find.text(&model.memory, &path.attribute("memory")).option(),
    }
}
