//! What the status of a database server means (`DBInstanceStatus`): it can be worked with, it is on its way, or it will not
//! move any more without help. AWS lists the words under "Viewing Amazon RDS DB instance status".

/// What a status means for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The server answers and can be changed.
    Settled,
    /// AWS is doing something; it ends by itself.
    Moving,
    /// It stays like this until somebody does something about it.
    Stuck {
        /// What that is.
        hint: &'static str,
    },
}

/// The meaning of a status. One that is not known yet is taken for a way to somewhere.
pub(crate) fn meaning(status: &str) -> Status {
    let stuck = |hint| Status::Stuck { hint };
    match status {
        "available" | "storage-optimization" | "storage-initialization" | "storage-config-upgrade" => {
            Status::Settled
        }
        "failed" => stuck(
            "the server cannot be recovered: restore it from a snapshot or to a point in time with `restore`",
        ),
        "storage-full" => {
            stuck("raise `allocated_storage`, and set `max_allocated_storage` so that it grows by itself")
        }
        "incompatible-parameters" => stuck(
            "a parameter asks for more than the instance class has: lower it in `parameters`, or choose a larger `instance_class`",
        ),
        "incompatible-network" => stuck(
            "check the subnets: free addresses, one in each of two zones, and that the VPC still exists",
        ),
        "incompatible-restore" | "restore-error" => stuck(
            "the restored data does not fit the settings: restore to another time or with the source's engine version",
        ),
        "incompatible-credentials" => {
            stuck("the password in Secrets Manager is not one that RDS takes: rotate the secret")
        }
        "incompatible-create" | "incompatible-option-group" => {
            stuck("see the events; the settings contradict each other")
        }
        "insufficient-capacity" => stuck(
            "AWS has no such instance at the moment: choose another `instance_class`, or try again later",
        ),
        "inaccessible-encryption-credentials" | "inaccessible-encryption-credentials-recoverable" => stuck(
            "the KMS key cannot be used: enable it and its grants; RDS gives up on the data after seven days",
        ),
        "stopped" => stuck("start it (`aws rds start-db-instance`); a stopped server cannot be changed"),
        "upgrade-failed" => {
            stuck("see the events and the upgrade log of the server (`pg_upgrade_precheck.log`)")
        }
        _ => Status::Moving,
    }
}
