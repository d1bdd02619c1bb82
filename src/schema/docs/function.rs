//! The page of a function: what it does, how it is called, what each argument is.

#[cfg(test)]
mod tests;

use super::{front_matter, reference::indented, types, usage};
use crate::{Function, Parameter};

/// What a function's page is made of.
#[derive(Clone, Copy, Debug)]
pub struct FunctionPage<'a> {
    /// The provider that has it, as in HCL: `acme`.
    pub provider: &'a str,
    /// Its name, as in `provider::acme::NAME(...)`.
    pub name: &'a str,
    /// Under which heading the registry lists it; empty: none.
    pub subcategory: &'a str,
    /// What it declares.
    pub function: &'a Function,
    /// An example in HCL.
    pub example: Option<&'a str>,
}

/// The page, ending in one newline. The same input gives the same text.
#[must_use]
pub fn render_function(page: &FunctionPage<'_>) -> String {
    let FunctionPage { provider, name, subcategory, function, example } = page;
    let mut sections = Vec::from([
        front_matter(&format!("{name} function - {provider}"), subcategory, &function.summary),
        format!("# function: {name}"),
        function.description.trim().to_owned(),
    ]);
    sections.extend(example.map(usage));
    sections.push(format!("## Signature\n\n```text\n{}\n```", signature(name, function)));
    let arguments = arguments(function);
    if !arguments.is_empty() {
        sections.push("## Arguments".to_owned());
        sections.push(arguments);
    }
    sections.join("\n\n") + "\n"
}

/// As `join(separator string, parts string...) string`.
fn signature(name: &str, function: &Function) -> String {
    let taken = |parameter: &Parameter| format!("{} {}", parameter.name, types::in_hcl(&parameter.ty));
    let one = function.parameters.iter().map(taken);
    let any = function.variadic.iter().map(|parameter| taken(parameter) + "...");
    let parameters = one.chain(any).collect::<Vec<_>>().join(", ");
    format!("{name}({parameters}) {}", types::in_hcl(&function.returns))
}

fn arguments(function: &Function) -> String {
    let one = function.parameters.iter().map(|parameter| (parameter, ""));
    let any = function.variadic.iter().map(|parameter| (parameter, "Variadic, "));
    let items = (1..).zip(one.chain(any)).map(|(number, (parameter, variadic))| {
        let Parameter { name, ty, description, allow_null, .. } = parameter;
        let nullable = if *allow_null { ", Nullable" } else { "" };
        let text = format!("`{name}` ({variadic}{}{nullable}) {}", types::in_words(ty), description.trim());
        indented(&format!("{number}. "), text.trim_end())
    });
    items.collect::<Vec<_>>().join("\n")
}
