//! What is said about a configuration.

use super::{Expect, Json, expect, json, refuse_write_only, schema, shown, validate, value, with_write_only};

fn check(config: &Json, expect: &Expect) {
    let lines = validate(&schema(), &value(config, &schema().ty())).into_iter().map(|d| {
        let path = d.path.expect("a path");
        format!("{:?} at {path}: {}: {}\n", d.severity, d.summary, d.detail)
    });
    expect.assert_eq(&lines.collect::<String>());
}

#[test]
fn good_and_unknown_values_pass() {
    check(
        &json!({"name": "api", "replicas": 9, "ports": {"http": {"port": 1}}, "disk": {"size": 1}}),
        &expect![[""]],
    );
    check(
        &json!({"name": "?", "replicas": "?", "ports": {"http": "?"}, "disk": {"size": "?"}}),
        &expect![[""]],
    );
    check(&json!({"name": "api", "ports": "?", "steps": ["?", {"size": 1}]}), &expect![[""]]);
}

#[test]
fn each_error_is_at_its_path() {
    let ports = json!({"a": {"port": 0, "protocol": "udp"}, "b": {}});
    let config =
        json!({"name": "long", "replicas": 10, "ports": ports, "steps": [{"size": 1}, {}], "id": "x"});
    check(
        &config,
        &expect![[r#"
        Error at name: Invalid value for `name`: must be at most 3 characters, got "long"
        Error at replicas: Invalid value for `replicas`: must be a whole number from 1 to 9, got 10
        Error at ports["a"].port: Invalid value for `ports["a"].port`: must be a whole number, at least 1, got 0
        Warning at ports["a"].protocol: `ports["a"].protocol` is deprecated: leave it out
        Error at ports["b"].port: Invalid value for `ports["b"].port`: must be set
        Error at steps[1].size: Invalid value for `steps[1].size`: must be set
        Error at id: Invalid value for `id`: must not be set: the provider sets it
    "#]],
    );
}

#[test]
fn secrets_are_not_shown_and_long_values_cut() {
    check(
        &json!({"name": "x".repeat(100), "password": "hunter2"}),
        &expect![[r#"
            Error at name: Invalid value for `name`: must be at most 3 characters, got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
            Error at password: Invalid value for `password`: must be one of `a`
        "#]],
    );
    check(
        &json!({"name": "ü".repeat(100), "ports": {"a": {"port": 1, "key": "hunter2"}}}),
        &expect![[r#"
            Error at name: Invalid value for `name`: must be at most 3 characters, got "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü…
            Error at ports["a"].key: Invalid value for `ports["a"].key`: must be one of `k`
        "#]],
    );
}

#[test]
fn a_client_that_would_store_a_write_only_value_is_refused() {
    let ty = schema().ty();
    let refused = |config: &Json| {
        let said = refuse_write_only(&schema(), &value(config, &ty));
        said.into_iter().map(|d| format!("{}", d.path.expect("a path"))).collect::<Vec<_>>()
    };
    let disk = json!({"size": 1, "token": "hunter2"});
    let config = json!({"name": "api", "password": "?", "disk": disk, "steps": [{"size": 1}, disk]});
    assert_eq!(refused(&config), ["disk.token", "steps[1].token", "password"]);
    assert!(refused(&json!({"name": "api", "disk": {"size": 1}})).is_empty());
}

#[test]
fn write_only_values_come_from_the_configuration_and_nothing_else_does() {
    let ty = schema().ty();
    let planned = json!({"name": "api", "disk": {"size": 1}, "steps": [{"size": 1}]});
    let config = json!({
        "name": "other", "password": "a", "disk": {"size": 2, "token": "t"}, "steps": [{"size": 2, "token": "s"}],
    });
    let whole = with_write_only(&schema(), &value(&planned, &ty), &value(&config, &ty));
    let expected = json!({
        "name": "api", "password": "a", "disk": {"size": 1, "token": "t"}, "steps": [{"size": 1, "token": "s"}],
    });
    assert_eq!(shown(&whole), expected);
}
