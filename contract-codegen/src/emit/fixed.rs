//! A fixed as a newtype over its bytes.

use super::{doc, ident};
use crate::ir::Named;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(named: &Named, size: usize) -> TokenStream {
    let doc = doc(named.doc.as_deref());
    let name = ident(&named.ident);
    quote! {
        #doc
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq, ::core::cmp::Eq,
            ::core::cmp::PartialOrd, ::core::cmp::Ord, ::core::hash::Hash, ::core::fmt::Debug,
        )]
        pub struct #name(pub ::contract_runtime::Fixed<#size>);
    }
}
