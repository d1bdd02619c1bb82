//! No reason repeats a secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kube::config::{KubeConfigOptions, Kubeconfig};

use super::*;

const SECRET: &str = "hunter2";

/// The reason why a kubeconfig with this cluster and user is refused.
async fn refused(cluster: &str, user: &str) -> String {
    let text = format!(
        "current-context: it\n\
         clusters: [{{name: it, cluster: {cluster}}}]\n\
         contexts: [{{name: it, context: {{cluster: it, user: it}}}}]\n\
         users: [{{name: it, user: {user}}}]\n"
    );
    let file = match Kubeconfig::from_yaml(&text) {
        Ok(file) => file,
        Err(error) => return of_kubeconfig(&error),
    };
    let config = match kube::Config::from_custom_kubeconfig(file, &KubeConfigOptions::default()).await {
        Ok(config) => config,
        Err(error) => return of_kubeconfig(&error),
    };
    match kube::client::ClientBuilder::try_from(config) {
        Ok(_) => panic!("{text} is accepted"),
        Err(error) => of_client(&error),
    }
}

#[tokio::test(flavor = "current_thread")]
async fn kubeconfigs() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let server = "{server: 'https://a.example'}";
    let ca = |data: &str| format!("{{server: 'https://a.example', certificate-authority-data: {data}}}");
    let key = "{client-certificate-data: aHVudGVyMg==, client-key-data: aHVudGVyMg==}";
    let pem = STANDARD.encode("-----BEGIN CERTIFICATE-----\nhunter2\n\nAAAA\n-----END CERTIFICATE-----\n");
    let cases = [
        (server.to_owned(), "{token: [hunter2]}", "it is not a kubeconfig: see line 4, column 34"),
        (ca("'hunter2!'"), "{}", "the certificate authority is not base64"),
        (ca(&pem), "{}", "the certificate authority is not PEM"),
        (
            server.to_owned(),
            "{client-certificate-data: 'hunter2!', client-key-data: aHVudGVyMg==}",
            "the client certificate is not base64",
        ),
        (
            server.to_owned(),
            key,
            "the certificate authority, the client certificate or its key cannot be used: each must be PEM",
        ),
        (
            "{server: 'https://a.example', proxy-url: 'ftp://u:hunter2@b.example'}".to_owned(),
            "{}",
            "proxies by `ftp` are not supported",
        ),
    ];
    for (cluster, user, expected) in cases {
        let said = refused(&cluster, user).await;
        assert_eq!(said, expected, "{cluster} {user}");
        assert!(!said.contains(SECRET), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn programs_for_credentials() {
    use std::os::unix::process::ExitStatusExt;
    use std::process::{ExitStatus, Output};

    let output = Output {
        status: ExitStatus::from_raw(256),
        stdout: SECRET.as_bytes().to_vec(),
        stderr: SECRET.as_bytes().to_vec(),
    };
    let error = AuthError::AuthExecRun { cmd: format!("get-token --key {SECRET}"), out: Box::new(output) };
    let error = kube::Error::Auth(error);
    assert_eq!(of_client(&error), "the program for credentials failed: exit status: 1");
    assert!(credentials_error(&error).is_some());
    let other = AuthError::AuthExec(format!("Executing get-token --key {SECRET} failed"));
    assert_eq!(of_credentials(&other), "the kubeconfig's credentials cannot be used");
}
