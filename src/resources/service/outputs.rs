//! The computed attributes that follow from the configuration alone. Each needs only a part of it, so each is known at
//! plan as soon as that part is.

use std::collections::BTreeMap;

use acme_schema::{Attr, Value};

use super::model::{RouteModel, ServiceModel};
use crate::shared::Given;

/// Values by attribute name; unknown where what they need is.
pub(crate) fn outputs(model: &ServiceModel) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("id", id(model).encode()),
        ("internal_host", internal_host(model).encode()),
        ("url", url(model).encode()),
    ])
}

fn id(model: &ServiceModel) -> Attr<String> {
    join(&model.namespace, &model.name, |namespace, name| format!("{namespace}/{name}"))
}

fn internal_host(model: &ServiceModel) -> Attr<String> {
    match &model.ports {
        Attr::Unknown => Attr::Unknown,
        Attr::Null => Attr::Null,
        Attr::Known(ports) if ports.is_empty() => Attr::Null,
        Attr::Known(_) => join(&model.name, &model.namespace, |name, namespace| {
            format!("{name}.{namespace}.svc.cluster.local")
        }),
    }
}

fn url(model: &ServiceModel) -> Attr<String> {
    let route = match &model.route {
        Attr::Null => return Attr::Null,
        Attr::Unknown => return Attr::Unknown,
        Attr::Known(route) => route,
    };
    let path = route.path.clone().or("/".to_owned());
    match first_host(route) {
        Attr::Null => Attr::Null,
        host => join(&host, &path, |host, path| format!("https://{host}{}", path.trim_end_matches('/'))),
    }
}

/// Unknown as soon as a host is that might be the first.
fn first_host(route: &RouteModel) -> Attr<String> {
    let hosts = match &route.hosts {
        Attr::Null => return Attr::Null,
        Attr::Unknown => return Attr::Unknown,
        Attr::Known(hosts) => hosts,
    };
    let is_plain = |host: &&Attr<String>| host.known().is_none_or(|host| !host.starts_with('*'));
    hosts.iter().find(is_plain).cloned().unwrap_or(Attr::Null)
}

fn join(one: &Attr<String>, other: &Attr<String>, write: impl FnOnce(&str, &str) -> String) -> Attr<String> {
    match (one, other) {
        (Attr::Known(one), Attr::Known(other)) => Attr::Known(write(one, other)),
        (Attr::Null | Attr::Unknown, _) | (_, Attr::Null | Attr::Unknown) => Attr::Unknown,
    }
}
