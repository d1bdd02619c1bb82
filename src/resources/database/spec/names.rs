//! Names and numbers with RDS' limits, each with the sentence that says what they are.

use acme_schema::{Validator, Value};

use crate::shared::{Whole, text_type, word_type};

text_type!(
    /// A DB instance identifier, short enough for what is put behind it (`-restored-1`, `-old-1`, the key of a replica).
    Identifier,
    "a DB instance identifier: at most 40 lower-case letters, digits and `-`, beginning with a letter, with a letter or digit at \
     the end, and without `--`",
    |text| is_identifier(text, 40)
);

text_type!(
    /// What is put behind the identifier of a replica.
    ReplicaKey,
    "at most 15 lower-case letters, digits and `-`, with a letter or digit at both ends and without `--`; not beginning with `old` \
     or `restored`",
    |text| {
        is_identifier(&format!("a{text}"), 16)
            && !text.starts_with('-')
            && !text.starts_with("old")
            && !text.starts_with("restored")
    }
);

text_type!(
    /// An engine.
    EngineName,
    "`postgres`: other engines are not supported yet",
    |text| text == "postgres"
);

text_type!(
    /// A version of PostgreSQL, as far as it matters.
    EngineVersion,
    "a version of PostgreSQL from 11 on, or its beginning, such as `16` or `16.4`",
    |text| {
        let parts: Vec<_> = text.split('.').collect();
        let number = |part: &&str| part.len() <= 4 && !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        parts.len() <= 2 && parts.iter().all(number) && parts[0].parse().is_ok_and(|major: u32| major >= 11)
    }
);

text_type!(
    /// An instance class.
    InstanceClass,
    "an instance class of RDS such as `db.t4g.medium` or `db.r7g.2xlarge`",
    |text| {
        let sizes = ["micro", "small", "medium", "large", "xlarge"];
        let is_size = |size: &str| {
            let size = size.strip_prefix("metal").unwrap_or(size);
            let number = size.trim_end_matches("xlarge");
            size.is_empty()
                || sizes.contains(&size)
                || (number != size && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
        };
        let parts: Vec<_> = text.split('.').collect();
        let is_family = |family: &str| {
            let mut chars = family.chars();
            chars.next().is_some_and(|c| "trmxzc".contains(c))
                && chars.next().is_some_and(|c| c.is_ascii_digit())
                && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        parts.len() >= 3 && parts[0] == "db" && is_family(parts[1]) && is_size(parts[2])
    }
);

text_type!(
    /// The name of a database in the server.
    DatabaseName,
    "the name of a database: at most 63 letters, digits and `_`, beginning with a letter or `_`; not `postgres`, which is there \
     anyway, nor `rdsadmin`",
    |text| is_sql_name(text) && !["postgres", "rdsadmin", "template0", "template1"].contains(&text)
);

text_type!(
    /// The name of the master user.
    Username,
    "the name of a user: at most 63 letters, digits and `_`, beginning with a letter; not `admin`, `rdsadmin`, nor one that begins \
     with `pg_`",
    |text| {
        is_sql_name(text) && !text.starts_with('_') && !text.starts_with("pg_") && !["admin", "rdsadmin", "public"].contains(&text)
    }
);

text_type!(
    /// A DB snapshot.
    SnapshotId,
    "the ARN of a DB snapshot such as `arn:aws:rds:eu-west-1:123456789012:snapshot:NAME`, or its name; a recovery point of AWS \
     Backup that is continuous is restored with `point_in_time`",
    |text| match text.strip_prefix("arn:") {
        Some(arn) => {
            let parts: Vec<_> = arn.splitn(6, ':').collect();
            matches!(parts.as_slice(), [_, "rds", _, _, "snapshot", name] if !name.is_empty())
        }
        None => text.len() <= 255 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.contains(['/', ' ']),
    }
);

text_type!(
    /// Whose past is restored.
    Source,
    "the name of a DB instance, or the ARN of automated backups such as `arn:aws:rds:eu-west-1:123456789012:auto-backup:ab-…`",
    |text| match text.strip_prefix("arn:") {
        Some(arn) => arn.contains(":auto-backup:"),
        None => is_identifier(text, 63),
    }
);

text_type!(
    /// A moment, as RDS takes it.
    Timestamp,
    "a moment in UTC as RFC 3339 writes it, such as `2026-11-24T03:00:00Z`",
    |text| {
        let pattern = "dddd-dd-ddTdd:dd:ddZ";
        text.len() == pattern.len()
            && text.chars().zip(pattern.chars()).all(|(c, p)| if p == 'd' { c.is_ascii_digit() } else { c == p })
            && text[5..7].parse().is_ok_and(|month: u8| (1..=12).contains(&month))
            && text[8..10].parse().is_ok_and(|day: u8| (1..=31).contains(&day))
            && text[11..13].parse().is_ok_and(|hour: u8| hour < 24)
            && text[14..16].parse().is_ok_and(|minute: u8| minute < 60)
            && text[17..19].parse().is_ok_and(|second: u8| second < 60)
    }
);

word_type!(
    /// A kind of storage.
    StorageType,
    "one of `gp3`, `gp2`, `io1`, `io2`",
    /// General purpose.
    Gp3 = "gp3",
    /// General purpose, the older one.
    Gp2 = "gp2",
    /// Provisioned operations.
    Io1 = "io1",
    /// Provisioned operations, the newer one.
    Io2 = "io2"
);

word_type!(
    /// When noticeable changes are made.
    Apply,
    "`immediately` or `maintenance_window`",
    /// With the apply.
    Immediately = "immediately",
    /// In the weekly window.
    MaintenanceWindow = "maintenance_window"
);

word_type!(
    /// How users are let in.
    Mode,
    "one of `managed`, `iam`, `write_only`",
    /// RDS manages the password.
    Managed = "managed",
    /// Tokens.
    Iam = "iam",
    /// The configuration gives the password.
    WriteOnly = "write_only"
);

word_type!(
    /// How changes that restart the server are made.
    Strategy,
    "`in_place` or `blue_green`",
    /// In the server itself.
    InPlace = "in_place",
    /// In a copy that takes over.
    BlueGreen = "blue_green"
);

word_type!(
    /// When the copy takes over.
    Switchover,
    "one of `automatic`, `manual`, `window`",
    /// As soon as it can.
    Automatic = "automatic",
    /// When somebody says so.
    Manual = "manual",
    /// In the maintenance window.
    Window = "window"
);

/// Storage in GiB.
pub(crate) type Gibibytes = Whole<20, 65_536>;
/// Operations per second.
pub(crate) type Iops = Whole<1000, 256_000>;
/// MiB/s.
pub(crate) type Throughput = Whole<125, 4000>;
/// Days of automated backups.
pub(crate) type Days = Whole<0, 35>;
/// Hours that a former server is kept.
pub(crate) type Hours = Whole<0, 8760>;
/// Seconds that a switchover may take.
pub(crate) type SwitchoverSeconds = Whole<30, 3600>;
/// The number of a restore.
pub(crate) type RestoreGeneration = Whole<1, 9999>;
/// A port that RDS lets a server listen on.
pub(crate) type ServerPort = Whole<1150, 65_535>;

/// Days that figures are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InsightsDays(pub(crate) i64);

impl InsightsDays {
    pub(crate) const ALLOWED: &str = "7, a multiple of 31 up to 713, or 731";

    pub(crate) fn parse(days: i64) -> Option<Self> {
        let is_month = days % 31 == 0 && (31..=713).contains(&days);
        (days == 7 || days == 731 || is_month).then_some(Self(days))
    }

    pub(crate) fn validator() -> Validator {
        number(Self::ALLOWED, |days| Self::parse(days).is_some())
    }
}

/// Seconds between two readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval(pub(crate) i64);

impl Interval {
    pub(crate) const ALLOWED: &str = "one of 1, 5, 10, 15, 30, 60";

    pub(crate) fn parse(seconds: i64) -> Option<Self> {
        [1, 5, 10, 15, 30, 60].contains(&seconds).then_some(Self(seconds))
    }

    pub(crate) fn validator() -> Validator {
        number(Self::ALLOWED, |seconds| Self::parse(seconds).is_some())
    }
}

fn number(allowed: &str, check: impl Fn(i64) -> bool + Send + Sync + 'static) -> Validator {
    Validator::new(allowed, move |value| matches!(value, Value::Number(n) if n.as_i64().is_some_and(&check)))
}

/// The ids of subnets.
pub(crate) fn subnet_ids() -> Validator {
    list("at least two", "the id of a subnet such as `subnet-0a1b2c3d`", |text| {
        text.strip_prefix("subnet-").is_some_and(is_id)
    })
}

/// The ids of security groups.
pub(crate) fn security_group_ids() -> Validator {
    list("not empty", "the id of a security group such as `sg-0a1b2c3d`", |text| {
        text.strip_prefix("sg-").is_some_and(is_id)
    })
}

/// Logs that CloudWatch takes.
pub(crate) fn log_types() -> Validator {
    list("not empty", "`postgresql` or `upgrade`", |text| ["postgresql", "upgrade"].contains(&text))
}

/// A list of at least as many, none twice.
fn list(least: &'static str, each: &str, check: impl Fn(&str) -> bool + Send + Sync + 'static) -> Validator {
    let allowed = format!("a list, {least} and with nothing twice, of which each is {each}");
    Validator::new(allowed, move |value| {
        let Value::List(elements) = value else { return false };
        let mut known: Vec<_> = elements.iter().filter_map(Value::as_str).collect();
        let all = known.len();
        let is_each = known.iter().all(|text| check(text));
        known.sort_unstable();
        known.dedup();
        // That nothing is null is a rule for single elements.
        let is_enough = elements.len() >= if least == "at least two" { 2 } else { 1 };
        is_enough && is_each && known.len() == all
    })
}

fn is_identifier(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_sql_name(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_id(text: &str) -> bool {
    (4..=32).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}
