//! A Protobuf enum: open, so a number without a name is kept and written again.

use super::super::json::{deserialize, known, serialize};
use super::super::{Emitter, doc, ident};
use crate::ir::{Enum, Named};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, named: &Named, body: &Enum) -> TokenStream {
    let doc = doc(named.doc.as_deref());
    let name = ident(&named.ident);
    let other = other_ident(body);
    let idents: Vec<_> = body.symbols.iter().map(|symbol| ident(&symbol.ident)).collect();
    // Zero, but in proto2, where the first constant may have any number.
    let first = &idents[0];
    let symbols: Vec<_> = body.symbols.iter().map(|symbol| &symbol.name).collect();
    let numbers: Vec<_> =
        body.symbols.iter().map(|symbol| Literal::i32_unsuffixed(symbol.number)).collect();
    let docs = symbols.iter().map(|symbol| format!(" `{symbol}`"));
    let json = emitter.config.serde.then(|| json(named));
    let str_ty = quote! { ::core::primitive::str };
    quote! {
        #doc
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq, ::core::cmp::Eq,
            ::core::cmp::PartialOrd, ::core::cmp::Ord, ::core::hash::Hash, ::core::fmt::Debug,
        )]
        pub enum #name {
            #(#[doc = #docs] #idents,)*
            /// A number that this version of the schema has no name for.
            #other(::core::primitive::i32),
        }

        impl #name {
            /// Every named number in the order of the schema.
            pub const ALL: &'static [Self] = &[#(Self::#idents),*];

            /// The number on the wire.
            pub const fn number(self) -> ::core::primitive::i32 {
                match self { #(Self::#idents => #numbers,)* Self::#other(number) => number }
            }

            /// The constant with this number.
            pub const fn of_number(number: ::core::primitive::i32) -> Self {
                match number { #(#numbers => Self::#idents,)* number => Self::#other(number) }
            }

            /// The name in the schema; none for a number without a name.
            pub const fn symbol(self) -> ::core::option::Option<&'static #str_ty> {
                match self {
                    #(Self::#idents => ::core::option::Option::Some(#symbols),)*
                    Self::#other(_) => ::core::option::Option::None,
                }
            }

            /// The constant with this name.
            pub fn of_symbol(symbol: &#str_ty) -> ::core::option::Option<Self> {
                match symbol {
                    #(#symbols => ::core::option::Option::Some(Self::#idents),)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::core::default::Default for #name {
            fn default() -> Self { Self::#first }
        }

        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self.symbol() {
                    ::core::option::Option::Some(symbol) => f.write_str(symbol),
                    ::core::option::Option::None => ::core::fmt::Display::fmt(&self.number(), f),
                }
            }
        }

        #json
    }
}

/// `Unrecognized`, unless a constant has that name.
fn other_ident(body: &Enum) -> proc_macro2::Ident {
    let mut name = "Unrecognized".to_owned();
    while body.symbols.iter().any(|symbol| symbol.ident == name) {
        name.push('_');
    }
    ident(&name)
}

/// Names in JSON; numbers where there is no name, and both are read.
fn json(named: &Named) -> TokenStream {
    let name = ident(&named.ident);
    if known(named).is_some() {
        let write = quote! { serializer.serialize_unit() };
        let read = quote! {
            ::contract_runtime::protobuf::null_from_json(deserializer)
                .map(|()| ::core::default::Default::default())
        };
        let (serialize, deserialize) = (serialize(&name, &write), deserialize(&name, &read));
        return quote! { #serialize #deserialize };
    }
    let write = quote! {
        match self.symbol() {
            ::core::option::Option::Some(symbol) => serializer.serialize_str(symbol),
            ::core::option::Option::None => serializer.serialize_i32(self.number()),
        }
    };
    let read = quote! {
        ::contract_runtime::protobuf::enum_from_json(
            deserializer,
            Self::of_symbol,
            Self::of_number,
        )
    };
    let (serialize, deserialize) = (serialize(&name, &write), deserialize(&name, &read));
    quote! { #serialize #deserialize }
}
