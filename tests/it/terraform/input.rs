//! Configurations that cannot be right: an error on the attribute's path, exit code 1, nothing made and nothing recorded.

use super::case::{Case, ON_EKS, service};

const IMAGE: &str = r#"image = { repository = "acme/api", tag = "1.4.2" }"#;

/// Refused by `validate` already, and by `apply` before anything is made.
#[track_caller]
fn refused(case: &Case<'_>, attributes: &str, saying: &[&str]) {
    case.write(ON_EKS, &service(attributes));
    case.run(&["validate"]).fails(saying);
    case.apply().fails(saying);
    assert!(case.state().is_empty());
}

pub(super) fn wrong_types(case: &Case<'_>) {
    refused(case, &format!("{IMAGE}\nreplicas = \"many\""), &["replicas", "a number is required"]);
    refused(case, "image = \"acme/api:1.4.2\"", &["image", "object required"]);
    refused(case, &format!("{IMAGE}\nenv = [\"A=1\"]"), &["env", "map of string required"]);
    refused(case, "replicas = 1", &["argument \"image\" is required"]);
}

pub(super) fn unknown_attributes(case: &Case<'_>) {
    refused(case, &format!("{IMAGE}\nreplica = 2"), &["Unsupported argument", "\"replica\""]);
    refused(case, "image = { repo = \"acme/api\" }", &["image"]);
    refused(case, &format!("{IMAGE}\nid = \"mine\""), &["id"]);
}

pub(super) fn names_that_kubernetes_refuses(case: &Case<'_>) {
    let named = |name: &str| service(IMAGE).replace("\"api\"\n", &format!("\"{name}\"\n"));
    for name in ["Api", "api_1", "-api", "api-", "1api", "", &"a".repeat(51)] {
        case.write(ON_EKS, &named(name));
        case.run(&["validate"]).fails(&["with acme_service.api", "name", "must be a DNS label"]);
        case.apply().fails(&["must be a DNS label"]);
    }
    case.write(ON_EKS, &service(IMAGE).replace("\"NAMESPACE\"", "\"Not_A_Namespace\""));
    case.run(&["validate"]).fails(&["namespace", "must be"]);
    refused(case, &format!("{IMAGE}\nports = {{ HTTP = {{ port = 80 }} }}"), &["ports"]);
    refused(
        case,
        &format!("{IMAGE}\nports = {{ http = {{ port = 0 }} }}"),
        &["ports[\"http\"].port", "1 to 65535"],
    );
    refused(case, "image = { repository = \"Acme/API\", tag = \"1\" }", &["image.repository"]);
    assert!(case.state().is_empty());
}

pub(super) fn rules_between_attributes(case: &Case<'_>) {
    let scaling = "scaling = { min_replicas = 3, max_replicas = 2 }";
    refused(case, &format!("{IMAGE}\n{scaling}"), &["scaling.max_replicas", "at least `min_replicas`"]);
    let both = "replicas = 2\nscaling = { min_replicas = 1, max_replicas = 2 }";
    refused(case, &format!("{IMAGE}\n{both}"), &["exactly one of the two"]);
    refused(case, "image = { repository = \"acme/api\" }", &["exactly one", "digest"]);
    refused(case, &format!("{IMAGE}\nroute = {{ hosts = [\"api.acme.com\"] }}"), &["route", "exposure"]);
}

pub(super) fn wrong_provider_block(case: &Case<'_>) {
    let provider = |body: &str| format!("provider \"acme\" {{ {body} }}");
    let cases = [
        ("max_retries = -1", "max_retries"),
        ("regoin = \"eu-west-1\"", "Unsupported argument"),
        ("kubernetes = { host = \"https://h\", config_path = \"p\" }", "Two ways to reach one cluster"),
        ("kubernetes = { host = \"https://h\", client_key = \"k\" }", "client_certificate"),
        ("kubernetes = { config_path = \"/does/not/exist\" }", "/does/not/exist"),
    ];
    for (body, said) in cases {
        case.write(&provider(body), &service(IMAGE));
        case.apply().fails(&[said]);
        assert!(case.state().is_empty());
    }
    case.write("provider \"acme\" {}", &service(IMAGE));
    case.with_env(&[("KUBECONFIG", None)]).apply().fails(&["no cluster is configured", "hint:"]);
    case.with_env(&[("ACME_OFFLINE", Some("perhaps"))]).apply().fails(&["ACME_OFFLINE"]);
}
