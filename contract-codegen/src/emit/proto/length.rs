//! The exact length of an encoded message, which prost wants before it encodes. Printed for prost only: the codec itself
//! writes lengths behind what they measure, and estimates are enough for room.

use super::super::{Emitter, ident, member};
use super::key;
use super::write::is_set;
use crate::ir::{Encoding, Field, Record, Ty, TypeId, Union, Wire};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn record(emitter: &Emitter<'_>, id: TypeId, record: &Record) -> TokenStream {
    let fields = record.fields.iter().enumerate();
    let fields = fields.map(|(index, field)| self::field(emitter, emitter.wire(id, index), field));
    function(&quote! { 0 #(+ #fields)* })
}

pub(super) fn union(emitter: &Emitter<'_>, id: TypeId, union: &Union) -> TokenStream {
    let arms = union.branches.iter().enumerate().map(|(index, branch)| {
        let wire = emitter.wire(id, index);
        let (name, key) = (ident(&branch.ident), key_length(wire.number));
        let value = value(emitter, &branch.ty, wire.encoding, &quote! { value });
        quote! { Self::#name(value) => #key + #value, }
    });
    function(&quote! { match self { #(#arms)* } })
}

fn function(body: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        pub fn proto_length(&self) -> ::core::primitive::usize {
            #body
        }
    }
}

fn field(emitter: &Emitter<'_>, wire: Wire, field: &Field) -> TokenStream {
    let name = member(field);
    let place = quote! { (&self.#name) };
    let key = key_length(wire.number);
    match &field.ty {
        Ty::Option { inner, .. } => {
            let length = match emitter.is_union(inner) {
                true => quote! { value.proto_length() },
                false => {
                    let value = value(emitter, inner, wire.encoding, &quote! { value });
                    quote! { #key + #value }
                }
            };
            quote! { #place.as_ref().map_or(0, |value| #length) }
        }
        Ty::Array(items) => {
            let item = value(emitter, items, wire.encoding, &quote! { item });
            let ty = quote! { ::core::primitive::usize };
            if !wire.packed {
                return quote! { #place.iter().map(|item| #key + #item).sum::<#ty>() };
            }
            let items = quote! { #place.iter().map(|item| #item).sum::<#ty>() };
            let length = quote! { ::contract_runtime::protobuf::length::delimited(#items) };
            quote! { (if #place.is_empty() { 0 } else { #key + #length }) }
        }
        Ty::Map(keys, values) => {
            let name = self::value(emitter, keys, wire.keys, &quote! { name });
            let value = value(emitter, values, wire.encoding, &quote! { value });
            quote! {
                #place.iter().map(|(name, value)| {
                    let entry = 2 + #name + #value;
                    #key + ::contract_runtime::protobuf::length::delimited(entry)
                }).sum::<::core::primitive::usize>()
            }
        }
        ty => {
            let is_set = is_set(emitter, ty, &place);
            let value = value(emitter, ty, wire.encoding, &place);
            quote! { (if #is_set { #key + #value } else { 0 }) }
        }
    }
}

/// The length of a key, known here.
fn key_length(number: u32) -> usize {
    (key(number, 0).ilog2() / 7 + 1) as usize
}

/// `place` is an expression of a reference to the value.
fn value(emitter: &Emitter<'_>, ty: &Ty, encoding: Encoding, place: &TokenStream) -> TokenStream {
    let function = match (ty, encoding) {
        // The value is not looked at, but named, so that every closure around it uses its argument.
        (_, Encoding::Fixed32) => return quote! { { let _ = #place; 4usize } },
        (_, Encoding::Fixed64) => return quote! { { let _ = #place; 8usize } },
        (Ty::Bool, _) => return quote! { { let _ = #place; 1usize } },
        (Ty::Int, Encoding::ZigZag) => quote! { sint32(*#place) },
        (Ty::Int, _) => quote! { int32(*#place) },
        (Ty::Long, Encoding::ZigZag) => quote! { sint64(*#place) },
        (Ty::Long, _) => quote! { int64(*#place) },
        (Ty::UInt, _) => quote! { uint32(*#place) },
        (Ty::ULong, _) => quote! { uint64(*#place) },
        (Ty::String | Ty::Bytes, _) => quote! { delimited(#place.len()) },
        (ty, _) if emitter.is_enum(ty) => quote! { int32(#place.number()) },
        (_, Encoding::Group(number)) => {
            let end = key_length(number);
            return quote! { (#place.proto_length() + #end) };
        }
        _ => quote! { delimited(#place.proto_length()) },
    };
    quote! { ::contract_runtime::protobuf::length::#function }
}
