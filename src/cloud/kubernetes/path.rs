//! The addresses of the API.

use acme_children::{ChildId, Kind};

/// The collection that holds objects of this kind.
pub(crate) fn collection(kind: Kind, namespace: &str) -> String {
    if kind == Kind::Namespace {
        return "/api/v1/namespaces".to_owned();
    }
    within(kind.api_version(), namespace, kind.plural())
}

/// The object of this id.
pub(crate) fn object(id: &ChildId, namespace: &str) -> String {
    format!("{}/{}", collection(id.kind, namespace), id.name)
}

/// The collection of a resource in a namespace, by `apiVersion` and plural.
pub(crate) fn within(api_version: &str, namespace: &str, plural: &str) -> String {
    format!("{}/namespaces/{namespace}/{plural}", group(api_version))
}

/// The root of an `apiVersion`.
pub(crate) fn group(api_version: &str) -> String {
    if api_version.contains('/') { format!("/apis/{api_version}") } else { format!("/api/{api_version}") }
}

#[cfg(test)]
mod tests;
