//! From an error of a room to what the user reads: which resource, what happened, why, what to do, at which attribute.
//! The only place where the three are put together; matches on error variants, never on message text.

use std::fmt;

use acme_children::{CloudError, ReconcileError};
use acme_schema::{Diagnostic, Path, Value};

/// The resource or data source that a message is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    type_name: String,
    id: String,
}

impl Subject {
    /// The one with this configuration, plan or state.
    pub(super) fn new(type_name: &str, value: &Value) -> Self {
        let text = |name| value.attribute(name).and_then(Value::as_str);
        let id = text("id").map_or_else(|| text("name").unwrap_or("?").to_owned(), str::to_owned);
        Self { type_name: type_name.to_owned(), id }
    }

    /// The one with this id.
    pub(super) fn named(type_name: &str, id: &str) -> Self {
        Self { type_name: type_name.to_owned(), id: id.to_owned() }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.type_name, self.id)
    }
}

/// One warning for a whole run in which the cluster could not be asked.
pub(super) fn not_refreshed(why: &str) -> Diagnostic {
    Diagnostic::warning(format!("Planned from state: {why}"))
        .detail("What is in the cluster now was not read; changes made there are not shown.")
}

/// What stopped a reconciliation.
pub(super) fn reconcile(error: &ReconcileError, subject: &Subject) -> Diagnostic {
    let taken = match error {
        ReconcileError::Cloud(error) => return cloud(error, subject),
        ReconcileError::Taken(taken) => taken,
    };
    let mut diagnostic =
        Diagnostic::error(format!("{subject} cannot be created: objects with its names exist"));
    for taken in taken {
        diagnostic = diagnostic.detail(format!("{} belongs to {}", taken.id, taken.holder));
    }
    let name = subject.id.rsplit('/').next().unwrap_or_default();
    diagnostic
        .hint("nothing was changed; choose another name, remove the objects, or adopt them with")
        .detail(format!("import {{\n  to = {}.{name}\n  id = \"{}\"\n}}", subject.type_name, subject.id))
        .at(Path::of("name"))
}

/// What went wrong behind the port.
pub(super) fn cloud(error: &CloudError, subject: &Subject) -> Diagnostic {
    let failed = Diagnostic::error(format!("{subject}: {error}"));
    let failed = match std::error::Error::source(error) {
        Some(cause) => failed.because(cause),
        None => failed,
    };
    match error {
        CloudError::NoCluster => failed
            .hint(
                "name an EKS cluster with `cluster`, here or in the provider block; or give the provider block \
                 `kubernetes`; or point KUBECONFIG to a kubeconfig file",
            )
            .at(Path::of("cluster")),
        CloudError::Settings { .. } => failed.hint("check `kubernetes` in the provider block, or KUBECONFIG"),
        CloudError::ClusterNotFound { .. } => failed
            .hint("check the name, the provider's `region` and the account that its credentials belong to")
            .at(Path::of("cluster")),
        CloudError::Unreachable { .. } => failed.hint(
            "check that the endpoint is right and reachable from here (VPN, proxy, private API endpoint); nothing was \
             recorded that does not exist",
        ),
        CloudError::Unauthorized { .. } => {
            failed.hint("check the credentials, that they have not expired, and that the cluster has an access entry for them")
        }
        CloudError::Forbidden { .. } => {
            failed.hint("the credentials are accepted but lack a permission: extend the role or the access entry")
        }
        CloudError::NamespaceNotFound(_) => failed
            .hint("set `create_namespace = true`, or create the namespace first")
            .at(Path::of("namespace")),
        CloudError::Refused { .. } => {
            failed.hint("the API server's answer says which field or policy; nothing of this object was changed")
        }
        CloudError::Failed { chain, hint, .. } => lines(failed, chain).hint(hint),
        CloudError::TimedOut { chain, .. } => {
            lines(failed, chain).hint("raise `timeouts` if it needs longer; apply again to go on from here")
        }
        CloudError::Stopped(_) => failed.hint("what exists is recorded; apply again to go on from here"),
        CloudError::Other { .. } => failed,
    }
}

fn lines(diagnostic: Diagnostic, chain: &[String]) -> Diagnostic {
    chain.iter().fold(diagnostic, Diagnostic::detail)
}
