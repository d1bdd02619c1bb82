//! Who keeps a namespace, and for how long.

use futures::FutureExt;

use super::*;

const NAME: &str = "product";

#[tokio::test(flavor = "current_thread")]
async fn nobody_looks_through_it_while_somebody_is_at_work() {
    let namespaces = Namespaces::default();
    let one = namespaces.enter(NAME).await;
    let other = namespaces.enter(NAME).await;
    assert!(namespaces.close("other").now_or_never().is_some());
    let mut closing = Box::pin(namespaces.close(NAME));
    assert!(closing.as_mut().now_or_never().is_none());
    drop((one, other));
    assert!(closing.await.is_some());
}

#[tokio::test(flavor = "current_thread")]
async fn nobody_starts_to_work_while_it_is_looked_through() {
    let namespaces = Namespaces::default();
    let alone = namespaces.close(NAME).await;
    assert!(namespaces.enter("other").now_or_never().is_some());
    let mut entering = Box::pin(namespaces.enter(NAME));
    assert!(entering.as_mut().now_or_never().is_none());
    assert!(namespaces.close(NAME).now_or_never().is_none(), "one after the other");
    drop(alone);
    drop(entering.await);
}

#[tokio::test(flavor = "current_thread")]
async fn a_promised_namespace_stays() {
    let namespaces = Namespaces::default();
    namespaces.enter(NAME).await.promise();
    assert!(namespaces.close(NAME).await.is_none());
    assert!(namespaces.close("other").await.is_some());
    namespaces.enter(NAME).await.redeem();
    assert!(namespaces.close(NAME).await.is_some());
}

#[tokio::test(flavor = "current_thread")]
async fn whoever_gives_up_leaves_nothing_behind() {
    let namespaces = Namespaces::default();
    let one = namespaces.enter(NAME).await;
    assert!(namespaces.close(NAME).now_or_never().is_none());
    assert!(namespaces.enter(NAME).now_or_never().is_some(), "a look that was given up is not waited for");
    drop(one);
    assert!(namespaces.close(NAME).now_or_never().is_some());
}
