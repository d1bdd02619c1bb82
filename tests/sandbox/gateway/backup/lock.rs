//! The lock of a vault: how long recovery points may be kept there, and from when nobody may change that. Pure.

use super::call::{Refusal, number};
use serde_json::{Value, json};

const DAY: f64 = 86_400.0;
const LONGEST: i64 = 36_500;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lock {
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    /// From when it is for ever; none in governance mode.
    pub(super) date: Option<f64>,
}

impl Lock {
    /// The lock that PutBackupVaultLockConfiguration asks for.
    pub(super) fn parse(body: &Value, now: f64) -> Result<Self, Refusal> {
        let (min, max) = (number(body, "MinRetentionDays"), number(body, "MaxRetentionDays"));
        let range = |days: Option<i64>, name: &str| match days {
            Some(days) if !(1..=LONGEST).contains(&days) => {
                Err(Refusal::value(&format!("{name} must be from 1 to {LONGEST}")))
            }
            _ => Ok(()),
        };
        range(min, "MinRetentionDays")?;
        range(max, "MaxRetentionDays")?;
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            return Err(Refusal::value("MinRetentionDays must not be greater than MaxRetentionDays"));
        }
        let changeable = number(body, "ChangeableForDays");
        if changeable.is_some_and(|days| days < 3) {
            return Err(Refusal::value("ChangeableForDays must be at least 3"));
        }
        Ok(Self { min, max, date: changeable.map(|days| now + days as f64 * DAY) })
    }

    /// Whether it can no longer be changed.
    pub(super) fn is_final(&self, now: f64) -> bool {
        self.date.is_some_and(|date| date <= now)
    }

    /// Whether a recovery point of this lifecycle may be kept; else the sentence of the job that fails.
    pub(super) fn allows(&self, lifecycle: &Value) -> Result<(), String> {
        let days = number(lifecycle, "DeleteAfterDays");
        let kept = days.map_or_else(|| "for ever".to_owned(), |days| format!("{days} days"));
        // What is never deleted is kept longer than any number of days.
        let days = days.unwrap_or(i64::MAX);
        if let Some(min) = self.min.filter(|min| days < *min) {
            return Err(format!(
                "The retention ({kept}) is shorter than the vault lock's minimum of {min} days"
            ));
        }
        if let Some(max) = self.max.filter(|max| days > *max) {
            return Err(format!(
                "The retention ({kept}) is longer than the vault lock's maximum of {max} days"
            ));
        }
        Ok(())
    }

    /// Its fields of DescribeBackupVault.
    pub(super) fn fields(&self) -> Value {
        json!({
            "Locked": true,
            "MinRetentionDays": self.min,
            "MaxRetentionDays": self.max,
            "LockDate": self.date,
        })
    }
}
