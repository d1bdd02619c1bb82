//! Backup without servers: calls on the state of a region, and what is refused.

use super::{
    call::{Answer, Call, change},
    database, select,
    state::{Arn, Point, Region, matches},
};
use serde_json::{Value, json};

const HOUR: f64 = 3600.0;

struct World {
    region: Region,
    now: f64,
}

impl World {
    fn new() -> Self {
        Self { region: Region::new("eu-west-1"), now: 1000.0 }
    }

    fn call(&mut self, method: &str, target: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let method = method.parse().expect("a method");
        let call = Call::parse(&method, &target.parse().expect("a URI"), body.as_bytes(), "eu-west-1");
        super::answer(&mut self.region, &call.expect("a call"), self.now)
    }

    fn done(&mut self, method: &str, target: &str, body: &Value) -> Value {
        self.call(method, target, body).unwrap_or_else(|refusal| panic!("{method} {target}: {refusal:?}"))
    }

    #[track_caller]
    fn refused(&mut self, (method, target): (&str, &str), body: &Value, code: &str) {
        let refusal = self.call(method, target, body).expect_err("it is refused");
        assert_eq!(refusal.code, code, "{refusal:?}");
    }

    fn with_vault(name: &str) -> Self {
        let mut world = Self::new();
        world.done("PUT", &format!("/backup-vaults/{name}"), &json!({ "BackupVaultTags": { "a": "b" } }));
        world
    }

    fn add_point(&mut self, arn: &str, created: f64) {
        let shape = json!({
            "RecoveryPointArn": arn,
            "BackupVaultName": "home",
            "BackupVaultArn": self.region.arn("backup-vault", "home"),
            "ResourceArn": "arn:aws:rds:eu-west-1:123456789012:db:shop",
            "ResourceType": "RDS",
            "Status": "COMPLETED",
            "CreationDate": created,
            "CompletionDate": created,
        });
        self.region.points.push(Point { shape, metadata: json!({ "Engine": "postgres" }) });
    }
}

fn rule(changes: Value) -> Value {
    let mut rule = json!({
        "RuleName": "daily",
        "TargetBackupVaultName": "home",
        "ScheduleExpression": "cron(0 3 * * ? *)",
        "StartWindowMinutes": 60,
        "CompletionWindowMinutes": 120,
        "Lifecycle": { "DeleteAfterDays": 35 },
    });
    change(&mut rule, changes);
    rule
}

fn plan(changes: Value) -> Value {
    json!({ "BackupPlan": { "BackupPlanName": "p", "Rules": [rule(changes)] }, "CreatorRequestId": "once" })
}

#[test]
fn a_vault_is_made_once_and_described_with_what_it_holds() {
    let mut world = World::with_vault("home");
    world.refused(("PUT", "/backup-vaults/home"), &json!({}), "AlreadyExistsException");
    world.refused(("PUT", "/backup-vaults/a%20b"), &json!({}), "InvalidParameterValueException");
    world.refused(("GET", "/backup-vaults/other"), &Value::Null, "ResourceNotFoundException");
    world.add_point("arn:1", 1.0);
    let vault = world.done("GET", "/backup-vaults/home", &Value::Null);
    assert_eq!(vault["NumberOfRecoveryPoints"], 1);
    assert_eq!(vault["Locked"], false);
    let arn = "/tags/arn%3Aaws%3Abackup%3Aeu-west-1%3A123456789012%3Abackup-vault%3Ahome";
    assert_eq!(world.done("GET", arn, &Value::Null)["Tags"], json!({ "a": "b" }));
    world.refused(("DELETE", "/backup-vaults/home"), &Value::Null, "InvalidRequestException");
    world.region.forget_point("arn:1");
    world.done("DELETE", "/backup-vaults/home", &Value::Null);
    world.refused(("GET", arn), &Value::Null, "ResourceNotFoundException");
}

#[test]
fn a_policy_and_notifications_are_found_only_where_they_were_put() {
    let mut world = World::with_vault("home");
    let policy = "/backup-vaults/home/access-policy";
    world.refused(("GET", policy), &Value::Null, "ResourceNotFoundException");
    world.refused(("PUT", policy), &json!({ "Policy": "{}" }), "InvalidParameterValueException");
    let text = r#"{"Statement":[]}"#;
    world.done("PUT", policy, &json!({ "Policy": text }));
    assert_eq!(world.done("GET", policy, &Value::Null)["Policy"], text);
    world.done("DELETE", policy, &Value::Null);
    world.refused(("GET", policy), &Value::Null, "ResourceNotFoundException");
    let notifications = "/backup-vaults/home/notification-configuration";
    world.refused(("GET", notifications), &Value::Null, "ResourceNotFoundException");
    let put = json!({ "SNSTopicArn": "arn:aws:sns:x:1:t", "BackupVaultEvents": ["BACKUP_JOB_FAILED"] });
    world.done("PUT", notifications, &put);
    assert_eq!(world.done("GET", notifications, &Value::Null)["SNSTopicArn"], "arn:aws:sns:x:1:t");
}

#[test]
fn a_lock_in_compliance_mode_is_final_after_its_date() {
    let mut world = World::with_vault("home");
    let lock = "/backup-vaults/home/vault-lock";
    world.refused(("PUT", lock), &json!({ "ChangeableForDays": 2 }), "InvalidParameterValueException");
    let asked = json!({ "MinRetentionDays": 7, "MaxRetentionDays": 35, "ChangeableForDays": 3 });
    world.done("PUT", lock, &asked);
    let vault = world.done("GET", "/backup-vaults/home", &Value::Null);
    assert_eq!((&vault["Locked"], &vault["MinRetentionDays"]), (&json!(true), &json!(7)));
    assert_eq!(vault["LockDate"], json!(1000.0 + 72.0 * HOUR));
    let allowed = |days: Value| {
        let lock = world.region.vaults["home"].lock.clone().expect("a lock");
        lock.allows(&json!({ "DeleteAfterDays": days })).is_ok()
    };
    assert_eq!([6, 7, 35, 36].map(|days| allowed(json!(days))), [false, true, true, false]);
    assert!(!allowed(Value::Null), "for ever is longer than 35 days");
    world.add_point("arn:1", 1.0);
    assert!(super::points::begin_deletion(&mut world.region, "home", "arn:1").is_err());
    world.now += 73.0 * HOUR;
    world.refused(("DELETE", lock), &Value::Null, "InvalidRequestException");
    world.refused(("PUT", lock), &asked, "InvalidRequestException");
}

#[test]
fn a_governance_lock_has_no_date_and_can_be_taken_away() {
    let mut world = World::with_vault("home");
    world.done("PUT", "/backup-vaults/home/vault-lock", &json!({ "MinRetentionDays": 7 }));
    world.now += 10_000.0 * HOUR;
    let vault = world.done("GET", "/backup-vaults/home", &Value::Null);
    assert_eq!((&vault["Locked"], vault.get("LockDate")), (&json!(true), None));
    world.done("DELETE", "/backup-vaults/home/vault-lock", &Value::Null);
    assert_eq!(world.done("GET", "/backup-vaults/home", &Value::Null)["Locked"], false);
}

#[test]
fn a_plan_is_made_once_and_keeps_the_ids_of_its_rules() {
    let mut world = World::with_vault("home");
    let made = world.done("PUT", "/backup/plans", &plan(json!({})));
    assert_eq!(world.done("PUT", "/backup/plans", &plan(json!({}))), made);
    let mut other = plan(json!({}));
    change(&mut other, json!({ "CreatorRequestId": "twice" }));
    world.refused(("PUT", "/backup/plans"), &other, "AlreadyExistsException");
    let path = format!("/backup/plans/{}", made["BackupPlanId"].as_str().expect("an id"));
    let before = world.done("GET", &path, &Value::Null);
    let rule = &before["BackupPlan"]["Rules"][0];
    assert_eq!(rule["ScheduleExpressionTimezone"], "Etc/UTC");
    let updated = world.done("POST", &path, &plan(json!({ "StartWindowMinutes": 90 })));
    assert_ne!(updated["VersionId"], made["VersionId"]);
    let after = world.done("GET", &path, &Value::Null);
    assert_eq!(after["BackupPlan"]["Rules"][0]["RuleId"], rule["RuleId"]);
    assert_eq!(after["BackupPlan"]["Rules"][0]["StartWindowMinutes"], 90);
}

#[test]
fn a_rule_that_aws_would_not_take_is_refused() {
    let mut world = World::with_vault("home");
    for changes in [
        json!({ "TargetBackupVaultName": "other" }),
        json!({ "StartWindowMinutes": 59 }),
        json!({ "CompletionWindowMinutes": 60 }),
        json!({ "Lifecycle": { "MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 119 } }),
        json!({ "EnableContinuousBackup": true, "Lifecycle": { "DeleteAfterDays": 36 } }),
        json!({ "CopyActions": [{ "DestinationBackupVaultArn": "v" }] }),
        json!({ "ScheduleExpression": "cron(0 3 * * *)" }),
        json!({ "ScheduleExpression": "cron(0 3 * * * *)" }),
        json!({ "ScheduleExpression": "cron(* 3 * * ? *)" }),
        json!({ "ScheduleExpression": "cron(0 24 * * ? *)" }),
        json!({ "ScheduleExpression": "0 3 * * *" }),
    ] {
        let refusal = world.call("PUT", "/backup/plans", &plan(changes.clone())).expect_err("it is refused");
        assert_eq!(refusal.code, "InvalidParameterValueException", "{changes}");
    }
    for changes in [
        json!({ "ScheduleExpression": "cron(30 0/6 ? * MON-FRI *)" }),
        json!({ "Lifecycle": { "MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120 } }),
        json!({ "EnableContinuousBackup": true }),
    ] {
        let mut asked = plan(changes);
        change(&mut asked, json!({ "CreatorRequestId": null }));
        world.done("PUT", "/backup/plans", &asked);
    }
}

#[test]
fn a_plan_with_selections_stays() {
    let mut world = World::with_vault("home");
    let made = world.done("PUT", "/backup/plans", &plan(json!({})));
    let path = format!("/backup/plans/{}", made["BackupPlanId"].as_str().expect("an id"));
    let selection = json!({ "BackupSelection": {
        "SelectionName": "s",
        "IamRoleArn": "arn:aws:iam::123456789012:role/r",
        "Resources": ["*"],
    }});
    let selected = world.done("PUT", &format!("{path}/selections"), &selection);
    world.refused(("PUT", &format!("{path}/selections")), &selection, "AlreadyExistsException");
    let listed = world.done("GET", &format!("{path}/selections"), &Value::Null);
    assert_eq!(listed["BackupSelectionsList"][0]["SelectionName"], "s");
    let one = format!("{path}/selections/{}", selected["SelectionId"].as_str().expect("an id"));
    // AWS writes out what was not given.
    let got = world.done("GET", &one, &Value::Null);
    assert_eq!(got["BackupSelection"]["Conditions"]["StringEquals"], json!([]));
    world.refused(("DELETE", &path), &Value::Null, "InvalidRequestException");
    world.done("DELETE", &one, &Value::Null);
    world.done("DELETE", &path, &Value::Null);
    world.refused(("GET", &path), &Value::Null, "ResourceNotFoundException");
}

#[test]
fn lists_come_in_pages_newest_first() {
    let mut world = World::with_vault("home");
    for number in 0..7 {
        world.add_point(&format!("arn:{number}"), f64::from(number));
    }
    let path = "/backup-vaults/home/recovery-points";
    let first = world.done("GET", &format!("{path}?maxResults=1000"), &Value::Null);
    assert_eq!(first["RecoveryPoints"].as_array().map(Vec::len), Some(5));
    assert_eq!(first["RecoveryPoints"][0]["RecoveryPointArn"], "arn:6");
    let token = first["NextToken"].as_str().expect("a token");
    let second = world.done("GET", &format!("{path}?nextToken={token}"), &Value::Null);
    assert_eq!(second["RecoveryPoints"].as_array().map(Vec::len), Some(2));
    assert_eq!(second.get("NextToken"), None);
    let one = world.done("GET", &format!("{path}/?maxResults=1"), &Value::Null);
    assert_eq!(one["RecoveryPoints"].as_array().map(Vec::len), Some(1));
    let protected = world.done("GET", "/resources", &Value::Null);
    assert_eq!(protected["Results"][0]["LastRecoveryPointArn"], "arn:6");
    world.refused(("GET", &format!("{path}?nextToken=x")), &Value::Null, "InvalidParameterValueException");
}

#[test]
fn a_restore_testing_plan_takes_the_newest_point_of_each_resource_in_its_window() {
    let mut world = World::with_vault("home");
    let vault = world.region.arn("backup-vault", "home");
    let asked = json!({ "RestoreTestingPlan": {
        "RestoreTestingPlanName": "p_q",
        "ScheduleExpression": "cron(0 5 ? * SUN *)",
        "RecoveryPointSelection": {
            "Algorithm": "LATEST_WITHIN_WINDOW",
            "IncludeVaults": [vault],
            "RecoveryPointTypes": ["SNAPSHOT"],
            "SelectionWindowDays": 1,
        },
    }});
    world.done("PUT", "/restore-testing/plans", &asked);
    world.refused(("PUT", "/restore-testing/plans"), &asked, "AlreadyExistsException");
    let selection = json!({ "RestoreTestingSelection": {
        "RestoreTestingSelectionName": "rds",
        "ProtectedResourceType": "RDS",
        "ProtectedResourceArns": ["arn:aws:rds:eu-west-1:123456789012:db:shop"],
        "IamRoleArn": "arn:aws:iam::123456789012:role/r",
    }});
    world.done("PUT", "/restore-testing/plans/p_q/selections", &selection);
    let selection = "/restore-testing/plans/p_q/selections/rds";
    let got = world.done("GET", selection, &Value::Null)["RestoreTestingSelection"].clone();
    let got_plan =
        world.done("GET", "/restore-testing/plans/p_q", &Value::Null)["RestoreTestingPlan"].clone();
    world.add_point("arn:old", 0.0);
    world.add_point("arn:middle", 90.0 * HOUR);
    world.add_point("arn:new", 91.0 * HOUR);
    let points = |now: f64| select::points(&got_plan, &got, &world.region.points, now * HOUR);
    assert_eq!(points(92.0), ["arn:new"]);
    assert_eq!(points(120.0), Vec::<String>::new());
    world.refused(("DELETE", "/restore-testing/plans/p_q"), &Value::Null, "InvalidRequestException");
    world.done("DELETE", selection, &Value::Null);
    world.done("DELETE", "/restore-testing/plans/p_q", &Value::Null);
}

#[test]
fn a_selection_means_instances_by_pattern_and_tags() {
    let xml = |name: &str, tier: &str| {
        format!(
            "<DBInstance><DBInstanceArn>arn:aws:rds:eu-west-1:1:db:{name}</DBInstanceArn><AllocatedStorage>20</AllocatedStorage>\
             <TagList><Tag><Key>tier</Key><Value>{tier}</Value></Tag></TagList></DBInstance>"
        )
    };
    let instances = database::instances(&format!("{}{}", xml("a", "gold"), xml("b", "tin")));
    assert_eq!(instances[0].size, 20 << 30);
    let meant = |selection: Value| select::resources(&selection, &instances).expect("a selection");
    let gold =
        json!({ "StringEquals": [{ "ConditionKey": "aws:ResourceTag/tier", "ConditionValue": "gold" }] });
    let (a, b) = ("arn:aws:rds:eu-west-1:1:db:a", "arn:aws:rds:eu-west-1:1:db:b");
    assert_eq!(meant(json!({ "Resources": ["*"] })), [a, b]);
    assert_eq!(meant(json!({ "Resources": ["*"], "Conditions": gold })), [a]);
    assert_eq!(meant(json!({ "Resources": [b], "Conditions": gold })), Vec::<String>::new());
    assert_eq!(meant(json!({ "Resources": ["arn:aws:rds:*:db:b"] })), [b]);
    // What the sandbox cannot back up is tried, so that its job fails.
    let volume = "arn:aws:ec2:eu-west-1:1:volume/vol-1";
    assert_eq!(meant(json!({ "Resources": [volume] })), [volume]);
    assert_eq!(Arn::parse(volume).map(|arn| arn.kind()), Some("EBS".to_owned()));
    assert!(matches("a*c*", "abcd") && !matches("a*c", "abcd"));
}
