//! Lists of a fixed length whose elements have types of their own: tuple structs, and lists in JSON.

use super::super::{Emitter, deprecated, doc, held, ident, member, redact};
use super::{property, read, write};
use crate::ir::{Named, Record};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn definition(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let (about, name) = (doc(named.doc.as_deref()), ident(&named.ident));
    let elements = record.fields.iter().map(|field| {
        let about = doc(field.doc.as_deref());
        let (ty, deprecated) = (held(field, emitter.ty(named, &field.ty), true), deprecated(field));
        quote! { #about #deprecated pub #ty }
    });
    // What is tagged is not shown.
    let is_tagged = record.fields.iter().any(|field| field.tag.is_some());
    let derived = (!is_tagged).then(|| quote! { , ::core::fmt::Debug });
    let fields: Vec<_> = record.fields.iter().collect();
    let debug = is_tagged.then(|| redact::debug(&named.ident, &fields, |one| one.ty.is_option()));
    quote! {
        #about
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq #derived)]
        pub struct #name(#(#elements),*);
        #debug
    }
}

pub(super) fn read(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let text = quote! { ::contract_runtime::json_text };
    let whole = property(named, "");
    let values = record.fields.iter().map(|field| {
        let (value, own) = (read::value(emitter, named, &field.ty), property(named, &field.name));
        let read = quote! { |reader| ::core::result::Result::Ok(#value) };
        held(field, quote! { #text::element(reader, &mut elements, #own, #read)? }, false)
    });
    quote! {
        let mut elements = #text::within(reader.array(), #whole)?;
        let value = Self(#(#values),*);
        #text::last(reader, &mut elements, #whole)?;
        ::core::result::Result::Ok(value)
    }
}

pub(super) fn write(record: &Record) -> TokenStream {
    let values = record.fields.iter().map(|field| {
        let member = member(field);
        let value = write::value(&field.ty, &quote! { (&self.#member) });
        quote! { comma.next(out); #value }
    });
    quote! {
        let mut comma = ::contract_runtime::json_text::Comma::open(out, b'[');
        #(#values)*
        out.push(b']');
    }
}
