//! Which changes cannot be made in place. An element that appears in or goes from a collection is no change of its
//! attributes; a rule about that belongs on the collection.

use crate::{Attribute, Nesting, Path, Schema, Shape, Value};

/// The paths of attributes that force a replacement and differ between `prior` and `planned`. A planned value that is
/// unknown may differ, so it does. Empty for a create and a destroy.
#[must_use]
pub fn requires_replace(schema: &Schema, prior: &Value, planned: &Value) -> Vec<Path> {
    let mut paths = Vec::new();
    if !prior.is_null() && !planned.is_null() {
        object(&schema.attributes, (prior, planned), &Path::root(), &mut paths);
    }
    paths
}

/// `values` are prior and planned; null counts as an object without values.
fn object(attributes: &[Attribute], values: (&Value, &Value), path: &Path, into: &mut Vec<Path>) {
    for attribute in attributes {
        let path = path.attribute(&attribute.name);
        let (prior, planned) = (inside(values.0, &attribute.name), inside(values.1, &attribute.name));
        if prior == planned {
            continue;
        }
        if attribute.rules.replace {
            into.push(path);
        } else if let Shape::Nested { nesting, attributes } = &attribute.shape {
            nested(*nesting, attributes, (prior, planned), &path, into);
        }
    }
}

fn nested(
    nesting: Nesting,
    attributes: &[Attribute],
    (prior, planned): (&Value, &Value),
    path: &Path,
    into: &mut Vec<Path>,
) {
    match (nesting, prior, planned) {
        (Nesting::Single, _, _) => object(attributes, (prior, planned), path, into),
        (Nesting::Map, Value::Map(elements), _) => {
            for (key, prior) in elements {
                let planned = if planned.is_unknown() { Some(planned) } else { planned.at_key(key) };
                if let Some(planned) = planned {
                    object(attributes, (prior, planned), &path.key(key), into);
                }
            }
        }
        (Nesting::List, Value::List(elements), _) => {
            for (index, prior) in elements.iter().enumerate() {
                let planned = if planned.is_unknown() { Some(planned) } else { planned.at_index(index) };
                if let Some(planned) = planned {
                    object(attributes, (prior, planned), &path.index(index), into);
                }
            }
        }
        // Elements of a set cannot be told apart, so any change may be one of a replacing attribute.
        (Nesting::Set, _, _) if attributes.iter().any(replaces) => into.push(path.clone()),
        (Nesting::Set | Nesting::Map | Nesting::List, _, _) => {}
    }
}

/// An attribute of an object; of an unknown object it is as unknown.
fn inside<'a>(object: &'a Value, name: &str) -> &'a Value {
    match object {
        Value::Unknown(_) => object,
        known => known.attribute(name).unwrap_or(&Value::Null),
    }
}

fn replaces(attribute: &Attribute) -> bool {
    attribute.rules.replace
        || matches!(&attribute.shape, Shape::Nested { attributes, .. } if attributes.iter().any(replaces))
}
