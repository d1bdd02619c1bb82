//! What a live pod and its Secrets say beyond the service's own container and its open environment.

use acme_children::{Children, Observed};
use acme_schema::Attr;
use serde_json::Value;

use super::super::expand::RESTART_GENERATION;
use super::super::model::ServiceModel;
use super::super::spec::may_mount;
use super::{map_of, secrets, service_account, sidecars, volumes};

/// A service's live Deployment, and what it led to.
#[derive(Clone, Copy)]
pub(super) struct Live<'a> {
    /// The pod template.
    pub(super) template: &'a Value,
    /// The service's own container.
    pub(super) container: &'a Value,
    /// The ServiceAccount of the service's name.
    pub(super) account: &'a Value,
    pub(super) observed: &'a Children<Observed>,
}

/// Fills in what is around the service's own container.
pub(super) fn fill(model: &mut ServiceModel, service: &str, live: Live<'_>) {
    let Live { template, container, account, observed } = live;
    let pod = &template["spec"];
    let environment = secrets::environment(container, observed);
    let volumes = volumes::volumes(pod, container, observed);
    let sources = environment.references.values().chain(&volumes.sources);
    let versions = map_of(secrets::versions(sources.clone()));
    let urls = map_of(secrets::urls(sources));
    model.secrets = secrets::models(&environment.references);
    model.secrets_wo_version = environment.given.into();
    model.service_account = service_account::service_account(pod, account, service);
    model.restart_generation = template["metadata"]["annotations"][RESTART_GENERATION]
        .as_str()
        .and_then(|generation| generation.parse().ok())
        .into();
    (model.volumes, model.sidecars) = (volumes.attribute(), sidecars::sidecars(pod, &volumes));
    (model.secret_versions, model.database_urls) = (versions, urls);
    // What another tool has mounted may break a rule of ours: half of it would start a pod that fails.
    if !may_mount(model) {
        (model.volumes, model.sidecars) = (Attr::Null, Attr::Null);
        model.secret_versions = map_of(secrets::versions(environment.references.values()));
        model.database_urls = map_of(secrets::urls(environment.references.values()));
    }
}
