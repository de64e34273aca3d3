//! `Debug` that shows no tagged value; written out instead of derived.

use super::ident;
use crate::ir::{Field, Tag};
use proc_macro2::TokenStream;
use quote::quote;

/// `is_option` tells whether the struct at hand holds the field as an option: then at least presence is shown.
pub(super) fn debug(
    type_ident: &str,
    fields: &[&Field],
    is_option: impl Fn(&Field) -> bool,
) -> TokenStream {
    let name = ident(type_ident);
    let fields = fields.iter().map(|field| {
        let label = field.ident.trim_start_matches("r#");
        let field_name = super::member(field);
        let value = match field.tag {
            None => quote! { &self.#field_name },
            Some(tag) => {
                let mask = mask(tag);
                if is_option(field) {
                    quote! { &self.#field_name.as_ref().map(|_| #mask) }
                } else {
                    quote! { &#mask }
                }
            }
        };
        quote! { .field(#label, #value) }
    });
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#type_ident) #(#fields)* .finish()
            }
        }
    }
}

fn mask(tag: Tag) -> TokenStream {
    match tag {
        Tag::Pii => quote! { ::contract_runtime::redact::PII },
        Tag::Sensitive => quote! { ::contract_runtime::redact::SENSITIVE },
    }
}
