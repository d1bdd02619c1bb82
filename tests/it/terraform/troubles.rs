//! What goes wrong in the world: the message says what, why and what to do, soon; the state holds what exists.

use std::time::Duration;

use super::case::{Case, ON_EKS, sandbox, service};

const GOOD: &str =
    "image = { repository = \"acme/api\", tag = \"1.4.2\" }\nports = { http = { port = 8080 } }";

/// A failing rollout is not waited for to its timeout of ten minutes.
const SOON: Duration = Duration::from_secs(90);

pub(super) fn image_that_cannot_be_pulled(case: &Case<'_>) {
    failing_image(case, "fail-image-pull", &["ImagePull", "deployment/api", "pod", "container api", "hint:"]);
}

pub(super) fn container_that_crashes(case: &Case<'_>) {
    failing_image(
        case,
        "fail-crash",
        &["CrashLoopBackOff", "deployment/api", "pod", "container api", "hint:"],
    );
}

fn failing_image(case: &Case<'_>, tag: &str, says: &[&str]) {
    let bad = GOOD.replace("1.4.2", tag);
    case.with_namespace().service(&bad);
    case.apply().fails(says).within(SOON);
    assert_eq!(case.state(), ["acme_service.api"], "what was made is not recorded");

    // A create that failed is tried again, and ends well once the image is right.
    case.plan().code(2);
    case.service(GOOD).apply().ok();
    case.plan_is_empty();

    // An update that failed is a diff, and the state tells what was good.
    case.service(&bad).apply().fails(says).within(SOON);
    assert_eq!(case.recorded("/image/tag"), "1.4.2");
    case.plan().code(2);
    let ready = case.kubectl_here(&["get", "deployment", "api", "--output=jsonpath={.status.readyReplicas}"]);
    assert_eq!(ready, "1", "the failed update took the running service down");
    case.service(GOOD).apply().ok();
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

/// Lets the sandbox's user without rights do something in the test's namespace.
fn allow(case: &Case<'_>, name: &str, verbs: &str, resources: &str) {
    case.kubectl_here(&["create", "role", name, "--verb", verbs, "--resource", resources]);
    case.kubectl_here(&["create", "rolebinding", name, "--role", name, "--user=nobody"]);
}

/// What a plan cannot foresee is found in the middle of an apply: here, that one kind of object may not be made.
pub(super) fn partial_failure_is_recorded(case: &Case<'_>) {
    case.with_namespace();
    let most =
        "serviceaccounts,networkpolicies.networking.k8s.io,deployments.apps,replicasets.apps,pods,events";
    allow(case, "most", "create,get,list,watch,patch,update,delete", most);
    allow(case, "looks", "get,list,watch", "services");
    let nobody = sandbox().unprivileged_kubeconfig();
    case.write("provider \"acme\" {}", &service(GOOD));
    let limited = case.with_env(&[("KUBECONFIG", Some(nobody.to_str().expect("a path")))]);
    limited.plan().code(2).says(&["Planned without asking", "not allowed to check service/api"]);
    limited.apply().fails(&["not allowed to apply service/api", "hint:"]);
    assert_eq!(limited.state(), ["acme_service.api"]);
    let recorded = limited.recorded("/children").to_string();
    assert!(recorded.contains("serviceaccount/api") && !recorded.contains("\"service/api\""), "{recorded}");
    assert!(!case.objects().is_empty());

    allow(case, "rest", "create,patch,delete", "services");
    limited.apply().ok();
    limited.plan_is_empty();
    limited.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn object_of_somebody_else(case: &Case<'_>) {
    case.with_namespace();
    case.kubectl_here(&["create", "deployment", "api", "--image=somebody/else:1"]);
    case.service(GOOD);
    let id = format!("id = \"{}/api\"", case.namespace);
    case.apply().fails(&["deployment/api belongs to", "import {", "to = acme_service.api", &id]);
    assert!(case.state().is_empty(), "something was recorded that is not ours");
    assert_eq!(case.objects(), Vec::<String>::new(), "something was made beside it");
    let image = ["get", "deployment", "api", "--output=jsonpath={.spec.template.spec.containers[0].image}"];
    assert_eq!(case.kubectl_here(&image), "somebody/else:1");
}

pub(super) fn missing_namespace(case: &Case<'_>) {
    case.service(GOOD);
    let named = format!("namespace `{}` does not exist", case.namespace);
    case.apply()
        .fails(&[&named, "create_namespace = true", "with acme_service.api"])
        .within(Duration::from_secs(30));
    assert!(case.state().is_empty());
}

/// A port on which nothing listens.
fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

pub(super) fn unreachable_cluster(case: &Case<'_>) {
    let nowhere = format!(
        "provider \"acme\" {{\n  kubernetes  = {{ host = \"https://127.0.0.1:{}\", token = \"t\" }}\n  max_retries = 1\n}}",
        closed_port()
    );
    case.write(&nowhere, &service(GOOD));
    case.plan().code(2).says(&["Planned without asking", "cannot be reached"]).within(SOON);
    case.apply().fails(&["cannot be reached", "127.0.0.1", "hint:"]).within(SOON);
    assert!(case.state().is_empty());

    // What is recorded can be planned, with a warning that says what was not looked at.
    case.with_namespace().service(GOOD).apply().ok();
    let nowhere = format!("http://127.0.0.1:{}", closed_port());
    let cut_off = case.with_env(&[("AWS_ENDPOINT_URL", Some(&nowhere))]);
    cut_off.plan().ok().says(&["Planned from state", "cannot be reached"]).within(SOON);
    cut_off.service(&GOOD.replace("1.4.2", "1.4.3"));
    cut_off.plan().code(2).says(&["Planned from state", "1.4.3"]);
    cut_off.apply().fails(&["cannot be reached", "hint:"]).within(SOON);
    case.plan_is_empty();
    case.destroy().ok();
}

pub(super) fn bad_credentials(case: &Case<'_>) {
    let host =
        case.kubectl(&["config", "view", "--minify", "--output=jsonpath={.clusters[0].cluster.server}"]);
    let provider = |token: &str| {
        format!(
            "provider \"acme\" {{\n  kubernetes = {{\n    host = \"{host}\"\n    token = \"{token}\"\n    \
             cluster_ca_certificate = file(\"{}\")\n  }}\n}}",
            sandbox().dir().join("kubernetes/ca.crt").display()
        )
    };
    case.with_namespace().write(&provider("wrong-token-wrong"), &service(GOOD));
    let said = case.apply().fails(&["does not accept the credentials", "hint:"]).within(SOON);
    said.says_nothing_of(&["wrong-token-wrong"]);
    assert!(case.state().is_empty());

    // An EKS cluster refuses the token of somebody whom its AWS does not know.
    case.service(GOOD);
    let nobody =
        [("AWS_ACCESS_KEY_ID", Some("AKIAUNKNOWN")), ("AWS_SECRET_ACCESS_KEY", Some("not-the-secret-key"))];
    let case = case.with_env(&nobody);
    case.apply().code(1).says(&["hint:"]).says_nothing_of(&["not-the-secret-key"]).within(SOON);
    assert!(case.state().is_empty());
}

pub(super) fn credentials_without_permission(case: &Case<'_>) {
    let nobody = sandbox().unprivileged_kubeconfig();
    let nobody = nobody.to_str().expect("a path");
    case.with_namespace().write("provider \"acme\" {}", &service(GOOD));
    let case = case.with_env(&[("KUBECONFIG", Some(nobody))]);
    case.apply().fails(&["not allowed to", "permission"]).within(SOON);
    assert!(case.state().is_empty());
}

pub(super) fn cluster_that_does_not_exist(case: &Case<'_>) {
    case.write(&ON_EKS.replace("production", "nowhere"), &service(GOOD));
    case.apply().fails(&["EKS cluster `nowhere` does not exist in eu-west-1", "hint:"]).within(SOON);
    assert!(case.state().is_empty());
    case.plan().code(2).says(&["Planned without asking", "does not exist"]);
}
