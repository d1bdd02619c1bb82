//! Copy jobs: a recovery point once more in another vault, with a copy of its snapshot in the region of that vault. The
//! account is the same.

use super::{
    PAUSE,
    call::{Answer, Call, Refusal, change, text, whole},
    points, rules,
    state::{Arn, Point, change_job, now, unique},
    vaults,
};
use crate::{aws::ACCOUNT, gateway::Gateway};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::time::sleep;

/// What is to be copied, and whereto.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) region: String,
    pub(super) vault: String,
    /// ARN of the recovery point.
    pub(super) point: String,
    /// ARN of the vault.
    pub(super) destination: String,
    pub(super) role: String,
    pub(super) lifecycle: Value,
    /// What CopyJob says of whoever began it: `CreatedBy`, `CreatedByBackupJobId`; null without.
    pub(super) creator: Value,
}

impl Gateway {
    pub(super) async fn start_copy(self: &Arc<Self>, call: &Call) -> Answer {
        let token = text(&call.body, "IdempotencyToken").to_owned();
        if let Some(answer) = self.repeated(&call.region, &token) {
            return Ok(answer);
        }
        let order = Order {
            region: call.region.clone(),
            vault: call.required("SourceBackupVaultName")?.to_owned(),
            point: call.required("RecoveryPointArn")?.to_owned(),
            destination: call.required("DestinationBackupVaultArn")?.to_owned(),
            role: call.required("IamRoleArn")?.to_owned(),
            lifecycle: call.body.get("Lifecycle").cloned().unwrap_or_else(|| json!({})),
            creator: Value::Null,
        };
        rules::check_lifecycle(&order.lifecycle)?;
        self.check_role(&order.role).await?;
        let id = self.begin_copy(&order)?;
        let answer = json!({ "CopyJobId": id, "CreationDate": now(), "IsParent": false });
        if !token.is_empty() {
            self.backup.region(&call.region, |region| region.tokens.insert(token, answer.clone()));
        }
        let gateway = Arc::clone(self);
        tokio::spawn(async move { gateway.copy(&order, &id).await });
        Ok(answer)
    }

    /// Writes the job down; its id.
    pub(super) fn begin_copy(&self, order: &Order) -> Result<String, Refusal> {
        self.backup.region(&order.region, |region| {
            vaults::vault(region, &order.vault)?;
            let source = &points::point(region, &order.vault, &order.point)?.shape;
            if source["Status"] != "COMPLETED" {
                return Err(Refusal::state("Only a completed recovery point can be copied"));
            }
            let id = unique();
            let mut job = whole(json!({
                "AccountId": ACCOUNT,
                "CopyJobId": id,
                "SourceBackupVaultArn": source["BackupVaultArn"],
                "SourceRecoveryPointArn": order.point,
                "DestinationBackupVaultArn": order.destination,
                "DestinationRecoveryPointLifecycle": order.lifecycle,
                "ResourceArn": source["ResourceArn"],
                "ResourceName": source["ResourceName"],
                "ResourceType": source["ResourceType"],
                "BackupSizeInBytes": source["BackupSizeInBytes"],
                "IamRoleArn": order.role,
                "CreationDate": now(),
                "State": "CREATED",
                "IsParent": false,
            }));
            change(&mut job, order.creator.clone());
            region.copies.push(job);
            Ok(id)
        })
    }

    /// Does the work of a job that is written down.
    pub(super) async fn copy(&self, order: &Order, id: &str) {
        let tell = |fields: Value| {
            self.backup.region(&order.region, |region| {
                change_job(&mut region.copies, ("CopyJobId", id), fields);
            });
        };
        sleep(PAUSE).await;
        tell(json!({ "State": "RUNNING" }));
        let copied = self.copy_point(order, id).await;
        sleep(PAUSE).await;
        match copied {
            Ok(arn) => {
                let completed = now();
                let destination = Arn::parse(&order.destination).map(|arn| arn.region.to_owned());
                self.backup.region(&destination.unwrap_or_default(), |region| {
                    if let Some(point) = region.point(&arn) {
                        change(
                            &mut point.shape,
                            json!({ "Status": "COMPLETED", "CompletionDate": completed }),
                        );
                    }
                });
                tell(json!({
                    "State": "COMPLETED",
                    "DestinationRecoveryPointArn": arn,
                    "CompletionDate": completed,
                }));
            }
            Err(problem) => {
                tell(json!({ "State": "FAILED", "StatusMessage": problem, "CompletionDate": now() }));
            }
        }
    }

    /// The ARN of the new recovery point.
    async fn copy_point(&self, order: &Order, id: &str) -> Result<String, String> {
        let wrong = || format!("'{}' is not the ARN of a backup vault", order.destination);
        let destination = Arn::parse(&order.destination).ok_or_else(wrong)?;
        let vault = destination.name("backup-vault").ok_or_else(wrong)?;
        if destination.account != ACCOUNT {
            return Err("the sandbox has one account and copies to no other".to_owned());
        }
        let source = self.backup.region(&order.region, |region| {
            let tags = region.tags.get(&order.point).cloned().unwrap_or_default();
            let point = points::point(region, &order.vault, &order.point);
            point.map(|point| (point.shape.clone(), point.metadata.clone(), tags))
        });
        let (mut shape, metadata, tags) = source.map_err(|refusal| refusal.message)?;
        let snapshot = format!("awsbackup:copyjob-{}", id.to_lowercase());
        let arn = format!("arn:aws:rds:{}:{ACCOUNT}:snapshot:{snapshot}", destination.region);
        let key = self.backup.region(destination.region, |region| {
            let vault = vaults::vault(region, vault).map_err(|refusal| refusal.message)?;
            if let Some(lock) = &vault.lock {
                lock.allows(&order.lifecycle)?;
            }
            let (now, key) = (now(), vaults::own_key(vault).map(str::to_owned));
            let fields = json!({
                "RecoveryPointArn": arn,
                "BackupVaultName": vault.shape["BackupVaultName"],
                "BackupVaultArn": vault.shape["BackupVaultArn"],
                "SourceBackupVaultArn": shape["BackupVaultArn"],
                "EncryptionKeyArn": key,
                "IamRoleArn": order.role,
                "Status": "CREATING",
                "CreationDate": now,
                "InitiationDate": now,
                "CompletionDate": null,
                "LastRestoreTime": null,
                "Lifecycle": order.lifecycle,
                "CalculatedLifecycle": points::calculated(&order.lifecycle, now),
            });
            change(&mut shape, fields);
            region.tag(&arn, tags);
            region.points.push(Point { shape, metadata });
            Ok::<_, String>(key)
        })?;
        let parameter = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut parameters = vec![
            parameter("SourceDBSnapshotIdentifier", &order.point),
            parameter("TargetDBSnapshotIdentifier", &snapshot),
            parameter("SourceRegion", &order.region),
            parameter("CopyTags", "true"),
        ];
        parameters.extend(key.map(|key| ("KmsKeyId".to_owned(), key)));
        if let Err(problem) = self.rds_call(destination.region, "CopyDBSnapshot", &parameters).await {
            self.backup.region(destination.region, |region| region.forget_point(&arn));
            return Err(problem);
        }
        Ok(arn)
    }
}
