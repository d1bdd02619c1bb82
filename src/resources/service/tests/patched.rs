//! What patches make of the objects, where they are allowed.

use acme_children::{Children, Desired, Kind};
use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};

use super::{config, expanded};

fn children(patches: &Json) -> Children<Desired> {
    expanded(&config(&json!({
        "name": "api",
        "image": { "repository": "acme/api", "tag": "1" },
        "ports": { "http": { "port": 8080 } },
        "pre_deploy": { "command": ["migrate"] },
        "volumes": {
            "one": { "mount_path": "/one", "config": { "a": "1" } },
            "two": { "mount_path": "/two", "config": { "b": "2" } },
        },
        "patches": patches,
    })))
    .desired
}

/// Part of each object of a kind.
fn check(patches: &Json, kind: Kind, pointer: &str, expect: &Expect) {
    let children = children(patches);
    let of_kind = children.iter().filter(|(id, _)| id.kind == kind);
    let parts =
        of_kind.map(|(_, child)| child.json().pointer(pointer).map_or("-".to_owned(), Json::to_string));
    expect.assert_eq(&parts.collect::<Vec<_>>().join("\n"));
}

#[test]
fn patches_follow_one_another() {
    let patches = json!([
        { "target": "deployment", "op": "add", "path": "/spec/template/metadata/annotations", "value": "{}" },
        { "target": "deployment", "op": "add", "path": "/spec/template/metadata/annotations/a~1b", "value": "\"1\"" },
        { "target": "deployment", "op": "replace", "path": "/spec/template/metadata/annotations/a~1b", "value": "\"2\"" },
    ]);
    check(&patches, Kind::Deployment, "/spec/template/metadata/annotations", &expect![[r#"{"a/b":"2"}"#]]);
}

#[test]
fn elements_of_lists_are_added() {
    let patches = json!([
        { "target": "service/api", "op": "add", "path": "/spec/ports/-", "value": r#"{"name":"x","port":1}"# },
        { "target": "service/api", "op": "remove", "path": "/spec/ports/0" },
    ]);
    check(&patches, Kind::Service, "/spec/ports", &expect![[r#"[{"name":"x","port":1}]"#]]);
}

/// The server stores no empty list, so to own one would be to differ from it for ever.
#[test]
fn what_is_left_empty_goes_too() {
    let path = "/spec/template/spec/containers/0/securityContext/capabilities/drop/0";
    let patches = json!([{ "target": "deployment", "op": "remove", "path": path }]);
    let expect = expect![[r#"{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true}"#]];
    check(&patches, Kind::Deployment, "/spec/template/spec/containers/0/securityContext", &expect);
}

#[test]
fn a_kind_stands_for_all_of_it() {
    let patches =
        json!([{ "target": "configmap", "op": "add", "path": "/metadata/labels/team", "value": "\"a\"" }]);
    check(
        &patches,
        Kind::ConfigMap,
        "/metadata/labels/team",
        &expect![[r#"
        "a"
        "a""#]],
    );
}

/// The Job is named after what it does, patches included, and the Deployment leads to it.
#[test]
fn a_patched_job_is_another_one() {
    let patches = json!([
        { "target": "job", "op": "add", "path": "/spec/template/spec/priorityClassName", "value": "\"high\"" },
        { "target": "deployment", "op": "add", "path": "/metadata/annotations", "value": "{\"a\": \"1\"}" },
    ]);
    let job = |children: &Children<Desired>| {
        children.ids().into_iter().find(|id| id.kind == Kind::Job).map(ToString::to_string)
    };
    let (plain, patched) = (children(&json!([])), children(&patches));
    assert_ne!(job(&plain), job(&patched));
    let deployment = patched.iter().find(|(id, _)| id.kind == Kind::Deployment).unwrap().1;
    let annotations = &deployment.json()["metadata"]["annotations"];
    assert_eq!(annotations["acme.com/children"].as_str().map(str::to_owned), job(&patched));
    assert_eq!(annotations["a"], "1");
}
