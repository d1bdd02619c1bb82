//! `acme_backup_plan`: what is backed up, how much may be lost of it, and whether that is so. Reading order: `model` (what is
//! written), `spec` (what it means; the table from objectives to rules is `spec/objectives`), `expand` (the objects that follow),
//! `impact` (what a change does), `refusals` (what must not be), `outputs` (what the vaults say), `recover` (the way back).

mod expand;
pub(crate) mod history;
mod impact;
mod locate;
mod model;
mod outputs;
mod recover;
mod refusals;
mod spec;
#[cfg(test)]
mod tests;

use acme_children::{ChildId, Children, Location, Observed, Owner};
use acme_schema::{Attribute, Diagnostic, Diagnostics, Model, Schema, Value};

use crate::impact::{Disruption, Impact};
use crate::registry::{Ending, Expansion, Facts, OnFailure, Resource, Target, Timeouts, Unexpanded};
use crate::shared::Findings;

pub(crate) use model::BackupPlanModel;
pub(crate) use spec::PlanName;
use spec::Spec;

/// The type as written in HCL, and the value of the owner tag.
const TYPE_NAME: &str = "acme_backup_plan";

const DESCRIPTION: &str = "Backs up databases and volumes with AWS Backup: as often as `objectives` need, into a vault that can \
be locked, copied to other regions and accounts, and tried by restoring them. It says what is protected, what would be lost, and \
when a restore was last seen to work.";

/// The resource.
pub(crate) struct BackupPlan;

impl Resource for BackupPlan {
    fn type_name(&self) -> &'static str {
        TYPE_NAME
    }

    fn schema(&self) -> Schema {
        Schema { version: 0, description: DESCRIPTION.to_owned(), attributes: BackupPlanModel::attributes() }
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        // A value that cannot be read breaks a rule of its own attribute, which the schema's checks name.
        let Ok(model) = BackupPlanModel::from_value(config) else { return Diagnostics::new() };
        let mut find = Findings::default();
        Spec::read(&model, &Facts::default(), &mut find);
        find.into_rules()
    }

    fn settle(&self, _config: &Value, planned: &mut Value, facts: &Facts) {
        if let Ok(model) = BackupPlanModel::from_value(planned) {
            for (name, value) in outputs::outputs(&model) {
                planned.set_attribute(name, value);
            }
        }
        outputs::settle(planned, facts);
    }

    fn impact(&self, prior: &Value, planned: &Value) -> Impact {
        impact::impact(prior, planned)
    }

    fn impact_of_creation(&self, planned: &Value) -> Impact {
        impact::of_creation(planned)
    }

    fn tells_impact(&self, planned: &Value) -> bool {
        let is_known =
            |attribute: &Attribute| planned.attribute(&attribute.name).is_none_or(Value::is_wholly_known);
        BackupPlanModel::attributes().iter().filter(|a| a.presence.is_configurable()).all(is_known)
    }

    fn repair(&self, _state: &Value, _digest: &str) -> Disruption {
        Disruption::None
    }

    fn refuse(&self, prior: &Value, planned: &Value) -> Diagnostics {
        refusals::change(prior, planned)
    }

    fn expand(&self, value: &Value, facts: &Facts) -> Result<Expansion, Unexpanded> {
        let model = BackupPlanModel::from_value(value).map_err(|error| {
            let wrong = Diagnostic::error(format!("Invalid value for `{}`", error.path)).because(&error);
            Unexpanded::Invalid(wrong.at(error.path).into())
        })?;
        let mut find = Findings::default();
        let spec = Spec::read(&model, facts, &mut find);
        let spec =
            find.finish(spec).map_err(|wrong| wrong.map_or(Unexpanded::Unknown, Unexpanded::Invalid))?;
        Ok(Expansion {
            location: spec.location(),
            owner: spec.owner(),
            desired: expand::expand(&spec),
            timeouts: spec.timeouts,
            on_failure: OnFailure::Leave,
            outputs: outputs::outputs(&model),
        })
    }

    fn place(&self, state: &Value) -> Option<(Location, Owner, Timeouts)> {
        spec::place(&BackupPlanModel::from_value(state).ok()?)
    }

    fn guard(&self, value: &Value, ending: Ending) -> Option<Diagnostic> {
        refusals::end(value, ending)
    }

    fn guard_replacement(&self, prior: &Value, planned: &Value) -> Option<Diagnostic> {
        refusals::replace(prior, planned)
    }

    fn reflect(&self, state: &mut Value, observed: &Children<Observed>) {
        outputs::reflect(state, observed);
    }

    fn remarks(&self, state: &Value, observed: &Children<Observed>) -> Diagnostics {
        outputs::remarks(state, observed)
    }

    fn locate(&self, id: &str, _facts: &Facts) -> Result<Target, Diagnostic> {
        locate::by_id(id)
    }

    fn also(&self, _target: &Target, observed: &Children<Observed>) -> Vec<ChildId> {
        locate::contents(observed)
    }

    fn recover(&self, target: &Target, observed: &Children<Observed>, facts: &Facts) -> Option<Value> {
        let model = recover::recover(target, observed, facts)?;
        let mut value = model.to_value();
        for (name, said) in outputs::in_force(&model) {
            value.set_attribute(name, said);
        }
        Some(value)
    }
}
