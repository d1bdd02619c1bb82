//! What a plan shows of what the server will say: what stays known, and what is left open because the change may change it.

use std::collections::BTreeMap;

use acme_schema::{Attr, Value, plan as planning};
use serde_json::{Value as Json, json};

use super::super::Database;
use super::{PASSWORD, changed, config};
use crate::registry::{Facts, Resource, Unexpanded};
use crate::table::merge;
use crate::tests::{UNKNOWN, written};

/// What a live server would say: everything that is computed.
fn live() -> Json {
    json!({
        "id": "orders",
        "arn": "arn:aws:rds:eu-west-1:123456789012:db:orders",
        "host": "orders.c1.eu-west-1.rds.amazonaws.com",
        "endpoint": "orders.c1.eu-west-1.rds.amazonaws.com:5432",
        "resource_id": "db-1",
        "engine_version_actual": "16.4",
        "secret_arn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds",
        "replica_hosts": {},
        "pending_modified_values": {},
        "reboot_pending": false,
        "kept_instances": {},
        "tags_all": {},
        "planned_impact": "none",
        "children": {},
    })
}

/// The plan from one configuration to another. `seen` is laid over what the server says.
fn plan((before, seen): (&Json, &Json), after: &Json, facts: &Facts) -> Value {
    let schema = Database.schema();
    let filled =
        planning::prepare(&schema, &Value::Null, &config(&changed(before)), &config(&changed(before)));
    let mut said = live();
    merge(&mut said, seen);
    let said = written(&schema, &said);
    let mut prior = filled;
    for attribute in schema.attributes.iter().filter(|attribute| !attribute.presence.is_configurable()) {
        prior.set_attribute(&attribute.name, said.attribute(&attribute.name).cloned().unwrap_or_default());
    }
    let config = config(&changed(after));
    // What Terraform proposes: the configuration, and of what is computed what was before.
    let mut proposed = config.clone();
    for attribute in schema.attributes.iter().filter(|attribute| attribute.presence.is_computed()) {
        if config.attribute(&attribute.name).is_none_or(Value::is_null) {
            proposed.set_attribute(
                &attribute.name,
                prior.attribute(&attribute.name).cloned().unwrap_or_default(),
            );
        }
    }
    let mut planned = planning::prepare(&schema, &prior, &config, &proposed);
    let changes = planned != prior;
    Database.settle(&config, &mut planned, facts);
    assert!(changes || planned == prior, "something is open, though nothing changes: {:?}", open(&planned));
    planned
}

/// What is open of what stays where nothing else is said.
fn open(planned: &Value) -> Vec<String> {
    let kept = Database.schema().attributes.into_iter().filter(|attribute| attribute.rules.keep);
    kept.map(|kept| kept.name)
        .filter(|name| planned.attribute(name).is_none_or(|value| !value.is_wholly_known()))
        .collect()
}

fn check(prior: (&Json, &Json), after: &Json, expected: &[&str]) {
    let planned = plan(prior, after, &Facts::default());
    assert_eq!(open(&planned), expected, "{prior:?} => {after}");
}

fn write_only(change: &Json) -> Json {
    let credentials = json!({ "mode": "write_only", "password_wo": PASSWORD, "password_wo_version": 1 });
    let mut json = json!({ "credentials": credentials });
    merge(&mut json, change);
    json
}

#[test]
fn nothing_is_open_where_nothing_changes() {
    check((&json!({}), &json!({})), &json!({}), &[]);
    let wo = write_only(&json!({}));
    check((&wo, &json!({ "secret_arn": null })), &wo, &[]);
}

#[test]
fn what_a_change_cannot_change_stays_known() {
    let nothing = json!({});
    for change in [
        json!({ "instance_class": "db.t4g.large" }),
        json!({ "tags": { "team": "product" } }),
        json!({ "parameters": { "work_mem": "1" } }),
        json!({ "engine_version": "16.4" }),
        json!({ "engine_version": "16.2" }),
        json!({ "multi_az": false }),
    ] {
        let planned = plan((&nothing, &nothing), &change, &Facts::default());
        let rest: Vec<_> = open(&planned).into_iter().filter(|name| name != "restored_generation").collect();
        assert!(rest.is_empty(), "{change}: {rest:?}");
        assert_eq!(planned.attribute("restored_generation"), Some(&Value::Null));
    }
}

#[test]
fn what_a_change_may_change_is_open() {
    let nothing = json!({});
    let restore =
        |generation: i64| json!({ "restore": { "snapshot_arn": "orders-1", "generation": generation } });
    let restored = json!({ "restored_generation": 1 });
    check((&nothing, &nothing), &json!({ "engine_version": "17" }), &["engine_version_actual"]);
    check((&nothing, &nothing), &json!({ "engine_version": "16.5" }), &["engine_version_actual"]);
    check((&nothing, &nothing), &json!({ "engine_version": UNKNOWN }), &["engine_version_actual"]);
    let data = ["engine_version_actual", "secret_arn", "restored_generation"];
    check((&nothing, &nothing), &restore(1), &data);
    check((&restore(1), &restored), &restore(1), &[]);
    check((&restore(1), &restored), &restore(2), &data);
    check((&restore(1), &restored), &nothing, &[]);
    check((&restore(1), &restored), &json!({ "restore": UNKNOWN }), &data);
    let unknown = json!({ "restore": { "snapshot_arn": "orders-1", "generation": UNKNOWN } });
    check((&nothing, &nothing), &unknown, &data);
    check((&restore(1), &restored), &unknown, &data);
    // Another source alone restores nothing.
    check((&restore(1), &restored), &json!({ "restore": { "snapshot_arn": "orders-2" } }), &[]);
}

/// The version of a server whose upgrade waits stays what it is, plan after plan.
#[test]
fn what_waits_is_no_difference() {
    let upgrade = json!({ "apply": "maintenance_window", "engine_version": "17", "port": 5433 });
    let pending = json!({ "pending_modified_values": { "EngineVersion": "17.2", "Port": "5433" } });
    check((&upgrade, &pending), &upgrade, &[]);
    for switchover in ["manual", "window"] {
        let copied = write_only(&json!({
            "engine_version": "17",
            "maintenance_window": "sun:04:00-sun:05:00",
            "update_strategy": { "type": "blue_green", "switchover": switchover },
        }));
        check((&copied, &json!({ "secret_arn": null, "blue_green_status": "AVAILABLE" })), &copied, &[]);
    }
    let mut now = upgrade.clone();
    now["apply"] = json!("immediately");
    check((&upgrade, &pending), &now, &["engine_version_actual"]);
}

#[test]
fn hosts_of_replicas_are_open_where_there_are_others() {
    let none = json!({ "secret_arn": null });
    let hosts = |host: &str| json!({ "secret_arn": null, "replica_hosts": { "a": host } });
    let near = hosts("orders-a.c1.eu-west-1.rds.amazonaws.com");
    let replicas = |replicas: Json| write_only(&json!({ "replicas": replicas }));
    let far = json!({ "region": "eu-central-1", "subnet_ids": ["subnet-0a1b", "subnet-0b2c"], "security_group_ids": ["sg-0d4e"], "kms_key_id": "alias/a" });
    check((&write_only(&json!({})), &none), &replicas(json!({ "a": {} })), &["replica_hosts"]);
    check((&replicas(json!({ "a": {} })), &near), &replicas(json!({ "a": {} })), &[]);
    check((&replicas(json!({ "a": {} })), &near), &replicas(json!({ "a": { "multi_az": true } })), &[]);
    check((&replicas(json!({ "a": {} })), &near), &replicas(json!({ "b": {} })), &["replica_hosts"]);
    check((&replicas(json!({ "a": {} })), &near), &replicas(json!({})), &["replica_hosts"]);
    check((&replicas(json!({ "a": {} })), &near), &replicas(json!(UNKNOWN)), &["replica_hosts"]);
    // Somewhere else, a replica of the same key has another host.
    check((&replicas(json!({ "a": {} })), &near), &replicas(json!({ "a": far })), &["replica_hosts"]);
    let away = hosts("orders-a.c2.eu-central-1.rds.amazonaws.com");
    check((&replicas(json!({ "a": far })), &away), &replicas(json!({ "a": far })), &[]);
    check((&replicas(json!({ "a": far })), &away), &replicas(json!({ "a": {} })), &["replica_hosts"]);
    // A host that does not say where it is tells nothing.
    let local = hosts("localhost");
    check((&replicas(json!({ "a": far })), &local), &replicas(json!({ "a": far })), &[]);
}

#[test]
fn a_password_of_ones_own_has_no_secret() {
    let facts = Facts::default();
    let (managed, wo) = (json!({}), write_only(&json!({})));
    let planned = plan((&managed, &json!({})), &wo, &facts);
    assert_eq!(planned.attribute("secret_arn"), Some(&Value::Null));
    check((&wo, &json!({ "secret_arn": null })), &managed, &["secret_arn"]);
    check((&managed, &json!({})), &json!({ "credentials": { "mode": "iam" } }), &[]);
    check((&managed, &json!({})), &json!({ "credentials": { "mode": UNKNOWN } }), &["secret_arn"]);
}

#[test]
fn a_new_database_is_open() {
    let config = config(&changed(&json!({})));
    let planned = super::planned(&config, &Facts::default());
    let expected = ["arn", "host", "endpoint", "engine_version_actual", "secret_arn", "replica_hosts"];
    assert_eq!(open(&planned), expected);
    assert_eq!(planned.attribute("id"), Some(&Value::String("orders".to_owned())));
}

#[test]
fn all_tags() {
    let defaults = |tags: &[(&str, &str)]| Facts {
        default_tags: Attr::Known(tags.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()),
        ..Facts::default()
    };
    let unknown = Facts { default_tags: Attr::Unknown, ..Facts::default() };
    let given = defaults(&[("team", "platform"), ("stage", "test")]);
    for (facts, tags, expected) in [
        (&Facts::default(), json!(null), Some(vec![])),
        (&Facts::default(), json!({ "team": "product" }), Some(vec![("team", "product")])),
        (&given, json!(null), Some(vec![("stage", "test"), ("team", "platform")])),
        (
            &given,
            json!({ "team": "product", "app": "x" }),
            Some(vec![("app", "x"), ("stage", "test"), ("team", "product")]),
        ),
        (&given, json!({ "team": null }), Some(vec![("stage", "test")])),
        (&unknown, json!({ "team": "product" }), None),
        (&given, json!(UNKNOWN), None),
    ] {
        let planned = super::planned(&config(&changed(&json!({ "tags": tags }))), facts);
        let all = planned.attribute("tags_all").unwrap();
        let expected = expected.map(|all| {
            let all = all.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value.to_owned())));
            Value::Map(all.collect::<BTreeMap<_, _>>())
        });
        assert_eq!(all, &expected.unwrap_or_else(Value::unknown), "{tags}");
    }
}

/// The tags of the provider block are those of every child.
#[test]
fn default_tags_reach_every_child() {
    let facts = Facts {
        default_tags: Attr::Known([("stage".to_owned(), "test".to_owned())].into()),
        ..Facts::default()
    };
    let config = config(&changed(&json!({ "tags": { "team": "product" }, "monitoring": {} })));
    let expansion = Database.expand(&super::planned(&config, &facts), &facts).unwrap();
    for (id, manifest) in expansion.desired.iter() {
        let tags = &manifest.json()["Tags"];
        assert_eq!((&tags["stage"], &tags["team"]), (&json!("test"), &json!("product")), "{id}");
    }
    let facts = Facts { default_tags: Attr::Unknown, ..Facts::default() };
    assert!(matches!(Database.expand(&super::planned(&config, &facts), &facts), Err(Unexpanded::Unknown)));
}

#[test]
fn anything_unknown_postpones_the_expansion() {
    for change in [
        json!({ "name": UNKNOWN }),
        json!({ "region": UNKNOWN }),
        json!({ "engine_version": UNKNOWN }),
        json!({ "iops": UNKNOWN }),
        json!({ "storage_throughput": UNKNOWN, "storage_type": "gp2" }),
        json!({ "kms_key_id": UNKNOWN }),
        json!({ "subnet_ids": ["subnet-0a1b", UNKNOWN] }),
        json!({ "security_group_ids": UNKNOWN }),
        json!({ "multi_az": UNKNOWN }),
        json!({ "credentials": { "username": UNKNOWN } }),
        json!({ "credentials": { "mode": UNKNOWN } }),
        json!({ "credentials": { "secret_kms_key_id": UNKNOWN } }),
        json!({ "parameters": { "work_mem": UNKNOWN } }),
        json!({ "update_strategy": { "type": UNKNOWN } }),
        json!({ "backup_window": UNKNOWN }),
        json!({ "ca_certificate_identifier": UNKNOWN }),
        json!({ "log_exports": [UNKNOWN] }),
        json!({ "performance_insights": { "kms_key_id": UNKNOWN } }),
        json!({ "monitoring": { "interval_seconds": UNKNOWN } }),
        json!({ "restore": { "point_in_time": { "time": UNKNOWN } } }),
        json!({ "restore": { "snapshot_arn": UNKNOWN } }),
        json!({ "deletion_protection": UNKNOWN }),
        json!({ "skip_final_snapshot": UNKNOWN }),
        json!({ "tags": { "team": UNKNOWN } }),
        json!({ "timeouts": { "create": UNKNOWN } }),
        write_only(&json!({ "replicas": UNKNOWN })),
        write_only(&json!({ "replicas": { "a": { "instance_class": UNKNOWN } } })),
        json!({ "backup_replication": { "region": "eu-central-1", "kms_key_id": UNKNOWN } }),
    ] {
        let facts = Facts::default();
        let planned = super::planned(&config(&changed(&change)), &facts);
        assert!(matches!(Database.expand(&planned, &facts), Err(Unexpanded::Unknown)), "{change}");
    }
    // A password that is not known yet changes nothing that could be planned.
    let later = write_only(&json!({ "credentials": { "password_wo": UNKNOWN } }));
    let planned = super::planned(&config(&changed(&later)), &Facts::default());
    assert!(Database.expand(&planned, &Facts::default()).is_ok());
}
