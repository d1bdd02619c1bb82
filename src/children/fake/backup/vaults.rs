//! Vaults, their policies, locks and notifications, in memory.

use serde_json::{Value, json};

use super::{arn, not_found, shown_with, time};
use crate::aws::{Action, AwsError};
use crate::fake::aws::{ACCOUNT, REGION, State, refused};
use crate::fake::rds::name;

const DAY: u64 = 24 * 3600;

pub(super) fn call(
    state: &mut State,
    region: Option<&str>,
    (action, p): (Action, &Value),
) -> Result<Value, AwsError> {
    let clock = state.clock;
    let vault = name(p, "BackupVaultName").to_owned();
    let backup = &mut state.region(region).backup;
    let number = backup.points.iter().filter(|point| point["BackupVaultName"] == vault.as_str()).count();
    if action == Action::DescribeBackupVault {
        let found = backup.vaults.get(&vault);
        return Ok(found.map_or(Value::Null, |v| shown_with(v, &json!({ "NumberOfRecoveryPoints": number }))));
    }
    if action == Action::CreateBackupVault {
        if backup.vaults.contains_key(&vault) {
            return Err(refused("AlreadyExists", "Backup vault with the same name already exists"));
        }
        let key = format!("arn:aws:kms:{}:{ACCOUNT}:key/aws-backup", region.unwrap_or(REGION));
        let made = json!({
            "BackupVaultName": vault,
            "BackupVaultArn": arn(region, "backup-vault", &vault),
            "EncryptionKeyArn": p["EncryptionKeyArn"].as_str().unwrap_or(&key),
            "CreationDate": time(clock),
            "Locked": false,
            "Tags": p["BackupVaultTags"],
        });
        backup.vaults.insert(vault, made);
        return Ok(Value::Null);
    }
    let found = backup.vaults.get_mut(&vault).ok_or_else(|| not_found("the vault"))?;
    let is_final = found["~final"].as_u64().is_some_and(|at| at <= clock);
    match action {
        Action::DeleteBackupVault => {
            if number > 0 {
                let text = "Backup vault cannot be deleted because it contains recovery points.";
                return Err(refused("InvalidRequest", text));
            }
            backup.vaults.remove(&vault);
        }
        Action::PutBackupVaultAccessPolicy => found["Policy"] = p["Policy"].clone(),
        Action::DeleteBackupVaultAccessPolicy => found["Policy"] = Value::Null,
        Action::PutBackupVaultNotifications => {
            found["Notifications"] =
                json!({ "SNSTopicArn": p["SNSTopicArn"], "BackupVaultEvents": p["BackupVaultEvents"] });
        }
        Action::DeleteBackupVaultNotifications => found["Notifications"] = Value::Null,
        Action::PutBackupVaultLockConfiguration | Action::DeleteBackupVaultLockConfiguration if is_final => {
            return Err(refused("InvalidRequest", "Backup vault lock configuration is immutable"));
        }
        Action::PutBackupVaultLockConfiguration => {
            found["Locked"] = json!(true);
            found["MinRetentionDays"] = p["MinRetentionDays"].clone();
            found["MaxRetentionDays"] = p["MaxRetentionDays"].clone();
            let date = p["ChangeableForDays"].as_u64().map(|days| clock + days * DAY);
            found["LockDate"] = date.map_or(Value::Null, time);
            found["~final"] = json!(date);
        }
        Action::DeleteBackupVaultLockConfiguration => {
            found["Locked"] = json!(false);
            for field in ["MinRetentionDays", "MaxRetentionDays", "LockDate", "~final"] {
                found[field] = Value::Null;
            }
        }
        other => return Err(refused("InvalidAction", format!("{other:?}"))),
    }
    Ok(Value::Null)
}
