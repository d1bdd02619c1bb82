//! Who makes the value, and when it is made again.

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

async fn counted(once: &Once<u32>, made: &AtomicU32, keep: Keep) -> u32 {
    let make = async {
        tokio::task::yield_now().await;
        made.fetch_add(1, Ordering::SeqCst) + 1
    };
    once.get(|_| keep, make).await
}

#[tokio::test(flavor = "current_thread")]
async fn concurrent_callers_share_one_call() {
    let (once, made) = (Once::default(), AtomicU32::new(0));
    let calls = (0..50).map(|_| counted(&once, &made, Keep::For(Duration::from_secs(60))));
    let values = futures::future::join_all(calls).await;
    assert_eq!(values, vec![1; 50]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_value_is_made_again_when_its_time_is_over() {
    let (once, made) = (Once::default(), AtomicU32::new(0));
    let short = Keep::For(Duration::ZERO);
    assert_eq!(counted(&once, &made, short).await, 1);
    tokio::time::sleep(GRACE * 2).await;
    assert_eq!(counted(&once, &made, Keep::Always).await, 2);
    assert_eq!(counted(&once, &made, short).await, 2, "kept for ever");
}

#[tokio::test(flavor = "current_thread")]
async fn a_caller_that_gives_up_leaves_the_work_to_the_next() {
    let (once, made) = (Once::default(), AtomicU32::new(0));
    let never = once.get(|_| Keep::Always, std::future::pending());
    assert!(tokio::time::timeout(Duration::from_millis(5), never).await.is_err());
    assert_eq!(counted(&once, &made, Keep::Always).await, 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_value_is_amended_unless_it_is_being_made() {
    let (once, made) = (Once::default(), AtomicU32::new(0));
    assert!(once.amend(|_| panic!("there is no value yet")));
    let meanwhile = async { once.amend(|_| panic!("it is being made")) };
    let (value, was_amended) = tokio::join!(counted(&once, &made, Keep::Always), meanwhile);
    assert_eq!((value, was_amended), (1, false));
    assert!(once.amend(|value| *value = 7));
    assert_eq!(counted(&once, &made, Keep::Always).await, 7);
}
