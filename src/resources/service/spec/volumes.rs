//! What is mounted into the containers: exactly one kind of content each, every folder once, none inside one that cannot be
//! written to.

use std::collections::BTreeMap;

use acme_children::Quantity;
use acme_schema::{Attr, Map, Path};

use super::super::model::{EmptyDirModel, PersistentClaimModel, SecretModel, ServiceModel, VolumeModel};
use super::env::MOST_BYTES;
use super::secrets::{self, Looked, SecretRef};
use crate::shared::{FileName, Findings, Given, MountPath, ObjectName, PartName, Text, word_type};

word_type!(
    /// Where an empty folder is, other than on the node's disk.
    Medium,
    "`Memory`",
    /// In memory.
    Memory = "Memory"
);

/// A folder in the service's container.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Volume {
    pub(crate) path: MountPath,
    pub(crate) content: Content,
}

/// What is in a folder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    Config(BTreeMap<FileName, String>),
    Secret(BTreeMap<FileName, SecretRef>),
    Empty { size_limit: Option<Quantity>, medium: Option<Medium> },
    Claim { name: ObjectName, access: Access },
}

/// What may be done with a folder's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

impl Content {
    /// What containers may do with the files.
    pub(crate) fn access(&self) -> Access {
        match self {
            Self::Config(_) | Self::Secret(_) => Access::Read,
            Self::Empty { .. } => Access::Write,
            Self::Claim { access, .. } => *access,
        }
    }
}

pub(super) fn read(model: &ServiceModel, find: &mut Findings) -> BTreeMap<PartName, Volume> {
    let path = Path::of("volumes");
    let mut volumes = BTreeMap::new();
    let mut mounts = Vec::new();
    for (key, given) in find.seen(&model.volumes).into_iter().flatten() {
        let path = path.key(key);
        let name = name(key, &path, find);
        if given.is_null() {
            find.rule(&path, "must not be null");
        }
        let Some(given) = find.seen(given) else { continue };
        let at = path.attribute("mount_path");
        let mounted = find.text(&given.mount_path, &at);
        let mounted: Attr<MountPath> = find.required(mounted, &at);
        let content = content(given, &path, Looked(model), find);
        if let (Some(name), Some(path), Some(content)) = (name, mounted.option(), content) {
            mounts.push(Mount { at, path: path.clone(), name: name.clone(), access: content.access() });
            volumes.insert(name, Volume { path, content });
        }
    }
    apart(&mounts, find);
    volumes
}

/// Reads a volume's name. Those of the writable folders at `/tmp` are taken.
fn name(key: &str, path: &Path, find: &mut Findings) -> Option<PartName> {
    let name = PartName::parse(key);
    if name.is_none() {
        find.rule(path, format!("the key must be {}", PartName::ALLOWED));
    }
    if key == "tmp" || key.starts_with("tmp-") {
        find.rule(
            path,
            "the key must not be `tmp` and not begin with `tmp-`: these are the folders at `/tmp`",
        );
    }
    name
}

fn content(model: &VolumeModel, path: &Path, looked: Looked<'_>, find: &mut Findings) -> Option<Content> {
    let VolumeModel { config, secret, empty_dir, persistent_claim, .. } = model;
    let given = [config.is_null(), secret.is_null(), empty_dir.is_null(), persistent_claim.is_null()]
        .map(|null| !null);
    let is_open =
        config.is_unknown() || secret.is_unknown() || empty_dir.is_unknown() || persistent_claim.is_unknown();
    let count = given.iter().filter(|given| **given).count();
    if count == 0 || (count > 1 && !is_open) {
        find.rule(path, "must have exactly one of `config`, `secret`, `empty_dir` and `persistent_claim`");
    }
    let config = find.seen(config).map(|files| texts(files, &path.attribute("config"), find));
    let secret = find.seen(secret).map(|files| references(files, &path.attribute("secret"), looked, find));
    let empty = find.seen(empty_dir).map(|model| empty(model, &path.attribute("empty_dir"), find));
    let claim =
        find.seen(persistent_claim).and_then(|model| claim(model, &path.attribute("persistent_claim"), find));
    config.or(secret).or(empty).or(claim)
}

fn texts(given: &Map<String>, path: &Path, find: &mut Findings) -> Content {
    let mut files = BTreeMap::new();
    for (key, text) in given {
        let text = find.plain(text).option();
        if let (Some(name), Some(text)) = (file(key, path, find), text) {
            files.insert(name, text);
        }
    }
    some(given, path, find);
    if files.iter().map(|(name, text)| name.as_str().len() + text.len()).sum::<usize>() > MOST_BYTES {
        find.rule(path, "must not be larger than 1 MiB in all, names and files");
    }
    Content::Config(files)
}

fn references(given: &Map<SecretModel>, path: &Path, looked: Looked<'_>, find: &mut Findings) -> Content {
    let mut files = BTreeMap::new();
    for (key, value) in given {
        let reference = secrets::reference(value, &path.key(key), looked, find);
        if let (Some(name), Some(reference)) = (file(key, path, find), reference) {
            files.insert(name, reference);
        }
    }
    some(given, path, find);
    Content::Secret(files)
}

fn file(key: &str, path: &Path, find: &mut Findings) -> Option<FileName> {
    let name = FileName::parse(key);
    if name.is_none() {
        find.rule(&path.key(key), format!("the key must be {}", FileName::ALLOWED));
    }
    name
}

/// A file that is null is not given.
fn some<T>(given: &Map<T>, path: &Path, find: &mut Findings) {
    if given.values().all(Attr::is_null) {
        find.rule(path, "must have at least one file");
    }
}

fn empty(model: &EmptyDirModel, path: &Path, find: &mut Findings) -> Content {
    Content::Empty {
        size_limit: find.text(&model.size_limit, &path.attribute("size_limit")).option(),
        medium: find.text(&model.medium, &path.attribute("medium")).option(),
    }
}

fn claim(model: &PersistentClaimModel, path: &Path, find: &mut Findings) -> Option<Content> {
    let at = path.attribute("claim_name");
    let name = find.text(&model.claim_name, &at);
    let name = find.required(name, &at);
    let is_read_only = find.plain(&model.read_only).or(false);
    let access = if is_read_only.option()? { Access::Read } else { Access::Write };
    Some(Content::Claim { name: name.option()?, access })
}

/// A volume's place in a container.
pub(super) struct Mount {
    /// The attribute that says it.
    pub(super) at: Path,
    pub(super) path: MountPath,
    pub(super) name: PartName,
    pub(super) access: Access,
}

/// The rules between the mounts of one container: a folder can be made in another only where that can be written to.
pub(super) fn apart(mounts: &[Mount], find: &mut Findings) {
    for (position, mount) in mounts.iter().enumerate() {
        if let Some(first) = mounts[..position].iter().find(|other| other.path == mount.path) {
            find.rule(&mount.at, format!("must differ from that of `{}`", first.name));
        }
        let is_around = |other: &&Mount| other.access == Access::Read && mount.path.is_inside(&other.path);
        if let Some(outer) = mounts.iter().find(is_around) {
            find.rule(
                &mount.at,
                format!("must not be inside `{}`, where `{}` is mounted read-only", outer.path, outer.name),
            );
        }
    }
}
