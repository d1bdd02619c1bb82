//! `acme_database`: PostgreSQL on RDS, protected from its own users' plans, changed and restored by attributes, with a
//! password that nobody sees. Reading order: `model` (what is written), `spec` (what it means), `expand` (the objects that
//! follow), `impact` (what a change does), `outputs` (what the server says), `recover` (the way back), `data` (the data source).

mod data;
mod ephemeral;
mod expand;
mod impact;
mod locate;
mod model;
mod outputs;
mod recover;
mod refusals;
mod spec;
#[cfg(test)]
mod tests;

use acme_children::{ChildId, Children, Location, Observed, Owner, RESTART};
use acme_schema::{Attribute, Diagnostic, Diagnostics, Model, Path, Schema, Value};

use crate::impact::{Disruption, Impact};
use crate::registry::{Ending, Expansion, Facts, OnFailure, Resource, Target, Timeouts, Unexpanded};
use crate::shared::Findings;

pub(crate) use data::DatabaseData;
pub(crate) use ephemeral::{Credentials, Token};
use model::DatabaseModel;
use spec::Spec;

/// The type as written in HCL, and the value of the owner tag.
const TYPE_NAME: &str = "acme_database";

const DESCRIPTION: &str = "Runs PostgreSQL on Amazon RDS: encrypted, reachable over TLS and from inside the VPC only, with a \
standby, backups, and a password that is in no plan and no state. Upgrades, restores and rotations are changes of an attribute.";

/// The resource.
pub(crate) struct Database;

impl Resource for Database {
    fn type_name(&self) -> &'static str {
        TYPE_NAME
    }

    fn schema(&self) -> Schema {
        Schema { version: 0, description: DESCRIPTION.to_owned(), attributes: DatabaseModel::attributes() }
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        // A value that cannot be read breaks a rule of its own attribute, which the schema's checks name.
        let Ok(model) = DatabaseModel::from_value(config) else { return Diagnostics::new() };
        let mut find = Findings::default();
        Spec::read(&model, &mut find);
        spec::written(&model, &mut find);
        find.into_rules()
    }

    fn settle(&self, _config: &Value, planned: &mut Value, facts: &Facts) {
        if let Ok(model) = DatabaseModel::from_value(planned) {
            for (name, value) in outputs::outputs(&model) {
                planned.set_attribute(name, value);
            }
        }
        outputs::settle(planned, facts);
    }

    fn reopen(&self, prior: &Value, planned: &mut Value) {
        if prior.attribute("port") != planned.attribute("port") {
            planned.set_attribute("endpoint", Value::unknown());
        }
    }

    fn impact(&self, prior: &Value, planned: &Value) -> Impact {
        impact::impact(prior, planned)
    }

    fn tells_impact(&self, planned: &Value) -> bool {
        let is_known =
            |attribute: &Attribute| planned.attribute(&attribute.name).is_none_or(Value::is_wholly_known);
        DatabaseModel::attributes().iter().filter(|a| a.presence.is_configurable()).all(is_known)
    }

    fn repair(&self, state: &Value, digest: &str) -> Disruption {
        let digest = digest.strip_prefix("unready-").unwrap_or(digest);
        impact::repair(state, digest.starts_with(RESTART).then_some(()))
    }

    fn refuse(&self, prior: &Value, planned: &Value) -> Diagnostics {
        refusals::change(prior, planned)
    }

    fn expand(&self, value: &Value, _facts: &Facts) -> Result<Expansion, Unexpanded> {
        let model = DatabaseModel::from_value(value).map_err(|error| {
            let wrong = Diagnostic::error(format!("Invalid value for `{}`", error.path)).because(&error);
            Unexpanded::Invalid(wrong.at(error.path).into())
        })?;
        let mut find = Findings::default();
        let spec = Spec::read(&model, &mut find);
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
        spec::place(&DatabaseModel::from_value(state).ok()?)
    }

    fn guard(&self, value: &Value, ending: Ending) -> Option<Diagnostic> {
        refusals::end(value, ending)
    }

    fn reflect(&self, state: &mut Value, observed: &Children<Observed>) {
        outputs::reflect(state, observed);
    }

    fn remarks(&self, state: &Value, _observed: &Children<Observed>) -> Diagnostics {
        let name = state.attribute("name").and_then(Value::as_str).unwrap_or("?");
        let remark = |(at, text, hint): (&str, String, &str)| {
            Diagnostic::warning(format!("{TYPE_NAME} `{name}`: {text}")).hint(hint).at(Path::of(at))
        };
        outputs::remarks(state).into_iter().map(remark).collect()
    }

    fn locate(&self, id: &str, _facts: &Facts) -> Result<Target, Diagnostic> {
        locate::by_id(id)
    }

    fn also(&self, _target: &Target, observed: &Children<Observed>) -> Vec<ChildId> {
        locate::contents(observed)
    }

    fn recover(&self, target: &Target, observed: &Children<Observed>, facts: &Facts) -> Option<Value> {
        recover::recover(target, observed, facts).map(|model| model.to_value())
    }
}
