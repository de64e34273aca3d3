//! What stands beside alternatives: functions of their enum, and places for keys and rules in CEL.

use super::super::proto::TAKEN;
use super::super::{Emitter, deprecated, doc, ident, member};
use crate::ir::{Body, Field, Ir, Named, Shared, Ty, TypeId};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The properties that all branches have, as functions; what stands in wrappers has none.
pub(super) fn functions(emitter: &Emitter<'_>, id: TypeId, named: &Named) -> TokenStream {
    let Some(choice) = emitter.ir.choices.get(&id) else { return TokenStream::new() };
    let whole = Ty::Named { id, boxed: false };
    let found = choice.shared.iter().filter_map(|name| emitter.ir.shared(&whole, name));
    let functions: Vec<TokenStream> = found
        .filter(|shared| shared.fields.iter().all(|(_, field)| field.sealed.is_none()))
        .map(|shared| function(emitter, named, &shared))
        .collect();
    let name = ident(&named.ident);
    match functions.is_empty() {
        true => TokenStream::new(),
        false => quote! { impl #name { #(#functions)* } },
    }
}

fn function(emitter: &Emitter<'_>, named: &Named, shared: &Shared<'_>) -> TokenStream {
    let (_, first) = shared.fields[0];
    let (about, deprecated) = (doc(first.doc.as_deref()), deprecated(first));
    let name = match TAKEN.contains(&&*first.ident) {
        true => format_ident!("{}_value", first.ident.trim_start_matches("r#")),
        false => ident(&first.ident),
    };
    let ty = match (shared.is_tag, emitter.ty(named, &shared.ty)) {
        (true, _) => quote! { &::core::primitive::str },
        (false, ty) if shared.is_option => quote! { ::core::option::Option<&#ty> },
        (false, ty) => quote! { &#ty },
    };
    let body = place(emitter.ir, &quote! { Self }, &quote! { self }, shared);
    quote! {
        #about
        #deprecated
        pub fn #name(&self) -> #ty { #body }
    }
}

/// The value behind a reference to the enum: a reference, an option of one, or the text of a tag.
pub(in super::super) fn place(
    ir: &Ir,
    union: &TokenStream,
    of: &TokenStream,
    shared: &Shared<'_>,
) -> TokenStream {
    let arms = shared.fields.iter().map(|(branch, field)| {
        let (variant, name) = (ident(&branch.ident), member(field));
        let value = match (shared.is_tag, shared.is_option, field.ty.is_option()) {
            (true, ..) => text(ir, field),
            (false, false, _) => quote! { &value.#name },
            (false, true, false) => quote! { ::core::option::Option::Some(&value.#name) },
            (false, true, true) => quote! { value.#name.as_ref() },
        };
        quote! { #union::#variant(value) => #value, }
    });
    quote! { match #of { #(#arms)* } }
}

fn text(ir: &Ir, field: &Field) -> TokenStream {
    let name = member(field);
    match &field.ty {
        Ty::Named { id, .. } if matches!(ir.get(*id).body, Body::Enum(_)) => {
            quote! { value.#name.symbol() }
        }
        _ => quote! { value.#name.as_str() },
    }
}
