//! One field of a model: its name in Rust and in HCL, its type inside `Attr`, its options.

use syn::ext::IdentExt;
use syn::{Error, GenericArgument, Ident, PathArguments, Result, Type};

use crate::description::description;
use crate::options::Options;

/// A field, read.
pub(crate) struct Field {
    /// The name in Rust.
    pub(crate) ident: Ident,
    /// The name in HCL.
    pub(crate) name: String,
    /// `T` of `Attr<T>`.
    pub(crate) inner: Type,
    /// Markdown.
    pub(crate) description: String,
    /// What `#[model(...)]` says.
    pub(crate) options: Options,
}

impl Field {
    /// Reads a field; an error at the place that is wrong.
    pub(crate) fn read(field: &syn::Field) -> Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "a model has named fields"));
        };
        let mut options = Options::default();
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("model")) {
            attribute.parse_nested_meta(|meta| options.read(&meta))?;
        }
        let name = options.rename.as_ref().map_or_else(|| ident.unraw().to_string(), syn::LitStr::value);
        let description = description(&field.attrs);
        if description.is_empty() {
            return Err(Error::new_spanned(
                &ident,
                "an attribute needs a doc comment: it is the documentation",
            ));
        }
        Ok(Self { inner: inner_type(&field.ty)?.clone(), ident, name, description, options })
    }
}

fn inner_type(ty: &Type) -> Result<&Type> {
    let wrong = || Error::new_spanned(ty, "the type of a model's field is `Attr<T>`");
    let Type::Path(path) = ty else { return Err(wrong()) };
    let last = path.path.segments.last().filter(|s| s.ident == "Attr").ok_or_else(wrong)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Err(wrong()) };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Ok(inner),
        _ => Err(wrong()),
    }
}
