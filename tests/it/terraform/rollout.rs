//! Rollouts that fail: what ran before runs on, the error says why in seconds, the next plan shows the change again. And the
//! job before a rollout, which must succeed first.

use std::time::Duration;

use super::case::Case;
use super::clients::say;

const GOOD: &str = "replicas = 2\nimage = { repository = \"acme/api\", tag = \"1.4.2\" }\nports = { http = { port = 8080 } }";
const IMAGES: [&str; 5] = [
    "get",
    "pods",
    "--selector=acme.com/resource=acme_service",
    "--output",
    "jsonpath={.items[*].spec.containers[0].image}",
];
const READY: [&str; 4] =
    ["get", "deployment", "api", "--output=jsonpath={.status.readyReplicas}/{.status.updatedReplicas}"];

/// Seconds until a failing rollout is told and undone.
const SOON: Duration = Duration::from_secs(60);

pub(super) fn rollback_restores_what_ran(case: &Case<'_>) {
    case.with_namespace().service(&format!("env = {{ A = \"1\" }}\n{GOOD}")).apply().ok();
    let before = case.kubectl_here(&["get", "pods", "--output=jsonpath={.items[*].metadata.uid}"]);
    let bad = format!("env = {{ A = \"2\" }}\n{}", GOOD.replace("1.4.2", "fail-image-pull"));
    let failed = case.service(&bad).apply().fails(&[
        "deployment/api failed: ImagePullBackOff",
        "0 of 2 updated pods available",
        "container api: waiting: ImagePullBackOff",
        "hint: check that the image exists",
        "rolled back: what ran before the change runs, and is ready",
    ]);
    say(&format!("a bad image is told and undone after {:.1} s", failed.took.as_secs_f64()));
    failed.within(SOON);
    let after = case.kubectl_here(&["get", "pods", "--output=jsonpath={.items[*].metadata.uid}"]);
    assert_eq!(before, after, "the pods that served were not left alone");
    assert_eq!(case.kubectl_here(&IMAGES), "acme/api:1.4.2 acme/api:1.4.2");
    assert_eq!(case.recorded("/image/tag"), "1.4.2");
    let maps =
        case.kubectl_here(&["get", "configmaps", "--selector=app.kubernetes.io/name=api", "--output=name"]);
    assert_eq!(maps.lines().count(), 1, "the ConfigMap of the failed change was left behind: {maps}");
    case.plan().code(2).says(&["fail-image-pull"]).says_nothing_of(&["differs from what Terraform recorded"]);

    // The good configuration is what runs: nothing to do.
    case.service(&format!("env = {{ A = \"1\" }}\n{GOOD}")).plan_is_empty();

    // Whoever wants to look at the failed pods keeps them.
    case.service(&format!("rollout = {{ rollback_on_failure = false }}\n{bad}"))
        .apply()
        .fails(&["ImagePullBackOff"]);
    assert!(case.kubectl_here(&IMAGES).contains("fail-image-pull"), "the failed pods were taken away");
    case.plan().code(2);
    case.service(&format!("env = {{ A = \"1\" }}\n{GOOD}")).apply().ok();
    case.plan_is_empty();
    assert_eq!(case.kubectl_here(&READY), "2/2");
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn pre_deploy_job_gates_the_rollout(case: &Case<'_>) {
    let service = |tag: &str, job: &str| {
        let job = format!(
            "pre_deploy = {{ command = [\"migrate\"], image = {{ repository = \"acme/migrate\", tag = \"{job}\" }} }}"
        );
        format!("{job}\n{}", GOOD.replace("1.4.2", tag))
    };
    let jobs = ["get", "jobs", "--output=jsonpath={.items[*].status.succeeded}"];
    case.with_namespace().service(&service("1.4.2", "1")).apply().ok();
    assert_eq!(case.kubectl_here(&jobs), "1");
    case.plan_is_empty();

    // A job that has done its work may be cleaned away.
    case.kubectl_here(&["delete", "jobs", "--all"]);
    case.plan_is_empty();

    let failed = case.service(&service("1.4.3", "fail-crash")).apply();
    failed.fails(&["job/api-pre-deploy-", "exit code 1", "hint:", "rolled back"]).within(SOON);
    assert_eq!(case.kubectl_here(&IMAGES), "acme/api:1.4.2 acme/api:1.4.2", "the rollout began all the same");
    assert_eq!(case.recorded("/image/tag"), "1.4.2");
    case.plan().code(2);

    case.service(&service("1.4.3", "2")).apply().ok();
    assert_eq!(case.kubectl_here(&IMAGES), "acme/api:1.4.3 acme/api:1.4.3");
    assert_eq!(case.kubectl_here(&jobs), "1", "the old job was left behind");
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

/// A create whose migration fails is recorded; the same configuration runs it again once the reason is gone.
pub(super) fn failed_job_runs_again(case: &Case<'_>) {
    let job = "pre_deploy = { command = [\"migrate\"], image = { repository = \"acme/migrate\", tag = \"fail-crash\" } }";
    case.with_namespace().service(&format!("{job}\n{GOOD}"));
    case.apply().fails(&["job/api-pre-deploy-", "hint:"]).within(SOON);
    assert_eq!(case.state(), ["acme_service.api"]);
    assert_eq!(
        case.kubectl_here(&["get", "deployments", "--output=name"]),
        "",
        "the rollout began all the same"
    );
    let uid = ["get", "jobs", "--output=jsonpath={.items[*].metadata.uid}"];
    let first = case.kubectl_here(&uid);
    case.run(&["untaint", "acme_service.api"]).ok();
    case.apply().fails(&["job/api-pre-deploy-"]).within(SOON);
    assert_ne!(case.kubectl_here(&uid), first, "the failed job was not made anew");
    case.service(&format!("{}\n{GOOD}", job.replace("fail-crash", "1"))).apply().ok();
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

/// Each way in which a rollout can fail ends it soon, with its reason, and is undone; the pods that serve are never touched.
pub(super) fn every_way_to_fail_is_told_and_undone(case: &Case<'_>) {
    let service =
        |tag: &str| format!("rollout = {{ progress_deadline_seconds = 5 }}\n{}", GOOD.replace("1.4.2", tag));
    case.with_namespace().service(&service("1.4.2")).apply().ok();
    let pods = ["get", "pods", "--output=jsonpath={.items[*].metadata.uid}"];
    let before = case.kubectl_here(&pods);
    for (tag, reason, hint) in [
        ("fail-config", "CreateContainerConfigError", "refers to something that does not exist"),
        ("fail-crash", "CrashLoopBackOff", "read its last log lines"),
        ("fail-oom", "OOMKilled", "raise its memory limit"),
        ("fail-readiness", "ProgressDeadlineExceeded", "fail their readiness probe"),
    ] {
        let failed = case.service(&service(tag)).apply();
        let failed =
            failed.fails(&[&format!("deployment/api failed: {reason}"), "hint:", hint, "rolled back"]);
        say(&format!("{tag} is told and undone after {:.1} s", failed.took.as_secs_f64()));
        failed.within(SOON);
        assert_eq!(case.kubectl_here(&pods), before, "{tag}: the pods that served were not left alone");
        case.plan().code(2).says(&[tag]);
    }
    case.service(&service("1.4.2")).plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}
