//! What can be read back of secrets, volumes, sidecars, Jobs, identities and metrics: nothing null in a map, nothing empty,
//! nothing that need not be written, no write-only value and no patch.

use std::collections::BTreeMap;

use acme_children::Quantity;
use acme_schema::{Attr, List, Map};

use super::super::model::{
    PreDeployModel, ResourcesModel, ServiceAccountModel, ServiceModel, SidecarModel, VolumeModel,
};
use super::super::spec::{declared_ports, main_port};
use super::laws;
use crate::shared::{PlainImageModel, Text, WaitTime};

pub(super) fn normal_pod(model: &mut ServiceModel) {
    (model.secrets_wo, model.patches) = (Attr::Null, Attr::Null);
    given(&mut model.secrets);
    given(&mut model.volumes);
    given(&mut model.sidecars);
    each(&mut model.volumes, normal_volume);
    each(&mut model.sidecars, normal_sidecar);
    let plain = ServiceAccountModel { automount_token: Attr::Known(false), ..ServiceAccountModel::default() };
    if model.service_account == Attr::Known(plain) {
        model.service_account = Attr::Null;
    }
    let own = model.image.known().map(|image| {
        let (repository, tag, digest) = (image.repository.clone(), image.tag.clone(), image.digest.clone());
        PlainImageModel { repository, tag, digest }
    });
    if let Attr::Known(pre_deploy) = &mut model.pre_deploy {
        normal_job(pre_deploy, own.as_ref());
    }
    let ports = declared_ports(&model.ports);
    if let Attr::Known(metrics) = &mut model.metrics {
        if metrics.discovery == Attr::Known("annotations".to_owned()) {
            metrics.interval = Attr::Null;
        }
        let main = main_port(&ports).map(|port| port.as_str().to_owned());
        if metrics.port.known() == main.as_ref() {
            metrics.port = Attr::Null;
        }
    }
}

fn normal_volume(volume: &mut VolumeModel) {
    given(&mut volume.config);
    given(&mut volume.secret);
    if let Attr::Known(empty) = &mut volume.empty_dir {
        let limit = empty.size_limit.known().map(|text| Quantity::parse(text).unwrap().to_string());
        empty.size_limit = limit.into();
    }
}

fn normal_sidecar(sidecar: &mut SidecarModel) {
    given(&mut sidecar.env);
    given(&mut sidecar.mounts);
    texts(&mut sidecar.command);
    texts(&mut sidecar.args);
    let resources = sidecar.resources.known().map(laws::resources);
    sidecar.resources = resources.filter(|r| *r != ResourcesModel::default()).into();
}

fn normal_job(job: &mut PreDeployModel, own: Option<&PlainImageModel>) {
    if job.image.known() == own {
        job.image = Attr::Null;
    }
    texts(&mut job.command);
    texts(&mut job.args);
    let timeout = job.timeout.known().and_then(|text| WaitTime::parse(text));
    job.timeout = timeout.map(|timeout| timeout.to_string()).into();
}

/// The map without what is null in it; null where nothing is left.
fn given<T: Clone>(map: &mut Attr<Map<T>>) {
    let kept = map.known().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let kept: BTreeMap<_, _> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
    *map = Some(kept).filter(|kept| !kept.is_empty()).into();
}

fn each<T>(map: &mut Attr<Map<T>>, change: impl Fn(&mut T)) {
    let Attr::Known(map) = map else { return };
    for value in map.values_mut() {
        if let Attr::Known(value) = value {
            change(value);
        }
    }
}

fn texts(list: &mut Attr<List<String>>) {
    *list = list.known().filter(|list| !list.is_empty()).cloned().into();
}
