//! Calls and the steps they mean.

use super::{Call, steps};
use crate::databases::{Key, Origin, Step};

fn key(name: &str) -> Key {
    Key::new("eu-west-1", name)
}

fn meant(form: &str, answer: &str) -> Vec<Step> {
    steps(&Call::parse(form), "eu-west-1", answer)
}

#[test]
fn only_postgresql_instances_get_a_server() {
    let answer = |engine: &str| {
        format!(
            "<DBInstance><Engine>{engine}</Engine><MasterUsername>m</MasterUsername><DBName>d</DBName></DBInstance>"
        )
    };
    let form = "Action=CreateDBInstance&DBInstanceIdentifier=Shop";
    let origin = Origin::Empty { master: "m".to_owned(), database: Some("d".to_owned()) };
    assert_eq!(meant(form, &answer("postgres")), [Step::Create(key("shop"), origin)]);
    assert_eq!(meant(form, &answer("mysql")), []);
}

#[test]
fn sources_may_be_arns_of_another_region() {
    let form = "Action=CreateDBInstanceReadReplica&DBInstanceIdentifier=r&\
                SourceDBInstanceIdentifier=arn%3Aaws%3Ards%3Aus-east-1%3A123456789012%3Adb%3Ashop";
    let source = Key::new("us-east-1", "shop");
    assert_eq!(meant(form, ""), [Step::Create(key("r"), Origin::Replica(source))]);
}

#[test]
fn an_automated_snapshot_stands_for_its_instance() {
    let form = "Action=RestoreDBInstanceFromDBSnapshot&DBInstanceIdentifier=new&\
                DBSnapshotIdentifier=rds%3Aa-b-2026-01-02-03-04";
    assert_eq!(meant(form, ""), [Step::Create(key("new"), Origin::Instance(key("a-b")))]);
}

#[test]
fn a_final_snapshot_is_taken_before_the_end() {
    let form = "Action=DeleteDBInstance&DBInstanceIdentifier=a&FinalDBSnapshotIdentifier=f";
    let snapshot = Step::Snapshot { instance: key("a"), snapshot: key("f") };
    assert_eq!(meant(form, ""), [snapshot, Step::Remove(key("a"))]);
    assert_eq!(meant(&format!("{form}&SkipFinalSnapshot=true"), ""), [Step::Remove(key("a"))]);
}

#[test]
fn a_switchover_swaps_the_names() {
    let answer = "<SwitchoverDetail><SourceMember>arn:aws:rds:eu-west-1:1:db:a</SourceMember>\
                  <TargetMember>arn:aws:rds:eu-west-1:1:db:a-green-x</TargetMember></SwitchoverDetail>";
    let meant = meant("Action=SwitchoverBlueGreenDeployment", answer);
    assert_eq!(
        meant,
        [
            Step::Rename { from: key("a"), to: key("a-old1") },
            Step::Promote(key("a-green-x")),
            Step::Rename { from: key("a-green-x"), to: key("a") }
        ]
    );
}
