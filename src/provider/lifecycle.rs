//! The life of a resource, as named steps: decode and specify and expand (`acme-resources`, pure), reconcile
//! (`acme-children`, through the port), report. Plan and apply call the same expansion, so what is planned is applied.
//! Reading back is in `read`. No resource is named here.

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Desired, Observed, Outcome, Reconcile, Removal, remove};
use acme_plugin::{ApplyRequest, ApplyResponse, PlanRequest, PlanResponse};
use acme_resources::{Expansion, Resource, Unexpanded};
use acme_schema::{Diagnostic, Diagnostics, Schema, Value, plan};

use super::config::{Connection, Settings};
use super::diagnose::{self, Change, Subject};
use super::state::{self, CHILDREN};

/// One resource type, with everything its calls need.
#[derive(Clone, Copy)]
pub struct Lifecycle<'a> {
    pub(super) resource: &'a dyn Resource,
    pub(super) schema: &'a Schema,
    pub(super) settings: &'a Settings,
}

impl Lifecycle<'_> {
    /// Plans a create, update or destroy. Pure: it works with no cluster, credentials or network.
    #[must_use]
    pub fn plan(&self, request: PlanRequest) -> PlanResponse {
        if request.proposed.is_null() {
            return PlanResponse {
                planned: Value::Null,
                private: request.private,
                ..PlanResponse::default()
            };
        }
        let mut planned = plan::prepare(self.schema, &request.prior, &request.config, &request.proposed);
        self.resource.settle(&request.config, &mut planned, &self.settings.facts);
        let diagnostics = match self.resource.expand(&planned, &self.settings.facts) {
            Ok(expansion) => {
                report(&mut planned, &expansion, expansion.desired.digests());
                Diagnostics::new()
            }
            Err(Unexpanded::Unknown) => {
                planned.set_attribute(CHILDREN, Value::unknown());
                Diagnostics::new()
            }
            Err(Unexpanded::Invalid(diagnostics)) => diagnostics,
        };
        let requires_replace = plan::requires_replace(self.schema, &request.prior, &planned);
        PlanResponse { planned, requires_replace, private: request.private, diagnostics }
    }

    /// Makes a plan real. Whatever happens, the returned state is what exists.
    pub async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        let (state, diagnostics) = if request.planned.is_null() {
            self.destroy(request.prior).await
        } else {
            self.create_or_update(request.prior, request.planned).await
        };
        ApplyResponse { state, private: request.private, diagnostics }
    }

    async fn create_or_update(&self, prior: Value, planned: Value) -> (Value, Diagnostics) {
        let subject = Subject::new(self.resource.type_name(), &planned);
        let expansion = match self.expanded(&planned) {
            Ok(expansion) => expansion,
            Err(diagnostics) => return (prior, diagnostics),
        };
        let cloud = match self.settings.connection.cloud(&subject) {
            Ok(cloud) => cloud,
            Err(diagnostic) => return (prior, diagnostic.into()),
        };
        let inventory = state::inventory(&prior);
        let timeout = if prior.is_null() { expansion.timeouts.create } else { expansion.timeouts.update };
        let Outcome { observed, unready, failure } = Reconcile {
            cloud: cloud.as_ref(),
            place: &expansion.place,
            owner: &expansion.owner,
            desired: &expansion.desired,
            inventory: &inventory,
            timeout,
        }
        .run()
        .await;
        let Some(failure) = failure else {
            let mut state = planned;
            report(&mut state, &expansion, expansion.desired.digests());
            return (state, Diagnostics::new());
        };
        let change = if prior.is_null() { Change::Create } else { Change::Update };
        let mut exists = found(&observed, &expansion.desired, &inventory);
        state::mark_unready(&mut exists, &unready);
        let state = after_failure(prior, planned, &expansion, exists);
        let diagnostic = diagnose::reconcile(&failure, &subject, change);
        let is_tainted = change == Change::Create && !state.is_null();
        (state, if is_tainted { diagnose::tainted(diagnostic) } else { diagnostic }.into())
    }

    async fn destroy(&self, prior: Value) -> (Value, Diagnostics) {
        let subject = Subject::new(self.resource.type_name(), &prior);
        let Some((place, owner, timeouts)) = self.resource.place(&prior) else {
            let error = Diagnostic::error(format!("{subject} has no place in its state"));
            return (
                prior,
                error.hint("remove it with `terraform state rm`, and its objects by hand").into(),
            );
        };
        let cloud = match self.settings.connection.cloud(&subject) {
            Ok(cloud) => cloud,
            Err(diagnostic) => return (prior, diagnostic.into()),
        };
        let Removal { left, spared, failure } =
            remove(cloud.as_ref(), &place, &owner, state::inventory(&prior), timeouts.delete).await;
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

/// The inventory after a failure. A child that could not be looked at keeps the digest that state has of it.
fn found(
    observed: &Children<Observed>,
    desired: &Children<Desired>,
    inventory: &BTreeMap<ChildId, String>,
) -> BTreeMap<String, String> {
    let mut digests = observed.digests(desired);
    for (id, digest) in inventory {
        if observed.get(id).is_some_and(|child| child.live.is_null()) {
            digests.insert(id.to_string(), digest.clone());
        }
    }
    digests
}

/// What a failed apply leaves in state. A create that made nothing leaves nothing; one that made something leaves it
/// recorded. An update keeps the last good values, so that the next plan shows the change again.
fn after_failure(
    prior: Value,
    planned: Value,
    expansion: &Expansion,
    exists: BTreeMap<String, String>,
) -> Value {
    if !prior.is_null() {
        let mut state = prior;
        state::record(&mut state, exists);
        return state;
    }
    if exists.is_empty() {
        return Value::Null;
    }
    let mut state = planned;
    report(&mut state, expansion, exists);
    state
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
