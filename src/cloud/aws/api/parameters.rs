//! The parameters of a call, read by their names in the API. What a call does not know, or knows as something else, is
//! refused before anything is sent: a setting that is silently left out is a database without it. No value is in a message.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use aws_sdk_rds::primitives::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::{Map, Value};

use super::failed::Failed;
use crate::aws::Failure;

/// What names the thing that a call is about, the most telling first.
const SUBJECTS: [&str; 12] = [
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
];

/// The parameters of one call, and which of them nobody has read.
pub(super) struct Parameters<'a> {
    given: Option<&'a Map<String, Value>>,
    unread: Mutex<BTreeSet<&'a str>>,
}

impl<'a> Parameters<'a> {
    /// Those of a JSON object. What is null is not given.
    pub(super) fn new(given: &'a Value) -> Self {
        let given = given.as_object();
        let names = given.into_iter().flatten().filter(|(_, value)| !value.is_null());
        Self { given, unread: Mutex::new(names.map(|(name, _)| name.as_str()).collect()) }
    }

    /// The thing that the call is about, where one is named.
    pub(super) fn subject(&self) -> Option<&'a str> {
        SUBJECTS.iter().find_map(|name| self.given?.get(*name)?.as_str())
    }

    /// Text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.read(name, |value| value.as_str().map(str::to_owned))
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Option<i32> {
        self.read(name, |value| value.as_i64().and_then(|number| i32::try_from(number).ok()))
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
        let unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
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
        self.unread.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Some(value)
    }
}

/// The texts of an array; `None` where it is none, or holds something else.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}
