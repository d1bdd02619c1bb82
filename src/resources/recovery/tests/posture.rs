//! What is promised beside what is so.

use acme_schema::{Attr, Model};
use serde_json::{Value as Json, json};

use super::super::RecoveryPostureData;
use super::super::posture::PostureModel;
use super::{DATABASE, GONE, NOW, OTHER, VOLUME, continuous, list, read, refused, snapshot, text, vault};

const COPIES: &str = "arn:aws:backup:us-west-2:123456789012:backup-vault:orders";

/// A plan of two snapshots a day, which loses 24 hours at most.
fn plan(changes: &[(&str, Json)]) -> Json {
    let mut rule = json!({
        "RuleName": "snapshots",
        "TargetBackupVaultName": "orders",
        "ScheduleExpression": "cron(0 3/12 * * ? *)",
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowMinutes": 60,
        "CompletionWindowMinutes": 720,
        "Lifecycle": { "DeleteAfterDays": 35 },
    });
    for (field, value) in changes {
        rule[*field] = value.clone();
    }
    json!({
        "Now": NOW,
        "BackupPlanId": "0f1e",
        "BackupPlanArn": "arn:aws:backup:eu-west-1:123456789012:backup-plan:0f1e",
        "CreationDate": "2026-11-01T00:00:00Z",
        "Rules": [rule],
        "Tags": {},
    })
}

fn copied() -> Json {
    plan(&[(
        "CopyActions",
        json!([{ "DestinationBackupVaultArn": COPIES, "Lifecycle": { "DeleteAfterDays": 35 } }]),
    )])
}

fn names(arns: &[&str]) -> Json {
    json!({ "Resources": arns, "IamRoleArn": "arn:aws:iam::123456789012:role/orders-backup" })
}

/// A database of `acme_database` with more tags.
fn database(arn: &str, tags: &Json) -> Json {
    let mut all = json!({ "acme:resource": "acme_database" });
    for (name, value) in tags.as_object().unwrap() {
        all[name] = value.clone();
    }
    json!({ "DBInstanceArn": arn, "Tags": all })
}

fn region(databases: &[Json], selections: &[Json]) -> Json {
    let plans = [json!({ "BackupPlanName": "orders", "Selections": selections })];
    json!({ "Databases": databases, "Plans": plans })
}

fn both() -> [Json; 2] {
    [database(DATABASE, &json!({})), database(OTHER, &json!({}))]
}

/// The posture of a plan; what is given goes before what is there otherwise.
fn posture(live: &[(&str, Json)]) -> PostureModel {
    let named = names(&[DATABASE]);
    let others = [
        ("backupplan/orders", plan(&[])),
        ("backupselection/orders", named.clone()),
        ("backupvault/orders", vault(&[])),
        ("backupcoverage/all", region(&both(), &[named])),
    ];
    let is_other = |(id, _): &&(&str, Json)| !live.iter().any(|(given, _)| given == id);
    let all: Vec<_> = others.iter().filter(is_other).chain(live).cloned().collect();
    let value = read(&RecoveryPostureData, &json!({ "name": "orders" }), &all).unwrap();
    assert!(value.is_wholly_known(), "{value:?}");
    PostureModel::from_value(&value).unwrap()
}

fn with(points: &[Json]) -> PostureModel {
    posture(&[("backupvault/orders", vault(points))])
}

fn made(name: &str, resource: &str, at: &str) -> Json {
    snapshot(name, resource, (at, Some(at)))
}

/// What would be lost, in minutes as well, and whether that may be.
fn actual(posture: &PostureModel) -> (Option<&str>, Option<i64>, Option<bool>) {
    let minutes = posture.rpo_actual_minutes.known().copied();
    (posture.rpo_actual.known().map(String::as_str), minutes, posture.meets_rpo.known().copied())
}

#[test]
fn what_would_be_lost_is_the_age_of_the_newest_backup() {
    let fresh =
        with(&[made("1", DATABASE, "2026-11-26T03:00:00Z"), made("2", DATABASE, "2026-11-28T03:00:00Z")]);
    assert_eq!(fresh.rpo, text("24h"));
    assert_eq!(actual(&fresh), (Some("1h"), Some(60), Some(true)));
    assert_eq!(
        actual(&with(&[made("1", DATABASE, "2026-11-27T04:00:00Z")])),
        (Some("24h"), Some(1440), Some(true))
    );
    assert_eq!(
        actual(&with(&[made("1", DATABASE, "2026-11-27T03:59:00Z")])),
        (Some("24h1m"), Some(1441), Some(false))
    );
    // What is not complete yet cannot be restored.
    let made_now = snapshot("2", DATABASE, ("2026-11-28T03:00:00Z", None));
    assert_eq!(actual(&with(&[made_now])), (None, None, Some(false)));
}

#[test]
fn a_resource_without_a_backup_is_lost() {
    let two = names(&[DATABASE, OTHER]);
    let posture = posture(&[
        ("backupselection/orders", two.clone()),
        ("backupcoverage/all", region(&both(), &[two])),
        ("backupvault/orders", vault(&[made("1", DATABASE, "2026-11-28T03:00:00Z")])),
    ]);
    assert_eq!(actual(&posture), (None, None, Some(false)));
    assert_eq!(posture.protected_resources, list(&[DATABASE]));
    assert_eq!(posture.unprotected_resources, list(&[OTHER]));
}

#[test]
fn the_resource_that_loses_most_counts() {
    let points = [made("1", DATABASE, "2026-11-28T03:00:00Z"), made("2", VOLUME, "2026-11-26T03:00:00Z")];
    let named = names(&[DATABASE, VOLUME]);
    let posture = posture(&[("backupselection/orders", named), ("backupvault/orders", vault(&points))]);
    assert_eq!(actual(&posture), (Some("49h"), Some(2940), Some(false)));
}

/// A database that was backed up in former times has recovery points for as long as they are kept.
#[test]
fn what_is_not_selected_any_more_does_not_count() {
    let points =
        |of: &str| [made("1", DATABASE, "2026-11-28T03:00:00Z"), made("2", of, "2026-10-28T03:00:00Z")];
    for former in [OTHER, GONE, VOLUME] {
        assert_eq!(actual(&with(&points(former))), (Some("1h"), Some(60), Some(true)), "{former}");
    }
    // One that the plan names counts, gone or not.
    let named = posture(&[
        ("backupselection/orders", names(&[DATABASE, GONE])),
        ("backupvault/orders", vault(&points(GONE))),
    ]);
    assert_eq!(actual(&named), (Some("745h"), Some(44700), Some(false)));
}

#[test]
fn what_is_selected_by_tags_counts_as_far_as_it_is_known() {
    let tagged = json!({ "Resources": ["*"], "Conditions": { "StringEquals": [{ "ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "yes" }] } });
    let yes = json!({ "backup": "yes" });
    let of = |databases: &[Json], points: &[Json]| {
        posture(&[
            ("backupselection/orders", tagged.clone()),
            ("backupcoverage/all", region(databases, std::slice::from_ref(&tagged))),
            ("backupvault/orders", vault(points)),
        ])
    };
    let fresh = made("1", DATABASE, "2026-11-28T03:00:00Z");
    let old = |arn: &str| made("2", arn, "2026-10-28T03:00:00Z");
    // A database that has the tags must have a backup; one that has not need not, and neither need one that is gone.
    let databases = [database(DATABASE, &yes), database(OTHER, &json!({}))];
    assert_eq!(
        actual(&of(&databases, &[fresh.clone(), old(OTHER), old(GONE)])),
        (Some("1h"), Some(60), Some(true))
    );
    let databases = [database(DATABASE, &yes), database(OTHER, &yes)];
    assert_eq!(actual(&of(&databases, std::slice::from_ref(&fresh))), (None, None, Some(false)));
    // Of a volume, the vault alone tells.
    assert_eq!(actual(&of(&databases[..1], &[fresh, old(VOLUME)])), (Some("745h"), Some(44700), Some(false)));
    // Where nothing is selected, there is nothing to be met.
    assert_eq!(actual(&of(&[], &[])), (None, None, Some(false)));
}

/// A continuous backup goes on for as long as it is available, whenever it was begun.
#[test]
fn continuous_backups_lose_minutes() {
    let rules = plan(&[("EnableContinuousBackup", json!(true)), ("CompletionWindowMinutes", json!(480))]);
    let of = |points: &[Json]| {
        posture(&[("backupplan/orders", rules.clone()), ("backupvault/orders", vault(points))])
    };
    let goes_on = of(&[continuous(DATABASE, "AVAILABLE"), made("1", DATABASE, "2026-11-28T03:00:00Z")]);
    assert_eq!(goes_on.rpo, text("5m"));
    assert_eq!(actual(&goes_on), (Some("5m"), Some(5), Some(true)));
    let stopped = of(&[continuous(DATABASE, "STOPPED"), made("1", DATABASE, "2026-11-28T03:00:00Z")]);
    assert_eq!(actual(&stopped), (Some("1h"), Some(60), Some(false)));
    assert_eq!(actual(&of(&[])), (None, None, Some(false)));
}

/// A rule without a retention, such as somebody else's plan may have, is none that can be counted with.
#[test]
fn a_plan_of_somebody_else_may_promise_nothing() {
    let forever = plan(&[("Lifecycle", Json::Null)]);
    let points = vault(&[made("1", DATABASE, "2026-11-28T03:00:00Z")]);
    let posture = posture(&[("backupplan/orders", forever), ("backupvault/orders", points)]);
    assert_eq!(actual(&posture), (Some("1h"), Some(60), None));
    assert!(posture.rpo.is_null() && posture.copy_rpo.is_null());
    assert!(posture.rto.is_null() && posture.meets_rto.is_null());
}

#[test]
fn copies_are_counted_where_they_are() {
    let home = vault(&[made("1", DATABASE, "2026-11-28T03:00:00Z")]);
    let of = |far: Option<Json>| {
        let live = [("backupplan/orders", copied()), ("backupvault/orders", home.clone())];
        let far = far.map(|far| ("backupvault/orders@us-west-2", far));
        posture(&live.into_iter().chain(far).collect::<Vec<_>>())
    };
    let far = of(Some(vault(&[made("c", DATABASE, "2026-11-27T16:00:00Z")])));
    assert_eq!((&far.copy_rpo, &far.copy_rpo_actual), (&text("24h"), &text("12h")));
    assert_eq!(far.copy_rpo_actual_minutes, Attr::Known(720));
    assert_eq!(actual(&far), (Some("1h"), Some(60), Some(true)));
    for none in [of(Some(vault(&[]))), of(None)] {
        assert_eq!((&none.copy_rpo, &none.copy_rpo_actual), (&text("24h"), &Attr::Null));
        assert!(none.copy_rpo_actual_minutes.is_null());
    }
    // Without copies, nothing is promised, and no vault of the name is looked into.
    let uncopied = posture(&[("backupvault/orders@us-west-2", vault(&[made("c", DATABASE, NOW)]))]);
    assert!(uncopied.copy_rpo.is_null() && uncopied.copy_rpo_actual.is_null());
}

/// A plan that is tried, with an objective of an hour.
fn tried(jobs: &[Json]) -> PostureModel {
    let mut plan = plan(&[]);
    plan["Tags"] = json!({ "acme:objectives": "rpo=24h rto=1h retention=35" });
    let points = [made("1", DATABASE, NOW), made("2", VOLUME, NOW), made("3", GONE, NOW)];
    let testing = json!({ "ScheduleExpression": "cron(0 3 ? * SUN *)", "RestoreJobs": jobs, "Now": NOW });
    posture(&[
        ("backupplan/orders", plan),
        ("backupselection/orders", names(&[DATABASE, VOLUME])),
        ("backupvault/orders", vault(&points)),
        ("restoretestingplan/orders", testing),
    ])
}

/// A restore test that begins at three, of what the vault has as this recovery point.
fn drill(point: &str, (day, end): (u8, &str), (status, validation): (&str, Json)) -> Json {
    json!({
        "RecoveryPointArn": format!("arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:{point}"),
        "CreationDate": format!("2026-11-{day}T03:00:00Z"),
        "CompletionDate": format!("2026-11-{day}T{end}:00Z"),
        "Status": status,
        "ValidationStatus": validation,
        "StatusMessage": if status == "FAILED" { "no subnet group" } else { "" },
    })
}

#[test]
fn drills_measure_how_long_a_restore_takes() {
    let fast = drill("1", (27, "03:25"), ("COMPLETED", json!("SUCCESSFUL")));
    let posture = tried(std::slice::from_ref(&fast));
    assert_eq!((&posture.rto, &posture.rto_measured), (&text("1h"), &text("25m")));
    assert_eq!((&posture.rto_measured_minutes, &posture.meets_rto), (&Attr::Known(25), &Attr::Known(true)));
    assert_eq!(posture.last_drill_age_minutes, Attr::Known(24 * 60 + 35));
    let last = posture.last_drill.known().unwrap();
    assert_eq!((&last.status, &last.validation), (&text("COMPLETED"), &text("SUCCESSFUL")));
    assert_eq!((&last.at, &last.duration), (&text("2026-11-27T03:25:00Z"), &text("25m")));
    assert_eq!((&last.resource_arn, &last.message), (&text(DATABASE), &Attr::Null));
    // An hour is what it may take; a minute more is too slow.
    let hour = tried(&[drill("1", (27, "04:00"), ("COMPLETED", Json::Null))]);
    assert_eq!(hour.meets_rto, Attr::Known(true));
    let slow = tried(&[drill("1", (27, "04:01"), ("COMPLETED", Json::Null))]);
    assert_eq!((&slow.rto_measured, &slow.meets_rto), (&text("1h1m"), &Attr::Known(false)));
    // One that takes longer counts, of whatever resource it was, unless that is none of the plan's any more.
    let volume = drill("2", (20, "05:00"), ("COMPLETED", Json::Null));
    let gone = drill("3", (21, "09:00"), ("COMPLETED", Json::Null));
    let mixed = tried(&[volume, fast, gone]);
    assert_eq!((&mixed.rto_measured, &mixed.meets_rto), (&text("2h"), &Attr::Known(false)));
}

/// What has failed shows nothing, but is the last one that there was.
#[test]
fn drills_that_fail_measure_nothing() {
    for (status, validation) in [
        ("FAILED", Json::Null),
        ("ABORTED", Json::Null),
        ("COMPLETED", json!("FAILED")),
        ("COMPLETED", json!("TIMED_OUT")),
    ] {
        let failed = drill("1", (27, "03:10"), (status, validation));
        let posture = tried(std::slice::from_ref(&failed));
        assert!(posture.rto_measured.is_null() && posture.last_drill_age_minutes.is_null(), "{failed}");
        assert_eq!(posture.meets_rto, Attr::Known(false), "{failed}");
        assert_eq!(posture.last_drill.known().unwrap().status, text(status), "{failed}");
        // The one before it is still the last that has succeeded.
        let before = tried(&[drill("1", (20, "03:30"), ("COMPLETED", Json::Null)), failed]);
        assert_eq!((&before.rto_measured, &before.meets_rto), (&text("30m"), &Attr::Known(true)));
        assert_eq!(before.last_drill_age_minutes, Attr::Known(8 * 1440 + 30));
        assert_eq!(before.last_drill.known().unwrap().at, text("2026-11-27T03:10:00Z"));
    }
    let failed = tried(&[drill("1", (27, "03:10"), ("FAILED", Json::Null))]);
    assert_eq!(failed.last_drill.known().unwrap().message, text("no subnet group"));
    let none = tried(&[json!({ "Status": "RUNNING", "CreationDate": NOW })]);
    assert!(none.last_drill.is_null() && none.last_drill_age_minutes.is_null());
    assert_eq!(none.meets_rto, Attr::Known(false));
}

#[test]
fn databases_that_no_plan_selects_are_named() {
    let bare = |arn: &str, field: &str, value: Json| {
        let mut database = database(arn, &json!({}));
        database[field] = value;
        database
    };
    let arn = |name: &str| format!("arn:aws:rds:eu-west-1:123456789012:db:{name}");
    let databases = [
        database(DATABASE, &json!({})),
        database(&arn("tagged"), &json!({ "backup": "yes" })),
        database(&arn("forgotten"), &json!({})),
        database(&arn("excluded"), &json!({ "backup": "no" })),
        database(&arn("orders-old-1"), &json!({ "acme:kept-until": "2026-12-01T00:00:00Z" })),
        bare(&arn("orders-reader"), "ReadReplicaSourceDBInstanceIdentifier", json!("orders")),
        bare(&arn("foreign"), "Tags", json!({ "team": "web" })),
    ];
    let tag = json!({ "ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "yes" });
    let others = json!({ "Resources": ["*"], "Conditions": { "StringEquals": [tag] } });
    let posture = posture(&[("backupcoverage/all", region(&databases, &[names(&[DATABASE]), others]))]);
    assert_eq!(posture.unprotected_databases, list(&[&arn("excluded"), &arn("forgotten")]));
}

#[test]
fn a_plan_that_does_not_exist_is_said() {
    let coverage = [("backupcoverage/all", region(&both(), &[]))];
    let said = refused(&RecoveryPostureData, &json!({ "name": "orders", "region": "us-west-2" }), &coverage);
    assert!(said.starts_with("name: There is no backup plan `orders` in "), "{said}");
    assert!(said.contains("us-west-2") && said.contains("hint: check the name, the region"), "{said}");
    let unknown = refused(&RecoveryPostureData, &json!({ "name": "(known after apply)" }), &[]);
    assert!(unknown.contains("acme_recovery_posture cannot be read yet"), "{unknown}");
}
