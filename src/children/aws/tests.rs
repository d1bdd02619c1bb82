//! The course of a database server, in the in-memory cloud: what is called, in which order, and that a run which is killed
//! before any call is continued by the next one to the same end.

use std::time::Duration;

use expect_test::{Expect, expect};
use futures::executor::block_on;
use serde_json::{Value, json};

use super::{Action, Aws, apply, delete, observe, ready};
use crate::fake::FakeAws;
use crate::{ChildId, CloudError, Kind, Manifest, Owner, SecretSource, SecretText};

const HOUR: Duration = Duration::from_secs(3600);

fn id() -> ChildId {
    ChildId::new(Kind::DbInstance, "product")
}

fn owner() -> Owner {
    Owner { resource: "acme_database".to_owned(), name: "product".to_owned() }
}

fn wanted(fields: Value, orders: Value) -> Manifest {
    let mut body = json!({
        "EngineVersion": "16",
        "DBInstanceClass": "db.t4g.medium",
        "AllocatedStorage": 50,
        "MultiAZ": true,
        "DeletionProtection": true,
        "ManageMasterUserPassword": true,
    });
    let mut all = json!({
        "Creation": { "Engine": "postgres", "MasterUsername": "product" },
        "ApplyImmediately": true,
        "KeepHours": 24,
    });
    for (into, from) in [(&mut body, fields), (&mut all, orders)] {
        for (name, value) in from.as_object().unwrap() {
            into[name] = value.clone();
        }
    }
    Manifest::new(&id(), &owner(), body).with_orders(all)
}

fn plain() -> Manifest {
    wanted(json!({}), json!({}))
}

fn go(aws: &FakeAws, manifest: &Manifest) -> Result<Value, CloudError> {
    block_on(async {
        apply(aws, None, &id(), manifest).await?;
        ready(aws, None, &id(), (manifest, HOUR)).await.map(|observed| observed.live)
    })
}

fn created() -> FakeAws {
    let aws = FakeAws::default();
    go(&aws, &plain()).expect("it is created");
    aws.calls();
    aws
}

/// The calls of a run, then what is there.
fn story(aws: &FakeAws) -> String {
    let calls: String = aws.calls().iter().map(|call| format!("{call}\n")).collect();
    let there: String = aws.inventory().iter().map(|name| format!("  {name}\n")).collect();
    format!("{calls}{there}")
}

/// Kills a run before each call that changes something. The next run must come to the same end as one that is not killed.
fn survives(before: impl Fn() -> FakeAws, manifest: &Manifest) {
    let aws = before();
    go(&aws, manifest).expect("it works undisturbed");
    let (calls, end) = (aws.calls().len(), aws.inventory());
    assert!(calls > 0, "nothing was done");
    for survived in 0..calls {
        let aws = before();
        aws.kill_after(Some(u64::try_from(survived).unwrap()));
        let killed = go(&aws, manifest);
        // After the last call there may be nothing left to be killed.
        assert!(matches!(killed, Err(CloudError::Stopped(_))), "after {survived} calls: {killed:?}");
        aws.kill_after(None);
        go(&aws, manifest).unwrap_or_else(|error| panic!("killed after {survived} calls, then: {error:?}"));
        assert_eq!(aws.inventory(), end, "killed after {survived} calls");
    }
}

fn check(aws: &FakeAws, manifest: &Manifest, expect: &Expect) {
    go(aws, manifest).expect("it works");
    expect.assert_eq(&story(aws));
    // A second run finds nothing to do.
    go(aws, manifest).expect("it works again");
    assert_eq!(aws.calls(), Vec::<String>::new());
}

#[test]
fn one_is_created() {
    let aws = FakeAws::default();
    check(
        &aws,
        &plain(),
        &expect![[r#"
        CreateDbInstance product
          instance product available
    "#]],
    );
    survives(FakeAws::default, &plain());
}

#[test]
fn what_differs_is_changed_in_one_call() {
    let change = wanted(json!({ "AllocatedStorage": 80, "DBInstanceClass": "db.r7g.large" }), json!({}));
    check(
        &created(),
        &change,
        &expect![[r#"
        ModifyDbInstance product AllocatedStorage=80 DBInstanceClass=db.r7g.large
          instance product available
    "#]],
    );
    survives(created, &change);
}

#[test]
fn continuous_backups_are_aws_backups_to_set() {
    let aws = created();
    aws.edit(
        "product",
        "/AwsBackupRecoveryPointArn",
        json!("arn:aws:backup:eu-west-1:123456789012:recovery-point:continuous:db-1"),
    );
    let change = wanted(
        json!({ "BackupRetentionPeriod": 7, "PreferredBackupWindow": "03:00-03:30", "MultiAZ": false }),
        json!({}),
    );
    check(
        &aws,
        &change,
        &expect![[r#"
        ModifyDbInstance product MultiAZ=false
          instance product available
    "#]],
    );
}

#[test]
fn what_waits_for_the_window_is_asked_for_once() {
    let change = wanted(json!({ "DBInstanceClass": "db.r7g.large" }), json!({ "ApplyImmediately": false }));
    check(
        &created(),
        &change,
        &expect![[r#"
        ModifyDbInstance product DBInstanceClass=db.r7g.large in the window
          instance product available
    "#]],
    );
}

#[test]
fn a_static_parameter_restarts_the_server_with_its_standby() {
    let aws = created();
    aws.edit("product", "/DBParameterGroups", json!([{ "ParameterApplyStatus": "pending-reboot" }]));
    check(
        &aws,
        &plain(),
        &expect![[r#"
        RebootDbInstance product ForceFailover=true
          instance product available
    "#]],
    );
}

#[test]
fn tags_of_nobody_go() {
    let aws = created();
    aws.edit("product", "/Tags/team", json!("web"));
    let tagged = wanted(json!({ "Tags": { "stage": "test" } }), json!({}));
    check(
        &aws,
        &tagged,
        &expect![[r#"
        AddTagsToResource product stage=test
        RemoveTagsFromResource product TagKeys=["team"]
          instance product available
    "#]],
    );
    survives(created, &tagged);
}

fn restored(generation: &str, orders: &Value) -> Manifest {
    let mut restore = json!({ "DBSnapshotIdentifier": "monday" });
    for (name, value) in orders.as_object().unwrap() {
        restore[name] = value.clone();
    }
    let tags = json!({ "Tags": { "acme:restore-generation": generation } });
    wanted(tags, json!({ "Restore": restore }))
}

#[test]
fn a_new_one_begins_with_a_snapshot() {
    check(
        &FakeAws::default(),
        &restored("1", &json!({})),
        &expect![[r#"
        RestoreDbInstanceFromDbSnapshot product DBInstanceClass=db.t4g.medium DBSnapshotIdentifier=monday DeletionProtection=true MultiAZ=true
        ModifyDbInstance product AllocatedStorage=50 ManageMasterUserPassword=true
          instance product available
    "#]],
    );
    survives(FakeAws::default, &restored("1", &json!({})));
}

#[test]
fn an_existing_one_is_restored_beside_and_takes_over_its_name() {
    let verified = restored("1", &json!({ "VerifySql": "SELECT true" }));
    let aws = created();
    check(
        &aws,
        &verified,
        &expect![[r#"
        RestoreDbInstanceFromDbSnapshot product-restored-1 DBInstanceClass=db.t4g.medium DBSnapshotIdentifier=monday DeletionProtection=true MultiAZ=true
        ModifyDbInstance product-restored-1 AllocatedStorage=50 ManageMasterUserPassword=true
        query product-restored-1: SELECT true
        AddTagsToResource product-restored-1 acme:verified=2026-11-24T12:03:00Z
        ModifyDbInstance product NewDBInstanceIdentifier=product-old-1
        ModifyDbInstance product-restored-1 NewDBInstanceIdentifier=product
        AddTagsToResource product-old-1 acme:kept-until=2026-11-25T12:03:00Z
          instance product available
          instance product-old-1 available
    "#]],
    );
    assert_eq!(
        aws.instance("product").unwrap()["Endpoint"]["Address"],
        "product.c1.eu-west-1.rds.amazonaws.com"
    );
    survives(created, &verified);
    // Its time over, the former one goes, and leaves a snapshot.
    aws.pass(25 * HOUR);
    check(
        &aws,
        &verified,
        &expect![[r#"
            ModifyDbInstance product-old-1 DeletionProtection=false
            DeleteDbInstance product-old-1 DeleteAutomatedBackups=false FinalDBSnapshotIdentifier=product-old-1-final-20261125130400
              instance product available
              snapshot product-old-1-final-20261125130400
        "#]],
    );
}

#[test]
fn one_that_does_not_hold_what_it_should_takes_no_place() {
    let aws = created();
    aws.fail_sql("SELECT");
    let error = go(&aws, &restored("1", &json!({ "VerifySql": "SELECT false" }))).unwrap_err();
    expect![[r#"
        dbinstance/product failed: the restored database is not what `restore.verify_sql` asks for
        instance product-restored-1
        VerificationFailed: the last statement has answered false
        hint: the database runs as before, with its old data. Look into the restored one; to try another source, change `restore` and raise its `generation`
    "#]].assert_eq(&described(&error));
    expect![[r#"
        RestoreDbInstanceFromDbSnapshot product-restored-1 DBInstanceClass=db.t4g.medium DBSnapshotIdentifier=monday DeletionProtection=true MultiAZ=true
        ModifyDbInstance product-restored-1 AllocatedStorage=50 ManageMasterUserPassword=true
        query product-restored-1: SELECT false
          instance product available
          instance product-restored-1 available
    "#]].assert_eq(&story(&aws));
}

fn described(error: &CloudError) -> String {
    match error {
        CloudError::Failed { chain, hint, .. } => format!("{error}\n{}\nhint: {hint}\n", chain.join("\n")),
        CloudError::TimedOut { chain, .. } => format!("{error}\n{}\n", chain.join("\n")),
        other => format!("{other}\n"),
    }
}

fn updated(switchover: &str, keep: u64) -> Manifest {
    let fields = json!({ "EngineVersion": "17", "ManageMasterUserPassword": false });
    let orders =
        json!({ "BlueGreen": { "Switchover": switchover, "SwitchoverTimeout": 300 }, "KeepHours": keep });
    wanted(fields, orders)
}

#[test]
fn a_green_copy_takes_over() {
    check(
        &created(),
        &updated("automatic", 24),
        &expect![[r#"
        CreateBlueGreenDeployment product-e10b4fa72ce862e5
        SwitchoverBlueGreenDeployment bgd-2 SwitchoverTimeout=300
        AddTagsToResource product-old1 acme:kept-until=2026-11-25T12:03:00Z
        DeleteBlueGreenDeployment bgd-2
        ModifyDbInstance product ManageMasterUserPassword=false
          instance product available
          instance product-old1 available
    "#]],
    );
    survives(created, &updated("automatic", 24));
    survives(created, &updated("automatic", 0));
}

#[test]
fn a_green_copy_waits_until_somebody_says_so() {
    let aws = created();
    check(
        &aws,
        &updated("manual", 24),
        &expect![[r#"
        CreateBlueGreenDeployment product-e10b4fa72ce862e5
        ModifyDbInstance product ManageMasterUserPassword=false
          instance product available
          instance product-green-abc123 available
          deployment product-e10b4fa72ce862e5 AVAILABLE
    "#]],
    );
    let live = block_on(observe(&aws, None, &[id()].into())).unwrap().get(&id()).unwrap().clone();
    assert_eq!(live.differences(&id(), &updated("manual", 24)), Vec::new());
    assert_eq!(live.differences(&id(), &updated("automatic", 24)).len(), 1);
    check(
        &aws,
        &updated("automatic", 24),
        &expect![[r#"
        SwitchoverBlueGreenDeployment bgd-2 SwitchoverTimeout=300
        AddTagsToResource product-old1 acme:kept-until=2026-11-25T12:04:00Z
        DeleteBlueGreenDeployment bgd-2
        ModifyDbInstance product ManageMasterUserPassword=false
          instance product available
          instance product-old1 available
    "#]],
    );
}

#[test]
fn a_green_copy_waits_for_the_window() {
    let aws = created();
    aws.edit("product", "/PreferredMaintenanceWindow", json!("wed:03:00-wed:04:00"));
    check(
        &aws,
        &updated("window", 24),
        &expect![[r#"
        CreateBlueGreenDeployment product-e10b4fa72ce862e5
        ModifyDbInstance product ManageMasterUserPassword=false
          instance product available
          instance product-green-abc123 available
          deployment product-e10b4fa72ce862e5 AVAILABLE
    "#]],
    );
    aws.pass(15 * HOUR + HOUR / 4);
    let live = block_on(observe(&aws, None, &[id()].into())).unwrap().get(&id()).unwrap().clone();
    assert_eq!(live.differences(&id(), &updated("window", 24)).len(), 1);
    check(
        &aws,
        &updated("window", 24),
        &expect![[r#"
        SwitchoverBlueGreenDeployment bgd-2 SwitchoverTimeout=300
        AddTagsToResource product-old1 acme:kept-until=2026-11-26T03:19:00Z
        DeleteBlueGreenDeployment bgd-2
        ModifyDbInstance product ManageMasterUserPassword=false
          instance product available
          instance product-old1 available
    "#]],
    );
}

#[test]
fn a_green_copy_that_is_not_wanted_any_more_goes() {
    let aws = created();
    go(&aws, &updated("manual", 24)).expect("it waits");
    aws.calls();
    let back = wanted(json!({ "ManageMasterUserPassword": false }), json!({}));
    check(
        &aws,
        &back,
        &expect![[r#"
        DeleteBlueGreenDeployment bgd-2 DeleteTarget=true
          instance product available
    "#]],
    );
}

#[test]
fn a_green_copy_that_cannot_be_made_says_why_and_is_tried_anew() {
    let aws = created();
    let orders = json!({ "BlueGreen": { "Switchover": "automatic", "SwitchoverTimeout": 300 } });
    let impossible = wanted(json!({ "DBInstanceClass": "db.impossible" }), orders);
    expect![[r#"
        dbinstance/product failed: blue/green deployment PROVISIONING_FAILED
        The target instance class is not offered.
        hint: the database runs as before. See the details; change what was asked for, and apply again: the deployment is deleted and a new one made
    "#]].assert_eq(&described(&go(&aws, &impossible).unwrap_err()));
    expect![[r#"
        CreateBlueGreenDeployment product-7485639610642d6e
          instance product available
          instance product-green-abc123 creating
          deployment product-7485639610642d6e PROVISIONING_FAILED
    "#]]
    .assert_eq(&story(&aws));
    assert!(go(&aws, &impossible).is_err());
    expect![[r#"
        DeleteBlueGreenDeployment bgd-2 DeleteTarget=true
        CreateBlueGreenDeployment product-7485639610642d6e
          instance product available
          instance product-green-abc123 creating
          deployment product-7485639610642d6e PROVISIONING_FAILED
    "#]]
    .assert_eq(&story(&aws));
}

#[test]
fn one_that_is_stuck_says_so_with_its_events() {
    let aws = created();
    aws.edit("product", "/DBInstanceStatus", json!("storage-full"));
    aws.note("product", "Allocated storage has been exhausted");
    expect![[r#"
        dbinstance/product failed: storage-full
        event 2026-11-24T12:00:00Z: Allocated storage has been exhausted
        hint: raise `allocated_storage`, and set `max_allocated_storage` so that it grows by itself
    "#]]
    .assert_eq(&described(&go(&aws, &plain()).unwrap_err()));
    // What helps is done.
    check(
        &aws,
        &wanted(json!({ "AllocatedStorage": 100 }), json!({})),
        &expect![[r#"
        ModifyDbInstance product AllocatedStorage=100
          instance product available
    "#]],
    );
}

#[test]
fn a_wait_ends_in_time() {
    let aws = created();
    aws.edit("product", "/DBInstanceStatus", json!("maintenance"));
    expect![[r#"
        dbinstance/product was not as wanted within 3600 s
        waited for: product: its status is `maintenance`
    "#]]
    .assert_eq(&described(&go(&aws, &plain()).unwrap_err()));
}

#[test]
fn late_answers_are_waited_for_and_others_are_told() {
    let aws = created();
    aws.refuse(Action::ModifyDbInstance, "InvalidDBInstanceState", "not now");
    let change = wanted(json!({ "AllocatedStorage": 80 }), json!({}));
    check(
        &aws,
        &change,
        &expect![[r#"
        ModifyDbInstance product AllocatedStorage=80
          instance product available
    "#]],
    );
    aws.refuse(Action::ModifyDbInstance, "StorageQuotaExceeded", "no more");
    let more = wanted(json!({ "AllocatedStorage": 90 }), json!({}));
    expect![[r#"
        dbinstance/product was refused
    "#]]
    .assert_eq(&described(&go(&aws, &more).unwrap_err()));
}

#[test]
fn a_new_password_is_set_once_and_never_shown() {
    let with = |version: &str, text: &str| {
        let fields =
            json!({ "ManageMasterUserPassword": false, "Tags": { "acme:password-version": version } });
        let source = SecretSource::Given(SecretText::new(text));
        wanted(fields, json!({})).with_secrets([("MasterUserPassword".to_owned(), source)].into())
    };
    let aws = FakeAws::default();
    go(&aws, &with("1", "first-secret")).expect("it is created");
    assert_eq!(aws.password("product").as_deref(), Some("first-secret"));
    aws.calls();
    check(
        &aws,
        &with("2", "second-secret"),
        &expect![[r#"
        ModifyDbInstance product (password)
        AddTagsToResource product acme:password-version=2
          instance product available
    "#]],
    );
    assert_eq!(aws.password("product").as_deref(), Some("second-secret"));
}

#[test]
fn the_end_leaves_a_snapshot_and_nothing_else() {
    let aws = created();
    go(&aws, &restored("1", &json!({}))).expect("it is restored");
    aws.calls();
    let last = restored("1", &json!({}));
    block_on(delete(&aws, None, &id(), (Some(&last), HOUR))).expect("it is deleted");
    expect![[r#"
        ModifyDbInstance product DeletionProtection=false
        DeleteDbInstance product DeleteAutomatedBackups=false FinalDBSnapshotIdentifier=product-final-20261124120400
        ModifyDbInstance product-old-1 DeletionProtection=false
        DeleteDbInstance product-old-1 DeleteAutomatedBackups=false FinalDBSnapshotIdentifier=product-old-1-final-20261124120500
          snapshot product-final-20261124120400
          snapshot product-old-1-final-20261124120500
    "#]].assert_eq(&story(&aws));
    let (now, later) = (aws.moment(0), aws.moment(24));
    assert!(now.text < later.text);
}

fn replica() -> (ChildId, Manifest) {
    let id = ChildId::new(Kind::DbReplica, "product-reader");
    let body = json!({ "DBInstanceClass": "db.t4g.medium", "DeletionProtection": true });
    let orders = json!({ "Replica": { "Source": "product" }, "ApplyImmediately": true });
    let manifest = Manifest::new(&id, &owner(), body).with_orders(orders);
    (id, manifest)
}

#[test]
fn a_replica_of_the_former_server_is_made_anew_and_a_promoted_one_is_left_alone() {
    let aws = created();
    let (id, manifest) = replica();
    let run = |aws: &FakeAws| {
        block_on(async {
            apply(aws, None, &id, &manifest).await?;
            ready(aws, None, &id, (&manifest, HOUR)).await
        })
    };
    run(&aws).expect("it is created");
    go(&aws, &restored("1", &json!({}))).expect("the source is restored");
    aws.edit("product-reader", "/ReadReplicaSourceDBInstanceIdentifier", json!("product-old-1"));
    aws.calls();
    run(&aws).expect("it is made anew");
    expect![[r#"
        ModifyDbInstance product-reader DeletionProtection=false
        DeleteDbInstance product-reader SkipFinalSnapshot=true
        CreateDbInstanceReadReplica product-reader
          instance product available
          instance product-old-1 available
          instance product-reader available
    "#]]
    .assert_eq(&story(&aws));
    aws.edit("product-reader", "/ReadReplicaSourceDBInstanceIdentifier", Value::Null);
    expect![[r#"
        dbreplica/product-reader failed: no replica any more

        hint: it was promoted: it is a database of its own, with data that nothing else has. Give the replica another key in `replicas`, or delete the instance by hand
    "#]].assert_eq(&described(&run(&aws).unwrap_err()));
    let left = block_on(delete(&aws, None, &id, (None, HOUR)));
    assert!(left.is_err(), "{left:?}");
}

#[test]
fn an_interrupted_restore_never_ends_in_an_empty_database() {
    let aws = created();
    // The old one has lost its name, the restored one has not got it yet.
    aws.kill_after(Some(3));
    assert!(go(&aws, &restored("1", &json!({}))).is_err());
    aws.kill_after(None);
    aws.pass(HOUR);
    aws.calls();
    let said =
        [plain(), restored("2", &json!({}))].map(|changed| described(&go(&aws, &changed).unwrap_err()));
    assert_eq!(said[0], said[1]);
    expect![[r#"
        dbinstance/product failed: there is no server of this name, and `product-old-1` was one

        hint: a restore was interrupted between its two renames: apply again with `restore` as it was then, and it goes on. Or give the former server its name back (`aws rds modify-db-instance --new-db-instance-identifier`)
    "#]].assert_eq(&said[0]);
    assert_eq!(aws.calls(), Vec::<String>::new());
    go(&aws, &restored("1", &json!({}))).expect("it goes on");
    expect![[r#"
        ModifyDbInstance product-restored-1 NewDBInstanceIdentifier=product
        AddTagsToResource product-old-1 acme:kept-until=2026-11-25T13:03:00Z
          instance product available
          instance product-old-1 available
    "#]]
    .assert_eq(&story(&aws));
}

#[test]
fn servers_of_others_with_such_names_are_left_alone() {
    let aws = created();
    let theirs = json!({ "Tags": { "acme:name": "product", "acme:kept-until": "2026-01-01T00:00:00Z" } });
    aws.put_instance("product-restored-1", &json!({}));
    aws.put_instance("alice-recovery", &theirs);
    expect![[r#"
        dbinstance/product failed: somebody else has a name that the restore needs
        instance product-restored-1
        hint: rename or delete that DB instance, or raise `restore.generation` by one more
    "#]]
    .assert_eq(&described(&go(&aws, &restored("1", &json!({}))).unwrap_err()));
    go(&aws, &plain()).expect("there is nothing to do");
    assert_eq!(aws.calls(), Vec::<String>::new());
    assert_eq!(aws.inventory().len(), 3, "{:?}", aws.inventory());
}

#[test]
fn a_restored_server_gets_the_password_of_now() {
    let source = || SecretSource::Given(SecretText::new("second-secret"));
    let with =
        |manifest: Manifest| manifest.with_secrets([("MasterUserPassword".to_owned(), source())].into());
    let fields = json!({
        "ManageMasterUserPassword": false,
        "Tags": { "acme:password-version": "2", "acme:restore-generation": "1" },
    });
    let orders = json!({ "Restore": { "DBSnapshotIdentifier": "monday" } });
    let aws = created();
    let manifest = with(wanted(fields, orders));
    check(
        &aws,
        &manifest,
        &expect![[r#"
        RestoreDbInstanceFromDbSnapshot product-restored-1 DBInstanceClass=db.t4g.medium DBSnapshotIdentifier=monday DeletionProtection=true MultiAZ=true
        ModifyDbInstance product-restored-1 AllocatedStorage=50
        ModifyDbInstance product-restored-1 (password)
        AddTagsToResource product-restored-1 acme:password-version=2
        ModifyDbInstance product NewDBInstanceIdentifier=product-old-1
        ModifyDbInstance product-restored-1 NewDBInstanceIdentifier=product
        AddTagsToResource product-old-1 acme:kept-until=2026-11-25T12:04:00Z
          instance product available
          instance product-old-1 available
    "#]],
    );
    assert_eq!(aws.password("product-restored-1").as_deref(), Some("second-secret"));
}
