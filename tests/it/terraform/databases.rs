//! The databases of the sandbox: RDS instances with a PostgreSQL behind them. No client of ours takes part; what the tests
//! of databases stand on is tried here.

use std::net::TcpStream;
use std::path::Path;

use sandbox::{Error, query, rds};
use serde_json::Value;

use super::case::sandbox;

const REGION: &str = "eu-west-1";

/// Calls RDS; the XML that came back.
#[track_caller]
fn call(action: &str, parameters: &[(&str, &str)]) -> String {
    rds(sandbox(), REGION, action, parameters).unwrap_or_else(|error| panic!("{action}: {}", error.chain()))
}

fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{name} is not in {xml}"));
    rest.split('<').next().unwrap_or_default()
}

fn endpoint(name: &str) -> String {
    endpoint_in(REGION, name)
}

/// Host and port of an instance.
pub(super) fn endpoint_in(region: &str, name: &str) -> String {
    let xml = rds(sandbox(), region, "DescribeDBInstances", &[("DBInstanceIdentifier", name)]);
    let xml = xml.unwrap_or_else(|error| panic!("{name}: {}", error.chain()));
    let (_, endpoint) = xml.split_once("<Endpoint>").expect("an endpoint");
    format!("{}:{}", element(endpoint, "Address"), element(endpoint, "Port"))
}

fn resource(name: &str) -> String {
    element(&call("DescribeDBInstances", &[("DBInstanceIdentifier", name)]), "DbiResourceId").to_owned()
}

fn url(name: &str) -> String {
    url_of((REGION, name), "shop")
}

/// The URL of a database in an instance whose password RDS manages.
pub(super) fn url_of((region, name): (&str, &str), database: &str) -> String {
    let xml = rds(sandbox(), region, "DescribeDBInstances", &[("DBInstanceIdentifier", name)]);
    let xml = xml.unwrap_or_else(|error| panic!("{name}: {}", error.chain()));
    let secret = sandbox::Secret::of(sandbox(), element(&xml, "SecretArn")).value().expect("the secret");
    let secret: Value = serde_json::from_str(&secret).expect("JSON");
    let text = |key: &str| secret[key].as_str().expect("a text").to_owned();
    let encoded: String = text("password").bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("postgresql://{}:{encoded}@{}/{database}", text("username"), endpoint_in(region, name))
}

/// Runs SQL, which the server's certificate is checked for.
pub(super) fn ask(url: &str, sql: &str) -> Result<String, Error> {
    let bundle = sandbox().env().iter().find(|(name, _)| name == "RDS_CA_BUNDLE").expect("a bundle");
    query(url, Path::new(&bundle.1), sql)
}

#[track_caller]
fn refused(url: &str, why: &str) {
    let error = ask(url, "SELECT 1").expect_err("it is refused").chain();
    assert!(error.contains(why), "{error}");
}

#[test]
fn instances_hold_data_that_snapshots_keep_and_names_keep_their_ports() {
    if !sandbox().status().notes.is_empty() {
        return super::clients::say(&sandbox().status().notes.join("\n"));
    }
    let create = [
        ("DBInstanceIdentifier", "it-shop"),
        ("Engine", "postgres"),
        ("DBInstanceClass", "db.t4g.micro"),
        ("AllocatedStorage", "20"),
        ("MasterUsername", "owner"),
        ("ManageMasterUserPassword", "true"),
        ("DBName", "shop"),
    ];
    call("CreateDBInstance", &create);
    let shop = url("it-shop");
    assert_eq!(
        ask(&shop, "CREATE TABLE t (x int); INSERT INTO t VALUES (7); SELECT x FROM t").expect("SQL"),
        "7"
    );
    refused(&format!("{shop}?sslmode=disable"), "no encryption");
    refused(&shop.replace("owner:", "owner:x"), "password authentication failed");
    refused(&format!("{shop}?sslrootcert={}", sandbox().kubeconfig().display()), "root certificate");

    // A rotation reaches the server, and the old password is worth nothing.
    let modified = ("DBInstanceIdentifier", "it-shop");
    call("ModifyDBInstance", &[modified, ("RotateMasterUserPassword", "true"), ("ApplyImmediately", "true")]);
    refused(&shop, "password authentication failed");
    assert_eq!(ask(&url("it-shop"), "SELECT x FROM t").expect("SQL"), "7");

    // A snapshot holds what was there then; a restored instance has a password of its own.
    let snapshot = ("DBSnapshotIdentifier", "it-snapshot");
    call("CreateDBSnapshot", &[("DBInstanceIdentifier", "it-shop"), snapshot]);
    ask(&url("it-shop"), "INSERT INTO t VALUES (8)").expect("SQL");
    call("RestoreDBInstanceFromDBSnapshot", &[("DBInstanceIdentifier", "it-restored"), snapshot]);
    assert_eq!(ask(&url("it-restored"), "SELECT x FROM t").expect("SQL"), "7");
    assert_ne!(endpoint("it-restored"), endpoint("it-shop"));

    // The restored one takes the name, and with it the endpoint that clients have.
    let before = endpoint("it-shop");
    let resource = resource("it-restored");
    let rename = |from: &str, to: &str| {
        let names =
            [("DBInstanceIdentifier", from), ("NewDBInstanceIdentifier", to), ("ApplyImmediately", "true")];
        rds(sandbox(), REGION, "ModifyDBInstance", &names)
    };
    let taken = rename("it-restored", "it-shop").expect_err("a name that is taken").chain();
    assert!(taken.contains("DBInstanceAlreadyExists"), "{taken}");
    rename("it-shop", "it-old").expect("a rename");
    rename("it-restored", "it-shop").expect("a rename");
    assert_eq!(endpoint("it-shop"), before);
    // What an instance keeps for life it can be found by.
    assert_eq!(self::resource("it-shop"), resource);
    assert_ne!(self::resource("it-old"), resource);
    let filter = [
        ("Filters.Filter.1.Name", "dbi-resource-id"),
        ("Filters.Filter.1.Values.Value.1", resource.as_str()),
    ];
    assert_eq!(element(&call("DescribeDBInstances", &filter), "DBInstanceIdentifier"), "it-shop");
    assert_eq!(ask(&url("it-shop"), "SELECT count(*) FROM t").expect("SQL"), "1");
    assert_eq!(ask(&url("it-old"), "SELECT count(*) FROM t").expect("SQL"), "2");

    // A replica follows its source and is read only, until it is promoted.
    let source = ("SourceDBInstanceIdentifier", "it-old");
    call("CreateDBInstanceReadReplica", &[("DBInstanceIdentifier", "it-replica"), source]);
    let replica = url("it-replica");
    assert!(
        ask(&replica, "INSERT INTO t VALUES (9)").expect_err("it is read only").chain().contains("read-only")
    );
    ask(&url("it-old"), "INSERT INTO t VALUES (10)").expect("SQL");
    call("PromoteReadReplica", &[("DBInstanceIdentifier", "it-replica")]);
    assert_eq!(
        ask(&url("it-replica"), "INSERT INTO t VALUES (11); SELECT count(*) FROM t").expect("SQL"),
        "4"
    );

    for name in ["it-replica", "it-shop", "it-old"] {
        let address = endpoint(name);
        TcpStream::connect(&address).expect("a server");
        call("DeleteDBInstance", &[("DBInstanceIdentifier", name), ("SkipFinalSnapshot", "true")]);
        TcpStream::connect(&address).expect_err("a server outlived its instance");
    }
}
