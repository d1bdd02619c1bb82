//! The lists of attributes on a page: by who gives the value, then each nested object with an anchor of its own.

use super::types;
use crate::value::literal;
use crate::{Attribute, Nesting, Presence, Shape};

/// The lists of a whole block.
pub(super) fn block(attributes: &[Attribute], sections: &mut Vec<String>) {
    lists(attributes, &[], Level::Block, sections);
    nested(attributes, &[], sections);
}

/// How a list is headed.
#[derive(Clone, Copy)]
enum Level {
    Block,
    Nested,
}

/// Who gives a value, in the order of the lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Required,
    Optional,
    ReadOnly,
}

impl Group {
    fn of(presence: Presence) -> Self {
        match presence {
            Presence::Required => Self::Required,
            Presence::Optional | Presence::OptionalComputed => Self::Optional,
            Presence::Computed => Self::ReadOnly,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Required => "Required",
            Self::Optional => "Optional",
            Self::ReadOnly => "Read-Only",
        }
    }
}

fn lists(attributes: &[Attribute], path: &[&str], level: Level, sections: &mut Vec<String>) {
    for group in [Group::Required, Group::Optional, Group::ReadOnly] {
        let members = attributes.iter().filter(|a| Group::of(a.presence) == group);
        let items = members.map(|a| item(a, path)).collect::<Vec<_>>();
        if !items.is_empty() {
            let name = group.name();
            sections.push(match level {
                Level::Block => format!("### {name}"),
                Level::Nested => format!("{name}:"),
            });
            sections.push(items.join("\n"));
        }
    }
}

fn nested<'a>(attributes: &'a [Attribute], path: &[&'a str], sections: &mut Vec<String>) {
    for attribute in attributes {
        if let Shape::Nested { attributes, .. } = &attribute.shape {
            let path = [path, &[attribute.name.as_str()]].concat();
            let (anchor, name) = (anchor(&path), path.join("."));
            sections.push(format!("<a id=\"{anchor}\"></a>\n### Nested Schema for `{name}`"));
            lists(attributes, &path, Level::Nested, sections);
            nested(attributes, &path, sections);
        }
    }
}

fn anchor(path: &[&str]) -> String {
    format!("nestedatt--{}", path.join("--"))
}

fn item(attribute: &Attribute, path: &[&str]) -> String {
    let description = attribute.description.trim();
    let rules = rules(attribute);
    let mut text = format!("`{}` ({})", attribute.name, marks(attribute));
    for (part, own_paragraph) in [(description.to_owned(), false), (rules, description.contains('\n'))] {
        if !part.is_empty() {
            text.push_str(if own_paragraph { "\n\n" } else { " " });
            text.push_str(&part);
        }
    }
    if let Shape::Nested { .. } = &attribute.shape {
        let anchor = anchor(&[path, &[attribute.name.as_str()]].concat());
        text.push_str(&format!(" (see [below for nested schema](#{anchor}))"));
    }
    indented("- ", &text)
}

/// An item of a list. Lines after the first belong to it only when indented as far as its `bullet` is wide.
pub(super) fn indented(bullet: &str, text: &str) -> String {
    let width = bullet.len();
    let indent = |line: &str| if line.is_empty() { String::new() } else { format!("{:width$}{line}", "") };
    let mut lines = text.lines();
    let first = format!("{bullet}{}", lines.next().unwrap_or_default());
    lines.fold(first, |text, line| format!("{text}\n{}", indent(line)))
}

fn marks(attribute: &Attribute) -> String {
    let ty = match &attribute.shape {
        Shape::Plain(ty) => types::in_words(ty),
        Shape::Nested { nesting, .. } => match nesting {
            Nesting::Single => "Attributes".to_owned(),
            Nesting::List => "Attributes List".to_owned(),
            Nesting::Set => "Attributes Set".to_owned(),
            Nesting::Map => "Attributes Map".to_owned(),
        },
    };
    let marks = [
        (attribute.sensitive, "Sensitive"),
        (attribute.deprecation.is_some(), "Deprecated"),
        (
            attribute.write_only,
            "[Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)",
        ),
    ];
    marks.iter().filter(|(set, _)| *set).fold(ty, |text, (_, mark)| format!("{text}, {mark}"))
}

/// One sentence for each thing that holds beyond the type.
fn rules(attribute: &Attribute) -> String {
    let rules = &attribute.rules;
    let mut sentences = Vec::new();
    if let Some(instead) = &attribute.deprecation {
        sentences.push(format!("**Deprecated:** {}", sentence(instead)));
    }
    if let Some(default) = &rules.default {
        sentences.push(format!("Default: `{}`.", literal(default)));
    }
    sentences.extend(rules.validators.iter().map(|v| format!("Must be {}", sentence(v.allowed()))));
    if attribute.write_only {
        sentences.push("Never stored in the state.".to_owned());
    }
    if rules.replace {
        sentences.push("Changing this replaces the resource.".to_owned());
    }
    sentences.join(" ")
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}
