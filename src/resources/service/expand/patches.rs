//! The user's own changes to the objects, as far as they leave alone what the provider recognizes its objects by.

use acme_children::{ChildId, Children, Desired, Manifest};
use acme_schema::Path;
use json_patch::jsonptr::PointerBuf;
use json_patch::{AddOperation, PatchOperation, RemoveOperation, ReplaceOperation};
use serde_json::Value;

use super::super::spec::{Change, Patch, Spec};
use crate::shared::Findings;

/// What no patch may change, in whichever kind of object it is.
const FIXED: [&str; 20] = [
    "/apiVersion",
    "/binaryData",
    "/data",
    "/immutable",
    "/kind",
    "/metadata/annotations/acme.com~1sources",
    "/metadata/labels/acme.com~1resource",
    "/metadata/labels/app.kubernetes.io~1managed-by",
    "/metadata/labels/app.kubernetes.io~1name",
    "/metadata/name",
    "/metadata/namespace",
    "/spec/podSelector",
    "/spec/scaleTargetRef",
    "/spec/selector",
    "/spec/template/metadata/labels/acme.com~1resource",
    "/spec/template/metadata/labels/app.kubernetes.io~1managed-by",
    "/spec/template/metadata/labels/app.kubernetes.io~1name",
    "/status",
    "/stringData",
    "/type",
];

/// Why a patch is refused: by itself, or where it leads.
enum Refused {
    Fixed(&'static str),
    Nowhere,
}

/// The children after all patches, in order. What is refused is noted, and changes nothing.
pub(super) fn applied(
    spec: &Spec,
    mut children: Children<Desired>,
    find: &mut Findings,
) -> Children<Desired> {
    for (position, patch) in spec.patches.iter().enumerate() {
        let path = Path::of("patches").index(position);
        let targets: Vec<_> = children.ids().into_iter().filter(|id| patch.target.is(id)).cloned().collect();
        if targets.is_empty() {
            find.rule(
                &path.attribute("target"),
                format!("must be of what the service consists of: {}", listed(&children)),
            );
        }
        for id in targets {
            let Some(manifest) = children.get(&id).cloned() else { continue };
            match one(manifest, patch) {
                Ok(manifest) => children.insert(id, manifest),
                Err(refused) => note(&refused, &id, &path, find),
            }
        }
    }
    children
}

fn note(refused: &Refused, id: &ChildId, path: &Path, find: &mut Findings) {
    match refused {
        Refused::Fixed(field) => find.rule(
            path,
            format!("must not change `{field}` of {id}: names, the provider's labels, selectors and data are fixed"),
        ),
        Refused::Nowhere => find.rule(
            &path.attribute("path"),
            format!("must lead to a field that {id} has; `add` makes one in an object or list that is there"),
        ),
    }
}

fn listed(children: &Children<Desired>) -> String {
    let ids = children.ids().into_iter().filter(|id| !id.kind.is_shared());
    ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn one(manifest: Manifest, patch: &Patch) -> Result<Manifest, Refused> {
    manifest.try_map(|json| {
        let mut patched = json.clone();
        change(&mut patched, patch)?;
        if let Some(field) = FIXED.into_iter().find(|field| json.pointer(field) != patched.pointer(field)) {
            return Err(Refused::Fixed(field));
        }
        *json = patched;
        Ok(())
    })
}

fn change(json: &mut Value, patch: &Patch) -> Result<(), Refused> {
    let path = PointerBuf::parse(patch.path.as_str()).map_err(|_| Refused::Nowhere)?;
    let operation = match &patch.change {
        Change::Add(value) => PatchOperation::Add(AddOperation { path, value: value.clone() }),
        Change::Replace(value) => PatchOperation::Replace(ReplaceOperation { path, value: value.clone() }),
        Change::Remove => PatchOperation::Remove(RemoveOperation { path }),
    };
    json_patch::patch(json, &[operation]).map_err(|_| Refused::Nowhere)?;
    if patch.change == Change::Remove {
        drop_empty(json, patch.path.as_str());
    }
    Ok(())
}

/// An object or list that has lost its last field goes, too: the server would not store it.
fn drop_empty(json: &mut Value, path: &str) {
    let mut path = path;
    while let Some((parent, _)) = path.rsplit_once('/') {
        let is_empty = match json.pointer(parent) {
            Some(Value::Object(fields)) => fields.is_empty(),
            Some(Value::Array(elements)) => elements.is_empty(),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => false,
        };
        let Some(pointer) = Some(parent).filter(|parent| is_empty && !parent.is_empty()) else { return };
        if let Ok(path) = PointerBuf::parse(pointer) {
            // What was just found there can be removed.
            let _ = json_patch::patch(json, &[PatchOperation::Remove(RemoveOperation { path })]);
        }
        path = parent;
    }
}
