//! Unions as enums with a value per branch; the type of the value, or the text of a tag, says which branch it is.

use super::super::{Emitter, doc, ident};
use super::{property, read, shared, write};
use crate::ir::{Named, Told, Ty, TypeId, Union};
use crate::lower::json::kinds;
use proc_macro2::TokenStream;
use quote::quote;

/// Kinds of the reader, and the types of JSON Schema that they are.
const KINDS: [(&str, u8); 5] = [
    ("Bool", kinds::BOOL),
    ("Number", kinds::NUMBER),
    ("String", kinds::STRING),
    ("Array", kinds::ARRAY),
    ("Object", kinds::OBJECT),
];

pub(super) fn definition(
    emitter: &Emitter<'_>,
    id: TypeId,
    named: &Named,
    union: &Union,
) -> TokenStream {
    let (about, name) = (doc(named.doc.as_deref()), ident(&named.ident));
    let variants = union.branches.iter().map(|branch| {
        let (name, ty) = (ident(&branch.ident), emitter.ty(named, &branch.ty));
        let about = format!(" `{}`", branch.name);
        quote! { #[doc = #about] #name(#ty), }
    });
    let mut known = Vec::new();
    let conversions = union.branches.iter().filter_map(|branch| {
        let Ty::Named { id, boxed: false } = branch.ty else { return None };
        if known.contains(&id) {
            return None;
        }
        known.push(id);
        let (variant, ty) = (ident(&branch.ident), emitter.ty(named, &branch.ty));
        Some(quote! {
            impl ::core::convert::From<#ty> for #name {
                fn from(value: #ty) -> Self { Self::#variant(value) }
            }
        })
    });
    let conversions: Vec<TokenStream> = conversions.collect();
    let functions = shared::functions(emitter, id, named);
    quote! {
        #about
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::fmt::Debug)]
        pub enum #name { #(#variants)* }
        #(#conversions)*
        #functions
    }
}

pub(super) fn read(emitter: &Emitter<'_>, id: TypeId, named: &Named, union: &Union) -> TokenStream {
    let text = quote! { ::contract_runtime::json_text };
    let Some(choice) = emitter.ir.choices.get(&id) else { return TokenStream::new() };
    let branch = |index: usize| {
        let branch = &union.branches[index];
        let (variant, value) = (ident(&branch.ident), read::value(emitter, named, &branch.ty));
        quote! { ::core::result::Result::Ok(Self::#variant(#value)) }
    };
    let property = property(named, "");
    let refused = quote! {
        ::core::result::Result::Err(#text::refused(reader, #text::What::Branch, #property))
    };
    let arms = KINDS.iter().filter_map(|(kind, bits)| {
        let fits = |told: &&(usize, &Told)| told.1.kinds & bits != 0;
        let all: Vec<(usize, &Told)> = choice.branches.iter().enumerate().collect();
        let fitting: Vec<(usize, &Told)> = all.iter().filter(fits).copied().collect();
        let kind = ident(kind);
        let read = match (&fitting[..], &choice.tag) {
            ([], _) => return None,
            ([(only, _)], _) => branch(*only),
            (_, Some(tag)) => {
                let arms = fitting.iter().map(|(index, told)| {
                    let (tags, read) = (&told.tags, branch(*index));
                    quote! { ::core::option::Option::Some(#(#tags)|*) => #read, }
                });
                quote! { match reader.tag(#tag)?.as_deref() { #(#arms)* _ => #refused } }
            }
            // A whole number and any other one: two branches of one kind of text.
            (_, None) => refused.clone(),
        };
        Some(quote! { #text::Kind::#kind => #read, })
    });
    quote! {
        match reader.kind()? {
            #(#arms)*
            _ => #refused,
        }
    }
}

pub(super) fn write(union: &Union) -> TokenStream {
    let arms = union.branches.iter().map(|branch| {
        let variant = ident(&branch.ident);
        let write = write::value(&branch.ty, &quote! { value });
        quote! { Self::#variant(value) => { #write } }
    });
    quote! { match self { #(#arms)* } }
}
