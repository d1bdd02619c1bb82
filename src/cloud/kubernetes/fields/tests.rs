//! What is done about ownership, as data: a manifest, a live object with its managers, and the outcome.

use acme_children::{Kind, Owner, STARTER};
use expect_test::{Expect, expect};

use super::*;

fn entry(manager: &str, fields: &Value) -> Value {
    let operation = if [MANAGER, STARTER].contains(&manager) { "Apply" } else { "Update" };
    json!({ "manager": manager, "operation": operation, "fieldsV1": fields })
}

fn owners(of: &[(&str, Value)]) -> Value {
    let entries: Vec<_> = of.iter().map(|(manager, fields)| entry(manager, fields)).collect();
    json!({ "resourceVersion": "7", "managedFields": entries })
}

#[track_caller]
fn check_start(live: &Value, expected: Option<i64>) {
    let id = ChildId::new(Kind::Deployment, "api");
    let owner = Owner { resource: "acme_service".into(), name: "api".into() };
    let manifest = Manifest::new(&id, &owner, json!({ "spec": { "paused": false } }))
        .starting_with(json!({ "spec": { "replicas": 3 } }));
    let whole = |replicas| {
        json!({
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": { "name": "api" },
            "spec": { "replicas": replicas },
        })
    };
    assert_eq!(start(&id, &manifest, live), expected.map(whole));
}

#[test]
fn numbers_start_where_nobody_else_has_set_them() {
    let live = |replicas: i64, manager: &str| {
        let owned = json!({ "f:spec": { "f:replicas": {} } });
        json!({ "metadata": owners(&[(manager, owned)]), "spec": { "replicas": replicas } })
    };
    // The server's default belongs to nobody.
    check_start(&json!({ "spec": { "replicas": 1 } }), Some(3));
    check_start(&json!({ "metadata": {}, "spec": {} }), Some(3));
    // Ours: it stays as it is, or is raised.
    check_start(&live(5, MANAGER), Some(5));
    check_start(&live(0, MANAGER), Some(3));
    // Set once already, or somebody else's.
    check_start(&live(3, STARTER), None);
    check_start(&live(1, "kube-controller-manager"), None);
}

#[test]
fn a_manifest_that_starts_with_nothing_asks_for_nothing() {
    let id = ChildId::new(Kind::Deployment, "api");
    let owner = Owner { resource: "acme_service".into(), name: "api".into() };
    let manifest = Manifest::new(&id, &owner, json!({ "spec": { "replicas": 2 } }));
    assert_eq!(start(&id, &manifest, &json!({ "spec": { "replicas": 1 } })), None);
}

/// One line per manager of the patched object; `nothing` where there is no patch.
#[track_caller]
fn check(manifest: &Value, live: &Value, expected: &Expect) {
    let Some(patch) = claim(manifest, live) else { return expected.assert_eq("nothing\n") };
    assert_eq!(patch[1], json!({ "op": "replace", "path": "/metadata/resourceVersion", "value": "7" }));
    let line = |entry: &Value| {
        let text = |field: &str| entry[field].as_str().unwrap().to_owned();
        format!("{} {}: {}\n", text("operation"), text("manager"), entry["fieldsV1"])
    };
    let lines: Vec<_> = patch[0]["value"].as_array().unwrap().iter().map(line).collect();
    expected.assert_eq(&lines.concat());
}

fn service(ports: &Value) -> Value {
    json!({ "apiVersion": "v1", "spec": { "ports": ports } })
}

fn live(mut object: Value, managers: &[(&str, Value)]) -> Value {
    object["metadata"] = owners(managers);
    object
}

const PORT_80: &str = r#"k:{"port":80,"protocol":"TCP"}"#;
const PORT_81: &str = r#"k:{"port":81,"protocol":"TCP"}"#;

/// The field set of a Service that holds only this of its ports.
fn ports(of: &Value) -> Value {
    json!({ "f:spec": { "f:ports": of } })
}

#[test]
fn a_port_whose_number_was_changed_is_claimed() {
    let wanted = service(&json!([{ "name": "http", "port": 80, "protocol": "TCP" }]));
    let changed = service(&json!([{ "name": "http", "port": 81, "protocol": "TCP" }]));
    let theirs = ports(&json!({ PORT_81: { ".": {}, "f:name": {}, "f:port": {} } }));
    check(
        &wanted,
        &live(
            changed.clone(),
            &[(MANAGER, json!({ "f:spec": { "f:type": {} } })), ("kubectl-edit", theirs.clone())],
        ),
        &expect![[r#"
            Apply terraform-provider-acme: {"f:spec":{"f:ports":{"k:{\"port\":81,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{}}},"f:type":{}}}
        "#]],
    );
    // Of an object that was made by somebody else, and adopted.
    let mut more = theirs;
    more["f:spec"]["f:type"] = json!({});
    check(
        &wanted,
        &live(changed, &[("helm", more)]),
        &expect![[r#"
            Update helm: {"f:spec":{"f:type":{}}}
            Apply terraform-provider-acme: {"f:spec":{"f:ports":{"k:{\"port\":81,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{}}}}}
        "#]],
    );
}

#[test]
fn a_port_of_ours_that_others_added_to_can_be_removed() {
    let both = service(&json!([
        { "name": "http", "port": 80, "protocol": "TCP" },
        { "name": "old", "port": 81, "protocol": "TCP", "appProtocol": "h2c" },
    ]));
    let ours = ports(&json!({ PORT_80: { ".": {} }, PORT_81: { ".": {}, "f:name": {} } }));
    let theirs = ports(&json!({ PORT_80: { "f:appProtocol": {} }, PORT_81: { "f:appProtocol": {} } }));
    check(
        &service(&json!([{ "name": "http", "port": 80, "protocol": "TCP" }])),
        &live(both, &[(MANAGER, ours), ("kubectl-edit", theirs)]),
        &expect![[r#"
            Apply terraform-provider-acme: {"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{}},"k:{\"port\":81,\"protocol\":\"TCP\"}":{".":{},"f:appProtocol":{},"f:name":{}}}}}
            Update kubectl-edit: {"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{"f:appProtocol":{}}}}}
        "#]],
    );
}

#[test]
fn what_is_in_nobodys_way_stays_with_its_owner() {
    let http = json!({ "name": "http", "port": 80, "protocol": "TCP" });
    let wanted = service(&json!([http]));
    let ours = ports(&json!({ PORT_80: { ".": {} } }));
    let theirs = ports(&json!({ PORT_81: { ".": {} } }));
    let other = json!({ "name": "other", "port": 81, "protocol": "TCP" });
    check(
        &wanted,
        &live(service(&json!([http, other])), &[(MANAGER, ours.clone()), ("kubectl-edit", theirs)]),
        &expect![["nothing\n"]],
    );
    // A port of ours alone is removed by apply itself.
    let mut both = ours;
    both["f:spec"]["f:ports"][PORT_81] = json!({ ".": {} });
    check(&wanted, &live(service(&json!([http, other])), &[(MANAGER, both)]), &expect![["nothing\n"]]);
    check(&wanted, &json!({}), &expect![["nothing\n"]]);
}

#[test]
fn lists_inside_of_lists_are_looked_into() {
    let pod = |port: i64, when: &str| {
        let ports = json!([{ "name": "http", "containerPort": port, "protocol": "TCP" }]);
        let spread = json!([{ "topologyKey": "zone", "whenUnsatisfiable": when }]);
        let spec =
            json!({ "containers": [{ "name": "api", "ports": ports }], "topologySpreadConstraints": spread });
        json!({ "apiVersion": "apps/v1", "spec": spec })
    };
    let theirs = json!({ "f:spec": {
        "f:containers": { r#"k:{"name":"api"}"#: {
            "f:ports": { r#"k:{"containerPort":9090,"protocol":"TCP"}"#: { ".": {}, "f:name": {} } },
        } },
        "f:topologySpreadConstraints": {
            r#"k:{"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}"#: { ".": {} },
        },
    } });
    let ours = json!({ "f:spec": { "f:containers": { r#"k:{"name":"api"}"#: { "f:image": {} } } } });
    check(
        &pod(8080, "ScheduleAnyway"),
        &live(pod(9090, "DoNotSchedule"), &[(MANAGER, ours), ("kubectl-edit", theirs)]),
        &expect![[r#"
            Apply terraform-provider-acme: {"f:spec":{"f:containers":{"k:{\"name\":\"api\"}":{"f:image":{},"f:ports":{"k:{\"containerPort\":9090,\"protocol\":\"TCP\"}":{".":{},"f:name":{}}}}},"f:topologySpreadConstraints":{"k:{\"topologyKey\":\"zone\",\"whenUnsatisfiable\":\"DoNotSchedule\"}":{".":{}}}}}
        "#]],
    );
}
