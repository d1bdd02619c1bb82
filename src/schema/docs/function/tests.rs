//! Pages of functions: the whole text, with every mark, and with none.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::{FunctionPage, render_function};
use crate::{Function, Parameter, Type};

fn parameter(name: &str, ty: Type, description: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        ty,
        description: description.to_owned(),
        allow_null: false,
        allow_unknown: false,
    }
}

fn check(function: &Function, example: Option<&str>, expect: &Expect) {
    let page =
        FunctionPage { provider: "acme", name: "service_url", subcategory: "Workloads", function, example };
    expect.assert_eq(&render_function(&page));
}

#[test]
fn a_function_with_everything() {
    let port = Type::Object(BTreeMap::from([
        ("number".to_owned(), Type::Number),
        ("tags".to_owned(), Type::set(Type::String)),
    ]));
    let function = Function {
        summary: "The URL of a service".to_owned(),
        description: "The URL\nof a service.\n\nMore about it.\n".to_owned(),
        parameters: Vec::from([
            parameter("name", Type::String, "Name of the service.\n\nOne of:\n- a\n- b\n"),
            parameter("ports", Type::map(port), "Ports by name."),
            Parameter { allow_null: true, ..parameter("any", Type::Dynamic, "Whatever.") },
        ]),
        variadic: Some(parameter("path", Type::list(Type::Bool), "Parts of the path.")),
        returns: Type::Tuple(Vec::from([Type::String, Type::Object(BTreeMap::new())])),
    };
    let example = "output \"url\" {\n  value = provider::acme::service_url(\"api\")\n}\n";
    check(
        &function,
        Some(example),
        &expect![[r#"
        ---
        page_title: "service_url function - acme"
        subcategory: "Workloads"
        description: |-
          The URL of a service
        ---

        # function: service_url

        The URL
        of a service.

        More about it.

        ## Example Usage

        ```terraform
        output "url" {
          value = provider::acme::service_url("api")
        }
        ```

        ## Signature

        ```text
        service_url(name string, ports map(object({ number = number, tags = set(string) })), any any, path list(bool)...) tuple([string, object({})])
        ```

        ## Arguments

        1. `name` (String) Name of the service.

           One of:
           - a
           - b
        2. `ports` (Map of Object) Ports by name.
        3. `any` (Dynamic, Nullable) Whatever.
        4. `path` (Variadic, List of Boolean) Parts of the path.
    "#]],
    );
}

#[test]
fn a_function_with_nothing() {
    let function = Function {
        summary: "Short".to_owned(),
        description: "Short.".to_owned(),
        parameters: Vec::new(),
        variadic: None,
        returns: Type::String,
    };
    check(
        &function,
        None,
        &expect![[r#"
        ---
        page_title: "service_url function - acme"
        subcategory: "Workloads"
        description: |-
          Short
        ---

        # function: service_url

        Short.

        ## Signature

        ```text
        service_url() string
        ```
    "#]],
    );
}
