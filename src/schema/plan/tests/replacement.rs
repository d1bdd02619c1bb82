//! What is replaced.

use super::{Json, json, requires_replace, schema, value};

fn check(prior: &Json, planned: &Json, expect: &[&str]) {
    let ty = schema().ty();
    let paths = requires_replace(&schema(), &value(prior, &ty), &value(planned, &ty));
    assert_eq!(paths.iter().map(ToString::to_string).collect::<Vec<_>>(), expect, "{prior} -> {planned}");
}

#[test]
fn only_changes_of_replacing_attributes_count() {
    check(&json!({"name": "a"}), &json!({"name": "a"}), &[]);
    check(&json!({"name": "a"}), &json!({"name": "b"}), &["name"]);
    check(&json!({"name": "a"}), &json!({"name": "?"}), &["name"]);
    check(&json!({"name": "a", "zone": "x"}), &json!({"name": "a", "zone": "y"}), &[]);
    check(&Json::Null, &json!({"name": "b"}), &[]);
    check(&json!({"name": "a"}), &Json::Null, &[]);
}

#[test]
fn nested_objects_too() {
    let disk = |class: &str| json!({"disk": {"size": 1, "class": class}});
    check(&disk("a"), &disk("b"), &["disk.class"]);
    check(&disk("a"), &disk("?"), &["disk.class"]);
    check(&disk("a"), &json!({"disk": "?"}), &["disk.class"]);
    check(&json!({"disk": {"size": 1}}), &json!({"disk": "?"}), &["disk.class"]);
    check(&disk("a"), &json!({}), &["disk.class"]);
    check(&json!({}), &disk("a"), &["disk.class"]);
    check(&json!({}), &json!({"disk": {"size": 1}}), &[]);
}

#[test]
fn elements_that_come_and_go_are_no_change_of_their_attributes() {
    let steps = |classes: &[&str]| json!({"steps": classes.iter().map(|c| json!({"size": 1, "class": c})).collect::<Vec<_>>()});
    check(&steps(&["a"]), &steps(&["a", "b"]), &[]);
    check(&steps(&["a", "b"]), &steps(&["a"]), &[]);
    check(&steps(&["a", "b"]), &steps(&["a", "c"]), &["steps[1].class"]);
    check(&steps(&["a"]), &json!({"steps": "?"}), &["steps[0].class"]);
}
