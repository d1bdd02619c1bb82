//! What a provider gets without writing it: states of the current schema version.

use acme_schema::Value;

use crate::fixture::{THING, provider};

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
