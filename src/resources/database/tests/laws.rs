//! What holds for every database: the live objects lead back to the configuration, as far as RDS knows of it.

use std::collections::BTreeSet;

use acme_children::{ChildId, Children, Kind, Location, Manifest, Observed};
use acme_schema::{Attr, Model, Value};
use serde_json::{Value as Json, json};

use super::super::Database;
use super::super::model::DatabaseModel;
use super::children::{DATABASES, json as read};
use super::{base, changed, config, expanded, planned, with_password};
use crate::registry::{Expansion, Facts, Resource, Target};

/// The children as AWS describes them: with names of its own for what was asked for, and what it adds.
fn served(expansion: &Expansion) -> Children<Observed> {
    let mut observed = Children::new();
    for (id, manifest) in expansion.desired.iter() {
        let live = match id.kind {
            Kind::DbInstance => instance(id, manifest, &expansion.desired),
            Kind::DbReplica => server(id, manifest),
            Kind::DbBackupReplication => {
                let mut live = manifest.json().clone();
                live["KmsKeyId"] = manifest.orders()["KmsKeyId"].clone();
                live
            }
            _ => manifest.json().clone(),
        };
        observed.insert(id.clone(), Observed { live });
    }
    observed
}

/// What RDS calls a field when it describes a server.
fn described(field: &str, wanted: &Json) -> Option<(&'static str, Json)> {
    Some(match field {
        "DBParameterGroupName" => (
            "DBParameterGroups",
            json!([{ "DBParameterGroupName": wanted, "ParameterApplyStatus": "in-sync" }]),
        ),
        "DBSubnetGroupName" => ("DBSubnetGroup", json!({ "DBSubnetGroupName": wanted })),
        "EnableIAMDatabaseAuthentication" => ("IAMDatabaseAuthenticationEnabled", wanted.clone()),
        "EnablePerformanceInsights" => ("PerformanceInsightsEnabled", wanted.clone()),
        "EnableCloudwatchLogsExports" => ("EnabledCloudwatchLogsExports", wanted.clone()),
        "CACertificateIdentifier" => ("CertificateDetails", json!({ "CAIdentifier": wanted })),
        "ManageMasterUserPassword" if wanted == true => (
            "MasterUserSecret",
            json!({ "SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds" }),
        ),
        "ManageMasterUserPassword" => ("MasterUserSecret", Json::Null),
        "MonitoringRole" => {
            let role = wanted.as_str().unwrap();
            let arn = if role.starts_with("arn:") {
                role.to_owned()
            } else {
                format!("arn:aws:iam::123456789012:role/{role}")
            };
            ("MonitoringRoleArn", json!(arn))
        }
        _ => return None,
    })
}

fn server(id: &ChildId, manifest: &Manifest) -> Json {
    let (name, region) = id.in_region();
    let region = region.unwrap_or("eu-west-1");
    let mut live = json!({
        "DBInstanceIdentifier": name,
        "DBInstanceArn": format!("arn:aws:rds:{region}:123456789012:db:{name}"),
        "DBInstanceStatus": "available",
        "Engine": "postgres",
        "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/4711",
        "PendingModifiedValues": {},
    });
    for (field, wanted) in manifest.json().as_object().unwrap() {
        match (field.as_str(), described(field, wanted)) {
            ("DBPortNumber", _) => {
                let address = format!("{name}.c1.{region}.rds.amazonaws.com");
                live["Endpoint"] = json!({ "Address": address, "Port": wanted });
            }
            // `16` is made as the newest 16.
            ("EngineVersion", _) if !wanted.as_str().unwrap().contains('.') => {
                live["EngineVersion"] = json!(format!("{}.9", wanted.as_str().unwrap()));
            }
            (_, Some((field, found))) => live[field] = found,
            (_, None) => live[field] = wanted.clone(),
        }
    }
    if live["StorageType"] == "gp3" && live["Iops"].is_null() {
        (live["Iops"], live["StorageThroughput"]) = (json!(3000), json!(125));
    }
    let key = &manifest.orders()["Creation"]["KmsKeyId"];
    if key.is_string() {
        live["KmsKeyId"] = key.clone();
    }
    live
}

fn instance(id: &ChildId, manifest: &Manifest, all: &Children<Manifest>) -> Json {
    let mut live = server(id, manifest);
    let creation = &manifest.orders()["Creation"];
    live["MasterUsername"] = creation["MasterUsername"].clone();
    live["DBName"] = creation["DBName"].clone();
    let of = |kind: Kind| all.iter().map(|(id, _)| id).filter(move |id| id.kind == kind);
    let arn = |(name, region): (&str, Option<&str>)| {
        region
            .map_or_else(|| name.to_owned(), |region| format!("arn:aws:rds:{region}:123456789012:db:{name}"))
    };
    live["ReadReplicaDBInstanceIdentifiers"] = of(Kind::DbReplica).map(|id| arn(id.in_region())).collect();
    let copies = of(Kind::DbBackupReplication).map(|id| id.in_region().1.unwrap());
    let copies = copies.map(|region| format!("arn:aws:rds:{region}:123456789012:auto-backup:ab-1"));
    live["DBInstanceAutomatedBackupsReplications"] = copies.collect();
    live
}

/// The plan without what RDS does not say, and as it would be written once more.
fn normal(planned: &Value) -> DatabaseModel {
    let mut model = DatabaseModel::from_value(planned).unwrap();
    let sort = |list: &mut Attr<Vec<Attr<String>>>| {
        if let Attr::Known(list) = list {
            list.sort_by_key(|text| text.known().cloned());
        }
    };
    sort(&mut model.subnet_ids);
    sort(&mut model.security_group_ids);
    sort(&mut model.log_exports);
    for (_, replica) in model.replicas.known().cloned().unwrap_or_default() {
        assert!(!replica.is_null());
    }
    if let Attr::Known(replicas) = &mut model.replicas {
        for replica in replicas.values_mut() {
            if let Attr::Known(replica) = replica {
                sort(&mut replica.subnet_ids);
                sort(&mut replica.security_group_ids);
            }
        }
    }
    if let Attr::Known(credentials) = &mut model.credentials {
        (credentials.secret_kms_key_id, credentials.password_wo) = (Attr::Null, Attr::Null);
    }
    if let Attr::Known(insights) = &mut model.performance_insights {
        insights.kms_key_id = Attr::Null;
    }
    let written = DatabaseModel {
        apply: Attr::Known("immediately".to_owned()),
        update_strategy: Attr::Null,
        restore: Attr::Null,
        skip_final_snapshot: Attr::Known(false),
        delete_automated_backups: Attr::Known(false),
        max_disruption: Attr::Null,
        timeouts: Attr::Null,
        ..model
    };
    // What is computed is not recovered.
    let mut value = written.to_value();
    for attribute in
        Database.schema().attributes.iter().filter(|attribute| !attribute.presence.is_configurable())
    {
        value.set_attribute(&attribute.name, Value::Null);
    }
    DatabaseModel::from_value(&value).unwrap()
}

fn databases() -> Vec<Json> {
    let wo = json!({ "mode": "write_only", "password_wo": super::PASSWORD, "password_wo_version": 1 });
    let changes = [
        json!({ "multi_az": false, "region": "eu-central-1" }),
        json!({ "engine_version": "16.4" }),
        json!({ "storage_type": "gp2", "max_allocated_storage": 60 }),
        json!({ "storage_type": "io2", "allocated_storage": 100, "iops": 5000 }),
        json!({ "allocated_storage": 400 }),
        json!({ "credentials": { "mode": "iam" } }),
        json!({ "iam_authentication": true }),
        json!({ "parameters": { "work_mem": "1" }, "tags": { "team": "product" } }),
        json!({ "backup_retention_days": 0, "deletion_protection": false }),
        json!({ "performance_insights": {}, "monitoring": { "role_arn": "arn:aws:iam::123456789012:role/m" } }),
        json!({ "log_exports": ["postgresql"], "database_name": "orders", "port": 5433 }),
        json!({ "credentials": wo, "replicas": { "a": {}, "b": { "multi_az": true } } }),
    ];
    DATABASES.into_iter().map(read).chain([base()]).chain(changes.iter().map(changed)).collect()
}

fn target(expansion: &Expansion) -> Target {
    let name = &expansion.owner.name;
    let id = match &expansion.location {
        Location::Aws(Some(region)) => format!("{region}/{name}"),
        Location::Aws(None) | Location::Kubernetes(_) => name.clone(),
    };
    Database.locate(&id, &Facts::default()).unwrap()
}

#[test]
fn what_rds_returns_is_recovered() {
    for json in databases() {
        let config = config(&json);
        let expansion = expanded(&config);
        let recovered =
            Database.recover(&target(&expansion), &served(&expansion), &Facts::default()).unwrap();
        let mut expected = normal(&planned(&config, &Facts::default()));
        expected.tags_all = Attr::Known(expected.tags.known().cloned().unwrap_or_default());
        assert_eq!(DatabaseModel::from_value(&recovered).unwrap(), expected, "{json}");
    }
}

/// What is imported and written down as it was found is no change.
#[test]
fn a_plan_after_it_changes_nothing() {
    let facts = Facts::default();
    for json in databases() {
        let expansion = expanded(&config(&json));
        let recovered =
            Database.recover(&target(&expansion), &served(&expansion), &Facts::default()).unwrap();
        let again = Database.expand(&recovered, &facts).unwrap_or_else(|why| panic!("{json}: {why:?}"));
        assert_eq!(again.location, expansion.location, "{json}");
        for (id, wanted) in again.desired.iter() {
            let found = expansion.desired.get(id).unwrap_or_else(|| panic!("{id} is new"));
            for (field, wanted) in wanted.json().as_object().unwrap() {
                assert!(found.json()[field] == *wanted || field == "Tags", "{id}: {field}");
            }
        }
        assert_eq!(again.desired.ids(), expansion.desired.ids(), "{json}");
        let twice = Database.recover(&target(&again), &served(&again), &Facts::default()).unwrap();
        assert_eq!(twice, recovered, "{json}");
    }
}

/// The server leads to everything that belongs to it.
#[test]
fn everything_is_found_from_the_server() {
    for json in databases() {
        let expansion = expanded(&config(&json));
        let target = target(&expansion);
        let also = Database.also(&target, &served(&expansion));
        let found: BTreeSet<_> = target.ids.into_iter().chain(also).collect();
        for id in expansion.desired.ids() {
            assert!(found.contains(id), "{id}");
        }
    }
}

#[test]
fn import_ids() {
    let facts = Facts::default();
    for (id, region) in [("orders", None), ("eu-central-1/orders", Some("eu-central-1"))] {
        let target = Database.locate(id, &facts).unwrap();
        assert_eq!(target.location, Location::Aws(region.map(str::to_owned)));
        let ids = [Kind::DbInstance, Kind::DbSubnetGroup].map(|kind| ChildId::new(kind, "orders"));
        assert_eq!(target.ids, BTreeSet::from(ids));
    }
    for id in [
        "",
        "Orders",
        "Europe/orders",
        "eu-central-1/",
        "eu-central-1/orders/x",
        "arn:aws:rds:eu-west-1:1:db:orders",
    ] {
        let said = format!("{:?}", Database.locate(id, &facts).unwrap_err());
        assert!(said.contains("is not the id of a database") && said.contains("NAME"), "{said}");
    }
    let expansion = expanded(&config(&base()));
    assert!(Database.recover(&target(&expansion), &Children::new(), &Facts::default()).is_none());
}

/// What is stored is where its children are looked for, and whose they are.
#[test]
fn a_state_says_where_it_is() {
    for json in databases() {
        let config = config(&json);
        let expansion = expanded(&config);
        let state = with_password(&planned(&config, &Facts::default()), &Value::Null);
        let (location, owner, timeouts) = Database.place(&state).unwrap();
        assert_eq!(
            (location, owner, timeouts),
            (expansion.location, expansion.owner, expansion.timeouts),
            "{json}"
        );
    }
}
