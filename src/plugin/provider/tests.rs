//! What a provider gets without writing it: states of the current schema version, and to have nothing of a kind.

use std::sync::Arc;

use acme_schema::{Diagnostics, Value};
use async_trait::async_trait;

use crate::{
    ApplyRequest, ApplyResponse, ConfigureRequest, FunctionError, ImportResponse, PlanRequest, PlanResponse,
    Provider, ReadRequest, ReadResponse, Schemas,
    fixture::{THING, provider},
};

/// The fixture, as far as a provider must be written.
struct Least(Arc<dyn Provider>);

#[async_trait]
impl Provider for Least {
    fn schemas(&self) -> &Schemas {
        self.0.schemas()
    }

    async fn validate_provider(&self, config: Value) -> Diagnostics {
        self.0.validate_provider(config).await
    }

    async fn configure(&self, request: ConfigureRequest) -> Diagnostics {
        self.0.configure(request).await
    }

    async fn validate_resource(&self, type_name: &str, config: Value) -> Diagnostics {
        self.0.validate_resource(type_name, config).await
    }

    async fn validate_data_source(&self, type_name: &str, config: Value) -> Diagnostics {
        self.0.validate_data_source(type_name, config).await
    }

    async fn plan(&self, type_name: &str, request: PlanRequest) -> PlanResponse {
        self.0.plan(type_name, request).await
    }

    async fn apply(&self, type_name: &str, request: ApplyRequest) -> ApplyResponse {
        self.0.apply(type_name, request).await
    }

    async fn read(&self, type_name: &str, request: ReadRequest) -> ReadResponse {
        self.0.read(type_name, request).await
    }

    async fn import(&self, type_name: &str, id: &str) -> ImportResponse {
        self.0.import(type_name, id).await
    }

    async fn read_data_source(&self, type_name: &str, config: Value) -> (Value, Diagnostics) {
        self.0.read_data_source(type_name, config).await
    }

    async fn stop(&self) {
        self.0.stop().await;
    }
}

async fn upgraded(type_name: &str, version: i64, state: &str) -> Result<Value, String> {
    let upgraded = provider().upgrade_resource(type_name, version, state.as_bytes()).await;
    upgraded
        .map_err(|diagnostics| diagnostics.iter().map(|d| format!("{}\n{}", d.summary, d.detail)).collect())
}

#[tokio::test]
async fn a_state_of_the_current_version_is_read() {
    let state = upgraded(THING, 2, r#"{"id":"1","name":"a","forgotten":true}"#).await.unwrap();
    assert_eq!(state.attribute("name"), Some(&Value::String("a".to_owned())));
    assert_eq!(state.attribute("mode"), Some(&Value::Null));
    assert_eq!(state.attribute("forgotten"), None);
}

#[tokio::test]
async fn any_other_state_is_refused() {
    let check = async |type_name: &str, version, state: &str, expect: &str| {
        let refused = upgraded(type_name, version, state).await.unwrap_err();
        assert!(refused.contains(expect), "{refused:?} should contain {expect:?}");
    };
    check(THING, 1, "{}", "schema version 1, which cannot be upgraded").await;
    check(THING, 3, "{}", "writes schema version 2").await;
    check(THING, 2, "{", "cannot be read").await;
    check(THING, 2, r#"{"name":[]}"#, "cannot be read").await;
    check("acme_other", 2, "{}", "no resource type \"acme_other\"").await;
}

#[tokio::test]
async fn there_is_no_ephemeral_resource_and_no_function() {
    let least = Least(provider());
    let check = |diagnostics: Diagnostics| {
        let summaries: Vec<_> = diagnostics.into_iter().map(|d| d.summary).collect();
        assert_eq!(summaries, ["The provider has no ephemeral resource type \"acme_x\""]);
    };
    check(least.validate_ephemeral("acme_x", Value::Null).await);
    check(least.open_ephemeral("acme_x", Value::Null).await.diagnostics);
    check(least.renew_ephemeral("acme_x", Vec::new()).await.diagnostics);
    check(least.close_ephemeral("acme_x", Vec::new()).await);
    let none = FunctionError { text: "The provider has no function \"x\"".to_owned(), argument: None };
    assert_eq!(least.call_function("x", Vec::new()).await, Err(none));
}
