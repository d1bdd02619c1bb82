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

/// Reads the amounts at `path`.
pub(super) fn read(given: &Attr<ResourcesModel>, path: &Path, find: &mut Findings) -> Resources {
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

/// Whether a request for `cpu` or `memory` is given or may turn out to be. Kubernetes takes a limit for a request where
/// that is missing.
pub(super) fn may_request(given: &Attr<ResourcesModel>, name: &str) -> bool {
    let resources = match given {
        Attr::Null => return false,
        Attr::Unknown => return true,
        Attr::Known(resources) => resources,
    };
    [&resources.requests, &resources.limits].into_iter().any(|amounts| match amounts {
        Attr::Null => false,
        Attr::Unknown => true,
        Attr::Known(amounts) => !(if name == "cpu" { &amounts.cpu } else { &amounts.memory }).is_null(),
    })
}
