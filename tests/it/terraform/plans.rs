//! Plans: what they need (nothing), and what can be planned before it is known.

use std::fs;
use std::path::{Path, PathBuf};

use super::case::{Case, ON_EKS, service};
use super::functions;

const GOOD: &str =
    "image = { repository = \"acme/api\", tag = \"1.4.2\" }\nports = { http = { port = 8080 } }";

/// No cluster, no credentials, no network: everything that could lead to one is taken away.
const NOTHING: &[(&str, Option<&str>)] = &[
    ("KUBECONFIG", None),
    ("AWS_ACCESS_KEY_ID", None),
    ("AWS_SECRET_ACCESS_KEY", None),
    ("AWS_REGION", None),
    ("AWS_ENDPOINT_URL", Some("http://127.0.0.1:9")),
    ("AWS_CONFIG_FILE", Some("/dev/null")),
    ("AWS_SHARED_CREDENTIALS_FILE", Some("/dev/null")),
    ("HTTPS_PROXY", Some("http://127.0.0.1:9")),
    ("HOME", Some("/nonexistent")),
];

pub(super) fn offline_plan_needs_nothing(case: &Case<'_>) {
    // A create needs nothing even where nobody says that it is offline.
    for provider in ["provider \"acme\" {}", ON_EKS, "provider \"acme\" { offline = true }"] {
        case.write(provider, &service(GOOD));
        let planned = case.with_env(NOTHING).plan().code(2).says(&["1 to add", "deployment/api"]);
        planned.says_nothing_of(&["Planned from state"]);
    }
    // An update is planned from state.
    case.with_namespace().service(GOOD).apply().ok();
    case.write(
        "provider \"acme\" { offline = true }",
        &service(&GOOD.replace("1.4.2", "1.4.3"))
            .replace("name = \"api\"", "name = \"api\"\n  cluster = \"production\""),
    );
    fs::write(case.dir().join("terraform.tfvars"), "").expect("a file");
    let offline = case.with_env(NOTHING);
    offline.plan().code(2).says(&["1.4.3", "0 to add, 1 to change"]);
    offline.apply().fails(&["cannot be applied offline", "hint:"]);
    case.service(GOOD).destroy().ok();
}

/// What an example reads, and what is said where that is not there.
const MISSING: [(&str, &str); 4] = [
    ("data \"acme_service\"", "There is no service `api` in namespace `product`"),
    ("data \"acme_database\"", "There is no database `product`"),
    ("data \"acme_recovery_points\"", "There is no backup vault `product`"),
    ("ephemeral \"acme_database", "database `product` cannot be connected to: it does not exist"),
];

pub(super) fn every_example_is_planned(case: &Case<'_>) {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut files = Vec::new();
    find(&examples, &mut files);
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).expect("an example");
        // What an example reads must be there for it.
        let missing = MISSING.iter().find(|(block, _)| text.contains(block)).map(|(_, said)| *said);
        let block = if text.contains("provider \"acme\"") { String::new() } else { ON_EKS.to_owned() };
        fs::write(case.dir().join("example.tf"), &text).expect("example.tf");
        if text.contains("required_providers") {
            fs::write(case.dir().join("main.tf"), block).expect("main.tf");
        } else {
            case.write(&block, "");
        }
        let planned = case.plan();
        if let Some(said) = missing {
            // An OpenTofu before 1.11 knows no ephemeral resources.
            let says =
                planned.text().contains(said) || (text.contains("ephemeral") && case.client.name == "tofu");
            assert!(planned.code == Some(1) && says, "{}: {}", file.display(), planned.said);
        } else if !functions::are_unread(case, &planned) {
            assert!(matches!(planned.code, Some(0 | 2)), "{}: {}", file.display(), planned.said);
            // What a check cannot read is said, and fails no plan.
            let is_told = planned.text().contains("There is no backup plan `product`");
            assert_eq!(is_told, text.contains("check \"recovery\""), "{}: {}", file.display(), planned.said);
        }
    }
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("examples") {
        let path = entry.expect("an example").path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "tf") {
            files.push(path);
        }
    }
}

pub(super) fn unknown_values_are_planned(case: &Case<'_>) {
    let unknown = r#"
resource "terraform_data" "release" { input = "1.4.2" }
resource "acme_service" "api" {
  name      = "api"
  namespace = "NAMESPACE"
  image     = { repository = "acme/api", tag = terraform_data.release.output }
  ports     = { http = { port = 8080 } }
  env       = { RELEASE = terraform_data.release.id }
}
output "host" { value = acme_service.api.internal_host }
"#;
    case.with_namespace().write(ON_EKS, unknown);
    case.plan().code(2).says(&["known after apply", "2 to add"]);
    case.apply().ok().says(&["2 added"]);
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}
