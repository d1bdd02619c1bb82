//! A backup plan's children in the in-memory cloud: what is called, in which order, that a run which is killed before any
//! call is continued to the same end, and what is refused.

use std::time::Duration;

use expect_test::{Expect, expect};
use futures::executor::block_on;
use serde_json::{Value, json};

use crate::aws::{Action, apply, delete, observe, ready};
use crate::fake::FakeAws;
use crate::{ChildId, Children, CloudError, Desired, Kind, Manifest, Owner, holder};

const HOUR: Duration = Duration::from_secs(3600);
const DATABASE: &str = "arn:aws:rds:eu-west-1:123456789012:db:product";
const ROLE: &str = "arn:<partition>:iam::<account>:role/product-backup";

fn owner() -> Owner {
    Owner { resource: "acme_backup_plan".to_owned(), name: "product".to_owned() }
}

/// The children of a plan with a copy, restore testing and a backup on demand, and what is changed in them by kind.
fn wanted(changes: &Value) -> Children<Desired> {
    let copy = "arn:<partition>:backup:us-west-2:<account>:backup-vault:product";
    let parts = [
        (
            Kind::Role,
            "product-backup",
            json!({ "Policies": { "backup": { "Resource": "arn:<partition>:rds:*:<account>:db:*" } } }),
        ),
        (Kind::BackupVault, "product", json!({})),
        (Kind::BackupVault, "product@us-west-2", json!({})),
        (
            Kind::BackupPlan,
            "product",
            json!({ "Rules": [{
                "RuleName": "daily",
                "TargetBackupVaultName": "product",
                "StartWindowMinutes": 60,
                "Lifecycle": { "DeleteAfterDays": 35 },
                "CopyActions": [{ "DestinationBackupVaultArn": copy, "Lifecycle": { "DeleteAfterDays": 35 } }],
            }] }),
        ),
        (Kind::BackupSelection, "product", json!({ "Resources": [DATABASE], "IamRoleArn": ROLE })),
        (
            Kind::RestoreTestingPlan,
            "product",
            json!({
                "ScheduleExpression": "cron(0 4 ? * MON *)",
                "RecoveryPointSelection": { "IncludeVaults": ["arn:<partition>:backup:<region>:<account>:backup-vault:product"] },
            }),
        ),
        (
            Kind::RestoreTestingSelection,
            "product.rds",
            json!({ "ProtectedResourceType": "RDS", "ProtectedResourceArns": [DATABASE], "IamRoleArn": ROLE }),
        ),
        (Kind::BackupRun, "product-1", json!({ "Generation": 1 })),
    ];
    let mut children = Children::new();
    for (kind, name, mut body) in parts {
        let id = ChildId::new(kind, name);
        for (field, value) in changes[id.to_string()].as_object().into_iter().flatten() {
            body[field] = value.clone();
        }
        let orders = json!({
            "AssumeRolePolicyDocument": "{}",
            "ChangeableForDays": 3,
            "BackupVaultName": "product",
            "ResourceArns": [DATABASE],
            "IamRoleArn": ROLE,
        });
        children.insert(id.clone(), Manifest::new(&id, &owner(), body).with_orders(orders));
    }
    children
}

fn go(aws: &FakeAws, wanted: &Children<Desired>) -> Result<(), CloudError> {
    block_on(async {
        for (id, manifest) in wanted.iter() {
            apply(aws, None, id, manifest).await?;
            ready(aws, None, id, (manifest, HOUR)).await?;
        }
        Ok(())
    })
}

fn remove(aws: &FakeAws, wanted: &Children<Desired>) -> Result<(), CloudError> {
    let mut ids: Vec<_> = wanted.id_set().into_iter().collect();
    ids.sort_by_key(|id| std::cmp::Reverse(id.kind.rank()));
    block_on(async {
        for id in ids {
            delete(aws, None, &id, (None, HOUR)).await?;
        }
        Ok(())
    })
}

fn empty() -> FakeAws {
    let aws = FakeAws::default();
    aws.put_instance("product", &json!({ "EngineVersion": "16" }));
    aws
}

fn made() -> FakeAws {
    let aws = empty();
    go(&aws, &wanted(&json!({}))).expect("it is made");
    aws.calls();
    aws
}

fn story(aws: &FakeAws) -> String {
    let calls: String = aws.calls().iter().map(|call| format!("{call}\n")).collect();
    let there: String = aws.inventory().iter().map(|name| format!("  {name}\n")).collect();
    format!("{calls}{there}")
}

fn check(aws: &FakeAws, wanted: &Children<Desired>, expect: &Expect) {
    go(aws, wanted).expect("it works");
    expect.assert_eq(&story(aws));
    // What is there is as wanted, and a second run finds nothing to do.
    let observed = block_on(observe(aws, None, &wanted.id_set())).expect("it is looked at");
    for (id, manifest) in wanted.iter().filter(|(id, _)| id.kind != Kind::BackupRun) {
        let found = observed.get(id).unwrap_or_else(|| panic!("{id} is there"));
        assert_eq!(found.differences(id, manifest), Vec::new(), "{id}");
    }
    go(aws, wanted).expect("it works again");
    assert_eq!(aws.calls(), Vec::<String>::new());
}

/// Kills a run before each call that changes something. The next run must come to the same end as one that is not killed.
fn survives(before: impl Fn() -> FakeAws, go: impl Fn(&FakeAws) -> Result<(), CloudError>) {
    let aws = before();
    go(&aws).expect("it works undisturbed");
    let (calls, end) = (aws.calls().len(), aws.inventory());
    assert!(calls > 0, "nothing was done");
    for survived in 0..calls {
        let aws = before();
        aws.kill_after(Some(u64::try_from(survived).unwrap()));
        let killed = go(&aws);
        assert!(matches!(killed, Err(CloudError::Stopped(_))), "after {survived} calls: {killed:?}");
        aws.kill_after(None);
        go(&aws).unwrap_or_else(|error| panic!("killed after {survived} calls, then: {error:?}"));
        assert_eq!(aws.inventory(), end, "killed after {survived} calls");
    }
}

#[test]
fn everything_is_made_once() {
    check(
        &empty(),
        &wanted(&json!({})),
        &expect![[r#"
            CreateRole product-backup
            PutRolePolicy product-backup PolicyName=backup
            CreateBackupVault product
            CreateBackupVault product@us-west-2
            CreateBackupPlan 
            CreateBackupSelection plan-2
            CreateBackupSelection plan-2
            CreateBackupSelection plan-2
            CreateRestoreTestingPlan 
            CreateRestoreTestingSelection product
            StartBackupJob product
            StartBackupJob product
            TagBackup plan-2
              role product-backup
              instance product available
              vault product (1 recovery points)
              plan product (1 selections)
              restore testing product
              restore testing of product.rds
              vault product (0 recovery points)@us-west-2
        "#]],
    );
    survives(empty, |aws| go(aws, &wanted(&json!({}))));
}

/// A policy of AWS is of the partition that the account is in.
#[test]
fn a_policy_of_aws_is_attached_by_its_whole_arn() {
    let policy = "arn:<partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores";
    let all = wanted(&json!({ "role/product-backup": { "PolicyArns": [policy] } }));
    let (role, _) = all.partition(|id, _| id.kind == Kind::Role);
    check(
        &empty(),
        &role,
        &expect![[r#"
            CreateRole product-backup
            AttachRolePolicy product-backup PolicyArn=arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores
            PutRolePolicy product-backup PolicyName=backup
              role product-backup
              instance product available
        "#]],
    );
}

#[test]
fn what_differs_is_changed_and_nothing_else() {
    let change = wanted(&json!({
        "backupvault/product": {
            "Policy": { "Statement": [{ "Effect": "Deny", "Action": "backup:DeleteRecoveryPoint" }] },
            "Notifications": { "SNSTopicArn": "arn:aws:sns:eu-west-1:123456789012:backups", "BackupVaultEvents": ["BACKUP_JOB_FAILED"] },
            "Tags": { "team": "web", "acme:force-destroy": "true" },
        },
        "backupplan/product": { "Rules": [{ "RuleName": "weekly", "TargetBackupVaultName": "product", "Lifecycle": { "DeleteAfterDays": 90 } }] },
        "backupselection/product": { "Resources": [DATABASE, "arn:aws:rds:eu-west-1:123456789012:db:other"] },
        "restoretestingplan/product": { "ScheduleExpression": "cron(0 5 ? * MON *)" },
        "restoretestingselection/product.rds": { "ValidationWindowHours": 8 },
    }));
    check(
        &made(),
        &change,
        &expect![[r#"
            PutBackupVaultAccessPolicy product Policy={"Statement":[{"Action":"backup:DeleteRecoveryPoint","Effect":"Deny"}]}
            PutBackupVaultNotifications product BackupVaultEvents=["BACKUP_JOB_FAILED"] SNSTopicArn=arn:aws:sns:eu-west-1:123456789012:backups
            TagBackup product
            UpdateBackupPlan plan-2
            CreateBackupSelection plan-2
            DeleteBackupSelection plan-2 SelectionId=selection-8
            UpdateRestoreTestingPlan product
            UpdateRestoreTestingSelection rds
              role product-backup
              instance product available
              vault product (1 recovery points)
              plan product (1 selections)
              restore testing product
              restore testing of product.rds
              vault product (0 recovery points)@us-west-2
        "#]],
    );
    survives(made, |aws| go(aws, &change));
    let back = made();
    go(&back, &change).expect("it is changed");
    back.calls();
    check(
        &back,
        &wanted(&json!({})),
        &expect![[r#"
            DeleteBackupVaultAccessPolicy product
            DeleteBackupVaultNotifications product
            UntagBackup product TagKeyList=["acme:force-destroy","team"]
            UpdateBackupPlan plan-2
            CreateBackupSelection plan-2
            DeleteBackupSelection plan-2 SelectionId=selection-24
            UpdateRestoreTestingPlan product
            UpdateRestoreTestingSelection rds
              role product-backup
              instance product available
              vault product (1 recovery points)
              plan product (1 selections)
              restore testing product
              restore testing of product.rds
              vault product (0 recovery points)@us-west-2
        "#]],
    );
}

#[test]
fn a_lock_is_put_on_and_taken_off() {
    let locked = |mode: &str| {
        wanted(&json!({ "backupvault/product": { "Lock": { "Mode": mode, "MinRetentionDays": 7 } } }))
    };
    let aws = made();
    check(
        &aws,
        &locked("governance"),
        &expect![[r#"
            PutBackupVaultLockConfiguration product MinRetentionDays=7
              role product-backup
              instance product available
              vault product (1 recovery points, locked)
              plan product (1 selections)
              restore testing product
              restore testing of product.rds
              vault product (0 recovery points)@us-west-2
        "#]],
    );
    check(
        &aws,
        &locked("compliance"),
        &expect![[r#"
            PutBackupVaultLockConfiguration product ChangeableForDays=3 MinRetentionDays=7
              role product-backup
              instance product available
              vault product (1 recovery points, locked)
              plan product (1 selections)
              restore testing product
              restore testing of product.rds
              vault product (0 recovery points)@us-west-2
        "#]],
    );
    check(
        &aws,
        &locked("governance"),
        &expect![[r#"
            DeleteBackupVaultLockConfiguration product
            PutBackupVaultLockConfiguration product MinRetentionDays=7
              role product-backup
              instance product available
              vault product (1 recovery points, locked)
              plan product (1 selections)
              restore testing product
              restore testing of product.rds
              vault product (0 recovery points)@us-west-2
        "#]],
    );
    check(
        &aws,
        &wanted(&json!({})),
        &expect![[r#"
            DeleteBackupVaultLockConfiguration product
              role product-backup
              instance product available
              vault product (1 recovery points)
              plan product (1 selections)
              restore testing product
              restore testing of product.rds
              vault product (0 recovery points)@us-west-2
        "#]],
    );
    // More time to think it over begins another cooling-off time.
    let longer = json!({ "backupvault/product": {
        "Lock": { "Mode": "compliance", "MinRetentionDays": 7 }, "Tags": { "acme:lock-days": "3" },
    } });
    go(&aws, &locked("compliance")).expect("it is locked");
    aws.calls();
    go(&aws, &wanted(&longer)).expect("it is locked again");
    let again = [
        "TagBackup product",
        "PutBackupVaultLockConfiguration product ChangeableForDays=3 MinRetentionDays=7",
    ];
    assert_eq!(aws.calls(), again);
    go(&aws, &locked("compliance")).expect("it is locked");
    aws.pass(Duration::from_secs(4 * 24 * 3600));
    let error = go(&aws, &wanted(&json!({}))).expect_err("nobody can take that back");
    expect![[r#"
        backupvault/product was refused
          InvalidRequest: Backup vault lock configuration is immutable"#]]
    .assert_eq(&chain(&error));
}

fn chain(error: &CloudError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!("\n  {error}"));
        cause = error.source();
    }
    if let CloudError::Failed { chain, hint, .. } = error {
        chain.iter().for_each(|line| text.push_str(&format!("\n  {line}")));
        text.push_str(&format!("\n  hint: {hint}"));
    }
    text
}

#[test]
fn a_vault_that_is_not_empty_stays() {
    let aws = made();
    let error = remove(&aws, &wanted(&json!({}))).expect_err("there is a recovery point");
    expect![[r#"
        backupvault/product failed: the vault is not empty: it holds a recovery point
          hint: to delete them with it, set `vault.force_destroy = true` and apply that first; to keep them, keep the plan: `terraform state rm` only forgets it, and it goes on"#]].assert_eq(&chain(&error));
    expect![[r#"
        DeleteRestoreTestingSelection rds
        DeleteRestoreTestingPlan product
        DeleteBackupSelection plan-2 SelectionId=selection-8
        DeleteBackupPlan plan-2
          role product-backup
          instance product available
          vault product (1 recovery points)
          vault product (0 recovery points)@us-west-2
    "#]]
    .assert_eq(&story(&aws));
}

#[test]
fn a_vault_that_may_go_is_emptied_first() {
    let tags = json!({ "Tags": { "acme:force-destroy": "true" } });
    let change = wanted(&json!({ "backupvault/product": tags, "backupvault/product@us-west-2": tags }));
    let full = || {
        let aws = made();
        go(&aws, &change).expect("it may go");
        aws.back_up("product", "daily");
        aws.back_up("product", "daily");
        aws.calls();
        aws
    };
    let aws = full();
    remove(&aws, &change).expect("everything goes");
    expect![[r#"
        DeleteRestoreTestingSelection rds
        DeleteRestoreTestingPlan product
        DeleteBackupSelection plan-2 SelectionId=selection-8
        DeleteBackupPlan plan-2
        DeleteRecoveryPoint product RecoveryPointArn=arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:job-14
        DeleteRecoveryPoint product RecoveryPointArn=arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:job-29
        DeleteRecoveryPoint product RecoveryPointArn=arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:job-30
        DeleteBackupVault product
        DeleteRecoveryPoint product@us-west-2 RecoveryPointArn=arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-29
        DeleteRecoveryPoint product@us-west-2 RecoveryPointArn=arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-30
        DeleteBackupVault product@us-west-2
        DeleteRolePolicy product-backup PolicyName=backup
        DeleteRole product-backup
          instance product available
    "#]].assert_eq(&story(&aws));
    survives(full, |aws| remove(aws, &change));
}

#[test]
fn what_is_of_a_plan_in_another_region_is_not_ours() {
    let aws = made();
    let (far, role) =
        (ChildId::new(Kind::BackupVault, "product@us-west-2"), ChildId::new(Kind::Role, "product-backup"));
    let holders = |home: Option<&str>, ids: [&ChildId; 2]| {
        let ids = ids.into_iter().cloned().collect();
        let found = block_on(observe(&aws, home, &ids)).expect("they are looked at");
        found.iter().map(|(id, found)| (id.to_string(), holder(&found.live, &owner()))).collect::<Vec<_>>()
    };
    let ours = "acme_backup_plan `product` of another Terraform state, or of a lost one";
    assert_eq!(
        holders(None, [&far, &role]),
        [(role.to_string(), ours.to_owned()), (far.to_string(), ours.to_owned())]
    );
    // The plan of the same name there.
    let theirs = "acme_backup_plan `product in eu-west-1`";
    let here = ChildId::new(Kind::BackupVault, "product");
    assert_eq!(
        holders(Some("us-west-2"), [&here, &role]),
        [(role.to_string(), theirs.to_owned()), (here.to_string(), theirs.to_owned())]
    );
}

#[test]
fn a_plan_goes_when_its_selections_are_known_to_be_gone() {
    let aws = made();
    aws.refuse(
        Action::DeleteBackupPlan,
        "InvalidRequest",
        "Related backup plan selections must be deleted first",
    );
    let plan = ChildId::new(Kind::BackupPlan, "product");
    block_on(delete(&aws, None, &plan, (None, HOUR))).expect("it is asked again");
    assert!(aws.inventory().iter().all(|name| !name.starts_with("plan")));
}

#[test]
fn a_backup_that_fails_says_why() {
    let aws = empty();
    aws.fail_backup("The instance is not in a state that can be backed up");
    let error = go(&aws, &wanted(&json!({}))).expect_err("the backup fails");
    expect![[r#"
        backuprun/product-1 failed: the backup of arn:aws:rds:eu-west-1:123456789012:db:product is FAILED
          backup job job-14: The instance is not in a state that can be backed up
          hint: when the cause is gone, raise `backup_generation` to take another one"#]]
    .assert_eq(&chain(&error));
}

#[test]
fn a_role_that_stays_unknown_is_told() {
    let aws = empty();
    for _ in 0..30 {
        aws.refuse(
            Action::CreateBackupSelection,
            "InvalidParameterValue",
            "IAM Role r cannot be assumed by AWS Backup",
        );
    }
    let error = go(&aws, &wanted(&json!({}))).expect_err("the role is never accepted");
    expect![[r#"
        backupselection/product was refused
          InvalidParameterValue: IAM Role r cannot be assumed by AWS Backup"#]]
    .assert_eq(&chain(&error));
}

#[test]
fn throttling_is_no_end() {
    let aws = made();
    aws.refuse(Action::UpdateBackupPlan, "Throttling", "Rate exceeded");
    let change = wanted(
        &json!({ "backupplan/product": { "Rules": [{ "RuleName": "weekly", "TargetBackupVaultName": "product" }] } }),
    );
    let error = go(&aws, &change).expect_err("the live cloud has tried that often enough");
    expect![[r#"
        backupplan/product was refused
          Throttling: Rate exceeded"#]]
    .assert_eq(&chain(&error));
    go(&aws, &change).expect("the next run goes on");
}
