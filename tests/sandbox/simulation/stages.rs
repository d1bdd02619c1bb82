//! The stages of a simulated pod: which pods a step applies to, after which delay, what it writes and which events it
//! leaves. The texts of the status and of the events are templates of kwok's in `kwok/`; here is when they are used.

use serde_json::{Value, json};

const STATUS: &str = include_str!("../kwok/status.tmpl");
const EVENT: &str = include_str!("../kwok/event.tmpl");
const COMPLETED: &str = include_str!("../kwok/completed.tmpl");
const NODE: &str = include_str!("../kwok/node.tmpl");

/// An event as the kubelet words it; IMAGE, CONTAINER, POD, NAMESPACE and UID stand for the pod's own.
struct Event {
    kind: &'static str,
    reason: &'static str,
    words: &'static str,
}

const fn normal(reason: &'static str, words: &'static str) -> Event {
    Event { kind: "Normal", reason, words }
}

const fn warning(reason: &'static str, words: &'static str) -> Event {
    Event { kind: "Warning", reason, words }
}

/// A way to fail, named by the tag of an image.
struct Fault {
    tag: &'static str,
    /// When the kubelet first looks at the pod.
    first: &'static [Event],
    /// When it waits before it tries again; empty: it does not.
    waiting: &'static [Event],
}

const STARTED: [Event; 3] = [
    normal("Pulled", "Container image \"IMAGE\" already present on machine"),
    normal("Created", "Created container: CONTAINER"),
    normal("Started", "Started container CONTAINER"),
];
const BACK_OFF: [Event; 1] =
    [warning("BackOff", "Back-off restarting failed container CONTAINER in pod POD_NAMESPACE(UID)")];
const UNHEALTHY: [Event; 1] =
    [warning("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")];

const FAULTS: [Fault; 5] = [
    Fault {
        tag: "fail-image-pull",
        first: &[
            normal("Pulling", "Pulling image \"IMAGE\""),
            warning(
                "Failed",
                "Failed to pull image \"IMAGE\": rpc error: code = NotFound desc = failed to pull and unpack image \
                 \"IMAGE\": failed to resolve reference \"IMAGE\": IMAGE: not found",
            ),
            warning("Failed", "Error: ErrImagePull"),
        ],
        waiting: &[
            normal("BackOff", "Back-off pulling image \"IMAGE\""),
            warning("Failed", "Error: ImagePullBackOff"),
        ],
    },
    Fault { tag: "fail-crash", first: &STARTED, waiting: &BACK_OFF },
    Fault { tag: "fail-oom", first: &STARTED, waiting: &BACK_OFF },
    Fault {
        tag: "fail-config",
        first: &[
            normal("Pulled", "Container image \"IMAGE\" already present on machine"),
            warning("Failed", "Error: secret \"CONTAINER-fail-config\" not found"),
        ],
        waiting: &[],
    },
    Fault { tag: "fail-readiness", first: &UNHEALTHY, waiting: &[] },
];

/// Which stage a pod is in, by an expression over it and a relation to values.
fn is(key: &str, operator: &str, values: &[&str]) -> Value {
    if values.is_empty() {
        json!({ "key": key, "operator": operator })
    } else {
        json!({ "key": key, "operator": operator, "values": values })
    }
}

/// The tag of the first container that is to fail.
const TAG: &str = r#"[.spec.containers[].image | capture(":(?<tag>fail-[^/]*)$") | .tag] | first"#;
const WAITING: &str = ".status.containerStatuses.[].state.waiting.reason";
const TERMINATED: &str = ".status.containerStatuses.[].state.terminated.reason";
const LIVING: &str = ".metadata.deletionTimestamp";

fn stage(kind: &str, name: &str, selectors: &[Value], steps: &[Value]) -> Value {
    json!({
        "apiVersion": "kwok.x-k8s.io/v1alpha1",
        "kind": "Stage",
        "metadata": { "name": name },
        "spec": {
            "resourceRef": { "apiGroup": "v1", "kind": kind },
            "selector": { "matchExpressions": selectors },
            "steps": steps,
        },
    })
}

fn after(mut stage: Value, delay: Value) -> Value {
    if let Some(spec) = stage.get_mut("spec").and_then(Value::as_object_mut) {
        spec.insert("delay".to_owned(), delay);
    }
    stage
}

fn status(template: &str) -> Value {
    json!({ "patch": { "subresource": "status", "root": "status", "template": template } })
}

fn moment(name: &str) -> Value {
    status(&format!("{{{{- $moment := {name:?} -}}}}\n{STATUS}"))
}

fn event(tag: &str, event: &Event) -> Value {
    let head: String =
        [("fault", tag), ("type", event.kind), ("reason", event.reason), ("words", event.words)]
            .iter()
            .map(|(name, value)| format!("{{{{- ${name} := {value:?} -}}}}\n"))
            .collect();
    json!({ "apply": { "template": format!("{head}{EVENT}") } })
}

fn then(first: Value, tag: &str, events: &[Event]) -> Vec<Value> {
    let mut steps = vec![first];
    steps.extend(events.iter().map(|each| event(tag, each)));
    steps
}

/// A pod that the kubelet has not looked at yet.
fn unseen() -> Vec<Value> {
    vec![is(LIVING, "DoesNotExist", &[]), is(".status.podIP", "DoesNotExist", &[])]
}

fn starts(fault: &Fault) -> Value {
    let mut selectors = unseen();
    selectors.push(is(TAG, "In", &[fault.tag]));
    stage("Pod", &format!("{}-start", fault.tag), &selectors, &then(moment("start"), fault.tag, fault.first))
}

fn backs_off(fault: &Fault) -> Value {
    let failed = if fault.tag == "fail-image-pull" {
        is(WAITING, "In", &["ErrImagePull"])
    } else {
        is(TERMINATED, "In", &["Error", "OOMKilled"])
    };
    let selectors = [
        is(LIVING, "DoesNotExist", &[]),
        is(".status.phase", "NotIn", &["Failed"]),
        is(TAG, "In", &[fault.tag]),
        failed,
    ];
    let steps = then(moment("backoff"), fault.tag, fault.waiting);
    after(
        stage("Pod", &format!("{}-backoff", fault.tag), &selectors, &steps),
        json!({ "durationMilliseconds": 300 }),
    )
}

/// Containers that crash are tried again: after 2 s, 4 s, 8 s and so on, up to five minutes as in real life.
fn restarts() -> Value {
    let delay = "[.status.containerStatuses[].restartCount] | max | if . > 7 then \"300s\" else \"\\(pow(2; . + 1))s\" end";
    let selectors = [is(LIVING, "DoesNotExist", &[]), is(WAITING, "In", &["CrashLoopBackOff"])];
    after(
        stage("Pod", "restart", &selectors, &[moment("restart")]),
        json!({ "durationMilliseconds": 10_000, "durationFrom": { "expressionFrom": delay } }),
    )
}

/// Every document that kwok is given besides its configuration.
pub(super) fn all() -> Vec<Value> {
    let mut unknown = unseen();
    let tags: Vec<_> = FAULTS.iter().map(|fault| fault.tag).collect();
    unknown.extend([is(TAG, "Exists", &[]), is(TAG, "NotIn", &tags)]);
    let mut healthy = unseen();
    healthy.push(is(TAG, "DoesNotExist", &[]));
    let done = [
        is(LIVING, "DoesNotExist", &[]),
        is(".status.phase", "In", &["Running"]),
        is(".metadata.ownerReferences.[].kind", "In", &["Job"]),
        is(TAG, "DoesNotExist", &[]),
    ];
    let ill = [is(".status.conditions.[] | select(.type == \"Ready\") | .status", "NotIn", &["True"])];

    let mut stages = vec![
        stage("Node", "node-ready", &ill, &[status(NODE)]),
        stage("Pod", "start", &healthy, &[moment("start")]),
        stage("Pod", "fail-start", &unknown, &then(moment("start"), "", &UNHEALTHY)),
        stage("Pod", "complete", &done, &[status(COMPLETED)]),
        stage("Pod", "delete", &[is(LIVING, "Exists", &[])], &[json!({ "delete": true })]),
        restarts(),
    ];
    stages.extend(FAULTS.iter().map(starts));
    stages.extend(FAULTS.iter().filter(|fault| !fault.waiting.is_empty()).map(backs_off));
    stages
}
