//! The life of a database under real clients: RDS and Secrets Manager of the sandbox, and a real PostgreSQL with TLS behind
//! them. What a service would connect with is connected with.

use std::path::Path;
use std::sync::LazyLock;

use sandbox::{query, rds, subnets};

use super::case::{Case, ON_EKS, sandbox};
use super::proxy::{Fault, Proxy};
use super::secrets::{nowhere, traced, values};

const REGION: &str = "eu-west-1";

/// The subnets of the sandbox's VPC, as HCL.
fn subnet_ids() -> &'static str {
    static IDS: LazyLock<String> =
        LazyLock::new(|| format!("{:?}", subnets(sandbox(), REGION).expect("the sandbox's subnets")));
    &IDS
}

/// The name of the test's database.
fn name(case: &Case<'_>) -> String {
    format!("it-{}", case.client.name)
}

/// A database, a service that uses it, and what reads it.
fn configuration(case: &Case<'_>, name: &str, attributes: &str) -> String {
    let subnets = subnet_ids();
    let namespace = &case.namespace;
    format!(
        r#"
resource "acme_database" "main" {{
  name               = "{name}"
  instance_class     = "db.t4g.medium"
  database_name      = "product"
  subnet_ids         = {subnets}
  security_group_ids = ["sg-0a1b2c3d"]
  {attributes}
}}

resource "acme_service" "api" {{
  name        = "api"
  namespace   = "{namespace}"
  image       = {{ repository = "acme/api", tag = "1.4.2" }}
  volumes     = {{ rds = {{ mount_path = "/etc/rds", config = {{ "ca.pem" = "any" }} }} }}
  SECRETS
  connects_to = {{ db = {{ database_id = acme_database.main.id }} }}
}}
"#
    )
}

const MANAGED: &str = r#"credentials = { mode = "managed", username = "product" }"#;
const URL: &str = r#"secrets = { POSTGRES_URL = { database_id = acme_database.main.id, ssl_root_cert = "/etc/rds/ca.pem" } }"#;

/// The URL that the service's pods have, with the sandbox's authority in place of the file in the container.
fn url(case: &Case<'_>) -> String {
    let stored = values(case);
    let (_, url) = stored.split_once("POSTGRES_URL=").unwrap_or_else(|| panic!("no URL: {stored}"));
    let url = url.split_whitespace().next().unwrap_or_default();
    let (url, parameters) = url.split_once('?').unwrap_or_else(|| panic!("no parameters: {url}"));
    assert_eq!(parameters, "sslmode=verify-full&sslrootcert=%2Fetc%2Frds%2Fca.pem");
    url.to_owned()
}

/// Runs SQL over a URL, the server's certificate verified.
#[track_caller]
fn ask(url: &str, sql: &str) -> String {
    let bundle = sandbox().env().iter().find(|(name, _)| name == "RDS_CA_BUNDLE").expect("a bundle");
    query(url, Path::new(&bundle.1), sql).unwrap_or_else(|error| panic!("{sql}: {}", error.chain()))
}

/// The password in a URL, as it is and as it is encoded.
fn passwords(url: &str) -> Vec<String> {
    let encoded = url.split_once("//").and_then(|(_, rest)| rest.split_once('@'));
    let encoded = encoded.and_then(|(user, _)| user.split_once(':')).expect("a password").1.to_owned();
    let mut plain = Vec::new();
    let mut bytes = encoded.bytes();
    while let Some(byte) = bytes.next() {
        let hex: Option<[u8; 2]> =
            (byte == b'%').then(|| [bytes.next(), bytes.next()].map(Option::unwrap_or_default));
        let decoded = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok());
        plain.push(decoded.unwrap_or(byte));
    }
    vec![encoded, String::from_utf8(plain).expect("text")]
}

#[track_caller]
fn call(action: &str, parameters: &[(&str, &str)]) -> String {
    rds(sandbox(), REGION, action, parameters).unwrap_or_else(|error| panic!("{action}: {}", error.chain()))
}

/// Whether there is a PostgreSQL on this machine; who reads the run must see it where there is none.
fn has_postgres() -> bool {
    let notes = sandbox().status().notes;
    if !notes.is_empty() {
        super::clients::say(&notes.join("\n"));
    }
    notes.is_empty()
}

/// Changes whose plans are empty afterwards, a rotation, a restore, and an end that must be asked for.
pub(super) fn database_lives_and_keeps_its_password(case: &Case<'_>) {
    if !has_postgres() {
        return;
    }
    let name = name(case);
    let write = |case: &Case<'_>, attributes: &str| {
        let hcl = configuration(case, &name, &format!("{MANAGED}\n{attributes}"));
        case.write(ON_EKS, &hcl.replace("SECRETS", URL));
    };
    case.with_namespace();
    write(case, "engine_version = \"16\"\nallocated_storage = 50");
    let case = &traced(case);
    case.run(&["plan", "-out", "it.tfplan"]).ok();
    case.run(&["apply", "it.tfplan"]).ok();
    case.plan_is_empty();
    let first = url(case);
    ask(&first, "CREATE TABLE orders (id int); INSERT INTO orders VALUES (1), (2), (3)");

    // Nobody notices; then a restart, which the plan says.
    write(case, "engine_version = \"16\"\nallocated_storage = 80\ntags = { team = \"web\" }");
    case.plan().code(2).says(&["50 -> 80"]).says_nothing_of(&["planned_impact"]);
    case.apply().ok();
    case.plan_is_empty();
    write(case, "engine_version = \"17\"\nallocated_storage = 80\ntags = { team = \"web\" }");
    case.plan().code(2).says(&["-> \"outage\"", "the server is upgraded in place"]);
    case.apply().ok();
    case.plan_is_empty();
    write(case, "engine_version = \"17\"\nallocated_storage = 40");
    case.plan().fails(&["The storage of a database cannot shrink", "hint:"]);
    write(case, "engine_version = \"99\"\nallocated_storage = 80");
    case.plan().fails(&["there is no postgres 99 in this region", "hint:"]);

    // A new password is a change of who has it.
    let last = "engine_version = \"17\"\nallocated_storage = 80\ntags = { team = \"web\" }";
    write(case, last);
    call(
        "ModifyDBInstance",
        &[
            ("DBInstanceIdentifier", &name),
            ("RotateMasterUserPassword", "true"),
            ("ApplyImmediately", "true"),
        ],
    );
    case.plan().code(2).says(&["secret_versions", "-> \"rolling\""]);
    case.apply().ok();
    let second = url(case);
    assert_ne!(first, second);
    assert_eq!(ask(&second, "SELECT count(*) FROM orders"), "3");
    case.plan_is_empty();

    // What is lost comes back by a change of an attribute, at the same endpoint.
    let snapshot = format!("{name}-before");
    call("CreateDBSnapshot", &[("DBInstanceIdentifier", &name), ("DBSnapshotIdentifier", &snapshot)]);
    ask(&second, "DROP TABLE orders");
    let restore = format!(
        "restore = {{ snapshot_arn = \"{snapshot}\", verify_sql = \"SELECT count(*) = 3 FROM orders\" }}"
    );
    write(case, &format!("{last}\n{restore}"));
    case.plan().code(2).says(&["a restored server takes over its name"]);
    case.apply().ok();
    // The restored server has a password of its own.
    case.plan().code(2).says(&["secret_versions"]);
    case.apply().ok();
    case.plan_is_empty();
    let third = url(case);
    assert_eq!(third.split_once('@').map(|(_, rest)| rest), first.split_once('@').map(|(_, rest)| rest));
    assert_eq!(ask(&third, "SELECT count(*) FROM orders"), "3");
    case.run(&["state", "show", "acme_database.main"]).ok().says(&[&format!("{name}-old-1")]);

    case.destroy().fails(&["is protected, and cannot be destroyed", "hint:"]);
    write(case, &format!("{last}\n{restore}\ndeletion_protection = false"));
    case.apply().ok();
    let words: Vec<_> = [&first, &second, &third].iter().flat_map(|url| passwords(url)).collect();
    nowhere(case, &words.iter().map(String::as_str).collect::<Vec<_>>());
    case.destroy().ok();
    let left = call("DescribeDBInstances", &[]);
    assert!(!left.contains(&format!("<DBInstanceIdentifier>{name}<")), "{left}");
    assert!(call("DescribeDBSnapshots", &[]).contains(&format!("{name}-final-")), "no last snapshot");
}

/// A password that the configuration gives, a copy that takes over, and what reads a database.
pub(super) fn database_is_updated_in_a_copy_and_read(case: &Case<'_>) {
    if !has_postgres() {
        return;
    }
    let name = format!("{}-green", name(case));
    let write = |case: &Case<'_>, version: &str, (password, number): (&str, u32), rest: &str| {
        let attributes = format!(
            "engine_version = \"{version}\"\nallocated_storage = 20\nmulti_az = false\n\
             credentials = {{ mode = \"write_only\", username = \"product\", password_wo = \"{password}\", password_wo_version = {number} }}\n\
             update_strategy = {{ type = \"blue_green\", keep_old = 0 }}\n{rest}"
        );
        case.write(ON_EKS, &configuration(case, &name, &attributes).replace("SECRETS", ""));
    };
    case.with_namespace();
    write(case, "16", ("zebra-quartz-7", 1), "");
    let case = &traced(case);
    if case.run(&["validate"]).code == Some(1) {
        // Without write-only attributes, the client would store the password.
        case.run(&["validate"]).fails(&["is write-only, which this version of"]);
        assert_eq!(case.client.name, "tofu", "a client that knows write-only attributes was refused");
        return;
    }
    case.run(&["plan", "-out", "it.tfplan"]).ok();
    case.run(&["apply", "it.tfplan"]).ok();
    case.plan_is_empty();
    write(case, "16", ("zebra-quartz-8", 2), "");
    case.apply().ok().says_nothing_of(&["BlueGreen"]);
    case.plan_is_empty();
    write(case, "17", ("zebra-quartz-8", 2), "");
    case.plan().code(2).says(&["-> \"failover\"", "an updated copy takes over"]);
    case.apply().ok();
    case.plan_is_empty();
    assert!(
        !call("DescribeDBInstances", &[]).contains(&format!("{name}-old1")),
        "the former server was to go at once"
    );
    // A plan file has the configuration in it, as it was written.
    case.run(&["plan", "-out", "it.tfplan"]).ok();
    nowhere(case, &["zebra-quartz-7"]);

    // Read by who has not made it, and by its name.
    let read = format!(
        "data \"acme_database\" \"read\" {{\n  name = \"{name}\"\n}}\noutput \"version\" {{\n  value = data.acme_database.read.engine_version_actual\n}}\n"
    );
    let own = std::fs::read_to_string(case.dir().join("main.tf")).expect("main.tf");
    std::fs::write(case.dir().join("read.tf"), read).expect("read.tf");
    case.apply().ok().says(&["version = \"17"]);
    case.run(&["state", "rm", "acme_database.main"]).ok();
    case.run(&["import", "acme_database.main", &name]).ok();
    assert!(own.contains(&name));
    case.apply().ok();
    case.plan_is_empty();
    write(case, "17", ("zebra-quartz-8", 2), "deletion_protection = false\nskip_final_snapshot = true");
    case.apply().ok();
    std::fs::remove_file(case.dir().join("read.tf")).expect("read.tf");
    case.destroy().ok();
}

/// Passwords and tokens for the time of one run.
pub(super) fn database_credentials_are_ephemeral(case: &Case<'_>) {
    if !has_postgres() {
        return;
    }
    let name = format!("{}-brief", name(case));
    let attributes = format!(
        "engine_version = \"16\"\nallocated_storage = 20\n{MANAGED}\niam_authentication = true\n\
         deletion_protection = false\nskip_final_snapshot = true"
    );
    let base = configuration(case, &name, &attributes).replace("SECRETS", "");
    case.with_namespace().write(ON_EKS, &base);
    let case = &traced(case);
    case.apply().ok();
    let asked = r#"
ephemeral "acme_database_credentials" "main" {
  database_id = acme_database.main.id
}
ephemeral "acme_database_iam_token" "main" {
  database_id = acme_database.main.id
  username    = "reader"
}
"#;
    let given = "secrets_wo = {\n    URL   = ephemeral.acme_database_credentials.main.url\n    TOKEN = ephemeral.acme_database_iam_token.main.token\n  }\n  secrets_wo_version = 1";
    let with = configuration(case, &name, &attributes).replace("SECRETS", given);
    case.write(ON_EKS, &format!("{with}{asked}"));
    if case.run(&["validate"]).code == Some(1) {
        assert_eq!(case.client.name, "tofu", "a client that knows ephemeral resources has refused them");
    } else {
        case.run(&["plan", "-out", "it.tfplan"]).ok();
        case.run(&["apply", "it.tfplan"]).ok();
        let stored = values(case);
        let value = |name: &str| {
            let (_, rest) =
                stored.split_once(&format!("{name}=")).unwrap_or_else(|| panic!("{name}: {stored}"));
            rest.split_whitespace().next().unwrap_or_default().to_owned()
        };
        assert_eq!(ask(value("URL").split('?').next().unwrap_or_default(), "SELECT 7"), "7");
        let token = value("TOKEN");
        assert!(token.contains("DBUser=reader") && token.contains("X-Amz-Signature="), "{token}");
        nowhere(case, &[passwords(&value("URL"))[0].as_str(), "X-Amz-Signature="]);
    }
    case.write(ON_EKS, &base);
    case.destroy().ok();
}

/// On a bad day a database is made, changed and removed all the same, and exactly once.
pub(super) fn database_is_made_on_a_bad_day(case: &Case<'_>) {
    use Fault::{Cut, Failed, Late, Lost, Throttled};
    if !has_postgres() {
        return;
    }
    let name = format!("{}-rough", name(case));
    let upstream =
        sandbox().env().iter().find(|(name, _)| name == "AWS_ENDPOINT_URL_RDS").expect("RDS").1.clone();
    let faults = [Throttled, Failed, Cut, Lost, Throttled, Lost, Late, Late, Late, Failed, Late, Cut, Lost];
    let proxy = Proxy::start(&upstream, &faults);
    let provider = format!("provider \"acme\" {{\n  endpoints = {{ rds = \"{}\" }}\n}}", proxy.url);
    let write = |storage: u32| {
        let subnets = subnet_ids();
        let hcl = format!(
            "resource \"acme_database\" \"main\" {{\n  name = \"{name}\"\n  engine_version = \"16\"\n  \
             instance_class = \"db.t4g.micro\"\n  allocated_storage = {storage}\n  subnet_ids = {subnets}\n  \
             security_group_ids = [\"sg-0a1b2c3d\"]\n  {MANAGED}\n  deletion_protection = false\n  \
             skip_final_snapshot = true\n}}\n"
        );
        case.write(&provider, &hcl);
    };
    write(20);
    case.apply().ok();
    let (calls, unmet) = proxy.report();
    assert_eq!(unmet, Vec::new(), "after {calls} calls");
    case.plan_is_empty();
    write(30);
    case.apply().ok();
    case.plan_is_empty();
    case.destroy().ok();
    assert!(!call("DescribeDBInstances", &[]).contains(&format!("<DBInstanceIdentifier>{name}<")));
}
