//! Parameters of AWS Backup by their names against the requests that are sent.

use super::*;

/// What is sent for calls with these parameters, a call a line.
async fn sent(calls: impl IntoIterator<Item = (Action, Value)>) -> String {
    let mut lines = String::new();
    for (action, parameters) in calls {
        let server = Server::of(&[(400, &denial("EnoughException", ""))]);
        let told = server.api().call(None, Request::new(action, parameters)).await;
        assert!(matches!(&told, Err(error) if error.is("Enough")), "{action:?}: {told:?}");
        lines += &server.sent();
    }
    lines
}

#[tokio::test(flavor = "current_thread")]
async fn vaults_are_made_and_changed_with_every_parameter() {
    let vault = "BackupVaultName";
    let lines = sent([
        (
            Action::CreateBackupVault,
            json!({ vault: "product", "BackupVaultTags": { "team": "web", "a": "" }, "EncryptionKeyArn": "arn:key",
                    "CreatorRequestId": "r", "VaultType": null }),
        ),
        (Action::DescribeBackupVault, json!({ vault: "product" })),
        (Action::DeleteBackupVault, json!({ vault: "product" })),
        (Action::PutBackupVaultAccessPolicy, json!({ vault: "product", "Policy": "{}" })),
        (Action::DeleteBackupVaultAccessPolicy, json!({ vault: "product" })),
        (
            Action::PutBackupVaultLockConfiguration,
            json!({ vault: "product", "MinRetentionDays": 7, "MaxRetentionDays": 35, "ChangeableForDays": 3 }),
        ),
        (Action::DeleteBackupVaultLockConfiguration, json!({ vault: "product" })),
        (
            Action::PutBackupVaultNotifications,
            json!({ vault: "product", "SNSTopicArn": "arn:topic", "BackupVaultEvents": ["COPY_JOB_FAILED"] }),
        ),
        (Action::DeleteBackupVaultNotifications, json!({ vault: "product" })),
        (Action::ListRecoveryPoints, json!({ vault: "product" })),
        (
            Action::DeleteRecoveryPoint,
            json!({ vault: "product", "RecoveryPointArn": "arn:aws:rds:eu-west-1:1:snapshot:awsbackup:job-a" }),
        ),
        (Action::TagBackup, json!({ "ResourceArn": "arn:vault", "Tags": { "team": "web" } })),
        (Action::UntagBackup, json!({ "ResourceArn": "arn:vault", "TagKeyList": ["team"] })),
    ])
    .await;
    expect_test::expect![[r#"
        PUT /backup-vaults/product {"BackupVaultTags":{"a":"","team":"web"},"CreatorRequestId":"r","EncryptionKeyArn":"arn:key"}
        GET /backup-vaults/product
        DELETE /backup-vaults/product
        PUT /backup-vaults/product/access-policy {"Policy":"{}"}
        DELETE /backup-vaults/product/access-policy
        PUT /backup-vaults/product/vault-lock {"ChangeableForDays":3,"MaxRetentionDays":35,"MinRetentionDays":7}
        DELETE /backup-vaults/product/vault-lock
        PUT /backup-vaults/product/notification-configuration {"BackupVaultEvents":["COPY_JOB_FAILED"],"SNSTopicArn":"arn:topic"}
        DELETE /backup-vaults/product/notification-configuration
        GET /backup-vaults/product/recovery-points
        DELETE /backup-vaults/product/recovery-points/arn:aws:rds:eu-west-1:1:snapshot:awsbackup:job-a
        POST /tags/arn:vault {"Tags":{"team":"web"}}
        POST /untag/arn:vault {"TagKeyList":["team"]}
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn plans_are_sent_whole() {
    let lifecycle = json!({ "MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120,
                            "OptInToArchiveForSupportedResources": true, "DeleteAfterEvent": "DELETE_AFTER_COPY" });
    let plan = json!({
        "BackupPlanName": "product",
        "Rules": [
            { "RuleName": "daily", "TargetBackupVaultName": "product", "ScheduleExpression": "cron(0 3 * * ? *)",
              "TargetLogicallyAirGappedBackupVaultArn": "arn:gap", "ScheduleExpressionTimezone": "Etc/UTC",
              "StartWindowMinutes": 60, "CompletionWindowMinutes": 480, "EnableContinuousBackup": true,
              "Lifecycle": lifecycle, "RecoveryPointTags": { "team": "web" },
              "CopyActions": [{ "DestinationBackupVaultArn": "arn:there", "Lifecycle": { "DeleteAfterDays": 35 } }],
              "IndexActions": [{ "ResourceTypes": ["EBS"] }],
              "ScanActions": [{ "MalwareScanner": "GUARDDUTY", "ScanMode": "FULL_SCAN" }] },
            { "RuleName": "hourly", "TargetBackupVaultName": "product", "Lifecycle": null },
        ],
        "AdvancedBackupSettings": [{ "ResourceType": "EC2", "BackupOptions": { "WindowsVSS": "enabled" } }],
        "ScanSettings": [
            { "MalwareScanner": "GUARDDUTY", "ResourceTypes": ["EBS"], "ScannerRoleArn": "arn:role" },
        ],
    });
    let condition = json!([{ "ConditionKey": "aws:ResourceTag/team", "ConditionValue": "web" }]);
    let selection = json!({
        "SelectionName": "product", "IamRoleArn": "arn:role", "Resources": ["*"], "NotResources": ["arn:x"],
        "ListOfTags": [{ "ConditionType": "STRINGEQUALS", "ConditionKey": "team", "ConditionValue": "web" }],
        "Conditions": { "StringEquals": condition, "StringNotEquals": condition, "StringLike": condition,
                        "StringNotLike": condition },
    });
    let lines = sent([
        (
            Action::CreateBackupPlan,
            json!({ "BackupPlan": plan, "BackupPlanTags": { "team": "web" }, "CreatorRequestId": "r" }),
        ),
        (Action::UpdateBackupPlan, json!({ "BackupPlanId": "p", "BackupPlan": plan })),
        (Action::GetBackupPlan, json!({ "BackupPlanId": "p" })),
        (Action::DeleteBackupPlan, json!({ "BackupPlanId": "p" })),
        (Action::ListBackupPlans, json!({})),
        (
            Action::CreateBackupSelection,
            json!({ "BackupPlanId": "p", "BackupSelection": selection, "CreatorRequestId": "r" }),
        ),
        (Action::ListBackupSelections, json!({ "BackupPlanId": "p" })),
        (Action::DeleteBackupSelection, json!({ "BackupPlanId": "p", "SelectionId": "s" })),
    ])
    .await;
    expect_test::expect![[r#"
        PUT /backup/plans {"BackupPlan":{"AdvancedBackupSettings":[{"BackupOptions":{"WindowsVSS":"enabled"},"ResourceType":"EC2"}],"BackupPlanName":"product","Rules":[{"CompletionWindowMinutes":480,"CopyActions":[{"DestinationBackupVaultArn":"arn:there","Lifecycle":{"DeleteAfterDays":35}}],"EnableContinuousBackup":true,"IndexActions":[{"ResourceTypes":["EBS"]}],"Lifecycle":{"DeleteAfterDays":120,"DeleteAfterEvent":"DELETE_AFTER_COPY","MoveToColdStorageAfterDays":30,"OptInToArchiveForSupportedResources":true},"RecoveryPointTags":{"team":"web"},"RuleName":"daily","ScanActions":[{"MalwareScanner":"GUARDDUTY","ScanMode":"FULL_SCAN"}],"ScheduleExpression":"cron(0 3 * * ? *)","ScheduleExpressionTimezone":"Etc/UTC","StartWindowMinutes":60,"TargetBackupVaultName":"product","TargetLogicallyAirGappedBackupVaultArn":"arn:gap"},{"RuleName":"hourly","TargetBackupVaultName":"product"}],"ScanSettings":[{"MalwareScanner":"GUARDDUTY","ResourceTypes":["EBS"],"ScannerRoleArn":"arn:role"}]},"BackupPlanTags":{"team":"web"},"CreatorRequestId":"r"}
        POST /backup/plans/p {"BackupPlan":{"AdvancedBackupSettings":[{"BackupOptions":{"WindowsVSS":"enabled"},"ResourceType":"EC2"}],"BackupPlanName":"product","Rules":[{"CompletionWindowMinutes":480,"CopyActions":[{"DestinationBackupVaultArn":"arn:there","Lifecycle":{"DeleteAfterDays":35}}],"EnableContinuousBackup":true,"IndexActions":[{"ResourceTypes":["EBS"]}],"Lifecycle":{"DeleteAfterDays":120,"DeleteAfterEvent":"DELETE_AFTER_COPY","MoveToColdStorageAfterDays":30,"OptInToArchiveForSupportedResources":true},"RecoveryPointTags":{"team":"web"},"RuleName":"daily","ScanActions":[{"MalwareScanner":"GUARDDUTY","ScanMode":"FULL_SCAN"}],"ScheduleExpression":"cron(0 3 * * ? *)","ScheduleExpressionTimezone":"Etc/UTC","StartWindowMinutes":60,"TargetBackupVaultName":"product","TargetLogicallyAirGappedBackupVaultArn":"arn:gap"},{"RuleName":"hourly","TargetBackupVaultName":"product"}],"ScanSettings":[{"MalwareScanner":"GUARDDUTY","ResourceTypes":["EBS"],"ScannerRoleArn":"arn:role"}]}}
        GET /backup/plans/p
        DELETE /backup/plans/p
        GET /backup/plans
        PUT /backup/plans/p/selections {"BackupSelection":{"Conditions":{"StringEquals":[{"ConditionKey":"aws:ResourceTag/team","ConditionValue":"web"}],"StringLike":[{"ConditionKey":"aws:ResourceTag/team","ConditionValue":"web"}],"StringNotEquals":[{"ConditionKey":"aws:ResourceTag/team","ConditionValue":"web"}],"StringNotLike":[{"ConditionKey":"aws:ResourceTag/team","ConditionValue":"web"}]},"IamRoleArn":"arn:role","ListOfTags":[{"ConditionKey":"team","ConditionType":"STRINGEQUALS","ConditionValue":"web"}],"NotResources":["arn:x"],"Resources":["*"],"SelectionName":"product"},"CreatorRequestId":"r"}
        GET /backup/plans/p/selections
        DELETE /backup/plans/p/selections/s
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn jobs_are_started_and_asked_for() {
    let lines = sent([
        (
            Action::StartBackupJob,
            json!({ "BackupVaultName": "product", "ResourceArn": "arn:db", "IamRoleArn": "arn:role",
                    "IdempotencyToken": "t", "RecoveryPointTags": { "team": "web" },
                    "BackupOptions": { "WindowsVSS": "enabled" }, "Lifecycle": { "DeleteAfterDays": 35 },
                    "StartWindowMinutes": 60, "CompleteWindowMinutes": 480 }),
        ),
        (Action::DescribeBackupJob, json!({ "BackupJobId": "j" })),
        (Action::ListBackupJobs, json!({ "ByBackupVaultName": "product" })),
        (Action::ListCopyJobs, json!({ "ByDestinationVaultArn": "arn:there" })),
        (Action::ListRestoreJobs, json!({ "ByRestoreTestingPlanArn": "arn:test" })),
    ])
    .await;
    expect_test::expect![[r#"
        PUT /backup-jobs {"BackupOptions":{"WindowsVSS":"enabled"},"BackupVaultName":"product","CompleteWindowMinutes":480,"IamRoleArn":"arn:role","IdempotencyToken":"t","Lifecycle":{"DeleteAfterDays":35},"RecoveryPointTags":{"team":"web"},"ResourceArn":"arn:db","StartWindowMinutes":60}
        GET /backup-jobs/j
        GET /backup-jobs?backupVaultName=product
        GET /copy-jobs?destinationVaultArn=arn:there
        GET /restore-jobs?restoreTestingPlanArn=arn:test
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn restore_testing_is_sent_whole() {
    let points = json!({ "Algorithm": "LATEST_WITHIN_WINDOW", "IncludeVaults": ["arn:vault"], "ExcludeVaults": ["arn:x"],
                         "RecoveryPointTypes": ["CONTINUOUS", "SNAPSHOT"], "SelectionWindowDays": 30 });
    let new_plan = json!({ "RestoreTestingPlanName": "product", "ScheduleExpression": "cron(0 4 ? * 1 *)",
                           "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowHours": 24,
                           "RecoveryPointSelection": points });
    let changed_plan = json!({ "ScheduleExpression": "cron(0 4 ? * 1 *)", "ScheduleExpressionTimezone": "Etc/UTC",
                               "StartWindowHours": 24, "RecoveryPointSelection": points });
    let conditions = json!({ "StringEquals": [{ "Key": "aws:ResourceTag/team", "Value": "web" }],
                             "StringNotEquals": [{ "Key": "aws:ResourceTag/a", "Value": "b" }] });
    let changed_selection = json!({ "IamRoleArn": "arn:role", "ProtectedResourceArns": ["arn:db"],
                                    "ProtectedResourceConditions": conditions,
                                    "RestoreMetadataOverrides": { "dbInstanceClass": "db.t4g.small" },
                                    "ValidationWindowHours": 2 });
    let mut new_selection = changed_selection.clone();
    new_selection["RestoreTestingSelectionName"] = json!("rds");
    new_selection["ProtectedResourceType"] = json!("RDS");
    let (plan, selection) = ("RestoreTestingPlanName", "RestoreTestingSelectionName");
    let lines = sent([
        (
            Action::CreateRestoreTestingPlan,
            json!({ "RestoreTestingPlan": new_plan, "Tags": { "team": "web" }, "CreatorRequestId": "r" }),
        ),
        (Action::UpdateRestoreTestingPlan, json!({ plan: "product", "RestoreTestingPlan": changed_plan })),
        (Action::GetRestoreTestingPlan, json!({ plan: "product" })),
        (Action::DeleteRestoreTestingPlan, json!({ plan: "product" })),
        (
            Action::CreateRestoreTestingSelection,
            json!({ plan: "product", "RestoreTestingSelection": new_selection, "CreatorRequestId": "r" }),
        ),
        (
            Action::UpdateRestoreTestingSelection,
            json!({ plan: "product", selection: "rds", "RestoreTestingSelection": changed_selection }),
        ),
        (Action::GetRestoreTestingSelection, json!({ plan: "product", selection: "rds" })),
        (Action::DeleteRestoreTestingSelection, json!({ plan: "product", selection: "rds" })),
    ])
    .await;
    expect_test::expect![[r#"
        PUT /restore-testing/plans {"CreatorRequestId":"r","RestoreTestingPlan":{"RecoveryPointSelection":{"Algorithm":"LATEST_WITHIN_WINDOW","ExcludeVaults":["arn:x"],"IncludeVaults":["arn:vault"],"RecoveryPointTypes":["CONTINUOUS","SNAPSHOT"],"SelectionWindowDays":30},"RestoreTestingPlanName":"product","ScheduleExpression":"cron(0 4 ? * 1 *)","ScheduleExpressionTimezone":"Etc/UTC","StartWindowHours":24},"Tags":{"team":"web"}}
        PUT /restore-testing/plans/product {"RestoreTestingPlan":{"RecoveryPointSelection":{"Algorithm":"LATEST_WITHIN_WINDOW","ExcludeVaults":["arn:x"],"IncludeVaults":["arn:vault"],"RecoveryPointTypes":["CONTINUOUS","SNAPSHOT"],"SelectionWindowDays":30},"ScheduleExpression":"cron(0 4 ? * 1 *)","ScheduleExpressionTimezone":"Etc/UTC","StartWindowHours":24}}
        GET /restore-testing/plans/product
        DELETE /restore-testing/plans/product
        PUT /restore-testing/plans/product/selections {"CreatorRequestId":"r","RestoreTestingSelection":{"IamRoleArn":"arn:role","ProtectedResourceArns":["arn:db"],"ProtectedResourceConditions":{"StringEquals":[{"Key":"aws:ResourceTag/team","Value":"web"}],"StringNotEquals":[{"Key":"aws:ResourceTag/a","Value":"b"}]},"ProtectedResourceType":"RDS","RestoreMetadataOverrides":{"dbInstanceClass":"db.t4g.small"},"RestoreTestingSelectionName":"rds","ValidationWindowHours":2}}
        PUT /restore-testing/plans/product/selections/rds {"RestoreTestingSelection":{"IamRoleArn":"arn:role","ProtectedResourceArns":["arn:db"],"ProtectedResourceConditions":{"StringEquals":[{"Key":"aws:ResourceTag/team","Value":"web"}],"StringNotEquals":[{"Key":"aws:ResourceTag/a","Value":"b"}]},"RestoreMetadataOverrides":{"dbInstanceClass":"db.t4g.small"},"ValidationWindowHours":2}}
        GET /restore-testing/plans/product/selections/rds
        DELETE /restore-testing/plans/product/selections/rds
    "#]].assert_eq(&lines);
}
