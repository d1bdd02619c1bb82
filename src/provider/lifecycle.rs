//! The life of a resource, as named steps: decode and specify and expand (`acme-resources`, pure), reconcile
//! (`acme-children`, through the port), report. Plan and apply call the same expansion, so what is planned is applied.
//! Reading back is in `read`. No resource is named here.

use std::collections::BTreeMap;
use std::time::Duration;

use acme_children::{ChildId, Cloud, CloudError, Habit, Outcome, Reconcile, Removal, remove};
use acme_plugin::{ApplyRequest, ApplyResponse, PlanRequest, PlanResponse};
use acme_resources::{Ending, Expansion, Needs, Resource, Unexpanded};
use acme_schema::{Diagnostic, Diagnostics, Schema, Value, plan};

use super::config::{Connection, Settings};
use super::diagnose::{self, Change, Subject};
use super::gather::gather;
use super::private::Private;
use super::rollback::Failed;
use super::state::{self, CHILDREN};
use super::{check, impact};

/// One resource type, with everything its calls need.
#[derive(Clone, Copy)]
pub struct Lifecycle<'a> {
    pub(super) resource: &'a dyn Resource,
    pub(super) schema: &'a Schema,
    pub(super) settings: &'a Settings,
}

impl Lifecycle<'_> {
    /// Plans a create, update or destroy. The plan itself is computed from state, configuration and what the last refresh
    /// saw; the cluster is only asked what it thinks of it, where it can be asked.
    pub async fn plan(&self, request: PlanRequest) -> PlanResponse {
        let PlanRequest { prior, proposed, config, private } = request;
        if proposed.is_null() {
            let diagnostics = self.resource.guard(&prior, Ending::Destroy).into_iter().collect();
            return PlanResponse { planned: Value::Null, private, diagnostics, ..PlanResponse::default() };
        }
        let private = Private::read(&private);
        // A create knows nothing of the world, also as the second half of a replacement: when it is planned again to be
        // applied, there is no private state to know it from.
        let facts =
            if prior.is_null() { self.settings.facts.clone() } else { private.facts(&self.settings.facts) };
        let mut planned = plan::prepare(self.schema, &prior, &config, &proposed);
        self.resource.settle(&config, &mut planned, &facts);
        self.resource.reopen(&prior, &mut planned);
        let whole = plan::with_write_only(self.schema, &planned, &config);
        match self.resource.expand(&whole, &facts) {
            Ok(expansion) => report(&mut planned, &expansion, expansion.desired.digests()),
            Err(Unexpanded::Unknown) => planned.set_attribute(CHILDREN, Value::unknown()),
            Err(Unexpanded::Invalid(diagnostics)) => {
                return PlanResponse {
                    planned,
                    private: private.write(),
                    diagnostics,
                    ..PlanResponse::default()
                };
            }
        }
        let requires_replace = plan::requires_replace(self.schema, &prior, &planned);
        let change = impact::Change {
            prior: &prior,
            replaced: &requires_replace,
            is_replacement: prior.is_null() && private.exists,
        };
        let subject = Subject::new(self.resource.type_name(), &planned);
        let felt = self.impact(change, &planned);
        impact::show(self.resource, &mut planned, change, &felt);
        let mut diagnostics: Diagnostics = self.refusal(&felt, &planned, &subject).into_iter().collect();
        diagnostics.append(self.forbidden(&prior, &planned, change));
        if requires_replace.is_empty() {
            if planned != prior && !diagnostics.has_errors() {
                let inventory = state::inventory(&prior);
                let seen = check::Planned { whole: &whole, config: &config, inventory: &inventory };
                diagnostics.append(self.check(seen, &subject).await);
            }
        } else {
            diagnostics.push(diagnose::replaced(&felt, &subject));
        }
        PlanResponse { planned, requires_replace, private: private.write(), diagnostics }
    }

    /// What must not happen, or cannot.
    fn forbidden(&self, prior: &Value, planned: &Value, change: impact::Change<'_>) -> Diagnostics {
        if change.is_replacement {
            return self.resource.guard(planned, Ending::Replace).into_iter().collect();
        }
        if !change.replaced.is_empty() {
            return self.resource.guard_replacement(prior, planned).into_iter().collect();
        }
        self.resource.refuse(prior, planned)
    }

    /// Makes a plan real. Whatever happens, the returned state is what exists.
    pub async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        let ApplyRequest { prior, planned, config, private } = request;
        let private = Private::applied(&private);
        let (state, diagnostics) = if planned.is_null() {
            self.destroy(prior).await
        } else {
            self.create_or_update(prior, planned, &config).await
        };
        ApplyResponse { state, private, diagnostics }
    }

    async fn create_or_update(
        &self,
        prior: Value,
        mut planned: Value,
        config: &Value,
    ) -> (Value, Diagnostics) {
        let subject = Subject::new(self.resource.type_name(), &planned);
        let cloud = match self.settings.connection.cloud(&subject) {
            Ok(cloud) => cloud,
            Err(diagnostic) => return (prior, diagnostic.into()),
        };
        if let Err(error) = self.complete(cloud.as_ref(), &mut planned, config).await {
            return (prior, diagnose::cloud(&error, &subject).into());
        }
        let whole = plan::with_write_only(self.schema, &planned, config);
        let expansion = match self.expanded(&whole) {
            Ok(expansion) => expansion,
            Err(diagnostics) => return (prior, diagnostics),
        };
        let inventory = state::inventory(&prior);
        let timeout = if prior.is_null() { expansion.timeouts.create } else { expansion.timeouts.update };
        let outcome = reconcile(cloud.as_ref(), &expansion, &inventory, timeout).await;
        let mut completed = planned;
        report(&mut completed, &expansion, expansion.desired.digests());
        self.reflect(&mut completed, &outcome);
        self.settle_impact(&prior, &mut completed);
        let Some(failure) = &outcome.failure else { return (completed, Diagnostics::new()) };
        if prior.is_null() && outcome.lacks_only_backups(&expansion.desired) {
            // An error would have Terraform replace what is as it should be, and the backups that were made with it.
            return (completed, diagnose::not_backed_up(failure, &subject).into());
        }
        if prior.is_null() {
            let exists = existing(&outcome, &expansion, &inventory);
            let diagnostic = diagnose::reconcile(failure, &subject, Change::Create);
            // A create that made nothing leaves nothing; one that made something leaves it recorded.
            if exists.is_empty() {
                return (Value::Null, diagnostic.into());
            }
            report(&mut completed, &expansion, exists);
            return (completed, diagnose::tainted(diagnostic).into());
        }
        let diagnostic = diagnose::reconcile(failure, &subject, Change::Update);
        if outcome.is_rolled_out {
            report(&mut completed, &expansion, existing(&outcome, &expansion, &inventory));
            return (completed, diagnose::not_cleared(diagnostic).into());
        }
        let failed = Failed { prior, expansion: &expansion, outcome: &outcome, failure, timeout };
        self.restore(cloud.as_ref(), failed, diagnostic).await
    }

    /// Fills in what the plan had to leave open.
    async fn complete(
        &self,
        cloud: &dyn Cloud,
        planned: &mut Value,
        config: &Value,
    ) -> Result<(), CloudError> {
        let needs = self.resource.needs(planned);
        let Some((location, _, _)) = self.resource.place(planned) else { return Ok(()) };
        if planned.is_wholly_known() || needs == Needs::default() {
            return Ok(());
        }
        let (facts, failure) = gather(cloud, &location, &needs).await;
        let facts = facts.within(&self.settings.facts);
        let mut settled = planned.clone();
        self.resource.settle(config, &mut settled, &facts);
        // What was planned stays, whatever has changed in the world since.
        plan::fill_unknown(planned, settled);
        match (failure, self.resource.expand(planned, &facts)) {
            (Some(failure), Err(Unexpanded::Unknown)) => Err(failure),
            _ => Ok(()),
        }
    }

    /// Fills in what only the children say. What was planned stays, and a later refresh tells what has become of it.
    fn reflect(&self, state: &mut Value, outcome: &Outcome) {
        let mut reflected = state.clone();
        self.resource.reflect(&mut reflected, &outcome.observed);
        plan::fill_unknown(state, reflected);
    }

    fn settle_impact(&self, prior: &Value, state: &mut Value) {
        let change = impact::Change { prior, replaced: &[], is_replacement: false };
        let felt = self.impact(change, state);
        impact::settle(state, &felt);
    }

    async fn destroy(&self, prior: Value) -> (Value, Diagnostics) {
        let subject = Subject::new(self.resource.type_name(), &prior);
        let Some((location, owner, timeouts)) = self.resource.place(&prior) else {
            let error = Diagnostic::error(format!("{subject} has no place in its state"));
            return (
                prior,
                error.hint("remove it with `terraform state rm`, and its objects by hand").into(),
            );
        };
        // A plan that Terraform makes by itself, such as the replacement of what it calls tainted, has asked nobody.
        if let Some(refused) = self.resource.guard(&prior, Ending::Destroy) {
            return (prior, refused.into());
        }
        let cloud = match self.settings.connection.cloud(&subject) {
            Ok(cloud) => cloud,
            Err(diagnostic) => return (prior, diagnostic.into()),
        };
        let last = self.resource.expand(&prior, &self.settings.facts).map(|e| e.desired).unwrap_or_default();
        let Removal { left, spared, failure } =
            remove(cloud.as_ref(), (&location, &owner), state::inventory(&prior), &last, timeouts.delete)
                .await;
        let mut diagnostics: Diagnostics = diagnose::spared(&spared, &subject).into_iter().collect();
        let Some(failure) = failure else { return (Value::Null, diagnostics) };
        diagnostics.push(diagnose::cloud(&failure, &subject));
        let mut state = prior;
        state::record(&mut state, left.into_iter().map(|(id, digest)| (id.to_string(), digest)).collect());
        (state, diagnostics)
    }

    /// The expansion of a value that must be known by now.
    fn expanded(&self, value: &Value) -> Result<Expansion, Diagnostics> {
        self.resource.expand(value, &self.settings.facts).map_err(|why| match why {
            Unexpanded::Invalid(diagnostics) => diagnostics,
            Unexpanded::Unknown => Diagnostic::error(format!(
                "{} was applied before everything it needs was known",
                Subject::new(self.resource.type_name(), value)
            ))
            .hint("this is a defect of the provider; please report it with the configuration")
            .into(),
        })
    }
}

/// Writes what follows from the configuration, and the inventory.
pub(super) fn report(state: &mut Value, expansion: &Expansion, children: BTreeMap<String, String>) {
    for (name, value) in &expansion.outputs {
        state.set_attribute(name, value.clone());
    }
    state::record(state, children);
}

/// Makes the children of an expansion what they should be.
pub(super) async fn reconcile(
    cloud: &dyn Cloud,
    expansion: &Expansion,
    inventory: &BTreeMap<ChildId, String>,
    timeout: Duration,
) -> Outcome {
    let Expansion { location, owner, desired, .. } = expansion;
    Reconcile { cloud, location, owner, desired, inventory, timeout }.run().await
}

/// The inventory after a failure. A child that could not be looked at keeps the digest that state has of it, and so does one
/// that had done its work and was gone already.
pub(super) fn existing(
    outcome: &Outcome,
    expansion: &Expansion,
    inventory: &BTreeMap<ChildId, String>,
) -> BTreeMap<String, String> {
    let mut digests = outcome.observed.digests(&expansion.desired);
    for (id, digest) in inventory {
        let keeps = match outcome.observed.get(id) {
            Some(child) => child.live.is_null(),
            None => id.kind.has(Habit::OneOff) && !state::is_unready(digest) && !outcome.touched.contains(id),
        };
        if keeps {
            digests.insert(id.to_string(), digest.clone());
        }
    }
    state::keep_imported(&mut digests, &outcome.observed, expansion, inventory);
    state::mark_unready(&mut digests, &outcome.unready);
    digests
}

impl Connection {
    /// The cloud to apply to.
    fn cloud(&self, subject: &Subject) -> Result<std::sync::Arc<dyn acme_children::Cloud>, Diagnostic> {
        match self {
            Self::Online(cloud) => Ok(cloud.clone()),
            Self::Offline => Err(Diagnostic::error(format!("{subject} cannot be applied offline"))
                .detail("`offline` is set, in the provider block or by ACME_OFFLINE.")
                .hint("plans work offline; to apply, unset it")),
            Self::Unknown => {
                Err(Diagnostic::error(format!("{subject} cannot be applied: the cluster is not known"))
                    .detail("The provider block's connection settings were unknown when it was configured.")
                    .hint("this is a defect of the provider or of Terraform; please report it"))
            }
        }
    }
}
