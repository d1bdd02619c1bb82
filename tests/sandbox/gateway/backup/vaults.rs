//! Vaults, with their policies, notifications and locks. Pure: a call and a region in, an answer out.

use super::{
    call::{Answer, Call, Refusal, change, map, text, texts, whole},
    lock::Lock,
    paging::page,
    points,
    state::{Region, Vault},
};
use crate::aws::ACCOUNT;
use serde_json::{Value, json};

pub(super) fn answer(region: &mut Region, call: &Call, now: f64) -> Answer {
    let (method, path) = call.route();
    match (method, path.get(1..).unwrap_or_default()) {
        ("GET", []) => {
            let names: Vec<_> = region.vaults.keys().cloned().collect();
            let vaults: Result<Vec<_>, _> = names.iter().map(|name| describe(region, name)).collect();
            page(call, "BackupVaultList", vaults?)
        }
        ("PUT", [name]) => create(region, call, name, now),
        ("GET", [name]) => describe(region, name),
        ("DELETE", [name]) => delete(region, name),
        (_, [name, "access-policy"]) => policy(region, call, name),
        (_, [name, "notification-configuration"]) => notifications(region, call, name),
        (_, [name, "vault-lock"]) => lock(region, call, name, now),
        (_, [name, "recovery-points", rest @ ..]) => {
            vault(region, name)?;
            points::answer(region, call, name, rest)
        }
        _ => Err(call.unknown()),
    }
}

pub(super) fn vault<'a>(region: &'a mut Region, name: &str) -> Result<&'a mut Vault, Refusal> {
    let missing = || Refusal::not_found(&format!("Backup vault '{name}' does not exist"));
    region.vaults.get_mut(name).ok_or_else(missing)
}

fn create(region: &mut Region, call: &Call, name: &str, now: f64) -> Answer {
    let well_named = (2..=50).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !well_named {
        return Err(Refusal::value("Invalid backup vault name: 2 to 50 letters, digits, '-' and '_'"));
    }
    let token = call.body.get("CreatorRequestId").cloned();
    let made = |shape: &Value| json!({ "BackupVaultName": name, "BackupVaultArn": shape["BackupVaultArn"], "CreationDate": shape["CreationDate"] });
    if let Some(existing) = region.vaults.get(name) {
        let is_same = token.is_some() && existing.shape.get("CreatorRequestId") == token.as_ref();
        return if is_same {
            Ok(made(&existing.shape))
        } else {
            Err(Refusal::exists("Backup vault with the same name already exists"))
        };
    }
    let key = match call.body.get("EncryptionKeyArn").and_then(Value::as_str) {
        Some(key) if !key.starts_with("arn:") => {
            return Err(Refusal::value("EncryptionKeyArn must be an ARN"));
        }
        Some(key) => key.to_owned(),
        None => format!("arn:aws:kms:{}:{ACCOUNT}:key/{DEFAULT_KEY}", region.name),
    };
    let arn = region.arn("backup-vault", name);
    let shape = whole(json!({
        "BackupVaultName": name,
        "BackupVaultArn": arn,
        "VaultType": "BACKUP_VAULT",
        "VaultState": "AVAILABLE",
        "EncryptionKeyArn": key,
        "CreationDate": now,
        "CreatorRequestId": token,
    }));
    let answer = made(&shape);
    region.tag(&arn, map(&call.body, "BackupVaultTags"));
    region.vaults.insert(name.to_owned(), Vault { shape, lock: None, policy: None, notifications: None });
    Ok(answer)
}

/// The key that AWS manages for Backup (`alias/aws/backup`).
const DEFAULT_KEY: &str = "0bac0000-0bac-40ba-80ba-0bac00000000";

/// The key that a vault was given, unless it is the one that AWS manages.
pub(super) fn own_key(vault: &Vault) -> Option<&str> {
    Some(text(&vault.shape, "EncryptionKeyArn")).filter(|key| !key.ends_with(DEFAULT_KEY))
}

fn describe(region: &mut Region, name: &str) -> Answer {
    let count = region.points_in(name).count();
    let vault = vault(region, name)?;
    let mut shape = vault.shape.clone();
    change(&mut shape, json!({ "NumberOfRecoveryPoints": count, "Locked": false }));
    if let Some(lock) = &vault.lock {
        change(&mut shape, lock.fields());
    }
    Ok(shape)
}

fn delete(region: &mut Region, name: &str) -> Answer {
    let arn = text(&vault(region, name)?.shape, "BackupVaultArn").to_owned();
    if region.points_in(name).next().is_some() {
        return Err(Refusal::state("Backup vault cannot be deleted because it contains recovery points."));
    }
    region.vaults.remove(name);
    region.tags.remove(&arn);
    Ok(json!({}))
}

fn policy(region: &mut Region, call: &Call, name: &str) -> Answer {
    let vault = vault(region, name)?;
    match call.route().0 {
        "PUT" => {
            let text = call.required("Policy")?;
            if !serde_json::from_str::<Value>(text).is_ok_and(|policy| policy["Statement"].is_array()) {
                return Err(Refusal::value("The specified policy cannot be parsed"));
            }
            vault.policy = Some(text.to_owned());
            Ok(json!({}))
        }
        "DELETE" => {
            vault.policy = None;
            Ok(json!({}))
        }
        "GET" => match &vault.policy {
            Some(policy) => Ok(json!({
                "BackupVaultName": name,
                "BackupVaultArn": vault.shape["BackupVaultArn"],
                "Policy": policy,
            })),
            None => Err(Refusal::not_found("Backup vault has no associated policy")),
        },
        _ => Err(call.unknown()),
    }
}

fn notifications(region: &mut Region, call: &Call, name: &str) -> Answer {
    let vault = vault(region, name)?;
    match call.route().0 {
        "PUT" => {
            let topic = call.required("SNSTopicArn")?;
            let events = texts(&call.body, "BackupVaultEvents");
            let is_event = |event: &&str| {
                event.chars().all(|c| c.is_ascii_uppercase() || c == '_') && event.contains('_')
            };
            if !topic.starts_with("arn:") || events.is_empty() || !events.iter().all(is_event) {
                return Err(Refusal::value("Notifications need the ARN of a topic and names of events"));
            }
            vault.notifications = Some(json!({
                "BackupVaultName": name,
                "BackupVaultArn": vault.shape["BackupVaultArn"],
                "SNSTopicArn": topic,
                "BackupVaultEvents": events,
            }));
            Ok(json!({}))
        }
        "DELETE" => {
            vault.notifications = None;
            Ok(json!({}))
        }
        "GET" => match &vault.notifications {
            Some(notifications) => Ok(notifications.clone()),
            None => Err(Refusal::not_found("Backup vault has no notifications")),
        },
        _ => Err(call.unknown()),
    }
}

fn lock(region: &mut Region, call: &Call, name: &str, now: f64) -> Answer {
    let vault = vault(region, name)?;
    if vault.lock.as_ref().is_some_and(|lock| lock.is_final(now)) {
        return Err(Refusal::state("The vault's lock is in compliance mode and can no longer be changed"));
    }
    match call.route().0 {
        "PUT" => vault.lock = Some(Lock::parse(&call.body, now)?),
        "DELETE" => vault.lock = None,
        _ => return Err(call.unknown()),
    }
    Ok(json!({}))
}
