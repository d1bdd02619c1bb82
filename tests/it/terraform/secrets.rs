//! Secret values are in the cluster, where the pods need them, and nowhere else: not in the state, a plan file, a log at its
//! most talkative, or an error. Every byte that a run leaves behind is looked through.

use std::fs;
use std::process::Command;

use sandbox::Secret;

use super::case::{Case, sandbox};
use super::outcome::Outcome;

const GOOD: &str =
    "image = { repository = \"acme/api\", tag = \"1.4.2\" }\nports = { http = { port = 8080 } }";

/// The values of all Secrets of the service, decoded.
pub(super) fn values(case: &Case<'_>) -> String {
    let all = "--output=go-template={{range .items}}{{.metadata.name}}: {{range $k, $v := .data}}{{$k}}={{base64decode $v}} {{end}}{{end}}";
    case.kubectl_here(&["get", "secrets", "--selector=app.kubernetes.io/name=api", all])
}

/// A run that writes down all that it does.
pub(super) fn traced<'a>(case: &Case<'a>) -> Case<'a> {
    case.with_env(&[("TF_LOG", Some("TRACE")), ("TF_LOG_PATH", Some("trace.log"))])
}

/// No file that the client has written has any of these words in it, plan files unpacked.
#[track_caller]
pub(super) fn nowhere(case: &Case<'_>, words: &[&str]) {
    let unpack = "import sys, zipfile\n[print(n, zipfile.ZipFile(p).read(n)) for p in sys.argv[1:] for n in zipfile.ZipFile(p).namelist()]";
    let mut looked = 0;
    for entry in fs::read_dir(case.dir()).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "tf") {
            continue;
        }
        let mut bytes = fs::read(&path).expect("a file");
        if path.extension().is_some_and(|extension| extension == "tfplan") {
            let python = Command::new("python3").args(["-c", unpack]).arg(&path).output().expect("Python");
            assert!(python.status.success() && python.stdout.len() > 500, "the plan file cannot be unpacked");
            bytes.extend(python.stdout);
        }
        let text = String::from_utf8_lossy(&bytes);
        for word in words {
            assert!(!text.contains(word), "{} has the secret in it", path.display());
        }
        looked += 1;
    }
    assert!(looked >= 3, "state, plan file and log were to be looked through, and there are {looked} files");
}

/// Both of these: a word, and how a Secret has it.
fn both(word: &str, encoded: &str) -> [String; 2] {
    [word.to_owned(), encoded.trim_end_matches('=').to_owned()]
}

fn planned(case: &Case<'_>) -> Outcome {
    case.run(&["plan", "-out", "it.tfplan"]).ok()
}

pub(super) fn references_are_in_the_cluster_and_nowhere_else(case: &Case<'_>) {
    let secret = Secret::create(sandbox(), &case.namespace, "zebra-quartz-1").expect("a secret");
    let arn = secret.arn();
    let service = |key: &str| {
        format!(
            "secrets = {{ TOKEN = {{ secret_arn = \"{arn}\", key = \"{key}\" }} }}\n\
             volumes = {{ keys = {{ mount_path = \"/keys\", secret = {{ token = {{ secret_arn = \"{arn}\", key = \"value\" }} }} }} }}\n{GOOD}"
        )
    };
    case.with_namespace().service(&service("value"));
    let traced = traced(case);
    planned(&traced).says(&["secret_versions", "known after apply"]);
    traced.run(&["apply", "it.tfplan"]).ok();
    let stored = values(&traced);
    assert_eq!(stored.matches("=zebra-quartz-1").count(), 2, "{stored}");
    traced.plan_is_empty();
    let pods = ["get", "pods", "--output=jsonpath={.items[*].metadata.uid}"];
    let before = traced.kubectl_here(&pods);

    // Rotated where it is kept: a change of the plan, and new pods.
    secret.rotate("zebra-quartz-2").expect("a rotation");
    traced.plan().code(2).says(&["secret_versions", "\"none\" -> \"rolling\""]);
    planned(&traced);
    traced.run(&["apply", "it.tfplan"]).ok();
    let stored = values(&traced);
    assert_eq!(stored.matches("=zebra-quartz-2").count(), 2, "{stored}");
    assert!(!stored.contains("zebra-quartz-1"), "the old Secrets were left behind: {stored}");
    assert_ne!(traced.kubectl_here(&pods), before, "the pods were not replaced");
    traced.plan_is_empty();

    // A Secret that somebody deletes is made again, with the same value.
    traced.kubectl_here(&["delete", "secrets", "--selector=app.kubernetes.io/name=api"]);
    traced.plan().code(2).says(&["secret/api-secrets-", "does not exist any more"]);
    traced.apply().ok();
    assert_eq!(values(&traced).matches("=zebra-quartz-2").count(), 2);
    traced.plan_is_empty();

    let failed = traced.service(&service("missing")).apply();
    let failed = failed.fails(&["cannot be read", "it has no key `missing`", "hint:"]);
    failed.says_nothing_of(&["zebra"]);
    assert_eq!(values(&traced).matches("=zebra-quartz-2").count(), 2);
    let words: Vec<_> =
        [both("zebra-quartz-1", "emVicmEtcXVhcnR6LTE="), both("zebra-quartz-2", "emVicmEtcXVhcnR6LTI=")]
            .concat();
    nowhere(&traced, &words.iter().map(String::as_str).collect::<Vec<_>>());
    traced.service(&service("value")).destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn write_only_values_are_in_the_cluster_and_nowhere_else(case: &Case<'_>) {
    let service = |value: &str, version: u32| {
        format!("secrets_wo = {{ TOKEN = \"{value}\" }}\nsecrets_wo_version = {version}\n{GOOD}")
    };
    case.with_namespace().service(&service("zebra-quartz-3", 1));
    let traced = traced(case);
    if traced.run(&["validate"]).code == Some(1) {
        // Terraform before 1.11 and OpenTofu before 1.11 would store the value.
        traced.run(&["validate"]).fails(&["secrets_wo", "is write-only, which this version of", "hint:"]);
        assert_eq!(case.client.name, "tofu", "a client that knows write-only attributes was refused");
        return;
    }
    planned(&traced);
    traced.run(&["apply", "it.tfplan"]).ok();
    assert!(values(&traced).contains("TOKEN=zebra-quartz-3"));
    traced.plan_is_empty();
    // Only a new version says that there is a new value.
    traced.service(&service("zebra-quartz-4", 1)).plan_is_empty();
    traced.service(&service("zebra-quartz-4", 2)).plan().code(2).says(&["secrets_wo_version"]);
    planned(&traced);
    traced.run(&["apply", "it.tfplan"]).ok();
    assert!(values(&traced).contains("TOKEN=zebra-quartz-4") && !values(&traced).contains("zebra-quartz-3"));
    traced.plan_is_empty();

    // A change that fails is undone without the value, which nobody has any more.
    let bad = service("zebra-quartz-5", 3).replace("1.4.2", "fail-image-pull");
    traced.service(&bad).apply().fails(&["rolled back"]).says_nothing_of(&["zebra"]);
    assert!(values(&traced).contains("TOKEN=zebra-quartz-4") && !values(&traced).contains("zebra-quartz-5"));
    let words: Vec<_> =
        [both("zebra-quartz-3", "emVicmEtcXVhcnR6LTM="), both("zebra-quartz-5", "emVicmEtcXVhcnR6LTU=")]
            .concat();
    nowhere(&traced, &words.iter().map(String::as_str).collect::<Vec<_>>());
    traced.service(&service("zebra-quartz-4", 2)).destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}
