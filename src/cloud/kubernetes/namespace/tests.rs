//! What keeps a namespace.

use serde_json::json;

use super::*;

fn resource(api_version: &str, plural: &str) -> Resource {
    Resource { api_version: api_version.into(), plural: plural.into() }
}

#[test]
fn discovery_finds_what_can_be_in_a_namespace() {
    let all = json!(["create", "delete", "get", "list"]);
    let core = json!({ "items": [{ "metadata": {}, "versions": [{ "version": "v1", "resources": [
        { "resource": "pods", "scope": "Namespaced", "verbs": all },
        { "resource": "events", "scope": "Namespaced", "verbs": all },
        { "resource": "bindings", "scope": "Namespaced", "verbs": ["create"] },
        { "resource": "nodes", "scope": "Cluster", "verbs": all },
    ] }] }] });
    assert_eq!(listed(&core), Some(vec![resource("v1", "pods")]));
    let groups = json!({ "items": [
        { "metadata": { "name": "autoscaling" }, "versions": [
            { "version": "v2", "resources": [{ "resource": "hpas", "scope": "Namespaced", "verbs": all }] },
            { "version": "v1", "resources": [{ "resource": "hpas", "scope": "Namespaced", "verbs": all }] },
        ] },
        { "metadata": { "name": "metrics.k8s.io" }, "versions": [
            { "version": "v1", "resources": [{ "resource": "pods", "scope": "Namespaced", "verbs": ["list"] }] },
        ] },
    ] });
    assert_eq!(listed(&groups), Some(vec![resource("autoscaling/v2", "hpas")]));
}

#[test]
fn an_incomplete_discovery_finds_nothing() {
    let stale = json!({ "items": [{ "metadata": { "name": "x" }, "versions": [{ "version": "v1", "freshness": "Stale" }] }] });
    assert_eq!(listed(&stale), None);
    assert_eq!(listed(&json!({ "kind": "APIGroupList", "groups": [] })), None);
}

#[test]
fn what_kubernetes_puts_there_does_not_count() {
    let check = |api_version, plural, metadata: Value, expected: bool| {
        assert_eq!(
            counts(&resource(api_version, plural), &json!({ "metadata": metadata })),
            expected,
            "{metadata}"
        );
    };
    check("v1", "serviceaccounts", json!({ "name": "default" }), false);
    check("v1", "serviceaccounts", json!({ "name": "api" }), true);
    check("v1", "configmaps", json!({ "name": "kube-root-ca.crt" }), false);
    check("v1", "configmaps", json!({ "name": "default" }), true);
    let token = json!({ "name": "default-token-x", "annotations": { "kubernetes.io/service-account.name": "default" } });
    check("v1", "secrets", token, false);
    check("v1", "pods", json!({ "name": "api", "deletionTimestamp": "2026-11-23T12:00:00Z" }), false);
    check("apps/v1", "deployments", json!({ "name": "default" }), true);
}

#[test]
fn what_services_consist_of_is_looked_at_first_and_last() {
    let (claims, services) = (resource("v1", "persistentvolumeclaims"), resource("v1", "services"));
    let (deployments, foreign) = (resource("apps/v1", "deployments"), resource("acme.com/v1", "services"));
    let all = vec![claims.clone(), services.clone(), deployments.clone(), foreign.clone()];
    let first = vec![services.clone(), deployments.clone(), claims, foreign];
    assert_eq!(rounds(all), [first, vec![services, deployments]]);
}
