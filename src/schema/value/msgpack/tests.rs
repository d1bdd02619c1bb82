//! MessagePack: vectors written down by hand from the format's specification, and what is refused.

use super::{decode, encode};
use crate::{Number, Refinements, Type, Value};

fn ty(json: &str) -> Type {
    Type::from_json(&serde_json::from_str(json).expect("JSON")).expect("a type")
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().expect("a number"))
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn object(pairs: &[(&str, Value)]) -> Value {
    Value::Object(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

fn map(pairs: &[(&str, Value)]) -> Value {
    Value::Map(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

/// The value and the bytes stand for each other.
fn check(json: &str, value: &Value, bytes: &[u8]) {
    assert_eq!(encode(value, &ty(json)).as_deref(), Ok(bytes), "{value:?}");
    assert_eq!(decode(bytes, &ty(json)).as_ref(), Ok(value), "{bytes:x?}");
}

/// The bytes are read as the value; another form is written.
fn reads(json: &str, bytes: &[u8], value: &Value) {
    assert_eq!(decode(bytes, &ty(json)).as_ref(), Ok(value), "{bytes:x?}");
}

fn refuses(json: &str, bytes: &[u8], message: &str) {
    assert_eq!(decode(bytes, &ty(json)).unwrap_err().to_string(), message, "{bytes:x?}");
}

#[test]
fn the_reference_implementation_writes_the_same() {
    for line in include_str!("vectors.txt").lines().filter(|line| !line.starts_with('#')) {
        let [json_type, hex, json] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let bytes = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex"));
        let bytes = bytes.collect::<Vec<_>>();
        let value = decode(&bytes, &ty(json_type)).expect(line);
        assert_eq!(encode(&value, &ty(json_type)), Ok(bytes), "{line}");
        if json != "-" {
            assert_eq!(crate::json::decode(json.as_bytes(), &ty(json_type)).as_ref(), Ok(&value), "{line}");
            let written = crate::json::encode_value(&value, &ty(json_type)).expect(line);
            assert_eq!(written, serde_json::from_str::<serde_json::Value>(json).expect(line), "{line}");
        }
    }
}

#[test]
fn primitives() {
    check(r#""bool""#, &Value::Bool(true), &[0xc3]);
    check(r#""bool""#, &Value::Null, &[0xc0]);
    check(r#""string""#, &text("hi"), &[0xa2, b'h', b'i']);
    check(r#""string""#, &text(""), &[0xa0]);
    let long = "x".repeat(40);
    check(r#""string""#, &text(&long), &[&[0xd9, 40], long.as_bytes()].concat());
}

#[test]
fn numbers_take_the_shortest_exact_form() {
    check(r#""number""#, &number("0"), &[0x00]);
    check(r#""number""#, &number("127"), &[0x7f]);
    check(r#""number""#, &number("-1"), &[0xff]);
    check(r#""number""#, &number("-33"), &[0xd0, 0xdf]);
    check(r#""number""#, &number("443"), &[0xcd, 0x01, 0xbb]);
    check(r#""number""#, &number("1.5"), &[0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]);
    check(r#""number""#, &number("0.1"), &[0xa3, b'0', b'.', b'1']);
    check(r#""number""#, &number("18446744073709551617"), &[&[0xb4], &b"18446744073709551617"[..]].concat());
}

#[test]
fn numbers_are_read_in_every_form() {
    reads(r#""number""#, &[0xd3, 0, 0, 0, 0, 0, 0, 0, 5], &number("5"));
    reads(r#""number""#, &[0xcc, 5], &number("5"));
    reads(r#""number""#, &[&[0xcf][..], &[0xff; 8]].concat(), &number("18446744073709551615"));
    reads(r#""number""#, &[0xca, 0x3f, 0xc0, 0, 0], &number("1.5"));
    reads(r#""number""#, &[0xa3, b'1', b'e', b'3'], &number("1000"));
    refuses(
        r#""number""#,
        &[0xcb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0],
        "the value must be a finite number of a reasonable size",
    );
    refuses(r#""number""#, &[0xa1, b'x'], "the value must be a finite number of a reasonable size");
    refuses(r#""number""#, &[0xc3], "the value must be a number, not a bool");
}

#[test]
fn collections() {
    check(r#"["list","number"]"#, &Value::List(vec![number("1"), Value::Null]), &[0x92, 0x01, 0xc0]);
    check(r#"["set","number"]"#, &Value::Set(vec![number("2"), number("1")]), &[0x92, 0x02, 0x01]);
    check(
        r#"["tuple",["number","bool"]]"#,
        &Value::Tuple(vec![number("1"), Value::Bool(false)]),
        &[0x92, 1, 0xc2],
    );
    check(r#"["map","number"]"#, &map(&[("a", number("1"))]), &[0x81, 0xa1, b'a', 0x01]);
    check(
        r#"["object",{"b":"string","a":"number"}]"#,
        &object(&[("a", number("1")), ("b", Value::Null)]),
        &[0x82, 0xa1, b'a', 0x01, 0xa1, b'b', 0xc0],
    );
}

#[test]
fn unknown() {
    let refined = |refinements: Refinements| Value::Unknown(refinements);
    check(r#""string""#, &Value::unknown(), &[0xd4, 0, 0]);
    let not_null = Refinements { not_null: true, ..Refinements::default() };
    check(r#""bool""#, &refined(not_null.clone()), &[0xc7, 3, 12, 0x81, 1, 0xc2]);
    let prefix = Refinements { string_prefix: Some("ab".to_owned()), ..not_null.clone() };
    check(r#""string""#, &refined(prefix), &[0xc7, 7, 12, 0x82, 1, 0xc2, 2, 0xa2, b'a', b'b']);
    let lengths = Refinements { length_min: Some(1), length_max: Some(3), ..Refinements::default() };
    check(r#"["list","bool"]"#, &refined(lengths), &[0xc7, 5, 12, 0x82, 5, 1, 6, 3]);
    let from = Refinements { number_min: Some((Number::from(1_i64), true)), ..Refinements::default() };
    check(r#""number""#, &refined(from), &[0xc7, 5, 12, 0x81, 3, 0x92, 1, 0xc3]);
    let to = Refinements { number_max: Some((Number::from(9_i64), false)), ..Refinements::default() };
    check(r#""number""#, &refined(to), &[0xc7, 5, 12, 0x81, 4, 0x92, 9, 0xc2]);
    // Of one byte, so that the whole takes the shorter form of an extension.
    reads(r#""string""#, &[0xd4, 12, 0x80], &Value::unknown());
    reads(r#""string""#, &[0xd4, 99, 0], &Value::unknown());
    reads(r#""string""#, &[0xc7, 0, 0], &Value::unknown());
    reads(r#""bool""#, &[0xc7, 3, 12, 0x81, 1, 0xc3], &Value::Null);
    reads(r#""bool""#, &[0xc7, 5, 12, 0x82, 1, 0xc2, 0x7f, 0xc0], &refined(not_null));
    let infinite = [&[0xc7, 13, 12, 0x81, 3, 0x92, 0xcb, 0xff, 0xf0][..], &[0; 6], &[0xc3]].concat();
    reads(r#""number""#, &infinite, &Value::unknown());
}

#[test]
fn dynamic() {
    let typed = |ty: Type, value: Value| Value::Dynamic(Box::new((ty, value)));
    let string = [&[0x92, 0xc4, 8], &b"\"string\""[..]].concat();
    check(r#""dynamic""#, &typed(Type::String, text("a")), &[&string[..], &[0xa1, b'a']].concat());
    check(r#""dynamic""#, &typed(Type::String, Value::Null), &[&string[..], &[0xc0]].concat());
    check(r#""dynamic""#, &typed(Type::String, Value::unknown()), &[&string[..], &[0xd4, 0, 0]].concat());
    check(r#""dynamic""#, &Value::Null, &[0xc0]);
    check(r#""dynamic""#, &Value::unknown(), &[0xd4, 0, 0]);
    reads(
        r#""dynamic""#,
        &[&[0x92, 0xa6], &b"\"bool\""[..], &[0xc3]].concat(),
        &typed(Type::Bool, Value::Bool(true)),
    );
    refuses(r#""dynamic""#, &[0x91, 0xc0], "the value must be a pair of a type and a value");
    refuses(r#""dynamic""#, &[0x92, 0xa1, b'x', 0xc0], "the value must have a type in JSON");
}

#[test]
fn wrong_values_are_refused_at_their_place() {
    let incomplete = "the value must be complete MessagePack";
    let schema = r#"["object",{"a":["map",["list","string"]],"b":"bool"}]"#;
    let nested = [0x82, 0xa1, b'a', 0x81, 0xa1, b'k', 0x92, 0xa1, b'x', 0x01, 0xa1, b'b', 0xc3];
    refuses(schema, &nested, "`a[\"k\"][1]` must be a string, not a number");
    refuses(schema, &[0x81, 0xa1, b'b', 0xc3], "`a` must be present");
    refuses(schema, &[0x81, 0xa1, b'z', 0xc3], "`z` is not an attribute of this object");
    refuses(schema, &[0x82, 0xa1, b'b', 0xc3, 0xa1, b'b', 0xc3], "`b` must not be given twice");
    refuses(
        r#"["map","bool"]"#,
        &[0x82, 0xa1, b'b', 0xc3, 0xa1, b'b', 0xc3],
        "`[\"b\"]` must not be given twice",
    );
    refuses(r#""string""#, &[0xa2, 0xff, 0xfe], "the value must be UTF-8");
    refuses(r#""string""#, &[0xa1, b'a', 0xc0], "the value must not be followed by other bytes");
    refuses(r#""string""#, &[], incomplete);
    refuses(r#""string""#, &[0xdb, 0xff, 0xff, 0xff, 0xff, b'a'], incomplete);
    refuses(r#"["tuple",["bool"]]"#, &[0x92, 0xc3, 0xc3], "the value must have 1 elements, not 2");
    refuses(r#"["list","bool"]"#, &[0x80], "the value must be an array, not a map");
    refuses(r#"["map","bool"]"#, &[0x90], "the value must be a map, not an array");
    refuses(r#""bool""#, &[0xc7, 9, 12, 0x81], incomplete);
}

#[test]
fn a_claimed_length_reserves_nothing() {
    let incomplete = "the value must be complete MessagePack";
    refuses(r#"["list","bool"]"#, &[0xdd, 0xff, 0xff, 0xff, 0xff], incomplete);
    refuses(r#"["map","bool"]"#, &[0xdf, 0xff, 0xff, 0xff, 0xff], incomplete);
    refuses(r#"["object",{}]"#, &[0xdf, 0xff, 0xff, 0xff, 0xff], incomplete);
}

#[test]
fn depth_is_limited() {
    let level = [&[0x92, 0xc4, 9], &b"\"dynamic\""[..]].concat();
    refuses(r#""dynamic""#, &level.repeat(100_000), "the value must not be nested this deep");
}

#[test]
fn a_value_of_another_type_is_not_written() {
    let check = |json: &str, value: &Value, message: &str| {
        assert_eq!(encode(value, &ty(json)).unwrap_err().to_string(), message);
    };
    check(r#""string""#, &Value::Bool(true), "the value must be a string, not a bool");
    check(r#"["list","string"]"#, &Value::Set(vec![]), "the value must be a list, not a set");
    check(
        r#"["list","string"]"#,
        &Value::List(vec![text("a"), number("1")]),
        "`[1]` must be a string, not a number",
    );
    check(
        r#"["tuple",["string"]]"#,
        &Value::Tuple(vec![]),
        "the value must be a tuple of 1 elements, not a tuple",
    );
    check(r#"["object",{"a":"string"}]"#, &object(&[]), "`a` must be present");
    check(r#"["object",{}]"#, &object(&[("a", Value::Null)]), "`a` is not an attribute of this object");
    check(r#""dynamic""#, &text("a"), "the value must be a value with its type, not a string");
}
