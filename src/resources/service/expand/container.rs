//! The service's container: what runs in it, with which configuration and rights, and when it counts as healthy.

use acme_children::{Kind, Quantity};
use serde_json::{Value, json};

use super::super::spec::{Amounts, Resources, Spec, main_port};
use super::{naming, secrets, volumes};
use crate::shared::probe::{self, Handler, Probe, ProbePort, Seconds, Timing};

/// Seconds between two default readiness probes: a rollout waits for the first that succeeds.
const READINESS_PERIOD: Seconds = Seconds::clamped(5);

pub(super) fn container(spec: &Spec) -> Value {
    let readiness = spec.readiness.clone().or_else(|| default_readiness(spec));
    // Without ports nobody sends requests, so there is nothing to wait for.
    let pre_stop = spec.shutdown.pre_stop.filter(|delay| delay.get() > 0);
    let pre_stop = pre_stop.map(|delay| json!({ "preStop": { "sleep": { "seconds": delay.get() } } }));
    json!({
        "name": spec.name.as_str(),
        "image": spec.image.to_string(),
        "command": spec.command,
        "args": spec.args,
        "ports": ports(spec),
        "envFrom": [
            env_name(spec).map(|name| json!({ "configMapRef": { "name": name } })),
            secrets::name(spec).map(|name| json!({ "secretRef": { "name": name } })),
        ],
        "resources": resources(&spec.resources),
        "startupProbe": spec.startup.as_ref().map(probe::manifest),
        "readinessProbe": readiness.as_ref().map(probe::manifest),
        "livenessProbe": spec.liveness.as_ref().map(probe::manifest),
        "lifecycle": pre_stop,
        "securityContext": security(),
        // The last lines of a container's log are part of the reason why it failed.
        "terminationMessagePolicy": "FallbackToLogsOnError",
        "volumeMounts": volumes::mounts(spec),
    })
}

/// The least that a container needs: it is not root (see the pod) and gains nothing, and writes to its volumes alone.
pub(super) fn security() -> Value {
    json!({
        "allowPrivilegeEscalation": false,
        "readOnlyRootFilesystem": true,
        "capabilities": { "drop": ["ALL"] },
    })
}

pub(super) fn resources(resources: &Resources) -> Value {
    json!({ "requests": amounts(&resources.requests), "limits": amounts(&resources.limits) })
}

/// The probe where none is given: anything that takes requests is asked first whether it can.
pub(crate) fn default_readiness(spec: &Spec) -> Option<Probe> {
    let port = ProbePort::Name(main_port(&spec.ports)?.clone());
    let timing = Timing { period: READINESS_PERIOD, ..Timing::default() };
    Some(Probe { handler: Handler::TcpSocket { port }, timing })
}

fn ports(spec: &Spec) -> Vec<Value> {
    let port = |(name, port): (&crate::shared::PortName, &super::super::spec::Port)| {
        json!({
            "name": name.as_str(),
            "containerPort": port.number.get(),
            "protocol": port.protocol.as_str(),
        })
    };
    spec.ports.iter().map(port).collect()
}

fn amounts(amounts: &Amounts) -> Value {
    let text = |quantity: Option<Quantity>| quantity.map(|quantity| quantity.to_string());
    json!({ "cpu": text(amounts.cpu), "memory": text(amounts.memory) })
}

/// What the names of the service's environments begin with.
pub(crate) fn env_prefix(service: &str) -> String {
    format!("{service}-env-")
}

/// The name of the ConfigMap that holds the environment; `None` without one.
pub(super) fn env_name(spec: &Spec) -> Option<String> {
    if spec.env.is_empty() {
        return None;
    }
    Some(naming::by_content(Kind::ConfigMap, &env_prefix(spec.name.as_str()), spec, env_body(spec)))
}

pub(super) fn env_body(spec: &Spec) -> Value {
    let data: serde_json::Map<_, _> = spec.env.iter().map(|(k, v)| (k.to_string(), json!(v))).collect();
    json!({ "immutable": true, "data": data })
}
