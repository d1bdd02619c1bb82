//! What Terraform's core does between configuration and provider, as far as a provider can notice: the proposed new state,
//! and the checks by which core refuses a plan or a result ("provider produced inconsistent result").

use acme_schema::{Attribute, Nesting, Schema, Shape, Value};

/// The configuration, with computed attributes that it leaves open taken from the prior state.
pub(super) fn proposed(schema: &Schema, prior: &Value, config: &Value) -> Value {
    merge(&schema.attributes, prior, config)
}

fn merge(attributes: &[Attribute], prior: &Value, config: &Value) -> Value {
    let one = |attribute: &Attribute| {
        let before = prior.attribute(&attribute.name).unwrap_or(&Value::Null);
        let written = config.attribute(&attribute.name).unwrap_or(&Value::Null);
        let value = match (&attribute.shape, written) {
            (_, Value::Null) if attribute.presence.is_computed() => before.clone(),
            (Shape::Nested { nesting, attributes }, written) => nested(*nesting, attributes, before, written),
            (Shape::Plain(_), written) => written.clone(),
        };
        (attribute.name.clone(), value)
    };
    Value::Object(attributes.iter().map(one).collect())
}

fn nested(nesting: Nesting, attributes: &[Attribute], prior: &Value, config: &Value) -> Value {
    match (nesting, config, prior) {
        (Nesting::Single, Value::Object(_), prior) => merge(attributes, prior, config),
        (Nesting::Map, Value::Map(elements), prior) => {
            let before = |key| match prior {
                Value::Map(elements) => elements.get(key).unwrap_or(&Value::Null),
                _ => &Value::Null,
            };
            Value::Map(
                elements.iter().map(|(key, e)| (key.clone(), merge(attributes, before(key), e))).collect(),
            )
        }
        (Nesting::List, Value::List(elements), prior) => {
            let before = |index| match prior {
                Value::List(elements) => elements.get(index).unwrap_or(&Value::Null),
                _ => &Value::Null,
            };
            Value::List(elements.iter().enumerate().map(|(i, e)| merge(attributes, before(i), e)).collect())
        }
        (Nesting::Single | Nesting::Map | Nesting::List | Nesting::Set, _, _) => config.clone(),
    }
}

/// Panics where core would say that the provider's plan is invalid.
pub(super) fn check_plan(schema: &Schema, config: &Value, planned: &Value) {
    agree(&schema.attributes, "", config, planned);
}

fn agree(attributes: &[Attribute], at: &str, config: &Value, planned: &Value) {
    for attribute in attributes {
        let name = &attribute.name;
        let written = config.attribute(name).unwrap_or(&Value::Null);
        let value = planned.attribute(name).unwrap_or(&Value::Null);
        let at = format!("{at}.{name}");
        match (&attribute.shape, written) {
            _ if attribute.write_only => assert!(value.is_null(), "{at} is write-only, but planned"),
            (_, Value::Null) => {
                assert!(
                    attribute.presence.is_computed() || value.is_null(),
                    "{at} is planned but not written: {value:?}"
                );
            }
            (Shape::Nested { nesting: Nesting::Single, attributes }, Value::Object(_)) => {
                agree(attributes, &at, written, value);
            }
            (Shape::Nested { attributes, .. }, Value::Map(elements)) => {
                for (key, element) in elements {
                    let Value::Map(planned) = value else { panic!("{at} is planned as {value:?}") };
                    agree(attributes, &format!("{at}[{key}]"), element, &planned[key]);
                }
            }
            _ => assert_eq!(written, value, "{at} is planned otherwise than written"),
        }
    }
}

/// Panics where core would say that the plan made while it applies is not the one that was shown.
pub(super) fn check_final(shown: &Value, last: &Value) {
    compatible("the final plan", shown, last);
}

/// Panics where core would say that the result of an apply is not what was planned.
pub(super) fn check_result(planned: &Value, state: &Value) {
    assert!(state.is_wholly_known(), "the new state has unknown values: {state:?}");
    compatible("", planned, state);
}

fn compatible(at: &str, planned: &Value, state: &Value) {
    match (planned, state) {
        (Value::Unknown(_), _) => {}
        (Value::Object(planned), Value::Object(state)) | (Value::Map(planned), Value::Map(state)) => {
            assert_eq!(
                planned.keys().collect::<Vec<_>>(),
                state.keys().collect::<Vec<_>>(),
                "{at}: other elements"
            );
            for (name, planned) in planned {
                compatible(&format!("{at}.{name}"), planned, &state[name]);
            }
        }
        _ => assert_eq!(planned, state, "{at}: not as planned"),
    }
}
