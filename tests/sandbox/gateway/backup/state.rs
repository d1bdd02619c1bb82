//! What the Backup of one region holds, and how its ARNs and identifiers look. Objects are kept in the shape in which AWS
//! answers with them. Does nothing by itself.

use super::{call::change, lock::Lock};
use crate::aws::ACCOUNT;
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::Read,
};

pub(super) struct Vault {
    /// As DescribeBackupVault has it, without what follows from the rest.
    pub(super) shape: Value,
    pub(super) lock: Option<Lock>,
    /// The text of the access policy.
    pub(super) policy: Option<String>,
    /// As GetBackupVaultNotifications has it.
    pub(super) notifications: Option<Value>,
}

pub(super) struct Plan {
    /// As GetBackupPlan has it, without the plan itself.
    pub(super) shape: Value,
    /// The document as it was asked for.
    pub(super) asked: Value,
    /// The document with what AWS fills in.
    pub(super) document: Value,
    /// As GetBackupSelection has them, by their ids.
    pub(super) selections: BTreeMap<String, Value>,
}

/// A restore testing plan.
pub(super) struct Test {
    /// As GetRestoreTestingPlan has it.
    pub(super) shape: Value,
    /// As GetRestoreTestingSelection has them, by their names.
    pub(super) selections: BTreeMap<String, Value>,
}

/// A recovery point.
pub(super) struct Point {
    /// As DescribeRecoveryPoint has it.
    pub(super) shape: Value,
    /// What GetRecoveryPointRestoreMetadata says.
    pub(super) metadata: Value,
}

#[derive(Default)]
pub(super) struct Region {
    pub(super) name: String,
    pub(super) vaults: BTreeMap<String, Vault>,
    /// By their ids.
    pub(super) plans: BTreeMap<String, Plan>,
    pub(super) tests: BTreeMap<String, Test>,
    /// Oldest first, as the jobs are.
    pub(super) points: Vec<Point>,
    pub(super) backups: Vec<Value>,
    pub(super) copies: Vec<Value>,
    pub(super) restores: Vec<Value>,
    /// By the ARN of what has them.
    pub(super) tags: BTreeMap<String, Map<String, Value>>,
    /// The answer to a request that may be repeated, by its token.
    pub(super) tokens: HashMap<String, Value>,
}

impl Region {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The ARN of something of Backup in this region.
    pub(super) fn arn(&self, kind: &str, name: &str) -> String {
        format!("arn:aws:backup:{}:{ACCOUNT}:{kind}:{name}", self.name)
    }

    pub(super) fn point(&mut self, arn: &str) -> Option<&mut Point> {
        self.points.iter_mut().find(|point| point.shape["RecoveryPointArn"] == arn)
    }

    /// The points in a vault, newest first.
    pub(super) fn points_in<'a>(&'a self, vault: &'a str) -> impl Iterator<Item = &'a Point> {
        self.points.iter().rev().filter(move |point| point.shape["BackupVaultName"] == vault)
    }

    pub(super) fn forget_point(&mut self, arn: &str) {
        self.points.retain(|point| point.shape["RecoveryPointArn"] != arn);
        self.tags.remove(arn);
    }

    /// Keeps tags, unless there are none.
    pub(super) fn tag(&mut self, arn: &str, tags: Map<String, Value>) {
        if !tags.is_empty() {
            self.tags.entry(arn.to_owned()).or_default().extend(tags);
        }
    }
}

/// Changes the job that has this value in its field of identity.
pub(super) fn change_job(jobs: &mut [Value], (field, id): (&str, &str), fields: Value) {
    if let Some(job) = jobs.iter_mut().find(|job| job[field] == id) {
        change(job, fields);
    }
}

/// Seconds since 1970, as the protocol writes times.
pub(super) fn now() -> f64 {
    Timestamp::now().as_duration().as_millis() as f64 / 1000.0
}

/// An identifier that nothing else has.
pub(super) fn unique() -> String {
    let mut bytes = [0_u8; 16];
    // Where the system gives no random bytes, the time still tells two apart.
    if File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)).is_err() {
        bytes = Timestamp::now().as_nanosecond().to_be_bytes();
    }
    let text = hex::encode_upper(bytes);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// The parts of an ARN that the sandbox looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arn<'a> {
    pub(super) service: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    /// Kind and name, with the colon or slash between them.
    pub(super) resource: &'a str,
}

impl<'a> Arn<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let parts: Vec<_> = text.splitn(6, ':').collect();
        match parts[..] {
            ["arn", _, service, region, account, resource] => {
                Some(Self { service, region, account, resource })
            }
            _ => None,
        }
    }

    /// The name, if it is of this kind.
    pub(super) fn name(&self, kind: &str) -> Option<&'a str> {
        self.resource.strip_prefix(kind)?.strip_prefix([':', '/'])
    }

    /// The type of the resource, as Backup calls it.
    pub(super) fn kind(&self) -> String {
        let kind = self.resource.split([':', '/']).next().unwrap_or_default();
        match (self.service, kind) {
            ("rds", "db") => "RDS".to_owned(),
            ("rds", "cluster") => "Aurora".to_owned(),
            ("ec2", "volume") => "EBS".to_owned(),
            ("ec2", "instance") => "EC2".to_owned(),
            ("elasticfilesystem", _) => "EFS".to_owned(),
            ("dynamodb", _) => "DynamoDB".to_owned(),
            (service, _) => service.to_uppercase(),
        }
    }
}

/// Whether an ARN is meant by a pattern with asterisks.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(left) = text.strip_prefix(head) else { return false };
    let ends = left.char_indices().map(|(at, _)| at).chain([left.len()]);
    ends.into_iter().any(|at| left.get(at..).is_some_and(|left| matches(rest, left)))
}
