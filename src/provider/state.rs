//! The inventory of children that a state records, in the attribute `children`: child → digest.
//! Reading and writing that attribute happens here and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use acme_children::{ChildId, Children, IMPORTED, Observed, Owner, is_claimed};
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
    observed.partition(|id, found| is_claimed(id, inventory.get(id).map(String::as_str), found, owner))
}

/// The inventory as it is found. The marks of what is imported and of what is not ready stay as long as they are true.
pub(super) fn refreshed(
    ours: &Children<Observed>,
    expansion: &Expansion,
    inventory: &BTreeMap<ChildId, String>,
) -> BTreeMap<String, String> {
    let mut digests = ours.digests(&expansion.desired);
    for (id, found) in ours.iter() {
        let Some(digest) = digests.get_mut(&id.to_string()) else { continue };
        match inventory.get(id) {
            Some(mark) if mark == IMPORTED && !expansion.owner.owns(&found.live) => {
                IMPORTED.clone_into(digest);
            }
            Some(mark) if mark.starts_with(UNREADY) && !found.is_settled(id) => digest.insert_str(0, UNREADY),
            Some(_) | None => {}
        }
    }
    digests
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
