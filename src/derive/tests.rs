//! What the derive refuses, and in which words. What it emits is tested where it can be compiled: in `acme_schema`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use crate::emit::model;

fn refuses(input: &TokenStream, message: &str) {
    let errors = match model(&parse_quote!(#input)) {
        Ok(_) => Vec::new(),
        Err(error) => error.into_iter().map(|error| error.to_string()).collect(),
    };
    assert!(errors.iter().any(|error| error.contains(message)), "{errors:?} should contain {message:?}");
}

/// A struct of one field of this type with these options.
fn field(options: &TokenStream, ty: &TokenStream) -> TokenStream {
    quote!(struct S { #[doc = " Text."] #[model(#options)] field: #ty, })
}

#[test]
fn other_items_than_structs_with_named_fields() {
    refuses(
        &quote!(
            enum E {}
        ),
        "a model is a struct",
    );
    refuses(
        &quote!(
            struct S(Attr<String>);
        ),
        "a model has named fields",
    );
    refuses(
        &quote!(
            struct S<T> {
                #[doc = "t"]
                a: Attr<T>,
            }
        ),
        "no generic parameters",
    );
}

#[test]
fn fields_of_other_types_or_without_a_description() {
    let string = "the type of a model's field is `Attr<T>`";
    for ty in
        [quote!(String), quote!(Attr), quote!(Attr<String, String>), quote!(&'static str), quote!(Attr<'a>)]
    {
        refuses(&field(&quote!(), &ty), string);
    }
    refuses(
        &quote!(
            struct S {
                a: Attr<String>,
            }
        ),
        "needs a doc comment",
    );
}

#[test]
fn options_that_do_not_exist_or_contradict_each_other() {
    let check =
        |options: &TokenStream, message: &str| refuses(&field(options, &quote!(Attr<String>)), message);
    check(&quote!(requierd), "expected one of: required");
    check(&quote!(required, computed), "`required` excludes");
    check(&quote!(required, optional), "`required` excludes");
    check(&quote!(required, default = 1), "`required` excludes");
    check(&quote!(write_only, default = 1), "has no default");
    check(&quote!(write_only, computed), "`write_only` excludes");
    check(&quote!(range = 1..5), "write `a..=b`");
    check(&quote!(deprecated = 1), "expected string literal");
    check(&quote!(default), "expected `=`");
}

#[test]
fn every_wrong_field_is_named() {
    let input = quote!(
        struct S {
            #[doc = "t"]
            a: String,
            b: Attr<i64>,
        }
    );
    refuses(&input, "is `Attr<T>`");
    refuses(&input, "needs a doc comment");
}
