//! A fixed as a newtype over its bytes.

use super::{Emitter, doc, ident};
use crate::ir::Named;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, named: &Named, size: usize) -> TokenStream {
    let doc = doc(named.doc.as_deref());
    let name = ident(&named.ident);
    let derives = emitter.json_derives(&named.full_name);
    let transparent = emitter.config.serde.then(|| quote! { #[serde(transparent)] });
    quote! {
        #doc
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq, ::core::cmp::Eq,
            ::core::cmp::PartialOrd, ::core::cmp::Ord, ::core::hash::Hash, ::core::fmt::Debug,
        )]
        #derives
        #transparent
        pub struct #name(pub ::contract_runtime::Fixed<#size>);
    }
}
