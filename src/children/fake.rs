//! An in-memory cloud for tests: it keeps objects as an API server would after server-side apply, and fails, drifts or
//! forgets on script. It never waits; it knows no resource.

mod aws;
mod backup;
mod blue_green;
mod changes;
mod groups;
mod rds;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};

pub use aws::FakeAws;

use crate::aws as children;
use crate::{
    ChildId, Children, Cloud, CloudError, Cluster, DatabaseAddress, Habit, IamToken, Kind, Location, MANAGER,
    Manifest, Observed, Place, SecretSource, SecretText, label,
};

/// What a fault interrupts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// [`Cloud::observe`]; its faults name no child.
    Observe,
    /// [`Cloud::apply`].
    Apply,
    /// [`Cloud::delete`].
    Delete,
    /// [`Cloud::ready`].
    Ready,
    /// [`Cloud::check`].
    Check,
    /// [`Cloud::secret_version`]; its faults name no child.
    Secret,
}

/// An in-memory cloud.
#[derive(Default)]
pub struct Fake {
    /// AWS' part.
    pub aws: FakeAws,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    objects: BTreeMap<(Place, ChildId), Object>,
    faults: VecDeque<(Operation, Option<ChildId>, CloudError)>,
    calls: Vec<String>,
    created: u64,
    custom: BTreeSet<Kind>,
    /// Secrets in AWS Secrets Manager: ARN to the versions, the current one last.
    vault: BTreeMap<String, Vec<(String, String)>>,
    /// Secret values as they were written, by object and name.
    written: BTreeMap<(Place, ChildId), BTreeMap<String, String>>,
}

struct Object {
    live: Value,
    applied: Value,
}

impl Fake {
    /// A cloud with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next matching call fails with this error. Faults fire in the order in which they were given.
    pub fn fail(&self, operation: Operation, id: Option<&ChildId>, error: CloudError) {
        self.state().faults.push_back((operation, id.cloned(), error));
    }

    /// Puts an object there that the provider has not made, or replaces one.
    pub fn put(&self, place: &Place, id: &ChildId, live: Value) {
        let object = Object { live, applied: Value::Null };
        self.state().objects.insert((place.clone(), id.clone()), object);
    }

    /// Changes one field (JSON pointer) of an object, as somebody else would. False where there is no such field.
    pub fn edit(&self, place: &Place, id: &ChildId, pointer: &str, value: Value) -> bool {
        let mut state = self.state();
        let object = state.objects.get_mut(&(place.clone(), id.clone()));
        object.and_then(|object| object.live.pointer_mut(pointer)).map(|field| *field = value).is_some()
    }

    /// Deletes an object, as somebody else would.
    pub fn forget(&self, place: &Place, id: &ChildId) {
        self.state().objects.remove(&(place.clone(), id.clone()));
    }

    /// The cluster knows a kind from a CustomResourceDefinition from now on.
    pub fn serve(&self, kind: Kind) {
        self.state().custom.insert(kind);
    }

    /// A secret in AWS Secrets Manager has a new version of this text.
    pub fn put_secret(&self, secret_arn: &str, text: &str) {
        let mut state = self.state();
        let versions = state.vault.entry(secret_arn.to_owned()).or_default();
        let version_id = format!("version-{}", versions.len() + 1);
        versions.push((version_id, text.to_owned()));
    }

    /// The secret values that an object was given.
    #[must_use]
    pub fn secrets(&self, place: &Place, id: &ChildId) -> BTreeMap<String, String> {
        self.state().written.get(&(place.clone(), id.clone())).cloned().unwrap_or_default()
    }

    /// The live object.
    #[must_use]
    pub fn live(&self, place: &Place, id: &ChildId) -> Option<Value> {
        self.state().objects.get(&(place.clone(), id.clone())).map(|object| object.live.clone())
    }

    /// Every object that is there, as `namespace/kind/name`.
    #[must_use]
    pub fn inventory(&self) -> Vec<String> {
        self.state().objects.keys().map(|(place, id)| format!("{}/{id}", place.namespace)).collect()
    }

    /// The calls since the last time this was asked, e.g. `apply deployment/api`.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.state().calls)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Notes the call, and takes the first fault that is meant for it.
    fn call(&mut self, operation: Operation, id: Option<&ChildId>) -> Result<(), CloudError> {
        let verb = format!("{operation:?}").to_lowercase();
        self.calls.push(id.map_or_else(|| verb.clone(), |id| format!("{verb} {id}")));
        let is_meant = |(op, target, _): &(Operation, Option<ChildId>, CloudError)| {
            *op == operation && (target.is_none() || target.as_ref() == id)
        };
        match self.faults.iter().position(is_meant).and_then(|position| self.faults.remove(position)) {
            Some((_, _, error)) => Err(error),
            None => Ok(()),
        }
    }
}

#[async_trait]
impl Cloud for Fake {
    async fn observe(
        &self,
        location: &Location,
        ids: &BTreeSet<ChildId>,
    ) -> Result<Children<Observed>, CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => return children::observe(&self.aws, region.as_deref(), ids).await,
        };
        let mut state = self.state();
        state.call(Operation::Observe, None)?;
        let mut found = Children::new();
        for id in ids {
            if let Some(object) = state.objects.get(&(place.clone(), id.clone())) {
                found.insert(id.clone(), Observed { live: object.live.clone() });
            }
        }
        Ok(found)
    }

    async fn apply(
        &self,
        location: &Location,
        id: &ChildId,
        manifest: &Manifest,
    ) -> Result<Observed, CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                return children::apply(&self.aws, region.as_deref(), id, manifest).await;
            }
        };
        let mut state = self.state();
        state.call(Operation::Apply, Some(id))?;
        state.write_secrets(place, id, manifest)?;
        state.created += 1;
        let uid = format!("uid-{}", state.created);
        let key = (place.clone(), id.clone());
        let is_new = !state.objects.contains_key(&key);
        let object = state
            .objects
            .entry(key)
            .or_insert_with(|| Object { live: json!({ "metadata": { "uid": uid } }), applied: Value::Null });
        give_up(&mut object.live, &object.applied, Now { owned: manifest.json(), start: manifest.start() });
        merge(&mut object.live, manifest.json());
        if is_new {
            merge(&mut object.live, manifest.start());
        }
        object.applied = manifest.json().clone();
        Ok(Observed { live: object.live.clone() })
    }

    async fn delete(
        &self,
        location: &Location,
        id: &ChildId,
        last: Option<&Manifest>,
        timeout: Duration,
    ) -> Result<(), CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                return children::delete(&self.aws, region.as_deref(), id, (last, timeout)).await;
            }
        };
        let mut state = self.state();
        state.call(Operation::Delete, Some(id))?;
        let key = (place.clone(), id.clone());
        if id.kind == Kind::Namespace {
            let in_use = state.objects.keys().any(|(at, other)| at == place && other != id);
            let is_ours = state
                .objects
                .get(&key)
                .is_some_and(|object| object.live["metadata"]["labels"][label::MANAGED_BY] == MANAGER);
            if in_use || !is_ours {
                return Ok(());
            }
        }
        state.objects.remove(&key);
        Ok(())
    }

    async fn ready(
        &self,
        location: &Location,
        id: &ChildId,
        manifest: &Manifest,
        timeout: Duration,
    ) -> Result<Observed, CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                return children::ready(&self.aws, region.as_deref(), id, (manifest, timeout)).await;
            }
        };
        let mut state = self.state();
        state.call(Operation::Ready, Some(id))?;
        match state.objects.get(&(place.clone(), id.clone())) {
            Some(object) => Ok(Observed { live: object.live.clone() }),
            None => Err(CloudError::Failed {
                id: id.clone(),
                reason: "Deleted".to_owned(),
                chain: Vec::new(),
                hint: "apply again".to_owned(),
            }),
        }
    }

    async fn check(&self, location: &Location, id: &ChildId, manifest: &Manifest) -> Result<(), CloudError> {
        if let Location::Aws(region) = location {
            return children::check(&self.aws, region.as_deref(), id, manifest).await;
        }
        self.state().call(Operation::Check, Some(id))
    }

    async fn serves(&self, _cluster: &Cluster, kind: Kind) -> Result<bool, CloudError> {
        Ok(!kind.has(Habit::Custom) || self.state().custom.contains(&kind))
    }

    async fn secret_version(&self, secret_arn: &str) -> Result<String, CloudError> {
        let mut state = self.state();
        state.call(Operation::Secret, None)?;
        let current = state.vault.get(secret_arn).and_then(|versions| versions.last());
        current.map(|(id, _)| id.clone()).ok_or_else(|| no_secret(secret_arn, "it does not exist"))
    }

    async fn database(&self, database_id: &str) -> Result<DatabaseAddress, CloudError> {
        let mut address = children::address(&self.aws, database_id).await?;
        if let Some(arn) = &address.secret_arn {
            address.version = self.secret_version(arn).await.unwrap_or_else(|_| "version-1".to_owned());
        }
        Ok(address)
    }

    async fn credentials(&self, database_id: &str) -> Result<(DatabaseAddress, SecretText), CloudError> {
        let address = self.database(database_id).await?;
        let password = SecretText::new(format!("p@ss/{}", address.version));
        Ok((address, password))
    }

    async fn iam_token(&self, database_id: &str, username: Option<&str>) -> Result<IamToken, CloudError> {
        let address = self.database(database_id).await?;
        let username = username.map_or_else(|| address.username.clone(), str::to_owned);
        let token = SecretText::new(format!("{}:{}/?DBUser={username}", address.host, address.port));
        Ok(IamToken { address, username, token })
    }
}

impl State {
    /// The values of an immutable object that is there already stay as they are.
    fn write_secrets(&mut self, place: &Place, id: &ChildId, manifest: &Manifest) -> Result<(), CloudError> {
        let key = (place.clone(), id.clone());
        if self.objects.contains_key(&key) && self.written.contains_key(&key) {
            return Ok(());
        }
        let values = manifest.secrets().iter().map(|(name, source)| Ok((name.clone(), self.value(source)?)));
        let values = values.collect::<Result<BTreeMap<_, _>, CloudError>>()?;
        self.written.insert(key, values);
        Ok(())
    }

    fn value(&self, source: &SecretSource) -> Result<String, CloudError> {
        match source {
            SecretSource::Given(text) => Ok(text.expose().to_owned()),
            SecretSource::Database { url, version_id, parameters, .. } => {
                Ok(children::with_password(url, &format!("p@ss/{version_id}"), parameters))
            }
            SecretSource::Gone => Err(no_secret("write-only", "its value is not known any more")),
            SecretSource::Reference { secret_arn, version_id, key } => {
                let versions = self.vault.get(secret_arn).into_iter().flatten();
                let found = versions.rev().find(|(id, _)| id == version_id);
                let (_, text) = found.ok_or_else(|| no_secret(secret_arn, "there is no such version"))?;
                let Some(key) = key else { return Ok(text.clone()) };
                let json: Value = serde_json::from_str(text).unwrap_or(Value::Null);
                let value = json[key].as_str().map(str::to_owned);
                value.ok_or_else(|| no_secret(secret_arn, &format!("it has no key `{key}`")))
            }
        }
    }
}

fn no_secret(secret_arn: &str, why: &str) -> CloudError {
    CloudError::Secret { secret_arn: secret_arn.to_owned(), source: why.into() }
}

/// What is applied, at one place in the object.
#[derive(Clone, Copy)]
struct Now<'a> {
    owned: &'a Value,
    start: &'a Value,
}

/// Removes the fields that the manager applied before and does not apply any more. What the manifest starts with stays,
/// and is raised to that.
fn give_up(live: &mut Value, before: &Value, now: Now<'_>) {
    let (Value::Object(live), Value::Object(before)) = (live, before) else { return };
    for (field, was) in before {
        let now = Now { owned: &now.owned[field], start: &now.start[field] };
        match live.get_mut(field) {
            Some(live) if !now.owned.is_null() => give_up(live, was, now),
            Some(live) if now.start.is_number() => raise(live, now.start),
            Some(_) => drop(live.remove(field)),
            None => {}
        }
    }
}

fn raise(live: &mut Value, start: &Value) {
    if live.as_f64() < start.as_f64() {
        *live = start.clone();
    }
}

/// Puts the applied fields over the live ones. Lists are replaced: the tests' lists have one owner.
fn merge(live: &mut Value, applied: &Value) {
    match (live, applied) {
        // A manifest that starts with nothing.
        (_, Value::Null) => {}
        (Value::Object(live), Value::Object(applied)) => {
            for (field, value) in applied {
                merge(live.entry(field.clone()).or_insert(Value::Null), value);
            }
        }
        (live, applied) => *live = applied.clone(),
    }
}
