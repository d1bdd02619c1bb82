//! From an error of a room to what the user reads: which resource, what happened, why, what to do, at which attribute.
//! The only place where the three are put together; matches on error variants, never on message text.

use std::fmt;

use acme_children::{ChildId, CloudError, ReconcileError, Taken};
use acme_schema::{Diagnostic, Diagnostics, Path, Value};

/// The resource or data source that a message is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    type_name: String,
    id: String,
    name: String,
    import_id: String,
}

impl Subject {
    /// The one with this configuration, plan or state.
    pub(super) fn new(type_name: &str, value: &Value) -> Self {
        let text = |name| value.attribute(name).and_then(Value::as_str);
        let name = text("name").unwrap_or("?").to_owned();
        let id = text("id").map_or_else(|| name.clone(), str::to_owned);
        let import_id = text("cluster").map_or_else(|| id.clone(), |cluster| format!("{cluster}/{id}"));
        Self { type_name: type_name.to_owned(), id, name, import_id }
    }

    /// The one with this id.
    pub(super) fn named(type_name: &str, id: &str) -> Self {
        let name = id.rsplit('/').next().unwrap_or(id).to_owned();
        Self { type_name: type_name.to_owned(), id: id.to_owned(), name, import_id: id.to_owned() }
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

/// What an apply was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Create,
    Update,
}

/// What stopped a reconciliation.
pub(super) fn reconcile(error: &ReconcileError, subject: &Subject, change: Change) -> Diagnostic {
    match (error, change) {
        (ReconcileError::Taken(taken), change) => self::taken(taken, subject, change),
        (ReconcileError::Fixed(obstacles), _) => fixed(subject, obstacles),
        (ReconcileError::Cloud(error), Change::Create) => cloud(error, subject),
        (ReconcileError::Cloud(error), Change::Update) => {
            cloud(error, subject).hint("what exists is recorded; apply again to go on from here")
        }
    }
}

fn taken(taken: &[Taken], subject: &Subject, change: Change) -> Diagnostic {
    let verb = match change {
        Change::Create => "created",
        Change::Update => "changed",
    };
    let mut diagnostic =
        Diagnostic::error(format!("{subject} cannot be {verb}: objects with its names exist"));
    for Taken { id, holder, obstacle } in taken {
        diagnostic = diagnostic.detail(format!("{id} belongs to {holder}"));
        if let Some(obstacle) = obstacle {
            diagnostic =
                diagnostic.detail(format!("{obstacle}: it must be deleted before it can be taken over"));
        }
    }
    match change {
        Change::Update => diagnostic.hint("nothing was changed; delete them, or leave out what needs them"),
        Change::Create => diagnostic
            .hint("nothing was changed; choose another name, delete the objects, or adopt the whole service with")
            .detail(format!(
                "import {{\n  to = {}.{} # the address of this resource\n  id = \"{}\"\n}}",
                subject.type_name, subject.name, subject.import_id
            ))
            .at(Path::of("name")),
    }
}

/// Objects that can never become what is desired.
pub(super) fn fixed(subject: &Subject, obstacles: &[String]) -> Diagnostic {
    lines(Diagnostic::error(format!("{subject} cannot take over what is there")), obstacles).hint(
        "nothing was changed; create the service under another name, move its users there, then delete the old objects",
    )
}

/// Goes on about a create that failed with something made.
pub(super) fn tainted(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.hint(
        "what exists is recorded, and tainted: the next apply replaces it. To go on from here instead, run \
         `terraform untaint` with the address of this resource, then apply",
    )
}

/// Objects that a removal left alone.
pub(super) fn spared(spared: &[Taken], subject: &Subject) -> Option<Diagnostic> {
    let holders: Vec<_> = spared.iter().map(|s| format!("{} belongs to {}", s.id, s.holder)).collect();
    let warning =
        || Diagnostic::warning(format!("{subject} is removed; objects of others in its place stay"));
    (!holders.is_empty()).then(|| lines(warning(), &holders))
}

/// Objects that an import left alone.
pub(super) fn left_alone(ids: &[&ChildId], subject: &Subject) -> Option<Diagnostic> {
    let names: Vec<_> = ids.iter().map(ToString::to_string).collect();
    let warning = || Diagnostic::warning(format!("{subject} is imported without {}", names.join(", ")));
    (!ids.is_empty()).then(|| warning().detail("The resource cannot express them; they stay as they are."))
}

/// A stored state that today's rules refuse: what it consists of is not known, so it stays as it is.
pub(super) fn not_readable(subject: &Subject, why: Diagnostics) -> Diagnostics {
    let warning = Diagnostic::warning(format!("{subject} was not read: its stored state breaks a rule"));
    rules(warning, why).into()
}

/// What is there cannot be written as this resource.
pub(super) fn not_importable(subject: &Subject, why: Diagnostics) -> Diagnostics {
    let error = Diagnostic::error(format!(
        "{subject} cannot be imported: it is built in a way that the resource cannot express"
    ));
    rules(error, why).into()
}

/// Adds the rules that something breaks, a line each.
fn rules(diagnostic: Diagnostic, why: Diagnostics) -> Diagnostic {
    let text = |d: Diagnostic| format!("{}: {}", d.summary, d.detail);
    lines(diagnostic, &why.into_iter().map(text).collect::<Vec<_>>())
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
            lines(failed, chain).hint("raise `timeouts` if it needs longer")
        }
        CloudError::Stopped(_) | CloudError::Other { .. } => failed,
    }
}

fn lines(diagnostic: Diagnostic, chain: &[String]) -> Diagnostic {
    chain.iter().fold(diagnostic, Diagnostic::detail)
}
