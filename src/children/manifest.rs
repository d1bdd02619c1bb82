//! An object as the provider wants it: only the fields it owns, no nulls, no empty collections. One of AWS is its service's
//! fields, by the names that they have in the API, and `Tags`. The labels and tags by which an object is recognized as ours
//! are written here and nowhere else.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{ChildId, Kind, Secrets};

/// The field manager of every server-side apply, and the value of `app.kubernetes.io/managed-by`.
pub const MANAGER: &str = "terraform-provider-acme";

/// The field manager of what a manifest only starts with: see [`Manifest::starting_with`].
pub const STARTER: &str = "terraform-provider-acme-start";

/// The labels that the provider reads and writes.
pub mod label {
    /// What the object's pods are called; the selector of Deployments and Services.
    pub const NAME: &str = "app.kubernetes.io/name";
    /// Who made the object: [`super::MANAGER`].
    pub const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
    /// The resource type that the object belongs to, e.g. `acme_service`.
    pub const RESOURCE: &str = "acme.com/resource";
}

/// The tags of AWS objects that the provider reads and writes.
pub mod tag {
    /// [`super::MANAGER`].
    pub const MANAGED_BY: &str = "acme:managed-by";
    /// The resource's name.
    pub const NAME: &str = "acme:name";
    /// The resource type that the object belongs to, e.g. `acme_database`.
    pub const RESOURCE: &str = "acme:resource";
    /// What all of them begin with.
    pub const PREFIX: &str = "acme:";
}

/// The resource that children belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The resource type, e.g. `acme_service`.
    pub resource: String,
    /// The resource's name in its namespace.
    pub name: String,
}

impl Owner {
    /// The labels that every child of this owner carries.
    #[must_use]
    pub fn labels(&self) -> Value {
        json!({ label::NAME: self.name, label::MANAGED_BY: MANAGER, label::RESOURCE: self.resource })
    }

    /// The tags that every child of this owner carries in AWS.
    #[must_use]
    pub fn tags(&self) -> Value {
        json!({ tag::NAME: self.name, tag::MANAGED_BY: MANAGER, tag::RESOURCE: self.resource })
    }

    /// Whether a live object carries this owner's labels or tags.
    #[must_use]
    pub fn owns(&self, live: &Value) -> bool {
        let tags = &live["Tags"];
        if tags.is_object() {
            return tags[tag::NAME] == self.name.as_str()
                && tags[tag::MANAGED_BY] == MANAGER
                && tags[tag::RESOURCE] == self.resource.as_str();
        }
        let labels = &live["metadata"]["labels"];
        labels[label::NAME] == self.name.as_str()
            && labels[label::MANAGED_BY] == MANAGER
            && labels[label::RESOURCE] == self.resource.as_str()
    }
}

/// An object to apply: the fields that the provider owns, and those by which Kubernetes knows the object.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    owned: Value,
    start: Value,
    orders: Value,
    secrets: Secrets,
}

impl Manifest {
    /// The object of this kind and name with the owner's labels. `body` holds everything but `apiVersion`, `kind`
    /// and `metadata.{name,labels}`; nulls and empty objects and lists in it are left out (`{}` where Kubernetes
    /// gives emptiness a meaning is written as [`Manifest::EVERYTHING`], `[]` as [`Manifest::NOTHING`]).
    #[must_use]
    pub fn new(id: &ChildId, owner: &Owner, body: Value) -> Self {
        let mut object = match prune(body) {
            Some(Value::Object(object)) => object,
            _ => Map::new(),
        };
        if id.kind.is_aws() {
            let mut tags = owner.tags();
            if let (Some(tags), Some(Value::Object(more))) = (tags.as_object_mut(), object.remove("Tags")) {
                tags.extend(more);
            }
            object.insert("Tags".into(), tags);
            return Self::of(Value::Object(object));
        }
        let mut metadata = match object.remove("metadata") {
            Some(Value::Object(metadata)) => metadata,
            _ => Map::new(),
        };
        metadata.insert("name".into(), json!(id.name));
        // A shared object belongs to no single resource.
        let labels =
            if id.kind == Kind::Namespace { json!({ label::MANAGED_BY: MANAGER }) } else { owner.labels() };
        metadata.insert("labels".into(), labels);
        object.insert("apiVersion".into(), json!(id.kind.api_version()));
        object.insert("kind".into(), json!(id.kind.name()));
        object.insert("metadata".into(), Value::Object(metadata));
        Self::of(Value::Object(object))
    }

    fn of(owned: Value) -> Self {
        Self { owned, start: Value::Null, orders: Value::Null, secrets: Secrets::new() }
    }

    /// The same with what is to be known on the way there and is no field of the object: how a change is made, what becomes
    /// of what it replaces. Neither drift nor digest knows of it.
    #[must_use]
    pub fn with_orders(self, orders: Value) -> Self {
        Self { orders: prune(orders).unwrap_or(Value::Null), ..self }
    }

    /// The same with numbers, at their place in the object, that are given to a new object and then left to others
    /// (`{"spec": {"replicas": 2}}`: an autoscaler goes on from there). Where the provider owned such a number and gives
    /// it up, it stays as it is, or is raised to this one. Neither drift nor digest knows of it.
    #[must_use]
    pub fn starting_with(self, start: Value) -> Self {
        Self { start: prune(start).unwrap_or(Value::Null), ..self }
    }

    /// The same with secret values, by the name that each has in the object's `data`. They are looked up when the object
    /// is applied; neither the JSON nor drift nor digest knows of them.
    #[must_use]
    pub fn with_secrets(self, secrets: Secrets) -> Self {
        Self { secrets, ..self }
    }

    /// Stands for `{}` in a manifest's body, where an empty selector means "everything".
    pub const EVERYTHING: &str = "\u{0}everything";

    /// Stands for `[]` in a manifest's body, where an empty list means "nothing" and a missing one is somebody else's.
    pub const NOTHING: &str = "\u{0}nothing";

    /// The object as JSON.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.owned
    }

    /// The fields of [`Manifest::starting_with`]; null without any.
    #[must_use]
    pub fn start(&self) -> &Value {
        &self.start
    }

    /// What [`Manifest::with_orders`] gave; null without any.
    #[must_use]
    pub fn orders(&self) -> &Value {
        &self.orders
    }

    /// The values of [`Manifest::with_secrets`].
    #[must_use]
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The same with the JSON changed, e.g. by a patch that the user wrote.
    ///
    /// # Errors
    /// What the change says.
    pub fn try_map<E>(self, change: impl FnOnce(&mut Value) -> Result<(), E>) -> Result<Self, E> {
        let mut owned = self.owned;
        change(&mut owned)?;
        Ok(Self { owned, ..self })
    }

    /// Sixteen hexadecimal digits that change with any field that the provider owns.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&self.owned)
    }
}

/// The first 64 bits of SHA-256 over the JSON text, whose keys are sorted.
#[must_use]
pub fn digest(json: &Value) -> String {
    let hash = Sha256::digest(json.to_string().as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn prune(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Object(fields) => {
            let kept: Map<_, _> = fields.into_iter().filter_map(|(k, v)| Some((k, prune(v)?))).collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        Value::Array(elements) => {
            let kept: Vec<_> = elements.into_iter().filter_map(prune).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        Value::String(text) if text == Manifest::EVERYTHING => Some(Value::Object(Map::new())),
        Value::String(text) if text == Manifest::NOTHING => Some(Value::Array(Vec::new())),
        other => Some(other),
    }
}
