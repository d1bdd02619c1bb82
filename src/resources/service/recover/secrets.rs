//! What the annotations of live Secrets say about where their values come from. The values themselves are not looked at.

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Kind, Observed};
use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::expand::{Place, Source, Sources};
use super::super::model::SecretModel;
use super::map_of;

/// Where a Secret's values come from; nothing where it was not found, or is not ours.
pub(super) fn sources(name: &str, observed: &Children<Observed>) -> Sources {
    let found = observed.get(&ChildId::new(Kind::Secret, name));
    found.and_then(|found| Sources::of(&found.live)).unwrap_or_default()
}

/// The secret part of a container's environment.
pub(super) fn environment(container: &Value, observed: &Children<Observed>) -> Sources {
    let sources = container["envFrom"].as_array().into_iter().flatten();
    let names = sources.filter_map(|source| source["secretRef"]["name"].as_str());
    names
        .map(|name| self::sources(name, observed))
        .find(|found| *found != Sources::default())
        .unwrap_or_default()
}

/// References as they would have to be written.
pub(super) fn models(references: &BTreeMap<String, Source>) -> Attr<Map<SecretModel>> {
    map_of(references.iter().map(|(name, source)| (name.clone(), Attr::Known(model(source)))).collect())
}

fn model(source: &Source) -> SecretModel {
    let model = SecretModel {
        key: source.key.clone().into(),
        version_id: Some(source.version_id.clone()).filter(|_| source.is_pinned).into(),
        ..SecretModel::default()
    };
    match &source.origin {
        Place::Secret(arn) => SecretModel { secret_arn: Attr::Known(arn.clone()), ..model },
        Place::Database { id, root_cert, .. } => SecretModel {
            database_id: Attr::Known(id.clone()),
            ssl_root_cert: root_cert.clone().into(),
            ..model
        },
    }
}

/// The versions that were looked up for these references, by ARN or database.
pub(super) fn versions<'a>(references: impl Iterator<Item = &'a Source>) -> BTreeMap<String, Attr<String>> {
    let looked_up = references.filter(|source| !source.is_pinned);
    looked_up.map(|source| (name(source).to_owned(), Attr::Known(source.version_id.clone()))).collect()
}

fn name(source: &Source) -> &str {
    match &source.origin {
        Place::Secret(name) | Place::Database { id: name, .. } => name,
    }
}

/// The URLs that were looked up for these references, by database.
pub(super) fn urls<'a>(references: impl Iterator<Item = &'a Source>) -> BTreeMap<String, Attr<String>> {
    let url = |source: &Source| match &source.origin {
        Place::Secret(_) => None,
        Place::Database { id, url, .. } => Some((id.clone(), Attr::Known(url.clone()))),
    };
    references.filter_map(url).collect()
}
