//! What becomes of a panic.

use super::*;

async fn said_by(call: impl Future<Output = ()>) -> String {
    let diagnostic = caught("ReadResource", call).await.unwrap_err();
    assert_eq!(diagnostic.summary, "The provider panicked in ReadResource");
    diagnostic.detail.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_literal_is_shown_and_a_quoted_value_is_not() {
    let secret = String::from("hunter2");
    let check = async |call: &dyn Fn(), expect: &str| {
        let said = said_by(async { call() }).await;
        assert!(said.starts_with(expect), "{said:?} should start with {expect:?}");
        assert!(!said.contains("hunter2"), "{said:?}");
    };
    check(&|| panic!("no way: never"), "no way: never").await;
    check(&|| panic!("no way: {secret}"), "no way …").await;
    check(&|| panic!("value `{secret}`"), "value …").await;
    check(&|| panic!("{:?} is wrong", secret.as_str()), " …").await;
    check(&|| assert!(secret[secret.len() + 1..].is_empty()), "").await;
    check(&|| std::panic::panic_any(7), "a panic without a message").await;
}

#[tokio::test]
async fn what_does_not_panic_is_untouched() {
    assert_eq!(caught("ReadResource", async { 7 }).await, Ok(7));
}
