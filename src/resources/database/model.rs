//! `acme_database` as written. The doc comments are the registry's documentation.

mod change;
mod credentials;
mod observability;
mod replica;
mod restore;

use acme_schema::{Attr, List, Map, Model};

use super::spec::{
    Apply, BackupWindow, DatabaseName, Days, EngineName, EngineVersion, Gibibytes, Identifier, InstanceClass,
    Iops, MaintenanceWindow, ServerPort, StorageType, Throughput, log_types, security_group_ids, subnet_ids,
};
use crate::Disruption;
use crate::shared::{KeyId, RegionName, WaitTime, tags, text};

pub(crate) use change::UpdateStrategyModel;
pub(crate) use credentials::CredentialsModel;
pub(crate) use observability::{InsightsModel, MonitoringModel};
pub(crate) use replica::{BackupReplicationModel, ReplicaModel};
pub(crate) use restore::{PointInTimeModel, RestoreModel};

/// A PostgreSQL server on RDS.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct DatabaseModel {
    /// The identifier of the DB instance, unique in the account and region (RDS: `DBInstanceIdentifier`).
    #[model(required, replace, validate = text::<Identifier>)]
    pub(crate) name: Attr<String>,
    /// The AWS region. Defaults to the provider's.
    #[model(optional, replace, validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// The engine. `postgres` is the only one so far.
    #[model(default = "postgres", replace, validate = text::<EngineName>)]
    pub(crate) engine: Attr<String>,
    /// The engine's version as a prefix and a floor: `16` is any 16 and whatever is newer. A version that AWS has upgraded by
    /// itself is never planned back; raise it to upgrade. A new major version is an outage of some minutes, or of a minute with
    /// `update_strategy`.
    #[model(required, validate = text::<EngineVersion>)]
    pub(crate) engine_version: Attr<String>,
    /// The instance class, e.g. `db.t4g.medium`. A change restarts the server: a failover with `multi_az`, an outage without.
    #[model(required, validate = text::<InstanceClass>)]
    pub(crate) instance_class: Attr<String>,
    /// The storage in GiB. It can grow, and never shrinks.
    #[model(required, validate = Gibibytes::validator)]
    pub(crate) allocated_storage: Attr<i64>,
    /// The storage in GiB up to which AWS adds some when it runs out; at least a tenth more than `allocated_storage`. Without
    /// it, the storage does not grow by itself.
    #[model(validate = Gibibytes::validator)]
    pub(crate) max_allocated_storage: Attr<i64>,
    /// The kind of storage: `gp3`, `gp2`, `io1` or `io2`.
    #[model(default = "gp3", validate = text::<StorageType>)]
    pub(crate) storage_type: Attr<String>,
    /// Input and output operations per second. Required with `io1`, `io2` and `storage_throughput`; with `gp3` only from 400 GiB
    /// on.
    #[model(validate = Iops::validator)]
    pub(crate) iops: Attr<i64>,
    /// The throughput of the storage in MiB/s; only with `gp3`, from 400 GiB on.
    #[model(validate = Throughput::validator)]
    pub(crate) storage_throughput: Attr<i64>,
    /// The KMS key that the storage is encrypted with: its ARN, id or alias. Defaults to the account's `aws/rds`. The storage
    /// is always encrypted.
    #[model(optional, replace, validate = text::<KeyId>)]
    pub(crate) kms_key_id: Attr<String>,
    /// Whether a standby in another availability zone takes over when the server fails, and while it is changed.
    #[model(default = true)]
    pub(crate) multi_az: Attr<bool>,
    /// The database to create in the server. Without it, there is only `postgres`.
    #[model(optional, replace, validate = text::<DatabaseName>)]
    pub(crate) database_name: Attr<String>,
    /// The port to listen on. A change restarts the server.
    #[model(default = 5432, validate = ServerPort::validator)]
    pub(crate) port: Attr<i64>,
    /// The ids of the subnets that the server may be in: at least two, in different availability zones. The server is never
    /// reachable from the internet, whatever subnets these are.
    #[model(required, validate = subnet_ids)]
    pub(crate) subnet_ids: Attr<List<String>>,
    /// The ids of the security groups that say who may connect: at least one.
    #[model(required, validate = security_group_ids)]
    pub(crate) security_group_ids: Attr<List<String>>,
    /// How users are let in. No password is in the plan or the state, whatever the mode.
    #[model(required)]
    pub(crate) credentials: Attr<CredentialsModel>,
    /// Whether PostgreSQL users that are granted `rds_iam` can log in with a token of AWS IAM. Always so with
    /// `credentials.mode = "iam"`.
    #[model(default = false)]
    pub(crate) iam_authentication: Attr<bool>,
    /// Settings of PostgreSQL by name, e.g. `{ log_min_duration_statement = "500" }`. `rds.force_ssl` is always `1`. Those that
    /// need a restart (RDS: static) take effect with one: with `apply = "immediately"` the provider restarts the server,
    /// otherwise `reboot_pending` is true until somebody does.
    pub(crate) parameters: Attr<Map<String>>,
    /// When changes that users notice are made: `immediately`, or in the `maintenance_window`. What waits is in
    /// `pending_modified_values` and is no difference in later plans. What RDS has no need to wait for is made at once.
    #[model(default = "immediately", validate = text::<Apply>)]
    pub(crate) apply: Attr<String>,
    /// How changes are made that restart the server. Without it, in place.
    pub(crate) update_strategy: Attr<UpdateStrategyModel>,
    /// How many days automated backups are kept; 0 turns them off, and restoring to a point in time with them.
    #[model(default = 7, validate = Days::validator)]
    pub(crate) backup_retention_days: Attr<i64>,
    /// The time of the daily backup in UTC, e.g. `03:00-03:30`. AWS chooses one where none is given.
    #[model(validate = text::<BackupWindow>)]
    pub(crate) backup_window: Attr<String>,
    /// The weekly time for maintenance in UTC, e.g. `sun:04:00-sun:04:30`. AWS chooses one where none is given.
    #[model(validate = text::<MaintenanceWindow>)]
    pub(crate) maintenance_window: Attr<String>,
    /// Whether AWS upgrades to newer minor versions by itself, in the maintenance window.
    #[model(default = true)]
    pub(crate) auto_minor_version_upgrade: Attr<bool>,
    /// The certificate authority of the server's certificate, e.g. `rds-ca-rsa2048-g1`. AWS chooses one where none is given. A
    /// change may restart the server.
    pub(crate) ca_certificate_identifier: Attr<String>,
    /// The logs that go to CloudWatch: `postgresql`, `upgrade`.
    #[model(validate = log_types)]
    pub(crate) log_exports: Attr<List<String>>,
    /// What of the server's load is recorded (RDS Performance Insights). Without it, nothing.
    pub(crate) performance_insights: Attr<InsightsModel>,
    /// How often the operating system's figures are taken (RDS Enhanced Monitoring). Without it, never.
    pub(crate) monitoring: Attr<MonitoringModel>,
    /// Read replicas, by a key that becomes part of their name: `NAME-KEY`. They need `credentials.mode = "write_only"` and
    /// automated backups.
    pub(crate) replicas: Attr<Map<ReplicaModel>>,
    /// Where automated backups are copied to, so that the database can be restored to a point in time in another region.
    pub(crate) backup_replication: Attr<BackupReplicationModel>,
    /// What the data comes from. On a new database: what it begins with. On one that exists, with a new `generation`: the data
    /// is restored into a second server, which takes over name and endpoint when it is ready.
    pub(crate) restore: Attr<RestoreModel>,
    /// Whether the database is protected: every plan that would destroy or replace it is refused, and AWS refuses to delete
    /// it. To destroy it, set this to false and apply first.
    #[model(default = true)]
    pub(crate) deletion_protection: Attr<bool>,
    /// Whether a destroyed database leaves no last snapshot. Otherwise it leaves one, named `NAME-final-TIME`. The same goes for
    /// former servers when the time that they are kept is over.
    #[model(default = false)]
    pub(crate) skip_final_snapshot: Attr<bool>,
    /// Whether automated backups go with the database. Otherwise they stay as long as `backup_retention_days` says.
    #[model(default = false)]
    pub(crate) delete_automated_backups: Attr<bool>,
    /// Tags of everything that the database consists of, over the provider's `default_tags`. Others are removed.
    #[model(validate = tags)]
    pub(crate) tags: Attr<Map<String>>,
    /// The most that a change of this resource may do to those who use it: see `max_disruption` in the provider block, which
    /// this one goes before.
    #[model(one_of = Disruption::WORDS)]
    pub(crate) max_disruption: Attr<String>,
    /// How long operations may take.
    pub(crate) timeouts: Attr<TimeoutsModel>,
    /// The `name`.
    #[model(computed, keep)]
    pub(crate) id: Attr<String>,
    /// The ARN of the DB instance.
    #[model(computed, keep)]
    pub(crate) arn: Attr<String>,
    /// The name of the host to connect to. It stays the same when the database is restored or updated.
    #[model(computed, keep)]
    pub(crate) host: Attr<String>,
    /// Host and port: `HOST:PORT`.
    #[model(computed, keep)]
    pub(crate) endpoint: Attr<String>,
    /// The id that AWS gives to the DB instance and never changes (`DbiResourceId`). A restored one has another.
    #[model(computed)]
    pub(crate) resource_id: Attr<String>,
    /// The version that runs.
    #[model(computed, keep)]
    pub(crate) engine_version_actual: Attr<String>,
    /// The ARN of the secret with `username` and `password` that RDS manages; null in other modes.
    #[model(computed, keep)]
    pub(crate) secret_arn: Attr<String>,
    /// Hosts of the replicas, by key.
    #[model(computed, keep)]
    pub(crate) replica_hosts: Attr<Map<String>>,
    /// Changes that wait for the maintenance window, by the names that RDS has for them.
    #[model(computed)]
    pub(crate) pending_modified_values: Attr<Map<String>>,
    /// Whether settings wait for a restart of the server.
    #[model(computed)]
    pub(crate) reboot_pending: Attr<bool>,
    /// The status of the blue/green deployment, e.g. `AVAILABLE` while it waits for the switchover; null without one.
    #[model(computed)]
    pub(crate) blue_green_status: Attr<String>,
    /// Former servers that are kept after a restore or a blue/green update, with the time (RFC 3339) until when.
    #[model(computed)]
    pub(crate) kept_instances: Attr<Map<String>>,
    /// The `generation` of `restore` that the data is; null where it was never restored.
    #[model(computed, keep)]
    pub(crate) restored_generation: Attr<i64>,
    /// All tags, the provider's `default_tags` included.
    #[model(computed)]
    pub(crate) tags_all: Attr<Map<String>>,
    /// What the last change does to those who use the database: `none`, `failover` (seconds without an answer), `outage`
    /// (minutes) or `replace`.
    #[model(computed)]
    pub(crate) planned_impact: Attr<String>,
    /// Why, and because of which attribute; null where there is nothing to say.
    #[model(computed)]
    pub(crate) planned_impact_reason: Attr<String>,
    /// The AWS objects that the database consists of, as `KIND/NAME`, each with a digest that changes with it.
    #[model(computed)]
    pub(crate) children: Attr<Map<String>>,
}

/// How long each operation may take: hours, minutes and seconds such as `90s`, `30m` or `1h30m`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct TimeoutsModel {
    /// Until a new database is available. Defaults to `1h`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) create: Attr<String>,
    /// Until a change is done, a restore or a blue/green update included. Defaults to `3h`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) update: Attr<String>,
    /// Until the database is gone. Defaults to `1h`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) delete: Attr<String>,
}
