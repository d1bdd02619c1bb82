//! JSON: vectors, and what is refused.

use super::{decode, encode};
use crate::{Type, Value};

fn ty(json: &str) -> Type {
    Type::from_json(&serde_json::from_str(json).expect("JSON")).expect("a type")
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

#[test]
fn values_and_their_text() {
    let check = |json: &str, value: &Value, text: &str| {
        assert_eq!(
            encode(value, &ty(json)).map(|bytes| String::from_utf8(bytes).unwrap()),
            Ok(text.to_owned())
        );
        assert_eq!(decode(text.as_bytes(), &ty(json)).as_ref(), Ok(value));
    };
    let number = |text: &str| Value::Number(text.parse().unwrap());
    check(r#""bool""#, &Value::Bool(true), "true");
    check(r#""string""#, &Value::Null, "null");
    check(r#""string""#, &text("a\"b"), r#""a\"b""#);
    check(r#""number""#, &number("0.1"), "0.1");
    check(r#""number""#, &number("123456789012345678901234567890.5"), "123456789012345678901234567890.5");
    check(r#"["list","number"]"#, &Value::List(vec![number("1"), Value::Null]), "[1,null]");
    check(r#"["set","bool"]"#, &Value::Set(vec![Value::Bool(false)]), "[false]");
    check(
        r#"["tuple",["bool","string"]]"#,
        &Value::Tuple(vec![Value::Bool(true), text("a")]),
        r#"[true,"a"]"#,
    );
    check(r#"["map","string"]"#, &Value::Map([("k".to_owned(), text("v"))].into()), r#"{"k":"v"}"#);
    check(
        r#"["object",{"k":"string"}]"#,
        &Value::Object([("k".to_owned(), text("v"))].into()),
        r#"{"k":"v"}"#,
    );
    let dynamic = Value::Dynamic(Box::new((Type::list(Type::Bool), Value::List(vec![Value::Bool(true)]))));
    assert_eq!(decode(br#"{"type":["list","bool"],"value":[true]}"#, &Type::Dynamic).as_ref(), Ok(&dynamic));
    assert_eq!(decode(&encode(&dynamic, &Type::Dynamic).unwrap(), &Type::Dynamic), Ok(dynamic));
}

#[test]
fn wrong_text_is_refused_at_its_place_and_not_quoted() {
    let check = |json: &str, text: &str, message: &str| {
        assert_eq!(decode(text.as_bytes(), &ty(json)).unwrap_err().to_string(), message, "{text}");
    };
    check(r#""string""#, "hunter2", "the value must be JSON, but is not at line 1 column 1");
    check(r#""string""#, "1", "the value must be a string, not a number");
    check(r#""number""#, "1e999999", "the value must be a number of a reasonable size");
    check(r#"["list","string"]"#, r#"["a",{}]"#, "`[1]` must be a string, not an object");
    check(r#"["tuple",["bool"]]"#, "[]", "the value must be a tuple of 1 elements, not an array");
    check(r#"["map",["map","bool"]]"#, r#"{"a":{"b":0}}"#, "`[\"a\"][\"b\"]` must be a bool, not a number");
    check(r#"["object",{"a":"bool"}]"#, "{}", "`a` must be present");
    check(r#"["object",{}]"#, r#"{"a":1}"#, "`a` is not an attribute of this object");
    check(r#""dynamic""#, r#"{"type":"bool"}"#, "the value must have a `type` and a `value`");
    check(r#""dynamic""#, r#"{"type":"bit","value":1}"#, "the value must be the JSON spelling of a type");
}

#[test]
fn unknown_has_no_json() {
    let list = Value::List(vec![Value::unknown()]);
    assert_eq!(encode(&list, &Type::list(Type::Bool)).unwrap_err().to_string(), "`[0]` must be known");
}
