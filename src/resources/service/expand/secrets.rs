//! Secrets: their names, and where their values come from. A value is in no name, no digest and no JSON; where it came from
//! is in an annotation, so that an import knows it.

use std::collections::BTreeMap;

use acme_children::aws::encoded;
use acme_children::{ChildId, Desired, Kind, Manifest, SecretSource};
use serde_json::{Map, Value, json};

use super::super::spec::{Origin, SecretRef, Spec};
use super::naming;

/// The annotation of a Secret that says where its values come from.
pub(crate) const SOURCES: &str = "acme.com/sources";

/// Stands, under a name that no variable can have, for write-only values that nobody has any more: without them, the Secret
/// cannot be written.
const GONE: &str = "(write-only)";

/// What names of the services' secret environments begin with.
pub(crate) fn secrets_prefix(service: &str) -> String {
    format!("{service}-secrets-")
}

/// Where the values of one Secret come from, as its annotation has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources {
    pub(crate) references: BTreeMap<String, Source>,
    /// The version of the write-only values.
    pub(crate) given: Option<i64>,
}

/// Where one value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) origin: Place,
    pub(crate) key: Option<String>,
    pub(crate) version_id: String,
    pub(crate) is_pinned: bool,
}

/// Where that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A secret, by its ARN.
    Secret(String),
    /// A database, by its id; its URL has no password.
    Database { id: String, url: String, root_cert: Option<String> },
}

impl Place {
    fn json(&self) -> Value {
        match self {
            Self::Secret(arn) => json!({ "secret_arn": arn }),
            Self::Database { id, url, root_cert } => {
                let mut json = json!({ "database_id": id, "url": url });
                if let Some(file) = root_cert {
                    json["ssl_root_cert"] = json!(file);
                }
                json
            }
        }
    }

    fn of(json: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        if let Some(arn) = text(&json["secret_arn"]) {
            return Some(Self::Secret(arn));
        }
        let root_cert = text(&json["ssl_root_cert"]);
        Some(Self::Database { id: text(&json["database_id"])?, url: text(&json["url"])?, root_cert })
    }
}

/// The parameters of a database's URL (libpq, "Parameter Key Words").
fn parameters(root_cert: Option<&str>) -> String {
    match root_cert {
        Some(file) => format!("sslmode=verify-full&sslrootcert={}", encoded(file)),
        None => "sslmode=require".to_owned(),
    }
}

impl Sources {
    fn json(&self) -> Value {
        let source = |(name, source): (&String, &Source)| {
            let mut json = source.origin.json();
            json["version_id"] = json!(source.version_id);
            if let Some(key) = &source.key {
                json["key"] = json!(key);
            }
            if source.is_pinned {
                json["pinned"] = json!(true);
            }
            (name.clone(), json)
        };
        let mut json = Map::new();
        if !self.references.is_empty() {
            json.insert("secrets".to_owned(), self.references.iter().map(source).collect());
        }
        if let Some(version) = self.given {
            json.insert("secrets_wo_version".to_owned(), json!(version));
        }
        Value::Object(json)
    }

    /// Reads a live Secret's annotation; `None` where it has none that can be read.
    pub(crate) fn of(live: &Value) -> Option<Self> {
        let text = live["metadata"]["annotations"][SOURCES].as_str()?;
        let json: Value = serde_json::from_str(text).ok()?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let source = |(name, json): (&String, &Value)| {
            let source = Source {
                origin: Place::of(json)?,
                key: text(&json["key"]),
                version_id: text(&json["version_id"])?,
                is_pinned: json["pinned"] == true,
            };
            Some((name.clone(), source))
        };
        let references =
            json["secrets"].as_object().into_iter().flatten().map(source).collect::<Option<_>>()?;
        Some(Self { references, given: json["secrets_wo_version"].as_i64() })
    }

    /// The same without what changes nothing about the values.
    fn essence(&self) -> Self {
        let source = |(name, source): (&String, &Source)| {
            (name.clone(), Source { is_pinned: false, ..source.clone() })
        };
        Self { references: self.references.iter().map(source).collect(), given: self.given }
    }

    fn body(&self) -> Value {
        json!({
            "metadata": { "annotations": { SOURCES: self.json().to_string() } },
            "type": "Opaque",
            "immutable": true,
        })
    }

    /// The name, beginning so, of a Secret with these values. To pin a version that is the current one is no change of it.
    pub(super) fn name(&self, prefix: &str, spec: &Spec) -> String {
        naming::by_content(Kind::Secret, prefix, spec, self.essence().body())
    }

    /// The Secret of this name.
    pub(super) fn secret(&self, name: String, spec: &Spec) -> (ChildId, Desired) {
        let id = ChildId::new(Kind::Secret, name);
        let values = self.references.iter().map(|(name, source)| {
            let Source { origin, key, version_id, .. } = source.clone();
            let source = match origin {
                Place::Secret(secret_arn) => SecretSource::Reference { secret_arn, version_id, key },
                Place::Database { id, url, root_cert } => {
                    let parameters = parameters(root_cert.as_deref());
                    SecretSource::Database { database_id: id, url, version_id, parameters }
                }
            };
            (name.clone(), source)
        });
        let manifest = Manifest::new(&id, &spec.owner(), self.body()).with_secrets(values.collect());
        (id, manifest)
    }
}

/// Where these values come from.
pub(super) fn sources<'a, T: ToString + 'a>(
    references: impl IntoIterator<Item = (&'a T, &'a SecretRef)>,
) -> BTreeMap<String, Source> {
    let source = |(name, reference): (&T, &SecretRef)| {
        let source = Source {
            origin: match &reference.origin {
                Origin::Secret(arn) => Place::Secret(arn.to_string()),
                Origin::Database(database) => Place::Database {
                    id: database.id.to_string(),
                    url: database.url.clone(),
                    root_cert: database.root_cert.as_ref().map(ToString::to_string),
                },
            },
            key: reference.key.clone(),
            version_id: reference.version_id.clone(),
            is_pinned: reference.is_pinned,
        };
        (name.to_string(), source)
    };
    references.into_iter().map(source).collect()
}

/// The name of the Secret that holds the secret part of the environment; `None` without one.
pub(super) fn name(spec: &Spec) -> Option<String> {
    environment(spec).map(|sources| sources.name(&secrets_prefix(spec.name.as_str()), spec))
}

pub(super) fn child(spec: &Spec) -> Option<(ChildId, Desired)> {
    let (id, manifest) = environment(spec)?.secret(name(spec)?, spec);
    let mut values = manifest.secrets().clone();
    if let Some(given) = &spec.pod.secrets.given {
        match &given.values {
            Some(known) => {
                let known =
                    known.iter().map(|(name, text)| (name.to_string(), SecretSource::Given(text.clone())));
                values.extend(known);
            }
            None => drop(values.insert(GONE.to_owned(), SecretSource::Gone)),
        }
    }
    Some((id, manifest.with_secrets(values)))
}

fn environment(spec: &Spec) -> Option<Sources> {
    let secrets = &spec.pod.secrets;
    let given = secrets.given.as_ref().map(|given| given.version.get());
    let sources = Sources { references: sources(&secrets.references), given };
    (sources != Sources::default()).then_some(sources)
}
