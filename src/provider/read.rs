//! Reading back: refresh, import and data sources. Tells what is there; never writes to the cloud.

use acme_children::{ChildId, Children, CloudError, Difference, Observed};
use acme_plugin::{ImportResponse, ReadRequest, ReadResponse};
use acme_resources::{DataSource, Expansion, Target, Unexpanded};
use acme_schema::{Diagnostic, Diagnostics, Value};

use super::config::{Connection, Settings};
use super::diagnose::{self, Subject};
use super::lifecycle::{Lifecycle, report};
use super::state;

impl Lifecycle<'_> {
    /// Brings a state up to date: which children are there, and which fields of theirs somebody changed.
    pub async fn read(&self, request: ReadRequest) -> ReadResponse {
        let ReadRequest { state, private } = request;
        let (state, diagnostics) = self.refresh(state).await;
        ReadResponse { state, private, diagnostics }
    }

    async fn refresh(&self, mut state: Value) -> (Value, Diagnostics) {
        let subject = Subject::new(self.resource.type_name(), &state);
        let cloud = match &self.settings.connection {
            Connection::Online(cloud) => cloud,
            // Offline was asked for: no word is needed.
            Connection::Offline => return (state, Diagnostics::new()),
            Connection::Unknown => {
                let warning = self
                    .settings
                    .warn_once(|| diagnose::not_refreshed("the provider block is not known yet"));
                return (state, warning.into_iter().collect());
            }
        };
        let expansion = match self.resource.expand(&state, &self.settings.facts) {
            Ok(expansion) => expansion,
            Err(Unexpanded::Invalid(diagnostics)) => return (state, diagnostics),
            Err(Unexpanded::Unknown) => return (state, Diagnostics::new()),
        };
        let mut ids = expansion.desired.id_set();
        ids.extend(state::inventory(&state).into_keys());
        match cloud.observe(&expansion.place, &ids).await {
            Ok(observed) if is_gone(&observed) => (Value::Null, Diagnostics::new()),
            Ok(observed) => {
                let diagnostics = drift_warning(&observed, &expansion, &subject);
                report(&mut state, &expansion, observed.digests(&expansion.desired));
                (state, diagnostics)
            }
            Err(error) if keeps_planning(&error) => {
                let warning = self
                    .settings
                    .warn_once(|| diagnose::not_refreshed("the cluster does not answer").because(&error));
                (state, warning.into_iter().collect())
            }
            Err(error) => (state, diagnose::cloud(&error, &subject).into()),
        }
    }

    /// Finds the resource of this id in the cluster, ours or somebody else's.
    pub async fn import(&self, id: &str) -> ImportResponse {
        match self.found(id).await {
            Ok(state) => ImportResponse { state, ..ImportResponse::default() },
            Err(diagnostics) => ImportResponse { diagnostics, ..ImportResponse::default() },
        }
    }

    async fn found(&self, id: &str) -> Result<Value, Diagnostics> {
        let subject = Subject::named(self.resource.type_name(), id);
        let target = self.resource.locate(id, &self.settings.facts)?;
        let (target, observed) =
            look(self.settings, target, &subject, |t, o| self.resource.also(t, o)).await?;
        let Some(mut state) = self.resource.recover(&target, &observed) else {
            return Err(Diagnostic::error(format!("{subject} does not exist"))
                .hint(format!(
                    "looked for {} in namespace `{}`",
                    target.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                    target.place.namespace
                ))
                .into());
        };
        let imported = observed.ids().into_iter().filter(|id| !id.kind.is_shared());
        state::record(&mut state, imported.map(|id| (id.to_string(), "imported".to_owned())).collect());
        Ok(state)
    }
}

/// Reads a data source.
pub(super) async fn data_source(
    source: &dyn DataSource,
    settings: &Settings,
    config: Value,
) -> (Value, Diagnostics) {
    let subject = Subject::new(source.type_name(), &config);
    let report = async {
        let target = source.locate(&config, &settings.facts)?;
        let (target, observed) = look(settings, target, &subject, |t, o| source.also(t, o)).await?;
        source.report(&config, &target, &observed)
    };
    match report.await {
        Ok(value) => (value, Diagnostics::new()),
        Err(diagnostics) => (Value::Null, diagnostics),
    }
}

/// Observes a target, and then the children whose names only the first look reveals.
async fn look(
    settings: &Settings,
    mut target: Target,
    subject: &Subject,
    also: impl Fn(&Target, &Children<Observed>) -> Vec<ChildId>,
) -> Result<(Target, Children<Observed>), Diagnostics> {
    let Connection::Online(cloud) = &settings.connection else {
        return Err(Diagnostic::error(format!("{subject} cannot be read offline"))
            .hint("unset `offline` in the provider block and ACME_OFFLINE in the environment")
            .into());
    };
    let failed = |error: CloudError| Diagnostics::from(diagnose::cloud(&error, subject));
    let observed = cloud.observe(&target.place, &target.ids).await.map_err(failed)?;
    let more = also(&target, &observed);
    if more.is_empty() {
        return Ok((target, observed));
    }
    target.ids.extend(more);
    let observed = cloud.observe(&target.place, &target.ids).await.map_err(failed)?;
    Ok((target, observed))
}

/// Nothing of the resource is left; a shared namespace alone does not count.
fn is_gone(observed: &Children<Observed>) -> bool {
    observed.ids().iter().all(|id| id.kind.is_shared())
}

/// Whether a plan may go on from state: the cluster is not there to be asked, rather than refusing to answer.
fn keeps_planning(error: &CloudError) -> bool {
    match error {
        CloudError::NoCluster | CloudError::ClusterNotFound { .. } | CloudError::Unreachable { .. } => true,
        CloudError::Settings { .. }
        | CloudError::Unauthorized { .. }
        | CloudError::Forbidden { .. }
        | CloudError::NamespaceNotFound(_)
        | CloudError::Refused { .. }
        | CloudError::Failed { .. }
        | CloudError::TimedOut { .. }
        | CloudError::Stopped(_)
        | CloudError::Other { .. } => false,
    }
}

/// Names every changed field, child by child, and who changed it.
fn drift_warning(observed: &Children<Observed>, expansion: &Expansion, subject: &Subject) -> Diagnostics {
    let missing =
        expansion.desired.ids().into_iter().filter(|id| observed.get(id).is_none() && !id.kind.is_shared());
    let mut lines: Vec<_> = missing.map(|id| format!("{id}: does not exist any more")).collect();
    for (id, differences) in observed.differences(&expansion.desired) {
        lines.extend(differences.iter().map(|difference| format!("{id}: {}", describe(difference))));
    }
    if lines.is_empty() {
        return Diagnostics::new();
    }
    Diagnostic::warning(format!("{subject} differs from what Terraform recorded"))
        .detail(lines.join("\n"))
        .into()
}

fn describe(difference: &Difference) -> String {
    let Difference { path, desired, live, changed_by } = difference;
    let who = match changed_by {
        Some((manager, time)) => format!(", by {manager} at {time}"),
        None => String::new(),
    };
    format!("{path} is {live}, not {desired}{who}")
}
