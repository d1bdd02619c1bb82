//! The whole server over a connection in memory: every service, every call, and the end.

use std::time::Duration;

use acme_schema::Value;
use futures::StreamExt;
use tokio::time::{Instant, timeout};
use tonic::{
    Code, Status,
    body::Body,
    codegen::{Service, http},
};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::{
    ending::{Ending, Reason},
    fixture::{Running, THING, existing, provider, thing, unwire, wire as value},
    proto::{
        plugin::{
            ConnInfo, Empty, grpc_broker_client::GrpcBrokerClient,
            grpc_controller_client::GrpcControllerClient, grpc_stdio_client::GrpcStdioClient,
        },
        tfplugin6::{
            self as wire, apply_resource_change as apply, invoke_action::event::Type, read_resource as read,
            stop_provider, write_state_bytes,
        },
    },
    services::Services,
};

/// The calls that the description of the protocol has.
fn described() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/proto");
    let files = protox::compile(["tfplugin6.proto"], [folder]).unwrap().file;
    let services = files.into_iter().flat_map(|file| file.service);
    services.flat_map(|service| service.method).filter_map(|method| method.name).collect()
}

/// The status of a call with an empty message.
async fn status(services: &mut Services, path: &str) -> Code {
    let request = http::Request::post(path)
        .header("content-type", "application/grpc")
        .body(Body::new(http_body_util::Full::from(&[0_u8; 5][..])))
        .unwrap();
    let Ok(response) = services.call(request).await;
    // Without an error the status follows the message.
    Status::from_header_map(response.headers()).map_or(Code::Ok, |status| status.code())
}

#[tokio::test]
async fn every_call_of_the_protocol_is_answered() {
    let calls = described();
    assert_eq!(calls.len(), 36);
    let mut services = Services::new(provider(), &Ending::default()).await;
    for call in calls {
        assert_eq!(status(&mut services, &format!("/tfplugin6.Provider/{call}")).await, Code::Ok, "{call}");
    }
    assert_eq!(status(&mut services, "/tfplugin6.Provider/Other").await, Code::Unimplemented);
    assert_eq!(status(&mut services, "/tfplugin5.Provider/GetSchema").await, Code::Unimplemented);
}

#[tokio::test]
async fn what_the_provider_does_not_have_is_named() {
    let mut provider = Running::start().await.provider();
    let name = || "acme_x".to_owned();

    let request = wire::list_resource::Request { type_name: name(), ..Default::default() };
    let mut events = provider.list_resource(request).await.unwrap().into_inner();
    let event = events.message().await.unwrap().unwrap();
    assert_eq!(event.diagnostic[0].summary, "The provider has no list resource type \"acme_x\"");
    assert!(events.message().await.unwrap().is_none());

    let request = wire::invoke_action::Request { action_type: name(), ..Default::default() };
    let mut events = provider.invoke_action(request).await.unwrap().into_inner();
    let Some(Type::Completed(end)) = events.message().await.unwrap().unwrap().r#type else {
        panic!("no end")
    };
    assert_eq!(end.diagnostics[0].summary, "The provider has no action \"acme_x\"");

    let meta = wire::RequestChunkMeta { type_name: name(), state_id: "1".to_owned() };
    let piece = write_state_bytes::RequestChunk { meta: Some(meta), ..Default::default() };
    let response = provider.write_state_bytes(futures::stream::iter([piece])).await.unwrap().into_inner();
    assert_eq!(response.diagnostics[0].summary, "The provider has no state store \"acme_x\"");

    let request = wire::call_function::Request { name: name(), arguments: Vec::new() };
    let response = provider.call_function(request).await.unwrap().into_inner();
    let text = response.error.unwrap().text;
    assert_eq!(text.lines().next(), Some("The provider has no function \"acme_x\""));

    let request = wire::open_ephemeral_resource::Request { type_name: name(), ..Default::default() };
    let response = provider.open_ephemeral_resource(request).await.unwrap().into_inner();
    assert_eq!(response.diagnostics[0].summary, "The provider has no ephemeral resource type \"acme_x\"");

    let request = wire::move_resource_state::Request {
        source_type_name: "aws_thing".to_owned(),
        source_provider_address: "registry.terraform.io/hashicorp/aws".to_owned(),
        target_type_name: THING.to_owned(),
        ..Default::default()
    };
    let response = provider.move_resource_state(request).await.unwrap().into_inner();
    assert_eq!(
        response.diagnostics[0].summary,
        "acme_thing cannot take the state of aws_thing of registry.terraform.io/hashicorp/aws"
    );
}

#[tokio::test]
async fn large_messages_pass_both_ways() {
    let mut provider = Running::start().await.provider();
    let mut large = existing("");
    large.set_attribute("title", Value::String("x".repeat(20 << 20)));
    let request =
        read::Request { type_name: THING.to_owned(), current_state: value(&large), ..Default::default() };
    let response = provider.read_resource(request).await.unwrap().into_inner();
    assert!(unwire(response.new_state) == large);
}

#[tokio::test]
async fn a_stop_reaches_a_running_call() {
    let running = Running::start().await;
    let request = apply::Request {
        type_name: THING.to_owned(),
        prior_state: value(&Value::Null),
        planned_state: value(&thing("slow")),
        ..Default::default()
    };
    let mut provider = running.provider();
    let applying = tokio::spawn(async move { provider.apply_resource_change(request).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!applying.is_finished());

    let stopped = running.provider().stop_provider(stop_provider::Request {}).await.unwrap().into_inner();
    assert_eq!(stopped.error, "");
    let response = applying.await.unwrap().unwrap().into_inner();
    assert_eq!(response.diagnostics[0].summary, "Stopped");
    assert_eq!(unwire(response.new_state).attribute("name"), Some(&Value::String("a".to_owned())));
    assert!(!running.served.is_finished(), "the server lives on");
}

#[tokio::test]
async fn the_plugin_is_healthy() {
    let running = Running::start().await;
    let check = async |service: &str| {
        let request = HealthCheckRequest { service: service.to_owned() };
        HealthClient::new(running.channel.clone())
            .check(request)
            .await
            .map(|answer| answer.into_inner().status())
    };
    assert_eq!(check("plugin").await.unwrap(), ServingStatus::Serving);
    assert_eq!(check("other").await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn the_client_ends_it() {
    let running = Running::start().await;
    let mut stdio =
        GrpcStdioClient::new(running.channel.clone()).stream_stdio(()).await.unwrap().into_inner();
    let info = futures::stream::iter([ConnInfo::default()]).chain(futures::stream::pending());
    let mut broker =
        GrpcBrokerClient::new(running.channel.clone()).start_stream(info).await.unwrap().into_inner();
    assert!(timeout(Duration::from_millis(100), stdio.message()).await.is_err(), "open and silent");
    assert!(timeout(Duration::from_millis(100), broker.message()).await.is_err(), "open and silent");

    let started = Instant::now();
    GrpcControllerClient::new(running.channel.clone()).shutdown(Empty {}).await.unwrap();
    assert!(stdio.message().await.unwrap().is_none());
    assert!(broker.message().await.unwrap().is_none());
    running.served.await.unwrap().unwrap();
    assert!(started.elapsed() < Duration::from_secs(1), "nothing was running: {:?}", started.elapsed());
}

#[tokio::test]
async fn a_call_that_does_not_end_is_not_waited_for_forever() {
    let running = Running::start().await;
    let request = apply::Request {
        type_name: THING.to_owned(),
        planned_state: value(&thing("slow")),
        ..Default::default()
    };
    let mut provider = running.provider();
    let applying = tokio::spawn(async move { provider.apply_resource_change(request).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    running.ending.begin(Reason::Asked);
    timeout(Duration::from_secs(2), running.served).await.unwrap().unwrap().unwrap();
    // The connection goes with the runtime, right after this.
    assert!(!applying.is_finished());
}
