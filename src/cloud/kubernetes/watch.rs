//! Following objects: a list, then changes, resumed for ever by the client library. Objects come as plain JSON.

use acme_children::Kind;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use kube::api::{ApiResource, DynamicObject, PartialObjectMeta};
use kube::core::DynamicResourceScope;
use kube::runtime::WatchStreamExt;
use kube::runtime::watcher::{self, Config, Event};
use kube::{Api, Resource};
use serde_json::{Value, to_value};

use super::failure::{Answer, Failure};
use super::secret;
use super::server::Server;

/// Which objects are followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Their `apiVersion`.
    pub(crate) api_version: &'static str,
    /// Their `kind`.
    pub(crate) kind: &'static str,
    /// Their name in paths.
    pub(crate) plural: &'static str,
    /// A label selector; empty for all.
    pub(crate) labels: String,
    /// A field selector; empty for all.
    pub(crate) fields: String,
}

/// What is seen of them.
#[derive(Debug)]
pub(crate) enum Change {
    /// Everything seen so far may be gone: a list follows.
    Reset,
    /// An object as it is now.
    Seen(Value),
    /// An object that is gone.
    Gone(Value),
    /// The list that [`Change::Reset`] announced is complete.
    Listed,
    /// Nothing is seen at the moment; it is tried again.
    Lost(Failure),
}

/// Follows the objects of a scope in a namespace (`""` for kinds that are in none), until it is dropped.
pub(crate) fn follow(server: &Server, namespace: &str, scope: &Scope) -> BoxStream<'static, Change> {
    let (group, version) = scope.api_version.split_once('/').unwrap_or(("", scope.api_version));
    let resource = ApiResource {
        group: group.to_owned(),
        version: version.to_owned(),
        api_version: scope.api_version.to_owned(),
        kind: scope.kind.to_owned(),
        plural: scope.plural.to_owned(),
    };
    let mut config = Config::default();
    if !scope.labels.is_empty() {
        config = config.labels(&scope.labels);
    }
    if !scope.fields.is_empty() {
        config = config.fields(&scope.fields);
    }
    // The client library logs a list that it cannot parse: the values of Secrets do not even come.
    if scope.kind == Kind::Secret.name() {
        let api: Api<PartialObjectMeta<DynamicObject>> = at(server, namespace, &resource);
        return changes(kube::runtime::watcher(api, config), |object| json(to_value(object))).boxed();
    }
    let api: Api<DynamicObject> = at(server, namespace, &resource);
    changes(kube::runtime::watcher(api, config), |object| json(to_value(object))).boxed()
}

fn at<K>(server: &Server, namespace: &str, resource: &ApiResource) -> Api<K>
where
    K: Resource<DynamicType = ApiResource, Scope = DynamicResourceScope>,
{
    if namespace.is_empty() {
        Api::all_with(server.client(), resource)
    } else {
        Api::namespaced_with(server.client(), namespace, resource)
    }
}

fn changes<K: Send + 'static>(
    events: impl Stream<Item = Result<Event<K>, watcher::Error>> + Send + 'static,
    json: impl Fn(&K) -> Value + Send + 'static,
) -> impl Stream<Item = Change> + Send {
    events.default_backoff().map(move |event| match event {
        Ok(Event::Init) => Change::Reset,
        Ok(Event::InitApply(object) | Event::Apply(object)) => Change::Seen(json(&object)),
        Ok(Event::Delete(object)) => Change::Gone(json(&object)),
        Ok(Event::InitDone) => Change::Listed,
        Err(error) => Change::Lost(failure(&error)),
    })
}

fn json(object: serde_json::Result<Value>) -> Value {
    let mut value = object.unwrap_or(Value::Null);
    secret::hide(&mut value);
    value
}

fn failure(error: &watcher::Error) -> Failure {
    match error {
        watcher::Error::InitialListFailed(error)
        | watcher::Error::WatchStartFailed(error)
        | watcher::Error::WatchFailed(error) => Failure::of(error),
        watcher::Error::WatchError(status) => Failure::Answer(Answer {
            code: status.code,
            reason: status.reason.clone(),
            message: status.message.clone(),
            ..Answer::default()
        }),
        watcher::Error::NoResourceVersion => Failure::Malformed("the list has no resource version".into()),
    }
}
