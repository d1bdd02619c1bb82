//! The parameters of a call, read by their names in the API. What a call does not know, or knows as something else, is
//! refused before anything is sent: a setting that is silently left out is a database without it. No value is in a message.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_sdk_rds::primitives::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::{Map, Value};

use super::failed::Failed;
use crate::aws::Failure;

/// What names the thing that a call is about, the most telling first; `/` leads into an object.
const SUBJECTS: [&str; 27] = [
    "DBInstanceIdentifier",
    "TargetDBInstanceIdentifier",
    "BlueGreenDeploymentIdentifier",
    "BlueGreenDeploymentName",
    "DBInstanceAutomatedBackupsArn",
    "DBParameterGroupName",
    "DBSubnetGroupName",
    "RoleName",
    "ResourceName",
    "SourceDBInstanceArn",
    "SourceIdentifier",
    "DbiResourceId",
    "BackupJobId",
    "RecoveryPointArn",
    "ResourceArn",
    "BackupVaultName",
    "BackupSelection/SelectionName",
    "SelectionId",
    "BackupPlan/BackupPlanName",
    "BackupPlanId",
    "RestoreTestingSelectionName",
    "RestoreTestingSelection/RestoreTestingSelectionName",
    "RestoreTestingPlanName",
    "RestoreTestingPlan/RestoreTestingPlanName",
    "ByBackupVaultName",
    "ByDestinationVaultArn",
    "ByRestoreTestingPlanArn",
];

/// The parameters of one call, and which of them nobody has read.
pub(super) struct Parameters<'a> {
    given: Option<&'a Map<String, Value>>,
    unread: Mutex<BTreeSet<String>>,
}

impl<'a> Parameters<'a> {
    /// Those of a JSON object. What is null is not given.
    pub(super) fn new(given: &'a Value) -> Self {
        let given = given.as_object();
        let names = given.into_iter().flatten().filter(|(_, value)| !value.is_null());
        Self { given, unread: Mutex::new(names.map(|(name, _)| name.clone()).collect()) }
    }

    /// The thing that the call is about, where one is named.
    pub(super) fn subject(&self) -> Option<&'a str> {
        SUBJECTS.iter().find_map(|path| {
            let (first, then) =
                path.split_once('/').map_or((*path, None), |(first, then)| (first, Some(then)));
            let value = self.given?.get(first)?;
            then.map_or(Some(value), |then| value.get(then))?.as_str()
        })
    }

    /// Text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.read(name, |value| value.as_str().map(str::to_owned))
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Option<i32> {
        self.read(name, |value| value.as_i64().and_then(|number| i32::try_from(number).ok()))
    }

    /// A whole number of those that AWS Backup has.
    pub(super) fn long(&self, name: &str) -> Option<i64> {
        self.read(name, Value::as_i64)
    }

    /// True or false.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.read(name, Value::as_bool)
    }

    /// A time (RFC 3339).
    pub(super) fn time(&self, name: &str) -> Option<DateTime> {
        self.read(name, |value| DateTime::from_str(value.as_str()?, Format::DateTimeWithOffset).ok())
    }

    /// A list of texts.
    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.read(name, texts)
    }

    /// An object of text: keys with values.
    pub(super) fn pairs(&self, name: &str) -> Option<Vec<(String, String)>> {
        self.read(name, |value| {
            let pairs = value.as_object()?.iter();
            pairs.map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
        })
    }

    /// The same where the order does not count.
    pub(super) fn map(&self, name: &str) -> Option<HashMap<String, String>> {
        self.pairs(name).map(|pairs| pairs.into_iter().collect())
    }

    /// An object of parameters, as `one` reads them. What `one` does not read is unread here, by its path.
    pub(super) fn inner<T>(&self, name: &str, one: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let value = self.given?.get(name).filter(|value| value.is_object())?;
        self.unread().remove(name);
        self.enter(name, value, one)
    }

    /// A list of such objects.
    pub(super) fn inners<T>(&self, name: &str, one: impl Fn(&Self) -> Option<T>) -> Option<Vec<T>> {
        let values = self.given?.get(name)?.as_array()?;
        self.unread().remove(name);
        let each = values.iter().enumerate();
        let made: Vec<_> =
            each.map(|(at, value)| self.enter(&format!("{name}[{at}]"), value, &one)).collect();
        made.into_iter().collect()
    }

    /// A list of objects, each as `one` reads it.
    pub(super) fn objects<T>(&self, name: &str, one: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
        self.read(name, |value| value.as_array()?.iter().map(one).collect())
    }

    /// An object as `one` reads it.
    pub(super) fn object<T>(&self, name: &str, one: impl Fn(&Value) -> Option<T>) -> Option<T> {
        self.read(name, one)
    }

    /// That every parameter has been read. To be asked before a call is sent.
    pub(super) fn all_read(&self) -> Result<(), Failed> {
        let unread = self.unread();
        if unread.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = unread.iter().map(|name| format!("`{name}`")).collect();
        let text =
            format!("the call does not take {}, or not with such a value; it was not made", names.join(", "));
        Err(Failed::Aws(Failure::Other(text)))
    }

    fn read<T>(&self, name: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let value = read(self.given?.get(name)?)?;
        self.unread().remove(name);
        Some(value)
    }

    fn enter<T>(&self, path: &str, value: &'a Value, one: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let inner = Self::new(value);
        let made = if value.is_object() { one(&inner) } else { None };
        let left = inner.unread.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut unread = self.unread();
        if made.is_none() && left.is_empty() {
            unread.insert(path.to_owned());
        }
        unread.extend(left.into_iter().map(|name| format!("{path}.{name}")));
        made
    }

    fn unread(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The texts of an array; `None` where it is none, or holds something else.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}
