//! The registry's documentation is the schema, rendered: every page in docs/ is compared with what the schema says today,
//! and tests/data/schema.json keeps the contract, so that an incompatible change is a red line in a diff.
//! `UPDATE_EXPECT=1 cargo test docs` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use acme::provider::{Acme, Environment};
use acme_plugin::{Provider, Schemas};
use acme_schema::docs::{FunctionPage, Kind, Page, render, render_function};
use acme_schema::{Attribute, Function, Nesting, Parameter, Presence, Schema, Shape, Validator, json};
use expect_test::expect_file;
use serde_json::{Map, Value, json};

#[test]
fn docs_are_what_the_schema_says() {
    for (path, text) in pages(&schemas()) {
        let page = checkout().join(path);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::create_dir_all(page.parent().expect("a folder of pages")).expect("a folder of pages");
        }
        expect_file![page].assert_eq(&text);
    }
}

#[test]
fn docs_have_no_page_about_what_does_not_exist() {
    let known: BTreeSet<PathBuf> = pages(&schemas()).into_iter().map(|(path, _)| path.into()).collect();
    for folder in ["docs/resources", "docs/data-sources", "docs/ephemeral-resources", "docs/functions"] {
        // A kind of which there is nothing has no folder.
        let Ok(entries) = fs::read_dir(checkout().join(folder)) else { continue };
        for entry in entries {
            let page = Path::new(folder).join(entry.expect("the folder of pages").file_name());
            assert!(known.contains(&page), "{} is about nothing that the provider has", page.display());
        }
    }
}

#[test]
fn docs_the_readme_shows_an_example_that_is_planned() {
    let read = |path: &str| fs::read_to_string(checkout().join(path)).expect(path);
    let example = read("examples/resources/acme_service/resource.tf");
    assert!(
        read("README.md").contains(&format!("```terraform\n{example}```")),
        "README.md shows another acme_service"
    );
}

#[test]
fn docs_every_attribute_is_described_in_a_sentence() {
    fn sentence(at: &str, text: &str, wrong: &mut Vec<String>) {
        let text = text.trim();
        if !text.ends_with(['.', ')', '`']) || !text.starts_with(|c: char| !c.is_lowercase()) {
            wrong.push(format!("{at}: {text:?}"));
        }
    }
    fn check(at: &str, attributes: &[Attribute], wrong: &mut Vec<String>) {
        for attribute in attributes {
            let at = format!("{at}.{}", attribute.name);
            sentence(&at, &attribute.description, wrong);
            if let Shape::Nested { attributes, .. } = &attribute.shape {
                check(&at, attributes, wrong);
            }
        }
    }
    let schemas = schemas();
    let mut wrong = Vec::new();
    for (name, schema) in all(&schemas) {
        check(&name, &schema.attributes, &mut wrong);
    }
    for (name, function) in &schemas.functions {
        sentence(&format!("function {name}"), &function.description, &mut wrong);
        for parameter in function.parameters.iter().chain(&function.variadic) {
            sentence(&format!("function {name}({})", parameter.name), &parameter.description, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "these are not described:\n{}", wrong.join("\n"));
}

#[test]
fn docs_the_contract_has_not_changed_unseen() {
    let schemas = schemas();
    let blocks = all(&schemas).map(|(name, schema)| (name, contract(schema)));
    let functions = schemas.functions.iter();
    let functions = functions.map(|(name, function)| (format!("function {name}"), signature(function)));
    let contract: Map<String, Value> = blocks.chain(functions).collect();
    let text = serde_json::to_string_pretty(&contract).expect("JSON of JSON") + "\n";
    expect_file![checkout().join("tests/data/schema.json")].assert_eq(&text);
}

fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schemas() -> Schemas {
    Acme::with(Environment::default(), None).schemas().clone()
}

fn all(schemas: &Schemas) -> impl Iterator<Item = (String, &Schema)> {
    let provider = std::iter::once(("provider".to_owned(), &schemas.provider));
    let resources = schemas.resources.iter().map(|(name, schema)| (format!("resource {name}"), schema));
    let data = schemas.data_sources.iter().map(|(name, schema)| (format!("data {name}"), schema));
    let ephemerals = schemas.ephemerals.iter().map(|(name, schema)| (format!("ephemeral {name}"), schema));
    provider.chain(resources).chain(data).chain(ephemerals)
}

/// Every page with its path from the top of the checkout.
fn pages(schemas: &Schemas) -> Vec<(String, String)> {
    let example = |path: String| {
        let path = checkout().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let short = |name: &str| name.strip_prefix("acme_").unwrap_or(name).to_owned();
    let mut pages = Vec::from([(
        "docs/index.md".to_owned(),
        page(
            Kind::Provider,
            "acme",
            &schemas.provider,
            &[&example("examples/provider/provider.tf".to_owned())],
        ),
    )]);
    for (name, schema) in &schemas.resources {
        let hcl = example(format!("examples/resources/{name}/resource.tf"));
        let import = example(format!("examples/resources/{name}/import.sh"));
        let text = page(Kind::Resource, name, schema, &[&hcl, &import]);
        pages.push((format!("docs/resources/{}.md", short(name)), text));
    }
    for (name, schema) in &schemas.data_sources {
        let hcl = example(format!("examples/data-sources/{name}/data-source.tf"));
        pages.push((
            format!("docs/data-sources/{}.md", short(name)),
            page(Kind::DataSource, name, schema, &[&hcl]),
        ));
    }
    for (name, schema) in &schemas.ephemerals {
        let hcl = example(format!("examples/ephemeral-resources/{name}/ephemeral-resource.tf"));
        pages.push((
            format!("docs/ephemeral-resources/{}.md", short(name)),
            page(Kind::EphemeralResource, name, schema, &[&hcl]),
        ));
    }
    for (name, function) in &schemas.functions {
        let hcl = example(format!("examples/functions/{name}/function.tf"));
        let page = FunctionPage { provider: "acme", name, subcategory: "", function, example: Some(&hcl) };
        pages.push((format!("docs/functions/{name}.md"), render_function(&page)));
    }
    pages
}

/// `examples`: the HCL, then, where there is one, the import command.
fn page(kind: Kind, name: &str, schema: &Schema, examples: &[&str]) -> String {
    let (example, import) = (examples.first().copied(), examples.get(1).copied());
    render(&Page { kind, name, subcategory: "", schema, example, import })
}

/// What a configuration or a state may rely on; descriptions are not part of it.
fn contract(schema: &Schema) -> Value {
    json!({ "version": schema.version, "attributes": attributes(&schema.attributes) })
}

/// What a call may rely on; arguments are given by position, but messages and documentation name them.
fn signature(function: &Function) -> Value {
    let mut contract = Map::new();
    contract.insert("parameters".to_owned(), function.parameters.iter().map(parameter).collect());
    if let Some(variadic) = &function.variadic {
        contract.insert("variadic".to_owned(), parameter(variadic));
    }
    contract.insert("returns".to_owned(), function.returns.to_json());
    contract.into()
}

fn parameter(parameter: &Parameter) -> Value {
    let mut contract = Map::new();
    contract.insert("name".to_owned(), json!(parameter.name));
    contract.insert("type".to_owned(), parameter.ty.to_json());
    let marks = [("allow_null", parameter.allow_null), ("allow_unknown", parameter.allow_unknown)];
    for (mark, _) in marks.into_iter().filter(|(_, is_set)| *is_set) {
        contract.insert(mark.to_owned(), json!(true));
    }
    contract.into()
}

fn attributes(attributes: &[Attribute]) -> Value {
    attributes.iter().map(|attribute| (attribute.name.clone(), one(attribute))).collect::<Map<_, _>>().into()
}

fn one(attribute: &Attribute) -> Value {
    let mut contract = Map::new();
    let mut set = |key: &str, value: Value| contract.insert(key.to_owned(), value);
    match &attribute.shape {
        Shape::Plain(ty) => set("type", ty.to_json()),
        Shape::Nested { nesting, attributes: inner } => {
            set("nesting", json!(nesting_name(*nesting)));
            set("attributes", attributes(inner))
        }
    };
    set("presence", json!(presence_name(attribute.presence)));
    let marks = [
        ("sensitive", attribute.sensitive),
        ("write_only", attribute.write_only),
        ("replace", attribute.rules.replace),
        ("deprecated", attribute.deprecation.is_some()),
    ];
    for (mark, _) in marks.into_iter().filter(|(_, is_set)| *is_set) {
        set(mark, json!(true));
    }
    if let Some(default) = &attribute.rules.default {
        set("default", json::encode_value(default, &attribute.ty()).expect("a default is known"));
    }
    let allowed: Vec<&str> = attribute.rules.validators.iter().map(Validator::allowed).collect();
    if !allowed.is_empty() {
        set("must_be", json!(allowed));
    }
    contract.into()
}

fn nesting_name(nesting: Nesting) -> &'static str {
    match nesting {
        Nesting::Single => "single",
        Nesting::List => "list",
        Nesting::Set => "set",
        Nesting::Map => "map",
    }
}

fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Computed => "computed",
        Presence::OptionalComputed => "optional, computed",
    }
}
