//! Readers into a value at hand: its texts, lists and records keep their memory.

use super::super::{Emitter, member, once, run};
use super::{min_size, read};
use crate::ir::{Body, Named, Record, Ty};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Statements that overwrite the fields of `self`.
pub(super) fn record(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let name = member(field);
        once(value(emitter, named, &field.ty, &quote! { self.#name }))
    });
    if record.recursive {
        return quote! {
            reader.enter()?;
            reader.charge(::core::mem::size_of::<Self>())?;
            #(#fields)*
            reader.leave();
        };
    }
    quote! { #(#fields)* }
}

/// A statement that overwrites the value at `place`.
fn value(emitter: &Emitter<'_>, from: &Named, ty: &Ty, place: &TokenStream) -> TokenStream {
    match ty {
        Ty::Option { null, inner } if !is_union(emitter, inner) => {
            let null = Literal::u32_unsuffixed(*null);
            if **inner == Ty::String {
                return run(quote! { reader.optional_string_into(#null, &mut #place) });
            }
            if let Some(again) = again(emitter, from, inner) {
                let anew = read::function(emitter, from, inner);
                return run(quote! { reader.optional_into(#null, &mut #place, #anew, #again) });
            }
        }
        Ty::Array(items) => {
            return run(list(emitter, from, items, &quote! { &mut #place }));
        }
        // A box is seen through.
        Ty::Named { id, .. } if matches!(emitter.ir.get(*id).body, Body::Record(_)) => {
            return run(quote! { #place.read_avro_into(reader) });
        }
        ty => {
            if let Some(again) = again(emitter, from, ty) {
                return run(quote! { #again(&mut #place, reader) });
            }
        }
    }
    let value = read::value(emitter, from, ty);
    quote! { #place = #value; }
}

/// A function that overwrites a value, if that keeps memory that it has.
fn again(emitter: &Emitter<'_>, from: &Named, ty: &Ty) -> Option<TokenStream> {
    match ty {
        Ty::String => Some(quote! { ::contract_runtime::avro::read_string_into }),
        Ty::Bytes => Some(quote! { ::contract_runtime::avro::read_bytes_into }),
        Ty::Named { id, boxed } if matches!(emitter.ir.get(*id).body, Body::Record(_)) => {
            let path = emitter.path(from, *id);
            Some(match boxed {
                true => quote! { |value, reader| #path::read_avro_into(value, reader) },
                false => quote! { #path::read_avro_into },
            })
        }
        Ty::Array(items) => {
            let read = list(emitter, from, items, &quote! { value });
            Some(quote! { |value, reader| #read })
        }
        _ => None,
    }
}

/// Reads a list over the one behind the reference `place`.
fn list(emitter: &Emitter<'_>, from: &Named, items: &Ty, place: &TokenStream) -> TokenStream {
    let (min_size, anew) = (min_size(emitter, items), read::function(emitter, from, items));
    let again = again(emitter, from, items).unwrap_or_else(|| {
        let value = read::value(emitter, from, items);
        quote! { |item, reader| { *item = #value; ::core::result::Result::Ok(()) } }
    });
    quote! { reader.list_into(#min_size, #place, #anew, #again) }
}

fn is_union(emitter: &Emitter<'_>, ty: &Ty) -> bool {
    emitter.named_of(ty).is_some_and(|named| matches!(named.body, Body::Union(_)))
}
