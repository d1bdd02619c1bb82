//! Backup jobs: from the order to the recovery point with a snapshot behind it; and the end of a recovery point.

use super::{
    PAUSE,
    call::{Answer, Call, Refusal, change, map, number, text, whole},
    database::{self, Instance},
    points, rules,
    state::{Arn, Point, Region, change_job, now, unique},
    vaults,
};
use crate::{aws::ACCOUNT, gateway::Gateway};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tokio::time::sleep;

/// What is to be backed up, and how.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    pub(super) region: String,
    pub(super) vault: String,
    /// ARN.
    pub(super) resource: String,
    /// ARN.
    pub(super) role: String,
    pub(super) lifecycle: Value,
    pub(super) tags: Map<String, Value>,
    pub(super) start_minutes: i64,
    pub(super) complete_minutes: i64,
    /// The plan and rule that it is for; null without.
    pub(super) creator: Value,
}

impl Order {
    /// The order in StartBackupJob, or in a rule that names the rest.
    pub(super) fn of(body: &Value) -> Self {
        Self {
            vault: text(body, "BackupVaultName").to_owned(),
            resource: text(body, "ResourceArn").to_owned(),
            role: text(body, "IamRoleArn").to_owned(),
            lifecycle: body.get("Lifecycle").cloned().unwrap_or_else(|| json!({})),
            tags: map(body, "RecoveryPointTags"),
            start_minutes: number(body, "StartWindowMinutes").unwrap_or(480),
            complete_minutes: number(body, "CompleteWindowMinutes").unwrap_or(10_080),
            ..Self::default()
        }
    }
}

/// Writes the job of an order down; its id.
pub(super) fn begin(region: &mut Region, order: &Order, now: f64) -> Result<String, Refusal> {
    let vault = vaults::vault(region, &order.vault)?;
    let id = unique();
    let kind = Arn::parse(&order.resource).map(|arn| arn.kind());
    let kind = kind.ok_or_else(|| Refusal::value(&format!("'{}' is not an ARN", order.resource)))?;
    let minutes = |minutes: i64| now + minutes as f64 * 60.0;
    let job = whole(json!({
        "AccountId": ACCOUNT,
        "BackupJobId": id,
        "BackupVaultName": order.vault,
        "BackupVaultArn": vault.shape["BackupVaultArn"],
        "VaultType": "BACKUP_VAULT",
        "EncryptionKeyArn": vault.shape["EncryptionKeyArn"],
        "ResourceArn": order.resource,
        "ResourceName": order.resource.rsplit([':', '/']).next(),
        "ResourceType": kind,
        "IamRoleArn": order.role,
        "RecoveryPointLifecycle": order.lifecycle,
        "CreatedBy": order.creator,
        "CreationDate": now,
        "InitiationDate": now,
        "StartBy": minutes(order.start_minutes),
        "ExpectedCompletionDate": minutes(order.complete_minutes),
        "State": "CREATED",
        "PercentDone": "0.0",
        "IsParent": false,
    }));
    region.backups.push(job);
    Ok(id)
}

/// The recovery point of a job whose snapshot is about to be made.
fn point(region: &mut Region, order: &Order, arn: &str, instance: &Instance) -> Result<(), String> {
    let vault = vaults::vault(region, &order.vault).map_err(|refusal| refusal.message)?;
    if let Some(lock) = &vault.lock {
        lock.allows(&order.lifecycle)?;
    }
    let now = now();
    let shape = whole(json!({
        "RecoveryPointArn": arn,
        "BackupVaultName": order.vault,
        "BackupVaultArn": vault.shape["BackupVaultArn"],
        "VaultType": "BACKUP_VAULT",
        "ResourceArn": order.resource,
        "ResourceName": order.resource.rsplit(':').next(),
        "ResourceType": "RDS",
        "IamRoleArn": order.role,
        "CreatedBy": order.creator,
        "Status": "CREATING",
        "CreationDate": now,
        "InitiationDate": now,
        "BackupSizeInBytes": instance.size,
        "IsEncrypted": instance.is_encrypted,
        "IsParent": false,
        "Lifecycle": order.lifecycle,
        "CalculatedLifecycle": points::calculated(&order.lifecycle, now),
        "StorageClass": "WARM",
    }));
    let mut tags = instance.tags.clone();
    tags.extend(order.tags.clone());
    region.tag(arn, tags);
    region.points.push(Point { shape, metadata: instance.metadata.clone() });
    Ok(())
}

impl Gateway {
    pub(super) async fn start_backup(self: &Arc<Self>, call: &Call) -> Answer {
        for field in ["BackupVaultName", "ResourceArn", "IamRoleArn"] {
            call.required(field)?;
        }
        let token = text(&call.body, "IdempotencyToken").to_owned();
        if let Some(answer) = self.repeated(&call.region, &token) {
            return Ok(answer);
        }
        let order = Order { region: call.region.clone(), ..Order::of(&call.body) };
        rules::check_lifecycle(&order.lifecycle)?;
        if order.start_minutes < 60 {
            return Err(Refusal::value("Start window must be at least 60 minutes"));
        }
        self.check_role(&order.role).await?;
        let answer = self.backup.region(&call.region, |region| {
            let now = now();
            let id = begin(region, &order, now)?;
            let answer = json!({ "BackupJobId": id, "CreationDate": now, "IsParent": false });
            if !token.is_empty() {
                region.tokens.insert(token, answer.clone());
            }
            Ok(answer)
        })?;
        let (gateway, id) = (Arc::clone(self), text(&answer, "BackupJobId").to_owned());
        tokio::spawn(async move { gateway.back_up(&order, &id).await });
        Ok(answer)
    }

    /// The answer that a request with this token had before.
    pub(super) fn repeated(&self, region: &str, token: &str) -> Option<Value> {
        self.backup.region(region, |region| region.tokens.get(token).cloned())
    }

    /// Does the work of a job that is written down; the ARN of its recovery point, if it comes to one.
    pub(super) async fn back_up(&self, order: &Order, id: &str) -> Option<String> {
        let tell = |fields: Value| {
            self.backup.region(&order.region, |region| {
                change_job(&mut region.backups, ("BackupJobId", id), fields);
            });
        };
        sleep(PAUSE).await;
        tell(json!({ "State": "RUNNING", "PercentDone": "50.0" }));
        let begun = self.take_snapshot(order, id).await;
        sleep(PAUSE).await;
        match begun {
            Ok((arn, size)) => {
                let completed = now();
                self.backup.region(&order.region, |region| {
                    if let Some(point) = region.point(&arn) {
                        change(
                            &mut point.shape,
                            json!({ "Status": "COMPLETED", "CompletionDate": completed }),
                        );
                    }
                });
                tell(json!({
                    "State": "COMPLETED",
                    "PercentDone": "100.0",
                    "RecoveryPointArn": arn,
                    "BackupSizeInBytes": size,
                    "BytesTransferred": size,
                    "CompletionDate": completed,
                }));
                Some(arn)
            }
            Err(problem) => {
                tell(json!({ "State": "FAILED", "StatusMessage": problem, "CompletionDate": now() }));
                None
            }
        }
    }

    /// ARN and bytes of the snapshot.
    async fn take_snapshot(&self, order: &Order, id: &str) -> Result<(String, i64), String> {
        let name = database::name(&order.resource)?;
        let instance = self.instance(&order.region, name).await?;
        if instance.arn != order.resource {
            return Err(format!("{} is not in {}", order.resource, order.region));
        }
        let snapshot = format!("awsbackup:job-{}", id.to_lowercase());
        let arn = format!("arn:aws:rds:{}:{ACCOUNT}:snapshot:{snapshot}", order.region);
        self.backup.region(&order.region, |region| point(region, order, &arn, &instance))?;
        let mut tags = instance.tags.clone();
        tags.extend(order.tags.clone());
        let mut parameters = vec![
            ("DBInstanceIdentifier".to_owned(), name.to_owned()),
            ("DBSnapshotIdentifier".to_owned(), snapshot),
        ];
        parameters.extend(database::tag_parameters(&tags));
        let made = self.rds_call(&order.region, "CreateDBSnapshot", &parameters).await;
        if let Err(problem) = made {
            self.backup.region(&order.region, |region| region.forget_point(&arn));
            return Err(problem);
        }
        Ok((arn, instance.size))
    }

    /// Begins to delete a recovery point, which is gone a moment later.
    pub(super) fn delete_point(self: &Arc<Self>, region: &str, vault: &str, arn: &str) -> Answer {
        self.backup.region(region, |region| points::begin_deletion(region, vault, arn))?;
        let (gateway, region, arn) = (Arc::clone(self), region.to_owned(), arn.to_owned());
        tokio::spawn(async move {
            let snapshot = Arn::parse(&arn).and_then(|arn| arn.name("snapshot")).unwrap_or_default();
            let named = [("DBSnapshotIdentifier".to_owned(), snapshot.to_owned())];
            let deleted = gateway.rds_call(&region, "DeleteDBSnapshot", &named).await;
            sleep(2 * PAUSE).await;
            gateway.backup.region(&region, |region| match deleted {
                Err(problem) if !problem.contains("DBSnapshotNotFound") => {
                    if let Some(point) = region.point(&arn) {
                        change(&mut point.shape, json!({ "Status": "COMPLETED", "StatusMessage": problem }));
                    }
                }
                _ => region.forget_point(&arn),
            });
        });
        Ok(json!({}))
    }
}
