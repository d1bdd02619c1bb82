//! A function: what it is given is checked by its parameters, what it returns by its type, what fails is one text.

use acme_schema::{Type, Value, msgpack};
use tonic::Request;

use super::server;
use crate::{
    fixture::{PANIC, join::JOIN},
    proto::tfplugin6::{self as wire, DynamicValue, call_function as call, provider_server::Provider as _},
};

fn value(value: &Value, ty: &Type) -> DynamicValue {
    DynamicValue { msgpack: msgpack::encode(value, ty).unwrap(), json: Vec::new() }
}

fn text(text: &str) -> DynamicValue {
    value(&Value::String(text.to_owned()), &Type::String)
}

/// What the second parameter takes: a value with its type.
fn any(inner: Value) -> DynamicValue {
    value(&Value::Dynamic(Box::new((Type::String, inner))), &Type::Dynamic)
}

fn a() -> DynamicValue {
    any(Value::String("a".to_owned()))
}

async fn called(name: &str, arguments: &[DynamicValue]) -> call::Response {
    let request = call::Request { name: name.to_owned(), arguments: arguments.to_vec() };
    server().call_function(Request::new(request)).await.unwrap().into_inner()
}

async fn result(arguments: &[DynamicValue]) -> Value {
    let response = called(JOIN, arguments).await;
    assert_eq!(response.error, None);
    msgpack::decode(&response.result.unwrap().msgpack, &Type::String).unwrap()
}

/// The first line of an error, and the argument that it names.
async fn refused(name: &str, arguments: &[DynamicValue]) -> (String, Option<i64>) {
    let response = called(name, arguments).await;
    assert_eq!(response.result, None);
    let error = response.error.unwrap();
    (error.text.lines().next().unwrap_or_default().to_owned(), error.function_argument)
}

#[tokio::test]
async fn a_call_has_a_result() {
    let check = async |arguments: &[DynamicValue], expect: &str| {
        assert_eq!(result(arguments).await, Value::String(expect.to_owned()));
    };
    let null = value(&Value::Null, &Type::String);
    check(&[text("-"), a()], "a").await;
    check(&[text("-"), a(), text("b"), text("c")], "a-b-c").await;
    check(&[text("-"), a(), null, text("c")], "a-null-c").await;
    check(&[text("-"), a(), DynamicValue::default(), text("c")], "a-null-c").await;
    check(&[text("-"), any(Value::unknown()), text("b")], "unknown-b").await;
    let json = DynamicValue { msgpack: Vec::new(), json: br#""+""#.to_vec() };
    check(&[json, a(), text("b")], "a+b").await;
}

#[tokio::test]
async fn what_is_unknown_makes_the_result_unknown() {
    let unknown = value(&Value::unknown(), &Type::String);
    assert_eq!(result(&[unknown.clone(), a()]).await, Value::unknown());
    assert_eq!(result(&[text("-"), a(), text("b"), unknown]).await, Value::unknown());
}

#[tokio::test]
async fn an_argument_that_does_not_fit_is_named() {
    let check = async |arguments: &[DynamicValue], text: &str, argument: Option<i64>| {
        assert_eq!(refused(JOIN, arguments).await, (text.to_owned(), argument));
    };
    let null = value(&Value::Null, &Type::String);
    let number = value(&Value::Number(7_i64.into()), &Type::Number);
    check(&[null.clone(), a()], "The argument `separator` must not be null", Some(0)).await;
    check(&[text("-"), null], "The argument `first` must not be null", Some(1)).await;
    check(&[text("-"), any(Value::Null)], "The argument `first` must not be null", Some(1)).await;
    let unfit = "The argument `others` that the provider was given does not fit its schema";
    check(&[text("-"), a(), text("b"), number], unfit, Some(3)).await;
    let none = DynamicValue::default();
    check(&[none, a()], "The argument `separator` must not be null", Some(0)).await;
    let few = "The function \"join\" takes at least 2 arguments, not 1";
    check(&[text("-")], few, None).await;
    check(&[], "The function \"join\" takes at least 2 arguments, not 0", None).await;
}

#[tokio::test]
async fn what_fails_is_one_text() {
    let check = async |separator: &str, expect: &str, argument: Option<i64>| {
        let arguments = [text(separator), a()];
        assert_eq!(refused(JOIN, &arguments).await, (expect.to_owned(), argument));
    };
    check("bad", "Bad", None).await;
    check("first", "Bad", Some(1)).await;
    // A client would look them up.
    check("tenth", "Bad", None).await;
    check("before", "Bad", None).await;
    check("misfit", "The result that the provider made does not fit its schema", None).await;
    check("panic", "The provider panicked in CallFunction", None).await;
    let (unknown, argument) = refused("other", &[]).await;
    assert_eq!((&unknown[..], argument), ("The provider has no function \"other\"", None));
}

#[tokio::test]
async fn a_panic_says_where_but_not_with_which_values() {
    let secret = any(Value::String("hunter2".to_owned()));
    let error = called(JOIN, &[text("panic"), secret]).await.error.unwrap();
    assert!(error.text.contains(PANIC) && !error.text.contains("hunter2"), "{}", error.text);
}

#[tokio::test]
async fn it_is_announced_three_times() {
    let server = server();
    let asked = Request::new(wire::get_metadata::Request {});
    let metadata = server.get_metadata(asked).await.unwrap().into_inner();
    let names: Vec<_> = metadata.functions.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, [JOIN]);

    let asked = Request::new(wire::get_functions::Request {});
    let functions = server.get_functions(asked).await.unwrap().into_inner().functions;
    let asked = Request::new(wire::get_provider_schema::Request {});
    let schemas = server.get_provider_schema(asked).await.unwrap().into_inner();
    assert_eq!(functions, schemas.functions);

    let join = &functions[JOIN];
    let shown = |p: &wire::function::Parameter| {
        let flags = [(p.allow_null_value, ", null"), (p.allow_unknown_values, ", unknown")];
        let flags: String = flags.iter().filter(|(set, _)| *set).map(|(_, flag)| *flag).collect();
        format!("{}: {}{flags}; {}\n", p.name, String::from_utf8_lossy(&p.r#type), p.description)
    };
    let parameters: String = join.parameters.iter().chain(&join.variadic_parameter).map(shown).collect();
    expect_test::expect![[r#"
        separator: "string"; The separator.
        first: "dynamic", unknown; The first.
        others: "string", null; The others.
    "#]]
    .assert_eq(&parameters);
    assert_eq!(join.r#return.as_ref().unwrap().r#type, br#""string""#);
    assert_eq!(
        (&join.summary[..], &join.description[..]),
        ("Joins texts", "Joins texts with a `separator`.")
    );
}
