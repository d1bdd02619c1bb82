//! What a service must know of the world before it can be expanded: current versions of secrets, and how Prometheus finds
//! it. Both become attributes, so that a plan shows them and an apply keeps to them.

use std::collections::{BTreeMap, BTreeSet};

use acme_children::Kind;
use acme_schema::{Attr, Map, Model, Value};

use super::model::{SecretModel, ServiceModel};
use super::spec::Discovery;
use crate::registry::{Facts, Needs};

/// What a service with these attributes needs to know.
pub(super) fn needs(model: &ServiceModel) -> Needs {
    let Referenced { unpinned: secrets, databases, .. } = referenced(model);
    // How Prometheus is told is looked at anew each time: what a state says may have been computed.
    let custom = model.metrics.known().map(|_| Kind::ServiceMonitor).into_iter().collect();
    Needs { secrets, databases, custom }
}

/// Fills in what the configuration leaves to the world.
pub(super) fn settle(config: &Value, planned: &mut Value, facts: &Facts) {
    let Ok(model) = ServiceModel::from_value(planned) else { return };
    planned.set_attribute("secret_versions", versions(&model, facts).encode());
    planned.set_attribute("database_urls", urls(&model, facts).encode());
    let is_left_out = |metrics: &Value| metrics.attribute("discovery").is_none_or(Value::is_null);
    if let Some(mut metrics) =
        planned.attribute("metrics").filter(|metrics| metrics.as_object().is_some()).cloned()
        && config.attribute("metrics").is_none_or(is_left_out)
    {
        let before = model.metrics.known().map_or(Attr::Null, |metrics| metrics.discovery.clone());
        metrics.set_attribute("discovery", discovery(before, facts).encode());
        planned.set_attribute("metrics", metrics);
    }
}

/// The model in some world where every secret has a version: for rules that need a whole specification, and care for no
/// version.
pub(super) fn imagined(model: &ServiceModel) -> ServiceModel {
    let Referenced { unpinned, databases, .. } = referenced(model);
    let any = |name: &String| (name.clone(), Attr::Known("any".to_owned()));
    let versions = unpinned.iter().chain(&databases).map(any).collect();
    let urls = databases.iter().map(any).collect();
    ServiceModel { secret_versions: Attr::Known(versions), database_urls: Attr::Known(urls), ..model.clone() }
}

fn discovery(before: Attr<String>, facts: &Facts) -> Attr<String> {
    let word = |is_known: &bool| {
        let way = if *is_known { Discovery::ServiceMonitor } else { Discovery::Annotations };
        way.as_str().to_owned()
    };
    match (facts.custom.get(&Kind::ServiceMonitor).map(word), before) {
        (Some(word), _) => Attr::Known(word),
        (None, Attr::Null) => Attr::Unknown,
        (None, before) => before,
    }
}

/// The versions of the secrets that the model names no version of; null without any.
fn versions(model: &ServiceModel, facts: &Facts) -> Attr<Map<String>> {
    let Referenced { unpinned, databases, is_whole } = referenced(model);
    let all: BTreeSet<_> = unpinned.into_iter().chain(databases).collect();
    let looked = |name: &String| {
        let of_database = || facts.databases.get(name).map(|address| &address.version);
        facts.secret_versions.get(name).or_else(of_database).cloned()
    };
    if is_whole { looked_up(&all, &model.secret_versions, looked) } else { Attr::Unknown }
}

/// The URLs of the databases that the model refers to; null without any.
fn urls(model: &ServiceModel, facts: &Facts) -> Attr<Map<String>> {
    let Referenced { databases, is_whole, .. } = referenced(model);
    let looked = |id: &String| facts.databases.get(id).map(|address| address.url.clone());
    if is_whole { looked_up(&databases, &model.database_urls, looked) } else { Attr::Unknown }
}

/// What was looked up, else what was known before; null where nothing is asked for.
fn looked_up(
    names: &BTreeSet<String>,
    before: &Attr<Map<String>>,
    looked: impl Fn(&String) -> Option<String>,
) -> Attr<Map<String>> {
    if names.is_empty() {
        return Attr::Null;
    }
    let entry = |name: &String| {
        let before = || before.known().and_then(|entries| entries.get(name)?.known().cloned());
        looked(name).or_else(before).map_or(Attr::Unknown, Attr::Known)
    };
    Attr::Known(names.iter().map(|name| (name.clone(), entry(name))).collect())
}

/// The secrets that a model refers to without a version.
struct Referenced {
    unpinned: BTreeSet<String>,
    /// The databases.
    databases: BTreeSet<String>,
    /// Whether there is none that is not known yet.
    is_whole: bool,
}

fn referenced(model: &ServiceModel) -> Referenced {
    let mut found = Referenced { unpinned: BTreeSet::new(), databases: BTreeSet::new(), is_whole: true };
    let mut groups = vec![&model.secrets];
    let volumes = found.seen(&model.volumes).into_iter().flatten();
    let volumes: Vec<_> = volumes.filter_map(|(_, volume)| found.seen(volume)).collect();
    groups.extend(volumes.into_iter().map(|volume| &volume.secret));
    for group in groups {
        for given in found.seen(group).into_iter().flat_map(BTreeMap::values) {
            let Some(SecretModel { secret_arn, version_id, database_id, .. }) = found.seen(given) else {
                continue;
            };
            let database = found.seen(database_id).cloned();
            if let Some(database) = database {
                found.databases.insert(database);
                continue;
            }
            match version_id {
                Attr::Known(_) => {}
                Attr::Unknown => found.is_whole = false,
                Attr::Null => {
                    let arn = found.seen(secret_arn).cloned();
                    found.unpinned.extend(arn);
                }
            }
        }
    }
    found
}

impl Referenced {
    fn seen<'a, T>(&mut self, given: &'a Attr<T>) -> Option<&'a T> {
        self.is_whole &= !given.is_unknown();
        given.known()
    }
}
