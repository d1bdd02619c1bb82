//! The clock of Backup, turned by hand: a rule's run, with its copies, and a restore test, each to the end. The requests are
//! the sandbox's own; what they begin are jobs like any others.

use super::{
    backups,
    call::{Refusal, change, list, number, required, text, texts},
    copies, restores, select,
    state::{now, unique},
};
use crate::gateway::{Body, Gateway, reply};
use http::{Response, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Runs a rule now: `{ "Region", "BackupPlanName", "RuleName" }`; answers `{ "BackupJobs", "CopyJobs" }` when all are over.
pub(crate) const RUN: &str = "/_sandbox/backup/run";
/// Runs a restore test now: `{ "Region", "RestoreTestingPlanName" }`, and `ValidationStatus` with `ValidationStatusMessage` if
/// somebody is to have looked; answers `{ "RestoreJobs" }` when all are over and what was restored is deleted.
pub(crate) const RESTORE_TEST: &str = "/_sandbox/backup/restore-test";

/// A plan's rule with the resources that the plan's selections mean.
struct Run {
    plan: Value,
    rule: Value,
    /// Each with the role.
    resources: Vec<(String, String)>,
}

impl Gateway {
    pub(in crate::gateway) async fn backup_run(self: &Arc<Self>, path: &str, body: &[u8]) -> Response<Body> {
        let order: Value = serde_json::from_slice(body).unwrap_or_default();
        let done = match path {
            RUN => self.run_rule(&order).await,
            _ => self.run_test(&order).await,
        };
        match done {
            Ok(answer) => reply(StatusCode::OK, &answer),
            Err(refusal) => reply(StatusCode::BAD_REQUEST, &json!({ "message": refusal.message })),
        }
    }

    async fn run_rule(self: &Arc<Self>, order: &Value) -> Result<Value, Refusal> {
        let region = required(order, "Region")?;
        let run = self.resolve(order).await?;
        let mut works: Vec<JoinHandle<()>> = Vec::new();
        let (mut backups, mut jobs) = (Vec::new(), Vec::new());
        for (resource, role) in &run.resources {
            let mut order = backups::Order::of(&run.rule);
            (order.region, order.resource, order.role) = (region.to_owned(), resource.clone(), role.clone());
            order.vault = text(&run.rule, "TargetBackupVaultName").to_owned();
            order.complete_minutes = number(&run.rule, "CompletionWindowMinutes").unwrap_or_default();
            order.creator = run.plan.clone();
            let id = self.backup.region(region, |region| backups::begin(region, &order, now()))?;
            backups.push(id.clone());
            let (gateway, rule) = (Arc::clone(self), run.rule.clone());
            works.push(tokio::spawn(async move { gateway.back_up_and_copy(&order, &id, &rule).await }));
        }
        for work in works {
            work.await.map_err(|error| Refusal::state(&error.to_string()))?;
        }
        self.backup.region(region, |region| {
            let is_ours = |id: &Value| backups.iter().any(|backup| id == backup);
            jobs.extend(region.backups.iter().filter(|job| is_ours(&job["BackupJobId"])).cloned());
            let copies: Vec<_> =
                region.copies.iter().filter(|job| is_ours(&job["CreatedByBackupJobId"])).cloned().collect();
            Ok(json!({ "BackupJobs": jobs, "CopyJobs": copies }))
        })
    }

    /// Finds plan and rule and what they mean now.
    async fn resolve(&self, order: &Value) -> Result<Run, Refusal> {
        let (name, rule_name) = (required(order, "BackupPlanName")?, required(order, "RuleName")?);
        let region = required(order, "Region")?;
        let found = self.backup.region(region, |region| {
            let plan = region.plans.values_mut().find(|plan| plan.document["BackupPlanName"] == name)?;
            plan.shape["LastExecutionDate"] = json!(now());
            let rule = list(&plan.document, "Rules").find(|rule| rule["RuleName"] == rule_name)?.clone();
            let creator = json!({
                "BackupPlanId": plan.shape["BackupPlanId"],
                "BackupPlanArn": plan.shape["BackupPlanArn"],
                "BackupPlanName": name,
                "BackupPlanVersion": plan.shape["VersionId"],
                "BackupRuleId": rule["RuleId"],
                "BackupRuleName": rule_name,
                "BackupRuleCron": rule["ScheduleExpression"],
                "BackupRuleTimezone": rule["ScheduleExpressionTimezone"],
            });
            let selections: Vec<_> =
                plan.selections.values().map(|selection| selection["BackupSelection"].clone()).collect();
            Some((creator, rule, selections))
        });
        let missing = || Refusal::not_found(&format!("there is no plan {name} with a rule {rule_name}"));
        let (plan, rule, selections) = found.ok_or_else(missing)?;
        let failed = |problem: String| Refusal::state(&problem);
        let instances = self.all_instances(region).await.map_err(failed)?;
        let mut resources = Vec::new();
        for selection in &selections {
            let role = text(selection, "IamRoleArn");
            let meant = select::resources(selection, &instances).map_err(failed)?;
            resources.extend(meant.into_iter().map(|arn| (arn, role.to_owned())));
        }
        Ok(Run { plan, rule, resources })
    }

    async fn back_up_and_copy(&self, order: &backups::Order, id: &str, rule: &Value) {
        let Some(point) = self.back_up(order, id).await else { return };
        for action in list(rule, "CopyActions") {
            let copy = copies::Order {
                region: order.region.clone(),
                vault: order.vault.clone(),
                point: point.clone(),
                destination: text(action, "DestinationBackupVaultArn").to_owned(),
                role: order.role.clone(),
                lifecycle: action.get("Lifecycle").cloned().unwrap_or_else(|| json!({})),
                creator: json!({ "CreatedBy": order.creator, "CreatedByBackupJobId": id }),
            };
            // The point is complete: only somebody who deletes it at this moment keeps the copy from being begun.
            if let Ok(id) = self.begin_copy(&copy) {
                self.copy(&copy, &id).await;
            }
        }
    }

    async fn run_test(self: &Arc<Self>, order: &Value) -> Result<Value, Refusal> {
        let name = required(order, "RestoreTestingPlanName")?;
        let region = required(order, "Region")?;
        let tests = self.backup.region(region, |region| {
            let test = region.tests.get_mut(name)?;
            test.shape["LastExecutionTime"] = json!(now());
            let selections = test.selections.values();
            let tests: Vec<_> = selections
                .map(|selection| {
                    let points = select::points(&test.shape, selection, &region.points, now());
                    (selection.clone(), test.shape["RestoreTestingPlanArn"].clone(), points)
                })
                .collect();
            Some(tests)
        });
        let missing = || Refusal::not_found(&format!("there is no restore testing plan {name}"));
        let mut jobs = Vec::new();
        for (selection, plan, points) in tests.ok_or_else(missing)? {
            if !texts(&selection, "ProtectedResourceConditions").is_empty()
                || selection.get("ProtectedResourceConditions").is_some()
            {
                return Err(Refusal::state("the sandbox tests selections by ARNs, not by conditions"));
            }
            for point in points {
                let mut metadata = selection.get("RestoreMetadataOverrides").cloned().unwrap_or(json!({}));
                let instance = format!("awsbackup-restore-test-{}", unique().to_lowercase());
                change(&mut metadata, json!({ "DBInstanceIdentifier": instance }));
                let restore = restores::Order {
                    region: region.to_owned(),
                    point,
                    role: text(&selection, "IamRoleArn").to_owned(),
                    metadata,
                    test: plan.clone(),
                };
                let id = self.begin_restore(&restore)?;
                if self.restore(&restore, &id).await {
                    self.validate_and_delete(&restore, &id, order, &selection).await;
                }
                jobs.push(id);
            }
        }
        self.backup.region(region, |region| {
            let is_ours = |job: &&Value| jobs.iter().any(|id| job["RestoreJobId"] == *id);
            let jobs: Vec<_> = region.restores.iter().filter(is_ours).cloned().collect();
            Ok(json!({ "RestoreJobs": jobs }))
        })
    }

    /// What the order says of the restored instance, and its end.
    async fn validate_and_delete(
        &self,
        restore: &restores::Order,
        id: &str,
        order: &Value,
        selection: &Value,
    ) {
        let region = &restore.region;
        // Where there is no time to look, nobody looks; where nobody looks in time, AWS says so.
        if number(selection, "ValidationWindowHours").unwrap_or_default() > 0 {
            let status = Some(text(order, "ValidationStatus")).filter(|status| !status.is_empty());
            let fields = json!({
                "ValidationStatus": status.unwrap_or("TIMED_OUT"),
                "ValidationStatusMessage": order.get("ValidationStatusMessage"),
            });
            self.change_restore(region, id, fields);
        }
        self.change_restore(region, id, json!({ "DeletionStatus": "DELETING" }));
        let name = text(&restore.metadata, "DBInstanceIdentifier");
        let deleted = self.discard_instance(region, name).await;
        let fields = match deleted {
            Ok(()) => json!({ "DeletionStatus": "SUCCESSFUL" }),
            Err(problem) => json!({ "DeletionStatus": "FAILED", "DeletionStatusMessage": problem }),
        };
        self.change_restore(region, id, fields);
    }
}
