//! `acme_service`: a container on Kubernetes that is updated without losing a request, scaled, isolated and reached as
//! its `exposure` says. Reading order: `model` (what is written), `spec` (what it means), `expand` (the objects that
//! follow), `recover` (the way back), `impact` (what a change does), `world` (what it must know), `outputs`, `data` (the
//! data source).

mod data;
mod expand;
mod impact;
mod locate;
mod model;
mod outputs;
mod recover;
mod spec;
#[cfg(test)]
mod tests;
mod world;

use acme_children::{ChildId, Children, Cluster, Location, Observed, Owner};
use acme_schema::{Attr, Diagnostic, Diagnostics, Model, Schema, Value};

use crate::impact::Impact;
use crate::registry::{Expansion, Facts, Needs, Resource, Target, Timeouts, Unexpanded};
use crate::shared::{Findings, Text};

pub(crate) use data::ServiceData;
use model::ServiceModel;
use spec::{Exposure, Spec, default_replicas};

/// The type as written in HCL, and the value of the owner label.
const TYPE_NAME: &str = "acme_service";

const DESCRIPTION: &str = "Runs a container on Kubernetes: updated without losing a request, spread over zones, scaled \
by load, and reachable only as far as `exposure` says.";

/// The resource.
pub(crate) struct Service;

impl Resource for Service {
    fn type_name(&self) -> &'static str {
        TYPE_NAME
    }

    fn schema(&self) -> Schema {
        Schema { version: 0, description: DESCRIPTION.to_owned(), attributes: ServiceModel::attributes() }
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        // A value that cannot be read breaks a rule of its own attribute, which the schema's checks name.
        let Ok(model) = ServiceModel::from_value(config) else { return Diagnostics::new() };
        let model = world::imagined(&model);
        let mut find = Findings::default();
        let spec = Spec::read(&model, &mut find);
        spec::written(&model, &mut find);
        // What patches lead to is known only of a whole specification.
        if let Some(spec) = spec.filter(|_| find.is_sound()) {
            expand::patched(&spec, &mut find);
        }
        find.into_rules()
    }

    fn needs(&self, value: &Value) -> Needs {
        ServiceModel::from_value(value).map(|model| world::needs(&model)).unwrap_or_default()
    }

    fn settle(&self, config: &Value, planned: &mut Value, facts: &Facts) {
        let is_left_out = |name: &str| config.attribute(name).is_none_or(Value::is_null);
        // While the provider's cluster is unknown, an existing service is taken to stay where it is.
        if is_left_out("cluster")
            && let Some(cluster) = facts.cluster.known()
        {
            planned.set_attribute("cluster", cluster_attribute(&cluster).encode());
        }
        if is_left_out("replicas") {
            planned.set_attribute("replicas", replicas(planned).encode());
        }
        world::settle(config, planned, facts);
        if let Ok(model) = ServiceModel::from_value(planned) {
            for (name, value) in outputs::outputs(&model) {
                planned.set_attribute(name, value);
            }
        }
    }

    fn impact(&self, prior: &Value, planned: &Value) -> Impact {
        impact::impact(prior, planned)
    }

    fn expand(&self, value: &Value, _facts: &Facts) -> Result<Expansion, Unexpanded> {
        let model = ServiceModel::from_value(value).map_err(|error| {
            let wrong = Diagnostic::error(format!("Invalid value for `{}`", error.path)).because(&error);
            Unexpanded::Invalid(wrong.at(error.path).into())
        })?;
        let mut find = Findings::default();
        let spec = Spec::read(&model, &mut find);
        let spec =
            find.finish(spec).map_err(|wrong| wrong.map_or(Unexpanded::Unknown, Unexpanded::Invalid))?;
        let mut find = Findings::default();
        let desired = expand::patched(&spec, &mut find);
        let desired = find
            .finish(Some(desired))
            .map_err(|wrong| wrong.map_or(Unexpanded::Unknown, Unexpanded::Invalid))?;
        Ok(Expansion {
            location: spec.place().into(),
            owner: spec.owner(),
            desired,
            timeouts: spec.timeouts,
            on_failure: spec.rollout.on_failure,
            outputs: outputs::outputs(&model),
        })
    }

    fn place(&self, state: &Value) -> Option<(Location, Owner, Timeouts)> {
        let (place, owner, timeouts) = spec::place(&ServiceModel::from_value(state).ok()?)?;
        Some((place.into(), owner, timeouts))
    }

    fn locate(&self, id: &str, facts: &Facts) -> Result<Target, Diagnostic> {
        locate::by_id(id, facts)
    }

    fn also(&self, _target: &Target, observed: &Children<Observed>) -> Vec<ChildId> {
        locate::contents(observed)
    }

    fn recover(&self, target: &Target, observed: &Children<Observed>, _facts: &Facts) -> Option<Value> {
        recover::recover(target, observed).map(|model| model.to_value())
    }
}

/// The value of `cluster` for a service on this one.
fn cluster_attribute(cluster: &Cluster) -> Attr<String> {
    match cluster {
        Cluster::Configured => Attr::Null,
        Cluster::Eks(name) => Attr::Known(name.clone()),
    }
}

/// The number of replicas of a plan that gives none.
fn replicas(planned: &Value) -> Attr<i64> {
    match planned.attribute("scaling") {
        Some(Value::Unknown(_)) => return Attr::Unknown,
        None | Some(Value::Null) => {}
        Some(_) => return Attr::Null,
    }
    let exposure = planned.attribute("exposure").and_then(Value::as_str).and_then(Exposure::parse);
    exposure.map_or(Attr::Unknown, |exposure| Attr::Known(default_replicas(exposure).get()))
}
