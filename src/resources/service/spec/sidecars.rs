//! Containers beside the service's own: what runs in them and which of the service's volumes they find where.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map, Path};

use super::super::model::{ServiceModel, SidecarModel, VolumeModel};
use super::volumes::{Mount, Volume, apart};
use super::{Capacity, Resources, env, resources};
use crate::shared::{EnvName, Findings, Given, Image, MountPath, PartName, Text};

/// A container that runs as long as the service's own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sidecar {
    pub(crate) image: Image,
    pub(crate) command: Vec<String>,
    pub(crate) args: Vec<String>,
    pub(crate) env: BTreeMap<EnvName, String>,
    pub(crate) resources: Resources,
    /// Folders by the volume that is mounted there.
    pub(crate) mounts: BTreeMap<PartName, MountPath>,
}

pub(super) fn read(
    model: &ServiceModel,
    volumes: &BTreeMap<PartName, Volume>,
    find: &mut Findings,
) -> BTreeMap<PartName, Sidecar> {
    let path = Path::of("sidecars");
    let mut sidecars = BTreeMap::new();
    let names = model.volumes.clone().or(BTreeMap::new()).option();
    for (key, given) in find.seen(&model.sidecars).into_iter().flatten() {
        let path = path.key(key);
        let name = PartName::parse(key);
        if name.is_none() {
            find.rule(&path, format!("the key must be {}", PartName::ALLOWED));
        }
        if model.name.known() == Some(key) {
            find.rule(
                &path,
                "the key must differ from the service's name, which is that of its own container",
            );
        }
        if given.is_null() {
            find.rule(&path, "must not be null");
        }
        let declared = Declared { names: names.as_ref(), volumes };
        let read = find.seen(given).and_then(|given| one(given, &path, declared, find));
        if let (Some(name), Some(sidecar)) = (name, read) {
            sidecars.insert(name, sidecar);
        }
    }
    sidecars
}

fn one(given: &SidecarModel, path: &Path, declared: Declared<'_>, find: &mut Findings) -> Option<Sidecar> {
    let at = |name: &str| path.attribute(name);
    if given.image.is_null() {
        find.required(Attr::<()>::Null, &at("image"));
    }
    let image = find.seen(&given.image).and_then(|image| Image::read(&image.whole(), &at("image"), find));
    let command = find.texts(&given.command, &at("command")).or(Vec::new());
    let args = find.texts(&given.args, &at("args")).or(Vec::new());
    let env = env::read(&given.env, &at("env"), find);
    let resources = resources::read(&given.resources, &at("resources"), find);
    let mounts = declared.mounts(&given.mounts, &at("mounts"), find);
    Some(Sidecar {
        image: image?,
        command: command.option()?,
        args: args.option()?,
        env: env?,
        resources,
        mounts,
    })
}

/// The volumes that a sidecar may mount.
#[derive(Clone, Copy)]
struct Declared<'a> {
    /// `None`: not known yet.
    names: Option<&'a Map<VolumeModel>>,
    volumes: &'a BTreeMap<PartName, Volume>,
}

impl Declared<'_> {
    fn mounts(
        self,
        given: &Attr<Map<String>>,
        path: &Path,
        find: &mut Findings,
    ) -> BTreeMap<PartName, MountPath> {
        let mut places = BTreeMap::new();
        let mut mounts = Vec::new();
        for (key, place) in find.seen(given).into_iter().flatten() {
            let at = path.key(key);
            if self.names.is_some_and(|names| !names.contains_key(key)) {
                find.rule(&at, format!("the key must be the name of one of `volumes`; {}", self.listed()));
            }
            let Some(text) = find.plain(place).option() else { continue };
            let (Some(name), Some(path)) = (PartName::parse(key), MountPath::parse(&text)) else {
                find.rule(&at, format!("must be {}", MountPath::ALLOWED));
                continue;
            };
            if let Some(volume) = self.volumes.get(&name) {
                let access = volume.content.access();
                mounts.push(Mount { at, path: path.clone(), name: name.clone(), access });
            }
            places.insert(name, path);
        }
        apart(&mounts, find);
        places
    }

    fn listed(self) -> String {
        let names: Vec<_> = self.names.into_iter().flatten().map(|(name, _)| format!("`{name}`")).collect();
        if names.is_empty() { "there are none".to_owned() } else { format!("there are {}", names.join(", ")) }
    }
}

/// An autoscaler that follows use needs the requests of every container: use is a percentage of their sum.
pub(super) fn scalable(model: &ServiceModel, capacity: Option<&Capacity>, find: &mut Findings) {
    let Some(Capacity::Scaled(scaling)) = capacity else { return };
    let followed = [("cpu", scaling.cpu.is_some()), ("memory", scaling.memory.is_some())];
    for (key, sidecar) in model.sidecars.known().into_iter().flatten() {
        let Some(sidecar) = sidecar.known() else { continue };
        for (name, _) in followed.into_iter().filter(|(_, is_followed)| *is_followed) {
            if !resources::may_request(&sidecar.resources, name) {
                find.rule(
                    &Path::of("sidecars").key(key).attribute("resources"),
                    format!("must have `requests.{name}` with `scaling` by {name}: utilization is a percentage of it"),
                );
            }
        }
    }
}
