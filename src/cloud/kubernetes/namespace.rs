//! Whether a namespace may be deleted: only one that we made, and only when nobody has anything in it. Everything that
//! the cluster can list is looked at, because a namespace takes all of it along.

use acme_children::{Kind, MANAGER, label};
use futures::StreamExt;
use futures::stream;
use http::Request;
use http::header::ACCEPT;
use serde_json::Value;

use super::failure::Failure;
use super::lists::Listing;
use super::path;
use super::server::Server;

const DISCOVERY: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
    application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
/// How many resources are looked at side by side.
const SIDE_BY_SIDE: usize = 8;
/// What comes and goes with other objects, and does not keep a namespace.
const COMPANIONS: [&str; 4] = ["endpoints", "endpointslices", "events", "leases"];

/// Whether this namespace is ours and empty.
pub(crate) async fn may_be_deleted(server: &Server, live: &Value, namespace: &str) -> Result<bool, Failure> {
    if live["metadata"]["labels"][label::MANAGED_BY] != MANAGER {
        return Ok(false);
    }
    if !live["metadata"]["deletionTimestamp"].is_null() {
        return Ok(true);
    }
    let mut resources = Vec::new();
    for root in ["/api", "/apis"] {
        let request = Request::get(root).header(ACCEPT, DISCOVERY);
        let discovered = server.call(request.body(Vec::new())).await?;
        let Some(found) = listed(&discovered) else { return Ok(false) };
        resources.extend(found);
    }
    for round in rounds(resources) {
        let looks: Vec<_> = round.iter().map(|resource| is_used(server, namespace, resource)).collect();
        let mut looks = stream::iter(looks).buffered(SIDE_BY_SIDE);
        while let Some(is_used) = looks.next().await {
            if is_used? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// What is looked at, and then once more: what services consist of. Where there is somebody, it is most often with one
/// of these; and another process may have begun meanwhile.
fn rounds(resources: Vec<Resource>) -> [Vec<Resource>; 2] {
    let is_ours = |resource: &Resource| {
        Kind::ALL
            .iter()
            .any(|kind| kind.plural() == resource.plural && kind.api_version() == resource.api_version)
    };
    let (ours, others): (Vec<_>, Vec<_>) = resources.into_iter().partition(is_ours);
    [ours.iter().cloned().chain(others).collect(), ours]
}

/// A namespaced resource of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Resource {
    api_version: String,
    plural: String,
}

async fn is_used(server: &Server, namespace: &str, resource: &Resource) -> Result<bool, Failure> {
    let collection = path::within(&resource.api_version, namespace, &resource.plural);
    match server.pages(&collection, Listing::Metadata).await {
        Ok(items) => Ok(items.iter().any(|item| counts(resource, item))),
        Err(failure) => match failure.code() {
            // The resource has been taken out of the API meanwhile, or cannot be listed after all.
            Some(404 | 405) => Ok(false),
            // Who cannot look must assume that somebody is there.
            Some(401 | 403 | 503) => Ok(true),
            _ => Err(failure),
        },
    }
}

/// What a discovery document says can be in a namespace, be listed and be deleted. `None`: it is not complete.
fn listed(discovery: &Value) -> Option<Vec<Resource>> {
    let mut resources = Vec::new();
    for group in discovery["items"].as_array()? {
        // The first version is the preferred one; all versions show the same objects.
        let Some(version) = group["versions"].get(0) else { continue };
        if version["freshness"] == "Stale" {
            return None;
        }
        let name = version["version"].as_str()?;
        let api_version = match group["metadata"]["name"].as_str() {
            Some(group) if !group.is_empty() => format!("{group}/{name}"),
            _ => name.to_owned(),
        };
        for resource in version["resources"].as_array().into_iter().flatten() {
            let can = |verb: &str| resource["verbs"].as_array().is_some_and(|v| v.iter().any(|x| x == verb));
            let plural = resource["resource"].as_str()?;
            if resource["scope"] == "Namespaced"
                && can("list")
                && can("delete")
                && !COMPANIONS.contains(&plural)
            {
                resources.push(Resource { api_version: api_version.clone(), plural: plural.to_owned() });
            }
        }
    }
    Some(resources)
}

/// Whether an object keeps its namespace: not what Kubernetes puts into every namespace, nor what is going.
fn counts(resource: &Resource, item: &Value) -> bool {
    let metadata = &item["metadata"];
    let name = metadata["name"].as_str().unwrap_or_default();
    let is_given = match (resource.api_version.as_str(), resource.plural.as_str()) {
        ("v1", "serviceaccounts") => name == "default",
        ("v1", "configmaps") => name == "kube-root-ca.crt",
        ("v1", "secrets") => metadata["annotations"]["kubernetes.io/service-account.name"] == "default",
        _ => false,
    };
    !is_given && metadata["deletionTimestamp"].is_null()
}

#[cfg(test)]
mod tests;
