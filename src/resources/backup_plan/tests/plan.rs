//! What a plan shows of what AWS will say: what stays known, and what is left open because the change may change it.

use acme_schema::{Attr, Model, Value, plan as planning};
use serde_json::{Value as Json, json};

use super::super::BackupPlan;
use super::super::model::BackupPlanModel;
use super::{changed, config};
use crate::registry::{Facts, Resource, Unexpanded};
use crate::tests::{UNKNOWN, written};

/// What the vaults would say: everything that is computed.
fn live() -> Json {
    json!({
        "id": "orders",
        "arn": "arn:aws:backup:eu-west-1:123456789012:backup-plan:0f1e",
        "plan_id": "0f1e",
        "vault_arn": "arn:aws:backup:eu-west-1:123456789012:backup-vault:orders",
        "next_runs": { "snapshots": "2026-11-28T15:00:00Z" },
        "recovery_points": 17,
        "copied_recovery_points": { "us-west-2": 3 },
        "protected_resources": [super::DATABASE],
        "unprotected_resources": [],
        "last_backup": { "at": "2026-11-28T03:20:00Z", "age": "1h" },
        "tags_all": {},
        "planned_impact": "none",
        "children": {},
    })
}

/// The plan from one configuration, as it was applied and refreshed, to another.
fn plan(before: &Json, after: &Json, facts: &Facts) -> (Value, Value) {
    let schema = BackupPlan.schema();
    let before = config(&changed(before));
    let mut prior = super::planned(&before, facts);
    let said = written(&schema, &live());
    let settled = ["effective_rules", "rpo", "copy_rpo", "tags_all"];
    let computed = schema.attributes.iter().filter(|attribute| !attribute.presence.is_configurable());
    for attribute in computed.filter(|attribute| !settled.contains(&attribute.name.as_str())) {
        prior.set_attribute(&attribute.name, said.attribute(&attribute.name).cloned().unwrap_or_default());
    }
    let config = config(&changed(after));
    // What Terraform proposes: the configuration, and of what is computed what was before.
    let mut proposed = config.clone();
    for attribute in schema.attributes.iter().filter(|attribute| attribute.presence.is_computed()) {
        if config.attribute(&attribute.name).is_none_or(Value::is_null) {
            let was = prior.attribute(&attribute.name).cloned().unwrap_or_default();
            proposed.set_attribute(&attribute.name, was);
        }
    }
    let mut planned = planning::prepare(&schema, &prior, &config, &proposed);
    BackupPlan.settle(&config, &mut planned, facts);
    (prior, planned)
}

fn open(planned: &Value) -> Vec<String> {
    let computed = BackupPlan.schema().attributes.into_iter().filter(|of| !of.presence.is_configurable());
    computed
        .map(|attribute| attribute.name)
        .filter(|name| planned.attribute(name).is_none_or(|value| !value.is_wholly_known()))
        .collect()
}

/// What changes by itself, such as the age of a backup, is no difference.
#[test]
fn nothing_is_open_where_nothing_changes() {
    for plan in [
        json!({}),
        json!({ "objectives": { "rpo": "15m" }, "copy_actions": [{ "region": "us-west-2" }] }),
        json!({ "vault": { "lock": { "mode": "compliance", "acknowledge_irreversible": true } } }),
        json!({ "objectives": null, "rules": { "daily": { "schedule": "cron(0 3 * * ? *)", "lifecycle": { "delete_after": 35 } } } }),
    ] {
        let (prior, planned) = self::plan(&plan, &plan, &Facts::default());
        assert_eq!(planned, prior, "{plan}");
    }
}

#[test]
fn what_a_change_cannot_change_stays_known() {
    let (_, planned) = plan(&json!({}), &json!({ "objectives": { "rpo": "15m" } }), &Facts::default());
    let open = open(&planned);
    for name in [
        "id",
        "arn",
        "plan_id",
        "vault_arn",
        "effective_rules",
        "rpo",
        "copy_rpo",
        "highest_generation",
        "tags_all",
    ] {
        assert!(!open.iter().any(|open| open == name), "{name}");
    }
    for name in
        ["next_runs", "recovery_points", "copied_recovery_points", "last_backup", "protected_resources"]
    {
        assert!(open.iter().any(|open| open == name), "{name}");
    }
}

/// Rules and what is lost with them are known with the first plan, before there is anything to back up.
#[test]
fn a_new_plan_shows_its_rules() {
    let change = json!({ "databases": [UNKNOWN], "objectives": { "rpo": "15m" }, "copy_actions": [{ "region": "us-west-2" }] });
    let facts = Facts::default();
    let planned = super::planned(&config(&changed(&change)), &facts);
    assert!(matches!(BackupPlan.expand(&planned, &facts), Err(Unexpanded::Unknown)));
    let model = BackupPlanModel::from_value(&planned).unwrap();
    let names: Vec<_> = model.effective_rules.known().unwrap().keys().collect();
    assert_eq!(names, ["continuous", "copies"]);
    assert_eq!((model.rpo, model.copy_rpo), (Attr::Known("5m".to_owned()), Attr::Known("3h".to_owned())));
    assert_eq!(model.id, Attr::Known("orders".to_owned()));
}

#[test]
fn anything_unknown_postpones_the_expansion() {
    for change in [
        json!({ "name": UNKNOWN }),
        json!({ "region": UNKNOWN }),
        json!({ "databases": UNKNOWN }),
        json!({ "databases": [UNKNOWN] }),
        json!({ "volumes": UNKNOWN }),
        json!({ "resources": [UNKNOWN] }),
        json!({ "resource_tags": { "a": UNKNOWN } }),
        json!({ "objectives": UNKNOWN }),
        json!({ "objectives": { "rpo": UNKNOWN } }),
        json!({ "objectives": { "rto": UNKNOWN } }),
        json!({ "objectives": { "retention_days": UNKNOWN } }),
        json!({ "objectives": { "continuous": UNKNOWN } }),
        json!({ "objectives": null, "rules": UNKNOWN }),
        json!({ "objectives": null, "rules": { "a": UNKNOWN } }),
        json!({ "objectives": null, "rules": { "a": { "schedule": UNKNOWN, "lifecycle": { "delete_after": 7 } } } }),
        json!({ "objectives": null, "rules": { "a": { "schedule": "cron(0 3 * * ? *)", "copy": UNKNOWN, "lifecycle": { "delete_after": 7 } } } }),
        json!({ "objectives": null, "rules": { "a": { "schedule": "cron(0 3 * * ? *)", "lifecycle": { "delete_after": 7, "cold_storage_after": UNKNOWN } } } }),
        json!({ "objectives": null, "rules": { "a": { "schedule": "cron(0 3 * * ? *)", "recovery_point_tags": { "a": UNKNOWN }, "lifecycle": { "delete_after": 7 } } } }),
        json!({ "copy_actions": UNKNOWN }),
        json!({ "copy_actions": [UNKNOWN] }),
        json!({ "copy_actions": [{ "region": UNKNOWN }] }),
        json!({ "copy_actions": [{ "region": "us-west-2", "kms_key_arn": UNKNOWN }] }),
        json!({ "copy_actions": [{ "region": "us-west-2", "lifecycle": UNKNOWN }] }),
        json!({ "vault": UNKNOWN }),
        json!({ "vault": { "kms_key_arn": UNKNOWN } }),
        json!({ "vault": { "access_policy": UNKNOWN } }),
        json!({ "vault": { "lock": UNKNOWN } }),
        json!({ "vault": { "lock": { "mode": "governance", "min_retention_days": UNKNOWN } } }),
        json!({ "role_arn": UNKNOWN }),
        json!({ "advanced_settings": { "windows_vss": UNKNOWN } }),
        json!({ "notifications": { "sns_topic_arn": UNKNOWN } }),
        json!({ "notifications": { "sns_topic_arn": "arn:aws:sns:eu-west-1:123456789012:a", "events": [UNKNOWN] } }),
        json!({ "restore_testing": UNKNOWN }),
        json!({ "restore_testing": { "schedule": "cron(0 3 ? * SUN *)", "restore_metadata": { "a": UNKNOWN } } }),
        json!({ "backup_generation": UNKNOWN }),
        json!({ "tags": { "team": UNKNOWN } }),
        json!({ "timeouts": { "create": UNKNOWN } }),
    ] {
        let facts = Facts::default();
        let planned = super::planned(&config(&changed(&change)), &facts);
        let expanded = BackupPlan.expand(&planned, &facts);
        assert!(matches!(expanded, Err(Unexpanded::Unknown)), "{change}: {expanded:?}");
    }
}

/// The tags of the provider block are those of every child that has tags of users, and of every recovery point.
#[test]
fn default_tags_reach_everything() {
    let facts = Facts {
        default_tags: Attr::Known([("stage".to_owned(), "test".to_owned())].into()),
        ..Facts::default()
    };
    let change =
        json!({ "tags": { "team": "orders" }, "restore_testing": { "schedule": "cron(0 3 ? * SUN *)" } });
    let planned = super::planned(&config(&changed(&change)), &facts);
    let expansion = BackupPlan.expand(&planned, &facts).unwrap();
    let mut tagged = Vec::new();
    for (id, manifest) in expansion.desired.iter() {
        let tags = &manifest.json()["Tags"];
        if tags["stage"] == "test" && tags["team"] == "orders" {
            tagged.push(id.kind.name());
        }
        for rule in manifest.json()["Rules"].as_array().into_iter().flatten() {
            assert_eq!(rule["RecoveryPointTags"]["stage"], "test");
        }
    }
    assert_eq!(tagged, ["Role", "Role", "BackupVault", "BackupPlan", "RestoreTestingPlan"]);
}
