//! Every call of the protocol arrives and is answered; the schema travels whole; wrong bytes are a diagnostic.

use std::collections::BTreeSet;

use acme_plugin::client::{Client, services, wire};
use acme_schema::Value;

use super::session::{encoded, errors, plugin, schemas};
use crate::scenarios::config;

/// Calls each method with an empty request. An answer may hold diagnostics; no answer is a failure.
macro_rules! answered {
    ($client:expr, $($method:ident),+ $(,)?) => {{
        let mut called = BTreeSet::new();
        $(
            let mut provider = $client.provider();
            let answer = provider.$method(wire::$method::Request::default()).await;
            assert!(answer.is_ok(), "{}: {:?}", stringify!($method), answer.err());
            called.insert(stringify!($method));
        )+
        called
    }};
}

/// Every call of the service, as its definition spells it.
fn defined() -> BTreeSet<String> {
    let definition = include_str!("../../../src/plugin/proto/tfplugin6.proto");
    let (_, service) = definition.split_once("service Provider").expect("the service");
    let names = service.lines().filter_map(|line| line.trim().strip_prefix("rpc ")?.split(['(', ' ']).next());
    names.map(snake).collect()
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

#[tokio::test]
async fn every_call_is_answered() {
    let client = plugin().start().await.expect("a connection");
    let mut called = answered!(
        client,
        get_metadata,
        get_provider_schema,
        get_resource_identity_schemas,
        validate_provider_config,
        configure_provider,
        validate_resource_config,
        upgrade_resource_state,
        upgrade_resource_identity,
        read_resource,
        plan_resource_change,
        apply_resource_change,
        import_resource_state,
        move_resource_state,
        generate_resource_config,
        validate_data_resource_config,
        read_data_source,
        validate_ephemeral_resource_config,
        open_ephemeral_resource,
        renew_ephemeral_resource,
        close_ephemeral_resource,
        validate_list_resource_config,
        get_functions,
        call_function,
        validate_action_config,
        plan_action,
        validate_state_store_config,
        configure_state_store,
        lock_state,
        unlock_state,
        get_states,
        delete_state,
        stop_provider,
    );
    streams(&client, &mut called).await;
    let called: BTreeSet<String> = called.into_iter().map(str::to_owned).collect();
    assert_eq!(called, defined(), "the calls of the service and those of this test differ");
}

async fn streams(client: &Client, called: &mut BTreeSet<&'static str>) {
    let mut provider = client.provider();
    let mut listed =
        provider.list_resource(wire::list_resource::Request::default()).await.expect("a stream").into_inner();
    assert!(listed.message().await.expect("an event").is_some());
    let mut invoked =
        provider.invoke_action(wire::invoke_action::Request::default()).await.expect("a stream").into_inner();
    assert!(invoked.message().await.expect("an event").is_some());
    let mut read = provider
        .read_state_bytes(wire::read_state_bytes::Request::default())
        .await
        .expect("a stream")
        .into_inner();
    assert!(read.message().await.expect("a chunk").is_some());
    let written =
        provider.write_state_bytes(futures::stream::iter([])).await.expect("an answer").into_inner();
    assert!(!written.diagnostics.is_empty());
    called.extend(["list_resource", "invoke_action", "read_state_bytes", "write_state_bytes"]);
}

#[tokio::test]
async fn output_is_streamed_for_as_long_as_the_plugin_lives() {
    use services::{StdioData, grpc_stdio_client::GrpcStdioClient};
    let client = plugin().start().await.expect("a connection");
    let opened = GrpcStdioClient::new(client.channel()).stream_stdio(()).await.expect("a stream");
    let mut stream: tonic::Streaming<StdioData> = opened.into_inner();
    let heard = tokio::time::timeout(std::time::Duration::from_millis(300), stream.message()).await;
    assert!(heard.is_err(), "the stream ended: {heard:?}");
}

#[tokio::test]
async fn the_schema_travels_whole() {
    let client = plugin().start().await.expect("a connection");
    let asked = wire::get_provider_schema::Request::default();
    let answer = client.provider().get_provider_schema(asked).await.expect("a schema").into_inner();
    assert_eq!(errors(&answer.diagnostics), Vec::<String>::new());
    let ours = schemas();
    let names = |names: Vec<&String>| names.into_iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(answer.resource_schemas.keys().collect()), names(ours.resources.keys().collect()));
    assert_eq!(names(answer.data_source_schemas.keys().collect()), names(ours.data_sources.keys().collect()));
    assert_eq!(
        names(answer.ephemeral_resource_schemas.keys().collect()),
        names(ours.ephemerals.keys().collect())
    );
    assert_eq!(names(answer.functions.keys().collect()), names(ours.functions.keys().collect()));
    let block = |schema: &wire::Schema| schema.block.clone().expect("a block");
    for (name, schema) in &answer.resource_schemas {
        let attributes: Vec<_> = block(schema).attributes;
        assert_eq!(attributes.len(), ours.resources[name].attributes.len());
        for attribute in attributes {
            // Clients refuse an attribute with both, or neither.
            assert_ne!(
                attribute.r#type.is_empty(),
                attribute.nested_type.is_none(),
                "{name}.{}",
                attribute.name
            );
            assert!(!attribute.description.is_empty(), "{name}.{} is not described", attribute.name);
        }
    }
}

#[tokio::test]
async fn wrong_bytes_and_unknown_types_are_diagnostics() {
    let client = plugin().start().await.expect("a connection");
    let ask = |type_name: &str, msgpack: &[u8]| wire::validate_resource_config::Request {
        type_name: type_name.to_owned(),
        config: Some(wire::DynamicValue { msgpack: msgpack.to_vec(), json: Vec::new() }),
        ..Default::default()
    };
    for (type_name, msgpack) in
        [("acme_service", &b"\xdf\xff\xff\xff\xff"[..]), ("acme_service", b"\xc1"), ("acme_nothing", b"\xc0")]
    {
        let asked = ask(type_name, msgpack);
        let answer = client.provider().validate_resource_config(asked).await.expect("an answer").into_inner();
        assert!(!answer.diagnostics.is_empty(), "{type_name} {msgpack:?} was taken");
    }
}

#[tokio::test]
async fn a_plan_travels_both_ways() {
    let client = plugin().start().await.expect("a connection");
    let schema = &schemas().resources["acme_service"];
    let block = config::read("name = \"api\"\nimage = { repository = \"acme/api\", tag = \"1\" }", schema);
    let asked = wire::plan_resource_change::Request {
        type_name: "acme_service".to_owned(),
        prior_state: encoded(&Value::Null, schema),
        proposed_new_state: encoded(&block, schema),
        config: encoded(&block, schema),
        ..Default::default()
    };
    let answer = client.provider().plan_resource_change(asked).await.expect("a plan").into_inner();
    assert_eq!(errors(&answer.diagnostics), Vec::<String>::new());
    let planned = answer.planned_state.expect("a planned state").msgpack;
    let planned = acme_schema::msgpack::decode(&planned, &schema.ty()).expect("a value of the schema");
    assert_eq!(planned.attribute("id").and_then(Value::as_str), Some("default/api"));
}

#[tokio::test]
async fn functions_answer_before_the_provider_is_configured() {
    let client = plugin().start().await.expect("a connection");
    let function = &schemas().functions["rpo_of"];
    let call = async |arguments: &[Value]| {
        let encoded = arguments.iter().enumerate().map(|(position, value)| {
            let ty = &function.parameter(position).expect("a parameter").ty;
            let msgpack = acme_schema::msgpack::encode(value, ty).expect("an argument");
            wire::DynamicValue { msgpack, json: Vec::new() }
        });
        let asked = wire::call_function::Request { name: "rpo_of".to_owned(), arguments: encoded.collect() };
        let answer = client.provider().call_function(asked).await.expect("an answer").into_inner();
        let result = answer.result.map(|result| {
            acme_schema::msgpack::decode(&result.msgpack, &function.returns).expect("a value of the type")
        });
        (result, answer.error.map(|error| (error.function_argument, error.text)))
    };
    let text = |text: &str| Value::String(text.to_owned());
    let window = || Value::Number(120_i64.into());
    let daily = text("cron(0 3 * * ? *)");
    assert_eq!(call(&[daily.clone(), window()]).await, (Some(text("26h")), None));
    assert_eq!(call(&[daily.clone(), window(), text("Europe/Berlin")]).await, (Some(text("27h")), None));
    assert_eq!(call(&[Value::unknown(), window()]).await, (Some(Value::unknown()), None));
    let (result, error) = call(&[daily, window(), text("Berlin")]).await;
    let (position, wrong) = error.expect("an error");
    assert!(result.is_none() && position == Some(2) && wrong.starts_with("must be the name"), "{wrong}");
}
