//! What a changed patch does. Only what is known to be harmless is taken for harmless: a patch may change anything.

use acme_schema::{Attr, List, Path};

use super::super::model::{PatchModel, ServiceModel};
use super::Change;
use crate::impact::{Disruption, Impact};

pub(super) fn patches(change: &Change<'_>) -> Impact {
    let (before, after) = (given(change.prior), given(change.planned));
    let added = after.iter().filter(|patch| !before.contains(patch));
    let taken = before.iter().filter(|patch| !after.contains(patch));
    let order =
        || Impact::of(Disruption::Outage, Path::of("patches"), "what their new order does is not known");
    let impacts: Vec<_> = added.chain(taken).map(|patch| one(change, patch)).collect();
    if impacts.is_empty() && before != after {
        return order();
    }
    impacts.into_iter().fold(Impact::none(), Impact::or_worse)
}

fn given(model: &ServiceModel) -> &[Attr<PatchModel>] {
    const NONE: &List<PatchModel> = &Vec::new();
    model.patches.known().unwrap_or(NONE)
}

fn one(change: &Change<'_>, patch: &Attr<PatchModel>) -> Impact {
    let at = Path::of("patches");
    let text = |given: &Attr<String>| given.known().cloned().unwrap_or_default();
    let (target, path) = match patch.known() {
        Some(patch) => (text(&patch.target), text(&patch.path)),
        None => (String::new(), String::new()),
    };
    // What a load balancer is told is in the annotations of an Ingress.
    let is_note = ["/metadata/annotations", "/metadata/labels"].iter().any(|note| path.starts_with(note));
    if is_note && !target.starts_with("ingress") {
        return Impact::none();
    }
    if target.starts_with("deployment") && path.starts_with("/spec/template/") {
        return change.would_replace_pods(at);
    }
    let reason =
        format!("what the patch of `{target}` at `{path}` does is not known: this is the worst it can do");
    Impact::of(Disruption::Outage, at, reason)
}
