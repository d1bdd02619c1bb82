//! GetProviderSchema: everything that can be written, built at the first call and kept.

use std::{collections::BTreeMap, sync::OnceLock};

use acme_schema::{Attribute, Diagnostics, Nesting, Presence, Schema, Shape};

use super::{functions, metadata::capabilities, server::Server};
use crate::proto::tfplugin6::{
    self as wire, StringKind,
    get_provider_schema::{Request, Response},
    schema::{Block, Object, object::NestingMode},
};

/// The answer, once it was asked for.
pub(super) type Encoded = OnceLock<Response>;

pub(super) async fn call(server: &Server, _: Request) -> Result<Response, Diagnostics> {
    Ok(server.encoded.get_or_init(|| response(server)).clone())
}

fn response(server: &Server) -> Response {
    let schemas = server.provider.schemas();
    Response {
        provider: Some(schema(&schemas.provider)),
        resource_schemas: all(&schemas.resources),
        data_source_schemas: all(&schemas.data_sources),
        ephemeral_resource_schemas: all(&schemas.ephemerals),
        functions: functions::all(&schemas.functions),
        server_capabilities: Some(capabilities()),
        ..Response::default()
    }
}

fn all(schemas: &BTreeMap<String, Schema>) -> BTreeMap<String, wire::Schema> {
    schemas.iter().map(|(name, declared)| (name.clone(), schema(declared))).collect()
}

fn schema(schema: &Schema) -> wire::Schema {
    let block = Block {
        version: schema.version,
        attributes: attributes(&schema.attributes),
        description: schema.description.clone(),
        description_kind: StringKind::Markdown.into(),
        ..Block::default()
    };
    wire::Schema { version: schema.version, block: Some(block) }
}

fn attributes(attributes: &[Attribute]) -> Vec<wire::schema::Attribute> {
    attributes.iter().map(attribute).collect()
}

fn attribute(attribute: &Attribute) -> wire::schema::Attribute {
    // Terraform refuses an attribute that has both a type and a nested type.
    let (ty, nested_type) = match &attribute.shape {
        Shape::Plain(ty) => (ty.to_json().to_string().into_bytes(), None),
        Shape::Nested { nesting, attributes } => (Vec::new(), Some(object(*nesting, attributes))),
    };
    wire::schema::Attribute {
        name: attribute.name.clone(),
        r#type: ty,
        nested_type,
        description: attribute.description.clone(),
        required: attribute.presence == Presence::Required,
        optional: matches!(attribute.presence, Presence::Optional | Presence::OptionalComputed),
        computed: attribute.presence.is_computed(),
        sensitive: attribute.sensitive,
        description_kind: StringKind::Markdown.into(),
        deprecated: attribute.deprecation.is_some(),
        write_only: attribute.write_only,
        deprecation_message: attribute.deprecation.clone().unwrap_or_default(),
    }
}

fn object(nesting: Nesting, nested: &[Attribute]) -> Object {
    let nesting = match nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::List => NestingMode::List,
        Nesting::Set => NestingMode::Set,
        Nesting::Map => NestingMode::Map,
    };
    Object { attributes: attributes(nested), nesting: nesting.into(), ..Object::default() }
}
