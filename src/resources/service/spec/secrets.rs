//! Secret values: where they are, in which version, and under which names the container finds them. No message shows a
//! value, and no value decides about anything.

use std::collections::BTreeMap;

use acme_children::SecretText;
use acme_schema::{Attr, Map, Path};

use super::super::model::{SecretModel, ServiceModel};
use super::env::MOST_BYTES;
use crate::shared::{EnvName, Findings, Given, SecretArn, Text, VersionId, Whole};

/// A number whose change has a meaning, and its size none.
pub(crate) type Generation = Whole<0, 2_147_483_647>;

/// The secret part of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Secrets {
    pub(crate) references: BTreeMap<EnvName, SecretRef>,
    pub(crate) given: Option<WriteOnly>,
}

/// A version of a value in AWS Secrets Manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SecretRef {
    pub(crate) arn: SecretArn,
    /// `None`: all of its text.
    pub(crate) key: Option<String>,
    pub(crate) version_id: String,
    /// Whether the configuration says the version, or the secret's current one was looked up.
    pub(crate) is_pinned: bool,
}

/// Values that only the configuration has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WriteOnly {
    pub(crate) version: Generation,
    /// `None`: they are not known yet, or not any more.
    pub(crate) values: Option<BTreeMap<EnvName, SecretText>>,
}

/// The versions that were looked up, by ARN.
#[derive(Clone, Copy)]
pub(super) struct Versions<'a>(pub(super) &'a Attr<Map<String>>);

impl Versions<'_> {
    /// The version of a secret; notes that it is unknown where it was not looked up yet.
    fn current(self, arn: &SecretArn, find: &mut Findings) -> Option<String> {
        let version = self.0.known().and_then(|versions| versions.get(arn.as_str())?.known().cloned());
        if version.is_none() {
            find.unknown();
        }
        version
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
        let reference = reference(given, &path, Versions(&model.secret_versions), find);
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
    versions: Versions<'_>,
    find: &mut Findings,
) -> Option<SecretRef> {
    let model = find.seen(given)?;
    let at = |name: &str| path.attribute(name);
    let arn = find.text(&model.secret_arn, &at("secret_arn"));
    let arn: Attr<SecretArn> = find.required(arn, &at("secret_arn"));
    let key = find.plain(&model.key);
    if key.known().is_some_and(String::is_empty) {
        find.rule(&at("key"), "must not be empty; without it, the value is all of the secret's text");
    }
    let pinned: Attr<VersionId> = find.text(&model.version_id, &at("version_id"));
    let arn = arn.option()?;
    let is_pinned = !pinned.is_null();
    let version_id = match pinned {
        Attr::Known(version) => version.as_str().to_owned(),
        Attr::Null => versions.current(&arn, find)?,
        Attr::Unknown => return None,
    };
    Some(SecretRef { arn, key: key.option(), version_id, is_pinned })
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
