//! Names of Backup's snapshots, there and back.

use super::{Caller, asked, is_trespass, told};
use crate::gateway::rds::call::Call;

#[test]
fn the_colon_is_the_users_to_read_and_not_to_write() {
    let restore = "Action=RestoreDBInstanceFromDBSnapshot&DBSnapshotIdentifier=arn%3Aaws%3Ards%3Ax%3A1%3Asnapshot%3Aawsbackup%3Ajob-1";
    assert!(asked(restore, Caller::User).ends_with("snapshot%3Aawsbackup-job-1"));
    let create = "Action=CreateDBSnapshot&DBSnapshotIdentifier=awsbackup%3Ajob%2D1";
    assert_eq!(asked(create, Caller::User), create);
    assert!(asked(create, Caller::Backup).ends_with("=awsbackup-job-1"));
    let delete = Call::parse("Action=DeleteDBSnapshot&DBSnapshotIdentifier=awsbackup-job-1");
    assert!(is_trespass(&delete, Caller::User) && !is_trespass(&delete, Caller::Backup));
}

#[test]
fn answers_tell_whose_a_snapshot_is() {
    let snapshot = |name: &str, kind: &str| {
        format!(
            "<DBSnapshot><DBSnapshotIdentifier>{name}</DBSnapshotIdentifier><SnapshotType>{kind}</SnapshotType></DBSnapshot>"
        )
    };
    let both = format!("<L>{}{}</L>", snapshot("awsbackup-copyjob-1", "manual"), snapshot("own", "manual"));
    let expect =
        format!("<L>{}{}</L>", snapshot("awsbackup:copyjob-1", "awsbackup"), snapshot("own", "manual"));
    assert_eq!(told(&both, None), expect);
    let own = format!("<L>{}</L>", snapshot("own", "manual"));
    assert_eq!(told(&both, Some("manual")), own);
    let managed = format!("<L>{}</L>", snapshot("awsbackup:copyjob-1", "awsbackup"));
    assert_eq!(told(&both, Some("awsbackup")), managed);
    assert_eq!(asked("SnapshotType=awsbackup", Caller::User), "SnapshotType=manual");
}
