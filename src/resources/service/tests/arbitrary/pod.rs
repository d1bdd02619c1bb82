//! Arbitrary secrets, volumes, sidecars, Jobs, identities and metrics, around a service that has none.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map};
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::super::super::model::{
    AmountsModel, EmptyDirModel, MetricsModel, PersistentClaimModel, PreDeployModel, ResourcesModel,
    SecretModel, ServiceAccountModel, ServiceModel, SidecarModel, VolumeModel,
};
use super::{attr, env, image, texts};
use crate::shared::{ImageModel, PlainImageModel};

fn plain_image() -> BoxedStrategy<PlainImageModel> {
    image()
        .prop_map(|ImageModel { repository, tag, digest, .. }| PlainImageModel { repository, tag, digest })
        .boxed()
}

fn secret() -> BoxedStrategy<SecretModel> {
    let arn = "arn:aws:secretsmanager:eu-west-1:[0-9]{12}:secret:[a-z]{1,2}";
    let secret = (arn, attr("[a-z]{1,5}"), attr("[0-9a-f]{32}")).prop_map(|(arn, key, version_id)| {
        SecretModel { secret_arn: Attr::Known(arn), key, version_id, ..SecretModel::default() }
    });
    let database =
        "[a-z]{1,2}".prop_map(|id| SecretModel { database_id: Attr::Known(id), ..SecretModel::default() });
    prop_oneof![3 => secret, 1 => database].boxed()
}

/// Some of them null: they are not given.
fn secrets(names: &'static str) -> BoxedStrategy<Map<SecretModel>> {
    btree_map(names, attr(secret()), 0..3).boxed()
}

fn nothing() -> VolumeModel {
    VolumeModel::default()
}

fn volume() -> BoxedStrategy<VolumeModel> {
    let file = "[a-z0-9]{1,4}(\\.[a-z]{1,3})?";
    let config = (file, btree_map(file, attr("\\PC{0,9}"), 0..2)).prop_map(|(name, mut files)| {
        files.insert(name, Attr::Known("x".to_owned()));
        VolumeModel { config: Attr::Known(files), ..nothing() }
    });
    let secret = (file, secret(), secrets(file)).prop_map(|(name, secret, mut files)| {
        files.insert(name, Attr::Known(secret));
        VolumeModel { secret: Attr::Known(files), ..nothing() }
    });
    let empty = (attr("[1-9][0-9]{0,3}(Ki|Mi|M|)"), attr(Just("Memory".to_owned()))).prop_map(
        |(size_limit, medium)| VolumeModel {
            empty_dir: Attr::Known(EmptyDirModel { size_limit, medium }),
            ..nothing()
        },
    );
    let claim = ("[a-z]{1,9}", attr(any::<bool>())).prop_map(|(name, read_only)| VolumeModel {
        persistent_claim: Attr::Known(PersistentClaimModel { claim_name: Attr::Known(name), read_only }),
        ..nothing()
    });
    prop_oneof![config, secret, empty, claim].boxed()
}

/// Each in a folder of its name; an empty one may be at `/tmp`.
fn volumes() -> BoxedStrategy<BTreeMap<String, VolumeModel>> {
    (btree_map("[a-s][a-z0-9]{0,5}", volume(), 0..4), any::<bool>())
        .prop_map(|(volumes, at_tmp)| {
            let mut is_free = at_tmp;
            let place = |(name, volume): (String, VolumeModel)| {
                let takes = is_free && !volume.empty_dir.is_null();
                is_free &= !takes;
                let path = if takes { "/tmp".to_owned() } else { format!("/mnt/{name}") };
                (name, VolumeModel { mount_path: Attr::Known(path), ..volume })
            };
            volumes.into_iter().map(place).collect()
        })
        .boxed()
}

fn sidecar(volumes: Vec<String>) -> BoxedStrategy<SidecarModel> {
    let count = volumes.len();
    let mounts = subsequence(volumes, 0..=count).prop_map(|names| {
        names.into_iter().map(|name| (name.clone(), Attr::Known(format!("/side/{name}")))).collect::<Map<_>>()
    });
    (plain_image(), texts("\\PC{0,5}"), texts("\\PC{0,5}"), attr(env()), attr(mounts))
        .prop_map(|(image, command, args, env, mounts)| SidecarModel {
            image: Attr::Known(image),
            command,
            args,
            env,
            resources: Attr::Known(ResourcesModel {
                requests: Attr::Known(AmountsModel {
                    cpu: Attr::Known("10m".to_owned()),
                    memory: Attr::Known("16Mi".to_owned()),
                }),
                limits: Attr::Null,
            }),
            mounts,
        })
        .boxed()
}

fn pre_deploy() -> BoxedStrategy<PreDeployModel> {
    let command = Just(Attr::Known(vec![Attr::Known("migrate".to_owned())]));
    (attr(plain_image()), command, texts("\\PC{0,5}"), attr("[1-9][0-9]{0,3}[ms]"), attr(0..=10_i64))
        .prop_filter("at most a day", |(_, _, _, timeout, _)| {
            timeout.known().is_none_or(|timeout| timeout.ends_with('s') || timeout.len() < 5)
        })
        .prop_map(|(image, command, args, timeout, retries)| PreDeployModel {
            image,
            command,
            args,
            timeout,
            retries,
        })
        .boxed()
}

fn account() -> BoxedStrategy<ServiceAccountModel> {
    let existing = ("[a-z]{1,9}\\.[a-z]{1,3}", attr(any::<bool>())).prop_map(|(name, automount_token)| {
        ServiceAccountModel { name: Attr::Known(name), automount_token, ..ServiceAccountModel::default() }
    });
    let own = (attr("arn:aws:iam::[0-9]{12}:role/[a-z]{1,5}"), attr(any::<bool>())).prop_map(
        |(role_arn, automount_token)| ServiceAccountModel {
            role_arn,
            automount_token,
            ..ServiceAccountModel::default()
        },
    );
    prop_oneof![existing, own].boxed()
}

fn metrics(tcp: Vec<String>) -> BoxedStrategy<Attr<MetricsModel>> {
    if tcp.is_empty() {
        return Just(Attr::Null).boxed();
    }
    let discovery = select(vec!["service_monitor".to_owned(), "annotations".to_owned()]);
    let model = (attr("/[a-z]{1,5}"), attr(select(tcp)), attr("[1-9][0-9]s"), attr(discovery))
        .prop_map(|(path, port, interval, discovery)| MetricsModel { path, port, interval, discovery });
    attr(model).boxed()
}

/// The service with anything around its container.
pub(super) fn around(model: ServiceModel, tcp: Vec<String>) -> BoxedStrategy<ServiceModel> {
    let secret =
        (attr(secrets("[A-Z]{1,4}_S")), attr(btree_map("[A-Z]{1,4}_W", attr("\\PC{1,9}"), 0..3)), 0..9_i64);
    let rest = (attr(pre_deploy()), attr(account()), metrics(tcp), attr(0..9_i64));
    (volumes(), secret, rest)
        .prop_flat_map(move |(volumes, secret, rest)| {
            let names: Vec<_> = volumes.keys().cloned().collect();
            let sidecars =
                attr(btree_map("[t-z][a-z0-9]{0,4}-x", sidecar(names).prop_map(Attr::Known), 0..3));
            (Just(model.clone()), Just(volumes), Just(secret), Just(rest), sidecars)
        })
        .prop_map(|(model, volumes, (secrets, secrets_wo, version), rest, sidecars)| {
            let (pre_deploy, service_account, metrics, restart_generation) = rest;
            let secrets_wo_version = secrets_wo.known().map(|_| version).into();
            let volumes: Map<_> =
                volumes.into_iter().map(|(name, volume)| (name, Attr::Known(volume))).collect();
            let mut model = ServiceModel {
                secrets,
                secrets_wo,
                secrets_wo_version,
                volumes: Attr::Known(volumes),
                sidecars,
                pre_deploy,
                service_account,
                metrics,
                restart_generation,
                ..model
            };
            if let Attr::Known(env) = &mut model.env {
                env.retain(|name, _| !name.ends_with("_S") && !name.ends_with("_W"));
            }
            if let Attr::Known(sidecars) = &mut model.sidecars {
                sidecars.retain(|name, _| model.name.known() != Some(name));
            }
            model
        })
        .boxed()
}
