//! A union of several branches as an enum with a value per branch; JSON names the branch, as Avro's own JSON does.

use super::{Emitter, doc, ident};
use crate::ir::{Branch, Named, Ty, Union};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, named: &Named, union: &Union) -> TokenStream {
    let doc = doc(named.doc.as_deref());
    let name = ident(&named.ident);
    let variants = union.branches.iter().map(|branch| variant(emitter, named, branch));
    let conversions = union.branches.iter().filter(|branch| is_record(emitter, branch));
    let conversions = conversions.map(|branch| {
        let (variant, ty) = (ident(&branch.ident), emitter.ty(named, &branch.ty));
        quote! {
            impl ::core::convert::From<#ty> for #name {
                fn from(value: #ty) -> Self { Self::#variant(value) }
            }
        }
    });
    quote! {
        #doc
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::fmt::Debug)]
        pub enum #name { #(#variants)* }
        #(#conversions)*
    }
}

fn variant(emitter: &Emitter<'_>, named: &Named, branch: &Branch) -> TokenStream {
    let name = ident(&branch.ident);
    let ty = emitter.ty(named, &branch.ty);
    let doc = format!(" `{}`", branch.name);
    quote! { #[doc = #doc] #name(#ty), }
}

/// Named types differ among the branches of a union, so that each has its own conversion.
fn is_record(emitter: &Emitter<'_>, branch: &Branch) -> bool {
    matches!(branch.ty, Ty::Named { boxed: false, .. }) && emitter.named_of(&branch.ty).is_some()
}
