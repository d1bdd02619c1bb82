//! StopProvider in the middle of an apply: the wait ends, what exists is answered, the server lives on.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use acme_plugin::client::{Client, wire};
use acme_schema::{Value, msgpack};

use super::session::{encoded, errors, plugin, schemas};
use crate::scenarios::config;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_ends_a_call_that_waits() {
    // A cluster that takes connections and never says a word.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = format!("https://{}", silent.local_addr().expect("its address"));
    let client = plugin().start().await.expect("a connection");
    configure(&client, &format!("kubernetes = {{ host = \"{host}\", token = \"t\" }}")).await;
    // Planned by another process, as clients do, and without the cluster.
    let planner = plugin().start().await.expect("a connection");
    configure(&planner, "offline = true").await;
    let apply = create(&planner, "name = \"api\"\nimage = { repository = \"acme/api\", tag = \"1\" }").await;
    let mut provider = client.provider();
    let applying = tokio::spawn(async move { provider.apply_resource_change(apply).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!applying.is_finished(), "the apply did not wait");

    let stopped = Instant::now();
    client.provider().stop_provider(wire::stop_provider::Request::default()).await.expect("an answer");
    let answer = applying.await.expect("the call").expect("an answer").into_inner();
    assert!(stopped.elapsed() < Duration::from_secs(5), "it took {:?} to stop", stopped.elapsed());
    assert!(errors(&answer.diagnostics).join(" ").contains("stopped"), "{:?}", answer.diagnostics);
    // Nothing was made, so nothing is recorded.
    let schema = &schemas().resources["acme_service"];
    let state = answer.new_state.expect("a state").msgpack;
    assert_eq!(msgpack::decode(&state, &schema.ty()).expect("a value"), Value::Null);
    client.provider().get_metadata(wire::get_metadata::Request {}).await.expect("an answer after the stop");
    drop(silent);
}

async fn configure(client: &Client, block: &str) {
    let schemas = schemas();
    let config = encoded(&config::read(block, &schemas.provider), &schemas.provider);
    let asked = wire::configure_provider::Request { config, ..Default::default() };
    let answer = client.provider().configure_provider(asked).await.expect("an answer").into_inner();
    assert_eq!(errors(&answer.diagnostics), Vec::<String>::new());
}

/// Plans a new service and returns what to ask to make it.
async fn create(client: &Client, block: &str) -> wire::apply_resource_change::Request {
    let schema = &schemas().resources["acme_service"];
    let config = encoded(&config::read(block, schema), schema);
    let prior_state = encoded(&Value::Null, schema);
    let type_name = "acme_service".to_owned();
    let plan = wire::plan_resource_change::Request {
        type_name: type_name.clone(),
        prior_state: prior_state.clone(),
        proposed_new_state: config.clone(),
        config: config.clone(),
        ..Default::default()
    };
    let planned = client.provider().plan_resource_change(plan).await.expect("a plan").into_inner();
    assert_eq!(errors(&planned.diagnostics), Vec::<String>::new());
    wire::apply_resource_change::Request {
        type_name,
        prior_state,
        planned_state: planned.planned_state,
        config,
        planned_private: planned.planned_private,
        ..Default::default()
    }
}
