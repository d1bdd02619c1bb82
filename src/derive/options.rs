//! The words in `#[model(...)]`, read and checked against each other. A wrong word is an error at its place.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{Error, Expr, ExprRange, LitStr, Path, RangeLimits, Result};

/// What `#[model(...)]` says about one field.
#[derive(Default)]
pub(crate) struct Options {
    required: Option<Span>,
    optional: Option<Span>,
    computed: Option<Span>,
    /// The value where the configuration gives none.
    pub(crate) default: Option<Expr>,
    /// A change replaces the resource.
    pub(crate) replace: bool,
    /// The computed value is stable over updates.
    pub(crate) keep: bool,
    /// Hidden in output.
    pub(crate) sensitive: bool,
    /// Given, never stored.
    pub(crate) write_only: bool,
    /// What to use instead.
    pub(crate) deprecated: Option<LitStr>,
    /// The name in HCL, where it is not the field's.
    pub(crate) rename: Option<LitStr>,
    /// Expressions that give a validator each.
    pub(crate) validators: Vec<TokenStream>,
}

impl Options {
    /// Reads one word and what follows it.
    pub(crate) fn read(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let span = meta.path.get_ident().map_or_else(Span::call_site, syn::Ident::span);
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match word.as_str() {
            "required" => self.required = Some(span),
            "optional" => self.optional = Some(span),
            "computed" => self.computed = Some(span),
            "replace" => self.replace = true,
            "keep" => self.keep = true,
            "sensitive" => self.sensitive = true,
            "write_only" => self.write_only = true,
            "default" => self.default = Some(meta.value()?.parse()?),
            "deprecated" => self.deprecated = Some(meta.value()?.parse()?),
            "rename" => self.rename = Some(meta.value()?.parse()?),
            "one_of" => self.validators.push(one_of(&meta.value()?.parse()?)),
            "range" => self.validators.push(range(&meta.value()?.parse()?)?),
            "validate" => {
                let function: Path = meta.value()?.parse()?;
                self.validators.push(quote!(#function()));
            }
            _ => {
                return Err(meta.error(
                    "expected one of: required, optional, computed, default, replace, keep, sensitive, write_only, \
                     deprecated, one_of, range, validate, rename",
                ));
            }
        }
        Ok(())
    }

    /// The variant of `Presence`; an error where the words contradict each other.
    pub(crate) fn presence(&self) -> Result<TokenStream> {
        let computed = self.computed.is_some() || self.default.is_some();
        if let Some(span) = self.required
            && (computed || self.optional.is_some())
        {
            return Err(Error::new(span, "`required` excludes `optional`, `computed` and `default`"));
        }
        if let Some(default) = &self.default
            && self.write_only
        {
            return Err(Error::new_spanned(
                default,
                "a write-only attribute is never stored, so it has no default",
            ));
        }
        if let Some(span) = self.computed
            && self.write_only
        {
            return Err(Error::new(span, "`write_only` excludes `computed`"));
        }
        let variant =
            match (self.required.is_some(), computed, self.optional.is_some() || self.default.is_some()) {
                (true, _, _) => quote!(Required),
                (false, true, true) => quote!(OptionalComputed),
                (false, true, false) => quote!(Computed),
                (false, false, _) => quote!(Optional),
            };
        Ok(quote!(::acme_schema::Presence::#variant))
    }
}

/// A list in place, or the path of a constant that holds one.
fn one_of(words: &Expr) -> TokenStream {
    match words {
        Expr::Array(_) => quote!(::acme_schema::Validator::one_of(&#words)),
        _ => quote!(::acme_schema::Validator::one_of(#words)),
    }
}

fn range(range: &ExprRange) -> Result<TokenStream> {
    let start = range.start.as_ref().map_or_else(|| quote!(i64::MIN), |start| quote!(#start));
    let end = match (&range.end, &range.limits) {
        (None, _) => quote!(i64::MAX),
        (Some(end), RangeLimits::Closed(_)) => quote!(#end),
        (Some(_), RangeLimits::HalfOpen(_)) => {
            return Err(Error::new_spanned(range, "write `a..=b` (both allowed) or `a..`"));
        }
    };
    Ok(quote!(::acme_schema::Validator::range(#start, #end)))
}
