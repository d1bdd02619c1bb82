//! A type as a page names it: in words beside an attribute, in HCL in a signature.

use crate::Type;

/// As `List of String`. What an object holds is said elsewhere.
pub(super) fn in_words(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::List(element) => format!("List of {}", in_words(element)),
        Type::Set(element) => format!("Set of {}", in_words(element)),
        Type::Map(element) => format!("Map of {}", in_words(element)),
        Type::Object(_) => "Object".to_owned(),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
    }
}

/// As `list(string)`: the type as a variable's declaration spells it.
pub(super) fn in_hcl(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::List(element) => format!("list({})", in_hcl(element)),
        Type::Set(element) => format!("set({})", in_hcl(element)),
        Type::Map(element) => format!("map({})", in_hcl(element)),
        Type::Object(attributes) if attributes.is_empty() => "object({})".to_owned(),
        Type::Object(attributes) => {
            let attributes = attributes.iter().map(|(name, ty)| format!("{name} = {}", in_hcl(ty)));
            format!("object({{ {} }})", attributes.collect::<Vec<_>>().join(", "))
        }
        Type::Tuple(elements) => {
            format!("tuple([{}])", elements.iter().map(in_hcl).collect::<Vec<_>>().join(", "))
        }
        Type::Dynamic => "any".to_owned(),
    }
}
