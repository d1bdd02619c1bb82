//! From Terraform's proposal to a plan. The proposal, not the configuration, is the base: only in it has
//! `ignore_changes` been applied. The configuration only says which attributes were left out.

use crate::{Attribute, Nesting, Schema, Shape, Value};

/// Plans a create (`prior` is null) or an update: fills in defaults, clears what is never stored and, where anything
/// then differs from `prior`, marks as unknown what the provider will compute. Whatever the configuration gives passes
/// as proposed. A destroy (`proposed` is null) stays one.
#[must_use]
pub fn prepare(schema: &Schema, prior: &Value, config: &Value, proposed: &Value) -> Value {
    let mut planned = proposed.clone();
    fill_defaults(&schema.attributes, config, &mut planned);
    clear_write_only(&schema.attributes, &mut planned);
    if planned != *prior {
        mark_computed(&schema.attributes, config, prior, &mut planned);
    }
    planned
}

fn fill_defaults(attributes: &[Attribute], config: &Value, planned: &mut Value) {
    let Value::Object(values) = planned else { return };
    for attribute in attributes {
        let Some(value) = values.get_mut(&attribute.name) else { continue };
        let written = written(attribute, config);
        if let (Some(default), true) = (&attribute.rules.default, given(attribute, config).is_null()) {
            let before = std::mem::replace(value, default.clone());
            keep_computed(attribute, &before, value);
        }
        if let Shape::Nested { nesting, attributes } = &attribute.shape {
            each(*nesting, value, &mut |place, element| {
                if let Some(config) = place.find(attributes, written, element) {
                    fill_defaults(attributes, config, element);
                }
            });
        }
    }
}

/// A default object says nothing about what the provider computes inside it: that stays as it was.
fn keep_computed(attribute: &Attribute, before: &Value, value: &mut Value) {
    let Shape::Nested { nesting, attributes } = &attribute.shape else { return };
    each(*nesting, value, &mut |place, element| {
        let Some(before) = place.find(attributes, before, element) else { return };
        let Value::Object(values) = element else { return };
        for attribute in attributes {
            let Some(value) = values.get_mut(&attribute.name) else { continue };
            if value.is_null() && attribute.presence.is_computed() {
                *value = given(attribute, before).clone();
            } else {
                keep_computed(attribute, given(attribute, before), value);
            }
        }
    });
}

fn clear_write_only(attributes: &[Attribute], planned: &mut Value) {
    let Value::Object(values) = planned else { return };
    for attribute in attributes {
        let Some(value) = values.get_mut(&attribute.name) else { continue };
        if attribute.write_only {
            *value = Value::Null;
        } else if let Shape::Nested { nesting, attributes } = &attribute.shape {
            each(*nesting, value, &mut |_, element| clear_write_only(attributes, element));
        }
    }
}

/// The value with its write-only attributes, which no plan and no state holds, as the configuration gives them.
#[must_use]
pub fn with_write_only(schema: &Schema, value: &Value, config: &Value) -> Value {
    let mut whole = value.clone();
    fill_write_only(&schema.attributes, config, &mut whole);
    whole
}

fn fill_write_only(attributes: &[Attribute], config: &Value, whole: &mut Value) {
    let Value::Object(values) = whole else { return };
    for attribute in attributes {
        let Some(value) = values.get_mut(&attribute.name) else { continue };
        let written = given(attribute, config);
        if attribute.write_only {
            *value = written.clone();
        } else if let Shape::Nested { nesting, attributes } = &attribute.shape {
            each(*nesting, value, &mut |place, element| {
                if let Some(config) = place.find(attributes, written, element) {
                    fill_write_only(attributes, config, element);
                }
            });
        }
    }
}

fn mark_computed(attributes: &[Attribute], config: &Value, prior: &Value, planned: &mut Value) {
    let Value::Object(values) = planned else { return };
    for attribute in attributes {
        let Some(value) = values.get_mut(&attribute.name) else { continue };
        let written = written(attribute, config);
        let before = prior.attribute(&attribute.name).unwrap_or(&Value::Null);
        if written.is_null() && attribute.presence.is_computed() {
            // What cannot change without a replacement does not change in an update. A null kept would be a promise
            // that the provider, which has never set the value, cannot hold.
            let kept = (attribute.rules.keep || attribute.rules.replace) && !before.is_null();
            *value = if kept { before.clone() } else { Value::unknown() };
        } else if let Shape::Nested { nesting, attributes } = &attribute.shape {
            each(*nesting, value, &mut |place, element| {
                if let Some(config) = place.find(attributes, written, element) {
                    let before = place.find(attributes, before, element).unwrap_or(&Value::Null);
                    mark_computed(attributes, config, before, element);
                }
            });
        }
    }
}

/// What the configuration (or another object) says.
fn given<'a>(attribute: &Attribute, config: &'a Value) -> &'a Value {
    config.attribute(&attribute.name).unwrap_or(&Value::Null)
}

/// What the configuration says, or would have said had it written out the default.
fn written<'a>(attribute: &'a Attribute, config: &'a Value) -> &'a Value {
    match (given(attribute, config), &attribute.rules.default) {
        (Value::Null, Some(default)) => default,
        (given, _) => given,
    }
}

/// Where a nested object stands in its attribute's value.
enum Place {
    Itself,
    Key(String),
    Index(usize),
    /// A set's elements have no place; they are told apart by what the configuration gives.
    Member,
}

impl Place {
    /// The counterpart, in the same attribute's value elsewhere, of the object `planned` that stands here.
    fn find<'a>(&self, attributes: &[Attribute], other: &'a Value, planned: &Value) -> Option<&'a Value> {
        match (self, other) {
            (Self::Itself, object @ Value::Object(_)) => Some(object),
            (Self::Key(key), Value::Map(elements)) => elements.get(key),
            (Self::Index(index), Value::List(elements)) => elements.get(*index),
            (Self::Member, Value::Set(elements)) => elements.iter().find(|e| agree(attributes, e, planned)),
            (Self::Itself | Self::Key(_) | Self::Index(_) | Self::Member, _) => None,
        }
    }
}

/// Whether two elements of a set are the same but for what the provider computes or never stores.
fn agree(attributes: &[Attribute], one: &Value, planned: &Value) -> bool {
    attributes.iter().filter(|a| !a.write_only).all(|attribute| {
        let (one, planned) = (given(attribute, one), given(attribute, planned));
        let open = attribute.presence.is_computed() && (one.is_null() || planned.is_unknown());
        open || one == planned || matches!(attribute.shape, Shape::Nested { .. })
    })
}

/// Visits the nested objects in an attribute's value.
fn each(nesting: Nesting, value: &mut Value, visit: &mut dyn FnMut(&Place, &mut Value)) {
    match (nesting, value) {
        (Nesting::Single, object) => visit(&Place::Itself, object),
        (Nesting::Map, Value::Map(elements)) => {
            elements.iter_mut().for_each(|(key, element)| visit(&Place::Key(key.clone()), element));
        }
        (Nesting::List, Value::List(elements)) => {
            elements.iter_mut().enumerate().for_each(|(i, element)| visit(&Place::Index(i), element));
        }
        (Nesting::Set, Value::Set(elements)) => {
            elements.iter_mut().for_each(|element| visit(&Place::Member, element));
        }
        (Nesting::Map | Nesting::List | Nesting::Set, _) => {}
    }
}
