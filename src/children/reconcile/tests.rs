//! Reconciliation against the in-memory cloud: what is called in which order, and what is left when it fails.

use std::collections::BTreeMap;
use std::time::Duration;

use expect_test::{Expect, expect};
use futures::executor::block_on;
use serde_json::{Value, json};

use super::{Outcome, Reconcile};
use crate::fake::{Fake, Operation};
use crate::{ChildId, Children, CloudError, Cluster, Desired, Kind, Manifest, Owner, Place, remove};

const TIMEOUT: Duration = Duration::from_secs(1);

fn place() -> Place {
    Place { cluster: Cluster::Configured, namespace: "product".to_owned() }
}

fn owner() -> Owner {
    Owner { resource: "acme_service".to_owned(), name: "api".to_owned() }
}

fn id(kind: Kind) -> ChildId {
    ChildId::new(kind, "api")
}

fn desired(kinds: &[Kind], image: &str) -> Children<Desired> {
    let mut children = Children::new();
    for kind in kinds {
        let manifest = Manifest::new(&id(*kind), &owner(), json!({ "spec": { "image": image } }));
        children.insert(id(*kind), manifest);
    }
    children
}

fn run(cloud: &Fake, desired: &Children<Desired>, inventory: &BTreeMap<ChildId, String>) -> Outcome {
    let (place, owner) = (place(), owner());
    block_on(
        Reconcile { cloud, location: &place.into(), owner: &owner, desired, inventory, timeout: TIMEOUT }
            .run(),
    )
}

fn recorded(outcome: &Outcome, desired: &Children<Desired>) -> BTreeMap<ChildId, String> {
    outcome.observed.digests(desired).into_iter().map(|(id, digest)| (id.parse().unwrap(), digest)).collect()
}

#[track_caller]
fn check(cloud: &Fake, outcome: &Outcome, expected: &Expect) {
    let failure = outcome.failure.as_ref().map(ToString::to_string).unwrap_or_default();
    let left: Vec<_> = outcome.observed.ids().into_iter().map(ToString::to_string).collect();
    expected.assert_eq(&format!("{}\nexists: {}\n{failure}", cloud.calls().join("\n"), left.join(" ")));
}

const ALL: [Kind; 4] = [Kind::Deployment, Kind::HorizontalPodAutoscaler, Kind::Service, Kind::ServiceAccount];

#[test]
fn children_are_applied_in_order_and_awaited() {
    let cloud = Fake::new();
    let outcome = run(&cloud, &desired(&ALL, "a"), &BTreeMap::new());
    check(
        &cloud,
        &outcome,
        &expect![[r#"
            observe
            apply serviceaccount/api
            apply service/api
            apply deployment/api
            apply horizontalpodautoscaler/api
            ready deployment/api
            exists: serviceaccount/api service/api deployment/api horizontalpodautoscaler/api
        "#]],
    );
}

#[test]
fn what_is_as_desired_is_left_alone() {
    let cloud = Fake::new();
    let wanted = desired(&ALL, "a");
    let inventory = recorded(&run(&cloud, &wanted, &BTreeMap::new()), &wanted);
    cloud.calls();
    cloud.edit(&place(), &id(Kind::Service), "/spec/image", json!("drifted"));
    let outcome = run(&cloud, &wanted, &inventory);
    check(
        &cloud,
        &outcome,
        &expect![[r#"
            observe
            apply service/api
            exists: serviceaccount/api service/api deployment/api horizontalpodautoscaler/api
        "#]],
    );
}

#[test]
fn an_unwanted_autoscaler_goes_first_and_other_orphans_last() {
    let cloud = Fake::new();
    let wanted = desired(&ALL, "a");
    let inventory = recorded(&run(&cloud, &wanted, &BTreeMap::new()), &wanted);
    cloud.calls();
    let outcome = run(&cloud, &desired(&[Kind::Deployment], "b"), &inventory);
    check(
        &cloud,
        &outcome,
        &expect![[r#"
            observe
            delete horizontalpodautoscaler/api
            apply deployment/api
            ready deployment/api
            delete service/api
            delete serviceaccount/api
            exists: deployment/api
        "#]],
    );
}

#[test]
fn a_failure_half_way_keeps_what_exists() {
    let cloud = Fake::new();
    let error = CloudError::Refused { id: id(Kind::Deployment), source: "quota exceeded".into() };
    cloud.fail(Operation::Apply, Some(&id(Kind::Deployment)), error);
    let outcome = run(&cloud, &desired(&ALL, "a"), &BTreeMap::new());
    check(
        &cloud,
        &outcome,
        &expect![[r#"
            observe
            apply serviceaccount/api
            apply service/api
            apply deployment/api
            exists: serviceaccount/api service/api
            deployment/api was refused"#]],
    );
}

#[test]
fn an_unreachable_cluster_forgets_nothing() {
    let cloud = Fake::new();
    let wanted = desired(&ALL, "a");
    let inventory = recorded(&run(&cloud, &wanted, &BTreeMap::new()), &wanted);
    cloud.calls();
    let error = CloudError::Unreachable { endpoint: "https://cluster".to_owned(), source: "refused".into() };
    cloud.fail(Operation::Observe, None, error);
    let outcome = run(&cloud, &wanted, &inventory);
    check(
        &cloud,
        &outcome,
        &expect![[r#"
            observe
            exists: serviceaccount/api service/api deployment/api horizontalpodautoscaler/api
            https://cluster cannot be reached"#]],
    );
}

#[test]
fn a_taken_name_stops_everything_before_the_first_write() {
    let cases: [(Value, &str); 5] = [
        (
            json!({ "labels": owner().labels() }),
            "acme_service `api` of another Terraform state, or of a lost one",
        ),
        (json!({ "annotations": { "meta.helm.sh/release-name": "shop" } }), "Helm release `shop`"),
        (json!({ "labels": { "app.kubernetes.io/managed-by": "argocd" } }), "argocd"),
        (json!({ "managedFields": [{ "manager": "kubectl-create" }] }), "kubectl-create"),
        (json!({}), "somebody else"),
    ];
    for (metadata, holder) in cases {
        let cloud = Fake::new();
        cloud.put(&place(), &id(Kind::Service), json!({ "metadata": metadata }));
        let outcome = run(&cloud, &desired(&ALL, "a"), &BTreeMap::new());
        let Some(super::ReconcileError::Taken(taken)) = &outcome.failure else { panic!("not refused") };
        assert_eq!(taken[0].holder, holder);
        assert_eq!(cloud.calls(), ["observe"]);
        assert!(outcome.observed.is_empty(), "a foreign object was recorded");
    }
}

#[test]
fn what_a_child_starts_with_is_left_to_others() {
    let manifest = |replicas: Value, start: Value| {
        let body = json!({ "spec": { "image": "a", "replicas": replicas } });
        Manifest::new(&id(Kind::Deployment), &owner(), body).starting_with(json!({ "spec": start }))
    };
    let scaled = |least: i64| manifest(Value::Null, json!({ "replicas": least }));
    let fixed = |replicas: i64| manifest(json!(replicas), Value::Null);
    assert_eq!(scaled(2).digest(), scaled(3).digest());

    let cloud = Fake::new();
    let mut inventory = BTreeMap::new();
    let mut apply = |manifest: Manifest| {
        let mut wanted = Children::new();
        wanted.insert(id(Kind::Deployment), manifest);
        let outcome = run(&cloud, &wanted, &inventory);
        assert!(outcome.failure.is_none() && outcome.observed.differences(&wanted).is_empty());
        inventory = recorded(&outcome, &wanted);
        cloud.live(&place(), &id(Kind::Deployment)).unwrap()["spec"]["replicas"].clone()
    };
    assert_eq!(apply(scaled(2)), 2);
    cloud.edit(&place(), &id(Kind::Deployment), "/spec/replicas", json!(9));
    assert_eq!(apply(scaled(3)), 9);
    assert_eq!(apply(fixed(4)), 4);
    assert_eq!(apply(scaled(2)), 4, "the number was dropped with its ownership");
    assert_eq!(apply(fixed(0)), 0);
    assert_eq!(apply(scaled(2)), 2, "the number stayed below the first one");
}

#[test]
fn an_existing_namespace_is_shared() {
    let cloud = Fake::new();
    cloud.put(&place(), &id(Kind::Namespace), json!({ "metadata": {} }));
    let wanted = desired(&[Kind::Namespace, Kind::Service], "a");
    let outcome = run(&cloud, &wanted, &BTreeMap::new());
    check(
        &cloud,
        &outcome,
        &expect![[r#"
            observe
            apply service/api
            exists: namespace/api service/api
        "#]],
    );
    assert_eq!(outcome.observed.digests(&wanted), wanted.digests());
}

#[test]
fn what_is_not_ready_is_named() {
    let cloud = Fake::new();
    let error = CloudError::Stopped("waiting for deployment/api".to_owned());
    cloud.fail(Operation::Ready, None, error);
    let outcome = run(&cloud, &desired(&ALL, "a"), &BTreeMap::new());
    assert_eq!(outcome.unready, [id(Kind::Deployment)].into());
    assert_eq!(outcome.observed.ids().len(), ALL.len());
}

#[test]
fn removal_goes_backwards_and_says_what_is_left() {
    let cloud = Fake::new();
    let wanted = desired(&ALL, "a");
    let inventory = recorded(&run(&cloud, &wanted, &BTreeMap::new()), &wanted);
    cloud.calls();
    let error = CloudError::TimedOut { id: id(Kind::Service), what: "gone", seconds: 1, chain: Vec::new() };
    cloud.fail(Operation::Delete, Some(&id(Kind::Service)), error);
    let removal = block_on(remove(&cloud, (&place().into(), &owner()), inventory, &Children::new(), TIMEOUT));
    assert!(removal.failure.is_some());
    let left: Vec<_> = removal.left.keys().map(ToString::to_string).collect();
    assert_eq!(left, ["service/api", "serviceaccount/api"]);
    assert_eq!(cloud.calls().len(), 4);
    let removal =
        block_on(remove(&cloud, (&place().into(), &owner()), removal.left, &Children::new(), TIMEOUT));
    assert!(removal.left.is_empty() && removal.failure.is_none());
    assert!(cloud.inventory().is_empty());
}

#[test]
fn somebody_elses_object_in_the_place_of_a_child_is_left_alone() {
    let cloud = Fake::new();
    let wanted = desired(&ALL, "a");
    let inventory = recorded(&run(&cloud, &wanted, &BTreeMap::new()), &wanted);
    cloud.put(
        &place(),
        &id(Kind::Service),
        json!({ "metadata": { "managedFields": [{ "manager": "helm" }] } }),
    );

    let outcome = run(&cloud, &wanted, &inventory);
    let Some(super::ReconcileError::Taken(taken)) = &outcome.failure else { panic!("not refused") };
    assert_eq!(taken[0].holder, "helm");
    assert!(outcome.observed.get(&id(Kind::Service)).is_none(), "a foreign object was recorded");

    let outcome = run(&cloud, &desired(&[Kind::Deployment], "a"), &inventory);
    assert!(outcome.failure.is_none(), "{:?}", outcome.failure);
    assert!(cloud.live(&place(), &id(Kind::Service)).is_some(), "an orphan of that name was deleted");

    let removal = block_on(remove(&cloud, (&place().into(), &owner()), inventory, &Children::new(), TIMEOUT));
    assert!(removal.left.is_empty() && removal.failure.is_none());
    assert_eq!(
        removal.spared.iter().map(|spared| spared.id.to_string()).collect::<Vec<_>>(),
        ["service/api"]
    );
    assert_eq!(cloud.inventory(), ["product/service/api"]);
}

#[test]
fn a_child_without_its_labels_is_still_ours() {
    let cloud = Fake::new();
    let wanted = desired(&ALL, "a");
    let inventory = recorded(&run(&cloud, &wanted, &BTreeMap::new()), &wanted);
    let managed = json!([{ "manager": crate::MANAGER, "operation": "Apply" }]);
    let labels = json!({ crate::label::NAME: "other" });
    cloud.put(
        &place(),
        &id(Kind::Service),
        json!({ "metadata": { "labels": labels, "managedFields": managed } }),
    );
    let outcome = run(&cloud, &wanted, &inventory);
    assert!(outcome.failure.is_none(), "{:?}", outcome.failure);
    assert!(owner().owns(&cloud.live(&place(), &id(Kind::Service)).unwrap()));
}

#[test]
fn what_can_never_become_so_is_refused_before_the_first_write() {
    let cloud = Fake::new();
    let body = |app: &str| json!({ "spec": { "selector": { "matchLabels": { "app": app } } } });
    let mut wanted = desired(&[Kind::Service], "a");
    let deployment = id(Kind::Deployment);
    wanted.insert(deployment.clone(), Manifest::new(&deployment, &owner(), body("ours")));
    cloud.put(&place(), &deployment, body("theirs"));
    let inventory = BTreeMap::from([(deployment, crate::IMPORTED.to_owned())]);
    let outcome = run(&cloud, &wanted, &inventory);
    check(
        &cloud,
        &outcome,
        &expect![[r#"
            observe
            exists: deployment/api
            deployment/api selects its pods by {"matchLabels":{"app":"theirs"}}, not by {"matchLabels":{"app":"ours"}}, and a selector cannot be changed"#]],
    );
}

#[test]
fn a_write_without_an_answer_may_have_happened() {
    let cloud = Fake::new();
    let error = CloudError::Unreachable { endpoint: "https://cluster".to_owned(), source: "reset".into() };
    cloud.fail(Operation::Apply, Some(&id(Kind::Service)), error);
    let outcome = run(&cloud, &desired(&ALL, "a"), &BTreeMap::new());
    assert_eq!(outcome.unready, [id(Kind::Service)].into());
    assert_eq!(outcome.observed.ids().len(), 2, "the child was not recorded");
}
