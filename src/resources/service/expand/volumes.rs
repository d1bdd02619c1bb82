//! Folders of the containers: what is in them, and where they are. The root file system cannot be written to, so each
//! container has a `/tmp` of its own.

use std::collections::BTreeMap;

use acme_children::{ChildId, Desired, Kind, Manifest, Quantity};
use serde_json::{Map, Value, json};

use super::super::spec::{Access, Content, Medium, Sidecar, Spec, Volume};
use super::{naming, secrets};
use crate::shared::{FileName, MountPath, PartName};

/// The volume at the service's own `/tmp`; a sidecar's has the sidecar's name behind it.
const SCRATCH: &str = "tmp";

const SCRATCH_PATH: &str = "/tmp";

/// Whether a volume is one of those that nobody asked for.
pub(crate) fn is_scratch(volume: &str) -> bool {
    volume == SCRATCH || volume.strip_prefix(SCRATCH).is_some_and(|rest| rest.starts_with('-'))
}

/// What the name of a volume's ConfigMap or Secret begins with.
pub(crate) fn volume_prefix(service: &str, volume: &str) -> String {
    format!("{service}-{volume}-")
}

/// The mounts of the service's own container.
pub(super) fn mounts(spec: &Spec) -> Vec<Value> {
    let mounts = spec.pod.volumes.iter().map(|(name, volume)| (name, &volume.path)).collect();
    listed(spec, mounts, SCRATCH)
}

/// The mounts of a sidecar.
pub(super) fn sidecar_mounts(spec: &Spec, name: &PartName, sidecar: &Sidecar) -> Vec<Value> {
    listed(spec, sidecar.mounts.iter().collect(), &sidecar_scratch(name))
}

fn sidecar_scratch(sidecar: &PartName) -> String {
    format!("{SCRATCH}-{sidecar}")
}

/// By path, so that what is inside another folder comes after it.
fn listed(spec: &Spec, mounts: Vec<(&PartName, &MountPath)>, scratch: &str) -> Vec<Value> {
    let mut by_path = BTreeMap::from([(SCRATCH_PATH, json!({ "name": scratch, "mountPath": SCRATCH_PATH }))]);
    for (name, path) in mounts {
        let is_read_only =
            spec.pod.volumes.get(name).is_some_and(|volume| volume.content.access() == Access::Read);
        // The server does not store a `false`.
        let read_only = is_read_only.then_some(true);
        let mount = json!({ "name": name.as_str(), "mountPath": path.as_str(), "readOnly": read_only });
        by_path.insert(path.as_str(), mount);
    }
    by_path.into_values().collect()
}

/// The volumes of a pod.
pub(super) fn volumes(spec: &Spec) -> Vec<Value> {
    let has_scratch = |paths: Vec<&MountPath>| paths.iter().all(|path| path.as_str() != SCRATCH_PATH);
    let empty = |name: String| json!({ "name": name, "emptyDir": Manifest::EVERYTHING });
    let mut volumes = Vec::new();
    if has_scratch(spec.pod.volumes.values().map(|volume| &volume.path).collect()) {
        volumes.push(empty(SCRATCH.to_owned()));
    }
    volumes.extend(spec.pod.volumes.iter().map(|(name, volume)| one(spec, name, volume)));
    for (name, sidecar) in &spec.pod.sidecars {
        if has_scratch(sidecar.mounts.values().collect()) {
            volumes.push(empty(sidecar_scratch(name)));
        }
    }
    volumes
}

fn one(spec: &Spec, name: &PartName, volume: &Volume) -> Value {
    let (kind, source) = match &volume.content {
        Content::Config(files) => ("configMap", json!({ "name": config_name(spec, name, files) })),
        Content::Secret(files) => {
            let sources = secret_sources(files);
            let prefix = volume_prefix(spec.name.as_str(), name.as_str());
            ("secret", json!({ "secretName": sources.name(&prefix, spec) }))
        }
        Content::Empty { size_limit: None, medium: None } => ("emptyDir", json!(Manifest::EVERYTHING)),
        Content::Empty { size_limit, medium } => {
            let (limit, medium) =
                (size_limit.map(|limit: Quantity| limit.to_string()), medium.map(Medium::as_str));
            ("emptyDir", json!({ "sizeLimit": limit, "medium": medium }))
        }
        Content::Claim { name, access } => {
            let read_only = (*access == Access::Read).then_some(true);
            ("persistentVolumeClaim", json!({ "claimName": name.as_str(), "readOnly": read_only }))
        }
    };
    json!({ "name": name.as_str(), kind: source })
}

/// The ConfigMaps and Secrets that volumes consist of.
pub(super) fn children(spec: &Spec) -> Vec<(ChildId, Desired)> {
    let child = |(name, volume): (&PartName, &Volume)| match &volume.content {
        Content::Config(files) => {
            let id = ChildId::new(Kind::ConfigMap, config_name(spec, name, files));
            let manifest = Manifest::new(&id, &spec.owner(), config(files));
            Some((id, manifest))
        }
        Content::Secret(files) => {
            let sources = secret_sources(files);
            let prefix = volume_prefix(spec.name.as_str(), name.as_str());
            Some(sources.secret(sources.name(&prefix, spec), spec))
        }
        Content::Empty { .. } | Content::Claim { .. } => None,
    };
    spec.pod.volumes.iter().filter_map(child).collect()
}

fn config_name(spec: &Spec, volume: &PartName, files: &BTreeMap<FileName, String>) -> String {
    let prefix = volume_prefix(spec.name.as_str(), volume.as_str());
    naming::by_content(Kind::ConfigMap, &prefix, spec, config(files))
}

fn config(files: &BTreeMap<FileName, String>) -> Value {
    let data: Map<_, _> = files.iter().map(|(name, text)| (name.to_string(), json!(text))).collect();
    json!({ "immutable": true, "data": data })
}

fn secret_sources(files: &BTreeMap<FileName, super::super::spec::SecretRef>) -> secrets::Sources {
    secrets::Sources { references: secrets::sources(files), given: None }
}
