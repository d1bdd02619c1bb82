//! The inventory of children that a state records, in the attribute `children`: child → digest.
//! Reading and writing that attribute happens here and nowhere else.

use std::collections::BTreeMap;

use acme_children::ChildId;
use acme_schema::Value;

/// The attribute that holds the inventory.
pub(super) const CHILDREN: &str = "children";

/// The children that a state (or a plan) records. Entries that are no children of this version are left out: an older
/// version of the provider that meets a newer one's state leaves them alone.
pub(super) fn inventory(state: &Value) -> BTreeMap<ChildId, String> {
    let Some(Value::Map(children)) = state.attribute(CHILDREN) else { return BTreeMap::new() };
    children
        .iter()
        .filter_map(|(id, digest)| Some((id.parse().ok()?, digest.as_str().unwrap_or_default().to_owned())))
        .collect()
}

/// Writes the inventory.
pub(super) fn record(state: &mut Value, digests: BTreeMap<String, String>) {
    let children = digests.into_iter().map(|(id, digest)| (id, Value::String(digest))).collect();
    state.set_attribute(CHILDREN, Value::Map(children));
}
