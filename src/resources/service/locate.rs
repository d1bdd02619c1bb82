//! Where an existing service is, and which objects it may consist of.

use std::collections::BTreeSet;

use acme_children::{ChildId, Children, Cluster, Kind, Observed, Place};
use acme_schema::Diagnostic;

use super::expand::env_prefix;
use super::recover;
use crate::registry::{Facts, Target};
use crate::shared::{ClusterName, Label, ServiceName, Text};

/// The service that an import names.
pub(super) fn by_id(id: &str, facts: &Facts) -> Result<Target, Diagnostic> {
    let parts: Vec<_> = id.split('/').collect();
    let (cluster, namespace, name) = match parts.as_slice() {
        [namespace, name] => (facts.cluster.known(), namespace, name),
        [cluster, namespace, name] => {
            let cluster =
                ClusterName::parse(cluster).ok_or_else(|| wrong(id, "CLUSTER", ClusterName::ALLOWED))?;
            (Some(Cluster::Eks(cluster.to_string())), namespace, name)
        }
        _ => {
            return Err(Diagnostic::error(format!("`{id}` is not the id of a service")).hint(
                "the id has the form NAMESPACE/NAME, or CLUSTER/NAMESPACE/NAME for another EKS cluster",
            ));
        }
    };
    let namespace = Label::parse(namespace).ok_or_else(|| wrong(id, "NAMESPACE", Label::ALLOWED))?;
    let name = ServiceName::parse(name).ok_or_else(|| wrong(id, "NAME", ServiceName::ALLOWED))?;
    let cluster = cluster.ok_or_else(|| {
        Diagnostic::error(format!("The cluster of `{id}` is not known yet"))
            .hint("name it in the id: CLUSTER/NAMESPACE/NAME")
    })?;
    Ok(target(Place { cluster, namespace: namespace.to_string() }, &name))
}

fn wrong(id: &str, part: &str, allowed: &str) -> Diagnostic {
    Diagnostic::error(format!("`{id}` is not the id of a service"))
        .detail(format!("{part} must be {allowed}"))
}

/// What the service of this name may consist of. Its namespace is not looked for: it belongs to no single service, and
/// to find it would be to claim it.
pub(super) fn target(place: Place, name: &ServiceName) -> Target {
    let kinds = [
        Kind::Deployment,
        Kind::HorizontalPodAutoscaler,
        Kind::Ingress,
        Kind::NetworkPolicy,
        Kind::PodDisruptionBudget,
        Kind::Service,
        Kind::ServiceAccount,
    ];
    let ids: BTreeSet<_> = kinds.into_iter().map(|kind| ChildId::new(kind, name.as_str())).collect();
    Target { place, ids }
}

/// The ConfigMaps of ours that the Deployment reads its environment from. Those of others are left alone: what is found
/// but not desired would be removed.
pub(super) fn environments(observed: &Children<Observed>) -> Vec<ChildId> {
    let deployments = observed.iter().filter(|(id, _)| id.kind == Kind::Deployment);
    deployments
        .flat_map(|(id, deployment)| {
            let prefix = env_prefix(&id.name);
            let container = recover::container(&deployment.live["spec"]["template"]["spec"], &id.name);
            let sources = container["envFrom"].as_array().into_iter().flatten();
            sources
                .filter_map(|source| source["configMapRef"]["name"].as_str())
                .filter(move |name| name.starts_with(&prefix))
                .map(|name| ChildId::new(Kind::ConfigMap, name))
                .collect::<Vec<_>>()
        })
        .collect()
}
