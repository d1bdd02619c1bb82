//! What an `acme_service` means: nothing null or unknown, every limit and every rule between attributes checked once,
//! here and in the files beside. Whoever holds a [`Spec`] need not check anything.

mod budget;
mod capacity;
mod connections;
mod env;
mod metrics;
mod patches;
mod placement;
mod pod;
mod ports;
mod pre_deploy;
mod resources;
mod rollout;
mod route;
mod scaling;
mod secrets;
mod service_account;
mod shutdown;
mod sidecars;
mod volumes;

use std::collections::BTreeMap;

use acme_children::{Cluster, Owner, Place};
use acme_schema::{Attr, Map, Path};

use super::model::{PortModel, ServiceModel, TimeoutsModel};
use crate::impact::Disruption;
use crate::registry::Timeouts;
use crate::shared::probe::{self, Declared, Probe, ProbeKind};
use crate::shared::{
    ClusterName, EnvName, Findings, Given, Image, Label, PortName, ServiceName, Text, WaitTime, word_type,
};

pub(crate) use budget::Budget;
pub(crate) use capacity::{Capacity, Replicas, ScaledReplicas, default_replicas};
pub(crate) use connections::{Connection, Connections, PeerPort, ServiceId};
pub(crate) use metrics::{Discovery, Metrics};
pub(crate) use patches::{Change, JsonPointer, JsonText, Operation, Patch, PatchTarget};
pub(crate) use placement::{
    ARCHITECTURE, Architecture, CapacityType, Effect, Operator, Placement, Spread, Toleration,
};
pub(crate) use pod::Pod;
pub(crate) use ports::{Port, declared_ports, main_port};
pub(crate) use pre_deploy::{PreDeploy, Retries};
pub(crate) use resources::{Amounts, Resources};
pub(crate) use rollout::{Deadline, MinReady, Rollout};
pub(crate) use route::{Route, implied_port};
pub(crate) use scaling::{
    Amount, Direction, GrowthPercent, Metric, MetricKind, MetricTarget, Pace, Percent, Period, REQUESTS,
    RequestRate, Scaling, Window,
};
pub(super) use secrets::written;
pub(crate) use secrets::{Generation, Origin, SecretRef};
pub(crate) use shutdown::{Delay, Drain, Grace, Shutdown, Written};
pub(crate) use sidecars::Sidecar;
pub(crate) use volumes::{Access, Content, Medium, Volume};

word_type!(
    /// Who can reach a service's ports.
    Exposure,
    "one of `public`, `internal`, `cluster`",
    /// Anyone.
    Public = "public",
    /// Pods of the cluster and private addresses.
    Internal = "internal",
    /// Pods of the cluster.
    Cluster = "cluster"
);

/// A service that Kubernetes has no reason to refuse.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spec {
    pub(crate) name: ServiceName,
    pub(crate) cluster: Cluster,
    pub(crate) namespace: Label,
    pub(crate) create_namespace: bool,
    pub(crate) exposure: Exposure,
    pub(crate) image: Image,
    pub(crate) command: Vec<String>,
    pub(crate) args: Vec<String>,
    pub(crate) ports: BTreeMap<PortName, Port>,
    pub(crate) resources: Resources,
    pub(crate) capacity: Capacity,
    pub(crate) env: BTreeMap<EnvName, String>,
    pub(crate) startup: Option<Probe>,
    pub(crate) readiness: Option<Probe>,
    pub(crate) liveness: Option<Probe>,
    pub(crate) route: Option<Route>,
    pub(crate) rollout: Rollout,
    pub(crate) budget: Option<Budget>,
    pub(crate) shutdown: Shutdown,
    pub(crate) placement: Placement,
    pub(crate) connections: Connections,
    pub(crate) pod: Pod,
    pub(crate) pre_deploy: Option<PreDeploy>,
    pub(crate) metrics: Option<Metrics>,
    pub(crate) patches: Vec<Patch>,
    pub(crate) timeouts: Timeouts,
}

impl Spec {
    /// Where the children live.
    pub(crate) fn place(&self) -> Place {
        Place { cluster: self.cluster.clone(), namespace: self.namespace.to_string() }
    }

    /// Whose labels they carry.
    pub(crate) fn owner(&self) -> Owner {
        Owner { resource: super::TYPE_NAME.to_owned(), name: self.name.to_string() }
    }

    /// Reads a model. `None` where `find` has noted why not.
    pub(crate) fn read(model: &ServiceModel, find: &mut Findings) -> Option<Self> {
        let at = |name: &str| Path::of(name);
        let name = find.text(&model.name, &at("name"));
        let name = find.required(name, &at("name"));
        let cluster = find.text::<ClusterName>(&model.cluster, &at("cluster"));
        let namespace = find.text(&model.namespace, &at("namespace")).or(Label::default_namespace());
        let create_namespace = find.plain(&model.create_namespace).or(false);
        let exposure = find.text(&model.exposure, &at("exposure")).or(Exposure::Cluster);
        if model.image.is_null() {
            find.required(Attr::<()>::Null, &at("image"));
        }
        let image = find.seen(&model.image).and_then(|image| Image::read(image, &at("image"), find));
        let command = find.texts(&model.command, &at("command")).or(Vec::new());
        let args = find.texts(&model.args, &at("args")).or(Vec::new());
        let ports = ports::read(&model.ports, find);
        let declared = ports::declared(&model.ports);
        let resources = resources::read(&model.resources, &at("resources"), find);
        let capacity = capacity::read(model, &exposure, find);
        let env = env::read(&model.env, &at("env"), find);
        let [startup, readiness, liveness] = probes(model, &declared, find);
        let route = route::read(&model.route, &ports, find);
        let pod = pod::read(model, find);
        sidecars::scalable(model, capacity.as_ref(), find);
        let pre_deploy = pre_deploy::read(model, find);
        let metrics = metrics::read(model, &ports, find);
        let patches = patches::read(model, find);
        let timeouts = timeouts(&model.timeouts, find);
        let rollout = rollout::read(model, timeouts, find);
        let budget = budget::read(model, capacity.as_ref(), find);
        let reached = shutdown::Reached { has_ports: has_ports(&model.ports), route: route.as_ref() };
        let shutdown = shutdown::read(model, &reached, find);
        let placement = placement::read(&model.placement, find);
        let connections = connections::read(model, find);
        disruption(&model.max_disruption, find);
        reachable(model, &exposure, find);
        capacity::warn_of_one(model, &exposure, find);
        rollout::warn_of_outages(rollout.as_ref(), capacity.as_ref(), find);
        Some(Self {
            name: name.option()?,
            cluster: cluster.option().map_or(Cluster::Configured, |name| Cluster::Eks(name.to_string())),
            namespace: namespace.option()?,
            create_namespace: create_namespace.option()?,
            exposure: exposure.option()?,
            image: image?,
            command: command.option()?,
            args: args.option()?,
            ports: ports.option()?,
            resources,
            capacity: capacity?,
            env: env?,
            startup,
            readiness,
            liveness,
            route,
            rollout: rollout?,
            budget: known(budget)?,
            shutdown: shutdown?,
            placement,
            connections,
            pod,
            pre_deploy,
            metrics,
            patches,
            timeouts,
        })
    }
}

/// The value or null of an attribute; `None` where it is unknown.
fn known<T>(attribute: Attr<T>) -> Option<Option<T>> {
    (!attribute.is_unknown()).then(|| attribute.option())
}

/// Where a service is, whose its children are and how long to wait, by no other rule than that it has a name.
pub(super) fn place(model: &ServiceModel) -> Option<(Place, Owner, Timeouts)> {
    let cluster = model.cluster.known().map_or(Cluster::Configured, |name| Cluster::Eks(name.clone()));
    let namespace = model.namespace.known()?.clone();
    let owner = Owner { resource: super::TYPE_NAME.to_owned(), name: model.name.known()?.clone() };
    Some((Place { cluster, namespace }, owner, timeouts(&model.timeouts, &mut Findings::default())))
}

/// Whether no rule stands against the model's `scaling`.
pub(super) fn may_scale(model: &ServiceModel) -> bool {
    let mut find = Findings::default();
    let read = capacity::read(model, &Attr::Known(Exposure::Cluster), &mut find);
    sidecars::scalable(model, read.as_ref(), &mut find);
    !matches!(find.finish(read), Err(Some(_)))
}

/// How many replicas a model runs, where it says.
pub(super) fn capacity(model: &ServiceModel) -> Option<Capacity> {
    let exposure = model.exposure.known().and_then(|word| Exposure::parse(word)).into();
    capacity::read(model, &exposure, &mut Findings::default())
}

/// How a model is updated, where it says.
pub(super) fn rollout(model: &ServiceModel) -> Option<Rollout> {
    let timeouts = timeouts(&model.timeouts, &mut Findings::default());
    let read = rollout::read(model, timeouts, &mut Findings::default());
    read.filter(|_| !model.rollout.is_unknown())
}

/// Whether no rule stands against the model's `route`.
pub(super) fn may_route(model: &ServiceModel) -> bool {
    let mut find = Findings::default();
    let ports = ports::read(&model.ports, &mut Findings::default());
    let read = route::read(&model.route, &ports, &mut find);
    !matches!(find.finish(read), Err(Some(_)))
}

/// Whether no rule stands against the model's `volumes`, nor `sidecars` that mount them.
pub(super) fn may_mount(model: &ServiceModel) -> bool {
    let mut find = Findings::default();
    let read = pod::read(model, &mut find);
    !matches!(find.finish(Some(read)), Err(Some(_)))
}

fn probes(model: &ServiceModel, declared: &Declared, find: &mut Findings) -> [Option<Probe>; 3] {
    [
        (&model.startup_probe, ProbeKind::Startup, "startup_probe"),
        (&model.readiness_probe, ProbeKind::Readiness, "readiness_probe"),
        (&model.liveness_probe, ProbeKind::Liveness, "liveness_probe"),
    ]
    .map(|(given, kind, name)| probe::read(given, kind, declared, &Path::of(name), find))
}

/// What is allowed to happen changes nothing about what is meant, so it need not be known.
fn disruption(given: &Attr<String>, find: &mut Findings) {
    if !given.is_unknown() {
        find.text::<Disruption>(given, &Path::of("max_disruption"));
    }
}

fn timeouts(given: &Attr<TimeoutsModel>, find: &mut Findings) -> Timeouts {
    let none = TimeoutsModel::default();
    let model = find.seen(given).unwrap_or(&none);
    let mut read = |given: &Attr<String>, name: &str| {
        let time = find.text(given, &Path::of("timeouts").attribute(name));
        time.option().unwrap_or(WaitTime::DEFAULT).get()
    };
    Timeouts {
        create: read(&model.create, "create"),
        update: read(&model.update, "update"),
        delete: read(&model.delete, "delete"),
    }
}

fn has_ports(ports: &Attr<Map<PortModel>>) -> Attr<bool> {
    ports.clone().map(|ports| !ports.is_empty()).or(false)
}

/// The rules between exposure, ports and route.
fn reachable(model: &ServiceModel, exposure: &Attr<Exposure>, find: &mut Findings) {
    let Some(exposure) = exposure.known() else { return };
    let has_ports = *has_ports(&model.ports).known().unwrap_or(&true);
    match exposure {
        Exposure::Cluster => {
            if model.route.known().is_some() {
                find.rule(&Path::of("route"), "must not be set with `exposure = \"cluster\"`: needs `public` or `internal`");
            }
        }
        Exposure::Public | Exposure::Internal if !has_ports => {
            let allowed = "must be `cluster` for a service without `ports`: there is nothing to reach";
            find.rule(&Path::of("exposure"), allowed);
        }
        Exposure::Public if model.route.is_null() => find.warn(
            &Path::of("exposure"),
            "the service is public but has no `route`",
            "add `route = { hosts = [...] }`; without it nothing leads to the service from outside the cluster",
        ),
        Exposure::Public | Exposure::Internal => {}
    }
}
