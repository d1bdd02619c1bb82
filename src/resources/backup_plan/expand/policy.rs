//! What the roles may do. That of backups has a table of statements for each kind of resource that has one, and AWS' own policies
//! for the others. A statement names resources wherever IAM knows any for its actions (service authorization reference: RDS, EC2,
//! AWS Backup); what of `AWSBackupServiceRolePolicyForBackup` is left out is for other kinds. That of restore tests has AWS' own
//! policies for restores, whole: AWS says that restore testing needs what is in them.

use acme_children::aws::{ACCOUNT, PARTITION};
use serde_json::{Value, json};

use super::super::spec::{Arn, BUCKET, CLUSTER, Destination, INSTANCE, ResourceKind, Spec, VOLUME};

/// A group of statements: when they are needed, and what they are for the ARNs that are backed up.
struct Row {
    of: Of,
    when: When,
    statements: fn(&[String]) -> Vec<Value>,
}

/// What a row is for.
enum Of {
    /// This kind of resource.
    Kind(&'static ResourceKind),
    /// Any kind that has rows.
    All,
}

/// When a row is needed.
#[derive(Clone, Copy)]
enum When {
    Always,
    /// There are continuous backups.
    Continuous,
}

/// Those AWS Backup's snapshots begin with.
const SNAPSHOT: &str = "awsbackup:*";

static TABLE: &[Row] = &[
    Row { of: Of::Kind(&INSTANCE), when: When::Always, statements: instance_snapshots },
    Row { of: Of::Kind(&INSTANCE), when: When::Continuous, statements: instance_logs },
    Row { of: Of::Kind(&CLUSTER), when: When::Always, statements: cluster_snapshots },
    Row { of: Of::Kind(&CLUSTER), when: When::Continuous, statements: cluster_logs },
    Row { of: Of::Kind(&VOLUME), when: When::Always, statements: volume_snapshots },
    Row { of: Of::All, when: When::Always, statements: any_backup },
    Row { of: Of::All, when: When::Always, statements: any_expiry },
];

/// IAM takes 10240 characters in all inline policies of a role; placeholders grow when they are filled in.
const LONGEST: usize = 9000;

/// What is backed up of a kind that has statements of its own.
fn own(spec: &Spec, kind: &ResourceKind) -> Vec<String> {
    spec.selection.references.iter().filter(|arn| arn.is(kind)).map(ToString::to_string).collect()
}

/// Everything of the kind, where there is too much to be named.
fn all(spec: &Spec, kind: &ResourceKind) -> Vec<String> {
    let pattern = if kind.word == VOLUME.word {
        format!("arn:{PARTITION}:ec2:*:{ACCOUNT}:volume/*")
    } else if kind.word == CLUSTER.word {
        rds("cluster:*")
    } else {
        rds("db:*")
    };
    if own(spec, kind).is_empty() { Vec::new() } else { vec![pattern] }
}

fn has_own(arn: &Arn) -> bool {
    [INSTANCE, CLUSTER, VOLUME].iter().any(|kind| arn.is(kind))
}

/// The policy document; null where AWS' own policies say all.
pub(in super::super) fn document(spec: &Spec) -> Value {
    if !spec.selection.references.iter().any(has_own) {
        return Value::Null;
    }
    let named = written(spec, own);
    if named.to_string().len() <= LONGEST { named } else { written(spec, all) }
}

fn written(spec: &Spec, arns: fn(&Spec, &ResourceKind) -> Vec<String>) -> Value {
    let is_continuous = spec.rules.values().any(|rule| rule.is_continuous);
    let is_needed = |row: &&Row| match row.when {
        When::Always => true,
        When::Continuous => is_continuous,
    };
    let mut statements = Vec::new();
    for row in TABLE.iter().filter(is_needed) {
        let arns = match row.of {
            Of::Kind(kind) => arns(spec, kind),
            Of::All => vec!["*".to_owned()],
        };
        if !arns.is_empty() {
            statements.extend((row.statements)(&arns));
        }
    }
    statements.extend(vaults(spec));
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// AWS' own policies for backups, for what has no statements of its own, and for what is selected by its tags.
pub(in super::super) fn managed(spec: &Spec) -> Vec<String> {
    let references = &spec.selection.references;
    let is_open = references.is_empty();
    let needs = |check: fn(&Arn) -> bool| is_open || references.iter().any(check);
    let all = [
        (needs(|arn| !has_own(arn) && !arn.is(&BUCKET)), "service-role/AWSBackupServiceRolePolicyForBackup"),
        (needs(|arn| arn.is(&BUCKET)), "AWSBackupServiceRolePolicyForS3Backup"),
    ];
    arns(&all)
}

/// AWS' own policies for restores: those of buckets are not in the common one.
pub(in super::super) fn managed_for_restores(spec: &Spec) -> Vec<String> {
    let has_buckets = spec.selection.references.iter().any(|arn| arn.is(&BUCKET));
    arns(&[
        (true, "service-role/AWSBackupServiceRolePolicyForRestores"),
        (has_buckets, "AWSBackupServiceRolePolicyForS3Restore"),
    ])
}

/// The ARNs of those of AWS' own policies that are needed.
fn arns(policies: &[(bool, &str)]) -> Vec<String> {
    let needed = policies.iter().filter(|(is_needed, _)| *is_needed);
    needed.map(|(_, name)| format!("arn:{PARTITION}:iam::aws:policy/{name}")).collect()
}

fn allow(id: &str, actions: &[&str], resources: &[String]) -> Value {
    json!({ "Sid": id, "Effect": "Allow", "Action": actions, "Resource": resources })
}

fn allow_if(id: &str, actions: &[&str], (resources, condition): (&[String], Value)) -> Value {
    let mut statement = allow(id, actions, resources);
    statement["Condition"] = condition;
    statement
}

fn anything() -> Vec<String> {
    vec!["*".to_owned()]
}

/// ARNs of RDS in the account: in every region, where copies are.
fn rds(resource: &str) -> String {
    format!("arn:{PARTITION}:rds:*:{ACCOUNT}:{resource}")
}

fn with(arns: &[String], more: impl IntoIterator<Item = String>) -> Vec<String> {
    arns.iter().cloned().chain(more).collect()
}

fn instance_snapshots(arns: &[String]) -> Vec<Value> {
    let snapshots = [rds(&format!("snapshot:{SNAPSHOT}"))];
    vec![
        allow(
            "SnapshotDatabases",
            &[
                "rds:AddTagsToResource",
                "rds:CreateDBSnapshot",
                "rds:DescribeDBInstances",
                "rds:DescribeDBSnapshots",
                "rds:ListTagsForResource",
            ],
            &with(arns, snapshots.clone()),
        ),
        allow("KeepDatabaseSnapshots", &["rds:CopyDBSnapshot", "rds:ModifyDBSnapshotAttribute"], &snapshots),
    ]
}

fn instance_logs(arns: &[String]) -> Vec<Value> {
    vec![allow("ContinuousDatabases", &["rds:ModifyDBInstance"], arns)]
}

fn cluster_snapshots(arns: &[String]) -> Vec<Value> {
    let snapshots = [rds(&format!("cluster-snapshot:{SNAPSHOT}"))];
    vec![
        allow(
            "SnapshotClusters",
            &[
                "rds:AddTagsToResource",
                "rds:CreateDBClusterSnapshot",
                "rds:DescribeDBClusterSnapshots",
                "rds:DescribeDBClusters",
                "rds:ListTagsForResource",
            ],
            &with(arns, snapshots.clone()),
        ),
        allow(
            "KeepClusterSnapshots",
            &["rds:CopyDBClusterSnapshot", "rds:ModifyDBClusterSnapshotAttribute"],
            &snapshots,
        ),
    ]
}

fn cluster_logs(arns: &[String]) -> Vec<Value> {
    let logs = ["rds:DescribeDBClusterAutomatedBackups"];
    vec![
        allow("ContinuousClusters", &["rds:ModifyDBCluster"], arns),
        allow("KeepClusterLogs", &logs, &[rds("cluster-auto-backup:*")]),
    ]
}

/// Snapshots of volumes belong to no account in their ARNs. Descriptions know no resources.
fn ec2_snapshots() -> String {
    format!("arn:{PARTITION}:ec2:*::snapshot/*")
}

/// Only what AWS Backup has made.
fn made_by_backup() -> Value {
    json!({ "Null": { "aws:ResourceTag/aws:backup:source-resource": "false" } })
}

fn volume_snapshots(arns: &[String]) -> Vec<Value> {
    let snapshots = [ec2_snapshots()];
    let described = [
        "ec2:DescribeSnapshotTierStatus",
        "ec2:DescribeSnapshots",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
    ];
    vec![
        allow("SnapshotVolumes", &["ec2:CreateSnapshot"], &with(arns, snapshots.clone())),
        allow("TagVolumeSnapshots", &["ec2:CopySnapshot", "ec2:CreateTags"], &snapshots),
        allow_if(
            "KeepVolumeSnapshots",
            &["ec2:ModifySnapshotAttribute", "ec2:ModifySnapshotTier"],
            (&snapshots, made_by_backup()),
        ),
        allow("SeeVolumes", &described, &anything()),
        allow_if(
            "ReencryptVolumeSnapshots",
            &["kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
            (
                &[format!("arn:{PARTITION}:kms:*:*:key/*")],
                json!({
                    "StringLike": { "kms:ViaService": ["ec2.*.amazonaws.com"] },
                    "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "aws:ebs:id" },
                }),
            ),
        ),
    ]
}

fn any_backup(_arns: &[String]) -> Vec<Value> {
    let points = [format!("arn:{PARTITION}:backup:*:{ACCOUNT}:recovery-point:*")];
    let own = json!({ "StringEquals": { "aws:PrincipalAccount": "${aws:ResourceAccount}" } });
    vec![
        allow_if("TagRecoveryPoints", &["backup:TagResource"], (&points, own)),
        allow("FindByTags", &["tag:GetResources"], &anything()),
        allow("SeeKeys", &["kms:DescribeKey"], &anything()),
        allow_if(
            "GrantKeys",
            &["kms:CreateGrant"],
            (&anything(), json!({ "Bool": { "kms:GrantIsForAWSResource": "true" } })),
        ),
    ]
}

/// Whatever was backed up once is deleted by this role when its time is over, also when it is not backed up any more.
fn any_expiry(_arns: &[String]) -> Vec<Value> {
    let (snapshot, cluster) = (format!("snapshot:{SNAPSHOT}"), format!("cluster-snapshot:{SNAPSHOT}"));
    let kept = [snapshot.as_str(), cluster.as_str(), "auto-backup:*", "cluster-auto-backup:*"].map(rds);
    let actions = [
        "rds:DeleteDBClusterAutomatedBackup",
        "rds:DeleteDBClusterSnapshot",
        "rds:DeleteDBInstanceAutomatedBackup",
        "rds:DeleteDBSnapshot",
    ];
    vec![
        allow("ExpireDatabaseBackups", &actions, &kept),
        allow_if("ExpireVolumeSnapshots", &["ec2:DeleteSnapshot"], (&[ec2_snapshots()], made_by_backup())),
    ]
}

/// The vaults that backups go to and are copied between.
fn vaults(spec: &Spec) -> Vec<Value> {
    let own = format!("arn:{PARTITION}:backup:*:{ACCOUNT}:backup-vault:{}", spec.name);
    let far = spec.copies.iter().filter(|action| !matches!(action.to, Destination::Made { .. }));
    let mut all: Vec<_> = far.map(|action| super::destination(spec, &action.to)).collect();
    all.insert(0, own);
    all.sort();
    all.dedup();
    let mut statements =
        vec![allow("FillVaults", &["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"], &all)];
    if !spec.copies.is_empty() {
        statements.push(allow("CopyBackups", &["backup:CopyFromBackupVault"], &anything()));
    }
    statements
}
