//! ARNs of what is backed up, and what AWS Backup can do with each kind: one table.

use std::fmt;

use crate::shared::Text;

/// An ARN in its six parts, in which `*` may stand for any characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arn {
    text: String,
    ends: [usize; 5],
}

impl Arn {
    fn part(&self, position: usize) -> &str {
        let from = if position == 0 { 0 } else { self.ends[position - 1] + 1 };
        &self.text[from..self.ends.get(position).copied().unwrap_or(self.text.len())]
    }

    /// The service, e.g. `rds`.
    pub(crate) fn service(&self) -> &str {
        self.part(2)
    }

    /// The region; empty for what has none, such as S3 buckets.
    pub(crate) fn region(&self) -> &str {
        self.part(3)
    }

    /// The account; empty for what has none.
    pub(crate) fn account(&self) -> &str {
        self.part(4)
    }

    /// What stands behind the account, e.g. `db:product`.
    pub(crate) fn resource(&self) -> &str {
        self.part(5)
    }

    /// Whether it stands for more than one.
    pub(crate) fn is_pattern(&self) -> bool {
        self.text.contains('*')
    }

    /// What AWS Backup knows of its kind; `None` for a kind that this table does not have.
    pub(crate) fn kind(&self) -> Option<&'static ResourceKind> {
        KINDS.iter().find(|kind| kind.service == self.service() && self.resource().starts_with(kind.prefix))
    }

    /// Whether its kind is this one.
    pub(crate) fn is(&self, kind: &ResourceKind) -> bool {
        self.kind().is_some_and(|own| own.word == kind.word)
    }
}

impl Text for Arn {
    const ALLOWED: &'static str = "an ARN such as `arn:aws:dynamodb:eu-west-1:123456789012:table/orders`, in which `*` stands for any characters";

    fn parse(text: &str) -> Option<Self> {
        let mut ends = [0; 5];
        let mut colons = text.match_indices(':').map(|(at, _)| at);
        for end in &mut ends {
            *end = colons.next()?;
        }
        let arn = Self { text: text.to_owned(), ends };
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
        let is_partition = arn.part(1).starts_with("aws") || arn.part(1) == "*";
        let is_arn =
            arn.part(0) == "arn" && is_partition && !arn.service().is_empty() && !arn.resource().is_empty();
        (is_arn && text.len() <= 2048 && text.chars().all(is_plain)).then_some(arn)
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What AWS Backup can do with a kind of resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResourceKind {
    /// The last part of a restore testing selection's name.
    pub(crate) word: &'static str,
    /// AWS Backup's name (`ProtectedResourceType`).
    pub(crate) name: &'static str,
    service: &'static str,
    prefix: &'static str,
    /// Whether it can be backed up continuously.
    pub(crate) is_continuous: bool,
}

/// The kinds that can be restored as a test. Whatever else there is, is backed up all the same.
pub(crate) static KINDS: &[ResourceKind] = &[
    CLUSTER,
    kind(["dynamodb", "DynamoDB"], ["dynamodb", "table/"]),
    VOLUME,
    kind(["ec2", "EC2"], ["ec2", "instance/"]),
    kind(["efs", "EFS"], ["elasticfilesystem", "file-system/"]),
    kind(["fsx", "FSx"], ["fsx", ""]),
    INSTANCE,
    BUCKET,
];

/// A DB cluster. Those of Neptune and DocumentDB look the same, and are tried as those of Aurora.
pub(crate) const CLUSTER: ResourceKind =
    ResourceKind { word: "aurora", name: "Aurora", service: "rds", prefix: "cluster:", is_continuous: true };

/// A DB instance.
pub(crate) const INSTANCE: ResourceKind =
    ResourceKind { word: "rds", name: "RDS", service: "rds", prefix: "db:", is_continuous: true };

/// A bucket.
pub(crate) const BUCKET: ResourceKind =
    ResourceKind { word: "s3", name: "S3", service: "s3", prefix: "", is_continuous: true };

/// An EBS volume.
pub(crate) const VOLUME: ResourceKind = kind(["ebs", "EBS"], ["ec2", "volume/"]);

const fn kind([word, name]: [&'static str; 2], [service, prefix]: [&'static str; 2]) -> ResourceKind {
    ResourceKind { word, name, service, prefix, is_continuous: false }
}
