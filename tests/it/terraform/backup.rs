//! The life of backups under real clients: AWS Backup of the sandbox, which takes real snapshots of a real PostgreSQL. The
//! drills of the guide are run as they stand there.

use sandbox::backup::{self, Validation};
use sandbox::{rds, subnets};

use super::case::{Case, sandbox};
use super::clients::say;
use super::proxy::{Fault, Proxy};

const REGION: &str = "eu-west-1";
const ELSEWHERE: &str = "us-west-2";
const PROVIDER: &str = r#"provider "acme" {}"#;

/// A name of the test's own: plans, vaults and databases are the region's.
fn name(case: &Case<'_>, what: &str) -> String {
    format!("{what}-{}", case.client.name)
}

fn database(name: &str, attributes: &str) -> String {
    let subnets = subnets(sandbox(), REGION).expect("the sandbox's subnets");
    format!(
        r#"
resource "acme_database" "main" {{
  name                = "{name}"
  engine_version      = "16"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 20
  database_name       = "product"
  subnet_ids          = {subnets:?}
  security_group_ids  = ["sg-0a1b2c3d"]
  credentials         = {{ mode = "managed", username = "product" }}
  deletion_protection = false
  skip_final_snapshot = true
  {attributes}
}}
"#
    )
}

fn plan(name: &str, attributes: &str) -> String {
    format!(
        r#"
resource "acme_backup_plan" "main" {{
  name      = "{name}"
  databases = [acme_database.main.arn]
  {attributes}
}}
"#
    )
}

const OBJECTIVES: &str = r#"
  objectives      = { rpo = "15m", rto = "1h" }
  copy_actions    = [{ region = "us-west-2" }]
  restore_testing = { schedule = "cron(0 4 ? * MON *)" }
"#;

/// Whether there is a PostgreSQL on this machine; who reads the run must see it where there is none.
fn has_postgres() -> bool {
    let notes = sandbox().status().notes;
    if !notes.is_empty() {
        say(&notes.join("\n"));
    }
    notes.is_empty()
}

/// Applied, left alone, changed, backed up on demand, imported, and destroyed only when it may be.
pub(super) fn backups_live_and_are_not_destroyed_by_accident(case: &Case<'_>) {
    if !has_postgres() {
        return;
    }
    let name = name(case, "it-backup");
    let base = database(&name, "");
    let write = |attributes: &str| {
        let check = format!(
            r#"
data "acme_recovery_posture" "main" {{
  name       = "{name}"
  depends_on = [acme_backup_plan.main]
}}
output "posture" {{
  value = {{
    meets_rpo             = data.acme_recovery_posture.main.meets_rpo
    meets_rto             = data.acme_recovery_posture.main.meets_rto
    has_copies            = data.acme_recovery_posture.main.copy_rpo_actual != null
    protected_resources   = data.acme_recovery_posture.main.protected_resources
    unprotected_resources = acme_backup_plan.main.unprotected_resources
  }}
}}
"#
        );
        case.write(PROVIDER, &format!("{base}{}{check}", plan(&name, attributes)));
    };
    write(OBJECTIVES);
    case.apply().ok();
    case.plan_is_empty();
    let shown = case.run(&["state", "show", "acme_backup_plan.main"]).ok();
    shown.says(&["= \"5m\"", "= \"3h\"", "next_runs", &format!(":db:{name}\"")]);

    // The rules run, and what is backed up is tried: the posture says so, and no plan is different.
    for rule in ["continuous", "copies"] {
        backup::run(sandbox(), REGION, &name, rule)
            .unwrap_or_else(|error| panic!("{rule}: {}", error.chain()));
    }
    let testing = name.replace('-', "_");
    let tested = backup::restore_test(sandbox(), REGION, &testing, Validation::Successful);
    tested.unwrap_or_else(|error| panic!("{}", error.chain()));
    case.run(&["apply", "-auto-approve"]).ok().says(&["meets_rto", "0 added, 0 changed, 0 destroyed"]);
    case.plan_is_empty();
    let protected = format!(":db:{name}\"]");
    case.run(&["output", "-json", "posture"]).ok().says(&[
        "\"meets_rpo\":true",
        "\"meets_rto\":true",
        "\"has_copies\":true",
        &protected,
    ]);

    // Another schedule, and a backup now.
    let rules = |rest: &str| {
        format!(
            "rules = {{ daily = {{ schedule = \"cron(0 3 * * ? *)\", lifecycle = {{ delete_after = 35 }} }} }}\n\
             copy_actions = [{{ region = \"us-west-2\" }}]\n\
             restore_testing = {{ schedule = \"cron(0 4 ? * MON *)\" }}\n{rest}"
        )
    };
    write(&rules("backup_generation = 1"));
    case.plan().code(2).says(&["effective_rules", "backup_generation", "backuprun/"]);
    case.apply().ok();
    case.plan_is_empty();
    case.run(&["output", "-json", "posture"]).ok().says(&["\"meets_rpo\":true", &protected]);

    // Everything that a vault can have, and nothing to plan afterwards; and back.
    write(&rules(
        "backup_generation = 1\ntags = { team = \"web\" }\nadvanced_settings = { windows_vss = true }\n\
         notifications = { sns_topic_arn = \"arn:aws:sns:eu-west-1:123456789012:backups\" }\n\
         vault = {\n  access_policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Deny\", Principal = \"*\", \
         Action = [\"backup:DeleteRecoveryPoint\"], Resource = \"*\" }] })\n  \
         lock = { mode = \"governance\", min_retention_days = 1, max_retention_days = 400 }\n}",
    ));
    case.apply().ok();
    case.plan_is_empty();
    write(&rules("backup_generation = 1"));
    case.apply().ok();
    case.plan_is_empty();

    // What is kept in another region is not thrown away with it.
    write(&rules("backup_generation = 1").replace("copy_actions = [{ region = \"us-west-2\" }]", ""));
    case.plan().fails(&["us-west-2", "force_destroy", "hint:"]);

    // A change that cannot be taken back says so.
    let locked = |acknowledged: bool| {
        let lock = format!(
            "lock = {{ mode = \"compliance\", min_retention_days = 1, acknowledge_irreversible = {acknowledged} }}"
        );
        rules(&format!("backup_generation = 1\nmax_disruption = \"failover\"\nvault = {{ {lock} }}"))
    };
    write(&locked(false));
    case.plan().fails(&["acknowledge_irreversible"]);
    write(&locked(true));
    case.plan().fails(&["the impact of this change is `irreversible`", "hint:"]);

    // Who has lost the state finds everything again.
    write(&rules("backup_generation = 1"));
    case.run(&["state", "rm", "acme_backup_plan.main"]).ok();
    case.run(&["import", "acme_backup_plan.main", &name]).ok();
    case.apply().ok();
    case.plan_is_empty();

    // What is kept is not thrown away by accident.
    case.destroy().fails(&["recovery point", "force_destroy", "hint:"]);
    write(&rules("backup_generation = 1\nvault = { force_destroy = true }"));
    case.apply().ok();
    case.plan_is_empty();
    case.destroy().ok();
    let left = rds(sandbox(), REGION, "DescribeDBSnapshots", &[]).expect("the snapshots");
    let is_ours =
        |snapshot: &&str| snapshot.contains("awsbackup:") && snapshot.contains(&format!(">{name}<"));
    assert_eq!(left.split("<DBSnapshot>").find(is_ours), None, "a recovery point is left");
}

/// On a bad day a plan is made, changed and removed all the same, and exactly once.
pub(super) fn backups_are_made_on_a_bad_day(case: &Case<'_>) {
    use Fault::{Cut, Failed, Lost, Throttled};
    let name = name(case, "it-rough");
    let general = sandbox().env().iter().find(|(name, _)| name == "AWS_ENDPOINT_URL").expect("AWS").1.clone();
    // Each call that makes something meets one of them sooner or later.
    let faults: Vec<_> =
        [Lost, Throttled, Fault::None, Lost, Fault::None, Failed, Cut, Fault::None].repeat(6);
    let proxy = Proxy::start(&general, &faults);
    let provider = format!("provider \"acme\" {{\n  endpoints = {{ backup = \"{}\" }}\n}}", proxy.url);
    let write = |schedule: &str| {
        let hcl = format!(
            "resource \"acme_backup_plan\" \"main\" {{\n  name = \"{name}\"\n  \
             databases = [\"arn:aws:rds:eu-west-1:123456789012:db:{name}\"]\n  \
             rules = {{ daily = {{ schedule = \"{schedule}\", lifecycle = {{ delete_after = 35 }} }} }}\n  \
             copy_actions = [{{ region = \"us-west-2\" }}]\n  \
             restore_testing = {{ schedule = \"cron(0 4 ? * MON *)\" }}\n}}\n"
        );
        case.write(&provider, &hcl);
    };
    write("cron(0 3 * * ? *)");
    case.apply().ok();
    case.plan_is_empty();
    let plans = || {
        let all = backup::call(sandbox(), REGION, ("GET", "/backup/plans/"), &serde_json::Value::Null);
        let all = all.unwrap_or_else(|error| panic!("{}", error.chain()));
        let plans = all["BackupPlansList"].as_array().cloned().unwrap_or_default();
        plans.iter().filter(|plan| plan["BackupPlanName"] == name.as_str()).count()
    };
    assert_eq!(plans(), 1);
    write("cron(0 5 * * ? *)");
    case.apply().ok();
    case.plan_is_empty();
    let (calls, unmet) = proxy.report();
    assert_eq!(unmet, Vec::new(), "after {calls} calls");
    case.destroy().ok();
    assert_eq!(plans(), 0);
}

/// The guide's drills, command by command.
pub(super) fn drills_of_the_guide_bring_everything_back(case: &Case<'_>) {
    if !has_postgres() {
        return;
    }
    let guide = include_str!("../../../docs/guides/disaster-recovery.md");
    let name = name(case, "it-drill");
    let own = |text: &str| {
        text.replace("\"product\"", &format!("\"{name}\""))
            .replace("product-rehearsal", &format!("{name}-rehearsal"))
    };
    let hcl =
        blocks(guide, "terraform").into_iter().find(|block| block.starts_with("# main.tf")).expect("main.tf");
    // The database in it keeps the guide's name.
    let hcl =
        own(&hcl).replace(&format!("database_name       = \"{name}\""), "database_name       = \"product\"");
    let hcl = hcl.replace(&format!("username = \"{name}\""), "username = \"product\"");
    case.write(PROVIDER, &hcl);
    let case = &case.with_env(&[
        ("TF_VAR_subnet_ids", Some(&subnets_in(REGION))),
        ("TF_VAR_security_group_ids", Some("[\"sg-0a1b2c3d\"]")),
    ]);
    case.apply().ok();
    let rows = "SELECT string_agg(id || item, ',' ORDER BY id) FROM orders";
    ask(
        (REGION, &name),
        "CREATE TABLE orders (id int, item text); INSERT INTO orders VALUES (1, 'a'), (2, 'b')",
    );
    let before = ask((REGION, &name), rows);
    let drill = |title: &str| {
        for line in blocks(section(guide, title), "sh").iter().flat_map(|block| block.lines()) {
            run(case, &own(line).replace(" product", &format!(" {name}")));
        }
    };
    for title in ["Rehearsal", "A database is lost", "The state is lost"] {
        drill(title);
        assert_eq!(ask((REGION, &name), rows), before, "after: {title}");
    }

    // The copies' rule runs; then there is only the other region.
    backup::run(sandbox(), REGION, &name, "copies").unwrap_or_else(|error| panic!("{}", error.chain()));
    let hcl = blocks(section(guide, "A region is lost"), "terraform").remove(0);
    let elsewhere = case.with_env(&[("TF_VAR_subnet_ids", Some(&subnets_in(ELSEWHERE)))]);
    for file in ["terraform.tfstate", "terraform.tfstate.backup"] {
        std::fs::remove_file(elsewhere.dir().join(file)).unwrap_or_default();
    }
    elsewhere
        .write(PROVIDER, &own(&hcl).replace(&format!("username = \"{name}\""), "username = \"product\""));
    elsewhere.apply().ok();
    elsewhere.plan_is_empty();
    assert_eq!(ask((ELSEWHERE, &name), rows), before, "in the other region");
    elsewhere.destroy().ok();
    drill("After a drill");
}

fn subnets_in(region: &str) -> String {
    format!("{:?}", subnets(sandbox(), region).unwrap_or_else(|error| panic!("{region}: {}", error.chain())))
}

/// The text of a section.
fn section<'a>(guide: &'a str, title: &str) -> &'a str {
    let (_, rest) =
        guide.split_once(&format!("### {title}\n")).unwrap_or_else(|| panic!("no section {title}"));
    rest.split("\n### ").next().unwrap_or(rest)
}

/// The blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let begin = format!("```{language}\n");
    let parts = text.split(&begin).skip(1);
    let blocks: Vec<_> = parts.map(|part| part.split("```").next().unwrap_or(part).to_owned()).collect();
    assert!(!blocks.is_empty(), "no {language} in: {text}");
    blocks
}

/// Runs a command of the guide. There is no `aws` here: RDS is called in its place.
fn run(case: &Case<'_>, line: &str) {
    if let Some(command) = line.strip_prefix("aws rds ") {
        return aws(command);
    }
    let program = case.client.program.display().to_string();
    let line = line.replace("terraform ", &format!("{program} "));
    case.shell(&line).ok();
}

fn aws(command: &str) {
    let words: Vec<_> = command.split(' ').collect();
    match words[..] {
        [
            "delete-db-instance",
            "--db-instance-identifier",
            name,
            "--skip-final-snapshot",
            "--delete-automated-backups",
        ] => {
            let parameters = [
                ("DBInstanceIdentifier", name),
                ("SkipFinalSnapshot", "true"),
                ("DeleteAutomatedBackups", "true"),
            ];
            rds(sandbox(), REGION, "DeleteDBInstance", &parameters).expect("it is deleted");
        }
        // The sandbox's are gone at once.
        ["wait", "db-instance-deleted", "--db-instance-identifier", name] => {
            let left = rds(sandbox(), REGION, "DescribeDBInstances", &[]).expect("the instances");
            assert!(!left.contains(&format!("<DBInstanceIdentifier>{name}<")), "{left}");
        }
        _ => panic!("`aws rds {command}` is not known to this test"),
    }
}

/// Asks a database by its master user, whose password is in Secrets Manager.
#[track_caller]
fn ask((region, name): (&str, &str), sql: &str) -> String {
    let url = super::databases::url_of((region, name), "product");
    super::databases::ask(&url, sql).unwrap_or_else(|error| panic!("{sql}: {}", error.chain()))
}
