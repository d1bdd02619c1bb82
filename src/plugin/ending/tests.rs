//! Clocks run by themselves here: time passes as soon as nothing else happens.

use std::time::Duration;

use tokio::{
    io::duplex,
    time::{Instant, sleep, timeout},
};

use super::*;
use crate::connection::{Connection, Live};

#[tokio::test(start_paused = true)]
async fn running_calls_have_the_time_of_the_first_reason() {
    for (reason, milliseconds) in [(Reason::Asked, 1500), (Reason::Signal, 10_000), (Reason::ClientGone, 500)]
    {
        let ending = Ending::default();
        let started = Instant::now();
        ending.begin(reason);
        ending.begin(Reason::ClientGone);
        ending.begun().await;
        ending.overdue().await;
        assert_eq!(started.elapsed().as_millis() / 10, milliseconds / 10, "{reason:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_away_for_long_is_gone() {
    let live = Live::default();
    let gone = tokio::spawn(connections_gone(live.follow()));
    sleep(Duration::from_secs(3600)).await;
    assert!(!gone.is_finished(), "nobody has connected yet");

    let first = Connection::new(duplex(1).0, live.clone());
    sleep(Duration::from_secs(3600)).await;
    drop(first);
    sleep(AWAY / 2).await;
    let second = Connection::new(duplex(1).0, live.clone());
    sleep(Duration::from_secs(3600)).await;
    assert!(!gone.is_finished(), "the client came back");

    drop(second);
    assert!(timeout(AWAY * 2, gone).await.is_ok(), "the client left");
}

#[tokio::test(start_paused = true)]
async fn a_parent_that_lives_is_no_reason() {
    let own = parent_death(parent());
    assert!(timeout(Duration::from_secs(60), own).await.is_err());
    let unknown = parent_death(None);
    assert!(timeout(Duration::from_secs(60), unknown).await.is_err());
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn an_orphan_notices() {
    let foreign = parent().map(|parent| parent + 1);
    assert!(timeout(LOOK * 2, parent_death(foreign)).await.is_ok());
}
