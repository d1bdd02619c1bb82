//! The checks of single attributes. Terraform checks presence itself before it calls; it is checked here again because
//! others can call too, and because what follows relies on it.

use crate::value::literal;
use crate::{Attribute, Diagnostic, Diagnostics, Nesting, Path, Presence, Schema, Shape, Value};

/// A longer value is cut in a message.
const MAX_SHOWN: usize = 60;

/// Whether a message may show the value.
#[derive(Clone, Copy)]
enum Secrecy {
    Open,
    Secret,
}

/// Checks presence and runs the validators of every known value in `config`, at any depth. Each message is at its
/// attribute's path; none shows a sensitive or write-only value.
pub fn validate(schema: &Schema, config: &Value) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    object(&schema.attributes, config, &Path::root(), Secrecy::Open, &mut diagnostics);
    diagnostics
}

fn object(attributes: &[Attribute], value: &Value, path: &Path, secrecy: Secrecy, into: &mut Diagnostics) {
    let Some(values) = value.as_object() else { return };
    for declared in attributes {
        let value = values.get(&declared.name).unwrap_or(&Value::Null);
        let secrecy = if declared.sensitive || declared.write_only { Secrecy::Secret } else { secrecy };
        attribute(declared, value, &path.attribute(&declared.name), secrecy, into);
    }
}

fn attribute(declared: &Attribute, value: &Value, path: &Path, secrecy: Secrecy, into: &mut Diagnostics) {
    match (declared.presence, value) {
        (Presence::Required, Value::Null) => into.push(invalid(path, "must be set")),
        (Presence::Computed, value) if !value.is_null() => {
            into.push(invalid(path, "must not be set: the provider sets it"));
        }
        _ => {}
    }
    if value.is_null() {
        return;
    }
    if let Some(instead) = &declared.deprecation {
        into.push(Diagnostic::warning(format!("`{path}` is deprecated")).detail(instead).at(path.clone()));
    }
    if value.is_unknown() {
        return;
    }
    for validator in declared.rules.validators.iter().filter(|v| !v.accepts(value)) {
        let allowed = validator.allowed();
        into.push(match secrecy {
            Secrecy::Secret => invalid(path, &format!("must be {allowed}")),
            Secrecy::Open => invalid(path, &format!("must be {allowed}, got {}", shown(value))),
        });
    }
    if let Shape::Nested { nesting, attributes } = &declared.shape {
        for (path, element) in elements(*nesting, value, path) {
            object(attributes, element, &path, secrecy, into);
        }
    }
}

/// What to say to a client that does not know write-only attributes, and would store what is given to them.
pub fn refuse_write_only(schema: &Schema, config: &Value) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    refuse(&schema.attributes, config, &Path::root(), &mut diagnostics);
    diagnostics
}

fn refuse(attributes: &[Attribute], value: &Value, path: &Path, into: &mut Diagnostics) {
    let Some(values) = value.as_object() else { return };
    for declared in attributes {
        let value = values.get(&declared.name).unwrap_or(&Value::Null);
        let path = path.attribute(&declared.name);
        match &declared.shape {
            _ if declared.write_only && !value.is_null() => into.push(
                invalid(&path, "is write-only, which this version of Terraform or OpenTofu does not know: it would store the value")
                    .hint("use Terraform 1.11 or OpenTofu 1.11, or newer; or refer to where the value is kept"),
            ),
            Shape::Nested { nesting, attributes } => {
                for (path, element) in elements(*nesting, value, &path) {
                    refuse(attributes, element, &path, into);
                }
            }
            Shape::Plain(_) => {}
        }
    }
}

/// The nested objects in a known value, each with its path. A set's elements have none but the set's.
fn elements<'a>(nesting: Nesting, value: &'a Value, path: &Path) -> Vec<(Path, &'a Value)> {
    match (nesting, value) {
        (Nesting::Single, value) => vec![(path.clone(), value)],
        (Nesting::Map, Value::Map(elements)) => elements.iter().map(|(key, e)| (path.key(key), e)).collect(),
        (Nesting::List, Value::List(elements)) => {
            elements.iter().enumerate().map(|(i, e)| (path.index(i), e)).collect()
        }
        (Nesting::Set, Value::Set(elements)) => elements.iter().map(|e| (path.clone(), e)).collect(),
        (Nesting::Map | Nesting::List | Nesting::Set, _) => Vec::new(),
    }
}

fn invalid(path: &Path, detail: &str) -> Diagnostic {
    Diagnostic::error(format!("Invalid value for `{path}`")).detail(detail).at(path.clone())
}

fn shown(value: &Value) -> String {
    let text = literal(value);
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
