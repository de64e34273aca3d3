//! An enum as a fieldless enum whose discriminants are the numbers on the wire.

use super::{doc, ident};
use crate::ir::{Enum, Named, Symbol};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn emit(named: &Named, body: &Enum) -> TokenStream {
    let doc = doc(named.doc.as_deref());
    let name = ident(&named.ident);
    let variants = body.symbols.iter().map(variant);
    let idents: Vec<_> = body.symbols.iter().map(|symbol| ident(&symbol.ident)).collect();
    let symbols: Vec<_> = body.symbols.iter().map(|symbol| &symbol.name).collect();
    let default = body.default.map(|index| {
        let variant = &idents[index];
        quote! {
            impl ::core::default::Default for #name {
                /// The symbol that stands for those of newer writers.
                fn default() -> Self { Self::#variant }
            }
        }
    });
    quote! {
        #doc
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq, ::core::cmp::Eq,
            ::core::cmp::PartialOrd, ::core::cmp::Ord, ::core::hash::Hash, ::core::fmt::Debug,
        )]
        pub enum #name { #(#variants)* }

        impl #name {
            /// Every symbol in the order of the schema.
            pub const ALL: &'static [Self] = &[#(Self::#idents),*];

            /// The symbol as the schema spells it.
            pub const fn symbol(self) -> &'static ::core::primitive::str {
                match self { #(Self::#idents => #symbols,)* }
            }
        }

        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.symbol())
            }
        }

        #default
    }
}

fn variant(symbol: &Symbol) -> TokenStream {
    let name = ident(&symbol.ident);
    let number = Literal::i32_unsuffixed(symbol.number);
    let doc = format!(" `{}`", symbol.name);
    quote! { #[doc = #doc] #name = #number, }
}
