//! Readers into a value at hand: its texts, lists and records keep their memory.

use super::super::{Emitter, member};
use super::{min_size, read};
use crate::ir::{Body, Named, Record, Ty};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Statements that overwrite the fields of `self`.
pub(super) fn record(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let name = member(field);
        value(emitter, named, &field.ty, &quote! { self.#name })
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
        Ty::String => quote! {
            let text = reader.str()?;
            #place.clear();
            #place.push_str(text);
        },
        Ty::Bytes => quote! {
            let bytes = reader.bytes()?;
            #place.0.clear();
            #place.0.extend_from_slice(bytes);
        },
        Ty::Named { id, .. } if matches!(emitter.ir.get(*id).body, Body::Record(_)) => {
            quote! { #place.read_avro_into(reader)?; }
        }
        Ty::Option { null, inner } if !is_union(emitter, inner) => {
            option(emitter, from, *null, inner, place)
        }
        Ty::Array(items) => array(emitter, from, items, place),
        _ => {
            let value = read::value(emitter, from, ty);
            quote! { #place = #value; }
        }
    }
}

fn is_union(emitter: &Emitter<'_>, ty: &Ty) -> bool {
    emitter.named_of(ty).is_some_and(|named| matches!(named.body, Body::Union(_)))
}

fn option(
    emitter: &Emitter<'_>,
    from: &Named,
    null: u32,
    inner: &Ty,
    place: &TokenStream,
) -> TokenStream {
    let (null, other) = (Literal::u32_unsuffixed(null), Literal::u32_unsuffixed(1 - null));
    let again = value(emitter, from, inner, &quote! { (*value) });
    let anew = read::value(emitter, from, inner);
    quote! {
        match reader.branch()? {
            #null => #place = ::core::option::Option::None,
            #other => match &mut #place {
                ::core::option::Option::Some(value) => { #again }
                slot => *slot = ::core::option::Option::Some(#anew),
            },
            _ => return reader.fail(::contract_runtime::avro::Reason::Branch),
        }
    }
}

fn array(emitter: &Emitter<'_>, from: &Named, items: &Ty, place: &TokenStream) -> TokenStream {
    let again = value(emitter, from, items, &quote! { (*item) });
    let anew = read::value(emitter, from, items);
    let (min_size, rust) = (min_size(emitter, items), emitter.ty(from, items));
    quote! {{
        let mut blocks = ::contract_runtime::avro::Blocks::default();
        let mut length = 0;
        while reader.next_item(&mut blocks, #min_size, ::core::mem::size_of::<#rust>())? {
            match #place.get_mut(length) {
                ::core::option::Option::Some(item) => { #again }
                ::core::option::Option::None => { let added = #anew; #place.push(added); }
            }
            length += 1;
        }
        #place.truncate(length);
    }}
}
