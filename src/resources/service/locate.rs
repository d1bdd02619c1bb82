//! Where an existing service is, and which objects it may consist of.

use std::collections::BTreeSet;

use acme_children::{ChildId, Children, Cluster, Kind, Observed, Place};
use acme_schema::Diagnostic;
use serde_json::Value;

use super::expand::{CHILDREN, env_prefix, job_prefix, secrets_prefix, volume_prefix};
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
    Target { location: place.into(), ids }
}

/// The children whose names change with their content, and those that not every service has: what the Deployment leads to.
/// ConfigMaps and Secrets of others are left alone: what is found but not desired would be removed.
pub(super) fn contents(observed: &Children<Observed>) -> Vec<ChildId> {
    let deployments = observed.iter().filter(|(id, _)| id.kind == Kind::Deployment);
    deployments
        .flat_map(|(id, deployment)| {
            let pod = &deployment.live["spec"]["template"]["spec"];
            let mut ids = environments(&id.name, pod);
            ids.extend(files(&id.name, pod));
            ids.extend(announced(&id.name, &deployment.live));
            ids
        })
        .collect()
}

/// What the service's container reads its environment from.
fn environments(service: &str, pod: &Value) -> Vec<ChildId> {
    let sources = recover::container(pod, service)["envFrom"].as_array().into_iter().flatten();
    let child = |source: &Value| {
        let open = ours(Kind::ConfigMap, &source["configMapRef"]["name"], &env_prefix(service));
        open.or_else(|| ours(Kind::Secret, &source["secretRef"]["name"], &secrets_prefix(service)))
    };
    sources.filter_map(child).collect()
}

/// What the volumes consist of.
fn files(service: &str, pod: &Value) -> Vec<ChildId> {
    let child = |volume: &Value| {
        let prefix = volume_prefix(service, volume["name"].as_str()?);
        let open = ours(Kind::ConfigMap, &volume["configMap"]["name"], &prefix);
        open.or_else(|| ours(Kind::Secret, &volume["secret"]["secretName"], &prefix))
    };
    pod["volumes"].as_array().into_iter().flatten().filter_map(child).collect()
}

/// What nothing leads to but the Deployment's annotation.
fn announced(service: &str, deployment: &Value) -> Vec<ChildId> {
    let names = deployment["metadata"]["annotations"][CHILDREN].as_str().unwrap_or_default();
    let ids = names.split(' ').filter_map(|name| name.parse::<ChildId>().ok());
    let is_its = |id: &ChildId| {
        let is_job = id.kind == Kind::Job && id.name.starts_with(&job_prefix(service));
        is_job || (id.kind == Kind::ServiceMonitor && id.name == service)
    };
    ids.filter(is_its).collect()
}

fn ours(kind: Kind, name: &Value, prefix: &str) -> Option<ChildId> {
    name.as_str().filter(|name| name.starts_with(prefix)).map(|name| ChildId::new(kind, name))
}
