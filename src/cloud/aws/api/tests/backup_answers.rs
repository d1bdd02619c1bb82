//! Answers of AWS Backup, as it gives them, against what is made of them.

use super::answers::answer;
use super::*;

async fn told(action: Action, parameters: Value, replies: &[Value]) -> String {
    let replies: Vec<_> = replies.iter().map(ToString::to_string).collect();
    answer(action, parameters, &replies).await
}

#[tokio::test(flavor = "current_thread")]
async fn a_vault_is_told_with_what_surrounds_it() {
    let vault = json!({
        "BackupVaultName": "product", "BackupVaultArn": "arn:vault", "VaultType": "BACKUP_VAULT",
        "VaultState": "AVAILABLE", "EncryptionKeyArn": "arn:key", "EncryptionKeyType": "AWS_OWNED_KMS_KEY",
        "CreationDate": 1_795_687_200.123, "CreatorRequestId": "r", "NumberOfRecoveryPoints": 3, "Locked": true,
        "MinRetentionDays": 7, "MaxRetentionDays": 35, "LockDate": 1_795_946_400.0,
    });
    let replies = [
        vault,
        json!({ "Tags": { "a": "b" }, "NextToken": "next" }),
        json!({ "Tags": { "team": "web" } }),
        json!({ "BackupVaultName": "product", "Policy": "{\"Statement\": []}" }),
        json!({ "SNSTopicArn": "arn:topic", "BackupVaultEvents": ["COPY_JOB_FAILED", "NEW_EVENT"] }),
    ];
    let name = json!({ "BackupVaultName": "product" });
    let mut lines = told(Action::DescribeBackupVault, name.clone(), &replies).await;
    // One without a policy and notifications.
    let none = denial("ResourceNotFoundException", "there is none");
    let bare = json!({ "BackupVaultName": "product", "BackupVaultArn": "arn:vault" }).to_string();
    let server = Server::of(&[(200, &bare), (200, "{}"), (404, &none), (400, &none)]);
    let bare = server.api().call(None, Request::new(Action::DescribeBackupVault, name)).await.unwrap();
    lines += &format!("{bare}\n{}", server.sent());
    expect_test::expect![[r#"
        {
          "BackupVaultArn": "arn:vault",
          "BackupVaultName": "product",
          "CreationDate": "2026-11-26T10:00:00Z",
          "CreatorRequestId": "r",
          "EncryptionKeyArn": "arn:key",
          "EncryptionKeyType": "AWS_OWNED_KMS_KEY",
          "LockDate": "2026-11-29T10:00:00Z",
          "Locked": true,
          "MaxRetentionDays": 35,
          "MinRetentionDays": 7,
          "Notifications": {
            "BackupVaultEvents": [
              "COPY_JOB_FAILED",
              "NEW_EVENT"
            ],
            "SNSTopicArn": "arn:topic"
          },
          "NumberOfRecoveryPoints": 3,
          "Policy": "{\"Statement\": []}",
          "Tags": {
            "a": "b",
            "team": "web"
          },
          "VaultState": "AVAILABLE",
          "VaultType": "BACKUP_VAULT"
        }
        {"BackupVaultArn":"arn:vault","BackupVaultName":"product","NumberOfRecoveryPoints":0,"Tags":{}}
        GET /backup-vaults/product
        GET /tags/arn:vault
        GET /backup-vaults/product/access-policy
        GET /backup-vaults/product/notification-configuration
    "#]]
    .assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn recovery_points_are_told_by_pages() {
    let point = json!({
        "RecoveryPointArn": "arn:point", "BackupVaultName": "product", "BackupVaultArn": "arn:vault",
        "SourceBackupVaultArn": "arn:source", "ResourceArn": "arn:db", "ResourceType": "RDS", "ResourceName": "orders",
        "CreatedBy": { "BackupPlanId": "p", "BackupPlanArn": "arn:plan", "BackupPlanName": "product",
                       "BackupPlanVersion": "v", "BackupRuleId": "r", "BackupRuleName": "daily",
                       "BackupRuleCron": "cron(0 3 * * ? *)", "BackupRuleTimezone": "Etc/UTC" },
        "IamRoleArn": "arn:role", "Status": "COMPLETED", "StatusMessage": "fine", "CreationDate": 1_795_687_200.0,
        "InitiationDate": 1_795_687_201.0, "CompletionDate": 1_795_687_500.9, "BackupSizeInBytes": 21_474_836_480_i64,
        "CalculatedLifecycle": { "MoveToColdStorageAt": 1_798_279_200.0, "DeleteAt": 1_806_055_200.0 },
        "Lifecycle": { "MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120,
                       "OptInToArchiveForSupportedResources": false },
        "EncryptionKeyArn": "arn:key", "IsEncrypted": true, "LastRestoreTime": 1_795_687_600.0,
        "ParentRecoveryPointArn": "arn:parent", "CompositeMemberIdentifier": "m", "IsParent": false,
        "VaultType": "BACKUP_VAULT",
    });
    let replies = [
        json!({ "RecoveryPoints": [point], "NextToken": "next" }).to_string(),
        json!({ "RecoveryPoints": [{ "RecoveryPointArn": "arn:second" }] }).to_string(),
    ];
    let server = Server::of(&[(200, &replies[0]), (200, &replies[1])]);
    let request = Request::new(Action::ListRecoveryPoints, json!({ "BackupVaultName": "product" }));
    let points = server.api().call(None, request).await.unwrap();
    let lines = format!("{points:#}\n{}", server.sent());
    expect_test::expect![[r#"
        [
          {
            "BackupSizeInBytes": 21474836480,
            "BackupVaultArn": "arn:vault",
            "BackupVaultName": "product",
            "CalculatedLifecycle": {
              "DeleteAt": "2027-03-26T10:00:00Z",
              "MoveToColdStorageAt": "2026-12-26T10:00:00Z"
            },
            "CompletionDate": "2026-11-26T10:05:00Z",
            "CompositeMemberIdentifier": "m",
            "CreatedBy": {
              "BackupPlanArn": "arn:plan",
              "BackupPlanId": "p",
              "BackupPlanName": "product",
              "BackupPlanVersion": "v",
              "BackupRuleCron": "cron(0 3 * * ? *)",
              "BackupRuleId": "r",
              "BackupRuleName": "daily",
              "BackupRuleTimezone": "Etc/UTC"
            },
            "CreationDate": "2026-11-26T10:00:00Z",
            "EncryptionKeyArn": "arn:key",
            "IamRoleArn": "arn:role",
            "InitiationDate": "2026-11-26T10:00:01Z",
            "IsEncrypted": true,
            "IsParent": false,
            "LastRestoreTime": "2026-11-26T10:06:40Z",
            "Lifecycle": {
              "DeleteAfterDays": 120,
              "MoveToColdStorageAfterDays": 30,
              "OptInToArchiveForSupportedResources": false
            },
            "ParentRecoveryPointArn": "arn:parent",
            "RecoveryPointArn": "arn:point",
            "ResourceArn": "arn:db",
            "ResourceName": "orders",
            "ResourceType": "RDS",
            "SourceBackupVaultArn": "arn:source",
            "Status": "COMPLETED",
            "StatusMessage": "fine",
            "VaultType": "BACKUP_VAULT"
          },
          {
            "IsEncrypted": false,
            "IsParent": false,
            "RecoveryPointArn": "arn:second"
          }
        ]
        GET /backup-vaults/product/recovery-points
        GET /backup-vaults/product/recovery-points?nextToken=next
    "#]]
    .assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn plans_and_selections_are_told() {
    let rule = json!({
        "RuleId": "r", "RuleName": "daily", "TargetBackupVaultName": "product",
        "TargetLogicallyAirGappedBackupVaultArn": "arn:gap", "ScheduleExpression": "cron(0 3 * * ? *)",
        "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowMinutes": 60, "CompletionWindowMinutes": 480,
        "EnableContinuousBackup": false, "Lifecycle": { "DeleteAfterDays": 35, "DeleteAfterEvent": "DELETE_AFTER_COPY" },
        "RecoveryPointTags": { "team": "web" },
        "CopyActions": [{ "DestinationBackupVaultArn": "arn:there", "Lifecycle": { "DeleteAfterDays": 35 } }],
        "IndexActions": [{ "ResourceTypes": ["EBS"] }],
        "ScanActions": [{ "MalwareScanner": "GUARDDUTY", "ScanMode": "FULL_SCAN" }],
    });
    let settings = json!([{ "ResourceType": "EC2", "BackupOptions": { "WindowsVSS": "enabled" } }]);
    let plan = json!({
        "BackupPlan": { "BackupPlanName": "product", "Rules": [rule],
                        "ScanSettings": [{ "MalwareScanner": "GUARDDUTY", "ScannerRoleArn": "arn:role" }] },
        "AdvancedBackupSettings": settings, "BackupPlanId": "p", "BackupPlanArn": "arn:plan", "VersionId": "v",
        "CreatorRequestId": "c", "CreationDate": 1_795_687_200.5, "LastExecutionDate": 1_795_687_300.5,
    });
    let id = json!({ "BackupPlanId": "p" });
    let mut lines =
        told(Action::GetBackupPlan, id.clone(), &[plan.clone(), json!({ "Tags": { "team": "web" } })]).await;
    let mut deleted = plan;
    deleted["DeletionDate"] = json!(1_795_687_900.0);
    lines += &told(Action::GetBackupPlan, id.clone(), &[deleted]).await;
    let made =
        json!({ "BackupPlanId": "p", "BackupPlanArn": "arn:plan", "VersionId": "v", "CreationDate": 1.0 });
    let new = json!({ "BackupPlan": { "BackupPlanName": "product", "Rules": [] } });
    lines += &told(Action::CreateBackupPlan, new, &[made]).await;
    let first = json!({ "BackupPlanId": "p", "BackupPlanArn": "arn:plan", "BackupPlanName": "product", "VersionId": "v",
                        "CreationDate": 1_795_687_200.5, "AdvancedBackupSettings": settings });
    let pages = [
        json!({ "BackupPlansList": [first], "NextToken": "next" }),
        json!({ "BackupPlansList": [{ "BackupPlanId": "q", "DeletionDate": 1_795_687_200.0 }] }),
    ];
    lines += &told(Action::ListBackupPlans, json!({}), &pages).await;
    let condition = json!([{ "ConditionKey": "aws:ResourceTag/team", "ConditionValue": "web" }]);
    let selection = json!({
        "SelectionName": "product", "IamRoleArn": "arn:role", "Resources": ["*"], "NotResources": ["arn:x"],
        "ListOfTags": [{ "ConditionType": "STRINGEQUALS", "ConditionKey": "team", "ConditionValue": "web" }],
        "Conditions": { "StringEquals": condition, "StringNotLike": [] },
    });
    let pages = [
        json!({ "BackupSelectionsList": [{ "SelectionId": "s" }], "NextToken": "next" }),
        json!({ "BackupSelectionsList": [{ "SelectionId": "t" }] }),
        json!({ "SelectionId": "s", "BackupPlanId": "p", "BackupSelection": selection }),
        json!({ "SelectionId": "t", "BackupSelection": { "SelectionName": "bare", "IamRoleArn": "arn:role" } }),
    ];
    lines += &told(Action::ListBackupSelections, id, &pages).await;
    expect_test::expect![[r#"
        {
          "BackupPlan": {
            "AdvancedBackupSettings": [
              {
                "BackupOptions": {
                  "WindowsVSS": "enabled"
                },
                "ResourceType": "EC2"
              }
            ],
            "BackupPlanName": "product",
            "Rules": [
              {
                "CompletionWindowMinutes": 480,
                "CopyActions": [
                  {
                    "DestinationBackupVaultArn": "arn:there",
                    "Lifecycle": {
                      "DeleteAfterDays": 35
                    }
                  }
                ],
                "EnableContinuousBackup": false,
                "IndexActions": [
                  {
                    "ResourceTypes": [
                      "EBS"
                    ]
                  }
                ],
                "Lifecycle": {
                  "DeleteAfterDays": 35,
                  "DeleteAfterEvent": "DELETE_AFTER_COPY"
                },
                "RecoveryPointTags": {
                  "team": "web"
                },
                "RuleId": "r",
                "RuleName": "daily",
                "ScanActions": [
                  {
                    "MalwareScanner": "GUARDDUTY",
                    "ScanMode": "FULL_SCAN"
                  }
                ],
                "ScheduleExpression": "cron(0 3 * * ? *)",
                "ScheduleExpressionTimezone": "Etc/UTC",
                "StartWindowMinutes": 60,
                "TargetBackupVaultName": "product",
                "TargetLogicallyAirGappedBackupVaultArn": "arn:gap"
              }
            ],
            "ScanSettings": [
              {
                "MalwareScanner": "GUARDDUTY",
                "ScannerRoleArn": "arn:role"
              }
            ]
          },
          "BackupPlanArn": "arn:plan",
          "BackupPlanId": "p",
          "CreationDate": "2026-11-26T10:00:00Z",
          "CreatorRequestId": "c",
          "LastExecutionDate": "2026-11-26T10:01:40Z",
          "Tags": {
            "team": "web"
          },
          "VersionId": "v"
        }
        null
        {
          "BackupPlanId": "p"
        }
        [
          {
            "AdvancedBackupSettings": [
              {
                "BackupOptions": {
                  "WindowsVSS": "enabled"
                },
                "ResourceType": "EC2"
              }
            ],
            "BackupPlanArn": "arn:plan",
            "BackupPlanId": "p",
            "BackupPlanName": "product",
            "CreationDate": "2026-11-26T10:00:00Z",
            "VersionId": "v"
          },
          {
            "BackupPlanId": "q",
            "DeletionDate": "2026-11-26T10:00:00Z"
          }
        ]
        [
          {
            "BackupSelection": {
              "Conditions": {
                "StringEquals": [
                  {
                    "ConditionKey": "aws:ResourceTag/team",
                    "ConditionValue": "web"
                  }
                ],
                "StringNotLike": []
              },
              "IamRoleArn": "arn:role",
              "ListOfTags": [
                {
                  "ConditionKey": "team",
                  "ConditionType": "STRINGEQUALS",
                  "ConditionValue": "web"
                }
              ],
              "NotResources": [
                "arn:x"
              ],
              "Resources": [
                "*"
              ],
              "SelectionName": "product"
            },
            "SelectionId": "s"
          },
          {
            "BackupSelection": {
              "IamRoleArn": "arn:role",
              "SelectionName": "bare"
            },
            "SelectionId": "t"
          }
        ]
    "#]]
    .assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn jobs_are_told() {
    let backup = json!({
        "AccountId": "1", "BackupJobId": "j", "BackupVaultName": "product", "BackupVaultArn": "arn:vault",
        "RecoveryPointArn": "arn:point", "RecoveryPointLifecycle": { "DeleteAfterDays": 35 }, "ResourceArn": "arn:db",
        "ResourceType": "RDS", "ResourceName": "orders", "CreationDate": 1_795_687_200.0,
        "InitiationDate": 1_795_687_201.0, "StartBy": 1_795_690_800.0, "ExpectedCompletionDate": 1_795_687_800.0,
        "CompletionDate": 1_795_687_500.0, "State": "FAILED", "StatusMessage": "no", "MessageCategory": "AccessDenied",
        "PercentDone": "12.5", "BackupSizeInBytes": 1, "BytesTransferred": 2, "BackupOptions": { "WindowsVSS": "enabled" },
        "BackupType": "SNAPSHOT", "IamRoleArn": "arn:role", "CreatedBy": { "BackupRuleName": "daily" },
        "ParentJobId": "i", "IsParent": false,
    });
    let copy = json!({
        "AccountId": "1", "CopyJobId": "c", "SourceBackupVaultArn": "arn:vault", "SourceRecoveryPointArn": "arn:point",
        "DestinationBackupVaultArn": "arn:there", "DestinationRecoveryPointArn": "arn:copy",
        "DestinationRecoveryPointLifecycle": { "DeleteAfterDays": 35 }, "ResourceArn": "arn:db", "ResourceType": "RDS",
        "ResourceName": "orders", "CreationDate": 1_795_687_200.0, "CompletionDate": 1_795_687_500.0,
        "State": "COMPLETED", "StatusMessage": "fine", "MessageCategory": "SUCCESS", "BackupSizeInBytes": 1,
        "IamRoleArn": "arn:role", "CreatedBy": { "BackupRuleName": "daily" }, "CreatedByBackupJobId": "j",
        "ParentJobId": "i", "IsParent": true,
    });
    let restore = json!({
        "AccountId": "1", "RestoreJobId": "r", "RecoveryPointArn": "arn:point", "BackupVaultArn": "arn:vault",
        "RecoveryPointCreationDate": 1_795_687_000.0, "SourceResourceArn": "arn:db", "ResourceType": "RDS",
        "CreationDate": 1_795_687_200.0, "CompletionDate": 1_795_687_500.0, "Status": "COMPLETED",
        "StatusMessage": "fine", "PercentDone": "100.0", "BackupSizeInBytes": 1, "ExpectedCompletionTimeMinutes": 9,
        "IamRoleArn": "arn:role", "CreatedResourceArn": "arn:restored",
        "CreatedBy": { "RestoreTestingPlanArn": "arn:test" }, "ValidationStatus": "FAILED",
        "ValidationStatusMessage": "empty", "DeletionStatus": "SUCCESSFUL", "DeletionStatusMessage": "gone",
        "ParentJobId": "i", "IsParent": false,
    });
    let started = json!({ "BackupJobId": "j", "RecoveryPointArn": "arn:point", "CreationDate": 1_795_687_200.0,
                          "IsParent": false });
    let start = json!({ "BackupVaultName": "product", "ResourceArn": "arn:db", "IamRoleArn": "arn:role" });
    let mut lines = told(Action::StartBackupJob, start, &[started]).await;
    lines +=
        &told(Action::DescribeBackupJob, json!({ "BackupJobId": "j" }), std::slice::from_ref(&backup)).await;
    let pages = [
        json!({ "BackupJobs": [backup], "NextToken": "next" }),
        json!({ "BackupJobs": [{ "BackupJobId": "k" }] }),
    ];
    let listed = told(Action::ListBackupJobs, json!({ "ByBackupVaultName": "product" }), &pages).await;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0], serde_json::from_str::<Value>(lines.split_once("}\n").unwrap().1).unwrap());
    assert_eq!(listed[1]["BackupJobId"], "k");
    let pages =
        [json!({ "CopyJobs": [copy], "NextToken": "next" }), json!({ "CopyJobs": [{ "CopyJobId": "d" }] })];
    lines += &told(Action::ListCopyJobs, json!({ "ByDestinationVaultArn": "arn:there" }), &pages).await;
    let pages = [
        json!({ "RestoreJobs": [restore], "NextToken": "next" }),
        json!({ "RestoreJobs": [{ "RestoreJobId": "s" }] }),
    ];
    lines += &told(Action::ListRestoreJobs, json!({ "ByRestoreTestingPlanArn": "arn:test" }), &pages).await;
    expect_test::expect![[r#"
        {
          "BackupJobId": "j",
          "CreationDate": "2026-11-26T10:00:00Z",
          "IsParent": false,
          "RecoveryPointArn": "arn:point"
        }
        {
          "AccountId": "1",
          "BackupJobId": "j",
          "BackupOptions": {
            "WindowsVSS": "enabled"
          },
          "BackupSizeInBytes": 1,
          "BackupType": "SNAPSHOT",
          "BackupVaultArn": "arn:vault",
          "BackupVaultName": "product",
          "BytesTransferred": 2,
          "CompletionDate": "2026-11-26T10:05:00Z",
          "CreatedBy": {
            "BackupRuleName": "daily"
          },
          "CreationDate": "2026-11-26T10:00:00Z",
          "ExpectedCompletionDate": "2026-11-26T10:10:00Z",
          "IamRoleArn": "arn:role",
          "InitiationDate": "2026-11-26T10:00:01Z",
          "IsParent": false,
          "MessageCategory": "AccessDenied",
          "ParentJobId": "i",
          "PercentDone": "12.5",
          "RecoveryPointArn": "arn:point",
          "RecoveryPointLifecycle": {
            "DeleteAfterDays": 35
          },
          "ResourceArn": "arn:db",
          "ResourceName": "orders",
          "ResourceType": "RDS",
          "StartBy": "2026-11-26T11:00:00Z",
          "State": "FAILED",
          "StatusMessage": "no"
        }
        [
          {
            "AccountId": "1",
            "BackupSizeInBytes": 1,
            "CompletionDate": "2026-11-26T10:05:00Z",
            "CopyJobId": "c",
            "CreatedBy": {
              "BackupRuleName": "daily"
            },
            "CreatedByBackupJobId": "j",
            "CreationDate": "2026-11-26T10:00:00Z",
            "DestinationBackupVaultArn": "arn:there",
            "DestinationRecoveryPointArn": "arn:copy",
            "DestinationRecoveryPointLifecycle": {
              "DeleteAfterDays": 35
            },
            "IamRoleArn": "arn:role",
            "IsParent": true,
            "MessageCategory": "SUCCESS",
            "ParentJobId": "i",
            "ResourceArn": "arn:db",
            "ResourceName": "orders",
            "ResourceType": "RDS",
            "SourceBackupVaultArn": "arn:vault",
            "SourceRecoveryPointArn": "arn:point",
            "State": "COMPLETED",
            "StatusMessage": "fine"
          },
          {
            "CopyJobId": "d",
            "IsParent": false
          }
        ]
        [
          {
            "AccountId": "1",
            "BackupSizeInBytes": 1,
            "BackupVaultArn": "arn:vault",
            "CompletionDate": "2026-11-26T10:05:00Z",
            "CreatedBy": {
              "RestoreTestingPlanArn": "arn:test"
            },
            "CreatedResourceArn": "arn:restored",
            "CreationDate": "2026-11-26T10:00:00Z",
            "DeletionStatus": "SUCCESSFUL",
            "DeletionStatusMessage": "gone",
            "ExpectedCompletionTimeMinutes": 9,
            "IamRoleArn": "arn:role",
            "IsParent": false,
            "ParentJobId": "i",
            "PercentDone": "100.0",
            "RecoveryPointArn": "arn:point",
            "RecoveryPointCreationDate": "2026-11-26T09:56:40Z",
            "ResourceType": "RDS",
            "RestoreJobId": "r",
            "SourceResourceArn": "arn:db",
            "Status": "COMPLETED",
            "StatusMessage": "fine",
            "ValidationStatus": "FAILED",
            "ValidationStatusMessage": "empty"
          },
          {
            "IsParent": false,
            "RestoreJobId": "s"
          }
        ]
    "#]]
    .assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn restore_testing_is_told() {
    let plan = json!({
        "RestoreTestingPlanName": "product", "RestoreTestingPlanArn": "arn:test", "ScheduleExpression": "cron(0 4 ? * 1 *)",
        "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowHours": 24, "CreationTime": 1_795_687_200.0,
        "LastUpdateTime": 1_795_687_300.0, "LastExecutionTime": 1_795_687_400.0, "CreatorRequestId": "c",
        "RecoveryPointSelection": { "Algorithm": "LATEST_WITHIN_WINDOW", "IncludeVaults": ["arn:vault"],
                                    "ExcludeVaults": [], "RecoveryPointTypes": ["SNAPSHOT"], "SelectionWindowDays": 30 },
    });
    let selection = json!({
        "RestoreTestingPlanName": "product", "RestoreTestingSelectionName": "rds", "ProtectedResourceType": "RDS",
        "ProtectedResourceArns": ["arn:db"], "IamRoleArn": "arn:role", "ValidationWindowHours": 2,
        "ProtectedResourceConditions": { "StringEquals": [{ "Key": "k", "Value": "v" }], "StringNotEquals": [] },
        "RestoreMetadataOverrides": { "dbInstanceClass": "db.t4g.small" }, "CreationTime": 1_795_687_200.0,
        "CreatorRequestId": "c",
    });
    let name = json!({ "RestoreTestingPlanName": "product" });
    let replies = [json!({ "RestoreTestingPlan": plan }), json!({ "Tags": { "team": "web" } })];
    let mut lines = told(Action::GetRestoreTestingPlan, name, &replies).await;
    let name = json!({ "RestoreTestingPlanName": "product", "RestoreTestingSelectionName": "rds" });
    let replies = [json!({ "RestoreTestingSelection": selection })];
    lines += &told(Action::GetRestoreTestingSelection, name, &replies).await;
    expect_test::expect![[r#"
        {
          "CreationTime": "2026-11-26T10:00:00Z",
          "CreatorRequestId": "c",
          "LastExecutionTime": "2026-11-26T10:03:20Z",
          "LastUpdateTime": "2026-11-26T10:01:40Z",
          "RecoveryPointSelection": {
            "Algorithm": "LATEST_WITHIN_WINDOW",
            "ExcludeVaults": [],
            "IncludeVaults": [
              "arn:vault"
            ],
            "RecoveryPointTypes": [
              "SNAPSHOT"
            ],
            "SelectionWindowDays": 30
          },
          "RestoreTestingPlanArn": "arn:test",
          "RestoreTestingPlanName": "product",
          "ScheduleExpression": "cron(0 4 ? * 1 *)",
          "ScheduleExpressionTimezone": "Etc/UTC",
          "StartWindowHours": 24,
          "Tags": {
            "team": "web"
          }
        }
        {
          "CreationTime": "2026-11-26T10:00:00Z",
          "CreatorRequestId": "c",
          "IamRoleArn": "arn:role",
          "ProtectedResourceArns": [
            "arn:db"
          ],
          "ProtectedResourceConditions": {
            "StringEquals": [
              {
                "Key": "k",
                "Value": "v"
              }
            ],
            "StringNotEquals": []
          },
          "ProtectedResourceType": "RDS",
          "RestoreMetadataOverrides": {
            "dbInstanceClass": "db.t4g.small"
          },
          "RestoreTestingPlanName": "product",
          "RestoreTestingSelectionName": "rds",
          "ValidationWindowHours": 2
        }
    "#]]
    .assert_eq(&lines);
}
