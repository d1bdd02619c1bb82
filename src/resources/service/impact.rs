//! What a change of each attribute does to those who use the service: one table with a row for every attribute. A row may
//! look at both values; what it cannot know yet, it takes for the worst that it can be. What changes but means the same is
//! no change: pods are replaced where their template differs.

mod patched;
mod reach;

use acme_schema::{Attr, Model, Path, Value};

use super::model::ServiceModel;
use super::spec::{self, Spec};
use super::{TYPE_NAME, expand};
use crate::impact::{Disruption, Impact};
use crate::shared::Findings;

/// An attribute and what its change does.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) attribute: &'static str,
    rule: Rule,
}

#[derive(Clone, Copy)]
enum Rule {
    /// Nobody notices, or the provider itself sets it.
    Unfelt,
    /// It is part of what a pod is made from.
    Pods,
    /// Another service takes the place of this one.
    Replaces,
    /// It depends on both values. An unknown one counts as this level.
    Compared(Disruption, fn(&Change<'_>) -> Impact),
}

/// In the order of the schema. Where several attributes are felt alike, the first one is named.
pub(super) static TABLE: &[Row] = &[
    row("name", Rule::Replaces),
    row("cluster", Rule::Replaces),
    row("namespace", Rule::Replaces),
    row("create_namespace", Rule::Unfelt),
    row("exposure", Rule::Compared(Disruption::Outage, reach::exposure)),
    row("image", Rule::Pods),
    row("command", Rule::Pods),
    row("args", Rule::Pods),
    row("ports", Rule::Compared(Disruption::Outage, reach::ports)),
    row("resources", Rule::Pods),
    row("replicas", Rule::Compared(Disruption::Outage, replicas)),
    row("scaling", Rule::Unfelt),
    row("rollout", Rule::Unfelt),
    row("disruption_budget", Rule::Unfelt),
    row("drain_seconds", Rule::Pods),
    row("pre_stop_delay_seconds", Rule::Pods),
    row("deregistration_delay_seconds", Rule::Unfelt),
    row("termination_grace_period_seconds", Rule::Pods),
    row("placement", Rule::Pods),
    row("connects_to", Rule::Compared(Disruption::Outage, reach::connections)),
    row("env", Rule::Pods),
    row("secrets", Rule::Pods),
    row("secrets_wo", Rule::Unfelt),
    row("secrets_wo_version", Rule::Pods),
    row("volumes", Rule::Pods),
    row("sidecars", Rule::Pods),
    row("pre_deploy", Rule::Unfelt),
    row("service_account", Rule::Pods),
    row("metrics", Rule::Pods),
    row("restart_generation", Rule::Pods),
    row("patches", Rule::Compared(Disruption::Outage, patched::patches)),
    row("startup_probe", Rule::Pods),
    row("readiness_probe", Rule::Pods),
    row("liveness_probe", Rule::Pods),
    row("route", Rule::Compared(Disruption::Outage, reach::route)),
    row("max_disruption", Rule::Unfelt),
    row("timeouts", Rule::Unfelt),
    row("id", Rule::Unfelt),
    row("url", Rule::Unfelt),
    row("internal_host", Rule::Unfelt),
    row("planned_impact", Rule::Unfelt),
    row("planned_impact_reason", Rule::Unfelt),
    row("secret_versions", Rule::Pods),
    row("database_urls", Rule::Pods),
    row("children", Rule::Unfelt),
];

const fn row(attribute: &'static str, rule: Rule) -> Row {
    Row { attribute, rule }
}

/// A change, from what is there to what is planned.
#[derive(Clone, Copy)]
struct Change<'a> {
    prior: &'a ServiceModel,
    planned: &'a ServiceModel,
    pods: Pods,
}

/// What becomes of the pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pods {
    /// They stay, or there are none.
    Stay,
    /// New ones take their places one after the other.
    Roll,
    /// All are gone for a moment.
    AllGo,
}

/// What the change does: that of its attributes which is felt most.
pub(super) fn impact(prior: &Value, planned: &Value) -> Impact {
    let (before, after) = match (ServiceModel::from_value(prior), ServiceModel::from_value(planned)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(error), _) | (_, Err(error)) => {
            let reason = format!("what changes in {TYPE_NAME} cannot be read: {error}");
            return Impact::of(Disruption::Replace, error.path, reason);
        }
    };
    let change = Change { prior: &before, planned: &after, pods: pods(&before, &after) };
    let changed =
        TABLE.iter().filter(|row| prior.attribute(row.attribute) != planned.attribute(row.attribute));
    changed.fold(Impact::none(), |impact, row| {
        let is_known = planned.attribute(row.attribute).is_some_and(Value::is_wholly_known);
        impact.or_worse(if is_known { row.felt(&change) } else { row.worst(&change) })
    })
}

impl Row {
    fn felt(&self, change: &Change<'_>) -> Impact {
        match self.rule {
            Rule::Unfelt => Impact::none(),
            Rule::Pods => change.replaces_pods(Path::of(self.attribute)),
            Rule::Replaces => {
                let reason =
                    format!("another service is made in the place of this one: `{}` changes", self.attribute);
                Impact::of(Disruption::Replace, Path::of(self.attribute), reason)
            }
            Rule::Compared(_, compare) => compare(change),
        }
    }

    /// What an attribute does whose new value is not wholly known.
    fn worst(&self, change: &Change<'_>) -> Impact {
        match self.rule {
            Rule::Unfelt | Rule::Pods | Rule::Replaces => self.felt(change),
            Rule::Compared(worst, _) => {
                let reason =
                    format!("`{}` is known only after apply, so this is the worst it can do", self.attribute);
                Impact::of(worst, Path::of(self.attribute), reason)
            }
        }
    }
}

impl Change<'_> {
    /// What a change of the pods does that the template does not show.
    fn would_replace_pods(&self, path: Path) -> Impact {
        let pods = if self.pods == Pods::Stay { would_go(self.prior, self.planned) } else { self.pods };
        Change { pods, ..*self }.replaces_pods(path)
    }

    /// What a change does that makes new pods.
    fn replaces_pods(&self, path: Path) -> Impact {
        let (level, how) = match self.pods {
            Pods::Stay => return Impact::none(),
            Pods::Roll => {
                (Disruption::Rolling, "new replicas take the places of the old ones one after the other")
            }
            Pods::AllGo => {
                (Disruption::Outage, "all replicas go before new ones are ready, as `rollout` allows")
            }
        };
        let reason = format!("{how}: `{path}` changes");
        Impact::of(level, path, reason)
    }
}

/// Where one of the two cannot be expanded yet, its pods are taken to differ.
fn pods(prior: &ServiceModel, planned: &ServiceModel) -> Pods {
    let (before, after) = (read(prior), read(planned));
    let is_same = match (&before, &after) {
        (Some(before), Some(after)) => expand::pod_template(before) == expand::pod_template(after),
        (None, _) | (_, None) => false,
    };
    if is_same { Pods::Stay } else { would_go(prior, planned) }
}

/// What becomes of the pods where their template changes.
fn would_go(prior: &ServiceModel, planned: &ServiceModel) -> Pods {
    let runs = |model: &ServiceModel| spec::capacity(model).is_none_or(|capacity| capacity.least() > 0);
    if !runs(prior) || !runs(planned) {
        return Pods::Stay;
    }
    // The plan may not be wholly known where these are.
    let all_go = match (spec::rollout(planned), spec::capacity(planned)) {
        (Some(rollout), Some(capacity)) => rollout.lets_all_go(capacity.least()),
        (None, _) | (_, None) => true,
    };
    if all_go { Pods::AllGo } else { Pods::Roll }
}

fn read(model: &ServiceModel) -> Option<Spec> {
    let mut find = Findings::default();
    let read = Spec::read(model, &mut find);
    find.finish(read).ok()
}

/// To none is to stop. Fewer replicas go as an update lets them go, without losing a request.
fn replicas(change: &Change<'_>) -> Impact {
    match (&change.prior.replicas, &change.planned.replicas) {
        (Attr::Known(0), _) => Impact::none(),
        (_, Attr::Known(0)) => Impact::of(
            Disruption::Outage,
            Path::of("replicas"),
            "the service is paused: no replica runs any more",
        ),
        (_, _) => Impact::none(),
    }
}
