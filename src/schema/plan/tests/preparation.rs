//! What is planned.

use super::{Expect, Json, Refinements, Value, expect, fill_unknown, json, prepare, schema, shown, value};

fn check(prior: &Json, config: &Json, proposed: &Json, expect: &Expect) {
    let ty = schema().ty();
    let planned = prepare(&schema(), &value(prior, &ty), &value(config, &ty), &value(proposed, &ty));
    expect.assert_eq(&serde_json::to_string_pretty(&shown(&planned)).expect("JSON"));
}

fn prior() -> Json {
    json!({
        "name": "api", "replicas": 1, "zone": "z", "id": "1", "endpoint": "e", "region": "r",
        "ports": {"a": {"port": 1, "protocol": "tcp", "address": "old", "stable": "s"}},
        "disk": {"size": 1}, "probe": {"path": "/", "after": 5, "seen": "s"},
    })
}

#[test]
fn create_fills_defaults_and_marks_computed() {
    let config = json!({"name": "api", "ports": {"a": {"port": 1}}, "disk": {"size": 1, "token": "t"}, "password": "a"});
    check(
        &Json::Null,
        &config,
        &config,
        &expect![[r#"
            {
              "disk": {
                "size": 1
              },
              "endpoint": "?",
              "id": "?",
              "name": "api",
              "ports": {
                "a": {
                  "address": "?",
                  "port": 1,
                  "protocol": "tcp",
                  "stable": "?"
                }
              },
              "probe": {
                "after": 5,
                "path": "/",
                "seen": "?"
              },
              "region": "?",
              "replicas": 1,
              "zone": "?"
            }"#]],
    );
}

#[test]
fn config_wins_over_default_and_computed() {
    let config = json!({"name": "api", "replicas": 4, "zone": "mine", "probe": {"after": 9}, "ports": "?"});
    check(
        &Json::Null,
        &config,
        &config,
        &expect![[r#"
            {
              "endpoint": "?",
              "id": "?",
              "name": "api",
              "ports": "?",
              "probe": {
                "after": 9,
                "path": "/",
                "seen": "?"
              },
              "region": "?",
              "replicas": 4,
              "zone": "mine"
            }"#]],
    );
}

#[test]
fn no_change_marks_nothing() {
    let config = json!({"name": "api", "ports": {"a": {"port": 1}}, "disk": {"size": 1, "token": "new"}});
    let ty = schema().ty();
    let planned = prepare(&schema(), &value(&prior(), &ty), &value(&config, &ty), &value(&prior(), &ty));
    assert_eq!(shown(&planned), prior());
}

#[test]
fn update_keeps_what_is_stable_and_marks_the_rest() {
    let config = json!({"name": "api", "replicas": 2, "ports": {"a": {"port": 1}, "b": {"port": 2}}});
    let mut proposed = prior();
    proposed["replicas"] = json!(2);
    proposed["disk"] = Json::Null;
    proposed["ports"]["b"] = json!({"port": 2});
    check(
        &prior(),
        &config,
        &proposed,
        &expect![[r#"
            {
              "endpoint": "?",
              "id": "1",
              "name": "api",
              "ports": {
                "a": {
                  "address": "?",
                  "port": 1,
                  "protocol": "tcp",
                  "stable": "s"
                },
                "b": {
                  "address": "?",
                  "port": 2,
                  "protocol": "tcp",
                  "stable": "?"
                }
              },
              "probe": {
                "after": 5,
                "path": "/",
                "seen": "?"
              },
              "region": "r",
              "replicas": 2,
              "zone": "?"
            }"#]],
    );
}

#[test]
fn a_stable_value_that_never_was_is_not_kept() {
    let mut prior = prior();
    prior["id"] = Json::Null;
    let config = json!({"name": "new"});
    check(
        &prior,
        &config,
        &config,
        &expect![[r#"
            {
              "endpoint": "?",
              "id": "?",
              "name": "new",
              "probe": {
                "after": 5,
                "path": "/",
                "seen": "?"
              },
              "region": "r",
              "replicas": 1,
              "zone": "?"
            }"#]],
    );
}

#[test]
fn a_default_returns_where_the_configuration_lets_go() {
    let mut prior = prior();
    prior["replicas"] = json!(5);
    let planned = prepare_name_only(&prior, &prior);
    assert_eq!(planned["replicas"], json!(1));
}

#[test]
fn what_is_ignored_stays_as_before() {
    let mut proposed = prior();
    proposed["replicas"] = json!(3);
    // The disk and the port are not in the configuration any more, but `ignore_changes` has kept them.
    let planned = prepare_name_only(&prior(), &proposed);
    assert_eq!(planned["disk"], prior()["disk"]);
    assert_eq!(planned["ports"]["a"], prior()["ports"]["a"]);
}

fn prepare_name_only(prior: &Json, proposed: &Json) -> Json {
    let ty = schema().ty();
    let config = value(&json!({"name": "api"}), &ty);
    shown(&prepare(&schema(), &value(prior, &ty), &config, &value(proposed, &ty)))
}

#[test]
fn destroy_stays_null() {
    check(&prior(), &Json::Null, &Json::Null, &expect!["null"]);
}

#[test]
fn refinements_pass() {
    let ty = schema().ty();
    let mut config = value(&json!({"name": "api"}), &ty);
    let refined = Value::Unknown(Refinements { not_null: true, ..Refinements::default() });
    config.set_attribute("zone", refined.clone());
    let planned = prepare(&schema(), &Value::Null, &config, &config);
    assert_eq!(planned.attribute("zone"), Some(&refined));
}

#[test]
fn what_was_planned_is_not_filled_in_anew() {
    let ty = schema().ty();
    let mut planned = value(
        &json!({"name": "api", "zone": "?", "region": "a", "ports": {"a": {"port": 1, "address": "?"}}, "steps": [{"size": "?"}]}),
        &ty,
    );
    let settled = json!({
        "name": "other", "zone": "z", "region": "b", "ports": {"a": {"port": 2, "address": "x"}, "b": {"port": 3}},
        "steps": [{"size": 4}], "endpoint": "e",
    });
    fill_unknown(&mut planned, value(&settled, &ty));
    let expected = json!({"name": "api", "zone": "z", "region": "a", "ports": {"a": {"port": 1, "address": "x"}}, "steps": [{"size": 4}]});
    assert_eq!(shown(&planned), expected);
}
