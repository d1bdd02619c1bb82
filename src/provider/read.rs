//! Reading back: refresh, import and data sources. Tells what is there; never writes to the cloud.

use std::collections::{BTreeMap, BTreeSet};

use acme_children::{ChildId, Children, CloudError, Difference, IMPORTED, Observed, holder};
use acme_plugin::{ImportResponse, ReadRequest, ReadResponse};
use acme_resources::{DataSource, Expansion, Needs, Target, Unexpanded};
use acme_schema::{Diagnostic, Diagnostics, Value};

use super::config::{Connection, Settings, Topic};
use super::diagnose::{self, Subject};
use super::gather::gather;
use super::lifecycle::{Lifecycle, report};
use super::private::Private;
use super::state;

impl Lifecycle<'_> {
    /// Brings a state up to date: which children are there, and which fields of theirs somebody changed.
    pub async fn read(&self, request: ReadRequest) -> ReadResponse {
        let ReadRequest { state, private } = request;
        let (state, mut diagnostics) = self.refresh(state).await;
        let mut private = Private { exists: true, ..Private::read(&private) };
        if !state.is_null() && !diagnostics.has_errors() {
            diagnostics.extend(self.look_up(&state, &mut private).await);
        }
        let private = if state.is_null() { Vec::new() } else { private.write() };
        ReadResponse { state, private, diagnostics }
    }

    /// Looks up what the next plan may need to know. What cannot be looked up stays as it was seen last.
    async fn look_up(&self, state: &Value, private: &mut Private) -> Option<Diagnostic> {
        let needs = self.resource.needs(state);
        private.secret_versions.retain(|arn, _| needs.secrets.contains(arn));
        private.databases.retain(|id, _| needs.databases.contains(id));
        private.custom.retain(|kind, _| needs.custom.contains(kind));
        let Connection::Online(cloud) = &self.settings.connection else { return None };
        let (location, _, _) = self.resource.place(state)?;
        let has_no_cluster = self.settings.has_warned(Topic::Cluster);
        let needs = Needs { custom: if has_no_cluster { BTreeSet::new() } else { needs.custom }, ..needs };
        let (facts, failure) = gather(cloud.as_ref(), &location, &needs).await;
        private.note(&facts);
        let failure = failure?;
        self.settings.warn_once(Topic::Facts, || diagnose::not_looked_up(&failure))
    }

    async fn refresh(&self, mut state: Value) -> (Value, Diagnostics) {
        let subject = Subject::new(self.resource.type_name(), &state);
        let cloud = match &self.settings.connection {
            Connection::Online(cloud) => cloud,
            // Offline was asked for: no word is needed.
            Connection::Offline => return (state, Diagnostics::new()),
            Connection::Unknown => {
                let warning = self.settings.warn_once(Topic::Cluster, || {
                    diagnose::not_refreshed("the provider block is not known yet")
                });
                return (state, warning.into_iter().collect());
            }
        };
        let expansion = match self.resource.expand(&state, &self.settings.facts) {
            Ok(expansion) => expansion,
            Err(Unexpanded::Invalid(why)) => return (state, diagnose::not_readable(&subject, why)),
            Err(Unexpanded::Unknown) => return (state, Diagnostics::new()),
        };
        let inventory = state::inventory(&state);
        let mut ids = expansion.desired.id_set();
        ids.extend(inventory.keys().cloned());
        match cloud.observe(&expansion.location, &ids).await {
            Ok(observed) => {
                let (ours, foreign) = state::claimed(observed, &expansion.owner, &inventory);
                let children = state::refreshed(&ours, &expansion, &inventory);
                let found = Found { ours: &ours, foreign: &foreign, children: &children };
                let mut diagnostics = drift_warning(found, &expansion, &subject);
                diagnostics.extend(diagnose::not_looked_at(&ours, &subject));
                if is_gone(&ours) {
                    return (Value::Null, diagnostics);
                }
                report(&mut state, &expansion, children);
                self.resource.reflect(&mut state, &ours);
                diagnostics.append(self.resource.remarks(&state, &ours));
                (state, diagnostics)
            }
            Err(error) if keeps_planning(&error) => {
                let warning = self.settings.warn_once(Topic::Cluster, || {
                    diagnose::not_refreshed(&format!("{} does not answer", expansion.location.host()))
                        .because(&error)
                });
                (state, warning.into_iter().collect())
            }
            Err(error) => (state, diagnose::cloud(&error, &subject).into()),
        }
    }

    /// Finds the resource of this id in the cluster, ours or somebody else's.
    pub async fn import(&self, id: &str) -> ImportResponse {
        match self.found(id).await {
            Ok((state, diagnostics)) => ImportResponse { state, diagnostics, ..ImportResponse::default() },
            Err(diagnostics) => ImportResponse { diagnostics, ..ImportResponse::default() },
        }
    }

    async fn found(&self, id: &str) -> Result<(Value, Diagnostics), Diagnostics> {
        let subject = Subject::named(self.resource.type_name(), id);
        let target = self.resource.locate(id, &self.settings.facts)?;
        let (target, observed) =
            look(self.settings, target, &subject, |t, o| self.resource.also(t, o)).await?;
        let Some(mut state) = self.resource.recover(&target, &observed, &self.settings.facts) else {
            return Err(Diagnostic::error(format!("{subject} does not exist"))
                .hint(format!(
                    "looked for {} in {}",
                    target.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                    target.location.describe()
                ))
                .into());
        };
        let expansion = match self.resource.expand(&state, &self.settings.facts) {
            Ok(expansion) => expansion,
            Err(Unexpanded::Invalid(why)) => return Err(diagnose::not_importable(&subject, why)),
            Err(Unexpanded::Unknown) => return Err(diagnose::not_importable(&subject, Diagnostics::new())),
        };
        let obstacle = |(id, manifest)| observed.get(id)?.obstacle(id, manifest);
        let obstacles: Vec<_> = expansion.desired.iter().filter_map(obstacle).collect();
        if !obstacles.is_empty() {
            return Err(diagnose::fixed(&subject, &obstacles).into());
        }
        // What the resource does not consist of stays its owner's.
        let is_part = |id: &&ChildId| {
            let is_ours = observed.get(id).is_some_and(|found| expansion.owner.owns(&found.live));
            !id.kind.is_shared() && (is_ours || expansion.desired.get(id).is_some())
        };
        let (parts, others): (Vec<_>, Vec<_>) = observed.ids().into_iter().partition(is_part);
        state::record(
            &mut state,
            parts.into_iter().map(|id| (id.to_string(), IMPORTED.to_owned())).collect(),
        );
        Ok((state, diagnose::left_alone(&others, &subject).into_iter().collect()))
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
    let observed = cloud.observe(&target.location, &target.ids).await.map_err(failed)?;
    let more = also(&target, &observed);
    if more.is_empty() {
        return Ok((target, observed));
    }
    target.ids.extend(more);
    let observed = cloud.observe(&target.location, &target.ids).await.map_err(failed)?;
    Ok((target, observed))
}

/// Nothing of the resource is left; a shared namespace alone does not count.
fn is_gone(ours: &Children<Observed>) -> bool {
    ours.ids().iter().all(|id| id.kind.is_shared())
}

/// What a look at the cluster found: the children, what others have in the place of some, and the inventory to record.
#[derive(Clone, Copy)]
struct Found<'a> {
    ours: &'a Children<Observed>,
    foreign: &'a Children<Observed>,
    children: &'a BTreeMap<String, String>,
}

/// Whether a plan may go on from state: the cluster is not there to be asked, rather than refusing to answer.
fn keeps_planning(error: &CloudError) -> bool {
    match error {
        CloudError::NoCluster | CloudError::ClusterNotFound { .. } | CloudError::Unreachable { .. } => true,
        CloudError::Settings { .. }
        | CloudError::Unauthorized { .. }
        | CloudError::Forbidden { .. }
        | CloudError::NamespaceNotFound(_)
        | CloudError::NoDatabase { .. }
        | CloudError::Refused { .. }
        | CloudError::Failed { .. }
        | CloudError::OverQuota { .. }
        | CloudError::Secret { .. }
        | CloudError::TimedOut { .. }
        | CloudError::Stopped(_)
        | CloudError::Other { .. } => false,
    }
}

/// Names every changed field, child by child, and who changed it.
fn drift_warning(found: Found<'_>, expansion: &Expansion, subject: &Subject) -> Diagnostics {
    // One that has done its work stays recorded, though it is gone.
    let is_recorded = |id: &ChildId| found.children.contains_key(&id.to_string());
    let is_absent = |id: &ChildId| found.foreign.get(id).is_none() && !is_recorded(id);
    let missing = expansion.desired.ids().into_iter().filter(|id| is_absent(id) && !id.kind.is_shared());
    let mut lines: Vec<_> = missing.map(|id| format!("{id}: does not exist any more")).collect();
    let held = found.foreign.iter().filter(|(id, _)| !id.kind.is_shared());
    lines.extend(held.map(|(id, f)| format!("{id} belongs to {}", holder(&f.live, &expansion.owner))));
    for (id, differences) in found.ours.differences(&expansion.desired) {
        // An imported child that is not ours yet has its differences in the plan.
        if found.children.get(&id.to_string()).is_some_and(|digest| digest != IMPORTED) {
            lines.extend(differences.iter().map(|difference| format!("{id}: {}", describe(difference))));
        }
    }
    let unready = found.children.iter().filter(|(_, digest)| state::is_unready(digest));
    lines.extend(unready.map(|(id, _)| format!("{id}: its last rollout has not come to its end")));
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
    if may_be_secret(path, desired) {
        return format!("{path} was changed{who}");
    }
    format!("{path} is {live}, not {desired}{who}")
}

/// Whether a value may hold a secret, as users put them into arguments and variables, alone or in what holds them.
fn may_be_secret(path: &str, desired: &str) -> bool {
    let words = path.split(['.', '[']);
    let is_whole_container = path.contains("ontainers") && desired.starts_with(['{', '[']);
    is_whole_container || words.into_iter().any(|word| ["args", "command", "data", "env"].contains(&word))
}
