//! What is in a vault.

use acme_children::Location;
use acme_schema::{Attr, Model};
use serde_json::{Value as Json, json};

use super::super::RecoveryPointsData;
use super::super::points::PointsModel;
use super::{DATABASE, GONE, OTHER, continuous, read, refused, snapshot, text, vault};
use crate::registry::{DataSource, Facts};

fn model(config: &Json, points: &[Json]) -> PointsModel {
    let value = read(&RecoveryPointsData, config, &[("backupvault/orders", vault(points))]).unwrap();
    assert!(value.is_wholly_known(), "{value:?}");
    PointsModel::from_value(&value).unwrap()
}

fn arns(model: &PointsModel) -> Vec<&str> {
    let points = model.recovery_points.known().unwrap().iter();
    let arns = points.map(|point| point.known().unwrap().recovery_point_arn.known().unwrap());
    arns.map(|arn| arn.rsplit(':').next().unwrap()).collect()
}

fn filled() -> Vec<Json> {
    vec![
        snapshot("1", DATABASE, ("2026-11-27T03:00:00Z", Some("2026-11-27T03:20:00Z"))),
        snapshot("3", DATABASE, ("2026-11-28T03:30:00Z", None)),
        snapshot("2", DATABASE, ("2026-11-28T00:40:00Z", Some("2026-11-28T01:00:00Z"))),
        continuous(DATABASE, "AVAILABLE"),
        snapshot("4", OTHER, ("2026-11-28T02:00:00Z", Some("2026-11-28T02:10:00Z"))),
        snapshot("0", GONE, ("2026-10-28T02:00:00Z", Some("2026-10-28T02:10:00Z"))),
    ]
}

#[test]
fn everything_is_listed_newest_first() {
    let model = model(&json!({ "vault_name": "orders" }), &filled());
    assert_eq!(arns(&model), ["3", "4", "2", "1", "db-1-2", "0"]);
    // The newest of all, whatever it is of.
    assert_eq!(
        model.latest_recovery_point_arn,
        text("arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:4")
    );
}

/// Of one resource; what is being made and what is continuous is nothing that a snapshot can be restored from.
#[test]
fn one_resource_is_picked_out() {
    let of = |arn: &str| model(&json!({ "vault_name": "orders", "resource_arn": arn }), &filled());
    let database = of(DATABASE);
    assert_eq!(arns(&database), ["3", "2", "1", "db-1-2"]);
    let latest = "arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:2";
    assert_eq!(database.latest_recovery_point_arn, text(latest));
    // What was backed up may be gone: that is what backups are for.
    let gone = of(GONE);
    assert_eq!(arns(&gone), ["0"]);
    assert_eq!(
        gone.latest_recovery_point_arn,
        text("arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:0")
    );
    let none = of("arn:aws:rds:eu-west-1:123456789012:db:never");
    assert_eq!(arns(&none), Vec::<&str>::new());
    assert!(none.latest_recovery_point_arn.is_null());
    let only = [
        continuous(DATABASE, "AVAILABLE"),
        snapshot("3", DATABASE, ("2026-11-28T03:30:00Z", None)),
        json!({ "RecoveryPointArn": "arn:aws:x", "ResourceArn": DATABASE, "Status": "PARTIAL", "CreationDate": "2026-11-28T03:00:00Z" }),
    ];
    assert!(model(&json!({ "vault_name": "orders" }), &only).latest_recovery_point_arn.is_null());
}

#[test]
fn a_recovery_point_says_how_old_it_is() {
    let mut kept = snapshot("2", DATABASE, ("2026-11-28T00:40:00Z", Some("2026-11-28T01:00:00Z")));
    kept["BackupSizeInBytes"] = json!(1234);
    kept["CalculatedLifecycle"] = json!({ "DeleteAt": "2027-01-02T00:40:00Z" });
    let model = model(&json!({ "vault_name": "orders" }), &[kept, continuous(DATABASE, "AVAILABLE")]);
    let points = model.recovery_points.known().unwrap();
    let kept = points[0].known().unwrap();
    assert_eq!((&kept.age, &kept.size_bytes), (&text("3h20m"), &Attr::Known(1234)));
    assert_eq!((&kept.status, &kept.resource_type), (&text("COMPLETED"), &text("RDS")));
    assert_eq!(
        (&kept.created_at, &kept.completed_at),
        (&text("2026-11-28T00:40:00Z"), &text("2026-11-28T01:00:00Z"))
    );
    assert_eq!((&kept.delete_at, &kept.is_continuous), (&text("2027-01-02T00:40:00Z"), &Attr::Known(false)));
    // It was begun a month ago, and goes on.
    let goes_on = points[1].known().unwrap();
    assert_eq!((&goes_on.age, &goes_on.is_continuous), (&text("5m"), &Attr::Known(true)));
    assert!(goes_on.completed_at.is_null() && goes_on.delete_at.is_null() && goes_on.size_bytes.is_null());
}

/// Nobody knows up to when it reaches.
#[test]
fn a_continuous_recovery_point_that_has_stopped_has_no_age() {
    let stopped = [continuous(DATABASE, "STOPPED")];
    let model = model(&json!({ "vault_name": "orders" }), &stopped);
    let point = model.recovery_points.known().unwrap()[0].known().unwrap().clone();
    assert_eq!((point.age, point.status), (Attr::Null, text("STOPPED")));
}

#[test]
fn what_was_written_is_said_again() {
    let config = json!({ "vault_name": "orders", "region": "us-west-2", "resource_arn": DATABASE });
    let model = model(&config, &[]);
    assert_eq!((model.vault_name, model.region), (text("orders"), text("us-west-2")));
    assert_eq!(model.resource_arn, text(DATABASE));
    assert_eq!(model.recovery_points, Attr::Known(Vec::new()));
}

#[test]
fn a_vault_is_looked_for_where_it_is() {
    let locate = |config: &Json| {
        let config = crate::tests::written(&RecoveryPointsData.schema(), config);
        RecoveryPointsData.locate(&config, &Facts::default()).unwrap()
    };
    let target = locate(&json!({ "vault_name": "orders" }));
    assert_eq!(target.location, Location::Aws(None));
    let ids: Vec<_> = target.ids.iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["backupvault/orders"]);
    let far = locate(&json!({ "vault_name": "orders", "region": "us-west-2" }));
    assert_eq!(far.location, Location::Aws(Some("us-west-2".to_owned())));
}

#[test]
fn what_cannot_be_read_is_said() {
    let missing =
        refused(&RecoveryPointsData, &json!({ "vault_name": "orders", "region": "us-west-2" }), &[]);
    assert!(missing.starts_with("vault_name: There is no backup vault `orders` in "), "{missing}");
    assert!(
        missing.contains("us-west-2") && missing.contains("hint: check the name, the region"),
        "{missing}"
    );
    let unknown = refused(&RecoveryPointsData, &json!({ "vault_name": "(known after apply)" }), &[]);
    assert!(unknown.contains("acme_recovery_points cannot be read yet"), "{unknown}");
    let wrong = refused(&RecoveryPointsData, &json!({ "vault_name": "a vault" }), &[]);
    assert!(wrong.contains("must be the name of a backup vault"), "{wrong}");
}
