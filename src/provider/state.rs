//! The inventory of children that a state records, in the attribute `children`: child → digest.
//! Reading and writing that attribute happens here and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use acme_children::{ChildId, Children, Habit, IMPORTED, Observed, Owner, is_claimed};
use acme_resources::Expansion;
use acme_schema::Value;

/// The attribute that holds the inventory.
pub(super) const CHILDREN: &str = "children";

/// Stands before the digest of a child that was applied and has not become ready: the next plan shows it again.
const UNREADY: &str = "unready-";

/// The children that a state (or a plan) records. Entries that are no children of this version are left out: an older
/// version of the provider that meets a newer one's state leaves them alone.
pub(super) fn inventory(state: &Value) -> BTreeMap<ChildId, String> {
    let Some(Value::Map(children)) = state.attribute(CHILDREN) else { return BTreeMap::new() };
    children
        .iter()
        .filter_map(|(id, digest)| Some((id.parse().ok()?, digest.as_str().unwrap_or_default().to_owned())))
        .collect()
}

/// Tells the resource's own children from what others have put in the place of some.
pub(super) fn claimed(
    observed: Children<Observed>,
    owner: &Owner,
    inventory: &BTreeMap<ChildId, String>,
) -> (Children<Observed>, Children<Observed>) {
    observed.partition(|id, found| {
        found.live.is_null() || is_claimed(id, inventory.get(id).map(String::as_str), found, owner)
    })
}

/// The inventory as it is found. The marks of what is imported and of what is not ready stay as long as they are true.
pub(super) fn refreshed(
    ours: &Children<Observed>,
    expansion: &Expansion,
    inventory: &BTreeMap<ChildId, String>,
) -> BTreeMap<String, String> {
    let mut digests = ours.digests(&expansion.desired);
    let done =
        expansion.desired.iter().filter(|(id, _)| id.kind.has(Habit::OneOff) && ours.get(id).is_none());
    for (id, manifest) in done {
        if inventory.get(id) == Some(&manifest.digest()) {
            digests.insert(id.to_string(), manifest.digest());
        }
    }
    // One that an update has left behind done is known by its digest when the next update wants it.
    let left = inventory.iter().filter(|(id, _)| id.kind.has(Habit::OneOff) && ours.get(id).is_some());
    for (id, digest) in left.filter(|(id, _)| expansion.desired.get(id).is_none()) {
        digests.insert(id.to_string(), digest.clone());
    }
    for (id, found) in ours.iter() {
        let Some(digest) = digests.get_mut(&id.to_string()) else { continue };
        if inventory.get(id).is_some_and(|mark| mark.starts_with(UNREADY)) && !found.is_settled(id) {
            digest.insert_str(0, UNREADY);
        }
    }
    // One that could not be looked at is what it was.
    for (id, digest) in inventory {
        if ours.get(id).is_some_and(|found| found.live.is_null()) {
            digests.insert(id.to_string(), digest.clone());
        }
    }
    keep_imported(&mut digests, ours, expansion, inventory);
    digests
}

/// Keeps the mark of what was imported and has not been applied yet: without it, the object would be somebody else's.
pub(super) fn keep_imported(
    digests: &mut BTreeMap<String, String>,
    observed: &Children<Observed>,
    expansion: &Expansion,
    inventory: &BTreeMap<ChildId, String>,
) {
    for (id, _) in inventory.iter().filter(|(_, mark)| *mark == IMPORTED) {
        let is_theirs = observed.get(id).is_some_and(|found| !expansion.owner.owns(&found.live));
        if is_theirs && let Some(digest) = digests.get_mut(&id.to_string()) {
            IMPORTED.clone_into(digest);
        }
    }
}

/// Marks children that have not become ready.
pub(super) fn mark_unready(digests: &mut BTreeMap<String, String>, unready: &BTreeSet<ChildId>) {
    for id in unready {
        digests.entry(id.to_string()).and_modify(|digest| digest.insert_str(0, UNREADY));
    }
}

/// Whether a recorded digest says that the child has not become ready.
pub(super) fn is_unready(digest: &str) -> bool {
    digest.starts_with(UNREADY)
}

/// Writes the inventory.
pub(super) fn record(state: &mut Value, digests: BTreeMap<String, String>) {
    let children = digests.into_iter().map(|(id, digest)| (id, Value::String(digest))).collect();
    state.set_attribute(CHILDREN, Value::Map(children));
}
