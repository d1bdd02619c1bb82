//! A schema as Markdown: the registry's documentation page of a provider, resource, data source, ephemeral resource or
//! function. Everything it says is on the schema already; a page adds only the example and the import command.

mod function;
mod reference;
#[cfg(test)]
mod tests;
mod types;

use crate::Schema;

pub use function::{FunctionPage, render_function};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The provider block.
    Provider,
    /// A managed resource.
    Resource,
    /// A data source.
    DataSource,
    /// A value that lives for one run.
    EphemeralResource,
}

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// What it is about.
    pub kind: Kind,
    /// The full name as in HCL: `acme_service`; for a provider `acme`.
    pub name: &'a str,
    /// Under which heading the registry lists it; empty: none.
    pub subcategory: &'a str,
    /// The block.
    pub schema: &'a Schema,
    /// An example in HCL.
    pub example: Option<&'a str>,
    /// The shell command that imports one.
    pub import: Option<&'a str>,
}

/// The page, ending in one newline. The same input gives the same text.
#[must_use]
pub fn render(page: &Page<'_>) -> String {
    let Page { kind, name, subcategory, schema, example, import } = page;
    let mut sections = Vec::from([
        front_matter(&title(*kind, name), subcategory, &schema.description),
        format!("# {}", heading(*kind, name)),
        schema.description.trim().to_owned(),
    ]);
    sections.extend(example.map(usage));
    sections.push("## Schema".to_owned());
    reference::block(&schema.attributes, &mut sections);
    if let Some(command) = import {
        sections.push("## Import".to_owned());
        sections.push("Import is supported using the following syntax:".to_owned());
        sections.push(format!("```shell\n{}\n```", command.trim_end()));
    }
    sections.join("\n\n") + "\n"
}

fn usage(hcl: &str) -> String {
    format!("## Example Usage\n\n```terraform\n{}\n```", hcl.trim_end())
}

fn front_matter(title: &str, subcategory: &str, description: &str) -> String {
    let first = description.trim().split("\n\n").next().unwrap_or_default();
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("---\npage_title: \"{title}\"\nsubcategory: \"{subcategory}\"\ndescription: |-\n  {line}\n---")
}

fn title(kind: Kind, name: &str) -> String {
    let provider = name.split_once('_').map_or(name, |(provider, _)| provider);
    match kind {
        Kind::Provider => format!("Provider: {name}"),
        Kind::Resource => format!("{name} Resource - {provider}"),
        Kind::DataSource => format!("{name} Data Source - {provider}"),
        Kind::EphemeralResource => format!("{name} Ephemeral Resource - {provider}"),
    }
}

fn heading(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Provider => format!("{name} Provider"),
        Kind::Resource => format!("{name} (Resource)"),
        Kind::DataSource => format!("{name} (Data Source)"),
        Kind::EphemeralResource => format!("{name} (Ephemeral Resource)"),
    }
}
