//! Which setting decides, and what becomes of it.

use std::fs;

use super::*;

const FILE: &str = r#"
apiVersion: v1
kind: Config
current-context: one
clusters:
- {name: a, cluster: {server: "https://a.example:6443"}}
- {name: b, cluster: {server: "https://b.example:6443"}}
contexts:
- {name: one, context: {cluster: a, user: u}}
- {name: two, context: {cluster: b, user: u}}
users:
- {name: u, user: {token: hunter2}}
"#;

fn settings(kubernetes: Option<Kubernetes>, kubeconfig: Option<&str>) -> Settings {
    Settings {
        kubernetes,
        kubeconfig: kubeconfig.map(str::to_owned),
        user_agent: "terraform-provider-acme/1.0.0".into(),
        ..Settings::default()
    }
}

async fn url(settings: &Settings) -> Result<String, Unusable> {
    Ok(configured(settings).await?.cluster_url.to_string())
}

#[tokio::test(flavor = "current_thread")]
async fn an_address_wins_over_a_file_and_a_file_over_the_environment() {
    let folder = std::env::temp_dir().join(format!("acme-cloud-config-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("config");
    fs::write(&file, FILE).unwrap();
    let path = file.to_str().unwrap();
    let missing = folder.join("missing");
    let list = std::env::join_paths([&missing, &file]).unwrap().into_string().unwrap();

    let by_host = Kubernetes { host: Some("10.0.0.1:6443".into()), ..Kubernetes::default() };
    let by_path = Kubernetes { config_path: Some(path.into()), ..Kubernetes::default() };
    let by_context = Kubernetes { config_context: Some("two".into()), ..Kubernetes::default() };
    let by_absent_context = Kubernetes { config_context: Some("three".into()), ..Kubernetes::default() };
    let empty = Kubernetes { host: Some(String::new()), ..Kubernetes::default() };
    let a = || Ok("https://a.example:6443/".to_owned());

    assert_eq!(url(&settings(Some(by_host), Some(path))).await, Ok("https://10.0.0.1:6443/".into()));
    assert_eq!(url(&settings(Some(by_path), None)).await, a());
    assert_eq!(url(&settings(Some(by_context), Some(path))).await, Ok("https://b.example:6443/".into()));
    assert_eq!(url(&settings(Some(empty), Some(path))).await, a());
    assert_eq!(url(&settings(None, Some(&list))).await, a(), "files of a list may be missing");
    assert_eq!(url(&settings(None, Some(""))).await, Err(Unusable::NoCluster));
    assert_eq!(url(&settings(None, None)).await, Err(Unusable::NoCluster));
    let Err(Unusable::Settings(text)) = url(&settings(Some(by_absent_context), Some(path))).await else {
        panic!()
    };
    assert!(text.contains("three"), "{text}");
    let Err(Unusable::Settings(text)) = url(&settings(None, missing.to_str())).await else { panic!() };
    assert!(text.contains("missing"), "{text}");
    fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn a_file_that_cannot_be_read_is_told_by_place_not_by_content() {
    let file = std::env::temp_dir().join(format!("acme-cloud-secret-{}", std::process::id()));
    fs::write(&file, "users:\n- name: u\n  user: {token: [hunter2]}\n").unwrap();
    let path = file.to_str().unwrap();
    let expected = format!("`{path}`: it is not a kubeconfig: see line 3, column 17");
    assert_eq!(url(&settings(None, Some(path))).await, Err(Unusable::Settings(expected)));
    fs::remove_file(&file).unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn calls_are_limited_and_named_here() {
    let kubernetes = Kubernetes { host: Some("https://10.0.0.1".into()), ..Kubernetes::default() };
    let config = configured(&settings(Some(kubernetes), None)).await.unwrap();
    assert_eq!(config.connect_timeout, Some(Duration::from_secs(10)));
    assert_eq!(config.read_timeout, None);
    assert!(!config.default_retry);
    assert_eq!(config.headers, [(USER_AGENT, HeaderValue::from_static("terraform-provider-acme/1.0.0"))]);
}

#[tokio::test(flavor = "current_thread")]
async fn an_eks_cluster_has_no_credentials_in_its_configuration() {
    let described = Described {
        endpoint: "https://x.eks.amazonaws.com".into(),
        certificate_authority: STANDARD.encode(""),
    };
    let config = eks(&described, &settings(None, None)).await.unwrap();
    assert_eq!(config.cluster_url, "https://x.eks.amazonaws.com/");
    assert!(config.auth_info.token.is_none() && config.auth_info.exec.is_none());
}
