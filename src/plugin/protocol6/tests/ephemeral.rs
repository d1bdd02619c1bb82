//! An ephemeral resource from its check to its end: what was opened is handed back whole, and never lost.

use acme_schema::{Type, Value, msgpack};
use tonic::Request;

use super::{said, server};
use crate::{
    fixture::{
        PANIC,
        token::{ENDS, TOKEN, asked, held, unwire, wire as value},
    },
    proto::tfplugin6::{
        self as wire, close_ephemeral_resource as close, deferred::Reason, open_ephemeral_resource as open,
        provider_server::Provider as _, renew_ephemeral_resource as renew,
        validate_ephemeral_resource_config as validate,
    },
};

const UNKNOWN_TYPE: &str = "ERROR: The provider has no ephemeral resource type \"acme_other\"";
const UNFIT: &str = "ERROR: The configuration that the provider was given does not fit its schema";

/// A value of another type than a token's.
fn unfit() -> Option<wire::DynamicValue> {
    let msgpack = msgpack::encode(&Value::Bool(true), &Type::Bool).unwrap();
    Some(wire::DynamicValue { msgpack, json: Vec::new() })
}

fn unknown_audience() -> Value {
    let mut config = asked("");
    config.set_attribute("audience", Value::unknown());
    config
}

async fn opened(type_name: &str, config: Option<wire::DynamicValue>) -> open::Response {
    let request = open::Request { type_name: type_name.to_owned(), config, client_capabilities: None };
    server().open_ephemeral_resource(Request::new(request)).await.unwrap().into_inner()
}

async fn renewed(type_name: &str, private: Option<&[u8]>) -> renew::Response {
    let request = renew::Request { type_name: type_name.to_owned(), private: private.map(<[u8]>::to_vec) };
    server().renew_ephemeral_resource(Request::new(request)).await.unwrap().into_inner()
}

async fn closed(type_name: &str, private: Option<&[u8]>) -> String {
    let request = close::Request { type_name: type_name.to_owned(), private: private.map(<[u8]>::to_vec) };
    let response = server().close_ephemeral_resource(Request::new(request)).await.unwrap().into_inner();
    said(&response.diagnostics)
}

#[tokio::test]
async fn validation_takes_unknown_values_and_no_others_types() {
    let check = async |type_name: &str, config: Option<wire::DynamicValue>, expect: &str| {
        let request = validate::Request { type_name: type_name.to_owned(), config };
        let response =
            server().validate_ephemeral_resource_config(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(said(&response.diagnostics), expect);
    };
    check(TOKEN, value(&asked("")), "").await;
    check(TOKEN, value(&unknown_audience()), "").await;
    check(TOKEN, value(&asked("bad")), "ERROR.mode: Bad").await;
    check(TOKEN, unfit(), UNFIT).await;
    check("acme_other", value(&asked("")), UNKNOWN_TYPE).await;
}

#[tokio::test]
async fn what_is_opened_is_renewed_and_closed() {
    let response = opened(TOKEN, value(&asked(""))).await;
    assert_eq!(said(&response.diagnostics), "");
    assert_eq!(unwire(response.result), held(""), "a sensitive value is given");
    assert_eq!(response.renew_at.map(|at| at.seconds), i64::try_from(ENDS).ok());
    assert_eq!(response.deferred, None);
    assert_eq!(response.private.as_deref(), Some(&b"+open"[..]));

    let again = renewed(TOKEN, response.private.as_deref()).await;
    assert_eq!(said(&again.diagnostics), "");
    assert_eq!(again.renew_at.map(|at| at.seconds), i64::try_from(ENDS).ok());
    assert_eq!(again.private.as_deref(), Some(&b"+open+renew"[..]));

    assert_eq!(closed(TOKEN, again.private.as_deref()).await, "WARNING: Closed +open+renew");
}

#[tokio::test]
async fn what_never_ends_is_not_renewed() {
    let response = opened(TOKEN, value(&asked("forever"))).await;
    assert_eq!((response.renew_at, response.private.as_deref()), (None, Some(&b"forever"[..])));
}

#[tokio::test]
async fn what_cannot_be_opened_has_no_values() {
    let check = async |type_name: &str, config: Option<wire::DynamicValue>, expect: &str| {
        let response = opened(type_name, config).await;
        assert_eq!(said(&response.diagnostics), expect);
        assert_eq!((response.result, response.renew_at, response.private), (None, None, None));
    };
    check("acme_other", value(&asked("")), UNKNOWN_TYPE).await;
    check(TOKEN, unfit(), UNFIT).await;
    check(TOKEN, value(&asked("refused")), "ERROR: Refused").await;
    check(TOKEN, value(&asked("panic")), "ERROR: The provider panicked in OpenEphemeralResource").await;
}

#[tokio::test]
async fn a_warning_does_not_keep_it_from_being_open() {
    let response = opened(TOKEN, value(&asked("warned"))).await;
    assert_eq!(said(&response.diagnostics), "WARNING: Short");
    assert_eq!(unwire(response.result), held("warned"));
}

#[tokio::test]
async fn what_does_not_fit_is_closed_again() {
    let misfit = "ERROR: The result that the provider made does not fit its schema";
    let check = async |mode: &str, expect: &str| {
        let response = opened(TOKEN, value(&asked(mode))).await;
        assert_eq!(said(&response.diagnostics), expect);
        assert_eq!((response.result, response.private), (None, None));
    };
    check("misfit", &format!("WARNING: Short\n{misfit}\nWARNING: Closed misfit+open")).await;
    check("nothing", &format!("{misfit}\nWARNING: Closed nothing+open")).await;
    check("unknown", &format!("{misfit}\nWARNING: Closed unknown+open")).await;
}

#[tokio::test]
async fn nothing_is_opened_before_its_configuration_is_known() {
    let check = async |client_capabilities: Option<wire::ClientCapabilities>,
                       expect: (&str, Option<Reason>)| {
        let request = open::Request {
            type_name: TOKEN.to_owned(),
            config: value(&unknown_audience()),
            client_capabilities,
        };
        let response = server().open_ephemeral_resource(Request::new(request)).await.unwrap().into_inner();
        let reason = response.deferred.map(|deferred| deferred.reason());
        assert_eq!((said(&response.diagnostics).as_str(), reason), expect);
        assert_eq!((response.result, response.private), (None, None));
    };
    let can = |deferral_allowed| {
        Some(wire::ClientCapabilities { deferral_allowed, ..wire::ClientCapabilities::default() })
    };
    let refused = "ERROR.audience: acme_token cannot be opened before its configuration is known";
    check(None, (refused, None)).await;
    check(can(false), (refused, None)).await;
    check(can(true), ("", Some(Reason::ResourceConfigUnknown))).await;
}

#[tokio::test]
async fn a_renewal_that_fails_keeps_the_private_bytes() {
    let check = async |private: &[u8], expect: &str| {
        let response = renewed(TOKEN, Some(private)).await;
        assert_eq!(said(&response.diagnostics), expect);
        assert_eq!(response.private.as_deref(), Some(private));
        response.renew_at
    };
    assert!(check(b"refused", "ERROR: Refused").await.is_some(), "the provider says when to try again");
    let panicked = "ERROR: The provider panicked in RenewEphemeralResource";
    assert_eq!(check(b"panic", panicked).await, None);
    assert_eq!(said(&renewed("acme_other", None).await.diagnostics), UNKNOWN_TYPE);
    assert_eq!(renewed(TOKEN, None).await.private.as_deref(), Some(&b"+renew"[..]), "none is empty");
}

#[tokio::test]
async fn a_close_that_fails_says_so() {
    assert_eq!(closed(TOKEN, Some(b"refused")).await, "ERROR: Refused");
    assert_eq!(closed(TOKEN, Some(b"panic")).await, "ERROR: The provider panicked in CloseEphemeralResource");
    assert_eq!(closed(TOKEN, None).await, "WARNING: Closed ");
    assert_eq!(closed("acme_other", None).await, UNKNOWN_TYPE);
}

#[tokio::test]
async fn a_panic_shows_no_value() {
    let mut config = asked("panic");
    config.set_attribute("audience", Value::String("hunter2".to_owned()));
    let response = opened(TOKEN, value(&config)).await;
    let detail = &response.diagnostics[0].detail;
    assert!(detail.contains(PANIC) && !detail.contains("hunter2"), "{detail}");
}

#[tokio::test]
async fn it_is_announced() {
    let server = server();
    let asked = Request::new(wire::get_metadata::Request {});
    let metadata = server.get_metadata(asked).await.unwrap().into_inner();
    let names: Vec<_> = metadata.ephemeral_resources.iter().map(|e| e.type_name.as_str()).collect();
    assert_eq!(names, [TOKEN]);

    let asked = Request::new(wire::get_provider_schema::Request {});
    let schemas = server.get_provider_schema(asked).await.unwrap().into_inner();
    let block = schemas.ephemeral_resource_schemas[TOKEN].block.as_ref().unwrap();
    let sensitive: Vec<_> =
        block.attributes.iter().filter(|a| a.sensitive).map(|a| a.name.as_str()).collect();
    assert_eq!((block.attributes.len(), sensitive), (3, Vec::from(["token"])));
}
