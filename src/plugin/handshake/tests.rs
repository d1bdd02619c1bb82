//! What a start leads to, and the line.

use std::collections::BTreeMap;

use super::*;
use crate::tls::Identity;

fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// What follows from an argument and the usual environment with changes: an empty value takes a variable away.
fn decided(argument: &str, certificate: &str, changes: &[(&str, &str)]) -> Result<Start, Refusal> {
    let usual = [COOKIE, ("PLUGIN_PROTOCOL_VERSIONS", "5,6"), ("PLUGIN_CLIENT_CERT", certificate)];
    let mut variables = BTreeMap::from(usual);
    variables.extend(changes.iter().copied());
    variables.retain(|_, value| !value.is_empty());
    let arguments: Vec<String> = argument.split_whitespace().map(ToOwned::to_owned).collect();
    decide(&arguments, &|name| variables.get(name).map(|value| (*value).to_owned()))
}

#[test]
fn a_client_is_served() {
    let client = Identity::generate().unwrap().certificate;
    let pem = pem(&client);
    let check = |changes: &[(&str, &str)], place: Place| {
        assert_eq!(decided("", &pem, changes), Ok(Start::Plugin { client: client.clone(), place }));
    };
    check(&[], Place::Unix(None));
    check(&[("PLUGIN_PROTOCOL_VERSIONS", "6,5")], Place::Unix(None));
    check(&[("PLUGIN_PROTOCOL_VERSIONS", "6")], Place::Unix(None));
    check(&[("PLUGIN_PROTOCOL_VERSIONS", "")], Place::Unix(None));
    check(&[("PLUGIN_UNIX_SOCKET_DIR", "/run/x")], Place::Unix(Some(PathBuf::from("/run/x"))));
    check(&[("ACME_PLUGIN_NETWORK", "tcp")], Place::Tcp(10_000..=25_000));
    let ports = [("ACME_PLUGIN_NETWORK", "tcp"), ("PLUGIN_MIN_PORT", "4000"), ("PLUGIN_MAX_PORT", "4001")];
    check(&ports, Place::Tcp(4000..=4001));
}

#[test]
fn a_client_that_is_too_old_or_shows_nothing_is_refused() {
    let pem = pem(&Identity::generate().unwrap().certificate);
    let check = |certificate: &str, changes: &[(&str, &str)], refusal: Refusal| {
        assert_eq!(decided("", certificate, changes), Err(refusal));
    };
    check(&pem, &[("PLUGIN_PROTOCOL_VERSIONS", "4,5")], Refusal::Protocol("4,5".to_owned()));
    check(&pem, &[("PLUGIN_PROTOCOL_VERSIONS", "66")], Refusal::Protocol("66".to_owned()));
    check(&pem, &[("PLUGIN_CLIENT_CERT", "")], Refusal::NoCertificate);
    check("rubbish", &[], Refusal::BadCertificate);
}

#[test]
fn a_person_is_told() {
    let check = |argument: &str, changes: &[(&str, &str)], start: Start| {
        assert_eq!(decided(argument, "", changes), Ok(start));
    };
    check("", &[(COOKIE.0, "")], Start::ByHand);
    check("", &[(COOKIE.0, "wrong")], Start::ByHand);
    check("--help", &[], Start::ByHand);
    check("--version", &[], Start::Version);
    check("-version", &[], Start::Version);
    check("--debug", &[(COOKIE.0, "")], Start::Debug(Place::Unix(None)));
}

#[test]
fn the_line_has_six_parts() {
    let address = Address { network: "unix", text: "/tmp/plugin-1/socket".to_owned() };
    let certificate = CertificateDer::from([1_u8, 2, 3, 4].as_slice());
    assert_eq!(line(&address, &certificate), "1|6|unix|/tmp/plugin-1/socket|grpc|AQIDBA\n");
}
