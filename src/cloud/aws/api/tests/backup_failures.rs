//! What is said of calls of AWS Backup that fail, and which of them are made again.

use aws_smithy_types::retry::RetryConfig;

use super::failures::said;
use super::*;

/// What AWS Backup says of a vault that does not exist.
const VAGUE: &str = "Insufficient privileges to perform this action.";

/// A call and what it is answered.
type Case = (Action, Value, Vec<(u16, String)>);

async fn lines(calls: Vec<Case>) -> String {
    let mut lines = String::new();
    for (action, parameters, replies) in calls {
        let replies: Vec<_> = replies.iter().map(|(status, body)| (*status, body.as_str())).collect();
        lines += &said(&Server::of(&replies), Request::new(action, parameters)).await;
    }
    lines
}

fn named(name: &str) -> Value {
    json!({ "BackupVaultName": name })
}

#[tokio::test(flavor = "current_thread")]
async fn what_does_not_exist_is_an_empty_answer() {
    let not_found = || vec![(400, denial("ResourceNotFoundException", "there is none"))];
    let no_plan =
        || vec![(400, denial("InvalidParameterValueException", "Cannot find Backup plan with ID p"))];
    let plan = || json!({ "BackupPlanId": "p" });
    let gone = vec![
        (200, json!({ "BackupSelectionsList": [{ "SelectionId": "s" }] }).to_string()),
        (400, denial("ResourceNotFoundException", "there is none")),
    ];
    let testing = json!({ "RestoreTestingPlanName": "t", "RestoreTestingSelectionName": "rds" });
    let lines = lines(vec![
        (Action::DescribeBackupVault, named("product"), not_found()),
        (Action::ListRecoveryPoints, named("product"), not_found()),
        (Action::GetBackupPlan, plan(), not_found()),
        (Action::GetBackupPlan, plan(), no_plan()),
        (Action::ListBackupSelections, plan(), not_found()),
        (Action::ListBackupSelections, plan(), no_plan()),
        (Action::ListBackupSelections, plan(), gone),
        (Action::DeleteBackupSelection, json!({ "BackupPlanId": "p", "SelectionId": "s" }), no_plan()),
        (Action::GetRestoreTestingPlan, json!({ "RestoreTestingPlanName": "t" }), not_found()),
        (Action::GetRestoreTestingSelection, testing, not_found()),
    ])
    .await;
    expect_test::expect![[r#"
        null
        []
        null
        null
        []
        []
        []
        refused, ResourceNotFound: Cannot find Backup plan with ID p
        null
        null
    "#]]
    .assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn a_vault_is_absent_only_where_the_list_proves_it() {
    let denied = |message: &str| (403, denial("AccessDeniedException", message));
    let list = |names: &[&str]| {
        let vaults: Vec<_> = names.iter().map(|name| named(name)).collect();
        (200, json!({ "BackupVaultList": vaults }).to_string())
    };
    let permission = |action: &str| denied(&format!("User: u is not authorized to perform: backup:{action}"));
    let describe = Action::DescribeBackupVault;
    let page = (200, json!({ "BackupVaultList": [named("other")], "NextToken": "next" }).to_string());
    let lines = lines(vec![
        (describe, named("product"), vec![denied(VAGUE), list(&["other"])]),
        (describe, named("product"), vec![denied(""), list(&[])]),
        (describe, named("product"), vec![denied(VAGUE), list(&["product"])]),
        (describe, named("product"), vec![denied(VAGUE), page, list(&["product"])]),
        (describe, named("product"), vec![denied(VAGUE), permission("ListBackupVaults")]),
        (describe, named("product"), vec![permission("DescribeBackupVault")]),
        (describe, named("product"), vec![(403, "<html>no</html>".to_owned())]),
        (Action::ListRecoveryPoints, named("product"), vec![denied(VAGUE), list(&[])]),
        (Action::ListRecoveryPoints, named("product"), vec![denied(VAGUE), list(&["product"])]),
        (Action::DeleteBackupVault, named("product"), vec![denied(VAGUE), list(&[])]),
        (Action::DeleteBackupVault, named("product"), vec![denied(VAGUE), list(&["product"])]),
    ])
    .await;
    expect_test::expect![[r#"
        null
        null
        not allowed to DescribeBackupVault `product`: AccessDeniedException: Insufficient privileges to perform this action.
        not allowed to DescribeBackupVault `product`: AccessDeniedException: Insufficient privileges to perform this action.
        not allowed to DescribeBackupVault `product`: AccessDeniedException: User: u is not authorized to perform: backup:ListBackupVaults
        not allowed to DescribeBackupVault `product`: AccessDeniedException: User: u is not authorized to perform: backup:DescribeBackupVault
        not allowed to DescribeBackupVault `product`: HTTP status 403: 
        []
        not allowed to ListRecoveryPointsByBackupVault `product`: AccessDeniedException: Insufficient privileges to perform this action.
        refused, ResourceNotFound: there is no such backup vault
        not allowed to DeleteBackupVault `product`: AccessDeniedException: Insufficient privileges to perform this action.
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn failures_are_told_apart() {
    let vault = || json!({ "BackupVaultName": "product" });
    let mut calls: Vec<_> = [
        (400, "AlreadyExistsException", "Backup vault with the same name already exists"),
        (400, "LimitExceededException", "too many\n vaults"),
        (400, "ThrottlingException", "Rate exceeded"),
        (403, "AccessDeniedException", "User: u is not authorized to perform: backup:CreateBackupVault"),
        (403, "UnrecognizedClientException", "The security token included in the request is invalid"),
        (500, "DependencyFailureException", "KMS does not answer"),
        (500, "ServiceUnavailableException", "busy"),
    ]
    .map(|(status, code, message)| {
        (Action::CreateBackupVault, vault(), vec![(status, denial(code, message))])
    })
    .into();
    let no = || vec![(403, denial("AccessDeniedException", "no"))];
    calls.push((Action::CreateBackupVault, vault(), Vec::new()));
    calls.push((Action::ListBackupPlans, json!({}), no()));
    let selection = json!({ "SelectionName": "orders", "IamRoleArn": "arn:role" });
    let create = json!({ "BackupPlanId": "p", "BackupSelection": selection });
    calls.push((Action::CreateBackupSelection, create, no()));
    expect_test::expect![[r#"
        refused, AlreadyExists: Backup vault with the same name already exists
        refused, LimitExceeded: too many vaults
        refused, Throttling: Rate exceeded
        not allowed to CreateBackupVault `product`: AccessDeniedException: User: u is not authorized to perform: backup:CreateBackupVault
        https://backup.eu-west-1.amazonaws.com does not accept the credentials: UnrecognizedClientException: The security token included in the request is invalid
        refused, DependencyFailure: KMS does not answer
        https://backup.eu-west-1.amazonaws.com cannot be reached: ServiceUnavailableException: busy
        https://backup.eu-west-1.amazonaws.com cannot be reached: dispatch failure: io error: nobody is there
        not allowed to ListBackupPlans in eu-west-1: AccessDeniedException: no
        not allowed to CreateBackupSelection `orders`: AccessDeniedException: no
    "#]].assert_eq(&lines(calls).await);
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_call_does_not_take_is_not_left_out() {
    let rule = |more: Value| {
        let mut rule = json!({ "RuleName": "daily", "TargetBackupVaultName": "product" });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "BackupPlan": { "BackupPlanName": "product", "Rules": [rule] } })
    };
    let create = Action::CreateBackupPlan;
    let calls = [
        (create, rule(json!({ "Livecycle": { "DeleteAfterDays": 35 } }))),
        (create, rule(json!({ "Lifecycle": { "DeleteAfterDays": "35", "DeleteAfter": 35 } }))),
        (create, rule(json!({ "CopyActions": [{ "DestinationBackupVaultArn": "a" }, { "Lifecycle": {} }] }))),
        (
            create,
            rule(json!({ "CopyActions": { "DestinationBackupVaultArn": "hunter2" }, "RuleName": null })),
        ),
        (create, rule(json!({ "Lifecycle": [], "RecoveryPointTags": { "a": 1 } }))),
        (
            create,
            json!({ "BackupPlan": { "BackupPlanName": "p", "Rules": [], "AdvancedBackupSettings": ["EC2"] } }),
        ),
        (create, json!({ "BackupPlan": { "BackupPlanName": "product" }, "BackupPlanId": "p" })),
        (
            Action::CreateBackupSelection,
            json!({ "BackupPlanId": "p", "BackupSelection": { "SelectionName": "s", "IamRoleArn": "r",
                    "Conditions": { "StringEquals": [{ "Key": "k" }], "NumericEquals": [] } } }),
        ),
        (
            Action::UpdateRestoreTestingPlan,
            json!({ "RestoreTestingPlanName": "t", "RestoreTestingPlan": { "RestoreTestingPlanName": "t",
                    "RecoveryPointSelection": { "SelectionWindowDays": 3.5 } } }),
        ),
        (
            Action::UpdateRestoreTestingSelection,
            json!({ "RestoreTestingPlanName": "t", "RestoreTestingSelectionName": "rds",
                    "RestoreTestingSelection": { "ProtectedResourceType": "RDS" } }),
        ),
        (Action::StartBackupJob, json!({ "ResourceArn": "arn:db", "Lifecycle": { "KeepForDays": 1 } })),
        (Action::ListBackupJobs, json!({ "ByBackupVaultName": "v", "ByState": "FAILED" })),
    ];
    let calls = calls.map(|(action, parameters)| (action, parameters, Vec::new()));
    expect_test::expect![[r#"
        failed to CreateBackupPlan `product`: the call does not take `BackupPlan.Rules[0].Livecycle`, or not with such a value; it was not made
        failed to CreateBackupPlan `product`: the call does not take `BackupPlan.Rules[0].Lifecycle.DeleteAfter`, `BackupPlan.Rules[0].Lifecycle.DeleteAfterDays`, or not with such a value; it was not made
        failed to CreateBackupPlan `product`: the call does not take `BackupPlan.Rules[0].CopyActions[1]`, or not with such a value; it was not made
        failed to CreateBackupPlan `product`: the call does not take `BackupPlan.Rules[0].CopyActions`, or not with such a value; it was not made
        failed to CreateBackupPlan `product`: the call does not take `BackupPlan.Rules[0].Lifecycle`, `BackupPlan.Rules[0].RecoveryPointTags`, or not with such a value; it was not made
        failed to CreateBackupPlan `p`: the call does not take `BackupPlan.AdvancedBackupSettings[0]`, or not with such a value; it was not made
        failed to CreateBackupPlan `product`: the call does not take `BackupPlan`, `BackupPlanId`, or not with such a value; it was not made
        failed to CreateBackupSelection `s`: the call does not take `BackupSelection.Conditions.NumericEquals`, `BackupSelection.Conditions.StringEquals[0].Key`, or not with such a value; it was not made
        failed to UpdateRestoreTestingPlan `t`: the call does not take `RestoreTestingPlan.RecoveryPointSelection.SelectionWindowDays`, `RestoreTestingPlan.RestoreTestingPlanName`, or not with such a value; it was not made
        failed to UpdateRestoreTestingSelection `rds`: the call does not take `RestoreTestingSelection.ProtectedResourceType`, or not with such a value; it was not made
        failed to StartBackupJob `arn:db`: the call does not take `Lifecycle.KeepForDays`, or not with such a value; it was not made
        failed to ListBackupJobs `v`: the call does not take `ByState`, or not with such a value; it was not made
    "#]].assert_eq(&lines(calls.into()).await);
}

#[tokio::test(flavor = "current_thread")]
async fn what_passes_is_tried_again_and_a_quota_is_not() {
    let mut lines = String::new();
    for (status, code) in [
        (500, "DependencyFailureException"),
        (400, "DependencyFailureException"),
        (500, "ServiceUnavailableException"),
        (400, "ThrottlingException"),
        (400, "LimitExceededException"),
        (400, "InvalidParameterValueException"),
    ] {
        let server = Server::of(&[(status, &denial(code, "")), (200, "{}")]);
        let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
        let session = Session::answered_again_by(server.client(), "eu-west-1", retries);
        let request = Request::new(Action::CreateBackupVault, named("product"));
        let answer = Api::new(Arc::new(session)).call(None, request).await;
        let told = answer.map_or_else(|error| error.to_string(), |_| "done".to_owned());
        lines += &format!("{status} {code}: {} sent, {told}\n", server.sent().lines().count());
    }
    expect_test::expect![[r#"
        500 DependencyFailureException: 2 sent, done
        400 DependencyFailureException: 2 sent, done
        500 ServiceUnavailableException: 2 sent, done
        400 ThrottlingException: 2 sent, done
        400 LimitExceededException: 1 sent, LimitExceeded: 
        400 InvalidParameterValueException: 1 sent, InvalidParameterValue: 
    "#]]
    .assert_eq(&lines);
}
