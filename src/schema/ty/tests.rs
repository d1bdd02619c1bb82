//! Types: the JSON spelling, both ways.

use serde_json::json;

use super::{Json, Type};

#[test]
fn spelling_is_read_and_written() {
    let check = |json: Json, expect: &str| {
        let ty = Type::from_json(&json).expect("a type");
        assert_eq!(format!("{ty:?}"), expect);
        assert_eq!(ty.to_json(), json);
    };
    check(json!("bool"), "Bool");
    check(json!("number"), "Number");
    check(json!("string"), "String");
    check(json!("dynamic"), "Dynamic");
    check(json!(["list", "string"]), "List(String)");
    check(json!(["set", ["map", "bool"]]), "Set(Map(Bool))");
    check(json!(["tuple", ["string", "number"]]), "Tuple([String, Number])");
    check(json!(["tuple", []]), "Tuple([])");
    check(
        json!(["object", {"a": "string", "b": ["list", "dynamic"]}]),
        r#"Object({"a": String, "b": List(Dynamic)})"#,
    );
}

#[test]
fn optional_attributes_are_read_as_attributes() {
    let ty = Type::from_json(&json!(["object", {"a": "string"}, ["a"]])).expect("a type");
    assert_eq!(ty.to_json(), json!(["object", {"a": "string"}]));
}

#[test]
fn other_json_is_refused() {
    let deep = (0..200).fold(json!("string"), |inner, _| json!(["list", inner]));
    let wrong = [
        json!(null),
        json!("int"),
        json!(["list"]),
        json!(["list", "string", []]),
        json!(["tuple", "string"]),
    ];
    for json in
        wrong.into_iter().chain([json!(["object", ["a"]]), json!(["object", {"a": 1}]), json!([1, 2]), deep])
    {
        assert!(Type::from_json(&json).is_err(), "{json}");
    }
}
