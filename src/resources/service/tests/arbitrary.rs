//! Arbitrary valid configurations.

use std::collections::{BTreeMap, BTreeSet};

use acme_schema::{Attr, List, Map};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::super::model::{
    AmountsModel, PortModel, ResourcesModel, RouteModel, ScalingModel, ServiceModel, TimeoutsModel,
};
use crate::shared::ImageModel;
use probes::probe;

mod operation;
mod pod;
mod probes;

/// Boxed, like every strategy here: nested by value they overflow a test's stack.
fn attr<T: Clone + std::fmt::Debug + 'static>(
    strategy: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Attr<T>> {
    option::of(strategy).prop_map(Attr::from).boxed()
}

fn texts(pattern: &'static str) -> BoxedStrategy<Attr<List<String>>> {
    attr(vec(pattern, 0..4).prop_map(|texts| texts.into_iter().map(Attr::Known).collect())).boxed()
}

fn image() -> BoxedStrategy<ImageModel> {
    let repository =
        "([a-z]{1,8}\\.[a-z]{2,3}(:[1-9][0-9]{0,3})?/)?[a-z][a-z0-9]{0,9}(/[a-z0-9]{1,9}(-[a-z0-9]{1,3})?)?";
    let version = prop_oneof![
        "[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}".prop_map(|tag| (Attr::Known(tag), Attr::Null)),
        "[0-9a-f]{64}".prop_map(|hex| (Attr::Null, Attr::Known(format!("sha256:{hex}")))),
    ];
    (repository, version, attr("[a-z]{1,9}(\\.[a-z]{1,9})?"))
        .prop_map(|(repository, (tag, digest), pull_secret)| ImageModel {
            repository: Attr::Known(repository),
            tag,
            digest,
            pull_secret,
        })
        .boxed()
}

/// Ports whose numbers do not collide: later ones that would are left out.
fn ports() -> BoxedStrategy<BTreeMap<String, PortModel>> {
    let port = (1..=65535_i64, option::of(prop_oneof!["TCP", "UDP"]), option::of(1..=65535_i64));
    let name = prop_oneof!["[a-z][a-z0-9]{0,6}(-[a-z]{1,3})?", Just("http".to_owned())];
    btree_map(name, port, 0..5)
        .prop_map(|ports| {
            let (mut inside, mut outside) = (BTreeSet::new(), BTreeSet::new());
            let free = ports.into_iter().filter(|(_, (number, protocol, service))| {
                let protocol = protocol.clone().unwrap_or("TCP".to_owned());
                inside.insert((*number, protocol.clone()))
                    && outside.insert((service.unwrap_or(*number), protocol))
            });
            free.map(|(name, (number, protocol, service))| {
                (
                    name,
                    PortModel {
                        port: Attr::Known(number),
                        protocol: protocol.into(),
                        service_port: service.into(),
                    },
                )
            })
            .collect()
        })
        .boxed()
}

fn resources() -> BoxedStrategy<ResourcesModel> {
    let amount = |unit: &'static str| {
        (attr(1..5000_i64), attr(0..5000_i64)).prop_map(move |(request, more)| {
            let limit = match (&request, more) {
                (Attr::Known(request), Attr::Known(more)) => Attr::Known(request + more),
                (_, more) => more,
            };
            let text = |amount: Attr<i64>| Attr::from(amount.known().map(|n| format!("{n}{unit}")));
            (text(request), text(limit))
        })
    };
    (amount("m"), amount("Mi"))
        .prop_map(|((cpu, most_cpu), (memory, most_memory))| ResourcesModel {
            requests: Attr::Known(AmountsModel { cpu, memory }),
            limits: Attr::Known(AmountsModel { cpu: most_cpu, memory: most_memory }),
        })
        .boxed()
}

fn scaling() -> BoxedStrategy<ScalingModel> {
    let targets = (attr(1..=1000_i64), attr(1..=1000_i64), attr(1..=9_000_i64), attr(operation::metrics()));
    let pace = (attr(operation::scale_up()), attr(operation::scale_down()));
    (1..50_i64, 0..50_i64, targets, pace)
        .prop_map(|(min, more, (cpu, memory, requests, metrics), (scale_up, scale_down))| ScalingModel {
            min_replicas: Attr::Known(min),
            max_replicas: Attr::Known(min + more),
            target_cpu_utilization_percentage: cpu,
            target_memory_utilization_percentage: memory,
            target_requests_per_second: requests,
            metrics,
            scale_up,
            scale_down,
        })
        .boxed()
}

fn env() -> BoxedStrategy<Map<String>> {
    btree_map("[A-Za-z_][A-Za-z0-9_.-]{0,9}", attr("\\PC{0,12}"), 0..4).boxed()
}

fn route(tcp: Vec<String>) -> BoxedStrategy<RouteModel> {
    let hosts = vec("(\\*\\.)?[a-z][a-z0-9]{0,5}(-[a-z]{1,3})?\\.[a-z]{2,4}", 1..4).prop_map(|hosts| {
        let distinct: BTreeSet<_> = hosts.into_iter().collect();
        distinct.into_iter().map(Attr::Known).collect()
    });
    let needs_port = tcp.len() > 1 && !tcp.contains(&"http".to_owned());
    let port = (any::<bool>(), proptest::sample::select(tcp))
        .prop_map(move |(given, port)| if given || needs_port { Attr::Known(port) } else { Attr::Null });
    let class = attr(prop_oneof!["alb", "alb-internal", "traefik"]);
    (hosts, attr("(/[a-z0-9]{1,4}){1,2}/?"), port, class, attr("[a-z]{1,9}"))
        .prop_map(|(hosts, path, port, ingress_class, tls_secret)| RouteModel {
            hosts: Attr::Known(hosts),
            path,
            port,
            ingress_class,
            tls_secret,
        })
        .boxed()
}

fn timeouts() -> BoxedStrategy<TimeoutsModel> {
    (attr("[1-9][0-9]?m"), attr("[1-9]h[1-9]m"), attr("[1-9][0-9]{0,3}s"))
        .prop_map(|(create, update, delete)| TimeoutsModel { create, update, delete })
        .boxed()
}

/// What has no influence on what else is valid.
fn plain() -> BoxedStrategy<ServiceModel> {
    let name = "[a-z]([a-z0-9-]{0,48}[a-z0-9])?";
    let place = (
        attr("[A-Za-z0-9][A-Za-z0-9_-]{0,9}"),
        attr("[a-z0-9]([a-z0-9-]{0,9}[a-z0-9])?"),
        attr(any::<bool>()),
    );
    let process = (texts("\\PC{0,5}"), texts("\\PC{0,5}"), attr(env()));
    (name, place, image(), process, (attr(timeouts()), operation::operation()))
        .prop_map(
            |(
                name,
                (cluster, namespace, create_namespace),
                image,
                (command, args, env),
                (timeouts, operation),
            )| {
                ServiceModel {
                    name: Attr::Known(name),
                    cluster,
                    namespace,
                    create_namespace,
                    image: Attr::Known(image),
                    command,
                    args,
                    env,
                    timeouts,
                    ..operation
                }
            },
        )
        .boxed()
}

/// Anything that can be written and is valid.
pub(super) fn service() -> BoxedStrategy<ServiceModel> {
    let exposure = proptest::sample::select(vec!["public", "internal", "cluster"]);
    let capacity = (attr(resources()), attr(scaling()), attr(0..=100_i64));
    (plain(), ports(), exposure, capacity)
        .prop_flat_map(|(plain, ports, exposure, (resources, scaling, replicas))| {
            let tcp = |port: &PortModel| port.protocol.known().is_none_or(|protocol| protocol == "TCP");
            let tcp: Vec<_> =
                ports.iter().filter(|(_, port)| tcp(port)).map(|(name, _)| name.clone()).collect();
            let exposure = if ports.is_empty() { "cluster" } else { exposure };
            let route = match (exposure, tcp.is_empty()) {
                ("cluster", _) | (_, true) => Just(Attr::Null).boxed(),
                _ => attr(route(tcp.clone())).boxed(),
            };
            let names: Vec<_> = ports.keys().cloned().collect();
            let probes =
                (attr(probe(names.clone(), 1)), attr(probe(names.clone(), 5)), attr(probe(names, 1)));
            let scaling = if may_scale(&resources) { scaling } else { Attr::Null };
            let fixed = ServiceModel {
                exposure: Attr::Known(exposure.to_owned()),
                ports: Attr::Known(ports.into_iter().map(|(name, port)| (name, Attr::Known(port))).collect()),
                replicas: if scaling.is_null() { replicas } else { Attr::Null },
                resources,
                scaling,
                ..plain
            };
            (pod::around(fixed, tcp), route, probes).prop_map(
                |(fixed, route, (startup_probe, readiness_probe, liveness_probe))| ServiceModel {
                    route,
                    startup_probe,
                    readiness_probe,
                    liveness_probe,
                    ..fixed
                },
            )
        })
        .prop_flat_map(leaving)
        .boxed()
}

/// Adds what depends on the number of replicas and on the way in.
fn leaving(service: ServiceModel) -> BoxedStrategy<ServiceModel> {
    let least = match (&service.scaling, &service.replicas, &service.exposure) {
        (Attr::Known(scaling), ..) => *scaling.min_replicas.known().unwrap(),
        (_, Attr::Known(replicas), _) => *replicas,
        (_, _, Attr::Known(exposure)) if exposure == "public" => 2,
        _ => 1,
    };
    let class = |route: &RouteModel| route.ingress_class.known().cloned().unwrap_or("alb".to_owned());
    let leaving = operation::Leaving {
        has_ports: service.ports.known().is_some_and(|ports| !ports.is_empty()),
        has_alb: service.route.known().is_some_and(|route| class(route).starts_with("alb")),
    };
    (Just(service), attr(operation::budget(least)), operation::shutdown(leaving))
        .prop_map(|(service, disruption_budget, [drain, delay, deregistration, grace])| ServiceModel {
            disruption_budget,
            drain_seconds: drain,
            pre_stop_delay_seconds: delay,
            deregistration_delay_seconds: deregistration,
            termination_grace_period_seconds: grace,
            ..service
        })
        .boxed()
}

fn may_scale(resources: &Attr<ResourcesModel>) -> bool {
    let requests = resources.known().and_then(|resources| resources.requests.known());
    requests.is_some_and(|requests| !requests.cpu.is_null() && !requests.memory.is_null())
}
