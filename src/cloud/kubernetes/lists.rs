//! Lists that concurrent readers share: however many resources are refreshed at once, a kind in a namespace is listed
//! once. A list is good for a few seconds, and follows what we write ourselves.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use acme_children::{ChildId, Habit, Kind, MANAGER, label};
use http::Request;
use http::header::ACCEPT;
use serde_json::{Value, json};

use super::failure::Failure;
use super::path;
use super::server::Server;
use crate::once::{Keep, Once};

/// How long a list is good for. A refresh of many resources comes in waves that are closer together than this.
const GOOD_FOR: Duration = Duration::from_secs(3);
/// Objects per page.
const PAGE: u32 = 500;
const METADATA_ONLY: &str =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
/// `app.kubernetes.io/managed-by=terraform-provider-acme`, as a query takes it.
const OURS: &str = "app.kubernetes.io%2Fmanaged-by%3Dterraform-provider-acme";

/// What is listed of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    /// Whole objects, those with our label.
    Ours,
    /// All objects' metadata.
    Metadata,
}

/// Objects by name.
pub(crate) type ByName = Arc<BTreeMap<String, Value>>;
pub(crate) type Listed = Result<ByName, Failure>;

/// The lists of one cluster.
#[derive(Default)]
pub(crate) struct Lists {
    by_key: Mutex<HashMap<Key, Arc<Once<Listed>>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    namespace: String,
    kind: Kind,
    which: Which,
}

/// Which objects of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Which {
    /// Those with our label.
    Ours,
    /// All of them, names only.
    Names,
    /// The one of this name.
    Named(String),
}

impl Server {
    /// The objects of a kind that carry our label.
    pub(crate) async fn ours(&self, kind: Kind, namespace: &str) -> Listed {
        let list = async {
            let items = self.listed(kind, namespace, Listing::Ours).await?;
            Ok(by_name(items, |item| with_type(item, kind)))
        };
        self.shared(Key::new(kind, namespace, Which::Ours), list).await
    }

    /// The names of all objects of a kind.
    pub(crate) async fn names(&self, kind: Kind, namespace: &str) -> Listed {
        let list = async {
            let items = self.listed(kind, namespace, Listing::Metadata).await?;
            Ok(by_name(items, |_| Value::Null))
        };
        self.shared(Key::new(kind, namespace, Which::Names), list).await
    }

    /// One object, whatever its labels.
    pub(crate) async fn named(&self, id: &ChildId, namespace: &str) -> Result<Option<Value>, Failure> {
        let get = async {
            match self.get(&path::object(id, namespace)).await {
                Ok(object) => Ok(Arc::new(BTreeMap::from([(id.name.clone(), object)]))),
                Err(failure) if failure.is_not_found() => Ok(Arc::default()),
                Err(failure) => Err(failure),
            }
        };
        let found = self.shared(Key::new(id.kind, namespace, Which::Named(id.name.clone())), get).await?;
        Ok(found.get(&id.name).cloned())
    }

    async fn shared(&self, key: Key, make: impl Future<Output = Listed>) -> Listed {
        let once = self.lists().once(key);
        once.get(|_| Keep::For(GOOD_FOR), make).await
    }

    /// What there is of a kind: nothing, where the cluster does not know it.
    async fn listed(&self, kind: Kind, namespace: &str, listing: Listing) -> Result<Vec<Value>, Failure> {
        match self.pages(&path::collection(kind, namespace), listing).await {
            Err(failure) if kind.has(Habit::Custom) && failure.is_not_found() => Ok(Vec::new()),
            listed => listed,
        }
    }

    /// All pages of a collection.
    pub(crate) async fn pages(&self, collection: &str, listing: Listing) -> Result<Vec<Value>, Failure> {
        let (selector, accept) = match listing {
            Listing::Ours => (format!("&labelSelector={OURS}"), "application/json"),
            Listing::Metadata => (String::new(), METADATA_ONLY),
        };
        let (mut items, mut next) = (Vec::new(), String::new());
        loop {
            let request =
                Request::get(format!("{collection}?limit={PAGE}{selector}{next}")).header(ACCEPT, accept);
            let mut page = self.call(request.body(Vec::new())).await?;
            if let Value::Array(found) = page["items"].take() {
                items.extend(found);
            }
            match page["metadata"]["continue"].as_str() {
                Some(token) if !token.is_empty() => next = format!("&continue={token}"),
                _ => return Ok(items),
            }
        }
    }
}

impl Lists {
    /// An object is as the server has just said (`None`: gone). Lists that are kept follow; lists that are on their way
    /// may be older than this, and are not for those who come later.
    pub(crate) fn note(&self, id: &ChildId, namespace: &str, live: Option<&Value>) {
        self.retain(id.kind, namespace, |which, once| {
            once.amend(|listed| {
                let Ok(by_name) = listed else { return };
                match which.entry(&id.name, live) {
                    Entry::Is(value) => drop(Arc::make_mut(by_name).insert(id.name.clone(), value)),
                    Entry::IsNot => drop(Arc::make_mut(by_name).remove(&id.name)),
                    Entry::Elsewhere => {}
                }
            })
        });
    }

    /// What is kept of a kind in a namespace may not be what the server has.
    pub(crate) fn forget(&self, kind: Kind, namespace: &str) {
        self.retain(kind, namespace, |_, _| false);
    }

    fn retain(&self, kind: Kind, namespace: &str, keep: impl Fn(&Which, &Once<Listed>) -> bool) {
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        by_key.retain(|key, once| key.kind != kind || key.namespace != namespace || keep(&key.which, once));
    }

    fn once(&self, key: Key) -> Arc<Once<Listed>> {
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(by_key.entry(key).or_default())
    }
}

impl Key {
    fn new(kind: Kind, namespace: &str, which: Which) -> Self {
        Self { namespace: namespace.to_owned(), kind, which }
    }
}

/// What a list has of an object.
#[derive(Debug, PartialEq)]
enum Entry {
    Is(Value),
    IsNot,
    Elsewhere,
}

impl Which {
    fn entry(&self, name: &str, live: Option<&Value>) -> Entry {
        let is_ours = |live: &&Value| live["metadata"]["labels"][label::MANAGED_BY] == MANAGER;
        let found = match self {
            Self::Ours => live.filter(is_ours).cloned(),
            Self::Names => live.map(|_| Value::Null),
            Self::Named(this) if this == name => live.cloned(),
            Self::Named(_) => return Entry::Elsewhere,
        };
        found.map_or(Entry::IsNot, Entry::Is)
    }
}

/// Items of a list have no type of their own.
fn with_type(mut item: Value, kind: Kind) -> Value {
    item["apiVersion"] = json!(kind.api_version());
    item["kind"] = json!(kind.name());
    item
}

fn by_name(items: Vec<Value>, make: impl Fn(Value) -> Value) -> ByName {
    let named = |item: Value| Some((item["metadata"]["name"].as_str()?.to_owned(), make(item)));
    Arc::new(items.into_iter().filter_map(named).collect())
}

#[cfg(test)]
mod tests;
