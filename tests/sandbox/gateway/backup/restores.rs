//! Restore jobs: an RDS instance made from the snapshot of a recovery point.

use super::{
    PAUSE,
    call::{Answer, Call, Refusal, change, text, whole},
    database,
    state::{change_job, now, unique},
};
use crate::{aws::ACCOUNT, gateway::Gateway};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::time::sleep;

/// What is to be restored, and as what.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) region: String,
    /// ARN of the recovery point.
    pub(super) point: String,
    pub(super) role: String,
    /// What StartRestoreJob gives on top of what is known of the instance that was backed up.
    pub(super) metadata: Value,
    /// ARN of the restore testing plan that it is for; null without.
    pub(super) test: Value,
}

impl Gateway {
    pub(super) async fn start_restore(self: &Arc<Self>, call: &Call) -> Answer {
        let token = text(&call.body, "IdempotencyToken").to_owned();
        if let Some(answer) = self.repeated(&call.region, &token) {
            return Ok(answer);
        }
        let order = Order {
            region: call.region.clone(),
            point: call.required("RecoveryPointArn")?.to_owned(),
            role: text(&call.body, "IamRoleArn").to_owned(),
            metadata: call.body["Metadata"].clone(),
            test: Value::Null,
        };
        if !order.role.is_empty() {
            self.check_role(&order.role).await?;
        }
        let id = self.begin_restore(&order)?;
        let answer = json!({ "RestoreJobId": id });
        if !token.is_empty() {
            self.backup.region(&call.region, |region| region.tokens.insert(token, answer.clone()));
        }
        let gateway = Arc::clone(self);
        tokio::spawn(async move { gateway.restore(&order, &id).await });
        Ok(answer)
    }

    /// Writes the job down; its id.
    pub(super) fn begin_restore(&self, order: &Order) -> Result<String, Refusal> {
        self.backup.region(&order.region, |region| {
            let missing = || Refusal::not_found(&format!("Recovery point {} does not exist", order.point));
            let source = &region.point(&order.point).ok_or_else(missing)?.shape;
            if source["Status"] != "COMPLETED" {
                return Err(Refusal::state("Only a completed recovery point can be restored"));
            }
            let id = unique();
            let creator = if order.test.is_null() {
                Value::Null
            } else {
                json!({ "RestoreTestingPlanArn": order.test })
            };
            let job = whole(json!({
                "AccountId": ACCOUNT,
                "RestoreJobId": id,
                "RecoveryPointArn": order.point,
                "RecoveryPointCreationDate": source["CreationDate"],
                "BackupVaultArn": source["BackupVaultArn"],
                "SourceResourceArn": source["ResourceArn"],
                "ResourceType": source["ResourceType"],
                "BackupSizeInBytes": source["BackupSizeInBytes"],
                "IamRoleArn": order.role,
                "CreatedBy": creator,
                "CreationDate": now(),
                "Status": "PENDING",
                "PercentDone": "0.00%",
                "IsParent": false,
            }));
            region.restores.push(job);
            Ok(id)
        })
    }

    pub(super) fn change_restore(&self, region: &str, id: &str, fields: Value) {
        self.backup.region(region, |region| {
            change_job(&mut region.restores, ("RestoreJobId", id), fields);
        });
    }

    /// Does the work of a job that is written down; whether there is an instance.
    pub(super) async fn restore(&self, order: &Order, id: &str) -> bool {
        sleep(PAUSE).await;
        self.change_restore(&order.region, id, json!({ "Status": "RUNNING" }));
        let made = self.make_instance(order).await;
        sleep(PAUSE).await;
        let (is_made, fields) = match made {
            Ok(arn) => {
                let fields = json!({
                    "Status": "COMPLETED",
                    "PercentDone": "100.00%",
                    "CreatedResourceArn": arn,
                    "CompletionDate": now(),
                });
                (true, fields)
            }
            Err(problem) => {
                (false, json!({ "Status": "FAILED", "StatusMessage": problem, "CompletionDate": now() }))
            }
        };
        self.change_restore(&order.region, id, fields);
        is_made
    }

    /// The ARN of the instance.
    async fn make_instance(&self, order: &Order) -> Result<String, String> {
        let known = self.backup.region(&order.region, |region| {
            let point = region.point(&order.point)?;
            point.shape["LastRestoreTime"] = json!(now());
            Some(point.metadata.clone())
        });
        let mut metadata = known.ok_or_else(|| format!("Recovery point {} is gone", order.point))?;
        change(&mut metadata, order.metadata.clone());
        let parameters = database::restoration(&metadata, &order.point)?;
        self.rds_call(&order.region, "RestoreDBInstanceFromDBSnapshot", &parameters).await?;
        let instance = self.instance(&order.region, text(&metadata, "DBInstanceIdentifier")).await?;
        Ok(instance.arn)
    }
}
