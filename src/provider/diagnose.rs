//! From an error of a room to what the user reads: which resource, what happened, why, what to do, at which attribute.
//! The only place where the three are put together; matches on error variants, never on message text.

use std::fmt;

use acme_children::{ChildId, Children, CloudError, Observed, ReconcileError, Taken};
use acme_resources::Impact;
use acme_schema::{Diagnostic, Diagnostics, Path, Severity, Value};

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
        let name = text("name").or_else(|| text("vault_name")).unwrap_or("?").to_owned();
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
        .detail("What is there now was not read; changes made there are not shown.")
}

/// Children in regions that do not answer.
pub(super) fn not_looked_at(observed: &Children<Observed>, subject: &Subject) -> Option<Diagnostic> {
    let unseen = observed.iter().filter(|(_, found)| found.live.is_null());
    let names: Vec<_> = unseen.map(|(id, _)| id.to_string()).collect();
    (!names.is_empty()).then(|| {
        Diagnostic::warning(format!("{subject}: {} could not be looked at", names.join(", ")))
            .detail("The region does not answer. What state records of it is planned with.")
    })
}

/// One warning for a whole run whose plans could not be checked by the cluster.
pub(super) fn not_checked(why: &CloudError) -> Diagnostic {
    Diagnostic::warning("Planned without asking whether the changes would be accepted")
        .because(why)
        .detail("Quota, admission rules and invalid values show at apply.")
}

/// One warning for a whole run in which something that plans depend on could not be looked up.
pub(super) fn not_looked_up(why: &CloudError) -> Diagnostic {
    Diagnostic::warning("Planned with what was known before: not everything could be looked up")
        .because(why)
        .detail("A secret that was rotated since shows in a later plan.")
}

/// A warning that objects of others stand where children are to be made.
pub(super) fn would_be_taken(taken: &[Taken], subject: &Subject, change: Change) -> Option<Diagnostic> {
    let warning = || {
        held(
            Diagnostic::warning(format!(
                "{subject} cannot be applied as long as others have objects with its names"
            )),
            taken,
        )
    };
    (!taken.is_empty()).then(|| match change {
        Change::Create => warning().hint(adoption(subject)).at(Path::of("name")),
        Change::Update => warning().hint("delete them, or leave out what needs them"),
    })
}

/// A change that needs a new resource in the place of the old one.
pub(super) fn replaced(impact: &Impact, subject: &Subject) -> Diagnostic {
    let warning = Diagnostic::warning(format!("{subject} will be replaced")).detail(format!(
        "impact: {}: {}. There is no answer from the destroy of the old one until the new one is ready.",
        impact.level.as_str(),
        impact.reason
    ));
    match &impact.path {
        Some(path) => warning.at(path.clone()),
        None => warning,
    }
}

/// A quota that has no room for one more pod beside those that are there.
pub(super) fn may_lack_room(id: &ChildId, why: &CloudError, subject: &Subject) -> Diagnostic {
    Diagnostic::warning(format!("{subject}: the namespace's quota may leave no room for new pods of {id}"))
        .because(why)
        .hint("raise the quota, or let old pods go first: `rollout = { max_surge = \"0\", max_unavailable = \"1\" }`")
}

/// Goes on about an update that is done, but for the removal of what it does not need any more.
pub(super) fn not_cleared(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic
        .detail("the change itself is done: everything that is to run is ready")
        .hint("what is left is recorded; apply again to remove it")
}

/// Goes on about a failed update that is left as far as it came.
pub(super) fn to_be_continued(diagnostic: Diagnostic, failure: &ReconcileError) -> Diagnostic {
    match failure {
        ReconcileError::Cloud(_) => {
            diagnostic.hint("what exists is recorded; apply again to go on from here")
        }
        ReconcileError::Taken(_) | ReconcileError::Fixed(_) => diagnostic,
    }
}

/// Goes on about a failed update: what ran before runs again, or why not.
pub(super) fn rolled_back(diagnostic: Diagnostic, failure: Option<&ReconcileError>) -> Diagnostic {
    match failure {
        None => diagnostic.detail(
            "rolled back: what ran before the change runs, and is ready; the next plan shows the change again",
        ),
        Some(error) => lines(diagnostic.detail("the rollback failed, too:").because(error), chain_of(error)),
    }
}

fn chain_of(error: &ReconcileError) -> &[String] {
    match error {
        ReconcileError::Cloud(CloudError::Failed { chain, .. } | CloudError::TimedOut { chain, .. }) => chain,
        ReconcileError::Cloud(_) | ReconcileError::Taken(_) | ReconcileError::Fixed(_) => &[],
    }
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
        (ReconcileError::Cloud(error), _) => cloud(error, subject),
    }
}

fn taken(taken: &[Taken], subject: &Subject, change: Change) -> Diagnostic {
    let verb = match change {
        Change::Create => "created",
        Change::Update => "changed",
    };
    let mut diagnostic =
        Diagnostic::error(format!("{subject} cannot be {verb}: objects with its names exist"));
    diagnostic = held(diagnostic, taken);
    match change {
        Change::Update => diagnostic.hint("nothing was changed; delete them, or leave out what needs them"),
        Change::Create => {
            diagnostic.hint(format!("nothing was changed; {}", adoption(subject))).at(Path::of("name"))
        }
    }
}

/// Who has what, and why it cannot be taken over where it cannot.
fn held(diagnostic: Diagnostic, taken: &[Taken]) -> Diagnostic {
    taken.iter().fold(diagnostic, |diagnostic, Taken { id, holder, obstacle }| {
        let diagnostic = diagnostic.detail(format!("{id} belongs to {holder}"));
        match obstacle {
            Some(obstacle) => {
                diagnostic.detail(format!("{obstacle}: it must be deleted before it can be taken over"))
            }
            None => diagnostic,
        }
    })
}

fn adoption(subject: &Subject) -> String {
    format!(
        "choose another name, delete the objects, or adopt all of it with\nimport {{\n  to = {}.{} # the address of this resource\n  id = \"{}\"\n}}",
        subject.type_name, subject.name, subject.import_id
    )
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

/// A create that has done everything but take a backup.
pub(super) fn not_backed_up(failure: &ReconcileError, subject: &Subject) -> Diagnostic {
    let failed = reconcile(failure, subject, Change::Create);
    Diagnostic { severity: Severity::Warning, ..failed }
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
        CloudError::NoDatabase { .. } => failed.hint(
            "check its name, the provider's `region` and the account that its credentials belong to; a database in another region \
             goes by its ARN",
        ),
        CloudError::OverQuota { .. } => {
            failed.hint("the namespace's resource quota leaves no room: raise it, or ask for less")
        }
        CloudError::Refused { .. } => {
            failed.hint("the answer says what is wrong with it; nothing of this object was changed")
        }
        CloudError::Secret { .. } => failed.hint(
            "check the secret's name, region and keys, and that the credentials may read it (secretsmanager:DescribeSecret, \
             secretsmanager:GetSecretValue, and kms:Decrypt of its key)",
        ),
        CloudError::Failed { chain, hint, .. } => lines(failed, chain).hint(hint),
        CloudError::TimedOut { chain, .. } => {
            lines(failed, chain).hint("see above what it waits for; raise `timeouts` if it only needs longer")
        }
        CloudError::Stopped(_) | CloudError::Other { .. } => failed,
    }
}

fn lines(diagnostic: Diagnostic, chain: &[String]) -> Diagnostic {
    chain.iter().fold(diagnostic, Diagnostic::detail)
}
