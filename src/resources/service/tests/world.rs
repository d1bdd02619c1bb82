//! What is planned from what is known of the world, and what stays as it was, or unknown.

use acme_children::Kind;
use acme_schema::{Value, plan as planning};
use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};

use super::super::Service;
use super::{config, world};
use crate::registry::{Facts, Resource, Unexpanded};
use crate::tests::UNKNOWN;

const ONE: &str = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:one";
const OTHER: &str = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:other";

fn service(change: &Json) -> Value {
    let mut json = json!({
        "name": "api",
        "image": { "repository": "acme/api", "tag": "1" },
        "ports": { "http": { "port": 8080 } },
    });
    for (name, value) in change.as_object().unwrap() {
        json[name] = value.clone();
    }
    config(&json)
}

fn secrets() -> Json {
    json!({
        "secrets": {
            "A": { "secret_arn": ONE },
            "B": { "secret_arn": ONE, "key": "b" },
            "C": { "secret_arn": OTHER, "version_id": "0123456789abcdef0123456789abcdef" },
        },
        "volumes": { "tls": { "mount_path": "/tls", "secret": { "key": { "secret_arn": OTHER } } } },
        "metrics": {},
    })
}

/// What the provider looked up: versions of secrets, and whether there are ServiceMonitors.
fn facts(versions: &[(&str, &str)], monitors: Option<bool>) -> Facts {
    Facts {
        secret_versions: versions.iter().map(|(arn, id)| ((*arn).to_owned(), (*id).to_owned())).collect(),
        custom: monitors.into_iter().map(|known| (Kind::ServiceMonitor, known)).collect(),
        ..Facts::default()
    }
}

/// The plan from `prior` (null: a create).
fn plan(prior: &Value, config: &Value, facts: &Facts) -> Value {
    let mut proposed = config.clone();
    for name in ["secret_versions", "replicas", "cluster", "id"] {
        proposed.set_attribute(name, prior.attribute(name).cloned().unwrap_or_default());
    }
    let mut planned = planning::prepare(&Service.schema(), prior, config, &proposed);
    Service.settle(config, &mut planned, facts);
    planned
}

fn check(planned: &Value, expect: &Expect) {
    let discovery = planned.attribute("metrics").and_then(|metrics| metrics.attribute("discovery"));
    let line = |value: Option<&Value>| match value {
        Some(Value::Map(versions)) => {
            let line = |(arn, id): (&String, &Value)| {
                format!("{} = {}", arn.rsplit(':').next().unwrap_or_default(), id.as_str().unwrap_or(UNKNOWN))
            };
            versions.iter().map(line).collect::<Vec<_>>().join(", ")
        }
        Some(Value::String(text)) => text.clone(),
        Some(Value::Unknown(_)) => UNKNOWN.to_owned(),
        _ => "null".to_owned(),
    };
    expect.assert_eq(&format!("{}; {}", line(planned.attribute("secret_versions")), line(discovery)));
}

#[test]
fn what_is_needed_is_what_is_not_written() {
    let needs = Service.needs(&service(&secrets()));
    assert_eq!(needs.secrets.iter().collect::<Vec<_>>(), [ONE, OTHER]);
    assert_eq!(needs.custom.iter().collect::<Vec<_>>(), [&Kind::ServiceMonitor]);
    assert_eq!(Service.needs(&service(&json!({}))), crate::registry::Needs::default());
}

#[test]
fn a_create_knows_what_was_looked_up() {
    let config = service(&secrets());
    check(
        &plan(&Value::Null, &config, &Facts::default()),
        &expect!["one = (known after apply), other = (known after apply); (known after apply)"],
    );
    check(
        &plan(&Value::Null, &config, &facts(&[(ONE, "v1")], Some(false))),
        &expect!["one = v1, other = (known after apply); annotations"],
    );
    check(
        &plan(&Value::Null, &config, &facts(&[(ONE, "v1"), (OTHER, "w1")], Some(true))),
        &expect!["one = v1, other = w1; service_monitor"],
    );
    check(&plan(&Value::Null, &service(&json!({})), &Facts::default()), &expect!["null; null"]);
}

#[test]
fn an_update_keeps_what_was_not_looked_up_and_drops_what_is_not_needed() {
    let all = facts(&[(ONE, "v1"), (OTHER, "w1")], Some(true));
    let prior = plan(&Value::Null, &service(&secrets()), &all);
    let mut change = secrets();
    change["args"] = json!(["changed"]);
    check(
        &plan(&prior, &service(&change), &Facts::default()),
        &expect!["one = v1, other = w1; service_monitor"],
    );
    check(
        &plan(&prior, &service(&change), &facts(&[(ONE, "v2")], Some(false))),
        &expect!["one = v2, other = w1; annotations"],
    );
    change["volumes"] = Json::Null;
    change["metrics"]["discovery"] = json!("annotations");
    check(&plan(&prior, &service(&change), &Facts::default()), &expect!["one = v1; annotations"]);
    change["secrets"]["A"]["secret_arn"] = json!(UNKNOWN);
    check(&plan(&prior, &service(&change), &all), &expect!["(known after apply); annotations"]);
}

#[test]
fn what_is_not_known_postpones_the_expansion() {
    for change in [secrets(), json!({ "metrics": {} })] {
        let config = service(&change);
        let open = plan(&Value::Null, &config, &Facts::default());
        assert!(matches!(Service.expand(&open, &Facts::default()), Err(Unexpanded::Unknown)), "{change}");
        // When it is applied, what was open is looked up and settled.
        let mut planned = open;
        Service.settle(&config, &mut planned, &world(&config));
        let expansion = Service.expand(&planned, &Facts::default()).expect("everything is known");
        // A state is expanded without any facts.
        let again = Service.expand(&planned, &world(&config)).expect("everything is known");
        assert_eq!(expansion.desired.digests(), again.desired.digests());
    }
}

/// The name of the Job changes with what it does, and with nothing that only concerns replicas.
#[test]
fn a_job_runs_again_where_what_it_does_has_changed() {
    let job = |change: Json| {
        let mut whole = json!({ "pre_deploy": { "command": ["migrate"] } });
        for (name, value) in change.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let config = service(&whole);
        let expansion = Service.expand(&plan(&Value::Null, &config, &Facts::default()), &Facts::default());
        let desired = expansion.expect("everything is known").desired;
        let ids: Vec<_> = desired.ids().into_iter().filter(|id| id.kind == Kind::Job).cloned().collect();
        ids[0].name.clone()
    };
    let before = job(json!({}));
    for change in [
        json!({ "replicas": 5 }),
        json!({ "restart_generation": 1 }),
        json!({ "ports": { "http": { "port": 9000 } } }),
        json!({ "liveness_probe": { "tcp_socket": { "port": "http" } } }),
        json!({ "args": ["serve"] }),
    ] {
        assert_eq!(job(change.clone()), before, "{change}");
    }
    for change in [
        json!({ "image": { "repository": "acme/api", "tag": "2" } }),
        json!({ "env": { "A": "1" } }),
        json!({ "pre_deploy": { "command": ["migrate"], "retries": 1 } }),
        json!({ "secrets_wo": {}, "secrets_wo_version": 1 }),
        json!({ "patches": [{ "target": "job", "op": "add", "path": "/spec/suspend", "value": "true" }] }),
    ] {
        assert_ne!(job(change.clone()), before, "{change}");
    }
}
