//! The two impls of a model. Every line emitted is a call or a literal; paths are absolute, names cannot clash.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Expr, ExprLit, Fields, Lit, Result, Type};

use crate::field::Field;

/// The impls of `Model` and `AttributeType`.
pub(crate) fn model(input: &DeriveInput) -> Result<TokenStream> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(&input.generics, "a model has no generic parameters"));
    }
    let name = &input.ident;
    let fields = fields(input)?;
    let attributes = fields.iter().map(attribute).collect::<Result<Vec<_>>>()?;
    let reads = fields.iter().map(read);
    let writes = fields.iter().map(write);
    Ok(quote! {
        #[automatically_derived]
        impl ::acme_schema::Model for #name {
            fn attributes() -> ::std::vec::Vec<::acme_schema::Attribute> {
                ::std::vec![#(#attributes),*]
            }

            fn from_attributes(
                attributes: &::std::collections::BTreeMap<::std::string::String, ::acme_schema::Value>,
                path: &::acme_schema::Path,
            ) -> ::core::result::Result<Self, ::acme_schema::ConversionError> {
                ::core::result::Result::Ok(Self { #(#reads),* })
            }

            fn to_attributes(
                &self,
            ) -> ::std::collections::BTreeMap<::std::string::String, ::acme_schema::Value> {
                ::std::collections::BTreeMap::from([#(#writes),*])
            }
        }

        #[automatically_derived]
        impl ::acme_schema::AttributeType for #name {
            fn shape() -> ::acme_schema::Shape {
                ::acme_schema::Shape::Nested {
                    nesting: ::acme_schema::Nesting::Single,
                    attributes: <Self as ::acme_schema::Model>::attributes(),
                }
            }

            fn decode(
                value: &::acme_schema::Value,
                path: &::acme_schema::Path,
            ) -> ::core::result::Result<Self, ::acme_schema::ConversionError> {
                <Self as ::acme_schema::Model>::from_value_at(value, path)
            }

            fn encode(&self) -> ::acme_schema::Value {
                <Self as ::acme_schema::Model>::to_value(self)
            }
        }
    })
}

/// All fields, or all errors in them.
fn fields(input: &DeriveInput) -> Result<Vec<Field>> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a model is a struct"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(Error::new_spanned(&input.ident, "a model has named fields"));
    };
    let mut fields = Vec::new();
    let mut errors: Option<Error> = None;
    for field in &named.named {
        match (Field::read(field), &mut errors) {
            (Ok(field), _) => fields.push(field),
            (Err(error), Some(errors)) => errors.combine(error),
            (Err(error), none) => *none = Some(error),
        }
    }
    errors.map_or(Ok(fields), Err)
}

fn attribute(field: &Field) -> Result<TokenStream> {
    let Field { name, inner, description, options, .. } = field;
    let presence = options.presence()?;
    let (sensitive, write_only) = (options.sensitive, options.write_only);
    let (replace, keep, stated) = (options.replace, options.keep, &options.validators);
    // What a field states says all that its type would.
    let validators = if stated.is_empty() {
        quote!(<#inner as ::acme_schema::AttributeType>::validators())
    } else {
        quote!(::std::vec::Vec::from([#(#stated),*]))
    };
    let deprecation =
        option(options.deprecated.as_ref().map(|text| quote!(::std::string::String::from(#text))));
    let default = option(options.default.as_ref().map(|value| default(inner, value)));
    Ok(quote! {
        ::acme_schema::Attribute {
            name: ::std::string::String::from(#name),
            shape: <#inner as ::acme_schema::AttributeType>::shape(),
            presence: #presence,
            description: ::std::string::String::from(#description),
            sensitive: #sensitive,
            write_only: #write_only,
            deprecation: #deprecation,
            rules: ::acme_schema::Rules {
                default: #default,
                replace: #replace,
                keep: #keep,
                validators: #validators,
            },
        }
    })
}

/// A string literal is made a `String`; anything else must be of the attribute's type already.
fn default(inner: &Type, value: &Expr) -> TokenStream {
    let value = match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => quote!(::std::string::String::from(#text)),
        other => quote!(#other),
    };
    quote!(<#inner as ::acme_schema::AttributeType>::encode(&#value))
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

fn read(field: &Field) -> TokenStream {
    let Field { ident, name, .. } = field;
    quote! {
        #ident: ::acme_schema::Attr::decode(
            attributes.get(#name).unwrap_or(&::acme_schema::Value::Null),
            &path.attribute(#name),
        )?
    }
}

fn write(field: &Field) -> TokenStream {
    let Field { ident, name, .. } = field;
    quote!((::std::string::String::from(#name), ::acme_schema::Attr::encode(&self.#ident)))
}
