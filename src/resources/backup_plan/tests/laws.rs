//! What holds for every backup plan: the live objects lead back to the configuration, as far as AWS Backup knows of it.

use std::collections::BTreeSet;

use acme_children::{ChildId, Children, Kind, Location, Observed};
use acme_schema::{Attr, List, Model, Value};
use serde_json::{Value as Json, json};

use super::super::BackupPlan;
use super::super::model::BackupPlanModel;
use super::children::{PLANS, json as read};
use super::{DATABASE, VOLUME, base, changed, config, expanded, planned};
use crate::registry::{Expansion, Facts, Resource, Target};

const ACCOUNT: &str = "123456789012";
const HOME: &str = "eu-west-1";

/// The children as AWS describes them: with whole ARNs, and what it adds.
pub(super) fn served(expansion: &Expansion) -> Children<Observed> {
    let mut observed = Children::new();
    for (id, manifest) in expansion.desired.iter() {
        let mut live = filled(manifest.json());
        let (name, region) = id.in_region();
        let region = region.unwrap_or(HOME);
        match id.kind {
            Kind::BackupVault => {
                live["BackupVaultArn"] =
                    json!(format!("arn:aws:backup:{region}:{ACCOUNT}:backup-vault:{name}"));
                live["NumberOfRecoveryPoints"] = json!(0);
                if live["EncryptionKeyArn"].is_null() {
                    live["EncryptionKeyArn"] = json!(format!("arn:aws:kms:{region}:{ACCOUNT}:key/default"));
                }
            }
            Kind::BackupPlan => {
                live["BackupPlanId"] = json!("0f1e");
                live["BackupPlanArn"] = json!(format!("arn:aws:backup:{region}:{ACCOUNT}:backup-plan:0f1e"));
            }
            _ => {}
        }
        // What was asked for once is no object that stays.
        if id.kind != Kind::BackupRun {
            observed.insert(id.clone(), Observed { live });
        }
    }
    observed
}

/// The same with whole ARNs in the place of those that do not know the account.
fn filled(json: &Json) -> Json {
    let text = json.to_string();
    let text = text.replace("<partition>", "aws").replace("<region>", HOME).replace("<account>", ACCOUNT);
    serde_json::from_str(&text).unwrap()
}

/// The plan without what AWS Backup does not say, and as it would be written once more.
fn normal(planned: &Value) -> BackupPlanModel {
    let mut model = BackupPlanModel::from_value(planned).unwrap();
    let sort = |list: &mut Attr<List<String>>| match list {
        Attr::Known(texts) if texts.is_empty() => *list = Attr::Null,
        Attr::Known(texts) => texts.sort_by_key(|text| text.known().cloned()),
        Attr::Null | Attr::Unknown => {}
    };
    [&mut model.databases, &mut model.volumes, &mut model.resources].into_iter().for_each(sort);
    if let Attr::Known(notifications) = &mut model.notifications {
        sort(&mut notifications.events);
    }
    if let Attr::Known(vault) = &mut model.vault {
        if let Attr::Known(policy) = &mut vault.access_policy {
            *policy = serde_json::from_str::<Json>(policy).unwrap().to_string();
        }
        if let Attr::Known(lock) = &mut vault.lock
            && lock.changeable_for_days == Attr::Known(3)
        {
            lock.changeable_for_days = Attr::Null;
        }
        let is_empty = vault.kms_key_arn.is_null() && vault.access_policy.is_null() && vault.lock.is_null();
        if is_empty {
            model.vault = Attr::Null;
        }
    }
    if let Attr::Known(actions) = &mut model.copy_actions {
        let home = |action: &super::super::model::CopyActionModel| {
            let text = |attr: &Attr<String>| attr.known().cloned().unwrap_or_default();
            let arn = action.destination_vault_arn.known().cloned();
            arn.unwrap_or_else(|| {
                let account = action.account_id.known().map_or(ACCOUNT, String::as_str);
                format!("arn:aws:backup:{}:{account}:backup-vault:", text(&action.region))
            })
        };
        actions.sort_by_key(|action| action.known().map(home));
        if actions.is_empty() {
            model.copy_actions = Attr::Null;
        }
    }
    let written = BackupPlanModel {
        backup_generation: Attr::Null,
        max_disruption: Attr::Null,
        timeouts: Attr::Null,
        ..model
    };
    // What is computed is not recovered, but for what follows from the rest.
    let mut value = written.to_value();
    let follows = ["effective_rules", "rpo", "copy_rpo", "tags_all"];
    let schema = BackupPlan.schema();
    let computed = schema.attributes.iter().filter(|attribute| !attribute.presence.is_configurable());
    for attribute in computed.filter(|attribute| !follows.contains(&attribute.name.as_str())) {
        value.set_attribute(&attribute.name, Value::Null);
    }
    BackupPlanModel::from_value(&value).unwrap()
}

fn plans() -> Vec<Json> {
    let daily = json!({ "schedule": "cron(0 3 * * ? *)", "lifecycle": { "delete_after": 35 } });
    let kept = json!({ "schedule": "cron(0 0/12 * * ? *)", "copy": false, "lifecycle": { "delete_after": 365 }, "recovery_point_tags": { "kept": "long" } });
    let west = json!({ "region": "us-west-2" });
    let key = "arn:aws:kms:us-west-2:123456789012:key/4711";
    let changes = [
        json!({ "region": "eu-west-1", "objectives": { "rpo": "90m", "rto": "3h" } }),
        json!({ "objectives": { "rpo": "24h", "continuous": true, "retention_days": 60 }, "copy_actions": [west] }),
        json!({ "objectives": { "rpo": "24h", "continuous": false } }),
        json!({ "databases": null, "volumes": [VOLUME], "objectives": { "rpo": "7d", "retention_days": 200, "cold_storage_after": 30 } }),
        json!({ "objectives": null, "rules": { "daily": daily } }),
        json!({ "objectives": null, "rules": { "daily": daily, "kept": kept }, "copy_actions": [west] }),
        json!({ "objectives": null, "rules": { "daily": daily, "kept": kept }, "copy_actions": [{ "region": "us-west-2", "kms_key_arn": key, "lifecycle": { "delete_after": 90 } }] }),
        json!({ "copy_actions": [west, { "region": "us-west-2", "account_id": "210987654321" }, { "destination_vault_arn": "arn:aws:backup:eu-west-1:123456789012:backup-vault:other" }] }),
        json!({ "copy_actions": [{ "region": "us-west-2", "lifecycle": { "delete_after": 90 } }] }),
        json!({ "vault": { "lock": { "mode": "governance" } }, "tags": { "team": "orders" } }),
        json!({ "vault": { "access_policy": "{ \"Version\": \"2012-10-17\" }" } }),
        json!({ "vault": { "lock": { "mode": "compliance", "acknowledge_irreversible": true, "max_retention_days": 400 } } }),
        json!({ "databases": null, "resource_tags": { "backup": "yes" } }),
        json!({ "resources": ["arn:aws:rds:eu-west-1:123456789012:db:other-*", "arn:aws:ec2:eu-west-1:123456789012:volume/*"], "resource_tags": { "a": "b" } }),
        json!({ "notifications": { "sns_topic_arn": "arn:aws:sns:eu-west-1:123456789012:backups" } }),
        json!({ "advanced_settings": { "s3_object_tags": true } }),
        json!({ "restore_testing": { "schedule": "cron(0 4 ? * MON *)" }, "role_arn": "arn:aws:iam::123456789012:role/x" }),
        json!({ "volumes": [VOLUME], "databases": [DATABASE], "restore_testing": { "schedule": "cron(0 4 ? * MON *)", "validation_window_hours": 4, "restore_metadata": { "a": "b" } } }),
    ];
    PLANS.into_iter().map(read).chain([base()]).chain(changes.iter().map(changed)).collect()
}

fn target(expansion: &Expansion) -> Target {
    let name = &expansion.owner.name;
    let id = match &expansion.location {
        Location::Aws(Some(region)) => format!("{region}/{name}"),
        Location::Aws(None) | Location::Kubernetes(_) => name.clone(),
    };
    BackupPlan.locate(&id, &Facts::default()).unwrap()
}

#[test]
fn what_aws_returns_is_recovered() {
    for json in plans() {
        let config = config(&json);
        let expansion = expanded(&config);
        let recovered =
            BackupPlan.recover(&target(&expansion), &served(&expansion), &Facts::default()).unwrap();
        let mut expected = normal(&planned(&config, &Facts::default()));
        expected.tags_all = Attr::Known(expected.tags.known().cloned().unwrap_or_default());
        assert_eq!(BackupPlanModel::from_value(&recovered).unwrap(), expected, "{json}");
    }
}

/// What is imported and written down as it was found is no change.
#[test]
fn a_plan_after_it_changes_nothing() {
    let facts = Facts::default();
    for json in plans() {
        let expansion = expanded(&config(&json));
        let recovered = BackupPlan.recover(&target(&expansion), &served(&expansion), &facts).unwrap();
        let again = BackupPlan.expand(&recovered, &facts).unwrap_or_else(|why| panic!("{json}: {why:?}"));
        assert_eq!(again.location, expansion.location, "{json}");
        let mut settled = recovered.clone();
        BackupPlan.settle(&Value::Null, &mut settled, &facts);
        settled.set_attribute("id", Value::Null);
        assert_eq!(settled, recovered, "{json}");
        for (id, found) in expansion.desired.iter().filter(|(id, _)| id.kind != Kind::BackupRun) {
            let again = again.desired.get(id).unwrap_or_else(|| panic!("{id} is gone"));
            assert_eq!(again.json(), found.json(), "{json}: {id}");
        }
    }
}

/// The plan leads to everything that belongs to it.
#[test]
fn everything_is_found_from_the_plan() {
    for json in plans() {
        let expansion = expanded(&config(&json));
        let target = target(&expansion);
        let also = BackupPlan.also(&target, &served(&expansion));
        let found: BTreeSet<_> = target.ids.into_iter().chain(also).collect();
        for id in expansion.desired.ids().into_iter().filter(|id| id.kind != Kind::BackupRun) {
            assert!(found.contains(id), "{json}: {id}");
        }
        // Nor is anything looked for that would be somebody else's.
        let expected: BTreeSet<_> = expansion.desired.id_set();
        let is_more = |id: &&ChildId| !expected.contains(*id) && id.kind != Kind::RestoreTestingPlan;
        assert_eq!(found.iter().find(is_more), None, "{json}");
    }
}

#[test]
fn import_ids() {
    let facts = Facts::default();
    for (id, region) in [("orders-main", None), ("eu-central-1/orders-main", Some("eu-central-1"))] {
        let target = BackupPlan.locate(id, &facts).unwrap();
        assert_eq!(target.location, Location::Aws(region.map(str::to_owned)));
        let ids: Vec<_> = target.ids.iter().map(ToString::to_string).collect();
        let expected = [
            "backupplan/orders-main",
            "backupselection/orders-main",
            "backupvault/orders-main",
            "restoretestingplan/orders_main",
        ];
        assert_eq!(ids, expected);
    }
    for id in [
        "",
        "o",
        "orders.main",
        "Europe/orders",
        "eu-central-1/",
        "eu-central-1/orders/x",
        "arn:aws:backup:x",
    ] {
        let said = format!("{:?}", BackupPlan.locate(id, &facts).unwrap_err());
        assert!(said.contains("is not the id of a backup plan") && said.contains("NAME"), "{said}");
    }
    let expansion = expanded(&config(&base()));
    assert!(BackupPlan.recover(&target(&expansion), &Children::new(), &Facts::default()).is_none());
}

/// What is stored is where its children are looked for, and whose they are.
#[test]
fn a_state_says_where_it_is() {
    for json in plans() {
        let config = config(&json);
        let expansion = expanded(&config);
        let (location, owner, timeouts) = BackupPlan.place(&planned(&config, &Facts::default())).unwrap();
        let expected = (expansion.location, expansion.owner, expansion.timeouts);
        assert_eq!((location, owner, timeouts), expected, "{json}");
    }
}
