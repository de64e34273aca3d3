//! A record as a struct with public fields; `derives` are what its format has besides.

use super::{Emitter, deprecated, doc, held, ident, once, redact};
use crate::ir::{Field, Named, Record};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(
    emitter: &Emitter<'_>,
    named: &Named,
    record: &Record,
    derives: &TokenStream,
) -> TokenStream {
    let doc = doc(named.doc.as_deref());
    let name = ident(&named.ident);
    let fields = record.fields.iter().map(|field| once(emit_field(emitter, named, field)));
    let debug = redact::debug(&named.ident, &record.fields.iter().collect::<Vec<_>>(), |field| {
        field.ty.is_option()
    });
    let (doc, debug) = (once(doc), once(debug));
    quote! {
        #doc
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq #derives)]
        pub struct #name { #(#fields)* }
        #debug
    }
}

fn emit_field(emitter: &Emitter<'_>, named: &Named, field: &Field) -> TokenStream {
    let doc = once(doc(field.doc.as_deref()));
    let name = ident(&field.ident);
    let ty = held(field, emitter.ty(named, &field.ty), true);
    let deprecated = deprecated(field);
    quote! { #doc #deprecated pub #name: #ty, }
}
