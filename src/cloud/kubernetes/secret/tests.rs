//! No value of a Secret gets past the door, in whatever form the server sends it; what is written has them.

use acme_children::{Kind, Owner};
use serde_json::json;

use super::*;

fn secret() -> Value {
    json!({
        "kind": "Secret",
        "metadata": {
            "name": "api",
            "annotations": { LAST_APPLIED: "{\"data\":{\"KEY\":\"aHVudGVyMg==\"}}", "team": "a" },
        },
        "immutable": true,
        "data": { "KEY": "aHVudGVyMg==" },
        "stringData": { "KEY": "hunter2" },
    })
}

fn hidden(mut value: Value) -> Value {
    hide(&mut value);
    value
}

#[test]
fn values_are_cut_out_of_a_secret_and_nothing_else_is() {
    let expected = json!({ "kind": "Secret", "metadata": { "name": "api", "annotations": { "team": "a" } }, "immutable": true });
    assert_eq!(hidden(secret()), expected);
}

#[test]
fn values_are_cut_out_of_lists_whose_items_have_no_kind() {
    let mut item = secret();
    item.as_object_mut().unwrap().remove("kind");
    let list = hidden(json!({ "kind": "SecretList", "items": [item, secret()] }));
    assert!(!list.to_string().contains("hunter2") && !list.to_string().contains("aHVudGVyMg"), "{list}");
    assert_eq!(list["items"][0]["metadata"]["name"], "api");
}

#[test]
fn other_objects_keep_their_data() {
    let map = json!({ "kind": "ConfigMap", "data": { "A": "1" } });
    assert_eq!(hidden(map.clone()), map);
    assert_eq!(hidden(Value::Null), Value::Null);
}

#[test]
fn what_is_written_has_the_values_beside_the_manifest() {
    let owner = Owner { resource: "acme_service".to_owned(), name: "api".to_owned() };
    let id = ChildId::new(Kind::Secret, "api");
    let manifest = Manifest::new(&id, &owner, json!({ "immutable": true }));
    let data = Data::of([("KEY".to_owned(), SecretText::new("hunter2"))]);
    let written = data.within(&manifest);
    assert_eq!(written["data"], json!({ "KEY": "aHVudGVyMg==" }));
    assert_eq!(written["immutable"], true);
    assert_eq!(Data::of([]).within(&manifest), *manifest.json());
}

#[test]
fn metadata_that_comes_alone_has_no_copy_of_the_values() {
    let metadata = json!({ "kind": "PartialObjectMetadata", "metadata": secret()["metadata"] });
    let list =
        json!({ "kind": "PartialObjectMetadataList", "items": [{ "metadata": secret()["metadata"] }] });
    for value in [metadata, list] {
        let value = hidden(value);
        assert!(!value.to_string().contains("aHVudGVyMg") && value.to_string().contains("team"), "{value}");
    }
}

#[test]
fn an_immutable_secret_that_we_wrote_has_its_values() {
    let owner = Owner { resource: "acme_service".to_owned(), name: "api".to_owned() };
    let id = ChildId::new(Kind::Secret, "api");
    let sources = |text: &str| json!({ "metadata": { "annotations": { SOURCES: text } } });
    let manifest = Manifest::new(&id, &owner, sources("{1}"));
    let by = |manager: &str, fields: &Value| json!([{ "manager": manager, "operation": "Apply", "fieldsV1": fields }]);
    let data = json!({ "f:data": { "f:KEY": {} } });
    let check = |immutable: bool, text: Option<&str>, managed: Value, expected: bool| {
        let mut live = text.map_or_else(|| json!({ "metadata": {} }), sources);
        live["immutable"] = json!(immutable);
        live["metadata"]["managedFields"] = managed;
        assert_eq!(is_made_of_the_same(&live, &manifest), expected, "{live}");
    };
    check(true, Some("{1}"), Value::Null, true);
    check(true, Some("{2}"), Value::Null, false);
    check(true, None, Value::Null, false);
    // Somebody has changed the annotation, or it has another text for the same.
    check(true, Some("{2}"), by(MANAGER, &data), true);
    check(true, None, by(MANAGER, &data), true);
    check(true, None, by("kubectl", &data), false);
    check(true, None, by(MANAGER, &json!({ "f:metadata": {} })), false);
    // Values that can change may have changed.
    check(false, Some("{1}"), by(MANAGER, &data), false);
}

#[test]
fn a_refusal_does_not_repeat_a_value() {
    let said = |values: &[(&str, &str)]| {
        let data = Data::of(values.iter().map(|(name, text)| ((*name).to_owned(), SecretText::new(*text))));
        let message = "denied: KEY is hunter2, aHVudGVyMg== in base64".to_owned();
        let answer = Answer { message, reason: "Forbidden".to_owned(), ..Answer::default() };
        let Failure::Answer(answer) = data.cut_out_of(Failure::Answer(answer)) else {
            panic!("an answer stays one")
        };
        answer.message
    };
    assert_eq!(said(&[("KEY", "hunter2")]), format!("Forbidden: {HIDDEN}"));
    // Without values there is nothing to hide.
    assert!(said(&[]).starts_with("denied"));
}
