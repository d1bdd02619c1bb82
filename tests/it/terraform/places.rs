//! The ways to a cluster: an EKS cluster by its name, a kubeconfig, settings in the provider block.

use super::case::{Case, ON_EKS, sandbox, service};

const GOOD: &str =
    "image = { repository = \"acme/api\", tag = \"1.4.2\" }\nports = { http = { port = 8080 } }";

/// Applied, planned again, seen in the cluster, gone.
#[track_caller]
fn works(case: &Case<'_>) {
    case.apply().ok();
    case.plan_is_empty();
    let from_outside = case.kubectl_here(&[
        "get",
        "deployment",
        "api",
        "--output=jsonpath={.metadata.managedFields[*].manager}",
    ]);
    assert!(from_outside.contains("terraform-provider-acme"), "{from_outside}");
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn eks_cluster_by_name(case: &Case<'_>) {
    // DescribeCluster and a presigned token: no kubeconfig is there to fall back to.
    case.with_namespace().write(ON_EKS, &service(GOOD));
    let without = [("KUBECONFIG", None), ("HOME", Some("/nonexistent"))];
    works(&case.with_env(&without));
    // The resource's own cluster goes before the provider's.
    let own = service(GOOD).replace("name = \"api\"", "name = \"api\"\n  cluster = \"production\"");
    case.write(&ON_EKS.replace("production", "another"), &own);
    works(&case.with_env(&without));
}

pub(super) fn kubeconfig(case: &Case<'_>) {
    // No AWS at all.
    case.with_namespace().write("provider \"acme\" {}", &service(GOOD));
    let nothing = [("AWS_ACCESS_KEY_ID", None), ("AWS_ENDPOINT_URL", Some("http://127.0.0.1:9"))];
    works(&case.with_env(&nothing));
    let path = sandbox().kubeconfig();
    let block =
        format!("provider \"acme\" {{\n  kubernetes = {{ config_path = \"{}\" }}\n}}", path.display());
    case.write(&block, &service(GOOD));
    works(&case.with_env(&[("KUBECONFIG", None)]));
}

pub(super) fn explicit_kubernetes_settings(case: &Case<'_>) {
    let config = |path: &str| {
        case.kubectl(&["config", "view", "--raw", "--minify", &format!("--output=jsonpath={{{path}}}")])
    };
    let block = format!(
        "provider \"acme\" {{\n  kubernetes = {{\n    host = \"{}\"\n    cluster_ca_certificate = base64decode(\"{}\")\n    \
         client_certificate = base64decode(\"{}\")\n    client_key = base64decode(\"{}\")\n  }}\n}}",
        config(".clusters[0].cluster.server"),
        config(".clusters[0].cluster.certificate-authority-data"),
        config(".users[0].user.client-certificate-data"),
        config(".users[0].user.client-key-data"),
    );
    case.with_namespace().write(&block, &service(GOOD));
    works(&case.with_env(&[("KUBECONFIG", None)]));
}
