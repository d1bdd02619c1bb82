//! The API server's answers, and what the user is told.

use acme_children::{Cluster, Kind};
use serde_json::json;

use super::*;

fn status(code: u16, reason: &str, message: &str, details: &Value) -> Failure {
    let body = json!({ "kind": "Status", "status": "Failure", "code": code, "reason": reason, "message": message,
                       "details": details });
    Failure::Answer(Answer::read(code, body.to_string().as_bytes(), None))
}

fn told(failure: &Failure, verb: Verb) -> String {
    let place = Place { cluster: Cluster::Configured, namespace: "product".into() };
    let id = ChildId::new(Kind::Deployment, "api");
    let target = Target::Child(&id);
    let error = explain(failure, Attempt { endpoint: "https://10.0.0.1", verb, place: &place, target });
    let class = format!("{error:?}");
    format!("{}: {}", class.split([' ', '(']).next().unwrap(), flatten(&error))
}

#[test]
fn answers_become_errors_of_the_port() {
    let none = Value::Null;
    let check = |failure: Failure, expected: &str| assert_eq!(told(&failure, Verb::Apply), expected);
    check(
        status(401, "Unauthorized", "Unauthorized", &none),
        "Unauthorized: https://10.0.0.1 does not accept the credentials: Unauthorized",
    );
    check(
        status(404, "NotFound", "namespaces \"product\" not found", &json!({ "kind": "namespaces" })),
        "NamespaceNotFound: namespace `product` does not exist",
    );
    let forbidden = "deployments.apps \"api\" is forbidden: User \"ci\" cannot patch resource \"deployments\" in API \
                     group \"apps\" in the namespace \"product\"";
    check(
        status(403, "Forbidden", forbidden, &none),
        &format!("Forbidden: not allowed to apply deployment/api in namespace `product`: {forbidden}"),
    );
    let anonymous = "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\"";
    check(
        status(403, "Forbidden", anonymous, &none),
        &format!("Unauthorized: https://10.0.0.1 does not accept the credentials: {anonymous}"),
    );
    let quota = "deployments.apps \"api\" is forbidden: exceeded quota: compute";
    check(status(403, "Forbidden", quota, &none), &format!("OverQuota: deployment/api was refused: {quota}"));
    let webhook = "admission webhook \"policy.acme.com\" denied the request: no :latest";
    check(
        status(400, "BadRequest", webhook, &none),
        &format!("Refused: deployment/api was refused: {webhook}"),
    );
    check(
        status(422, "Invalid", "spec.replicas: must be at least 0", &none),
        "Refused: deployment/api was refused: spec.replicas: must be at least 0",
    );
    check(
        status(500, "", "failed to create typed patch object (x): .dta: field not declared in schema", &none),
        "Refused: deployment/api was refused: failed to create typed patch object (x): .dta: field not declared in \
         schema",
    );
    check(
        status(500, "InternalError", "failed calling webhook \"policy.acme.com\"", &none),
        "Other: failed to apply deployment/api in namespace `product`: failed calling webhook \"policy.acme.com\"",
    );
    check(
        Failure::Broken(Broken::Refused, "connection refused".into()),
        "Unreachable: https://10.0.0.1 cannot be reached: connection refused",
    );
    check(
        Failure::NoToken("no credentials".into()),
        "Unauthorized: https://10.0.0.1 does not accept the credentials: no credentials",
    );
}

#[test]
fn reads_are_never_refused() {
    let forbidden = status(403, "Forbidden", "blocked by policy", &Value::Null);
    assert_eq!(
        told(&forbidden, Verb::Read),
        "Forbidden: not allowed to read deployment/api in namespace `product`: blocked by policy"
    );
}

#[test]
fn an_answer_that_is_no_status_is_quoted() {
    let check =
        |body: &str, expected: &str| assert_eq!(Answer::read(502, body.as_bytes(), None).message, expected);
    check("<html>\n  bad gateway\n</html>", "HTTP status 502: <html> bad gateway </html>");
    check("", "HTTP status 502");
}

#[test]
fn the_server_says_when_to_come_back() {
    let body = json!({ "kind": "Status", "details": { "retryAfterSeconds": 7 } }).to_string();
    let check = |header: Option<u64>, expected| {
        let answer = Answer::read(429, body.as_bytes(), header.map(Duration::from_secs));
        assert_eq!(answer.retry_after, Some(Duration::from_secs(expected)));
    };
    check(None, 7);
    check(Some(2), 2);
}

#[test]
fn broken_connections_have_manners() {
    let check = |kind: io::ErrorKind, expected| {
        let error = kube::Error::Service(Box::new(io::Error::new(kind, "x")));
        assert!(matches!(Failure::of(&error), Failure::Broken(manner, _) if manner == expected), "{kind}");
    };
    check(io::ErrorKind::ConnectionRefused, Broken::Refused);
    check(io::ErrorKind::ConnectionReset, Broken::Reset);
    check(io::ErrorKind::UnexpectedEof, Broken::Reset);
    check(io::ErrorKind::TimedOut, Broken::Final);
    let certificate = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
    let error = kube::Error::Service(Box::new(io::Error::other(io::Error::other(certificate))));
    assert!(matches!(Failure::of(&error), Failure::Broken(Broken::Final, _)));
}

#[test]
fn a_missing_token_is_told_apart() {
    let error = kube::Error::Service(Box::new(NoToken("no credentials".into())));
    assert_eq!(Failure::of(&error), Failure::NoToken("no credentials".into()));
}

#[test]
fn dry_runs_are_told_apart_from_refusals() {
    let none = Value::Null;
    let check = |failure: Failure, expected: &str| assert_eq!(told(&failure, Verb::Check), expected);
    let security =
        "pods \"api-x\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true";
    check(
        status(403, "Forbidden", security, &none),
        &format!("Refused: deployment/api was refused: {security}"),
    );
    let quota =
        "pods \"api-x\" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=4, limited: cpu=4";
    check(status(403, "Forbidden", quota, &none), &format!("OverQuota: deployment/api was refused: {quota}"));
    let policy = "admission webhook \"policy.acme.com\" denied the request: you cannot use :latest";
    check(status(403, "Forbidden", policy, &none), &format!("Refused: deployment/api was refused: {policy}"));
    let rights = "deployments.apps \"api\" is forbidden: User \"ci\" cannot patch resource \"deployments\"";
    check(
        status(403, "Forbidden", rights, &none),
        &format!("Forbidden: not allowed to check deployment/api in namespace `product`: {rights}"),
    );
    // What could not be asked was not refused.
    for (code, text) in [
        (400, "admission webhook \"old.acme.com\" does not support dry run"),
        (403, "pods \"api-x\" is forbidden: status unknown for quota: compute, resources: cpu"),
        (409, "Operation cannot be fulfilled on deployments.apps \"api\""),
    ] {
        check(
            status(code, "", text, &none),
            &format!("Other: failed to check deployment/api in namespace `product`: {text}"),
        );
    }
    let causes =
        json!({ "causes": [{ "reason": "NamespaceTerminating", "message": "it is being terminated" }] });
    let going = "unable to create new content in namespace product because it is being terminated";
    check(status(403, "Forbidden", going, &causes), "NamespaceNotFound: namespace `product` does not exist");
    assert_eq!(
        told(&status(403, "Forbidden", going, &causes), Verb::Apply),
        format!("Refused: deployment/api was refused: {going}")
    );
}

#[test]
fn a_kind_that_the_cluster_does_not_know_is_told() {
    let place = Place { cluster: Cluster::Configured, namespace: "product".into() };
    let id = ChildId::new(Kind::ServiceMonitor, "api");
    let failure = status(404, "NotFound", "the server could not find the requested resource", &Value::Null);
    let check = |verb: Verb, expected: &str| {
        let attempt =
            Attempt { endpoint: "https://10.0.0.1", verb, place: &place, target: Target::Child(&id) };
        assert_eq!(flatten(&explain(&failure, attempt)), expected);
    };
    check(
        Verb::Apply,
        "servicemonitor/api was refused: the cluster does not know ServiceMonitor (monitoring.coreos.com/v1)",
    );
    check(
        Verb::Check,
        "failed to check servicemonitor/api in namespace `product`: the server could not find the requested resource",
    );
}
