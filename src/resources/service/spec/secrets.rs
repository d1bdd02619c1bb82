//! Secret values: where they are, in which version, and under which names the container finds them. No message shows a
//! value, and no value decides about anything.

use std::collections::BTreeMap;

use acme_children::SecretText;
use acme_schema::{Attr, Map, Path};

use super::super::model::{SecretModel, ServiceModel};
use super::env::MOST_BYTES;
pub(crate) use crate::shared::Generation;
use crate::shared::{DatabaseId, EnvName, Findings, Given, MountPath, SecretArn, Text, VersionId};

/// The secret part of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Secrets {
    pub(crate) references: BTreeMap<EnvName, SecretRef>,
    pub(crate) given: Option<WriteOnly>,
}

/// A version of a secret value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SecretRef {
    pub(crate) origin: Origin,
    /// `None`: all of its text.
    pub(crate) key: Option<String>,
    pub(crate) version_id: String,
    /// Whether the configuration says the version, or the secret's current one was looked up.
    pub(crate) is_pinned: bool,
}

/// Where a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In AWS Secrets Manager.
    Secret(SecretArn),
    /// It is the URL of a database.
    Database(DatabaseRef),
}

/// How a database is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DatabaseRef {
    pub(crate) id: DatabaseId,
    /// Without a password.
    pub(crate) url: String,
    pub(crate) root_cert: Option<MountPath>,
}

/// Values that only the configuration has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WriteOnly {
    pub(crate) version: Generation,
    /// `None`: they are not known yet, or not any more.
    pub(crate) values: Option<BTreeMap<EnvName, SecretText>>,
}

/// What was looked up: versions by ARN or database, URLs by database.
#[derive(Clone, Copy)]
pub(super) struct Looked<'a>(pub(super) &'a ServiceModel);

impl Looked<'_> {
    /// The version of a secret; notes that it is unknown where it was not looked up yet.
    fn version(self, of: &str, find: &mut Findings) -> Option<String> {
        Self::entry(&self.0.secret_versions, of, find)
    }

    /// The same of a database's URL.
    fn url(self, of: &str, find: &mut Findings) -> Option<String> {
        Self::entry(&self.0.database_urls, of, find)
    }

    fn entry(looked: &Attr<Map<String>>, of: &str, find: &mut Findings) -> Option<String> {
        let entry = looked.known().and_then(|entries| entries.get(of)?.known().cloned());
        if entry.is_none() {
            find.unknown();
        }
        entry
    }
}

/// The rules about the configuration alone: a state has no write-only values.
pub(in super::super) fn written(model: &ServiceModel, find: &mut Findings) {
    if model.secrets_wo_version.known().is_some() && model.secrets_wo.is_null() {
        let allowed = "must not be set without `secrets_wo`: there is nothing that it is the version of";
        find.rule(&Path::of("secrets_wo_version"), allowed);
    }
}

pub(super) fn read(model: &ServiceModel, find: &mut Findings) -> Secrets {
    distinct(model, find);
    let path = Path::of("secrets");
    let mut references = BTreeMap::new();
    for (name, given) in find.seen(&model.secrets).into_iter().flatten() {
        let path = path.key(name);
        let reference = reference(given, &path, Looked(model), find);
        match (EnvName::parse(name), reference) {
            (None, _) => find.rule(&path, format!("the key must be {}", EnvName::ALLOWED)),
            (Some(name), Some(reference)) => drop(references.insert(name, reference)),
            (Some(_), None) => {}
        }
    }
    Secrets { references, given: write_only(model, find) }
}

/// Reads the reference at `path`. One that is null is not given: modules write `condition ? value : null`.
pub(super) fn reference(
    given: &Attr<SecretModel>,
    path: &Path,
    looked: Looked<'_>,
    find: &mut Findings,
) -> Option<SecretRef> {
    let model = find.seen(given)?;
    let at = |name: &str| path.attribute(name);
    let origin = origin(model, path, looked, find);
    let key = find.plain(&model.key);
    if key.known().is_some_and(String::is_empty) {
        find.rule(&at("key"), "must not be empty; without it, the value is all of the secret's text");
    }
    let pinned: Attr<VersionId> = find.text(&model.version_id, &at("version_id"));
    let origin = origin?;
    let is_pinned = !pinned.is_null();
    let version_id = match pinned {
        Attr::Known(version) => version.as_str().to_owned(),
        Attr::Null => looked.version(origin.name(), find)?,
        Attr::Unknown => return None,
    };
    Some(SecretRef { origin, key: key.option(), version_id, is_pinned })
}

impl Origin {
    /// What its version is looked up by.
    fn name(&self) -> &str {
        match self {
            Self::Secret(arn) => arn.as_str(),
            Self::Database(database) => database.id.as_str(),
        }
    }
}

fn origin(model: &SecretModel, path: &Path, looked: Looked<'_>, find: &mut Findings) -> Option<Origin> {
    let at = |name: &str| path.attribute(name);
    let arn = find.text(&model.secret_arn, &at("secret_arn"));
    let database: Attr<DatabaseId> = find.text(&model.database_id, &at("database_id"));
    let root_cert: Attr<MountPath> = find.text(&model.ssl_root_cert, &at("ssl_root_cert"));
    match (&model.secret_arn, &model.database_id) {
        (Attr::Null, Attr::Null) | (Attr::Known(_), Attr::Known(_)) => {
            find.rule(path, "must have exactly one of `secret_arn` and `database_id`");
            return None;
        }
        (Attr::Null | Attr::Unknown | Attr::Known(_), _) => {}
    }
    for (name, is_set) in [("key", !model.key.is_null()), ("version_id", !model.version_id.is_null())] {
        if is_set && model.database_id.known().is_some() {
            find.rule(
                &at(name),
                "must not be set with `database_id`: the value is a URL with the current password",
            );
        }
    }
    if model.secret_arn.known().is_some() && !model.ssl_root_cert.is_null() {
        find.rule(&at("ssl_root_cert"), "must not be set without `database_id`");
    }
    if let Some(file) = root_cert.known()
        && !is_mounted(file, looked.0)
    {
        find.rule(&at("ssl_root_cert"), "must be a file in one of `volumes`: nothing is mounted there");
    }
    match (arn, database) {
        (Attr::Known(arn), _) => Some(Origin::Secret(arn)),
        (_, Attr::Known(id)) => {
            let url = looked.url(id.as_str(), find)?;
            Some(Origin::Database(DatabaseRef { id, url, root_cert: root_cert.option() }))
        }
        (Attr::Null | Attr::Unknown, _) => None,
    }
}

/// Whether a file may be in a volume.
fn is_mounted(file: &MountPath, model: &ServiceModel) -> bool {
    let volumes = match &model.volumes {
        Attr::Unknown => return true,
        Attr::Null => return false,
        Attr::Known(volumes) => volumes,
    };
    volumes.values().any(|volume| match volume {
        Attr::Unknown => true,
        Attr::Null => false,
        Attr::Known(volume) => volume.mount_path.known().is_none_or(|mount| {
            file.as_str().strip_prefix(mount.as_str()).is_some_and(|rest| rest.starts_with('/'))
        }),
    })
}

/// What is not known yet of the values stays open: nothing depends on it before they are written.
fn write_only(model: &ServiceModel, find: &mut Findings) -> Option<WriteOnly> {
    let at = Path::of("secrets_wo_version");
    let version = find.whole(&model.secrets_wo_version, &at);
    if version.is_null() && model.secrets_wo.known().is_some() {
        find.rule(
            &at,
            "must be set beside `secrets_wo`: what is given there is only looked at when this changes",
        );
    }
    let values = model.secrets_wo.known().and_then(|given| values(given, find));
    Some(WriteOnly { version: version.option()?, values })
}

fn values(given: &Map<String>, find: &mut Findings) -> Option<BTreeMap<EnvName, SecretText>> {
    let path = Path::of("secrets_wo");
    let mut values = BTreeMap::new();
    for (name, value) in given {
        match (EnvName::parse(name), value) {
            (None, _) => find.rule(&path.key(name), format!("the key must be {}", EnvName::ALLOWED)),
            (Some(name), Attr::Known(value)) => drop(values.insert(name, SecretText::new(value))),
            (Some(_), Attr::Null | Attr::Unknown) => {}
        }
    }
    let bytes = values.iter().map(|(name, value)| name.as_str().len() + value.expose().len());
    if bytes.sum::<usize>() > MOST_BYTES {
        find.rule(&path, "must not be larger than 1 MiB in all, names and values");
    }
    given.values().all(|value| !value.is_unknown()).then_some(values)
}

/// No variable has two values.
fn distinct(model: &ServiceModel, find: &mut Findings) {
    let env = model.env.known().map(given_names).unwrap_or_default();
    let secrets = model.secrets.known().map(given_names).unwrap_or_default();
    let write_only = model.secrets_wo.known().map(given_names).unwrap_or_default();
    for name in &secrets {
        if env.contains(name) {
            find.rule(&Path::of("secrets").key(*name), "must differ from the names in `env`");
        }
    }
    for name in &write_only {
        if env.contains(name) || secrets.contains(name) {
            find.rule(
                &Path::of("secrets_wo").key(*name),
                "must differ from the names in `env` and `secrets`",
            );
        }
    }
}

fn given_names<T>(map: &Map<T>) -> Vec<&str> {
    map.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str()).collect()
}
