//! What holds for every resource and data source, asserted over the tables; and configurations written as JSON.

use std::collections::BTreeMap;

use acme_schema::{Attribute, Presence, Schema, Shape, Type, Value};
use serde_json::Value as Json;

use crate::{DATA_SOURCES, FUNCTIONS, REGISTRY};

/// Stands for an unknown value in a configuration written as JSON.
pub(crate) const UNKNOWN: &str = "(known after apply)";

/// The value that Terraform would send for this configuration: what is left out is null.
pub(crate) fn written(schema: &Schema, json: &Json) -> Value {
    value(json, &schema.ty())
}

fn value(json: &Json, ty: &Type) -> Value {
    match (ty, json) {
        (_, Json::Null) => Value::Null,
        (_, Json::String(text)) if text == UNKNOWN => Value::unknown(),
        (Type::Bool, Json::Bool(flag)) => Value::Bool(*flag),
        (Type::Number, Json::Number(number)) => Value::Number(number.to_string().parse().expect("a number")),
        (Type::String, Json::String(text)) => Value::String(text.clone()),
        (Type::List(element), Json::Array(elements)) => {
            Value::List(elements.iter().map(|json| value(json, element)).collect())
        }
        (Type::Map(element), Json::Object(elements)) => {
            Value::Map(elements.iter().map(|(key, json)| (key.clone(), value(json, element))).collect())
        }
        (Type::Object(attributes), Json::Object(given)) => {
            for name in given.keys() {
                assert!(attributes.contains_key(name), "there is no attribute `{name}`");
            }
            let read = |(name, ty): (&String, &Type)| {
                (name.clone(), given.get(name).map_or(Value::Null, |json| value(json, ty)))
            };
            Value::Object(attributes.iter().map(read).collect::<BTreeMap<_, _>>())
        }
        (ty, json) => panic!("{json} is no {ty:?}"),
    }
}

fn schemas() -> Vec<(&'static str, Schema)> {
    let resources = REGISTRY.iter().map(|resource| (resource.type_name(), resource.schema()));
    resources.chain(DATA_SOURCES.iter().map(|source| (source.type_name(), source.schema()))).collect()
}

fn visit(attributes: &[Attribute], path: &str, check: &mut dyn FnMut(&str, &Attribute)) {
    for attribute in attributes {
        let path = format!("{path}.{}", attribute.name);
        check(&path, attribute);
        if let Shape::Nested { attributes, .. } = &attribute.shape {
            visit(attributes, &path, check);
        }
    }
}

fn each_attribute(check: &mut dyn FnMut(&str, &Attribute)) {
    for (name, schema) in schemas() {
        visit(&schema.attributes, name, check);
    }
}

#[test]
fn the_tables_are_alphabetical_and_without_duplicates() {
    let resources: Vec<_> = REGISTRY.iter().map(|resource| resource.type_name()).collect();
    let sources: Vec<_> = DATA_SOURCES.iter().map(|source| source.type_name()).collect();
    for names in [resources, sources] {
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
        assert!(names.iter().all(|name| name.starts_with("acme_")), "{names:?}");
    }
    let functions: Vec<_> = FUNCTIONS.iter().map(|function| function.name()).collect();
    assert!(functions.is_sorted_by(|one, next| one < next), "{functions:?}");
}

#[test]
fn every_description_is_a_sentence() {
    let is_sentence = |text: &str| text.ends_with('.') && text.starts_with(char::is_uppercase);
    for (name, schema) in schemas() {
        assert!(is_sentence(&schema.description), "{name}: {:?}", schema.description);
    }
    each_attribute(&mut |path, attribute| {
        assert!(is_sentence(&attribute.description), "{path}: {:?}", attribute.description);
    });
}

#[test]
fn every_name_can_be_written_in_hcl() {
    each_attribute(&mut |path, attribute| {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(attribute.name.chars().all(word), "{path}");
    });
}

#[test]
fn every_default_is_allowed_and_optional() {
    each_attribute(&mut |path, attribute| {
        if let Some(default) = &attribute.rules.default {
            assert_eq!(attribute.presence, Presence::OptionalComputed, "{path}");
            assert!(attribute.rules.validators.iter().all(|validator| validator.accepts(default)), "{path}");
        }
    });
}

#[test]
fn what_is_allowed_completes_a_sentence() {
    each_attribute(&mut |path, attribute| {
        for validator in &attribute.rules.validators {
            let allowed = validator.allowed();
            assert!(
                !allowed.is_empty() && !allowed.ends_with('.') && !allowed.starts_with("must"),
                "{path}: {allowed}"
            );
        }
    });
}

#[test]
fn every_resource_is_identified_named_and_shows_its_children() {
    for resource in REGISTRY {
        let schema = resource.schema();
        let presence = |name: &str| schema.attribute(name).map(|attribute| attribute.presence);
        assert_eq!(presence("id"), Some(Presence::Computed), "{}", resource.type_name());
        assert_eq!(presence("children"), Some(Presence::Computed), "{}", resource.type_name());
        assert_eq!(presence("name"), Some(Presence::Required), "{}", resource.type_name());
        assert_eq!(presence("timeouts"), Some(Presence::Optional), "{}", resource.type_name());
    }
}
