//! Faults as a scenario writes them: `fail OPERATION CHILD KIND [TEXT]`, with `-` for any child.

use std::io;

use acme_children::fake::Operation;
use acme_children::{Cause, ChildId, CloudError};

/// A scripted fault.
pub(super) struct Fault {
    pub(super) operation: Operation,
    pub(super) id: Option<ChildId>,
    pub(super) error: CloudError,
}

impl Fault {
    pub(super) fn parse(words: &str, namespace: &str) -> Self {
        let mut words = words.splitn(4, ' ');
        let mut next =
            |what: &str| words.next().unwrap_or_else(|| panic!("`fail` lacks its {what}")).to_owned();
        let operation = match next("operation").as_str() {
            "observe" => Operation::Observe,
            "apply" => Operation::Apply,
            "delete" => Operation::Delete,
            "ready" => Operation::Ready,
            "check" => Operation::Check,
            "secret" => Operation::Secret,
            other => panic!("`{other}` is no operation"),
        };
        let id = match next("child").as_str() {
            "-" => None,
            id => Some(id.parse::<ChildId>().expect("a child")),
        };
        let kind = next("kind");
        let text = words.next().unwrap_or_default();
        let error = error(&kind, id.as_ref(), text, namespace);
        Self { operation, id, error }
    }
}

fn error(kind: &str, id: Option<&ChildId>, text: &str, namespace: &str) -> CloudError {
    let child = || id.cloned().expect("this fault names its child");
    let object = || id.map_or_else(|| "the cluster".to_owned(), ToString::to_string);
    let source = || Cause::from(io::Error::other(text.to_owned()));
    let endpoint = "https://cluster.example".to_owned();
    match kind {
        "no-cluster" => CloudError::NoCluster,
        "settings" => CloudError::Settings { cluster: "the cluster".to_owned(), source: source() },
        "no-such-cluster" => {
            CloudError::ClusterNotFound { name: text.to_owned(), region: "eu-west-1".to_owned() }
        }
        "unreachable" => CloudError::Unreachable { endpoint, source: source() },
        "unauthorized" => CloudError::Unauthorized { endpoint, source: source() },
        "forbidden" => CloudError::Forbidden { verb: "apply", object: object(), source: source() },
        "no-namespace" => CloudError::NamespaceNotFound(namespace.to_owned()),
        "no-secret" => {
            CloudError::Secret { secret_arn: "arn:aws:secretsmanager:…".to_owned(), source: source() }
        }
        "over-quota" => CloudError::OverQuota { id: child(), source: source() },
        "refused" => CloudError::Refused { id: child(), source: source() },
        "failed" => CloudError::Failed {
            id: child(),
            reason: text.to_owned(),
            chain: Vec::from([format!("pod api-1: container api: {text}")]),
            hint: "look at the image".to_owned(),
        },
        "timed-out" => CloudError::TimedOut {
            id: child(),
            what: "ready",
            seconds: 600,
            chain: Vec::from(["1 of 2 ready".to_owned()]),
        },
        "stopped" => CloudError::Stopped(format!("waiting for {}", object())),
        "other" => CloudError::Other { verb: "apply", object: object(), source: source() },
        other => panic!("`{other}` is no kind of fault"),
    }
}
