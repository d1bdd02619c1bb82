//! Pages: the whole text, for every kind and every mark.

use expect_test::{Expect, expect};

use super::{Kind, Page, render};
use crate::{Attr, Map, Model, Schema, Validator};

#[derive(Model)]
struct Service {
    /// Name of the service.
    #[model(required, replace, validate = dns_label)]
    name: Attr<String>,
    /// How many copies run.
    ///
    /// One of:
    /// - a fixed number
    /// - left out, for one
    #[model(default = 1, range = 1..=100)]
    replicas: Attr<i64>,
    /// Ports by name.
    ports: Attr<Map<Port>>,
    /// Password of the registry.
    #[model(write_only, sensitive)]
    password: Attr<String>,
    /// Old name.
    #[model(deprecated = "use `name`")]
    title: Attr<String>,
    /// Where it answers.
    #[model(computed)]
    endpoint: Attr<String>,
}

#[derive(Model)]
struct Port {
    /// Number.
    #[model(required)]
    port: Attr<i64>,
    /// Protocol.
    #[model(default = "tcp", one_of = ["tcp", "udp"])]
    protocol: Attr<String>,
    /// Health check.
    probe: Attr<Probe>,
}

#[derive(Model)]
struct Probe {
    /// Path.
    #[model(default = "/healthz")]
    path: Attr<String>,
}

fn dns_label() -> Validator {
    Validator::text("a DNS label", |text| !text.is_empty())
}

fn check(kind: Kind, name: &str, schema: &Schema, expect: &Expect) {
    let (example, import) = match kind {
        Kind::Resource => (
            Some("resource \"acme_service\" \"api\" {\n}\n"),
            Some("terraform import acme_service.api api\n"),
        ),
        Kind::Provider | Kind::DataSource | Kind::EphemeralResource => (None, None),
    };
    expect.assert_eq(&render(&Page { kind, name, subcategory: "Workloads", schema, example, import }));
}

#[test]
fn resource() {
    let description = "A service\nthat runs.\n\nMore about it.".to_owned();
    let schema = Schema { version: 0, description, attributes: Service::attributes() };
    check(
        Kind::Resource,
        "acme_service",
        &schema,
        &expect![[r#"
            ---
            page_title: "acme_service Resource - acme"
            subcategory: "Workloads"
            description: |-
              A service that runs.
            ---

            # acme_service (Resource)

            A service
            that runs.

            More about it.

            ## Example Usage

            ```terraform
            resource "acme_service" "api" {
            }
            ```

            ## Schema

            ### Required

            - `name` (String) Name of the service. Must be a DNS label. Changing this replaces the resource.

            ### Optional

            - `replicas` (Number) How many copies run.

              One of:
              - a fixed number
              - left out, for one

              Default: `1`. Must be a whole number from 1 to 100.
            - `ports` (Attributes Map) Ports by name. (see [below for nested schema](#nestedatt--ports))
            - `password` (String, Sensitive, [Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)) Password of the registry. Never stored in the state.
            - `title` (String, Deprecated) Old name. **Deprecated:** use `name`.

            ### Read-Only

            - `endpoint` (String) Where it answers.

            <a id="nestedatt--ports"></a>
            ### Nested Schema for `ports`

            Required:

            - `port` (Number) Number. Must be a whole number.

            Optional:

            - `protocol` (String) Protocol. Default: `"tcp"`. Must be one of `tcp`, `udp`.
            - `probe` (Attributes) Health check. (see [below for nested schema](#nestedatt--ports--probe))

            <a id="nestedatt--ports--probe"></a>
            ### Nested Schema for `ports.probe`

            Optional:

            - `path` (String) Path. Default: `"/healthz"`.

            ## Import

            Import is supported using the following syntax:

            ```shell
            terraform import acme_service.api api
            ```
        "#]],
    );
}

#[test]
fn what_is_no_resource_has_another_title() {
    let schema = Schema { version: 0, description: "Short.".to_owned(), attributes: Probe::attributes() };
    check(
        Kind::DataSource,
        "acme_service",
        &schema,
        &expect![[r#"
        ---
        page_title: "acme_service Data Source - acme"
        subcategory: "Workloads"
        description: |-
          Short.
        ---

        # acme_service (Data Source)

        Short.

        ## Schema

        ### Optional

        - `path` (String) Path. Default: `"/healthz"`.
    "#]],
    );
    check(
        Kind::EphemeralResource,
        "acme_service",
        &schema,
        &expect![[r#"
        ---
        page_title: "acme_service Ephemeral Resource - acme"
        subcategory: "Workloads"
        description: |-
          Short.
        ---

        # acme_service (Ephemeral Resource)

        Short.

        ## Schema

        ### Optional

        - `path` (String) Path. Default: `"/healthz"`.
    "#]],
    );
    check(
        Kind::Provider,
        "acme",
        &schema,
        &expect![[r#"
        ---
        page_title: "Provider: acme"
        subcategory: "Workloads"
        description: |-
          Short.
        ---

        # acme Provider

        Short.

        ## Schema

        ### Optional

        - `path` (String) Path. Default: `"/healthz"`.
    "#]],
    );
}
