//! Every call that the provider has something to say to, without a transport. The others are in `serve`.

mod ephemeral;
mod functions;

use acme_schema::{Diagnostics, Path, Value};
use tonic::Request;

use super::{answer::Refuse, diagnostics::to_wire, server::Server};
use crate::{
    fixture::{PANIC, THING, existing, provider, thing, unwire, wire as value},
    proto::tfplugin6::{
        self as wire, apply_resource_change as apply, attribute_path::step::Selector,
        import_resource_state as import, plan_resource_change as plan, provider_server::Provider as _,
        read_resource as read, upgrade_resource_state as upgrade, validate_resource_config as validate,
    },
};

fn server() -> Server {
    Server::new(provider())
}

/// Diagnostics as `severity at path: summary`, one a line.
fn said(diagnostics: &[wire::Diagnostic]) -> String {
    let step = |step: &wire::attribute_path::Step| match step.selector.as_ref() {
        Some(Selector::AttributeName(name)) => format!(".{name}"),
        Some(Selector::ElementKeyString(key)) => format!("[{key:?}]"),
        Some(Selector::ElementKeyInt(index)) => format!("[{index}]"),
        None => "?".to_owned(),
    };
    let path = |path: &wire::AttributePath| path.steps.iter().map(step).collect::<String>();
    let line = |d: &wire::Diagnostic| {
        let at = d.attribute.as_ref().map(path).unwrap_or_default();
        format!("{}{at}: {}", d.severity().as_str_name(), d.summary)
    };
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

async fn planned(prior: Value, proposed: Value) -> plan::Response {
    let request = plan::Request {
        type_name: THING.to_owned(),
        prior_state: value(&prior),
        proposed_new_state: value(&proposed),
        config: value(&proposed),
        prior_private: b"prior".to_vec(),
        ..plan::Request::default()
    };
    server().plan_resource_change(Request::new(request)).await.unwrap().into_inner()
}

async fn applied(prior: Value, planned: Value) -> apply::Response {
    let request = apply::Request {
        type_name: THING.to_owned(),
        prior_state: value(&prior),
        planned_state: value(&planned),
        config: value(&planned),
        planned_private: b"planned".to_vec(),
        ..apply::Request::default()
    };
    server().apply_resource_change(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_plan_keeps_unknown_values_and_tells_what_forces_replacement() {
    let response = planned(Value::Null, thing("")).await;
    assert_eq!(said(&response.diagnostics), "");
    assert_eq!(
        response.requires_replace,
        [
            super::diagnostics::path_to_wire(&Path::of("ports").key("http")),
            super::diagnostics::path_to_wire(&Path::of("name").index(1)),
        ]
    );
    assert_eq!(response.planned_private, b"prior+plan");
    assert_eq!(unwire(response.planned_state), thing(""));
}

#[tokio::test]
async fn a_destroy_is_planned_and_may_be_refused() {
    let check = async |mode: &str, expect: &str| {
        let response = planned(existing(mode), Value::Null).await;
        assert_eq!(said(&response.diagnostics), expect);
        assert_eq!(unwire(response.planned_state), Value::Null);
    };
    check("", "").await;
    check("guarded", "ERROR: Protected").await;
}

#[tokio::test]
async fn an_apply_never_loses_an_object() {
    let check = async |prior: Value, planned: Value, expect: (&Value, &[u8], &str)| {
        let response = applied(prior, planned).await;
        assert_eq!(
            (&unwire(response.new_state), &response.private[..], &said(&response.diagnostics)[..]),
            expect
        );
    };
    let panicked = "ERROR: The provider panicked in ApplyResourceChange";
    let misfit = "ERROR: The new state that the provider made does not fit its schema";
    let without_id = |mode| {
        let mut state = thing(mode);
        state.set_attribute("id", Value::Null);
        state
    };
    check(Value::Null, thing(""), (&existing(""), b"planned+apply", "")).await;
    check(existing(""), Value::Null, (&Value::Null, b"planned+apply", "")).await;
    check(Value::Null, thing("partial"), (&without_id("partial"), b"planned+apply", "ERROR: Half done"))
        .await;
    check(Value::Null, thing("panic"), (&without_id("panic"), b"planned", panicked)).await;
    check(existing(""), thing("panic"), (&existing(""), b"planned", panicked)).await;
    check(existing(""), thing("misfit"), (&existing(""), b"planned", misfit)).await;
}

#[tokio::test]
async fn an_apply_that_cannot_be_read_changes_nothing() {
    let nonsense = Some(wire::DynamicValue { msgpack: Vec::from([0xc1]), json: Vec::new() });
    let request = apply::Request {
        type_name: THING.to_owned(),
        prior_state: value(&existing("")),
        planned_state: nonsense,
        planned_private: b"planned".to_vec(),
        ..apply::Request::default()
    };
    let response = server().apply_resource_change(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(unwire(response.new_state), existing(""));
    assert_eq!(response.private, b"planned");
    assert!(said(&response.diagnostics).starts_with("ERROR: The planned state that the provider was given"));
}

#[tokio::test]
async fn a_read_finds_what_is_there() {
    let check = async |mode: &str, expect: (&Value, &[u8], &str)| {
        let request = read::Request {
            type_name: THING.to_owned(),
            current_state: value(&existing(mode)),
            private: b"private".to_vec(),
            ..read::Request::default()
        };
        let response = server().read_resource(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(
            (&unwire(response.new_state), &response.private[..], &said(&response.diagnostics)[..]),
            expect
        );
    };
    check("", (&existing(""), b"private", "")).await;
    check("gone", (&Value::Null, b"", "")).await;
    check("unreachable", (&Value::Null, b"", "ERROR: Unreachable")).await;
}

#[tokio::test]
async fn an_import_needs_an_id() {
    let check = async |id: &str, expect: &str| {
        let request =
            import::Request { type_name: THING.to_owned(), id: id.to_owned(), ..import::Request::default() };
        let response = server().import_resource_state(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(said(&response.diagnostics), expect);
        response.imported_resources
    };
    let [imported] = <[_; 1]>::try_from(check("there", "").await).unwrap();
    assert_eq!((&imported.type_name[..], &imported.private[..]), (THING, &b"import"[..]));
    assert_eq!(unwire(imported.state), existing("there"));
    assert!(check("missing", "ERROR: Missing").await.is_empty());
    assert!(check("", "ERROR: acme_thing cannot be imported without an id").await.is_empty());
}

#[tokio::test]
async fn validation_points_at_the_attribute() {
    let check = async |type_name: &str, config: Option<wire::DynamicValue>, expect: &str| {
        let request =
            validate::Request { type_name: type_name.to_owned(), config, client_capabilities: None };
        let response = server().validate_resource_config(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(said(&response.diagnostics), expect);
    };
    let json = |text: &str| Some(wire::DynamicValue { msgpack: Vec::new(), json: text.as_bytes().to_vec() });
    let attributes = r#""id":null,"name":"a","secret":null,"title":null,"ports":null"#;
    check(THING, value(&thing("")), "").await;
    check(THING, value(&thing("bad")), "ERROR.ports[\"http\"].protocol: Bad").await;
    check(THING, json(&format!(r#"{{"mode":"bad",{attributes}}}"#)), "ERROR.ports[\"http\"].protocol: Bad")
        .await;
    check(THING, json("[]"), "ERROR: The configuration that the provider was given does not fit its schema")
        .await;
    check(THING, json(""), "ERROR: The configuration that the provider was given does not fit its schema")
        .await;
    check(THING, None, "").await;
    check("acme_other", None, "ERROR: The provider has no resource type \"acme_other\"").await;
}

#[tokio::test]
async fn a_client_that_would_store_a_secret_is_told_so() {
    let check = async |client_capabilities: Option<wire::ClientCapabilities>, expect: &str| {
        let mut config = thing("");
        config.set_attribute("secret", Value::String("hunter2".to_owned()));
        let request =
            validate::Request { type_name: THING.to_owned(), config: value(&config), client_capabilities };
        let response = server().validate_resource_config(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(said(&response.diagnostics), expect);
    };
    let can = |write_only_attributes_allowed| {
        Some(wire::ClientCapabilities {
            write_only_attributes_allowed,
            ..wire::ClientCapabilities::default()
        })
    };
    let refused = "ERROR.secret: Invalid value for `secret`";
    check(None, refused).await;
    check(can(false), refused).await;
    check(can(true), "").await;
}

#[tokio::test]
async fn a_panic_says_where_but_not_with_which_values() {
    let mut config = thing("panic");
    config.set_attribute("secret", Value::String("hunter2".to_owned()));
    let request =
        validate::Request { type_name: THING.to_owned(), config: value(&config), client_capabilities: None };
    let server = server();
    let response = server.validate_resource_config(Request::new(request.clone())).await.unwrap().into_inner();
    assert_eq!(said(&response.diagnostics), "ERROR: The provider panicked in ValidateResourceConfig");
    let detail = &response.diagnostics[0].detail;
    assert!(detail.contains(PANIC) && !detail.contains("hunter2"), "{detail}");
    assert!(server.validate_resource_config(Request::new(request)).await.is_ok(), "the server lives on");
}

#[tokio::test]
async fn a_state_is_upgraded_or_refused() {
    let check = async |version, raw_state: Option<wire::RawState>, expect: &str| {
        let request = upgrade::Request { type_name: THING.to_owned(), version, raw_state };
        let response = server().upgrade_resource_state(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(said(&response.diagnostics), expect);
        unwire(response.upgraded_state)
    };
    let raw = |json: &str| Some(wire::RawState { json: json.as_bytes().to_vec(), flatmap: [].into() });
    let state = check(2, raw(r#"{"name":"a"}"#), "").await;
    assert_eq!(state.attribute("name"), Some(&Value::String("a".to_owned())));
    let unreadable = "ERROR: The stored state of this acme_thing cannot be read";
    check(2, None, unreadable).await;
    check(2, raw("7"), unreadable).await;
}

#[tokio::test]
async fn the_schema_says_what_was_declared() {
    let server = server();
    let request = || Request::new(wire::get_provider_schema::Request {});
    let response = server.get_provider_schema(request()).await.unwrap().into_inner();
    assert_eq!(
        response,
        server.get_provider_schema(request()).await.unwrap().into_inner(),
        "the same every time"
    );
    assert_eq!(response.server_capabilities, Some(super::metadata::capabilities()));
    assert_eq!(response.data_source_schemas, response.resource_schemas);
    let schema = &response.resource_schemas[THING];
    assert_eq!((schema.version, schema.block.as_ref().unwrap().attributes.len()), (2, 6));
    let shown = |a: &wire::schema::Attribute| {
        let flags = [
            (a.required, "required"),
            (a.optional, "optional"),
            (a.computed, "computed"),
            (a.sensitive, "sensitive"),
            (a.write_only, "write-only"),
            (a.deprecated, a.deprecation_message.as_str()),
        ];
        let flags: Vec<_> = flags.iter().filter(|(set, _)| *set).map(|(_, flag)| *flag).collect();
        let nested = a.nested_type.as_ref().map(|n| format!("{:?} of {}", n.nesting(), n.attributes.len()));
        let ty = nested.unwrap_or_else(|| String::from_utf8(a.r#type.clone()).unwrap());
        format!("{}: {ty}, {}; {}\n", a.name, flags.join(" "), a.description)
    };
    let attributes: String = schema.block.as_ref().unwrap().attributes.iter().map(shown).collect();
    expect_test::expect![[r#"
        id: "string", computed; The id.
        name: "string", required; The name.
        mode: "string", optional; The mode.
        secret: "string", optional sensitive write-only; The secret.
        title: "string", optional computed Use `name`.; The title.
        ports: Map of 1, optional; The ports.
    "#]]
    .assert_eq(&attributes);
}

#[test]
fn every_answer_can_be_a_refusal() {
    let diagnostics: Diagnostics = acme_schema::Diagnostic::error("No").into();
    let mut call = wire::call_function::Response::default();
    call.refuse(diagnostics.clone());
    assert_eq!(call.error.map(|error| error.text), Some("No".to_owned()));
    let mut stop = wire::stop_provider::Response::default();
    stop.refuse(diagnostics.clone());
    assert_eq!(stop.error, "No");
    let mut plan = plan::Response::default();
    plan.refuse(diagnostics.clone());
    assert_eq!(plan.diagnostics, to_wire(diagnostics));
}
