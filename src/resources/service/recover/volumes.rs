//! What a live pod says about folders: those whose content `volumes` can say.

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Kind, Observed, Quantity};
use acme_schema::{Attr, Map};
use serde_json::Value;

use super::super::expand::{Source, is_scratch};
use super::super::model::{EmptyDirModel, PersistentClaimModel, VolumeModel};
use super::{map_of, secrets, text};

/// The volumes of a pod, and where their secret files come from.
#[derive(Default)]
pub(super) struct Volumes {
    pub(super) models: BTreeMap<String, VolumeModel>,
    pub(super) sources: Vec<Source>,
}

impl Volumes {
    pub(super) fn attribute(&self) -> Attr<Map<VolumeModel>> {
        map_of(self.models.iter().map(|(name, model)| (name.clone(), Attr::Known(model.clone()))).collect())
    }
}

pub(super) fn volumes(pod: &Value, container: &Value, observed: &Children<Observed>) -> Volumes {
    let mut found = Volumes::default();
    for live in pod["volumes"].as_array().into_iter().flatten() {
        let Some(name) = live["name"].as_str().filter(|name| !is_scratch(name)) else { continue };
        let (Some(path), Some(model)) =
            (mounted(container, name), content(live, observed, &mut found.sources))
        else {
            continue;
        };
        let mount_path = Attr::Known(path.to_owned());
        found.models.insert(name.to_owned(), VolumeModel { mount_path, ..model });
    }
    found
}

/// Where a container has all of a volume.
fn mounted<'a>(container: &'a Value, volume: &str) -> Option<&'a str> {
    let mounts = container["volumeMounts"].as_array().into_iter().flatten();
    let mut whole = mounts.filter(|mount| {
        mount["name"] == volume && mount["subPath"].is_null() && mount["subPathExpr"].is_null()
    });
    whole.next()?["mountPath"].as_str()
}

/// Where a container has which volumes.
pub(super) fn mounts(container: &Value, volumes: &Volumes) -> Attr<Map<String>> {
    let place = |name: &String| Some((name.clone(), Attr::Known(mounted(container, name)?.to_owned())));
    map_of(volumes.models.keys().filter_map(place).collect())
}

fn content(live: &Value, observed: &Children<Observed>, sources: &mut Vec<Source>) -> Option<VolumeModel> {
    let none = VolumeModel::default();
    if let Some(name) = live["configMap"]["name"].as_str() {
        let found = observed.get(&ChildId::new(Kind::ConfigMap, name))?;
        let data = found.live["data"].as_object().into_iter().flatten();
        let config = map_of(data.map(|(name, value)| (name.clone(), text(value))).collect());
        return Some(VolumeModel { config, ..none });
    }
    if let Some(name) = live["secret"]["secretName"].as_str() {
        let found = secrets::sources(name, observed);
        sources.extend(found.references.values().cloned());
        let secret = secrets::models(&found.references);
        return (!secret.is_null()).then_some(VolumeModel { secret, ..none });
    }
    if let Some(name) = live["persistentVolumeClaim"]["claimName"].as_str() {
        let claim = PersistentClaimModel {
            claim_name: Attr::Known(name.to_owned()),
            read_only: Attr::Known(live["persistentVolumeClaim"]["readOnly"] == true),
        };
        return Some(VolumeModel { persistent_claim: Attr::Known(claim), ..none });
    }
    let empty = live["emptyDir"].as_object()?;
    let limit = empty.get("sizeLimit").and_then(Value::as_str).and_then(Quantity::parse);
    let medium = empty.get("medium").and_then(Value::as_str).filter(|medium| !medium.is_empty());
    let model = EmptyDirModel {
        size_limit: limit.map(|limit| limit.to_string()).into(),
        medium: medium.map(str::to_owned).into(),
    };
    Some(VolumeModel { empty_dir: Attr::Known(model), ..none })
}
