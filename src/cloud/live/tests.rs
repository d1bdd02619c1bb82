//! What happens without any server.

use acme_children::{Kind, Owner};

use super::*;

fn place() -> Location {
    Location::Kubernetes(Place { cluster: Cluster::Configured, namespace: "product".into() })
}

#[tokio::test(flavor = "current_thread")]
async fn without_settings_there_is_no_cluster() {
    let live = Live::new(Settings::default(), CancellationToken::new());
    let answer = live.observe(&place(), &BTreeSet::new()).await;
    assert!(matches!(answer, Err(CloudError::NoCluster)), "{answer:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_stopped_provider_calls_nobody() {
    let stop = CancellationToken::new();
    let live = Live::new(Settings::default(), stop.clone());
    stop.cancel();
    let id = ChildId::new(Kind::Deployment, "api");
    let owner = Owner { resource: "acme_service".into(), name: "api".into() };
    let manifest = Manifest::new(&id, &owner, serde_json::json!({}));
    let second = Duration::from_secs(1);
    let said = [
        live.observe(&place(), &BTreeSet::new()).await.map(drop),
        live.delete(&place(), &id, None, second).await,
        live.ready(&place(), &id, &manifest, second).await.map(drop),
    ]
    .map(|answer| answer.map_err(|error| error.to_string()));
    let expected = [
        "stopped while reading namespace `product`",
        "stopped while waiting for deployment/api to be gone",
        "stopped while waiting for deployment/api to become ready",
    ];
    assert_eq!(said, expected.map(|text| Err(text.to_owned())));
}

#[tokio::test(flavor = "current_thread")]
async fn a_write_under_way_tells_its_result_after_a_stop() {
    let stop = CancellationToken::new();
    let live = Live::new(Settings::default(), stop.clone());
    let doing = || "applying deployment/api".to_owned();
    let quick = live.write(doing, async {
        stop.cancel();
        tokio::task::yield_now().await;
        Ok(7)
    });
    assert!(matches!(quick.await, Ok(7)));
    let late: Result<(), _> = live.write(doing, std::future::pending()).await;
    assert_eq!(late.unwrap_err().to_string(), "stopped while applying deployment/api");
}
