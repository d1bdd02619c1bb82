//! Settings may be logged.

use super::*;

#[test]
fn debug_prints_no_secret() {
    let kubernetes = Kubernetes {
        host: Some("https://u:hunter1@10.0.0.1".into()),
        cluster_ca_certificate: Some("PEM-CA".into()),
        token: Some("hunter2".into()),
        client_certificate: Some("hunter3".into()),
        client_key: Some("hunter4".into()),
        ..Kubernetes::default()
    };
    let text = format!("{:?}", Settings { kubernetes: Some(kubernetes), ..Settings::default() });
    assert!(text.contains("https://10.0.0.1"), "{text}");
    assert!(text.contains("(sensitive)"), "{text}");
    assert!(!text.contains("hunter") && !text.contains("PEM"), "{text}");
}
