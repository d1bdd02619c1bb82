//! Without mutual TLS nothing is served: whoever reaches the socket could use the provider's credentials.

use super::session::by_hand;

const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

#[test]
fn a_client_without_a_certificate_is_refused() {
    for certificate in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n"] {
        let output =
            by_hand(&[], &[COOKIE, ("PLUGIN_PROTOCOL_VERSIONS", "6"), ("PLUGIN_CLIENT_CERT", certificate)]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1));
        assert!(said.contains("PLUGIN_CLIENT_CERT"), "{said}");
        assert!(!String::from_utf8_lossy(&output.stdout).starts_with("1|"), "it listens all the same");
    }
}
