//! Drift, as data: a manifest, a live object, and what differs.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::drift;

#[track_caller]
fn check(desired: &Value, live: &Value, expected: &Expect) {
    let text: Vec<_> = drift(desired, live)
        .into_iter()
        .map(|d| match d.changed_by {
            Some((who, when)) => format!("{}: {} -> {} by {who} at {when}\n", d.path, d.desired, d.live),
            None => format!("{}: {} -> {}\n", d.path, d.desired, d.live),
        })
        .collect();
    expected.assert_eq(&text.concat());
}

fn deployment(image: &str) -> Value {
    json!({ "spec": { "template": { "spec": { "containers": [{
        "name": "api", "image": image, "resources": { "requests": { "cpu": "500m", "memory": "1Gi" } },
        "ports": [{ "name": "http", "containerPort": 8080 }],
    }] } } } })
}

#[test]
fn what_others_own_is_no_drift() {
    let mut live = deployment("acme/api:1");
    live["spec"]["replicas"] = json!(9);
    live["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"] = json!("IfNotPresent");
    live["status"] = json!({ "readyReplicas": 9 });
    check(&deployment("acme/api:1"), &live, &expect![""]);
}

#[test]
fn other_elements_of_a_keyed_list_are_no_drift() {
    let mut live = deployment("acme/api:1");
    let containers = live["spec"]["template"]["spec"]["containers"].as_array_mut().unwrap();
    containers.insert(0, json!({ "name": "injected" }));
    check(&deployment("acme/api:1"), &live, &expect![""]);
}

#[test]
fn another_mount_of_the_same_volume_is_no_drift() {
    let desired = json!({ "volumeMounts": [{ "name": "tmp", "mountPath": "/tmp" }] });
    let mut live = desired.clone();
    live["volumeMounts"].as_array_mut().unwrap().insert(0, json!({ "name": "tmp", "mountPath": "/cache" }));
    check(&desired, &live, &expect![""]);
}

#[test]
fn quantities_are_compared_as_amounts() {
    let mut live = deployment("acme/api:1");
    live["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"] =
        json!({ "cpu": "0.5", "memory": "1024Mi" });
    check(&deployment("acme/api:1"), &live, &expect![""]);
}

#[test]
fn a_changed_field_names_its_manager() {
    let mut live = deployment("acme/api:2");
    live["metadata"]["managedFields"] = json!([
        { "manager": "terraform-provider-acme", "time": "2026-01-01T00:00:00Z", "fieldsV1":
            { "f:spec": { "f:template": { "f:spec": { "f:containers": { "k:{\"name\":\"api\"}": { "f:name": {} } } } } } } },
        { "manager": "kubectl-set", "time": "2026-02-01T00:00:00Z", "fieldsV1":
            { "f:spec": { "f:template": { "f:spec": { "f:containers": { "k:{\"name\":\"api\"}": { "f:image": {} } } } } } } },
    ]);
    check(
        &deployment("acme/api:1"),
        &live,
        &expect![[r#"
            spec.template.spec.containers[name=api].image: "acme/api:1" -> "acme/api:2" by kubectl-set at 2026-02-01T00:00:00Z
        "#]],
    );
}

#[test]
fn a_port_is_found_by_the_keys_of_kubernetes() {
    let desired = json!({ "spec": { "ports": [{ "name": "http", "port": 80, "protocol": "TCP" }] } });
    let mut live = json!({ "spec": { "ports": [{ "name": "http", "port": 81, "protocol": "TCP" }] } });
    live["metadata"]["managedFields"] = json!([
        { "manager": "kubectl-edit", "time": "2026-02-01T00:00:00Z", "fieldsV1":
            { "f:spec": { "f:ports": { "k:{\"port\":81,\"protocol\":\"TCP\"}": { "f:port": {} } } } } },
    ]);
    check(
        &desired,
        &live,
        &expect![[r#"
            spec.ports[name=http].port: 80 -> 81 by kubectl-edit at 2026-02-01T00:00:00Z
        "#]],
    );
}

#[test]
fn our_own_unfinished_change_names_nobody() {
    let mut live = deployment("acme/api:2");
    live["metadata"]["managedFields"] = json!([
        { "manager": "terraform-provider-acme", "time": "2026-01-01T00:00:00Z", "fieldsV1": { "f:spec": {} } },
    ]);
    check(
        &deployment("acme/api:1"),
        &live,
        &expect![[r#"
            spec.template.spec.containers[name=api].image: "acme/api:1" -> "acme/api:2"
        "#]],
    );
}

#[test]
fn missing_fields_and_elements_are_drift() {
    let desired = json!({ "spec": { "ports": [{ "name": "http", "port": 80 }], "type": "ClusterIP" } });
    check(
        &desired,
        &json!({ "spec": { "ports": [{ "name": "other", "port": 80 }] } }),
        &expect![[r#"
            spec.ports[name=http]: {"name":"http","port":80} -> absent
            spec.type: "ClusterIP" -> absent
        "#]],
    );
}

#[test]
fn a_list_without_keys_is_compared_whole() {
    let desired = json!({ "rules": [{ "host": "a" }, { "host": "b" }] });
    check(
        &desired,
        &json!({ "rules": [{ "host": "a" }, { "host": "b" }, { "host": "evil" }] }),
        &expect![[r#"
            rules: [{"host":"a"},{"host":"b"}] -> [{"host":"a"},{"host":"b"},{"host":"evil"}]
        "#]],
    );
    check(
        &desired,
        &json!({ "rules": [{ "host": "a" }, { "host": "c" }] }),
        &expect![[r#"
            rules[1].host: "b" -> "c"
        "#]],
    );
}

#[test]
fn an_empty_selector_that_was_narrowed_is_drift() {
    check(
        &json!({ "from": { "podSelector": {} } }),
        &json!({ "from": { "podSelector": { "matchLabels": { "a": "b" } } } }),
        &expect![[r#"
            from.podSelector: {} -> {"matchLabels":{"a":"b"}}
        "#]],
    );
}
