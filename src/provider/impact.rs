//! The disruption contract: what a plan does to those who use a resource is shown in it, and a plan that does more than is
//! allowed is refused. The levels of single changes are each resource's own table.

use acme_children::{ChildId, Habit, Manifest};
use acme_resources::{Disruption, Impact, Resource};
use acme_schema::{Diagnostic, Path, Value};

use super::diagnose::Subject;
use super::lifecycle::Lifecycle;
use super::state::{self, CHILDREN};

/// The level, computed.
const PLANNED: &str = "planned_impact";
/// Why, computed.
const REASON: &str = "planned_impact_reason";
/// The level that is allowed.
const ALLOWED: &str = "max_disruption";

/// What a plan starts from, as far as its impact goes.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) prior: &'a Value,
    /// The attributes that force a replacement.
    pub(super) replaced: &'a [Path],
    /// It is the second half of a replacement, the create.
    pub(super) is_replacement: bool,
}

impl Lifecycle<'_> {
    /// What the change does.
    pub(super) fn impact(&self, change: Change<'_>, planned: &Value) -> Impact {
        let Change { prior, replaced, .. } = change;
        if change.is_replacement {
            let reason = "another one is made in its place".to_owned();
            let replaced = Impact { level: Disruption::Replace, reason, path: None };
            return replaced.or_worse(self.resource.impact_of_creation(planned));
        }
        if prior.is_null() {
            return self.resource.impact_of_creation(planned);
        }
        if let Some(path) = replaced.first() {
            let reason = format!("`{path}` cannot change in place");
            let replaced = Impact::of(Disruption::Replace, path.clone(), reason);
            return replaced.or_worse(self.resource.impact_of_creation(planned));
        }
        self.resource.impact(prior, planned).or_worse(self.repair(prior))
    }

    /// What it does to bring back children that are not as the state says, whatever else changes.
    fn repair(&self, prior: &Value) -> Impact {
        let Ok(expansion) = self.resource.expand(prior, &self.settings.facts) else { return Impact::none() };
        let inventory = state::inventory(prior);
        let is_off = |(id, manifest): &(&ChildId, &Manifest)| {
            id.kind.is_awaited()
                && !id.kind.has(Habit::OneOff)
                && inventory.get(*id).is_some_and(|digest| *digest != manifest.digest())
        };
        match expansion.desired.iter().find(is_off) {
            Some((id, _)) => {
                let path = Path::of(CHILDREN).key(id.to_string());
                Impact::of(
                    self.resource.repair(prior, inventory.get(id).map_or("", String::as_str)),
                    path,
                    format!("{id} is not as it was applied, and is made so again"),
                )
            }
            None => Impact::none(),
        }
    }

    /// The refusal of a change that does more than is allowed; `None` where it may happen.
    pub(super) fn refusal(&self, impact: &Impact, planned: &Value, subject: &Subject) -> Option<Diagnostic> {
        let own = planned.attribute(ALLOWED).and_then(Value::as_str).and_then(Disruption::parse);
        let allowed = own.or(self.settings.max_disruption)?;
        if impact.level <= allowed {
            return None;
        }
        let (level, allowed) = (impact.level.as_str(), allowed.as_str());
        let whose = if own.is_some() { "of this resource" } else { "of the provider block" };
        let refused = Diagnostic::error(format!("{subject}: the impact of this change is `{level}`, and at most `{allowed}` is allowed"))
            .detail(format!("{}.", impact.reason))
            .hint(format!(
                "to let it happen, set `max_disruption = \"{level}\"` on this resource until it is applied; the limit is that {whose}"
            ));
        Some(match &impact.path {
            Some(path) => refused.at(path.clone()),
            None => refused,
        })
    }
}

/// Writes the impact into a plan. Where nothing changes, what the last change did stays; where the outcome depends on
/// values that are not known yet, so does the impact.
pub(super) fn show(resource: &dyn Resource, planned: &mut Value, change: Change<'_>, impact: &Impact) {
    let settled = |value: &Value| without_impact(value);
    let (level, reason) = if settled(planned) == settled(change.prior) {
        let before = |name: &str| change.prior.attribute(name).cloned().unwrap_or(Value::Null);
        (before(PLANNED), before(REASON))
    } else if change.prior.is_null() && !change.is_replacement && impact.level == Disruption::None {
        // What disturbs nobody while something is open, does so whatever it turns out to be.
        (Value::String(Disruption::None.as_str().to_owned()), Value::Null)
    } else if change.is_replacement || !resource.tells_impact(&settled(planned)) {
        (Value::unknown(), Value::unknown())
    } else {
        let reason =
            if impact.reason.is_empty() { Value::Null } else { Value::String(impact.reason.clone()) };
        (Value::String(impact.level.as_str().to_owned()), reason)
    };
    planned.set_attribute(PLANNED, level);
    planned.set_attribute(REASON, reason);
}

/// Fills in what a plan left open: by now the change is known.
pub(super) fn settle(state: &mut Value, impact: &Impact) {
    for (name, value) in [(PLANNED, impact.level.as_str()), (REASON, impact.reason.as_str())] {
        if state.attribute(name).is_some_and(Value::is_unknown) {
            let value = if value.is_empty() { Value::Null } else { Value::String(value.to_owned()) };
            state.set_attribute(name, value);
        }
    }
}

fn without_impact(value: &Value) -> Value {
    let mut value = value.clone();
    for name in [PLANNED, REASON] {
        value.set_attribute(name, Value::Null);
    }
    value
}
