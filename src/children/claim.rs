//! Whose an object is: which of those found are the resource's own, and who has the others. Ownership, not names.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{ChildId, MANAGER, Observed, Owner, label, tag};

/// The mark, in place of a digest, of a child that was imported: ours to change from now on, whatever its labels say.
pub const IMPORTED: &str = "imported";

/// Whether a found object is the owner's child. `mark`: what state records of it. Somebody may have changed its labels, but
/// an object that took the place of a recorded one has no fields that the provider applied. A shared one is nobody's alone.
#[must_use]
pub fn is_claimed(id: &ChildId, mark: Option<&str>, found: &Observed, owner: &Owner) -> bool {
    match mark {
        None => owner.owns(&found.live),
        Some(IMPORTED) => true,
        // An AWS object says nothing about who wrote it but its tags: one without any of ours may have lost them.
        Some(_) if id.kind.is_aws() => owner.owns(&found.live) || !is_tagged(&found.live),
        Some(_) => id.kind.is_shared() || owner.owns(&found.live) || has_fields_of_ours(&found.live),
    }
}

fn is_tagged(live: &Value) -> bool {
    live["Tags"].as_object().into_iter().flatten().any(|(name, _)| name.starts_with(tag::PREFIX))
}

fn has_fields_of_ours(live: &Value) -> bool {
    let entries = live["metadata"]["managedFields"].as_array();
    entries.into_iter().flatten().any(|entry| entry["manager"] == MANAGER && entry["operation"] == "Apply")
}

/// Who has a live object, in the words of its metadata or tags.
#[must_use]
pub fn holder(live: &Value, owner: &Owner) -> String {
    let metadata = &live["metadata"];
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    if owner.owns(live) {
        return format!("{} `{}` of another Terraform state, or of a lost one", owner.resource, owner.name);
    }
    if let Some(stack) = text(&live["Tags"]["aws:cloudformation:stack-name"]) {
        return format!("CloudFormation stack `{stack}`");
    }
    if let (Some(resource), Some(name)) = (text(&live["Tags"][tag::RESOURCE]), text(&live["Tags"][tag::NAME]))
    {
        return format!("{resource} `{name}`");
    }
    if let Some(release) = text(&metadata["annotations"]["meta.helm.sh/release-name"]) {
        return format!("Helm release `{release}`");
    }
    if let (Some(resource), Some(name)) =
        (text(&metadata["labels"][label::RESOURCE]), text(&metadata["labels"][label::NAME]))
    {
        return format!("{resource} `{name}`");
    }
    if let Some(manager) = text(&metadata["labels"][label::MANAGED_BY]) {
        return manager;
    }
    let managers: BTreeSet<_> = metadata["managedFields"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|entry| entry["subresource"].is_null() && entry["manager"] != MANAGER)
        .filter_map(|entry| text(&entry["manager"]))
        .collect();
    if managers.is_empty() {
        "somebody else".to_owned()
    } else {
        managers.into_iter().collect::<Vec<_>>().join(", ")
    }
}
